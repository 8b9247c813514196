"""Claims: what may be said of a result, and why not. They compare; nothing is computed.

A claim holds only where the records say all that it rests on. What is not recorded is a reason
why it does not hold, as is what speaks against it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from assembler.checks.lookup import by_id
from assembler.checks.p_values import excludes, has_a_margin
from assembler.checks.scale import RATIOS, can_bound
from assembler.records import Dossier
from assembler.records.comparison import Comparison, PRole
from assembler.records.efficacy import Analysis, Grade, TimeToEventAnalysis, Timing
from assembler.records.endpoints import Endpoint, Role
from assembler.records.scalars import PValue
from assembler.records.trial import ArmKind

_BOUNDARY = re.compile(
    r"(?:(?:one|two)-sided )?p(?:-value)? ?(?:<|<=|≤|below|less than) ?(0?\.[0-9]+)", re.IGNORECASE
)
"""A boundary that a p-value can be held against: `p < 0.0031`; any other is left alone."""
_BETTER_EARLY = re.compile(r"respon[sd]|improve|recover|resol|heal|discharge|relief", re.IGNORECASE)
"""Events that are wanted: for them a hazard ratio below 1 is no benefit."""
_CONFIRMATORY: Mapping[Role | None, tuple[Grade, ...]] = {
    Role.PRIMARY: (Grade.CONFIRMATORY_PRIMARY,),
    Role.SECONDARY: (Grade.CONFIRMATORY_SECONDARY,),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a claim holds, and why it does not."""

    reasons: tuple[str, ...]
    """Each in words without figures; none where the claim holds."""

    @property
    def holds(self) -> bool:
        """Whether nothing stands against the claim."""
        return not self.reasons


def primary_endpoint_met(dossier: Dossier, analysis: Analysis) -> Verdict:
    """The planned primary endpoint was met by this analysis.

    It is of a primary endpoint, as planned and significant, and in favour of the product; or the
    plan asked for non-inferiority and that was shown. ICH E9 2.2.2.
    """
    endpoint = _endpoint(dossier, analysis)
    if endpoint is None or endpoint.role is not Role.PRIMARY:
        return Verdict(("the endpoint is not primary",))
    if has_a_margin(endpoint.test):
        return non_inferior(dossier, analysis)
    return superior(dossier, analysis)


def statistically_significant(dossier: Dossier, analysis: Analysis) -> Verdict:
    """The difference is statistically significant in a test of the plan.

    The analysis is the planned one, its p-value lies below the stated level (at an interim
    analysis also below the boundary), and the interval excludes no effect. ICH E9 5.5 and 2.2.5.
    """
    return Verdict((*_as_planned(dossier, analysis), *_significant(dossier, analysis)))


def superior(dossier: Dossier, analysis: Analysis) -> Verdict:
    """The product is superior to the comparator in this analysis.

    The difference is statistically significant and goes the way that is better for patients, as
    far as the kind of result says which way that is. ICH E9 3.3.1.
    """
    found = statistically_significant(dossier, analysis)
    return Verdict((*found.reasons, *_in_favour(dossier, analysis)))


def non_inferior(dossier: Dossier, analysis: Analysis) -> Verdict:
    """The product is non-inferior to the comparator in this analysis.

    The plan and the analysis both name a test of non-inferiority, and its p-value lies below the
    stated level; or the plan names one, and the whole interval lies on the better side of the
    margin that the analysis or the plan names. ICH E9 3.3.2.
    """
    endpoint, comparison = _endpoint(dossier, analysis), analysis.comparison
    reasons = list(_as_planned(dossier, analysis))
    if endpoint is None or not _is_non_inferiority(endpoint.test):
        reasons.append("the plan names no test of non-inferiority")
    margin = comparison.margin if comparison is not None else None
    margin = margin or (endpoint.margin if endpoint is not None else None)
    if comparison is not None and margin is not None and can_bound(margin, comparison):
        if not _within_margin(comparison, margin.decimal):
            reasons.append("the interval does not lie within the margin")
        return Verdict(tuple(dict.fromkeys(reasons)))
    if comparison is None or not _is_non_inferiority(comparison.test):
        reasons.append("the result is of no test of non-inferiority, and names no margin")
    if endpoint is not None and comparison is not None:
        reasons += _below_level(dossier, analysis, endpoint, comparison)
    return Verdict(tuple(dict.fromkeys(reasons)))


def well_tolerated(dossier: Dossier) -> Verdict:
    """The product was well tolerated: a judgement, which no count of events makes.

    Give the frequency and severity of the events, or the statement of a source as its own.
    """
    return Verdict(("no record can show it: it is a judgement",))


def no_new_signals(dossier: Dossier) -> Verdict:
    """There were no new safety signals: a judgement on more than this trial.

    Give the statement of a source as its own. ICH E2E 2.1.2; ICH M4E 2.5.5.
    """
    return Verdict(("no record can show it: it is a judgement on all data of the product",))


OF_ANALYSES: Mapping[str, Callable[[Dossier, Analysis], Verdict]] = {
    one.__name__: one
    for one in (primary_endpoint_met, statistically_significant, superior, non_inferior)
}
"""The claims on an analysis, by name."""
OF_SAFETY: Mapping[str, Callable[[Dossier], Verdict]] = {
    one.__name__: one for one in (well_tolerated, no_new_signals)
}
"""The claims on safety, by name."""
CLAIMS: tuple[str, ...] = (*OF_ANALYSES, *OF_SAFETY)
"""The names of all claims."""


def _endpoint(dossier: Dossier, analysis: Analysis) -> Endpoint | None:
    return by_id(dossier.trial.endpoints).get(analysis.endpoint)


def _as_planned(dossier: Dossier, analysis: Analysis) -> Iterator[str]:
    """What keeps the analysis from being the one that the plan makes confirmatory."""
    endpoint = _endpoint(dossier, analysis)
    if endpoint is None:
        yield "the endpoint is not recorded"
        return
    if endpoint.role is Role.EXPLORATORY or endpoint.planned is False:
        yield "the endpoint is exploratory or was not planned"
    if analysis.assessor is not endpoint.assessor:
        yield (
            "the plan's assessor is not recorded"
            if endpoint.assessor is None
            else "the result is not by the assessor that the plan names"
        )
    planned = endpoint.analysis_set
    if planned is None and endpoint.estimand is not None:
        estimand = by_id(dossier.trial.estimands).get(endpoint.estimand)
        planned = estimand.analysis_set if estimand is not None else None
    if planned is None:
        yield "the plan's analysis set is not recorded"
    elif analysis.analysis_set != planned:
        yield "the result is not of the analysis set that the plan names"
    if analysis.cohort != endpoint.cohort and endpoint.cohort is not None:
        yield "the result is not of the cohort that the plan names"
    if len(analysis.pooled_cohorts) > 1 and analysis.pooling_prespecified is not True:
        yield "nothing says that the plan foresaw the pooling of cohorts"
    grade = analysis.evidence.grade if analysis.evidence is not None else None
    if grade is None:
        yield "nothing says that the plan makes the analysis confirmatory"
    elif grade not in _CONFIRMATORY.get(endpoint.role, ()):
        yield "the analysis is not graded as confirmatory"
    if analysis.timing is Timing.UPDATE:
        yield "the result is of an update and not of the planned analysis"


def _significant(dossier: Dossier, analysis: Analysis) -> Iterator[str]:
    """What keeps the difference from being significant, apart from the plan of the analysis."""
    endpoint, comparison = _endpoint(dossier, analysis), analysis.comparison
    if endpoint is None:
        return
    if comparison is None:
        yield "no comparison is recorded"
        return
    if has_a_margin(endpoint.test, comparison.test):
        yield "the test is of a margin, not of a difference"
    yield from _below_level(dossier, analysis, endpoint, comparison)
    if comparison.estimate is None or comparison.interval is None:
        yield "no estimate with its interval is recorded"
    else:
        if excludes(comparison.interval, _null(comparison.estimate[0])) is not True:
            yield "the interval does not exclude that there is no effect"


def _below_level(
    dossier: Dossier, analysis: Analysis, endpoint: Endpoint, comparison: Comparison
) -> Iterator[str]:
    """What keeps the p-value from being below the level and the boundary that are stated."""
    p = comparison.p_value
    if p is None:
        yield "no p-value is recorded"
        return
    if comparison.p_role is not PRole.TESTED:
        yield "nothing says that the p-value belongs to a test of the plan"
    if endpoint.test is None:
        yield "the plan's test is not recorded"
    if endpoint.alpha is None:
        yield "the plan's significance level is not recorded"
    levels = [level.decimal for level in (endpoint.alpha, comparison.alpha) if level is not None]
    if levels and not _is_below(p, min(levels)):
        yield "the p-value is not below the significance level"
    if analysis.timing is Timing.INTERIM:
        looks = dossier.trial.interim_analyses
        if not any(
            look.planned is True
            and look.cohort in (None, analysis.cohort)
            and (not look.endpoints or endpoint.id in look.endpoints)
            for look in looks
        ):
            yield "no planned interim analysis of this endpoint is recorded"
        stated = comparison.boundary or endpoint.interim_boundary
        boundary = _BOUNDARY.fullmatch(stated.strip()) if stated else None
        if boundary is None:
            yield "no boundary is recorded that the interim p-value can be held against"
        elif not _is_below(p, Decimal(boundary[1])):
            yield "the p-value is not below the boundary of the interim analysis"


def _is_below(p: PValue, level: Decimal) -> bool:
    """Whether the p-value is surely below the level, as it is reported."""
    if p.relation in ("<", "<="):
        return p.decimal <= level if p.relation == "<" else p.decimal < level
    return p.relation == "=" and p.decimal < level


def _in_favour(dossier: Dossier, analysis: Analysis) -> Iterator[str]:
    """What keeps the difference from being a benefit of the product."""
    endpoint, comparison = _endpoint(dossier, analysis), analysis.comparison
    if endpoint is None or comparison is None or comparison.estimate is None:
        return
    arm = by_id(dossier.trial.arms).get(comparison.of)
    if arm is not None and arm.kind not in (None, ArmKind.EXPERIMENTAL):
        yield "the estimate is of the comparator's effect"
    key, estimate = comparison.estimate
    if key == "hazard_ratio":
        name = endpoint.variable.casefold()
        wanted = isinstance(analysis, TimeToEventAnalysis) and (
            _BETTER_EARLY.search(name) and not name.startswith("duration")
        )
        if wanted:
            yield "the records do not say which direction is better"
        elif estimate.decimal >= 1:
            yield "the difference is not in favour of the product"
    elif key in ("difference", "geometric_mean_ratio"):
        yield "the records do not say which direction is better"
    elif estimate.decimal <= _null(key):
        yield "the difference is not in favour of the product"


def _within_margin(comparison: Comparison, margin: Decimal) -> bool:
    """Whether the interval lies on the side of the margin on which no effect lies."""
    if comparison.estimate is None or comparison.interval is None:
        return False
    lower, upper = comparison.interval.bounds
    if margin > _null(comparison.estimate[0]):
        return upper is not None and upper < margin
    return lower is not None and lower > margin


def _null(key: str) -> Decimal:
    return Decimal(1) if key in RATIOS else Decimal(0)


def _is_non_inferiority(test: str | None) -> bool:
    return test is not None and "inferior" in test.casefold()
