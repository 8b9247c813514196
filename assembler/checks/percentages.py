"""Percentages: each against the count and the number of patients that it is made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from assembler.checks.lookup import by_id, cohorts, path, source_of
from assembler.checks.numbers import half_unit
from assembler.checks.rule import Finding, compare, rule
from assembler.checks.safety import in_safety_set
from assembler.checks.trial import Patients, named, patients
from assembler.problems import Severity
from assembler.records import Dossier
from assembler.records.efficacy import BinaryAnalysis
from assembler.records.scalars import Count, Percentage


@dataclass(frozen=True, slots=True)
class _Share:
    """A percentage with the counts that it is made of, and where they stand."""

    percentage: Percentage | None
    part: Count | None
    whole: Count | None
    where: str
    paths: tuple[str, str, str]
    """Of the percentage, the part and the whole."""
    remedy: str


@rule("percentage.matches-count", severity=Severity.ERROR)
def percentage_matches_count(dossier: Dossier) -> Iterator[Finding]:
    """A reported percentage is the patients counted divided by the patients, in its digits.

    Responders in an analysis, patients with a term, patients in a state of disposition, with a
    therapy before the trial or a notable change: each against its own number of patients. Only the
    share itself is judged: patients who stand in several rows may add up to more than 100%. A
    difference of less than one unit of the last digit may be truncation, and is a note. A rate that
    a model adjusted or imputed is no such share: waive the finding and say so. Nothing can be said
    of zero patients. ICH E3 11.4.1 and 12.2.2.
    """
    judged = (_responders, _terms, _changes, _states, _characteristics, _prior_therapy)
    for share in (share for shares in judged for share in shares(dossier)):
        percentage, part, whole = share.percentage, share.part, share.whole
        if percentage is None or part is None or whole is None:
            continue
        if percentage.number.relation != "=" or not 0 <= part.number <= whole.number:
            continue
        if whole.number == 0:
            continue
        printed = percentage.number.decimal
        off = abs(Decimal(100 * part.number) / whole.number - printed)
        half = half_unit(printed)
        if off > half:
            yield Finding(
                share.paths[0],
                f"{part} of {whole} in {share.where} is not {percentage.text}",
                share.remedy,
                also=share.paths[1:],
                severity=Severity.NOTE if off < 2 * half else None,
            )


def _responders(dossier: Dossier) -> Iterator[_Share]:
    known = cohorts(dossier)
    for analysis in dossier.efficacy.analyses:
        if not isinstance(analysis, BinaryAnalysis):
            continue
        cohort = known.get(analysis.cohort or "")
        within = f" of the {cohort.label} cohort" if cohort else ""
        for name, arm in analysis.arms.items():
            at = f"{path(analysis)}.arms.{name}"
            source = compare(source_of(dossier, analysis, arm))
            yield _Share(
                arm.rate,
                arm.responders,
                arm.n,
                f"arm {name}{within}",
                (f"{at}.rate", f"{at}.responders", f"{at}.n"),
                f"{source} and correct `rate`, `responders` or `n`",
            )


def _terms(dossier: Dossier) -> Iterator[_Share]:
    events = dossier.safety.adverse_events
    sets = in_safety_set(dossier.safety)
    for index, row in enumerate(events.rows if events is not None else ()):
        whole = sets.get((row.cohort, row.arm))
        if row.percentage is None or whole is None:
            continue
        at = f"safety.adverse_events.rows[{index}]"
        yield _Share(
            row.percentage,
            row.patients,
            whole.count,
            f"arm {row.arm} with {row.preferred_term or row.system_organ_class}",
            (f"{at}.percentage", f"{at}.patients", whole.path),
            "compare with the source and correct `percentage`, `patients` or the size of the arm",
        )


def _changes(dossier: Dossier) -> Iterator[_Share]:
    """Notable changes, of the patients with values; else of the arm."""
    changes = dossier.safety.notable_changes
    sets = in_safety_set(dossier.safety)
    for index, row in enumerate(changes.rows if changes is not None else ()):
        at = f"safety.notable_changes.rows[{index}]"
        own = patients(row.n, "", f"{at}.n") or sets.get((row.cohort, row.arm))
        if own is not None:
            who = f"arm {row.arm} with {row.parameter} {row.criterion}"
            yield _of(row, own, who, at)


def _states(dossier: Dossier) -> Iterator[_Share]:
    """States of disposition, of the patients who were randomised."""
    randomised = _randomised(dossier)
    states = dossier.trial.disposition
    for index, row in enumerate(states.rows if states is not None else ()):
        whole = randomised.get((row.cohort, row.arm))
        if whole is not None:
            at = f"trial.disposition.rows[{index}]"
            yield _of(row, whole, f"arm {row.arm} {row.state}", at)


def _characteristics(dossier: Dossier) -> Iterator[_Share]:
    """Categories at baseline: of the row's own patients, else of those who were randomised."""
    baseline = dossier.trial.baseline
    if baseline is None:
        return
    is_everybody = _is_everybody(dossier, baseline.analysis_set)
    randomised = _randomised(dossier) if is_everybody else {}
    for index, row in enumerate(baseline.rows):
        at = f"trial.baseline.rows[{index}]"
        whole = patients(row.n, "", f"{at}.n") or randomised.get((row.cohort, row.arm))
        if whole is not None:
            who = f"arm {row.arm} with {row.characteristic} {row.category or ''}".rstrip()
            yield _of(row, whole, who, at)


def _prior_therapy(dossier: Dossier) -> Iterator[_Share]:
    """Therapies before the trial: of the row's own patients, else of the set, else of the arm."""
    therapies = dossier.trial.prior_therapy
    if therapies is None:
        return
    sizes = _sizes(dossier, therapies.analysis_set)
    is_everybody = _is_everybody(dossier, therapies.analysis_set)
    randomised = _randomised(dossier) if is_everybody else {}
    for index, row in enumerate(therapies.rows):
        at = f"trial.prior_therapy.rows[{index}]"
        key = (row.cohort, row.arm)
        whole = patients(row.n, "", f"{at}.n") or sizes.get(key) or randomised.get(key)
        if whole is not None:
            yield _of(row, whole, f"arm {row.arm} with prior {named(row)}", at)


class _Counted(Protocol):
    """A row that counts patients and gives their share."""

    @property
    def percentage(self) -> Percentage | None: ...
    @property
    def patients(self) -> Count | None: ...


def _of(row: _Counted, whole: Patients, who: str, at: str) -> _Share:
    paths = (f"{at}.percentage", f"{at}.patients", whole.path)
    remedy = "compare with the source and correct `percentage` or `patients`"
    return _Share(row.percentage, row.patients, whole.count, who, paths, remedy)


def _randomised(dossier: Dossier) -> dict[tuple[str | None, str], Patients]:
    """Cohort (None: the trial) and arm -> the patients who were randomised."""
    states = dossier.trial.disposition
    return {
        (row.cohort, row.arm): Patients(
            row.patients, "", f"trial.disposition.rows[{index}].patients"
        )
        for index, row in enumerate(states.rows if states is not None else ())
        if row.state.casefold() in ("randomised", "randomized")
    }


def _sizes(dossier: Dossier, set: str | None) -> dict[tuple[str | None, str], Patients]:
    """The sizes of the arms in an analysis set, as `_randomised` has them."""
    chosen = by_id(dossier.trial.analysis_sets).get(set or "")
    return {
        (None, arm): Patients(n, "", f"trial.analysis_sets.{set}.sizes.{arm}")
        for arm, n in (chosen.sizes if chosen is not None else {}).items()
    }


def _is_everybody(dossier: Dossier, set: str | None) -> bool:
    """Whether the set holds all who were randomised; so do tables that name none."""
    chosen = by_id(dossier.trial.analysis_sets).get(set or "")
    return chosen is None or (chosen.kind is not None and chosen.kind.value == "full")
