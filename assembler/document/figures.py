"""What a figure shows: typed descriptions that know nothing of records, and nothing of pages.

The words in them are inlines, so that every number printed in a figure has its parentage; the
numbers that a drawing is measured by stand beside them as `Decimal`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, assert_never

from assembler.document.nodes import Inlines, Text

Scale = Literal["log", "linear"]
Side = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis: where, and what is printed there."""

    at: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Axis:
    """The axis of a forest plot; it runs from its first tick to its last one."""

    title: Inlines
    scale: Scale
    null: Decimal
    """The value of no difference: 1 of a ratio, 0 of a difference."""
    ticks: tuple[Tick, ...]
    """At least two, ascending."""
    favours_left: Inlines
    """What a value left of the line of no difference says: `Favours cabozantinib`."""
    favours_right: Inlines


@dataclass(frozen=True, slots=True)
class ForestColumn:
    """A column of words beside the plot."""

    head: Inlines
    side: Side = "right"


@dataclass(frozen=True, slots=True)
class ForestRow:
    """One estimate with its interval. What is None is not drawn; what was reported of it is said
    in words."""

    label: Inlines
    estimate: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    cells: tuple[Inlines, ...]
    """One for each column."""


@dataclass(frozen=True, slots=True)
class ForestGroup:
    """Rows that belong together: of one cohort. Groups stand apart."""

    label: Inlines
    """Empty where the rows need no heading."""
    rows: tuple[ForestRow, ...]


@dataclass(frozen=True, slots=True)
class ForestPlot:
    """Estimates with their intervals on one axis. There is no pooled estimate, by construction."""

    head: Inlines
    """Above the labels of the rows."""
    columns: tuple[ForestColumn, ...]
    groups: tuple[ForestGroup, ...]
    axis: Axis


@dataclass(frozen=True, slots=True)
class SchemaBox:
    """A step of a study with the steps that follow it."""

    stage: int
    """Index of the stage in which it stands; those that follow stand in later ones."""
    title: Inlines
    lines: tuple[Inlines, ...]
    leads_to: tuple["SchemaBox", ...]
    joins: tuple[int, ...] = ()
    """Indices of the boxes in `joined` that it leads to besides."""


@dataclass(frozen=True, slots=True)
class StudySchema:
    """How patients pass through a study, from left to right."""

    stages: tuple[Inlines, ...]
    """Heads of the stages."""
    start: tuple[SchemaBox, ...]
    end: tuple[SchemaBox, ...]
    """What holds for all of them alike: the assessment. Drawn across; without `leads_to`."""
    joined: tuple[SchemaBox, ...] = ()
    """Boxes that several paths lead to, drawn once; without `leads_to`."""


Drawing = ForestPlot | StudySchema


def words_of(drawing: Drawing) -> Iterator[Inlines]:
    """The words of a figure in the order in which they are read; empty ones left out."""
    match drawing:
        case ForestPlot():
            words = _of_plot(drawing)
        case StudySchema():
            words = _of_schema(drawing)
        case _:
            assert_never(drawing)
    yield from (content for content in words if content)


def _of_plot(plot: ForestPlot) -> Iterator[Inlines]:
    yield plot.head
    yield from (column.head for column in plot.columns)
    for group in plot.groups:
        yield group.label
        for row in group.rows:
            yield row.label
            yield from row.cells
    for tick in plot.axis.ticks:
        yield (Text(tick.text),)
    yield plot.axis.favours_left
    yield plot.axis.favours_right
    yield plot.axis.title


def _of_schema(schema: StudySchema) -> Iterator[Inlines]:
    yield from schema.stages
    for box in (*schema.start, *schema.joined, *schema.end):
        yield from _of_box(box)


def _of_box(box: SchemaBox) -> Iterator[Inlines]:
    yield box.title
    yield from box.lines
    for following in box.leads_to:
        yield from _of_box(following)
