"""Efficacy: what an analysis may be taken for."""

from collections.abc import Iterator

from assembler.checks.lookup import analysed, by_id, cohorts, path, source_of, what
from assembler.checks.rule import Finding, compare, rule
from assembler.problems import Severity
from assembler.records import Dossier
from assembler.records.comparison import PRole
from assembler.records.efficacy import (
    Analysis,
    Grade,
    Timing,
)
from assembler.records.endpoints import Endpoint, Role
from assembler.records.trial import Cohort

_SAFETY = ("safety", "adverse", "tolerability", "toxicity")


@rule("assessor.matches-endpoint", severity=Severity.WARNING)
def assessor_matches_endpoint(dossier: Dossier) -> Iterator[Finding]:
    """A result was judged by the assessor that its endpoint names.

    Progression and response depend on who reads the images. A result by another assessor than
    the endpoint's is a result of its own kind: it can support the endpoint, and must not be
    described as the endpoint's result. The finding stays until the result by the endpoint's
    assessor is there, beside which it is a note, or a named person waives it. ICH E9 2.2.2 and
    2.3; ICH E3 11.4.1.
    """
    known = cohorts(dossier)
    there = {(a.endpoint, a.cohort, a.assessor) for a in dossier.efficacy.analyses}
    for analysis, endpoint, at in analysed(dossier):
        one, other = analysis.assessor, endpoint.assessor
        if one is not None and other is not None and one is not other:
            by, planned = one.label, other.label
            named = f"{endpoint.role.label} endpoint" if endpoint.role else "endpoint"
            yield Finding(
                f"{at}.assessor",
                f"{what(analysis, endpoint, known)} is reported by {by}, "
                f"the {named} is by {planned}: "
                f"it must not be described as the {named}'s result",
                f"name the assessor wherever the result stands; enter the result by {planned} "
                "when it is there, or waive this with a reason",
                also=(f"trial.endpoints.{endpoint.id}.assessor",),
                severity=Severity.NOTE if (endpoint.id, analysis.cohort, other) in there else None,
            )


@rule("timing.final", severity=Severity.NOTE)
def timing_final(dossier: Dossier) -> Iterator[Finding]:
    """A result is of the final analysis.

    An interim estimate can change, and a trial stopped early for efficacy tends to overstate the
    effect. The result keeps the word `interim` wherever it stands. An interim result beside the
    final one of the same endpoint, cohort and assessor is not reported. ICH E9 4.5; ICH E3
    11.4.2.3.
    """
    known = cohorts(dossier)
    final = {
        (a.endpoint, a.cohort, a.assessor)
        for a in dossier.efficacy.analyses
        if a.timing is not Timing.INTERIM
    }
    for analysis, endpoint, at in analysed(dossier):
        key = (analysis.endpoint, analysis.cohort, analysis.assessor)
        if analysis.timing is Timing.INTERIM and key not in final:
            yield Finding(
                f"{at}.timing",
                f"{what(analysis, endpoint, known)} is a result of an interim analysis, "
                "and no final one is recorded",
                "say `interim` wherever the result stands; add the final analysis when it is there",
            )


@rule("evidence.within-bounds", severity=Severity.ERROR)
def evidence_within_bounds(dossier: Dossier) -> Iterator[Finding]:
    """The grade of evidence does not exceed what the analysis can bear.

    The grade is the author's judgement; the records only bound it. A confirmatory grade needs a
    planned endpoint of that role, the endpoint's own assessor, a p-value that is not nominal, and
    no pooling that the plan did not foresee; at an interim analysis also a test of the plan and
    its boundary. Otherwise the analysis is supportive at most. ICH E9 2.1.2, 2.2.2, 2.2.5 and 4.5.
    """
    for analysis, endpoint, at in analysed(dossier):
        evidence = analysis.evidence
        if evidence is None:
            continue
        reasons = list(_bounds(analysis, endpoint, evidence.grade))
        if reasons:
            yield Finding(
                f"{at}.evidence.grade",
                f"the grade is {evidence.grade.value}, but {'; '.join(reasons)}",
                f"lower the grade to {Grade.SUPPORTIVE.value} or {Grade.EXPLORATORY.value}, "
                "or correct what bounds it",
                also=(f"trial.endpoints.{endpoint.id}",),
            )


def _bounds(analysis: Analysis, endpoint: Endpoint, grade: Grade) -> Iterator[str]:
    """Why the analysis cannot bear a confirmatory grade; nothing for a lower grade."""
    if grade not in (Grade.CONFIRMATORY_PRIMARY, Grade.CONFIRMATORY_SECONDARY):
        return
    if grade is Grade.CONFIRMATORY_PRIMARY and endpoint.role is not Role.PRIMARY:
        role = endpoint.role.label if endpoint.role else "of no stated role"
        yield f"the endpoint is {role}"
    if endpoint.planned is False:
        yield "the endpoint was not planned"
    if endpoint.role is Role.EXPLORATORY and grade is Grade.CONFIRMATORY_SECONDARY:
        yield "the endpoint is exploratory"
    if endpoint.assessor is not None and analysis.assessor is not endpoint.assessor:
        by = analysis.assessor.label if analysis.assessor else "not stated"
        yield f"the assessor is {by} and the endpoint's is {endpoint.assessor.label}"
    if len(analysis.pooled_cohorts) > 1 and analysis.pooling_prespecified is not True:
        yield "nothing says that the pooling was prespecified"
    comparison = analysis.comparison
    if comparison is not None and comparison.p_role is PRole.NOMINAL:
        yield "its p-value is nominal"
    tested = comparison is not None and comparison.p_role is PRole.TESTED
    bounded = comparison is not None and (comparison.boundary or endpoint.interim_boundary)
    if analysis.timing is Timing.INTERIM and not (tested and bounded):
        yield "it is an interim analysis without a test of the plan and its boundary"


@rule("cohorts.not-pooled", severity=Severity.ERROR)
def cohorts_not_pooled(dossier: Dossier) -> Iterator[Finding]:
    """Cohorts that were randomised separately are analysed separately, unless the plan pooled them.

    Each such cohort is a trial of its own: patients of one were never compared at random with
    patients of the other. An efficacy result across them is sound only where the plan foresaw
    it and the model is stratified by cohort. ICH E9 5.1 and 7.2.1.
    """
    known = cohorts(dossier)
    separate = [c.id for c in dossier.trial.cohorts if c.separately_randomised]
    if len(separate) < 2:
        return
    for analysis in dossier.efficacy.analyses:
        pool = [c for c in analysis.pooled_cohorts if c in separate]
        if analysis.cohort is None and not analysis.pooled_cohorts:
            pool, key = separate, "endpoint"
        else:
            key = "pooled_cohorts"
        if len(set(pool)) < 2 or analysis.pooling_prespecified is True:
            continue
        names = " and ".join(known[c].label for c in dict.fromkeys(pool))
        source = source_of(dossier, analysis)
        yield Finding(
            f"{path(analysis)}.{key}",
            f"the analysis spans {names}, which were randomised separately, "
            + (
                "and the plan did not foresee that pooling"
                if analysis.pooling_prespecified is False
                else "and nothing says that the plan foresaw that pooling"
            ),
            "give each cohort an analysis of its own; or, where the plan pools them, "
            f"{compare(source)} and add `pooled_cohorts` and `pooling_prespecified: yes`",
            also=tuple(f"trial.cohorts.{c}" for c in dict.fromkeys(pool)),
        )


@rule("cohort.matches-endpoint", severity=Severity.ERROR)
def cohort_matches_endpoint(dossier: Dossier) -> Iterator[Finding]:
    """An analysis and its endpoint belong to the same cohort.

    An endpoint of one cohort has no result in another: one of the two ids is mistyped, and the
    result would be printed under the wrong cohort.
    """
    known = cohorts(dossier)
    endpoints = by_id(dossier.trial.endpoints)
    records = [(path(a), a.endpoint, a.cohort) for a in dossier.efficacy.analyses]
    records += [
        (f"efficacy.awaited.{r.id}", r.endpoint, r.cohort) for r in dossier.efficacy.awaited
    ]
    for at, endpoint_id, cohort in records:
        endpoint = endpoints.get(endpoint_id)
        if endpoint is None or cohort not in known or endpoint.cohort not in known:
            continue
        if cohort != endpoint.cohort:
            yield Finding(
                f"{at}.cohort",
                f"the cohort is '{cohort}', but its endpoint '{endpoint.id}' "
                f"belongs to '{endpoint.cohort}'",
                "correct `cohort` or `endpoint`",
                also=(f"trial.endpoints.{endpoint.id}.cohort",),
            )


@rule("endpoint.has-result", severity=Severity.WARNING)
def endpoint_has_result(dossier: Dossier) -> Iterator[Finding]:
    """Every planned endpoint has a result, or a record that says that it is awaited.

    An endpoint that is planned and never mentioned again looks like selective reporting. What is
    not known yet stands under `awaited` in efficacy.yaml. A safety endpoint is answered by
    safety.yaml. ICH E3 11.4.1; ICH E9 2.2.
    """
    known = cohorts(dossier)
    awaited = {r.endpoint for r in dossier.efficacy.awaited}
    for endpoint in _unanswered(dossier):
        if endpoint.id not in awaited:
            yield Finding(
                f"trial.endpoints.{endpoint.id}",
                f"{_endpoint(endpoint, known)} has no analysis, "
                "and nothing says that its result is awaited",
                f"add an analysis with `endpoint: {endpoint.id}` to efficacy.yaml, "
                "or an entry under `awaited`",
            )


@rule("result.reported", severity=Severity.NOTE)
def result_reported(dossier: Dossier) -> Iterator[Finding]:
    """The result of every primary and secondary endpoint has been reported.

    What is awaited is said wherever the endpoint is named: a reader who finds part of the results
    must know that there are others. A result by another assessor or of an interim analysis is a
    result; what it lacks is said by the rules on those. ICH E3 11.4.1; ICH M4E 2.5.4.
    """
    known = cohorts(dossier)
    awaited = {r.endpoint: r.id for r in dossier.efficacy.awaited}
    for endpoint in _unanswered(dossier):
        if endpoint.id in awaited and endpoint.role is not Role.EXPLORATORY:
            yield Finding(
                f"trial.endpoints.{endpoint.id}",
                f"{_endpoint(endpoint, known)} has no result yet: it is awaited",
                "say so where the endpoint is named; enter the analysis when it is there",
                also=(f"efficacy.awaited.{awaited[endpoint.id]}",),
            )


def _unanswered(dossier: Dossier) -> Iterator[Endpoint]:
    """The endpoints of which no result is recorded."""
    answered = {a.endpoint for a in dossier.efficacy.analyses}
    safety = dossier.safety
    has_safety = bool(
        safety.statements
        or safety.overview
        or safety.deaths
        or safety.adverse_events
        or safety.absences()
    )
    for endpoint in dossier.trial.endpoints:
        is_safety = any(word in endpoint.variable.casefold() for word in _SAFETY)
        if endpoint.id not in answered and not (is_safety and has_safety):
            yield endpoint


def _endpoint(endpoint: Endpoint, known: dict[str, Cohort]) -> str:
    """`the primary endpoint progression-free survival in the pNET cohort`."""
    cohort = known.get(endpoint.cohort or "")
    where = f" in the {cohort.label} cohort" if cohort else ""
    role = f"{endpoint.role.label} " if endpoint.role else ""
    return f"the {role}endpoint {endpoint.variable}{where}"
