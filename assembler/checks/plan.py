"""The plan: whether a result is of the set, estimand, test and time that the trial planned."""

import re
from collections.abc import Iterator, Sequence

from assembler.checks.lookup import analysed, by_id, cohorts, what
from assembler.checks.rule import Finding, rule
from assembler.checks.scale import can_bound
from assembler.checks.times import apart_in_time
from assembler.problems import Severity
from assembler.records import Dossier
from assembler.records.base import Absence
from assembler.records.comparison import Comparison
from assembler.records.conduct import InterimAnalysis
from assembler.records.efficacy import Analysis, Grade, Timing
from assembler.records.endpoints import Endpoint, Estimand

_TESTS = {
    "log-rank": r"log.?rank|mantel.?cox",
    "Wilcoxon": r"wilcoxon|gehan|mann.?whitney|rank.?sum",
    "Cox model": r"\bcox\b(?<!mantel.cox)|\bwald\b",
    "Cochran-Mantel-Haenszel": r"cochran|mantel.?haenszel|\bcmh\b",
    "Fisher": r"fisher",
    "chi-squared": r"chi.?squared?|\bχ",
    "t-test": r"\bt.?test\b|student",
    "analysis of covariance": r"ancova|analysis of covariance",
    "repeated measures": r"mmrm|repeated measures",
    "logistic regression": r"logistic",
    "permutation": r"permutation|re-?randomi[sz]ation",
}
"""Families of tests, and the words by which a text names them."""
_MEASURES = {
    "hazard_ratio": r"hazard ratio",
    "odds_ratio": r"odds ratio",
    "risk_ratio": r"(?:risk|rate) ratio|relative risk|ratio of (?:the )?(?:rate|proportion|risk)s",
    "risk_difference": r"difference",
    "difference": r"difference",
    "geometric_mean_ratio": r"ratio of (?:\w+ )?geometric|geometric \w+ ratio|\bgm[rt]\b",
}
"""Keys of estimates, and how an estimand names the summary measure."""


@rule("analysis-set.matches-plan", severity=Severity.WARNING)
def analysis_set_matches_plan(dossier: Dossier) -> Iterator[Finding]:
    """A result is of the analysis set and the population that the plan names.

    Another set answers another question: a per-protocol result leaves out those who stopped, and
    a set of responders those in whom treatment failed. It can support the planned result and
    must not stand for it; with the planned one beside it, it is a note. The plan is the
    endpoint's `analysis_set`, else that of its estimand. ICH E9 5.2; ICH E9(R1) A.3.3.
    """
    known, estimands = cohorts(dossier), by_id(dossier.trial.estimands)
    labels = {one.id: one.label for one in dossier.trial.analysis_sets}
    labels |= {one.id: one.label for one in dossier.trial.populations}
    there = {
        (key, a.endpoint, a.cohort, getattr(a, key))
        for a in dossier.efficacy.analyses
        for key in ("analysis_set", "population")
    }
    for analysis, endpoint, at in analysed(dossier):
        estimand = estimands.get(endpoint.estimand or "")
        planned_set = endpoint.analysis_set or (estimand.analysis_set if estimand else None)
        population = estimand.population if estimand else None
        for key, used, planned in (
            ("analysis_set", analysis.analysis_set, planned_set),
            ("population", analysis.population, population),
        ):
            if used is None or planned is None or used == planned:
                continue
            beside = (key, analysis.endpoint, analysis.cohort, planned) in there
            yield Finding(
                f"{at}.{key}",
                f"{what(analysis, endpoint, known)} is reported in the "
                f"{labels.get(used, used)}, the plan names the {labels.get(planned, planned)}",
                "name the patients wherever the result stands; enter the planned analysis when "
                "it is there, or waive this with a reason",
                also=(f"trial.endpoints.{endpoint.id}",),
                severity=Severity.NOTE if beside else None,
            )


@rule("test.matches-plan", severity=Severity.WARNING)
def planned_test_used(dossier: Dossier) -> Iterator[Finding]:
    """A p-value is of the test, the level and the margin that the plan names.

    A test chosen after the data were seen has no error rate. Tests are compared by family
    (log-rank, Wilcoxon, Cochran-Mantel-Haenszel ...) and by stratification, not by wording; what
    is not recognised is not judged. A level is above the plan's when it is more than twice that:
    one-sided levels are half of two-sided ones. A margin of non-inferiority that the plan does not
    name was chosen after the data were seen, too. ICH E9 5.5, 5.1 and 3.3.2.
    """
    known = cohorts(dossier)
    there = {(a.endpoint, a.cohort) for a, endpoint, _ in analysed(dossier) if _has(a, endpoint)}
    for analysis, endpoint, at in analysed(dossier):
        comparison = analysis.comparison
        if comparison is None:
            continue
        name = what(analysis, endpoint, known)
        if _other_test(comparison.test, endpoint.test):
            yield Finding(
                f"{at}.comparison.test",
                f"{name} was tested by '{comparison.test}', the plan names '{endpoint.test}'",
                "compare with the analysis plan and correct `test`, or say why the test changed "
                "and waive this",
                also=(f"trial.endpoints.{endpoint.id}.test",),
                severity=Severity.NOTE if (endpoint.id, analysis.cohort) in there else None,
            )
        used, planned = comparison.alpha, endpoint.alpha
        if used is not None and planned is not None and used.decimal > 2 * planned.decimal:
            yield Finding(
                f"{at}.comparison.alpha",
                f"{name} was tested at the level {used.text}, the plan spends {planned.text}",
                "compare with the analysis plan and correct `alpha`",
                also=(f"trial.endpoints.{endpoint.id}.alpha",),
            )
        yield from _margins(comparison, endpoint, at, name)


def _margins(comparison: Comparison, endpoint: Endpoint, at: str, name: str) -> Iterator[Finding]:
    """A margin that is not the plan's, or that no ratio can have."""
    here, there = f"{at}.comparison.margin", f"trial.endpoints.{endpoint.id}.margin"
    margin, fixed = comparison.margin, endpoint.margin
    if margin is not None and not can_bound(margin, comparison):
        yield Finding(
            here,
            f"{name} is a ratio and was held against the margin {margin.text}: that of a ratio "
            "lies above 0",
            "compare with the analysis plan and correct `margin`, or name the difference that it "
            "is of",
        )
    elif margin is not None and fixed is not None and margin.decimal != fixed.decimal:
        yield Finding(
            here,
            f"{name} was held against the margin {margin.text}, the plan names {fixed.text}",
            "compare with the analysis plan and correct `margin`",
            also=(there,),
        )
    elif margin is None and fixed is not None and not can_bound(fixed, comparison):
        yield Finding(
            there,
            f"the plan's margin {fixed.text} is of a difference and {name} is a ratio: it is not "
            "held against it",
            "enter the difference, or the `margin` of the ratio where the plan names one",
            also=(f"{at}.comparison",),
            severity=Severity.NOTE,
        )


def _has(analysis: Analysis, endpoint: Endpoint) -> bool:
    """Whether the analysis has a p-value of the test that the plan names, as far as one sees."""
    comparison = analysis.comparison
    if comparison is None or comparison.test is None:
        return False
    return not _other_test(comparison.test, endpoint.test)


def _other_test(used: str | None, planned: str | None) -> bool:
    """Whether two texts surely name different tests."""
    if used is None or planned is None:
        return False
    one, other = _families(used), _families(planned)
    if one and other and one.isdisjoint(other):
        return True
    return {_is_stratified(used), _is_stratified(planned)} == {True, False}


def _families(test: str) -> set[str]:
    return {name for name, words in _TESTS.items() if re.search(words, test, re.IGNORECASE)}


def _is_stratified(test: str) -> bool | None:
    """Whether the test is stratified; None where the text does not say."""
    found = re.search(r"(un|non-?|not )?stratified", test, re.IGNORECASE)
    return not found[1] if found else None


@rule("estimand.matches-plan", severity=Severity.WARNING)
def estimand_matches_plan(dossier: Dossier) -> Iterator[Finding]:
    """An analysis estimates what its endpoint's estimand asks for.

    An estimand and its endpoint name each other and the same analysis set; the analysis gives
    the summary measure of the estimand, and no odds ratio where a hazard ratio is asked for. A
    sensitivity or supplementary analysis beside the main one is a note. ICH E9(R1) A.3.3 and A.5.
    """
    known, estimands = cohorts(dossier), by_id(dossier.trial.estimands)
    there = {(a.endpoint, a.cohort, a.estimand) for a in dossier.efficacy.analyses}
    for endpoint in dossier.trial.endpoints:
        yield from _own_estimand(endpoint, estimands.get(endpoint.estimand or ""))
    for analysis, endpoint, at in analysed(dossier):
        name = what(analysis, endpoint, known)
        used, planned = analysis.estimand, endpoint.estimand
        if used is not None and planned is not None and used != planned:
            beside = (analysis.endpoint, analysis.cohort, planned) in there
            yield Finding(
                f"{at}.estimand",
                f"{name} is estimated as '{used}', the endpoint serves '{planned}'",
                "correct `estimand`, or name the result as supplementary wherever it stands",
                also=(f"trial.endpoints.{endpoint.id}.estimand",),
                severity=Severity.NOTE if beside else None,
            )
            continue
        estimand = estimands.get(used or planned or "")
        key = _other_measure(analysis.comparison, estimand)
        if key is not None and estimand is not None:
            yield Finding(
                f"{at}.comparison.{key}",
                f"{name} is reported as {key.replace('_', ' ')}, "
                f"the estimand asks for '{estimand.summary}'",
                "compare with the analysis plan and correct `summary` or the estimate",
                also=(f"trial.estimands.{estimand.id}.summary",),
            )


def _own_estimand(endpoint: Endpoint, estimand: Estimand | None) -> Iterator[Finding]:
    if estimand is None:
        return
    at = f"trial.endpoints.{endpoint.id}"
    for key, here, there in (
        ("estimand", endpoint.id, estimand.endpoint),
        ("analysis_set", endpoint.analysis_set, estimand.analysis_set),
    ):
        if here is not None and there is not None and here != there:
            other = "endpoint" if key == "estimand" else key
            yield Finding(
                f"{at}.{key}",
                f"the endpoint '{endpoint.id}' serves the estimand '{estimand.id}', "
                f"which names the {other.replace('_', ' ')} '{there}'",
                "correct the one that is wrong",
                also=(f"trial.estimands.{estimand.id}.{other}",),
            )


def _other_measure(comparison: Comparison | None, estimand: Estimand | None) -> str | None:
    """The key of an estimate that is surely not the summary measure of the estimand."""
    if comparison is None or comparison.estimate is None or estimand is None:
        return None
    summary, key = (estimand.summary or "").casefold(), comparison.estimate[0]
    asked = {name for name, words in _MEASURES.items() if re.search(words, summary)}
    return key if asked and key not in asked else None


@rule("endpoint.planned", severity=Severity.WARNING)
def endpoint_planned(dossier: Dossier) -> Iterator[Finding]:
    """A result is of an endpoint that the protocol or the analysis plan names.

    What was added after the data were seen is exploratory, whatever its p-value; it is reported
    as such or not at all. An endpoint that was added afterwards has `planned: no`; its analyses
    carry the grade exploratory. A confirmatory grade is `evidence.within-bounds`' matter. ICH E9
    2.2.2 and 5.1; ICH E3 9.7.
    """
    known = cohorts(dossier)
    for analysis, endpoint, at in analysed(dossier):
        grade = analysis.evidence.grade if analysis.evidence is not None else None
        if endpoint.planned is False and grade in (None, Grade.SUPPORTIVE):
            yield Finding(
                f"{at}.endpoint",
                f"{what(analysis, endpoint, known)} is a result of an endpoint that was not "
                "planned",
                "give the analysis `evidence: {grade: exploratory, reason: ...}`, or correct "
                "`planned`",
                also=(f"trial.endpoints.{endpoint.id}.planned",),
            )


@rule("interim.planned", severity=Severity.WARNING)
def interim_planned(dossier: Dossier) -> Iterator[Finding]:
    """An interim result is of an interim analysis that was planned, of that endpoint and cohort.

    An unplanned look at the data spends error that nobody accounts for and may have been taken
    because of what was seen. Interim analyses stand in trial.yaml; where the source does not say
    whether they were planned, that is a gap and not a finding. ICH E9 4.5; ICH E3 11.4.2.3.
    """
    known, every = cohorts(dossier), dossier.trial.interim_analyses
    of_cohort: dict[str | None, list[InterimAnalysis]] = {}
    for look in every:
        of_cohort.setdefault(look.cohort, []).append(look)
    for analysis, endpoint, at in analysed(dossier):
        if analysis.timing is not Timing.INTERIM or not every:
            continue
        near: Sequence[InterimAnalysis] = every
        if analysis.cohort is not None:
            near = [*of_cohort.get(analysis.cohort, ()), *of_cohort.get(None, ())]
        looks = [one for one in near if not apart_in_time(one.cut_off, analysis.cut_off)]
        name = what(analysis, endpoint, known)
        if not looks and len(near) == 1:
            continue  # facts.agree says that the cut-offs differ
        if not looks:
            said = "no interim analysis of that cohort and cut-off is recorded"
        elif all(one.planned is False for one in looks):
            said = "that interim analysis was not planned"
        elif all(one.endpoints and endpoint.id not in one.endpoints for one in looks):
            said = f"that interim analysis was not of the endpoint '{endpoint.id}'"
        else:
            continue
        yield Finding(
            f"{at}.timing",
            f"{name} is a result of an interim analysis, but {said}",
            "compare with the analysis plan; correct `timing` or the interim analysis in "
            "trial.yaml, or waive this with the reason for the look",
            also=tuple(f"trial.interim_analyses.{one.id}" for one in looks),
        )


@rule("plan.recorded", severity=Severity.GAP)
def plan_recorded(dossier: Dossier) -> Iterator[Finding]:
    """What a result can be held against is recorded: the endpoint's assessor, set and test.

    A result whose plan nobody has entered agrees with nothing and contradicts nothing. Enter what
    the protocol says, or list the key as `not_reported` with a gap plan: then it is a row of the
    gap register. ICH E3 9.5 and 9.7.1.
    """
    said: set[tuple[str, str]] = set()
    for analysis, endpoint, at in analysed(dossier):
        comparison = analysis.comparison
        test = comparison.test if comparison is not None else None
        stated = {"assessor": analysis.assessor, "analysis_set": analysis.analysis_set}
        planned_by_estimand = {"analysis_set"} if endpoint.estimand is not None else set()
        for key, value in (stated | {"test": test}).items():
            is_open = endpoint.absence(key) is Absence.NOT_YET_ENTERED
            if value is None or not is_open or key in planned_by_estimand:
                continue
            if (endpoint.id, key) in said:
                continue
            said.add((endpoint.id, key))
            yield Finding(
                f"trial.endpoints.{endpoint.id}.{key}",
                f"the result {analysis.id} names its {key.replace('_', ' ')}; that of the plan "
                f"is not recorded, so that nothing can be held against it",
                f"enter `{key}` of the endpoint from the protocol, or list it as not_reported",
                also=(at,),
            )
