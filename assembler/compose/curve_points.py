"""The recorded points of Kaplan-Meier curves, arm by arm."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from assembler.compose.filling import Each, Filling, Scope
from assembler.compose.mistakes import not_allowed
from assembler.compose.views import View, number_of
from assembler.problems import Problem, ProblemsFound, error
from assembler.records.efficacy import CurvePoint


@dataclass(slots=True)
class ArmPoints:
    """What is recorded of one arm's curve."""

    scope: Scope
    view: View
    points: list[tuple[Decimal, Decimal, View]] = field(default_factory=list)
    """Time, share and the share's record, in order of time. At one time the lowest share comes
    last: it is the one just after that time."""
    censored: list[Decimal] = field(default_factory=list)
    at_risk: dict[Decimal, View] = field(default_factory=dict)
    """By time: the number at risk."""
    median: Decimal | None = None

    @property
    def end(self) -> Decimal:
        """The last time at which the arm had patients."""
        risky = (time for time, view in self.at_risk.items() if number_of(view.value))
        return max(*(time for time, _, _ in self.points), *self.censored, *risky, Decimal(0))


def points_of(
    filling: Filling, item: Scope, view: View, *, arms: Each, median: str | None
) -> list[ArmPoints]:
    """The points of the curves in `view`, arm by arm in the order of `arms`, in one pass.

    Arms without a point are left out. `arms` and `median` are expressions of the shell. Raises
    ProblemsFound with every point that has no place on the axes.
    """
    name = arms.partition(" ")[0]
    found: dict[object, ArmPoints] = {}
    for bound in filling.scopes(arms, item, ("arms",)):
        arm = bound[name]
        if not isinstance(arm, View):
            mistake = not_allowed("`arms:` names no arms", "write arms: arm in trial.arms")
            raise ProblemsFound([mistake.problem(filling.at(("arms",)))])
        found[getattr(arm.value, "id", None)] = ArmPoints(bound, arm)
    problems: list[Problem] = []
    points = view.value if isinstance(view.value, tuple) else ()
    for index, point in enumerate(points):
        if isinstance(point, CurvePoint) and point.arm in found:
            problems += _enter(found[point.arm], point, index, view, filling)
    if problems:
        raise ProblemsFound(problems)
    drawn = [known for known in found.values() if known.points]
    for known in drawn:
        known.points.sort(key=lambda one: (one[0], -one[1]))
        if median is not None:
            known.median = filling.made_of(median, known.scope, ("median",), _number)
    return drawn


def _number(value: object) -> Decimal | None:
    return number_of(value.value) if isinstance(value, View) else None


def _enter(
    arm: ArmPoints, point: CurvePoint, index: int, view: View, filling: Filling
) -> Iterator[Problem]:
    """Keep a point with its arm; a problem for each number that has no place on the axes."""
    time = number_of(point.time)
    share = None if point.probability is None else number_of(point.probability)
    here = f"{view.path}[{index}]"
    wrong = None
    if time is None or time < 0:
        wrong = f"{here}.time is '{point.time}', which is no time from 0 on"
    elif point.probability is not None and (share is None or not 0 <= share <= 1):
        wrong = f"{here}.probability is '{point.probability}', which is no share from 0 to 1"
    elif point.at_risk is not None and time in arm.at_risk:
        other = arm.at_risk[time].value
        if str(other) != str(point.at_risk):
            wrong = f"{here}.at_risk is {point.at_risk}, and {other} at the same time before"
    if wrong is not None:
        remedy = "compare with the analysis output and correct the point"
        yield error("figure.curve-exact", wrong, remedy, at=filling.at(("curves",)))
    elif time is not None:
        if share is not None:
            arm.points.append((time, share, view.item(index).field("probability")))
        if point.censored is not None and point.censored.number:
            arm.censored.append(time)
        if point.at_risk is not None and time not in arm.at_risk:
            arm.at_risk[time] = view.item(index).field("at_risk")
