"""p-values against confidence intervals: what is a contradiction, and what only looks like one."""

from collections.abc import Iterator
from decimal import Decimal
from math import inf, log

from assembler.checks.lookup import analysed, source_of
from assembler.checks.numbers import range_of
from assembler.checks.rule import Finding, compare, rule
from assembler.checks.scale import NORMAL, RATIOS, Range
from assembler.problems import Severity
from assembler.records import Dossier
from assembler.records.comparison import Comparison, Sidedness
from assembler.records.scalars import Interval, PValue

_LEAST = 1e-300
"""Stands for a p-value of zero, which has no normal quantile."""
_FAR = 1.0
"""How far apart, in standard errors, two tests of the same data do not come.

Wald, score (log-rank) and likelihood-ratio tests agree asymptotically; in a trial large enough
to be confirmatory they differ by tenths.
"""


@rule("p-value.agrees-with-interval", severity=Severity.ERROR)
def p_value_agrees_with_interval(dossier: Dossier) -> Iterator[Finding]:
    """The p-value and the confidence interval say the same of the null value.

    A two-sided p-value below 0.05 goes with a 95% interval that excludes 1 for a ratio or 0 for
    a difference, and a larger one with an interval that includes it; other levels likewise. A
    contradiction that no choice of test explains is an error. A small one is a note: the p-value
    may come from another test than the interval (log-rank beside a Cox model), or be one-sided
    where the sidedness is not stated. What rounding explains is not reported, and tests of
    non-inferiority or equivalence are left alone: their null value is a margin. ICH E9 5.5
    and 3.3.2.
    """
    for analysis, endpoint, path in analysed(dossier):
        comparison = analysis.comparison
        if comparison is None or has_a_margin(comparison.test, endpoint.test):
            continue
        found = disagreement(comparison)
        if found is None:
            continue
        message, explanation = found
        source = compare(source_of(dossier, analysis, comparison))
        yield Finding(
            f"{path}.comparison.p_value",
            message,
            f"{source}; if both are right, {explanation}"
            if explanation
            else f"{source} and correct `p_value`, `interval` or `level`",
            also=(f"{path}.comparison.interval",),
            severity=Severity.NOTE if explanation else None,
        )


def has_a_margin(*tests: str | None) -> bool:
    """Whether a test is of non-inferiority or equivalence: its null value is a margin."""
    return any("inferior" in t.casefold() or "equivalen" in t.casefold() for t in tests if t)


def disagreement(comparison: Comparison) -> tuple[str, str | None] | None:
    """What disagrees, and what may explain it (None: nothing does); None where all agrees."""
    p, interval, level = comparison.p_value, comparison.interval, comparison.level
    if p is None or interval is None or level is None or comparison.estimate is None:
        return None
    is_ratio = comparison.estimate[0] in RATIOS
    is_outside = excludes(interval, Decimal(1) if is_ratio else Decimal(0))
    alpha = 1 - level.number.decimal / 100
    if is_outside is None or not 0 < alpha < 1:
        return None
    read = readings(p, comparison.sidedness)
    at_odds = [r for r in read if _below(r, float(alpha)) is (not is_outside)]
    if read[0] not in at_odds:
        return None
    limit = alpha / 2 if comparison.sidedness is Sidedness.ONE_SIDED else alpha
    message = (
        f"{printed(p)} is {'not below' if is_outside else 'below'} {limit.normalize():f}, "
        f"but the {level.text} interval {interval.text} "
        f"{'excludes' if is_outside else 'includes'} {1 if is_ratio else 0}"
    )
    if len(at_odds) < len(read):
        return message, "state the sidedness: they agree only if the p-value is one-sided"
    apart = min(
        abs(_distance(interval, float(alpha), is_ratio=is_ratio) - _z(r, below=not is_outside))
        for r in read
    )
    if apart < _FAR:
        return message, "state in `method` and `test` how the interval and the p-value were made"
    return message, None


def printed(p: PValue) -> str:
    """`p=0.03`, `p<0.0001`."""
    return f"p={p.text}" if p.text[0].isdigit() or p.text[0] == "." else f"p{p.text}"


def readings(p: PValue, sidedness: Sidedness | None) -> list[Range]:
    """The two-sided p-values that it may stand for: as printed, and as twice a one-sided one."""
    low, high = (max(0.0, float(n)) for n in range_of(p.decimal))
    if p.relation in ("<", "<="):
        low, high = 0.0, float(p.decimal)
    elif p.relation in (">", ">="):
        low, high = float(p.decimal), 1.0
    as_printed = (low, min(high, 1.0))
    ends = sorted(2 * min(end, 1 - end) for end in as_printed)
    doubled = (ends[0], 1.0 if low <= 0.5 <= high else ends[1])
    match sidedness:
        case Sidedness.TWO_SIDED:
            return [as_printed]
        case Sidedness.ONE_SIDED:
            return [doubled]
        case None:
            return [as_printed, doubled]


def _below(p: Range, alpha: float) -> bool | None:
    """Whether the p-value is below alpha; None where its rounding leaves it open."""
    return True if p[1] <= alpha else False if p[0] >= alpha else None


def excludes(interval: Interval, null: Decimal) -> bool | None:
    """Whether the interval excludes the null value; None where it is open."""
    lower, upper = interval.bounds
    if lower is None or upper is None or lower > upper:
        return None
    if range_of(lower)[0] > null or range_of(upper)[1] < null:
        return True
    return False if range_of(lower)[1] < null < range_of(upper)[0] else None


def _distance(interval: Interval, alpha: float, *, is_ratio: bool) -> float:
    """How many standard errors the interval's middle is from the null value. Never printed."""
    bounds = [bound or Decimal(0) for bound in interval.bounds]
    if is_ratio:  # a lower bound of 0.00 was rounded down: the most that it may stand for
        bounds = [bound if bound > 0 else range_of(bound)[1] for bound in bounds]
    if is_ratio and bounds[0] <= 0:
        return inf
    lower, upper = (log(bound) if is_ratio else float(bound) for bound in bounds)
    if upper <= lower:
        return inf
    standard_error = (upper - lower) / (2 * NORMAL.inv_cdf(1 - alpha / 2))
    return abs(upper + lower) / 2 / standard_error


def _z(p: Range, *, below: bool) -> float:
    """The normal quantile of the p-value in the range that is nearest to the other side."""
    return -NORMAL.inv_cdf(max(p[1] if below else p[0], _LEAST) / 2)
