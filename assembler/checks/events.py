"""Adverse events: terms within classes within the overview, grades and seriousness nested."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assembler.checks.rule import Finding, rule
from assembler.checks.safety import in_safety_set, same_events
from assembler.checks.trial import patients, within
from assembler.problems import Severity
from assembler.records import Dossier
from assembler.records.base import Record
from assembler.records.safety import AdverseEvent, Overview
from assembler.records.scalars import Count

_NESTED_OVERVIEW = (
    ("fatal", "serious"),
    ("fatal", "grade_3_or_higher"),
    ("related_grade_3_or_higher", "related"),
    ("related_grade_3_or_higher", "grade_3_or_higher"),
    ("related_serious", "related"),
    ("related_serious", "serious"),
    ("related_fatal", "related"),
    ("related_fatal", "fatal"),
)
_BY_DEFINITION = ("fatal", "serious")
"""ICH E2A says so of an event, and nobody may have said so of this one."""
_NESTED_TERM = (
    ("grade_3", "grade_3_or_higher"),
    ("grade_4", "grade_3_or_higher"),
    ("grade_5", "grade_3_or_higher"),
)
"""Pairs of keys: patients under the first are among those under the second."""
_SEVERE = ("grade_3", "grade_4", "grade_5")
_GRADES = ("grade_1", "grade_2", *_SEVERE)

_KEYS = (
    ("patients", "any_event"),
    ("grade_3_or_higher", "grade_3_or_higher"),
    ("related", "related"),
    ("serious", "serious"),
    ("non_serious", "non_serious"),
    ("grade_5", "fatal"),
)
"""Key of a term or class, and that of the overview that it lies within."""


@rule("categories.nested", severity=Severity.ERROR)
def categories_nested(dossier: Dossier) -> Iterator[Finding]:
    """Each category of events lies within the wider ones, and worst grades add up to the whole.

    Patients with a fatal event are among those with a serious one (a fatal event is serious by
    definition) and among those with grade 3 or higher; a related serious event is a related and a
    serious one. Data in which an event led to death and was not flagged as serious exist: that is
    a warning, to be mended in the data, or waived with their own words. `grade_1` to `grade_5` are
    worst grades, each patient under one: together they are no more than the patients with the
    event, and grades 3 to 5, when all are given, are those of `grade_3_or_higher`. ICH E2A II.B;
    ICH E3 12.2.2.
    """
    for index, view in enumerate(dossier.safety.overview):
        at = f"safety.overview[{index}]"
        yield from _nested(view, _NESTED_OVERVIEW, f"in arm {view.arm}", at)
    events = dossier.safety.adverse_events
    for index, row in enumerate(events.rows if events is not None else ()):
        at = f"safety.adverse_events.rows[{index}]"
        who = f"with {_name(row)} in arm {row.arm}"
        found = list(_nested(row, _NESTED_TERM, who, at))
        yield from found or _worst_grades(row, who, at)


def _nested(row: Record, pairs: Sequence[tuple[str, str]], who: str, at: str) -> Iterator[Finding]:
    """A finding for each key that counts more than a key that it is part of: one for a key."""
    told: set[str] = set()
    for part, whole in pairs:
        one: Count | None = getattr(row, part)
        other: Count | None = getattr(row, whole)
        if part in told or one is None or other is None or one.number <= other.number:
            continue
        told.add(part)
        found = within(
            patients(one, f"patients under `{part}` {who}", f"{at}.{part}"),
            patients(other, f"those under `{whole}`", f"{at}.{whole}"),
        )
        severity = Severity.WARNING if (part, whole) == _BY_DEFINITION else None
        yield from (replace(finding, severity=severity) for finding in found)


def _worst_grades(row: AdverseEvent, who: str, at: str) -> Iterator[Finding]:
    """Findings where worst grades, each patient under one, do not add up."""
    for keys, whole_key in ((_SEVERE, "grade_3_or_higher"), (_GRADES, "patients")):
        counts = [getattr(row, key) for key in keys]
        given = [count for count in counts if count is not None]
        whole: Count | None = getattr(row, whole_key)
        total = sum(count.number for count in given)
        if whole is None or not given:
            continue
        is_whole = len(given) == len(keys) and keys is _SEVERE
        if total > whole.number or (is_whole and total != whole.number):
            first = next(key for key in keys if getattr(row, key) is not None)
            yield Finding(
                f"{at}.{first}",
                f"the worst grades of patients {who} add up to {total}, "
                f"and `{whole_key}` is {whole}",
                "compare with the source and correct the one that is wrong; where a patient "
                "counts under each of several grades, only `grade_3_or_higher` can be recorded",
                also=(f"{at}.{whole_key}",),
            )
            return


@dataclass(frozen=True, slots=True)
class _Whole:
    """A row that others are part of: its counts under the keys of a term."""

    counts: Mapping[str, Count | None]
    name: str
    paths: Mapping[str, str]


@rule("terms.within-class", severity=Severity.ERROR)
def terms_within_class(dossier: Dossier) -> Iterator[Finding]:
    """A term counts no more patients than its class, and a class no more than the overview.

    Patients with a term are patients with its system organ class, and those are patients with
    any event, in every column: any grade, grade 3 or higher, related, serious, fatal. Events are
    another matter and may exceed patients. The overview is compared where it has the same
    analysis set and cut-off as the table of terms. ICH E3 12.2.2 and 14.3.1.
    """
    events = dossier.safety.adverse_events
    if events is None:
        return
    overview: dict[object, _Whole] = {}
    if same_events(dossier.safety):
        for index, view in enumerate(dossier.safety.overview):
            overview[view.cohort, view.arm] = _of_overview(view, f"safety.overview[{index}]")
    classes: dict[object, _Whole] = {}
    placed = [(row, f"safety.adverse_events.rows[{i}]") for i, row in enumerate(events.rows)]
    for row, at in placed:
        if row.preferred_term is None:
            classes[row.cohort, row.arm, row.system_organ_class] = _of_class(row, at)
    sets = in_safety_set(dossier.safety)
    for row, at in placed:
        size = sets.get((row.cohort, row.arm))
        if size is not None and row.patients and row.patients.number > size.count.number:
            continue  # patients.within-arm says so
        whole = overview.get((row.cohort, row.arm))
        if row.preferred_term is not None:
            whole = classes.get((row.cohort, row.arm, row.system_organ_class), whole)
        if whole is not None:
            yield from _within_whole(row, at, whole)


def _of_overview(view: Overview, at: str) -> _Whole:
    return _Whole(
        {key: getattr(view, wider) for key, wider in _KEYS},
        "the overview",
        {key: f"{at}.{wider}" for key, wider in _KEYS},
    )


def _of_class(row: AdverseEvent, at: str) -> _Whole:
    return _Whole(
        {key: getattr(row, key) for key, _ in _KEYS},
        f"the class {row.system_organ_class}",
        {key: f"{at}.{key}" for key, _ in _KEYS},
    )


def _within_whole(row: AdverseEvent, at: str, whole: _Whole) -> Iterator[Finding]:
    for key, wide in whole.counts.items():
        count: Count | None = getattr(row, key)
        if count is None or (row.patients is not None and count.number > row.patients.number):
            continue  # patients.within-arm says so
        if wide is not None and count.number > wide.number:
            named = "" if key == "patients" else f" under `{key}`"
            yield from within(
                patients(
                    count, f"patients with {_name(row)}{named} in arm {row.arm}", f"{at}.{key}"
                ),
                patients(wide, f"those of {whole.name}", whole.paths[key]),
            )
            return


def _name(row: AdverseEvent) -> str:
    return row.preferred_term or row.system_organ_class
