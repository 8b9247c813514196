"""Precision: whether an interval, its estimate, the p-value and the patients go together."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite

from assembler.checks.lookup import path, source_of
from assembler.checks.numbers import surely_below
from assembler.checks.p_values import disagreement, has_a_margin, printed, readings
from assembler.checks.rule import Finding, compare, rule
from assembler.checks.scale import (
    NORMAL,
    RATIOS,
    Range,
    Scaled,
    apart,
    estimate_on_scale,
    of_comparison,
    scaled,
)
from assembler.checks.trial import enrolled
from assembler.problems import Severity
from assembler.records import Dossier
from assembler.records.comparison import Comparison
from assembler.records.efficacy import Subgroup, TimeToEventAnalysis, effect_of
from assembler.records.scalars import Count, Interval, Percentage, Reported
from assembler.records.trial import Trial

_ASYMMETRIC = re.compile(
    r"profile|exact|bootstrap|bayes|credib|score|miettinen|newcombe|wilson|permutation|firth"
    r"|conditional|monte carlo",
    re.IGNORECASE,
)
"""Methods whose intervals are not symmetric, and rightly so."""
_EVEN = re.compile(r"wald|normal", re.IGNORECASE)
"""Methods whose intervals of a difference of rates are symmetric."""
_NEAR = 0.1
"""Share of the half width by which the estimate may lie off the middle, beyond all rounding."""
_LEAST_APART, _SHARE_APART = 0.5, 0.25
"""Two tests of the same data differ by half a standard error, or by a quarter of the statistic.

Wald, score (log-rank) and likelihood-ratio tests agree asymptotically only; the log-rank
statistic of a strong effect is the larger one.
"""
_ROUGH = 1.1
"""By how much the variance of a logarithmic hazard ratio may be off the simple formula."""


@rule("interval.symmetric", severity=Severity.WARNING)
def interval_symmetric(dossier: Dossier) -> Iterator[Finding]:
    """An estimate lies in the middle of its interval, on the scale on which that is symmetric.

    The usual interval of a ratio is symmetric on the logarithmic scale, that of a mean difference
    on its own. An estimate well off the middle, whatever rounding did, shows a misprinted bound
    or two results mixed up. Where `method` names a profile-likelihood, exact, score or bootstrap
    interval or the like, it is a note. A difference of rates is judged only where `method` names
    a Wald or normal interval, because score intervals are usual for it. ICH E9 5.5; ICH E3
    11.4.1.
    """
    for analysis in dossier.efficacy.analyses:
        comparison, at = analysis.comparison, path(analysis)
        if comparison is None:
            continue
        kind, method = effect_of(analysis), comparison.method or ""
        if kind is None or (kind == "risk_difference" and not _EVEN.search(method)):
            continue
        source = compare(source_of(dossier, analysis, comparison))
        estimates = [(f"{at}.comparison", kind, comparison.estimate, comparison.interval)]
        estimates += [
            (f"{at}.subgroups.{group.id}", "estimate", _estimate_of(group), group.interval)
            for group in analysis.subgroups
        ]
        for where, key, estimate, interval in estimates:
            if estimate is None or interval is None:
                continue
            if _off_middle(estimate[1], interval, comparison.level, is_ratio=kind in RATIOS):
                usual = _ASYMMETRIC.search(method) is None
                name = key.replace("_", " ")
                yield Finding(
                    f"{where}.interval",
                    f"the interval {interval.text} does not lie evenly about the {name} "
                    f"{estimate[1].text}" + (" on the logarithmic scale" * (kind in RATIOS)),
                    f"{source} and correct `{key}` or `interval`; a profile-likelihood, exact or "
                    "bootstrap interval need not be even: then say so in `method`"
                    if usual
                    else "nothing, if the method is the one that is named",
                    also=(f"{where}.{key}",),
                    severity=None if usual else Severity.NOTE,
                )


def _estimate_of(group: Subgroup) -> tuple[str, Reported] | None:
    return None if group.estimate is None else ("estimate", group.estimate)


def _off_middle(
    estimate: Reported, interval: Interval, level: Percentage | None, *, is_ratio: bool
) -> bool:
    """Whether the estimate is inside the interval and well off its middle."""
    # At whatever level an interval is even; 95% stands in where none is given.
    box = scaled(interval, level or Percentage.parse("95%"), is_ratio=is_ratio)
    number = estimate_on_scale(estimate, is_ratio=is_ratio)
    if box is None or number is None:
        return False
    lower, upper = interval.bounds
    if lower is None or upper is None or surely_below(estimate.decimal, lower):
        return False  # estimate.inside-interval says so
    if surely_below(upper, estimate.decimal):
        return False
    return apart(number, box.middle) > _NEAR * box.half_width


@rule("p-value.near-interval", severity=Severity.WARNING)
def p_value_near_interval(dossier: Dossier) -> Iterator[Finding]:
    """The p-value is of the order that the confidence interval implies.

    An interval and a p-value of the same comparison measure the same distance from no effect.
    Different tests of the same data (log-rank beside a Cox model, stratified beside not) come
    close to each other, not equal: only what is far apart is found, whatever was rounded, and
    where the sidedness is not stated either reading will do. Adjustment for multiplicity makes a
    p-value larger than its interval implies: then waive the finding and say so. Tests of
    non-inferiority and equivalence are left alone. ICH E9 5.5.
    """
    endpoints = {endpoint.id: endpoint for endpoint in dossier.trial.endpoints}
    for analysis in dossier.efficacy.analyses:
        comparison = analysis.comparison
        if comparison is None:
            continue
        endpoint = endpoints.get(analysis.endpoint)
        if has_a_margin(comparison.test, endpoint.test if endpoint else None):
            continue
        if disagreement(comparison) is None and _far_from_interval(comparison):
            source = source_of(dossier, analysis, comparison)
            yield Finding(
                f"{path(analysis)}.comparison.p_value",
                f"{_words(comparison)} lies far from what the interval implies",
                f"{compare(source)} and correct `p_value` or `interval`; "
                "if the p-value was adjusted for multiplicity, say so and waive this",
                also=(f"{path(analysis)}.comparison.interval",),
            )


def _words(comparison: Comparison) -> str:
    p, interval, level = comparison.p_value, comparison.interval, comparison.level
    return (
        f"{printed(p)} beside the {level.text} interval {interval.text}"
        if p is not None and interval is not None and level is not None
        else ""
    )


def _far_from_interval(comparison: Comparison) -> bool:
    box = of_comparison(comparison)
    if box is None or comparison.p_value is None:
        return False
    implied = _distances(box)
    if implied is None:
        return False
    allowed = max(_LEAST_APART, _SHARE_APART * implied[1])
    read = (_quantiles(p) for p in readings(comparison.p_value, comparison.sidedness))
    return all(apart(implied, one) > allowed for one in read)


def _distances(box: Scaled) -> Range | None:
    """How many standard errors the middle is from no effect, at least and at most."""
    corners = [(lower, upper) for lower in box.lower for upper in box.upper if lower < upper]
    if not all(isfinite(number) for corner in corners for number in corner):
        return None
    found = [abs(low + high) / (high - low) * box.quantile for low, high in corners]
    return min(found), max(found)


def _quantiles(p: Range) -> Range:
    """The two-sided normal quantiles of a range of p-values."""
    least = 1e-300  # stands for a p-value of zero, which has no quantile
    low = -NORMAL.inv_cdf(max(min(p[1], 1.0), least) / 2)
    high = float("inf") if p[0] <= 0 else -NORMAL.inv_cdf(max(p[0], least) / 2)
    return low, high


@rule("interval.allowed-by-patients", severity=Severity.WARNING)
def interval_allowed_by_patients(dossier: Dossier) -> Iterator[Finding]:
    """An interval of a hazard ratio is no narrower than its patients allow.

    The width of the interval tells about how many events lie behind it (Schoenfeld 1981), and no
    patient has more than one: more events than patients mean a misprinted bound, another level,
    or patients of another cohort. It needs the sizes of the arms or the allocation ratio; without
    them nothing is said. The formula is rough, so a tenth more is let pass. The number of events
    is compared only, never printed. ICH E9 3.5 and 5.5.
    """
    for analysis in dossier.efficacy.analyses:
        if not isinstance(analysis, TimeToEventAnalysis) or analysis.comparison is None:
            continue
        comparison, at = analysis.comparison, path(analysis)
        arms = {name: arm.n for name, arm in analysis.arms.items()}
        patients = _patients(comparison, arms) or _whole(dossier, analysis, comparison)
        found = [(f"{at}.comparison", comparison.interval, patients)]
        found += [
            (
                f"{at}.subgroups.{group.id}",
                group.interval,
                _patients(comparison, {name: arm.n for name, arm in group.arms.items()}),
            )
            for group in analysis.subgroups
        ]
        for where, interval, known in found:
            box = scaled(interval, comparison.level, is_ratio=True)
            if box is None or known is None or interval is None or comparison.level is None:
                continue
            if _least_events(box, known) > _ROUGH * known.number:
                source = source_of(dossier, analysis, comparison)
                yield Finding(
                    f"{where}.interval",
                    f"the {comparison.level.text} interval {interval.text} is narrower than "
                    f"{known.number} patients allow, of whom none has the event twice",
                    f"{compare(source)} and correct `interval`, `level` or the number of patients",
                )


@dataclass(frozen=True, slots=True)
class _Compare:
    """How many patients are compared, and the share of them that is in the first arm."""

    number: int
    share: float


def _patients(comparison: Comparison, arms: Mapping[str, Count | None]) -> _Compare | None:
    one, other = arms.get(comparison.of), arms.get(comparison.versus)
    if one is None or other is None or not one.number or not other.number:
        return None
    total = one.number + other.number
    return _Compare(total, one.number / total)


def _whole(
    dossier: Dossier, analysis: TimeToEventAnalysis, comparison: Comparison
) -> _Compare | None:
    """All patients of the cohort, shared out as they were allocated."""
    whole = enrolled(dossier).of(analysis.cohort)
    shares = _shares(dossier.trial)
    one, other = shares.get(comparison.of), shares.get(comparison.versus)
    if whole is None or not whole.count.number or not one or not other:
        return None
    return _Compare(whole.count.number, one / (one + other))


def _shares(trial: Trial) -> dict[str, int]:
    """Arm -> its part of the allocation ratio."""
    ratio = trial.design.allocation_ratio if trial.design is not None else None
    if ratio is None or len(ratio.parts) != len(trial.arms):
        return {}
    return dict(zip((arm.id for arm in trial.arms), ratio.parts, strict=True))


def _least_events(box: Scaled, known: _Compare) -> float:
    """The fewest events that can make an interval as narrow as this one. Never printed."""
    error = box.standard_error[1]
    if not isfinite(error) or error <= 0:
        return 0.0
    return 1 / (error**2 * known.share * (1 - known.share))
