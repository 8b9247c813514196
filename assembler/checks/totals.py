"""Totals: rows of safety that span the trial, and those of its cohorts."""

from collections.abc import Iterator, Sequence

from assembler.checks.rule import Finding, rule
from assembler.problems import Severity
from assembler.records import Dossier
from assembler.records.base import Record
from assembler.records.safety import Death, Exposure, Overview
from assembler.records.scalars import Count

_OVERVIEW = tuple(key for key in Overview.model_fields if key not in ("cohort", "arm"))
_EXPOSURE = ("n", "dose_reduced", "dose_interrupted", "discontinued")


@rule("cohorts.sum-to-total", severity=Severity.ERROR)
def cohorts_sum_to_total(dossier: Dossier) -> Iterator[Finding]:
    """Patients of the cohorts add up to those of the row that spans the trial.

    Cohorts that were randomised separately share no patient, so that in each arm their numbers
    add up, in every column that counts patients: a total over cohorts is usual for safety. A sum
    is formed only where every cohort and the total are given. Where nothing says that cohorts
    were randomised separately, they may overlap, and a difference is a note. ICH M4E 2.7.4.1.2
    and 2.7.4.2.1.
    """
    cohorts = dossier.trial.cohorts
    apart = [cohort.separately_randomised for cohort in cohorts]
    if len(cohorts) < 2 or False in apart:
        return
    severity = None if None not in apart else Severity.NOTE
    ids = [cohort.id for cohort in cohorts]
    safety = dossier.safety
    all_causes = {
        i: one for i, one in enumerate(safety.deaths) if (one.cause, one.period) == (None, None)
    }
    for name, keys, rows in (
        ("exposure", _EXPOSURE, dict(enumerate(safety.exposure))),
        ("overview", _OVERVIEW, dict(enumerate(safety.overview))),
        ("deaths", ("patients",), all_causes),
    ):
        by_arm: dict[str, dict[str | None, tuple[str, Record]]] = {}
        for index, row in rows.items():
            if isinstance(row, Exposure | Overview | Death):
                by_arm.setdefault(row.arm, {})[row.cohort] = (f"safety.{name}[{index}]", row)
        for arm, held in by_arm.items():
            if None in held and all(id in held for id in ids):
                yield from _sums(arm, held[None], [held[id] for id in ids], keys, severity)


def _sums(
    arm: str,
    whole: tuple[str, Record],
    parts: Sequence[tuple[str, Record]],
    keys: Sequence[str],
    severity: Severity | None,
) -> Iterator[Finding]:
    for key in keys:
        total: Count | None = getattr(whole[1], key)
        counts: list[Count | None] = [getattr(row, key) for _, row in parts]
        given = [count for count in counts if count is not None]
        if total is None or len(given) < len(counts):
            continue
        if any(_exceeds(row, key) for _, row in (whole, *parts)):
            continue  # patients.within-arm says so
        added = sum(count.number for count in given)
        if added != total.number:
            yield Finding(
                f"{whole[0]}.{key}",
                f"`{key}` of arm {arm} is {total} in all, and "
                f"{' + '.join(count.text for count in given)} is {added}",
                "compare all of them with the source and correct the one that is wrong",
                also=tuple(f"{at}.{key}" for at, _ in parts),
                severity=severity,
            )


def _exceeds(row: Record, key: str) -> bool:
    """Whether a row counts more patients under a key than it has."""
    n: Count | None = getattr(row, "n", None)
    count: Count | None = getattr(row, key)
    return n is not None and count is not None and count.number > n.number
