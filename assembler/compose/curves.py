"""The shell of Kaplan-Meier curves: recorded points, drawn as they are and never estimated."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from assembler.compose.axis import TIME, ascending, share_ticks, ticks_at, ticks_from_zero
from assembler.compose.below import Below
from assembler.compose.curve_points import ArmPoints, points_of
from assembler.compose.drawing import (
    FigureShell,
    Made,
    ShellLine,
    plain,
    printed_only,
    sentence,
    shell_lines,
)
from assembler.compose.filling import Each, Filling, Scope
from assembler.compose.mistakes import not_allowed
from assembler.compose.views import View
from assembler.document.figures import Curve, CurveStep, KaplanMeier, Tick
from assembler.document.nodes import Inlines, Text
from assembler.problems import Problem, ProblemsFound, Severity, error
from assembler.records.base import Absence
from assembler.records.efficacy import CurvePoint

MOST_COLUMNS = 13
"""Times with numbers at risk that make the marks of the axis; of more, round times do."""
CLOSEST = 16
"""Such times stand no closer than this part of the axis."""
NO_NUMBER = "–"


class CurveShell(FigureShell):
    """Kaplan-Meier curves of one analysis, with their numbers at risk."""

    kind: Literal["kaplan-meier"]
    """`kaplan-meier`."""
    each: Each = "analysis in efficacy.analyses"
    """`analysis in efficacy.analyses`: the items, of which one with curves must be left."""
    when: str | None = None
    """Which item: a bare expression."""
    curves: str = "analysis.curves"
    """The points of the curves: a bare expression."""
    arms: Each = "arm in trial.arms"
    """The order of the arms, and the name under which each is known in `label` and `median`."""
    label: str = "{{ arm.label | capitalize }}"
    """What stands at a curve and before its numbers at risk: words with values."""
    median: str | None = None
    """Where thin lines lead from one half to the time axis: a bare expression, mostly
    `analysis.arms[arm].median`. Without it there are none."""
    share: str = "Probability of being without the event"
    """What the upright axis measures. Words with values."""
    time: str = "Time"
    """What the level axis measures, with its unit. Words with values."""
    ticks: tuple[Annotated[str, Field(pattern=TIME)], ...] = ()
    """The marks of the time axis; without them the times of the numbers at risk, or round ones."""
    at_risk: str = "Number at risk"
    """The head of the numbers at risk."""
    box: tuple[str | ShellLine, ...] = ()
    """Lines inside the axes: the hazard ratio as the analysis gives it."""

    lacking: ClassVar[tuple[str, str]] = (
        "a Kaplan-Meier curve was asked for, but no curve is recorded; "
        "it cannot be drawn from two medians",
        "record `curves` from the analysis output, or take the figure out of the section",
    )


def kaplan_meier(shell: CurveShell, filling: Filling, scope: Scope) -> Made | None:
    """The curves; None when none is recorded. Raises ProblemsFound."""
    found = []
    for item in filling.scopes(shell.each, scope, ("each",)):
        if filling.true(shell.when, item, ("when",)):
            view = filling.made_of(shell.curves, item, ("curves",), _curves)
            if view:
                found.append((item, view))
    if len(found) > 1:
        raise ProblemsFound([_several(filling, [view for _, view in found])])
    for item, view in found:
        arms = points_of(filling, item, view, arms=shell.arms, median=shell.median)
        return _made(shell, filling, item, view, arms) if arms else None
    return None


def _curves(value: object) -> View:
    held = value.value if isinstance(value, View) else None
    points = isinstance(held, tuple) and all(isinstance(one, CurvePoint) for one in held)
    if not isinstance(value, View) or not (points or isinstance(held, Absence)):
        raise not_allowed("`curves:` names no curves", "write the path of curves")
    return value


def _several(filling: Filling, views: Sequence[View]) -> Problem:
    named = " and ".join(view.path for view in views)
    return error(
        "figure.one-analysis",
        f"one figure shows the curves of one analysis, but there are {named}",
        "choose one with `when:`, and make a figure for each",
        at=filling.at(("when",)),
    )


def _made(
    shell: CurveShell, filling: Filling, item: Scope, view: View, arms: Sequence[ArmPoints]
) -> Made:
    last = max([arm.end for arm in arms] + [arm.median for arm in arms if arm.median is not None])
    ticks = _ticks(shell, filling, arms, last)
    columns = [any(tick.at in arm.at_risk for arm in arms) for tick in ticks]
    if not any(columns[1:]) and any(arm.at_risk for arm in arms):
        filling.warnings.append(_beside_the_marks(shell, filling, view, ticks))
    share = _words(filling, shell.share, item, "share")
    time = _words(filling, shell.time, item, "time")
    labels = [_words(filling, shell.label, arm.scope, "label") for arm in arms]
    box = tuple(shell_lines(shell.box, filling, item, ("box",)))
    head = _words(filling, shell.at_risk, item, "at_risk") if any(columns) else ()
    curves = tuple(
        _curve(shell, filling, arm, label, ticks, columns)
        for arm, label in zip(arms, labels, strict=True)
    )
    last = max(last, ticks[-1].at)
    plot = KaplanMeier(curves, share, share_ticks(), time, ticks, last, head, box)
    count = sum(len(arm.points) for arm in arms)
    drawn = view.made(str(count), "count", value=count)
    points = "recorded point" if count == 1 else "recorded points"
    said = filling.inlines(f"Curves drawn from {drawn} {points}.", ("curves",))
    below = Below(filling)
    below.add(shell.notes, shell.source, item)
    return Made(plot, _alternative(plot, filling, arms), below, (said, *_key(plot, filling)))


def _beside_the_marks(
    shell: CurveShell, filling: Filling, view: View, ticks: Sequence[Tick]
) -> Problem:
    """That numbers at risk are recorded, at each event it may be, and none where it is printed."""
    marks = ", ".join(tick.text for tick in ticks)
    return Problem(
        "figure.at-risk-printed",
        Severity.WARNING,
        f"no number at risk of {view.path} is recorded for a mark of the time axis ({marks})",
        "let the analysis output give `at_risk` at these times too, or state others with `ticks:`; "
        "the program works out none",
        filling.at(("ticks",) if shell.ticks else ("curves",)),
        view.path,
    )


def _words(filling: Filling, template: str, scope: Scope, name: str) -> Inlines:
    return printed_only(filling.words(template, scope, (name,)), filling.at((name,)))


def _ticks(
    shell: CurveShell, filling: Filling, arms: Sequence[ArmPoints], last: Decimal
) -> tuple[Tick, ...]:
    """The times that the shell states, those of the numbers at risk, or round ones."""
    if shell.ticks:
        return ascending(shell.ticks, filling.at(("ticks",)))
    times = sorted({Decimal(0), *(time for arm in arms for time in arm.at_risk)})
    gaps = [later - time for time, later in pairwise(times)]
    if 1 < len(times) <= MOST_COLUMNS and min(gaps) * CLOSEST >= max(last, times[-1]):
        while times[-1] + gaps[-1] <= last and len(times) < MOST_COLUMNS:
            times.append(times[-1] + gaps[-1])
        return ticks_at(times)
    return ticks_from_zero(last)


def _curve(
    shell: CurveShell,
    filling: Filling,
    arm: ArmPoints,
    label: Inlines,
    ticks: Sequence[Tick],
    columns: Sequence[bool],
) -> Curve:
    return Curve(
        label,
        _words(filling, shell.label, arm.scope, "label"),
        tuple(_steps(arm)),
        arm.end,
        tuple(sorted(arm.censored)),
        arm.median,
        tuple(
            _at_risk(arm, tick, filling) if column else ()
            for tick, column in zip(ticks, columns, strict=True)
        ),
    )


def _steps(arm: ArmPoints) -> Iterator[CurveStep]:
    """Where the curve falls: all patients are without the event until the first point."""
    level = Decimal(1)
    yield CurveStep(Decimal(0), level)
    for time, share, _ in arm.points:
        if share != level:
            level = share
            yield CurveStep(time, share)


def _at_risk(arm: ArmPoints, tick: Tick, filling: Filling) -> Inlines:
    view = arm.at_risk.get(tick.at)
    if view is None:
        return (Text(NO_NUMBER),)
    content = filling.inlines(str(view), ("at_risk",))
    return printed_only(content, filling.at(("at_risk",)))


def _key(plot: KaplanMeier, filling: Filling) -> Iterator[Inlines]:
    """What the marks mean, and what is missing."""
    curves = plot.curves
    if any(curve.censored for curve in curves):
        words = "Strokes across a curve mark censored {{ patients }}."
        yield filling.words(words, {}, ("curves",))
    else:
        yield (Text("Times of censoring are not recorded."),)
    if any(curve.median is not None for curve in curves):
        yield (Text("Thin lines mark the medians as reported."),)
    if not plot.at_risk:
        yield (Text("Numbers at risk are not recorded for the marks of the time axis."),)
    elif any(plain(cell) == NO_NUMBER for curve in curves for cell in curve.at_risk):
        yield (Text(f"{NO_NUMBER}, no number at risk is recorded for this time."),)


def _alternative(plot: KaplanMeier, filling: Filling, arms: Sequence[ArmPoints]) -> str:
    """What the curves say, in words: the axes, the box, and of each arm its share at the marks."""
    said = [
        "Kaplan-Meier curves.",
        sentence([f"Across: {plain(plot.time)}", f"upwards: {plain(plot.share)}"]),
        *(sentence([plain(line)]) for line in plot.box),
    ]
    for curve, arm in zip(plot.curves, arms, strict=True):
        shares = ", ".join(_read_off(arm, plot.times, filling))
        numbers = ", ".join(
            f"{plain(cell)} at {tick.text}"
            for tick, cell in zip(plot.times, curve.at_risk, strict=False)
            if plain(cell) not in ("", NO_NUMBER)
        )
        said.append(sentence([f"{plain(curve.key)}: {shares}", f"followed to {arm.end:f}"]))
        said.append(sentence([f"{plain(plot.at_risk)}: {numbers}" if numbers else ""]))
    return " ".join(part for part in said if part)


def _read_off(arm: ArmPoints, ticks: Sequence[Tick], filling: Filling) -> Iterator[str]:
    """The recorded share that holds at each mark which the curve reaches; one pass over both."""
    index, end = 0, arm.end
    for tick in ticks:
        while index < len(arm.points) and arm.points[index][0] <= tick.at:
            index += 1
        if index and tick.at <= end:
            share = str(arm.points[index - 1][2])
            yield f"{filling.parentage.plain(share, filling.label)} at {tick.text}"
