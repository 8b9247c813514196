"""What a figure shows: typed descriptions that know nothing of records, and nothing of pages.

The words in them are inlines, so that every number printed in a figure has its parentage; the
numbers that a drawing is measured by stand beside them as `Decimal`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, assert_never

from assembler.document.inlines import Inlines, Text

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
    margin: Decimal | None = None
    """Where the estimate's margin of non-inferiority or equivalence stands."""


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
    margin: Inlines = ()
    """What the dashed line of the rows' margins is: `Margin: 1.25`; empty where no row has one."""


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


def boxes_from(start: Iterable[SchemaBox]) -> Iterator[SchemaBox]:
    """These boxes, each with all that follow it behind it."""
    for box in start:
        yield box
        yield from boxes_from(box.leads_to)


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


@dataclass(frozen=True, slots=True)
class PatientFlow:
    """What became of the patients, from the top of the page downwards, one path for each arm."""

    stages: tuple[Inlines, ...]
    """Heads of the stages, at the left."""
    start: tuple[SchemaBox, ...]
    """Where patients come in; boxes join no others."""


@dataclass(frozen=True, slots=True)
class CurveStep:
    """Where a curve begins to run level."""

    time: Decimal
    share: Decimal
    """Patients without the event from that time on: from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Curve:
    """The curve of one arm, with its row below the time axis."""

    label: Inlines
    """Beside the curve."""
    key: Inlines
    """Beside the sample of its line, before its numbers at risk."""
    steps: tuple[CurveStep, ...]
    """From time 0 on, in order of time; neighbours differ in their shares."""
    end: Decimal
    """The last time of which something is recorded."""
    censored: tuple[Decimal, ...]
    """Times at which patients were censored, ascending."""
    median: Decimal | None
    """Where the reference line of the median stands; None for no line."""
    at_risk: tuple[Inlines, ...]
    """One for each mark of the time axis; empty where the mark has no column."""


@dataclass(frozen=True, slots=True)
class KaplanMeier:
    """Shares of patients without an event, as step functions of time."""

    curves: tuple[Curve, ...]
    share: Inlines
    """What the upright axis measures; it runs from 0 to 1."""
    shares: tuple[Tick, ...]
    time: Inlines
    """What the level axis measures, with its unit; it begins at 0."""
    times: tuple[Tick, ...]
    last: Decimal
    """Where the level axis ends: no earlier than the last mark and the longest curve."""
    at_risk: Inlines
    """The head of the numbers at risk; empty where there are none."""
    box: tuple[Inlines, ...]
    """Lines inside the axes: the comparison of the arms, as the analysis gives it."""


@dataclass(frozen=True, slots=True)
class DotRow:
    """Shares of patients, one for each arm."""

    label: Inlines
    shares: tuple[Decimal | None, ...]
    """Percent; None where nothing is drawn."""
    cells: tuple[Inlines, ...]
    """The same in words: counts with percentages."""


@dataclass(frozen=True, slots=True)
class DotGroup:
    """Rows that belong together."""

    label: Inlines
    """Empty where the rows need no heading."""
    rows: tuple[DotRow, ...]


@dataclass(frozen=True, slots=True)
class DotPlot:
    """Shares of patients by arm on one axis. There is no difference of them, by construction."""

    head: Inlines
    """Above the labels of the rows."""
    arms: tuple[Inlines, ...]
    """Heads of the columns, each beside the mark of its arm."""
    groups: tuple[DotGroup, ...]
    title: Inlines
    """What the axis measures; it begins at 0."""
    ticks: tuple[Tick, ...]


Drawing = ForestPlot | StudySchema | PatientFlow | KaplanMeier | DotPlot


def words_of(drawing: Drawing) -> Iterator[Inlines]:
    """The words of a figure in the order in which they are read; empty ones left out."""
    match drawing:
        case ForestPlot():
            words = _of_plot(drawing)
        case StudySchema():
            words = _of_schema(drawing)
        case PatientFlow():
            words = _of_flow(drawing)
        case KaplanMeier():
            words = _of_curves(drawing)
        case DotPlot():
            words = _of_dots(drawing)
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
    yield from map(_of_tick, plot.axis.ticks)
    yield plot.axis.favours_left
    yield plot.axis.favours_right
    yield plot.axis.title
    yield plot.margin


def _of_schema(schema: StudySchema) -> Iterator[Inlines]:
    yield from schema.stages
    for box in (*schema.start, *schema.joined, *schema.end):
        yield from _of_box(box)


def _of_flow(flow: PatientFlow) -> Iterator[Inlines]:
    yield from flow.stages
    for box in flow.start:
        yield from _of_box(box)


def _of_curves(plot: KaplanMeier) -> Iterator[Inlines]:
    yield plot.share
    yield from map(_of_tick, plot.shares)
    yield from (curve.label for curve in plot.curves)
    yield from plot.box
    yield from map(_of_tick, plot.times)
    yield plot.time
    yield plot.at_risk
    for curve in plot.curves:
        yield curve.key
        yield from curve.at_risk


def _of_dots(plot: DotPlot) -> Iterator[Inlines]:
    yield plot.head
    yield from plot.arms
    for group in plot.groups:
        yield group.label
        for row in group.rows:
            yield row.label
            yield from row.cells
    yield from map(_of_tick, plot.ticks)
    yield plot.title


def _of_tick(tick: Tick) -> Inlines:
    return (Text(tick.text),)


def _of_box(box: SchemaBox) -> Iterator[Inlines]:
    yield box.title
    yield from box.lines
    for following in box.leads_to:
        yield from _of_box(following)
