"""Checks: what contradicts itself in the records, or cannot be so; they never heard of a page.

`check` runs every rule of `RULES` and `RULES_ON_PLACES`; `gap_register` lists what someone must
supply.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace

from assembler.checks.agreement import facts_agree
from assembler.checks.comparisons import comparison_two_arms, hazard_ratio_agrees_with_medians
from assembler.checks.conduct import (
    applicant_is_sponsor,
    cohorts_one_plan,
    enrolment_in_region,
    survival_free_of_crossover,
)
from assembler.checks.dates import dates_ordered
from assembler.checks.discontinued import discontinuations_counted
from assembler.checks.dossier import rule_known, waiver_used
from assembler.checks.efficacy import (
    assessor_matches_endpoint,
    cohort_matches_endpoint,
    cohorts_not_pooled,
    endpoint_has_result,
    evidence_within_bounds,
    result_reported,
    timing_final,
)
from assembler.checks.essentials import essentials_entered
from assembler.checks.estimates import estimate_inside_interval, interval_ordered
from assembler.checks.events import categories_nested, terms_within_class
from assembler.checks.exposure import exposure_within_follow_up, exposure_within_range
from assembler.checks.gaps import GapRow, gap_planned, gap_register
from assembler.checks.laboratory import shifts_sum_to_n
from assembler.checks.later import LATER, as_waived, weighed
from assembler.checks.lookup import ancestors
from assembler.checks.p_values import p_value_agrees_with_interval
from assembler.checks.percentages import percentage_matches_count
from assembler.checks.plan import (
    analysis_set_matches_plan,
    endpoint_planned,
    estimand_matches_plan,
    interim_planned,
    plan_recorded,
    planned_test_used,
)
from assembler.checks.precision import (
    interval_allowed_by_patients,
    interval_symmetric,
    p_value_near_interval,
)
from assembler.checks.rates import rate_not_negative
from assembler.checks.references import copy_stated, reference_resolves, source_stated
from assembler.checks.rows import rows_stand_once
from assembler.checks.rule import Finding, Places, Rule
from assembler.checks.safety import patients_within_arm
from assembler.checks.sources import sources_agree
from assembler.checks.survival import (
    follow_up_not_falling,
    median_agrees_with_survival,
    survival_not_rising,
)
from assembler.checks.totals import cohorts_sum_to_total
from assembler.checks.trial import n_within_enrolled, parts_sum_to_whole
from assembler.problems import Position, Problem, Severity, in_order
from assembler.records import Dossier
from assembler.records.dossier import DossierPlan
from assembler.records.placed import placed

RULES: tuple[Rule[[Dossier]], ...] = (
    analysis_set_matches_plan,
    applicant_is_sponsor,
    assessor_matches_endpoint,
    categories_nested,
    cohort_matches_endpoint,
    cohorts_not_pooled,
    cohorts_one_plan,
    cohorts_sum_to_total,
    comparison_two_arms,
    copy_stated,
    discontinuations_counted,
    endpoint_has_result,
    endpoint_planned,
    enrolment_in_region,
    essentials_entered,
    estimand_matches_plan,
    evidence_within_bounds,
    exposure_within_follow_up,
    exposure_within_range,
    facts_agree,
    follow_up_not_falling,
    hazard_ratio_agrees_with_medians,
    interim_planned,
    interval_allowed_by_patients,
    interval_symmetric,
    median_agrees_with_survival,
    n_within_enrolled,
    p_value_agrees_with_interval,
    p_value_near_interval,
    parts_sum_to_whole,
    patients_within_arm,
    percentage_matches_count,
    plan_recorded,
    planned_test_used,
    rate_not_negative,
    result_reported,
    rows_stand_once,
    shifts_sum_to_n,
    survival_free_of_crossover,
    survival_not_rising,
    terms_within_class,
    timing_final,
)
"""The rules on records that they know by name."""

RULES_ON_PLACES: tuple[Rule[[Dossier, Places]], ...] = (
    dates_ordered,
    estimate_inside_interval,
    gap_planned,
    interval_ordered,
    reference_resolves,
    source_stated,
    sources_agree,
)
"""The rules on records wherever they stand: they share one walk over all of them."""

EVERY_RULE: tuple[Rule[...], ...] = (*RULES, *RULES_ON_PLACES, rule_known, waiver_used)
"""With the two on what the dossier says of rules, which `check` runs last."""

IDS: tuple[str, ...] = tuple(sorted(rule.id for rule in EVERY_RULE))
"""The id of every rule."""

_FIXED = frozenset(rule.id for rule in EVERY_RULE if rule.fixed)


def check(
    dossier: Dossier,
    at: Callable[[str], Position | None] = lambda path: None,
    *,
    final: bool = False,
) -> list[Problem]:
    """Every finding of every rule, in the order of the files.

    `at` gives the position of a record path. The dossier's severities are applied; a waived
    finding is a note that names who waived it and why. In a final a lowered severity does not
    count: a finding is let pass by name and reason, or not at all.
    """
    plan = dossier.dossier
    waivers: dict[tuple[str, str], int] = {}
    for index, waiver in enumerate(plan.waivers):
        waivers.setdefault((waiver.rule, waiver.path), index)
    # A waiver of a rule that is not there, or cannot be waived, is rule.known's matter.
    judged = set(IDS) - _FIXED
    unused = {index for index, waiver in enumerate(plan.waivers) if waiver.rule in judged}
    problems: list[Problem] = []
    for rule, finding in _findings(dossier):
        usual, finding = _weighed(rule, finding, plan, final=final)
        used = None if rule.fixed else _waived(waivers, rule.id, finding.path)
        if used is None:
            problems.append(_problem(rule.id, finding, usual, at))
        else:
            unused.discard(used)
            found = _problem(rule.id, finding, usual, at)
            problems.append(as_waived(found, plan.waivers[used]))
    for finding in rule_known.find(dossier, (*IDS, *LATER), _FIXED):
        problems.append(_problem(rule_known.id, finding, rule_known.severity, at))
    return in_order([*problems, *unused_waivers(dossier, unused, at)])


def unused_waivers(
    dossier: Dossier,
    unused: Collection[int],
    at: Callable[[str], Position | None] = lambda path: None,
) -> list[Problem]:
    """A problem for each waiver that is listed as unused, by its place in the dossier."""
    return [
        _problem(waiver_used.id, finding, waiver_used.severity, at)
        for finding in waiver_used.find(dossier, unused)
    ]


def _findings(dossier: Dossier) -> Iterator[tuple[Rule[...], Finding]]:
    for rule in RULES:
        for finding in rule.find(dossier):
            yield rule, finding
    places = tuple(placed(dossier))
    for on_places in RULES_ON_PLACES:
        for finding in on_places.find(dossier, places):
            yield on_places, finding


def _weighed(
    rule: Rule[...], finding: Finding, plan: DossierPlan, *, final: bool
) -> tuple[Severity, Finding]:
    """How much a finding weighs in this dossier; with a word on it where a final says otherwise."""
    own = rule.severity if rule.fixed else plan.severities.get(rule.id, rule.severity)
    if finding.severity:
        return own, finding
    severity, message = weighed(own, rule.severity, finding.message, final=final)
    return severity, replace(finding, message=message)


def _problem(
    id: str, finding: Finding, severity: Severity, at: Callable[[str], Position | None]
) -> Problem:
    places = (at(path) for path in finding.also)
    return Problem(
        id,
        finding.severity or severity,
        finding.message,
        finding.remedy,
        at(finding.path),
        finding.path,
        tuple(dict.fromkeys(place for place in places if place is not None)),
    )


def _waived(waivers: Mapping[tuple[str, str], int], id: str, path: str) -> int | None:
    """The waiver for this path or the nearest block around it; None without one."""
    found = (waivers.get((id, around)) for around in ancestors(path))
    return next((index for index in found if index is not None), None)


__all__ = [
    "EVERY_RULE",
    "IDS",
    "RULES",
    "RULES_ON_PLACES",
    "Finding",
    "GapRow",
    "Rule",
    "check",
    "gap_register",
    "unused_waivers",
]
