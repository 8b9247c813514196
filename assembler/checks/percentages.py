"""Percentages: each against the count and the number of patients that it is made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assembler.checks.lookup import by_id, cohorts, path, source_of
from assembler.checks.numbers import half_unit
from assembler.checks.rule import Finding, compare, rule
from assembler.checks.safety import in_safety_set
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

    Responders in an analysis, patients with a term, patients in a state of disposition: each
    against its own number of patients. A difference of less than one unit of the last digit may
    be truncation, and is a note. A rate that a model adjusted or imputed is no such share: waive
    the finding and say so. Nothing can be said of zero patients. ICH E3 11.4.1 and 12.2.2.
    """
    for share in (*_responders(dossier), *_terms(dossier), *_states(dossier)):
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


def _states(dossier: Dossier) -> Iterator[_Share]:
    """States of disposition and categories at baseline, of the patients who were randomised."""
    trial = dossier.trial
    states = trial.disposition.rows if trial.disposition is not None else ()
    randomised = {
        (row.cohort, row.arm): (row.patients, f"trial.disposition.rows[{index}].patients")
        for index, row in enumerate(states)
        if row.state.casefold() in ("randomised", "randomized")
    }
    rows = [
        (f"trial.disposition.rows[{index}]", row.cohort, row.arm, row.state, row)
        for index, row in enumerate(states)
    ]
    remedy = "compare with the source and correct `percentage` or `patients`"
    for at, cohort, arm, state, row in rows:
        whole = randomised.get((cohort, arm))
        if whole is not None:
            paths = (f"{at}.percentage", f"{at}.patients", whole[1])
            yield _Share(
                row.percentage, row.patients, whole[0], f"arm {arm} {state}", paths, remedy
            )
    sets = by_id(trial.analysis_sets)
    baseline = trial.baseline
    chosen = sets.get(baseline.analysis_set or "") if baseline is not None else None
    is_everybody = chosen is None or (chosen.kind is not None and chosen.kind.value == "full")
    for index, one in enumerate(baseline.rows if baseline is not None and is_everybody else ()):
        whole = randomised.get((one.cohort, one.arm))
        if whole is not None:
            at = f"trial.baseline.rows[{index}]"
            paths = (f"{at}.percentage", f"{at}.patients", whole[1])
            who = f"arm {one.arm} with {one.characteristic} {one.category or ''}".rstrip()
            yield _Share(one.percentage, one.patients, whole[0], who, paths, remedy)
