"""Conduct: what happened in the trial that bears on what may be said of its results."""

import re
from collections.abc import Iterator, Mapping, Sequence

from assembler.checks.lookup import analysed, by_id, cohorts, what
from assembler.checks.regions import is_within
from assembler.checks.rule import Finding, rule
from assembler.problems import Severity
from assembler.records import Dossier
from assembler.records.conduct import Crossover, OrganisationRole
from assembler.records.efficacy import Timing
from assembler.records.endpoints import Endpoint, Estimand

_SURVIVAL = re.compile(r"\boverall survival\b|\bdeath from any cause\b", re.IGNORECASE)
_SWITCH = re.compile(
    r"cross(ed|ing|es)?.?over|switch|subsequent|other (cancer |anti-?cancer )?(therapy|treatment)"
    r"|(new|another) (cancer |anti-?cancer )?(therapy|treatment)",
    re.IGNORECASE,
)
"""Intercurrent events that crossover is."""


@rule("survival.free-of-crossover", severity=Severity.WARNING)
def survival_free_of_crossover(dossier: Dossier) -> Iterator[Finding]:
    """A result of overall survival is of patients who kept to their arm, or says otherwise.

    Where patients of the control arm could receive the treatment, overall survival compares early
    with late treatment and tells little of treatment with none. The same holds for every endpoint
    under `bears_on`, save for results of an interim analysis, which precede what followed from
    it. Where the estimand names crossover among its intercurrent events it is a note, and also
    where no result is there yet: to be remembered when it comes. ICH E9(R1) A.3.1; ICH E9 5.2.1.
    """
    crossovers = [
        one for one in dossier.trial.crossovers if one.patients is None or one.patients.number > 0
    ]
    endpoints = by_id(dossier.trial.endpoints)
    survival = [one.id for one in endpoints.values() if _is_survival(one)]
    on: dict[str, list[Crossover]] = {id: [] for id in endpoints}
    for one in crossovers:
        for id in _borne_on(one, endpoints, survival):
            on[id].append(one)
    known, estimands = cohorts(dossier), by_id(dossier.trial.estimands)
    told: set[str] = set()
    for analysis, endpoint, at in analysed(dossier):
        precedes = analysis.timing is Timing.INTERIM and not _is_survival(endpoint)
        if not on[endpoint.id] or precedes:
            continue
        told.update(one.id for one in on[endpoint.id])
        estimand = estimands.get(analysis.estimand or endpoint.estimand or "")
        yield Finding(
            f"{at}.endpoint",
            f"{what(analysis, endpoint, known)} is reported in a trial with crossover "
            f"({'; '.join(one.trigger for one in on[endpoint.id])})",
            "say so wherever the result stands, and how crossover was dealt with: name it among "
            "the intercurrent events of the estimand, or waive this with a reason",
            also=tuple(f"trial.crossovers.{one.id}" for one in on[endpoint.id]),
            severity=Severity.NOTE if _deals_with_it(estimand) else None,
        )
    for one in crossovers:
        if one.id not in told:
            yield from _to_come(one, endpoints, _borne_on(one, endpoints, survival))


def _is_survival(endpoint: Endpoint) -> bool:
    return _SURVIVAL.search(f"{endpoint.variable} {endpoint.definition or ''}") is not None


def _borne_on(
    crossover: Crossover, endpoints: Mapping[str, Endpoint], survival: Sequence[str]
) -> list[str]:
    """The endpoints that a crossover bears on: overall survival always, and those named."""
    return list(dict.fromkeys([*survival, *(id for id in crossover.bears_on if id in endpoints)]))


def _deals_with_it(estimand: Estimand | None) -> bool:
    events = estimand.intercurrent_events if estimand is not None else ()
    return any(_SWITCH.search(f"{one.event} {one.handling or ''}") for one in events)


def _to_come(
    crossover: Crossover, endpoints: Mapping[str, Endpoint], borne: Sequence[str]
) -> Iterator[Finding]:
    """A note on a crossover that bears on results of which none is there yet."""
    if borne:
        names = list(dict.fromkeys(endpoints[id].variable for id in borne))
        yield Finding(
            f"trial.crossovers.{crossover.id}",
            f"patients of arm {crossover.from_arm} could cross over to {crossover.to_arm} "
            f"({crossover.trigger}): this bears on {', '.join(names)}",
            "say so wherever such a result comes to stand",
            also=tuple(f"trial.endpoints.{id}" for id in borne),
            severity=Severity.NOTE,
        )


@rule("cohorts.one-plan", severity=Severity.NOTE)
def cohorts_one_plan(dossier: Dossier) -> Iterator[Finding]:
    """The cohorts of the trial share one randomisation and one analysis plan.

    Where each has its own, each is a trial in itself: results are told by cohort, the total of
    patients enrolled is no denominator, and error rates hold within a cohort only. ICH E9 5.1
    and 7.2.1.
    """
    apart = [c for c in dossier.trial.cohorts if c.separately_randomised and c.own_analysis_plan]
    if len(apart) < 2:
        return
    names = " and ".join(cohort.label for cohort in apart)
    yield Finding(
        f"trial.cohorts.{apart[0].id}",
        f"{names} were randomised separately, each with an analysis plan of its own",
        "tell results by cohort; a total of both is a number of patients enrolled, no denominator",
        also=tuple(f"trial.cohorts.{cohort.id}" for cohort in apart[1:]),
    )


@rule("enrolment.in-region", severity=Severity.NOTE)
def enrolment_in_region(dossier: Dossier) -> Iterator[Finding]:
    """Patients were enrolled in the region of the submission.

    Where no country that the source names is in the region, the overview says why the results
    hold there: practice, comparators and ethnic factors may differ. ICH E5(R1) 3.2; ICH M4E
    2.5.1 and 2.5.4.
    """
    region, countries = dossier.dossier.region, dossier.trial.countries
    found = [is_within(region, country.id, country.name) for country in countries]
    if not found or None in found or True in found:
        return
    names = ", ".join(country.name for country in countries)
    yield Finding(
        "dossier.region",
        f"the submission is for the region '{region.value}', and patients were enrolled in {names}",
        "say in the overview why the results hold for the region, or complete `countries`",
        also=tuple(f"trial.countries.{country.id}" for country in countries),
    )


@rule("applicant.is-sponsor", severity=Severity.NOTE)
def applicant_is_sponsor(dossier: Dossier) -> Iterator[Finding]:
    """The applicant is the sponsor of the trial.

    Where they differ, the applicant answers for data that another body collected: the overview
    says who did what, and the right to refer to the data is documented. ICH E3 6; ICH E6(R2) 5.2.
    """
    roles = {one.id: one for one in dossier.trial.organisations}
    applicant = roles.get(dossier.dossier.applicant or "")
    sponsors = [one for one in roles.values() if OrganisationRole.SPONSOR in one.roles]
    if applicant is None or not sponsors or applicant in sponsors:
        return
    yield Finding(
        "dossier.applicant",
        f"the applicant is {applicant.name}, the trial's sponsor "
        f"{' and '.join(one.name for one in sponsors)}",
        "name the role of each in the overview, and document the right to refer to the data",
        also=tuple(f"trial.organisations.{one.id}" for one in sponsors),
    )
