"""Laboratory shifts: the categories of a parameter in an arm add up to its patients."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assembler.checks.rule import Finding, rule
from assembler.checks.safety import in_safety_set
from assembler.checks.trial import Patients, patients, within
from assembler.problems import Severity
from assembler.records import Dossier
from assembler.records.safety import LaboratoryShift, LaboratoryShifts


@dataclass(slots=True)
class _Shifts:
    """The rows of one parameter in one arm, with their record paths."""

    rows: list[tuple[LaboratoryShift, str]] = field(default_factory=list)


@rule("shifts.sum-to-n", severity=Severity.ERROR)
def shifts_sum_to_n(dossier: Dossier) -> Iterator[Finding]:
    """The shifts of a laboratory parameter add up to the patients of its arm who have values.

    A patient goes from one category to one other, so each pair of categories stands once, and all
    of them together are the `n` that every row of the parameter and arm gives. Fewer are a
    warning: a table may leave out those who went from one category to none. The `n` itself lies
    within the safety set of the arm. Where `categories` gives the columns of the table, every
    category after baseline is among them. ICH E3 12.4.2.
    """
    shifts = dossier.safety.laboratory_shifts
    found: dict[tuple[object, ...], _Shifts] = {}
    for index, row in enumerate(shifts.rows if shifts is not None else ()):
        of_arm = found.setdefault((row.cohort, row.arm, row.parameter), _Shifts())
        of_arm.rows.append((row, f"safety.laboratory_shifts.rows[{index}]"))
    sets = in_safety_set(dossier.safety)
    for one in found.values():
        first, _ = one.rows[0]
        whole = sets.get((first.cohort, first.arm)) or sets.get((None, first.arm))
        problems = [*_twice(one.rows), *_sizes(one.rows, whole)]
        yield from problems or _sum(one.rows)
    yield from _without_column(shifts) if shifts is not None and shifts.categories else ()


def _without_column(shifts: LaboratoryShifts) -> Iterator[Finding]:
    """A finding for each category after baseline that has no column, at its first row."""
    known = set(shifts.categories)
    for index, row in enumerate(shifts.rows):
        category = row.post_baseline_category
        if category not in known:
            known.add(category)
            yield Finding(
                f"safety.laboratory_shifts.rows[{index}].post_baseline_category",
                f"patients went to the category '{category}', which the table has no column for",
                f"correct it, or add it to `categories`: {', '.join(shifts.categories)}",
                also=("safety.laboratory_shifts.categories",),
            )


def _twice(rows: Sequence[tuple[LaboratoryShift, str]]) -> Iterator[Finding]:
    """A finding for each pair of categories that stands in a row before."""
    seen: dict[tuple[str, str], str] = {}
    for row, at in rows:
        pair = (row.baseline_category, row.post_baseline_category)
        before = seen.setdefault(pair, at)
        if before is not at:
            yield Finding(
                f"{at}.post_baseline_category",
                f"{_who(row)} from {pair[0]} to {pair[1]} stand in two rows",
                "compare with the source and remove the one that is wrong",
                also=(before,),
            )


def _sizes(
    rows: Sequence[tuple[LaboratoryShift, str]], whole: Patients | None
) -> Iterator[Finding]:
    """Findings where an `n` is another than the first, or more than the arm has."""
    given = [(row.n, row, at) for row, at in rows if row.n is not None]
    for n, row, at in given[:1]:
        yield from within(patients(n, f"{_who(row)} with values", f"{at}.n"), whole)
    for n, row, at in given[1:]:
        usual, _, before = given[0]
        if n != usual:
            yield Finding(
                f"{at}.n",
                f"{_who(row)} with values are {n} here and {usual} in another row",
                "compare with the source: every row of a parameter and arm has the same `n`",
                also=(f"{before}.n",),
            )


def _sum(rows: Sequence[tuple[LaboratoryShift, str]]) -> Iterator[Finding]:
    """A finding where the shifts of a parameter do not add up to its patients."""
    n = next((row.n for row, _ in rows if row.n is not None), None)
    total = sum(row.patients.number for row, _ in rows)
    if n is None or total == n.number:
        return
    row, at = rows[0]
    yield Finding(
        f"{at}.patients",
        f"the shifts of {_who(row)} add up to {total}, and `n` is {n}",
        "compare with the source and correct the one that is wrong; patients without a value "
        "have a category of their own, such as missing",
        also=(f"{at}.n",),
        severity=None if total > n.number else Severity.WARNING,
    )


def _who(row: LaboratoryShift) -> str:
    return f"patients by {row.parameter} in arm {row.arm}"
