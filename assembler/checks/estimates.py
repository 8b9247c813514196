"""Estimates: each against its interval, and the p-value against both."""

from collections.abc import Iterator
from dataclasses import dataclass

from assembler.checks.numbers import surely_below
from assembler.checks.rule import Finding, Places, compare, rule
from assembler.problems import Severity
from assembler.records import Dossier
from assembler.records.base import Block, Record, Source
from assembler.records.comparison import Comparison
from assembler.records.disease import Figure
from assembler.records.efficacy import BinaryArm, ContinuousArm, Rate, Subgroup, TimeToEventArm
from assembler.records.placed import Placed, join
from assembler.records.safety import ExposureAdjustedRate
from assembler.records.scalars import Interval, Percentage, Quantity, Reported

_PAIRS: tuple[tuple[type[Record], tuple[str, ...], str], ...] = (
    (Subgroup, ("estimate",), "interval"),
    (TimeToEventArm, ("median",), "median_interval"),
    (BinaryArm, ("rate",), "interval"),
    (ContinuousArm, ("change",), "change_interval"),
    (Rate, ("rate",), "interval"),
    (Figure, ("percentage", "value"), "interval"),
    (ExposureAdjustedRate, ("rate",), "interval"),
)
"""Which key holds the interval of which estimate; of several keys one is filled."""


@dataclass(frozen=True, slots=True)
class _Estimate:
    """An interval with the estimate that it belongs to."""

    owner: str
    """Record path of the block that holds both."""
    key: str | None
    number: Reported | None
    interval_key: str
    interval: Interval
    level: Percentage | None
    source: Source | None

    @property
    def interval_name(self) -> str:
        """`95% interval 0.14 to 0.49`."""
        level = f"{self.level.text} " if self.level else ""
        return f"{level}interval {self.interval.text}"

    @property
    def interval_path(self) -> str:
        return join(self.owner, self.interval_key)


@rule("interval.ordered", severity=Severity.ERROR)
def interval_ordered(dossier: Dossier, places: Places) -> Iterator[Finding]:
    """The lower bound of an interval is not above the upper.

    Bounds the wrong way round are a typing error, or the bounds of a difference taken the other
    way. A bound that is not estimable or not reached (NE, NR) is not compared. ICH E9 5.5.
    """
    for estimate in _estimates(places):
        if _reversed(estimate.interval):
            yield Finding(
                estimate.interval_path,
                f"the lower bound {estimate.interval.lower} lies above "
                f"the upper bound {estimate.interval.upper}",
                f"{compare(estimate.source)} and correct `{estimate.interval_key}`",
            )


@rule("estimate.inside-interval", severity=Severity.ERROR)
def estimate_inside_interval(dossier: Dossier, places: Places) -> Iterator[Finding]:
    """An estimate lies inside its confidence interval.

    An estimate outside its own interval is a misprint of one of them, or the interval belongs to
    another estimate. An estimate on a bound is inside; numbers with different decimals are
    outside only where rounding cannot explain it. Ratios, differences, medians, rates, rates
    adjusted for exposure, mean changes, subgroups and figures of the disease are all held against
    their intervals. ICH E9 5.5; ICH E3 11.4.1.
    """
    for estimate in _estimates(places):
        if (
            estimate.key is not None
            and estimate.number is not None
            and not _reversed(estimate.interval)
            and _outside(estimate.number, estimate.interval)
        ):
            name = estimate.key.replace("_", " ")
            yield Finding(
                join(estimate.owner, estimate.key),
                f"{name} {estimate.number.text} lies outside its {estimate.interval_name}",
                f"{compare(estimate.source)} and correct "
                f"`{estimate.key}` or `{estimate.interval_key}`",
                also=(estimate.interval_path,),
            )


def _estimates(places: Places) -> Iterator[_Estimate]:
    for place in places:
        record = place.record
        if not isinstance(record, Block | ExposureAdjustedRate):
            continue  # a row of a table without estimates
        if isinstance(record, Comparison):
            if record.interval is not None:
                key, number = record.estimate or (None, None)
                yield _Estimate(
                    place.path,
                    key,
                    number,
                    "interval",
                    record.interval,
                    record.level,
                    place.source,
                )
            continue
        for model, keys, interval_key in _PAIRS:
            if isinstance(record, model):
                yield from _paired(place, keys, interval_key)


def _paired(place: Placed, keys: tuple[str, ...], interval_key: str) -> Iterator[_Estimate]:
    interval = getattr(place.record, interval_key)
    if interval is None:
        return
    given = next((key for key in keys if getattr(place.record, key) is not None), None)
    number = _number(getattr(place.record, given)) if given else None
    yield _Estimate(place.path, given, number, interval_key, interval, None, place.source)


def _number(value: Reported | Percentage | Quantity) -> Reported:
    return value if isinstance(value, Reported) else value.number


def _reversed(interval: Interval) -> bool:
    lower, upper = interval.bounds
    return lower is not None and upper is not None and surely_below(upper, lower)


def _outside(number: Reported, interval: Interval) -> bool:
    """Whether every number that `number` may stand for lies outside."""
    lower, upper = interval.bounds
    below = lower is not None and surely_below(number.decimal, lower)
    above = upper is not None and surely_below(upper, number.decimal)
    return (below and number.relation in ("=", "<", "<=")) or (
        above and number.relation in ("=", ">", ">=")
    )
