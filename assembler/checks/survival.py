"""Survival: rates, curves and medians of one arm, and follow-up from one cut-off to the next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from assembler.checks.lookup import path, source_of
from assembler.checks.numbers import surely_below
from assembler.checks.rule import Finding, compare, rule
from assembler.checks.times import days, in_time, surely_later, surely_longer
from assembler.problems import Severity
from assembler.records import Dossier
from assembler.records.base import Absence
from assembler.records.efficacy import (
    Analysis,
    CurvePoint,
    TimeToEventAnalysis,
    TimeToEventArm,
)
from assembler.records.scalars import Quantity, Reported

_HALF = Decimal(50)
_EXACT = ".0000"
"""Makes a time exact to far less than a day."""


@dataclass(frozen=True, slots=True)
class _Share:
    """A share of patients without the event at a time, in percent."""

    time: Quantity
    share: Decimal
    text: str
    """As it was printed."""
    path: str

    @property
    def shown(self) -> str:
        """The time as it was printed."""
        return self.time.text.replace(_EXACT, "")


@rule("survival.not-rising", severity=Severity.ERROR)
def survival_not_rising(dossier: Dossier) -> Iterator[Finding]:
    """The share of patients without the event does not rise with time, nor the number at risk.

    Who has had the event does not come back: a later rate, a later point of a curve or a later
    number at risk that is larger is a misprint, or belongs to the other arm. Equal ones are
    right: nobody had the event in between. ICH E3 11.4.1.
    """
    for analysis in _time_to_event(dossier):
        source = compare(source_of(dossier, analysis))
        for name, arm in analysis.arms.items():
            shares = sorted(_rates(analysis, name, arm), key=lambda one: _days(one.time))
            for one, later in pairwise(shares):
                is_later = surely_longer(later.time, one.time)
                if is_later and surely_below(one.share, later.share):
                    yield Finding(
                        later.path,
                        f"in arm {name} {later.text} at {later.shown} is more than "
                        f"{one.text} at {one.shown}",
                        f"{source} and correct the one that is wrong",
                        also=(one.path,),
                    )
        yield from _rising_curves(analysis, source)


def _rising_curves(analysis: TimeToEventAnalysis, source: str) -> Iterator[Finding]:
    """One finding for each arm and column of the curves that rises somewhere."""
    sizes = {name: arm.n for name, arm in analysis.arms.items()}
    last: dict[tuple[str, str], tuple[CurvePoint, Decimal, str]] = {}
    told: set[tuple[str, str]] = set()
    points = list(enumerate(analysis.curves))
    for index, point in sorted(points, key=lambda one: one[1].time.decimal):
        at_risk = Decimal(point.at_risk.number) if point.at_risk is not None else None
        probability = point.probability.decimal if point.probability is not None else None
        for key, number in (("probability", probability), ("at_risk", at_risk)):
            size = sizes.get(point.arm) if key == "at_risk" else None
            if number is None or (size is not None and number > size.number):
                continue  # n.within-enrolled says so
            place = f"{path(analysis)}.curves[{index}].{key}"
            before = last.get((point.arm, key))
            last[point.arm, key] = (point, number, place)
            if before is None or (point.arm, key) in told:
                continue
            if before[0].time.decimal < point.time.decimal and surely_below(before[1], number):
                told.add((point.arm, key))
                yield Finding(
                    place,
                    f"the {key.replace('_', ' ')} of arm {point.arm} rises from {before[1]} at "
                    f"{before[0].time.text} to {number} at {point.time.text}",
                    f"{source} and correct the one that is wrong",
                    also=(before[2],),
                )


@rule("median.agrees-with-survival", severity=Severity.ERROR)
def median_agrees_with_survival(dossier: Dossier) -> Iterator[Finding]:
    """The median lies where the share of patients without the event falls to one half.

    Before the median more than half are without the event, after it less; a median that was not
    reached goes with no share below one half. Otherwise the median, the rate or the arm is
    mistyped. Times in units that cannot be turned into each other are not compared. ICH E3
    11.4.1.
    """
    for analysis in _time_to_event(dossier):
        source = compare(source_of(dossier, analysis))
        for name, arm in analysis.arms.items():
            at = f"{path(analysis)}.arms.{name}"
            shares = [*_rates(analysis, name, arm), *_points(analysis, name, arm)]
            found = next((one for one in shares if _contradicts(arm, one)), None)
            if found is not None:
                median = f"is {arm.median.text}" if arm.median is not None else "was not reached"
                yield Finding(
                    f"{at}.median",
                    f"the median of arm {name} {median}, but {found.text} are without the event "
                    f"at {found.shown}",
                    f"{source} and correct the one that is wrong",
                    also=(found.path,),
                )


def _contradicts(arm: TimeToEventArm, one: _Share) -> bool:
    less, more = surely_below(one.share, _HALF), surely_below(_HALF, one.share)
    if arm.median is None:
        return less and arm.absence("median") is Absence.NOT_REACHED
    return (less and surely_longer(arm.median, one.time)) or (
        more and surely_longer(one.time, arm.median)
    )


def _rates(analysis: TimeToEventAnalysis, name: str, arm: TimeToEventArm) -> Iterator[_Share]:
    for index, rate in enumerate(arm.rates):
        if rate.rate.number.relation == "=" and rate.at.number.relation == "=":
            at = f"{path(analysis)}.arms.{name}.rates[{index}].rate"
            time = Quantity(_exact(rate.at.number), rate.at.unit)
            yield _Share(time, rate.rate.number.decimal, rate.rate.text, at)


def _points(analysis: TimeToEventAnalysis, name: str, arm: TimeToEventArm) -> Iterator[_Share]:
    """The points of the arm's curve, whose times are in the unit of the medians."""
    if arm.median is None:
        return
    for index, point in enumerate(analysis.curves):
        if point.arm == name and point.probability is not None:
            at = f"{path(analysis)}.curves[{index}].probability"
            time = Quantity(_exact(point.time), arm.median.unit)
            share = point.probability.decimal.scaleb(2)
            yield _Share(time, share, f"{point.probability.text} of the patients", at)


def _exact(time: Reported) -> Reported:
    """A time at which a share is given, which is no rounded number."""
    return time if "." in time.text else Reported.parse(f"{time.text}{_EXACT}")


def _days(time: Quantity) -> Decimal:
    found = days(time)
    return found[0] if found is not None else time.number.decimal


@rule("follow-up.not-falling", severity=Severity.WARNING)
def follow_up_not_falling(dossier: Dossier) -> Iterator[Finding]:
    """Follow-up and events do not fall from one cut-off to the next.

    A later cut-off sees the same patients longer. A shorter median follow-up is mistyped, or one
    was estimated by the reverse Kaplan-Meier method and the other observed; fewer events are
    mistyped, or were adjudicated anew, or are of another set: then waive the finding and say
    which. ICH E3 11.4.1; ICH E9 5.3.
    """
    groups: dict[object, list[Analysis]] = {}
    for analysis in dossier.efficacy.analyses:
        key = (analysis.endpoint, analysis.cohort, analysis.assessor, analysis.analysis_set)
        groups.setdefault((key, analysis.pooled_cohorts), []).append(analysis)
    for group in groups.values():
        for one, later in pairwise(sorted(group, key=in_time)):
            if surely_later(later, one):
                yield from _fallen(one, later, compare(source_of(dossier, later)))


def _fallen(one: Analysis, later: Analysis, source: str) -> Iterator[Finding]:
    before, after = one.median_follow_up, later.median_follow_up
    if before is not None and after is not None and surely_longer(before, after):
        yield Finding(
            f"{path(later)}.median_follow_up",
            f"the median follow-up is {after.text}, and was {before.text} at an earlier cut-off",
            f"{source}; if both are right, the methods differ (reverse Kaplan-Meier beside "
            "observed): say so and waive this",
            also=(f"{path(one)}.median_follow_up",),
        )
    if not isinstance(one, TimeToEventAnalysis) or not isinstance(later, TimeToEventAnalysis):
        return
    for name, arm in later.arms.items():
        earlier = one.arms.get(name)
        if earlier is None or earlier.events is None or arm.events is None:
            continue
        if arm.events.number < earlier.events.number:
            yield Finding(
                f"{path(later)}.arms.{name}.events",
                f"arm {name} has {arm.events} patients with the event, and had {earlier.events} "
                "at an earlier cut-off",
                f"{source}; if both are right, events were adjudicated anew: say so and waive this",
                also=(f"{path(one)}.arms.{name}.events",),
            )


def _time_to_event(dossier: Dossier) -> Sequence[TimeToEventAnalysis]:
    return [a for a in dossier.efficacy.analyses if isinstance(a, TimeToEventAnalysis)]
