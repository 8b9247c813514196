"""Patients: parts within wholes, arms and cohorts against what was enrolled."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assembler.checks.lookup import by_id, path
from assembler.checks.rule import Finding, rule
from assembler.problems import Severity
from assembler.records import Dossier
from assembler.records.efficacy import (
    Analysis,
    BinaryArm,
    ContinuousArm,
    TimeToEventAnalysis,
    TimeToEventArm,
    Timing,
)
from assembler.records.endpoints import AnalysisSetKind
from assembler.records.scalars import Count
from assembler.records.therapy import PriorTherapy, PriorTherapyRow

_Arm = TimeToEventArm | BinaryArm | ContinuousArm


@dataclass(frozen=True, slots=True)
class Patients:
    """A number of patients, who they are (in the plural), and where the number stands."""

    count: Count
    who: str
    path: str


def within(part: Patients | None, whole: Patients | None) -> Iterator[Finding]:
    """A finding when the part is more than the whole; nothing when either is not given."""
    if part is not None and whole is not None and part.count.number > whole.count.number:
        yield Finding(
            part.path,
            f"{part.who} ({part.count}) are more than {whole.who} ({whole.count})",
            "compare both with the source and correct the one that is wrong",
            also=(whole.path,),
        )


def patients(count: Count | None, who: str, at: str) -> Patients | None:
    """The patients, or None where no number is given."""
    return None if count is None else Patients(count, who, at)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """How many patients were enrolled: in the trial, and in each cohort."""

    total: Patients | None
    by_cohort: Mapping[str, Patients | None]

    def of(self, cohort: str | None) -> Patients | None:
        """The cohort, or the trial where its size is unknown: no part of it can be larger."""
        if cohort is not None and self.by_cohort.get(cohort) is not None:
            return self.by_cohort[cohort]
        return self.total


def enrolled(dossier: Dossier) -> Enrolled:
    """How many patients the trial enrolled."""
    enrolment = dossier.trial.enrolment
    total = enrolment.total if enrolment is not None else None
    return Enrolled(
        patients(total, "patients enrolled", "trial.enrolment.total"),
        {
            cohort.id: patients(
                cohort.n,
                f"patients enrolled in the {cohort.label} cohort",
                f"trial.cohorts.{cohort.id}.n",
            )
            for cohort in dossier.trial.cohorts
        },
    )


@rule("n.within-enrolled", severity=Severity.ERROR)
def n_within_enrolled(dossier: Dossier) -> Iterator[Finding]:
    """No number of patients exceeds the patients that they are part of.

    Events and responders lie within the patients analysed, those at risk within their arm,
    subgroups within the arm, those with an agent before the trial within its kind of therapy, and
    every arm within what its cohort or the trial enrolled. A larger part is a misprint, or counts
    events where patients are meant. ICH E3 10.1, 11.1, 11.2.
    """
    known = enrolled(dossier)
    for analysis in dossier.efficacy.analyses:
        yield from _analysis(analysis, known.of(analysis.cohort))
    trial = dossier.trial
    if trial.disposition is not None:
        for index, state in enumerate(trial.disposition.rows):
            at = f"trial.disposition.rows[{index}].patients"
            who = f"patients {state.state} in arm {state.arm}"
            yield from within(Patients(state.patients, who, at), known.of(state.cohort))
    if trial.baseline is not None:
        for index, row in enumerate(trial.baseline.rows):
            at = f"trial.baseline.rows[{index}].patients"
            who = f"patients with {row.characteristic} {row.category or ''}".rstrip()
            part = patients(row.patients, f"{who} in arm {row.arm}", at)
            n_at = f"trial.baseline.rows[{index}].n"
            n = patients(row.n, f"patients with {row.characteristic} known in arm {row.arm}", n_at)
            yield from within(n, known.of(row.cohort))
            yield from within(part, n or known.of(row.cohort))
    yield from _prior_therapy(trial.prior_therapy, known)
    for crossover in trial.crossovers:
        at = f"trial.crossovers.{crossover.id}.patients"
        yield from within(
            patients(crossover.patients, "patients who crossed over", at), known.total
        )


def _prior_therapy(therapies: PriorTherapy | None, known: Enrolled) -> Iterator[Finding]:
    """Agents and lines lie within their kind of therapy, each kind within the patients.

    Kinds, and the agents of one kind, may add up to more: a patient may have had several.
    """
    rows = dict(enumerate(therapies.rows if therapies is not None else ()))
    counted = {
        index: patients(
            row.patients,
            f"patients with prior {named(row)} in arm {row.arm}",
            f"trial.prior_therapy.rows[{index}].patients",
        )
        for index, row in rows.items()
    }
    kinds = {
        (row.cohort, row.arm, row.therapy): counted[index]
        for index, row in rows.items()
        if row.category is None
    }
    for index, row in rows.items():
        at = f"trial.prior_therapy.rows[{index}].n"
        n = patients(row.n, f"patients with known prior therapy in arm {row.arm}", at)
        yield from within(n, known.of(row.cohort))
        kind = kinds.get((row.cohort, row.arm, row.therapy)) if row.category else None
        yield from within(counted[index], kind or n or known.of(row.cohort))


def named(row: PriorTherapyRow) -> str:
    """`chemotherapy`, and of one agent `chemotherapy, everolimus`."""
    return f"{row.therapy}, {row.category}" if row.category else str(row.therapy)


def _analysis(analysis: Analysis, whole: Patients | None) -> Iterator[Finding]:
    arms: Mapping[str, _Arm] = analysis.arms
    analysed: dict[str, Patients | None] = {}
    for name, arm in arms.items():
        at = f"{path(analysis)}.arms.{name}"
        n = patients(arm.n, f"patients analysed in arm {name}", f"{at}.n")
        yield from within(n, whole)
        analysed[name] = n or whole
        part = None
        if isinstance(arm, TimeToEventArm):
            part = patients(arm.events, f"patients with the event in arm {name}", f"{at}.events")
        elif isinstance(arm, BinaryArm):
            part = patients(arm.responders, f"responders in arm {name}", f"{at}.responders")
        yield from within(part, analysed[name])
    for subgroup in analysis.subgroups:
        for name, group in subgroup.arms.items():
            at = f"{path(analysis)}.subgroups.{subgroup.id}.arms.{name}"
            who = f"of {subgroup.factor} {subgroup.level} in arm {name}"
            n = patients(group.n, f"patients {who}", f"{at}.n")
            yield from within(n, analysed.get(name))
            events = patients(group.events, f"patients with the event {who}", f"{at}.events")
            yield from within(events, n or analysed.get(name))
    if isinstance(analysis, TimeToEventAnalysis):
        for index, point in enumerate(analysis.curves):
            at = f"{path(analysis)}.curves[{index}]"
            who = f"at {point.time.text} in arm {point.arm}"
            n = analysed.get(point.arm)
            yield from within(
                patients(point.at_risk, f"patients at risk {who}", f"{at}.at_risk"), n
            )
            censored = patients(point.censored, f"patients censored {who}", f"{at}.censored")
            yield from within(censored, n)


@rule("parts.sum-to-whole", severity=Severity.ERROR)
def parts_sum_to_whole(dossier: Dossier) -> Iterator[Finding]:
    """Cohorts add up to the trial, and arms to their cohort.

    Cohorts that were randomised separately share no patient, so their numbers add up to the
    enrolment. Where nothing says so, a difference is a note: cohorts may overlap, or not be all.
    The arms of an analysis never add up to more than their cohort; in a full analysis set to
    less only where patients were left out, which is a warning; at an interim analysis others may
    still have been enrolled. A sum is formed only where every
    part is given: no part is ever computed from a ratio. ICH E9 5.2.1; ICH E3 10.1, 11.1.
    """
    known = enrolled(dossier)
    parts = [known.by_cohort[c.id] for c in dossier.trial.cohorts]
    if len(parts) > 1 and known.total is not None:
        apart = [c.separately_randomised for c in dossier.trial.cohorts]
        if False not in apart:
            yield from _sum(
                parts, known.total, severity=None if None not in apart else Severity.NOTE
            )
    sets = by_id(dossier.trial.analysis_sets)
    for analysis in dossier.efficacy.analyses:
        whole = known.of(analysis.cohort)
        if whole is None or analysis.pooled_cohorts:
            continue
        arms = _sizes(analysis)
        if any(arm is not None and arm.count.number > whole.count.number for arm in arms):
            continue  # n.within-enrolled says so
        chosen = sets.get(analysis.analysis_set or "")
        is_full = chosen is not None and chosen.kind is AnalysisSetKind.FULL
        is_complete = len(arms) == len(dossier.trial.arms)
        is_exact = analysis.cohort is None or whole is known.by_cohort.get(analysis.cohort)
        for finding in _sum(arms, whole, severity=None):
            too_many = sum(a.count.number for a in arms if a) > whole.count.number
            if too_many:
                yield finding
            elif is_full and is_complete and is_exact and analysis.timing is not Timing.INTERIM:
                yield Finding(
                    finding.path, finding.message, finding.remedy, finding.also, Severity.WARNING
                )


def _sizes(analysis: Analysis) -> list[Patients | None]:
    arms: Mapping[str, _Arm] = analysis.arms
    return [
        patients(arm.n, f"patients in arm {name}", f"{path(analysis)}.arms.{name}.n")
        for name, arm in arms.items()
    ]


def _sum(
    parts: list[Patients | None], whole: Patients, *, severity: Severity | None
) -> Iterator[Finding]:
    """A finding when all parts are given and do not add up to the whole."""
    given = [part for part in parts if part is not None]
    total = sum(part.count.number for part in given)
    if len(given) < len(parts) or not given or total == whole.count.number:
        return
    yield Finding(
        given[0].path,
        f"{' + '.join(part.count.text for part in given)} is {total}, "
        f"but {whole.who} are {whole.count}",
        "compare all of them with the source and correct the one that is wrong",
        also=(*(part.path for part in given[1:]), whole.path),
        severity=severity,
    )
