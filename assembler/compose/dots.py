"""The shell of a dot plot: shares of patients by arm, and no difference of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from assembler.compose.axis import ticks_from_zero
from assembler.compose.below import Below
from assembler.compose.derived import n_percent, percent
from assembler.compose.drawing import FigureShell, Made, plain, printed_only, sentence
from assembler.compose.filling import Each, Filling, Scope
from assembler.compose.mistakes import not_allowed
from assembler.compose.style import exact
from assembler.compose.views import View, number_of
from assembler.document.figures import DotGroup, DotPlot, DotRow
from assembler.document.nodes import Inlines, Text
from assembler.problems import refused

NO_NUMBER = "–"


class DotShell(FigureShell):
    """Shares of patients by arm, one row for each term; a share is a count of a count."""

    kind: Literal["dot-plot"]
    """`dot-plot`."""
    each: Each = "row in safety.adverse_events.rows"
    """`row in safety.adverse_events.rows`: one mark for each item."""
    when: str | None = None
    """Which items: a bare expression."""
    group: str | None = None
    """What heads a group of rows: items with the same words stand together."""
    label: str
    """The label of a row, shared by the items with the same words."""
    arm: str = "row.arm"
    """Of which arm an item is: a bare expression."""
    part: str
    """Number of patients of the item: a bare expression, `row.patients`."""
    whole: str
    """Of how many: a bare expression, `safety.adverse_events.sizes[row.arm]`."""
    head: str = ""
    """The head above the labels: words with values."""
    arms: Each = "arm in trial.arms"
    """The order of the arms, and the name under which each is known in `column`."""
    column: str = "{{ arm.label | capitalize }}, n (%)"
    """The head of an arm's column: words with values."""
    axis: str = "Patients, %"
    """What the axis measures. Words with values."""
    order: Literal["recorded", "falling"] = "recorded"
    """The order of the rows in their group: as they are recorded, or by the largest share of any
    arm."""
    threshold: str | None = None
    """The percentage from which a row is shown: a bare expression, a number or
    `safety.adverse_events.threshold`. What is not reported leaves nothing out, nor does a
    percentage that no row reaches."""
    threshold_arm: str | None = None
    """The arm in which it is met: a bare expression; any arm where it is not reported."""

    most: Annotated[int | None, Field(ge=1)] = None
    """Of more rows only so many are shown, the most frequent ones of all groups; those that are
    equally frequent stay or go together."""

    lacking: ClassVar[tuple[str, str]] = (
        "a dot plot was asked for, but no numbers of patients by arm are recorded with what they "
        "are a part of; shares are not drawn from words",
        "record the rows with the sizes of the arms, or take the figure out of the section",
    )


@dataclass(slots=True)
class _Row:
    """A row on its way: its words are made into nodes only when it is shown."""

    label: str
    marks: "dict[str, _Mark]" = field(default_factory=dict)
    """By the record path of the arm."""
    is_shown: bool = False

    @property
    def largest(self) -> Decimal:
        """The largest share of any arm; less than none where no arm has one."""
        shares = (mark.share for mark in self.marks.values())
        return max((share for share in shares if share is not None), default=Decimal(-1))


@dataclass(frozen=True, slots=True)
class _Mark:
    """What is drawn of an item."""

    share: Decimal | None
    """Percent; None where none can be formed."""
    words: str
    """The count with the share."""
    path: str
    """Of the count."""


@dataclass(slots=True)
class _Group:
    label: str
    rows: dict[str, _Row] = field(default_factory=dict)
    """By the words of their labels."""


@dataclass(frozen=True, slots=True)
class _Threshold:
    """From which share on a row is shown."""

    share: Decimal
    printed: str
    arm: View | None

    def met(self, row: _Row) -> bool:
        """Whether the row is shown."""
        if self.arm is None:
            return row.largest >= self.share
        mark = row.marks.get(self.arm.path)
        return mark is not None and mark.share is not None and mark.share >= self.share


def dot_plot(shell: DotShell, filling: Filling, scope: Scope) -> Made | None:
    """The plot; None when no share can be formed. Raises ProblemsFound."""
    below = Below(filling)
    groups: dict[str, _Group] = {}
    for item in filling.scopes(shell.each, scope, ("each",)):
        if filling.true(shell.when, item, ("when",)):
            _enter(shell, filling, item, groups)
            below.add(shell.notes, shell.source, item)
    rows = [row for group in groups.values() for row in group.rows.values()]
    if not any(row.largest >= 0 for row in rows):
        return None
    threshold = _threshold(shell, filling, scope)
    if threshold is not None and not any(map(threshold.met, rows)):
        threshold = None
    met = [row for row in rows if threshold is None or threshold.met(row)]
    for row in _most_frequent(met, shell.most):
        row.is_shown = True
    arms = _arms(shell, filling, scope, rows)
    shown = [_shown(shell, group) for group in groups.values()]
    made = tuple(
        DotGroup(
            _inlines(filling, group.label, "group"),
            tuple(_made(filling, row, [arm for arm, _ in arms]) for row in kept),
        )
        for group, kept in zip(groups.values(), shown, strict=True)
        if kept
    )
    plot = DotPlot(
        _words(filling, shell.head, scope, "head"),
        tuple(head for _, head in arms),
        made,
        _words(filling, shell.axis, scope, "axis"),
        ticks_from_zero(max(row.largest for kept in shown for row in kept)),
    )
    most = shell.most if shell.most is not None and len(met) > shell.most else None
    return Made(plot, _alternative(plot), below, tuple(_key(filling, plot, threshold, most)))


def _enter(shell: DotShell, filling: Filling, item: Scope, groups: dict[str, _Group]) -> None:
    """Put an item into its row."""
    arm = filling.made_of(shell.arm, item, ("arm",), lambda value: _view(value, "arm"))
    whole = filling.made_of(shell.whole, item, ("whole",), lambda value: _view(value, "whole"))
    mark = filling.made_of(
        shell.part, item, ("part",), lambda value: _mark(_view(value, "part"), whole)
    )
    heading = filling.filled(shell.group or "", item, ("group",))
    rows = groups.setdefault(filling.parentage.untraced(heading), _Group(heading)).rows
    label = filling.filled(shell.label, item, ("label",))
    term = filling.parentage.untraced(label)
    marks = rows.setdefault(term, _Row(label)).marks
    if arm.path in marks:
        raise refused(
            "figure.one-mark",
            f"{marks[arm.path].path} and {mark.path} both stand for '{term}' in the arm {arm.name}",
            "choose one with `when:`, or tell them apart with `group:` or `label:`",
            at=filling.at(("each",)),
        )
    marks[arm.path] = mark


def _view(value: object, name: str) -> View:
    if not isinstance(value, View):
        raise not_allowed(f"`{name}:` names no record value", "write the path of one")
    return value


def _mark(part: View, whole: View) -> _Mark:
    share = percent(part, whole).value
    known = share if isinstance(share, Decimal) else None
    return _Mark(known, str(n_percent(part, whole)), part.path)


def _threshold(shell: DotShell, filling: Filling, scope: Scope) -> _Threshold | None:
    def asked(value: object) -> tuple[Decimal, str] | None:
        if isinstance(value, View):
            share = number_of(value.value)
            return (share, str(value)) if share is not None else None
        if isinstance(value, int | Decimal):
            return Decimal(value), f"{exact(Decimal(value))}%"
        raise not_allowed("`threshold:` names no percentage", "write a number, or a record's path")

    def arm(value: object) -> View | None:
        return value if isinstance(value, View) and value else None

    if shell.threshold is None:
        return None
    found = filling.made_of(shell.threshold, scope, ("threshold",), asked)
    if found is None:
        return None
    one = None
    if shell.threshold_arm is not None:
        one = filling.made_of(shell.threshold_arm, scope, ("threshold_arm",), arm)
    return _Threshold(*found, one)


def _arms(
    shell: DotShell, filling: Filling, scope: Scope, rows: Sequence[_Row]
) -> list[tuple[str, Inlines]]:
    """Record path and head of each arm that some row is of, in the order of the shell."""
    named = {path for row in rows for path in row.marks}
    name = shell.arms.partition(" ")[0]
    return [
        (view.path, _words(filling, shell.column, bound, "column"))
        for bound in filling.scopes(shell.arms, scope, ("arms",))
        if isinstance(view := bound[name], View) and view.path in named
    ]


def _words(filling: Filling, template: str, scope: Scope, name: str) -> Inlines:
    return _inlines(filling, filling.filled(template, scope, (name,)), name)


def _inlines(filling: Filling, text: str, name: str) -> Inlines:
    return printed_only(filling.inlines(text, (name,)), filling.at((name,)))


def _most_frequent(rows: Sequence[_Row], most: int | None) -> list[_Row]:
    """No more than `most` of the rows; of equally frequent ones all or, if need be, the first."""
    if most is None or len(rows) <= most:
        return list(rows)
    border = sorted((row.largest for row in rows), reverse=True)[most]
    return [row for row in rows if row.largest > border] or list(rows[:most])


def _shown(shell: DotShell, group: _Group) -> list[_Row]:
    """The rows of a group that are shown, in their order."""
    rows = [row for row in group.rows.values() if row.is_shown]
    return sorted(rows, key=lambda row: -row.largest) if shell.order == "falling" else rows


def _made(filling: Filling, row: _Row, arms: Sequence[str]) -> DotRow:
    marks = [row.marks.get(arm) for arm in arms]
    return DotRow(
        _inlines(filling, row.label, "label"),
        tuple(mark.share if mark else None for mark in marks),
        tuple(
            _inlines(filling, mark.words, "part") if mark else (Text(NO_NUMBER),) for mark in marks
        ),
    )


def _key(
    filling: Filling, plot: DotPlot, threshold: _Threshold | None, most: int | None
) -> Iterator[Inlines]:
    """Which rows are shown, and what a dash means."""
    if threshold is not None:
        where = f" in the {threshold.arm.field('label')} arm" if threshold.arm is not None else ""
        if threshold.arm is None and len(plot.arms) > 1:
            where = " in any arm"
        whole = filling.filled("{{ patients }}", {}, ("threshold",))
        words = f"Only rows with at least {threshold.printed} of the {whole}{where} are shown"
        limit = f", at most the {most} most frequent" if most is not None else ""
        yield filling.inlines(f"{words}{limit}.", ("threshold",))
    elif most is not None:
        yield (Text(f"At most the {most} most frequent rows are shown."),)
    cells = (cell for group in plot.groups for row in group.rows for cell in row.cells)
    if any(plain(cell) == NO_NUMBER for cell in cells):
        yield (Text(f"{NO_NUMBER}, no number is recorded."),)


def _alternative(plot: DotPlot) -> str:
    """What the plot says, in words: the axis, the arms in their order, then the numbers of each."""
    said = ["Dot plot.", sentence([plain(plot.title)])]
    said.append(sentence(["In this order: " + "; ".join(plain(head) for head in plot.arms)]))
    for group in plot.groups:
        said.append(sentence([plain(group.label)]))
        for row in group.rows:
            said.append(sentence([f"{plain(row.label)}: {', '.join(map(plain, row.cells))}"]))
    return " ".join(part for part in said if part)
