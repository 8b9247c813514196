"""Rows of tables: each of them stands once."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from assembler.checks.rule import Finding, rule
from assembler.problems import Severity
from assembler.records import Dossier
from assembler.records.base import Record

_Key = tuple[str | None, ...]
_R = TypeVar("_R", bound=Record)


@rule("rows.stand-once", severity=Severity.ERROR)
def rows_stand_once(dossier: Dossier) -> Iterator[Finding]:
    """A table counts the patients of an arm under one heading once.

    Two rows of one cohort, arm and heading (state of disposition, characteristic at baseline,
    prior therapy, notable change) leave open which of them holds: one was copied and not changed,
    or belongs to another arm. A table has one cell for both. ICH E3 10.1, 11.2 and 12.5.
    """
    trial, safety = dossier.trial, dossier.safety
    if trial.disposition is not None:
        yield from _twice(
            trial.disposition.rows,
            "trial.disposition",
            lambda row: (row.cohort, row.arm, row.state),
        )
    if trial.baseline is not None:
        yield from _twice(
            trial.baseline.rows,
            "trial.baseline",
            lambda row: (row.cohort, row.arm, row.characteristic, row.category),
        )
    if trial.prior_therapy is not None:
        yield from _twice(
            trial.prior_therapy.rows,
            "trial.prior_therapy",
            lambda row: (row.cohort, row.arm, row.therapy, row.category),
        )
    if safety.notable_changes is not None:
        yield from _twice(
            safety.notable_changes.rows,
            "safety.notable_changes",
            lambda row: (row.cohort, row.arm, row.parameter, row.criterion),
        )


def _twice(rows: Sequence[_R], table: str, key_of: Callable[[_R], _Key]) -> Iterator[Finding]:
    """A finding for each row whose key stands in a row before."""
    seen: dict[_Key, str] = {}
    for index, row in enumerate(rows):
        at = f"{table}.rows[{index}]"
        key = key_of(row)
        before = seen.setdefault(key, at)
        if before != at:
            _, arm, *heading = key
            name = ", ".join(words for words in heading if words)
            yield Finding(
                at,
                f"patients of arm {arm} stand in two rows under {name}",
                "compare with the source, correct the one that is wrong or remove it",
                also=(before,),
            )
