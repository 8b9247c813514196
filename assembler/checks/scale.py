"""Estimates and intervals on the scale on which they are symmetric; never printed.

A ratio is symmetric on the logarithmic scale, a difference on its own. Printed numbers stand for
ranges, so that everything made of them is a range as well.
"""

from dataclasses import dataclass
from decimal import Decimal
from math import inf, log
from statistics import NormalDist

from assembler.checks.numbers import range_of
from assembler.records.comparison import Comparison
from assembler.records.scalars import Interval, Percentage, Reported

RATIOS = ("hazard_ratio", "odds_ratio", "risk_ratio", "geometric_mean_ratio")
"""Keys of estimates whose null value is 1; that of the others is 0."""
NORMAL = NormalDist()

Range = tuple[float, float]


def can_bound(margin: Reported, comparison: Comparison) -> bool:
    """Whether a margin can be of the estimate of a comparison: that of a ratio lies above 0, and a
    plan that names a difference of rates, `-10`, says nothing of an odds ratio beside it."""
    estimate = comparison.estimate
    return estimate is None or estimate[0] not in RATIOS or margin.decimal > 0


@dataclass(frozen=True, slots=True)
class Scaled:
    """An interval on its scale: what its bounds may stand for, and how wide the level makes it."""

    lower: Range
    upper: Range
    quantile: float
    """Standard errors between the middle and a bound: 1.96 at 95%."""

    @property
    def middle(self) -> Range:
        """Where the middle may lie."""
        (low, high), (other_low, other_high) = self.lower, self.upper
        return (low + other_low) / 2, (high + other_high) / 2

    @property
    def half_width(self) -> float:
        """The greatest half width that the printed bounds allow."""
        return (self.upper[1] - self.lower[0]) / 2

    @property
    def standard_error(self) -> Range:
        """The least and the greatest standard error that the printed bounds allow."""
        least = (self.upper[0] - self.lower[1]) / 2
        return max(least, 0.0) / self.quantile, self.half_width / self.quantile


def scaled(interval: Interval | None, level: Percentage | None, *, is_ratio: bool) -> Scaled | None:
    """The interval on its scale; None where a bound or the level is not given, or is odd."""
    if interval is None or level is None or not 0 < level.number.decimal < 100:
        return None
    lower, upper = interval.bounds
    if lower is None or upper is None or lower >= upper or (is_ratio and upper <= 0):
        return None
    quantile = NORMAL.inv_cdf(0.5 + float(level.number.decimal) / 200)
    return Scaled(on_scale(lower, is_ratio=is_ratio), on_scale(upper, is_ratio=is_ratio), quantile)


def of_comparison(comparison: Comparison) -> Scaled | None:
    """The interval of a comparison on the scale of its estimate; None where it has none."""
    if comparison.estimate is None:
        return None
    is_ratio = comparison.estimate[0] in RATIOS
    return scaled(comparison.interval, comparison.level, is_ratio=is_ratio)


def on_scale(printed: Decimal, *, is_ratio: bool) -> Range:
    """The range of a printed number on its scale: a ratio of 0.00 may be anything below 0.005."""
    low, high = range_of(printed)
    if not is_ratio:
        return float(low), float(high)
    return (log(low) if low > 0 else -inf), (log(high) if high > 0 else -inf)


def estimate_on_scale(estimate: Reported, *, is_ratio: bool) -> Range | None:
    """The range of an estimate on its scale; None where it is no exact number."""
    if estimate.relation != "=" or (is_ratio and estimate.decimal <= 0):
        return None
    return on_scale(estimate.decimal, is_ratio=is_ratio)


def apart(one: Range, other: Range) -> float:
    """How far two ranges are apart: 0 where they meet."""
    return max(0.0, one[0] - other[1], other[0] - one[1])
