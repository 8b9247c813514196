"""The shell of a forest plot: one estimate with its interval for each item."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from assembler.compose.axis import NULL, ticks_at, ticks_for
from assembler.compose.below import Below
from assembler.compose.drawing import FigureShell, Made, plain, printed_only, sentence
from assembler.compose.effects import Effect, effect, scale_of
from assembler.compose.filling import Each, Filling, Scope, Steps
from assembler.compose.mistakes import not_allowed
from assembler.compose.views import View, ancestors, number_of
from assembler.document.figures import Axis, ForestColumn, ForestGroup, ForestPlot, ForestRow, Side
from assembler.document.figures import Scale as AxisScale
from assembler.document.nodes import Inline, Inlines, Text
from assembler.problems import refused
from assembler.read.descriptions import FilePart
from assembler.records.base import Absence
from assembler.records.scalars import Interval

ARROW: Inlines = (Text("An arrow marks what lies beyond the ends of the axis."),)
TICK = r"^-?[0-9]{1,6}(\.[0-9]{1,6})?$"


class ForestShellColumn(FilePart):
    """A column of words beside the plot."""

    head: str = ""
    """The head, the same for all items: words with values."""
    side: Side = "right"
    """On which side of the plot the column stands."""
    value: str | None = None
    """What stands in the cells: one record value, as a bare expression."""
    text: str | None = None
    """What stands in the cells: words with values."""

    @model_validator(mode="after")
    def _one_content(self) -> Self:
        given = [name for name in ("value", "text") if getattr(self, name) is not None]
        if len(given) != 1:
            raise PydanticCustomError(
                "shell.column-has-data",
                "the column '{head}' has {given}",
                {
                    "head": self.head,
                    "given": " and ".join(given) or "neither value nor text",
                    "remedy": "give it one of `value:` and `text:`",
                },
            )
        return self


class ForestShellAxis(FilePart):
    """The axis; what it says must hold for all items."""

    title: str
    """What the axis measures: `Hazard ratio, logarithmic scale`. Words with values."""
    scale: AxisScale | None = None
    """`log` for ratios, where 1 is no difference; `linear` for differences, where 0 is. Best left
    out: the records say which of them the estimates are."""
    ticks: tuple[Annotated[str, Field(pattern=TICK)], ...] = ()
    """Where the marks are, from the first end to the last; without them the program chooses."""
    favours_left: str
    """What a value left of no difference says: `Favours {{ analysis.comparison.of.label }}`."""
    favours_right: str
    """What a value right of no difference says."""


class ForestShell(FigureShell):
    """A forest plot: one estimate with its interval for each item, and no pooled estimate."""

    kind: Literal["forest-plot"]
    """`forest-plot`."""
    each: Each
    """`analysis in efficacy.analyses`: one row for each item."""
    when: str | None = None
    """Which items: a bare expression."""
    head: str = ""
    """The head above the labels: words with values."""
    group: str | None = None
    """What heads a group of rows: items in a row with the same words stand together. Cohorts that
    were randomised separately stand apart in any case."""
    label: str
    """The label of a row: words with values."""
    estimate: str
    """The number at which the square stands: a bare expression."""
    interval: str
    """Its confidence interval: a bare expression."""
    margin: str | None = None
    """Its margin of non-inferiority or equivalence, drawn as a dashed line where there is one: a
    bare expression, `analysis | margin`."""
    columns: tuple[ForestShellColumn, ...] = ()
    """What is printed beside the plot."""
    axis: ForestShellAxis
    """The axis under the plot."""


def forest_plot(shell: ForestShell, filling: Filling, scope: Scope) -> Made | None:
    """The plot; None when no item has an estimate. Raises ProblemsFound."""
    below = Below(filling)
    common = _Common(filling)
    groups: list[_Group] = []
    effects: list[Effect] = []
    margins: dict[Decimal, Inlines] = {}
    for item in filling.scopes(shell.each, scope, ("each",)):
        if not filling.true(shell.when, item, ("when",)):
            continue
        row, cohort, measured = _row(filling, shell, item)
        effects += [measured] if measured is not None else []
        words = filling.filled(shell.group or "", item, ("group",))
        said = filling.parentage.untraced(words)
        if not groups or (said, cohort) != (groups[-1].said, groups[-1].cohort):
            label = printed_only(filling.inlines(words, ("group",)), filling.at(("group",)))
            groups.append(_Group(said, cohort, label))
        groups[-1].rows.append(row)
        _add_common(common, shell, item)
        if row.margin is not None and shell.margin is not None:
            margins.setdefault(row.margin, filling.single(shell.margin, item, ("margin",)))
        below.add(shell.notes, shell.source, item)
    rows = [row for group in groups for row in group.rows]
    if not any(row.estimate is not None for row in rows):
        return None
    plot = ForestPlot(
        common.words(("head",)),
        tuple(
            ForestColumn(common.words(("columns", n, "head")), column.side)
            for n, column in enumerate(shell.columns)
        ),
        tuple(ForestGroup(group.label, tuple(group.rows)) for group in groups),
        _axis(
            filling,
            shell.axis,
            common,
            rows,
            scale_of(effects, shell.axis.scale, filling.at(("estimate",))),
        ),
        _margins(margins),
    )
    key = (ARROW,) if _is_clipped(plot) else ()
    return Made(plot, alternative_of(plot), below, key)


def _margins(margins: Mapping[Decimal, Inlines]) -> Inlines:
    """`Margin: 1.25`, of several all of them in their order; empty where there is none."""
    words: list[Inline] = []
    for at in sorted(margins):
        words += [Text(", " if words else "Margin: "), *margins[at]]
    return tuple(words)


@dataclass(slots=True)
class _Group:
    """Rows of the same heading and of the same separately randomised cohort."""

    said: str
    cohort: str | None
    label: Inlines
    rows: list[ForestRow] = field(default_factory=list)


@dataclass(slots=True)
class _Common:
    """Words that stand once and hold for all items: heads, axis, directions."""

    filling: Filling
    _filled: dict[Steps, str] = field(default_factory=dict)

    def add(self, template: str, scope: Scope, steps: Steps) -> None:
        """Fill the template for an item. Raises ProblemsFound when it says other than before."""
        filling = self.filling
        text = filling.filled(template, scope, steps)
        first = self._filled.setdefault(steps, text)
        before, now = map(filling.parentage.untraced, (first, text))
        if before != now:
            raise refused(
                "figure.rows-agree",
                f"the rows share one axis and one head, but one says '{before}' "
                f"and another '{now}'",
                "choose rows that agree with `when:`, or make a figure for each kind",
                at=filling.at(steps),
            )

    def words(self, steps: Steps) -> Inlines:
        """The words as inlines."""
        content = self.filling.inlines(self._filled.get(steps, ""), steps)
        return printed_only(content, self.filling.at(steps))


def _add_common(common: _Common, shell: ForestShell, item: Scope) -> None:
    common.add(shell.head, item, ("head",))
    for n, column in enumerate(shell.columns):
        common.add(column.head, item, ("columns", n, "head"))
    for name in ("title", "favours_left", "favours_right"):
        common.add(getattr(shell.axis, name), item, ("axis", name))


def _row(
    filling: Filling, shell: ForestShell, item: Scope
) -> tuple[ForestRow, str | None, Effect | None]:
    """A row, the separately randomised cohort that its estimate is of, and what it measures."""
    number, cohort, measured = filling.made_of(shell.estimate, item, ("estimate",), _estimate)
    lower, upper = filling.made_of(shell.interval, item, ("interval",), _bounds)
    label = printed_only(filling.words(shell.label, item, ("label",)), filling.at(("label",)))
    cells = tuple(
        printed_only(
            filling.cell(column.value, column.text, item, ("columns", n)),
            filling.at(("columns", n)),
        )
        for n, column in enumerate(shell.columns)
    )
    margin = None
    if shell.margin is not None and number is not None:
        margin = filling.made_of(shell.margin, item, ("margin",), _margin)
    return ForestRow(label, number, lower, upper, cells, margin), cohort, measured


def _estimate(value: object) -> tuple[Decimal | None, str | None, Effect | None]:
    """The number, None when none is reported exactly, the cohort that it is of, and what it
    measures where there is one."""
    if not isinstance(value, View):
        raise not_allowed("`estimate:` names no record value", "write the path of an estimate")
    number = number_of(value.value)
    return number, _cohort_of(value), None if number is None else effect(value)


def _margin(value: object) -> Decimal | None:
    return number_of(value.value) if isinstance(value, View) else None


def _bounds(value: object) -> tuple[Decimal | None, Decimal | None]:
    """Both bounds; None where there is none, or none is reported."""
    held = value.value if isinstance(value, View) else value
    if isinstance(held, Interval):
        return held.bounds
    if isinstance(held, Absence):
        return None, None
    raise not_allowed("`interval:` names no interval", "write the path of a confidence interval")


def _cohort_of(estimate: View) -> str | None:
    """The id of the cohort that was randomised on its own and that the estimate is of."""
    placed = estimate.records.placed
    for around in ancestors(estimate.path):
        here = placed.get(around)
        cohort = getattr(here.record, "cohort", None) if here else None
        whole = placed.get(f"trial.cohorts.{cohort}") if isinstance(cohort, str) else None
        if whole is not None:
            return str(cohort) if getattr(whole.record, "separately_randomised", None) else None
    return None


def _axis(
    filling: Filling,
    shell: ForestShellAxis,
    common: _Common,
    rows: Sequence[ForestRow],
    scale: AxisScale,
) -> Axis:
    null = NULL[scale]
    if shell.ticks:
        ticks = ticks_at(Decimal(tick) for tick in shell.ticks)
        places = [tick.at for tick in ticks]
        ascending = places == sorted(set(places)) and len(places) > 1
        if not (ascending and places[0] <= null <= places[-1]) or (
            scale == "log" and places[0] <= 0
        ):
            raise refused(
                "figure.axis-ascends",
                f"the ticks {', '.join(shell.ticks)} make no {scale} axis that holds {null}",
                "give at least two in ascending order, one on either side of it",
                at=filling.at(("axis", "ticks")),
            )
    else:
        drawn = (n for row in rows for n in (row.estimate, row.lower, row.upper, row.margin))
        ticks = ticks_for([n for n in drawn if n is not None], scale)
    return Axis(
        common.words(("axis", "title")),
        scale,
        null,
        ticks,
        common.words(("axis", "favours_left")),
        common.words(("axis", "favours_right")),
    )


def _is_clipped(plot: ForestPlot) -> bool:
    first, last = plot.axis.ticks[0].at, plot.axis.ticks[-1].at
    rows = (row for group in plot.groups for row in group.rows)
    numbers = (n for row in rows for n in (row.estimate, row.lower, row.upper))
    return any(n is not None and not first <= n <= last for n in numbers)


def alternative_of(plot: ForestPlot) -> str:
    """What the plot says, in words: the axis with its directions, then every row."""
    axis = plot.axis
    said = [
        "Forest plot.",
        sentence(
            [
                plain(axis.title),
                f"left of {axis.null}: {plain(axis.favours_left)}",
                f"right of {axis.null}: {plain(axis.favours_right)}",
                *([plain(plot.margin)] if plot.margin else ()),
            ]
        ),
    ]
    for group in plot.groups:
        said.append(sentence([plain(group.label)]))
        for row in group.rows:
            cells = (
                f"{plain(column.head)} {plain(content)}".strip()
                for column, content in zip(plot.columns, row.cells, strict=True)
            )
            said.append(sentence([f"{plain(row.label)}: {', '.join(cells)}"]))
    return " ".join(part for part in said if part)
