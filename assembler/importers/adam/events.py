"""ADAE: patients with events, once in the overview, once in each class and in each term."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assembler.importers.adam.asking import Columns, Question, variables
from assembler.importers.adam.rules import AdverseEventsRule
from assembler.importers.adam.subjects import Subjects
from assembler.importers.entry import shown
from assembler.read.datasets.dataset import DataSet, Reading, Row

_GRADE = re.compile(r"(?:GRADE *)?([1-5])(?:\.0)?")
_TREATMENT = {"actual": "TRTA", "planned": "TRTP"}

KINDS = ("serious", "fatal", "related", "discontinued", "dose_reduced", "dose_interrupted")
"""Keys of the rule, each a question; the same keys in the records."""
BOTH = {
    "related_serious": ("related", "serious"),
    "related_fatal": ("related", "fatal"),
    "related_grade_3_or_higher": ("related", "grade_3_or_higher"),
}
"""Key of the records -> what one and the same event is."""
GRADES = ("grade_1", "grade_2", "grade_3", "grade_4", "grade_5")
_BITS = {key: 1 << bit for bit, key in enumerate((*KINDS, *BOTH, *GRADES))}
_SEVERE = _BITS["grade_3"] | _BITS["grade_4"] | _BITS["grade_5"]

Key = tuple[str, str]
"""System organ class and preferred term; both empty: any event; no term: the whole class."""


@dataclass(slots=True)
class Events:
    """Which patients had which events."""

    columns: Columns
    question: Question
    """Which rows count."""
    soc: str | None
    term: str | None
    grade: str | None
    """The variables of class, term and grade."""
    answered: dict[str, str]
    """Key of the records that is counted -> how the rule says it."""
    treatment: str | None = None
    """The variable with the treatment at the event, which is compared with ADSL."""
    patients: dict[Key, dict[int, int]] = field(default_factory=dict)
    """Number of the patient -> what the patient's events of the key were, a bit for each."""
    events: Counter[tuple[Key, int]] = field(default_factory=Counter)
    """Key and number of the patient's treatment in `groups` -> events."""
    groups: dict[str, int] = field(default_factory=dict)

    @property
    def data(self) -> DataSet:
        return self.columns.data

    def counts(self, key: Key, groups: Sequence[str]) -> Iterator[tuple[str, dict[str, int]]]:
        """Treatment of each patient by number -> treatment and patients, by key of the records."""
        found: dict[str, Counter[int]] = {}
        for patient, bits in self.patients.get(key, {}).items():
            found.setdefault(groups[patient], Counter())[bits] += 1
        for group, by_bits in found.items():
            yield group, dict(self._summed(by_bits))

    def _summed(self, by_bits: Counter[int]) -> Iterator[tuple[str, int]]:
        yield "patients", sum(by_bits.values())
        for key in self.answered:
            if key == "grade_3_or_higher":
                yield key, sum(n for bits, n in by_bits.items() if bits & _SEVERE)
            elif key in GRADES:
                bit = _BITS[key]
                worse = sum(_BITS[grade] for grade in GRADES if _BITS[grade] > bit)
                yield key, sum(n for b, n in by_bits.items() if b & bit and not b & worse)
            else:
                yield key, sum(n for bits, n in by_bits.items() if bits & _BITS[key])


def read_events(data: DataSet, subjects: Subjects, reading: Reading) -> Events | None:
    """The events of the patients; None, with a warning, where the rule cannot be followed."""
    rule = subjects.rules.adverse_events
    if not data.has("USUBJID") or not subjects.counts(rule.population, rule.treatment):
        missing = "USUBJID" if not data.has("USUBJID") else f"the population '{rule.population}'"
        _left_out(data, reading, missing)
        return None
    treatment = _TREATMENT[rule.treatment]
    columns = Columns.of(data, ("USUBJID", treatment, *_asked(rule)))
    question = columns.question(rule.events)
    if question is None:
        _left_out(data, reading, " or ".join(test.words for test in rule.events))
        return None
    events = Events(
        columns,
        question,
        columns.first(rule.class_),
        columns.first(rule.term),
        columns.first(rule.grade),
        {},
        columns.first([treatment]),
    )
    _Pass(events, subjects, rule).over(reading)
    return events


def _asked(rule: AdverseEventsRule) -> Iterator[str]:
    yield from (*variables(rule.events), *rule.class_, *rule.term, *rule.grade)
    for kind in KINDS:
        yield from variables(getattr(rule, kind))


def _left_out(data: DataSet, reading: Reading, missing: str) -> None:
    reading.warn(
        "import.rule-followed",
        f"no adverse event of {shown(data.name)} is counted: {shown(missing)} is not in the data",
        "complete the data set, or name another variable under `adverse_events` in a file of rules",
        data.at,
    )


class _Pass:
    """One pass over ADAE."""

    def __init__(self, events: Events, subjects: Subjects, rule: AdverseEventsRule) -> None:
        self._into, self._subjects, self._rule = events, subjects, rule
        columns = events.columns
        asked = {kind: columns.question(getattr(rule, kind)) for kind in KINDS}
        self._questions = {kind: question for kind, question in asked.items() if question}
        self._soc, self._term, self._grade, self._treatment = (
            columns.column(name)
            for name in (events.soc, events.term, events.grade, events.treatment)
        )
        self._odd: Counter[str] = Counter()
        self._grades: Counter[str] = Counter()

    def over(self, reading: Reading) -> None:
        into, subjects, rule = self._into, self._subjects, self._rule
        at = into.columns.names.index("USUBJID")
        members, groups = subjects.members[rule.population], subjects.groups[rule.treatment]
        for row in into.columns.rows():
            patient = subjects.numbers.get(row[at])
            if patient is None:
                self._odd["strangers"] += 1
            elif into.question(row) and members[patient]:
                self._event(row, patient, groups[patient])
        self._answers(reading)
        self._tell(reading)

    def _event(self, row: Row, patient: int, group: str) -> None:
        into = self._into
        bits = self._bits(row)
        soc = row[self._soc] if self._soc is not None else ""
        term = row[self._term] if self._term is not None else ""
        self._odd["without class"] += not soc
        self._odd["without term"] += not term
        if self._treatment is not None and row[self._treatment] not in ("", group):
            self._odd["other treatment"] += 1
        keys = [("", "")]
        if soc:
            keys.append((soc, ""))
            if term:
                keys.append((soc, term))
        number = into.groups.setdefault(group, len(into.groups))
        for key in keys:
            of_key = into.patients.setdefault(key, {})
            of_key[patient] = of_key.get(patient, 0) | bits
            into.events[key, number] += 1

    def _bits(self, row: Row) -> int:
        found = {kind for kind, question in self._questions.items() if question(row)}
        if self._grade is not None:
            grade = _GRADE.fullmatch(row[self._grade].upper())
            if grade:
                found.add(f"grade_{grade[1]}")
                if grade[1] >= "3":
                    found.add("grade_3_or_higher")
            else:
                self._grades[row[self._grade]] += 1
        if "fatal" in found and "serious" in self._questions and "serious" not in found:
            self._odd["fatal, not serious"] += 1
        for key, (one, other) in BOTH.items():
            if one in found and other in found:
                found.add(key)
        return sum(_BITS[key] for key in found if key in _BITS)

    def _answers(self, reading: Reading) -> None:
        """What is counted: kinds whose question every row answers, and the grades."""
        into = self._into
        for kind, question in self._questions.items():
            if question.is_answered(kind.replace("_", " "), into.data, reading):
                into.answered[kind] = question.words
        if self._grade is not None and self._are_grades(reading):
            for key in (*GRADES, "grade_3_or_higher"):
                into.answered[key] = f"{into.grade} as the grade"
        for key, pair in BOTH.items():
            if all(one in into.answered for one in pair):
                into.answered[key] = "both of one event"

    def _are_grades(self, reading: Reading) -> bool:
        into, strange = self._into, sorted(value for value in self._grades if value)
        if strange:
            reading.warn(
                "import.answers-known",
                f"{into.grade} of {into.data.name} holds '{shown(strange[0])}', which is no grade "
                "from 1 to 5; no grade is counted",
                "name the variable with the toxicity grade under `grade` in a file of rules",
                into.data.at,
            )
        elif self._grades[""]:
            reading.warn(
                "import.answers-given",
                f"{into.grade} of {into.data.name} is empty in {self._grades['']} of the rows that "
                "count; they stand under no grade",
                "complete the data set, or say so where the numbers stand",
                into.data.at,
            )
        return not strange

    def _tell(self, reading: Reading) -> None:
        data, rule = self._into.data, self._rule
        source = self._subjects.data.name
        known = {
            "strangers": f"of patients who are not in {source} are not counted",
            "other treatment": f"have another {self._into.treatment} than {source} has for the "
            f"patient; the patient is counted as {source} says",
            "without class": "have no system organ class: they count in the overview alone",
            "without term": "have no preferred term: they count in no term",
            "fatal, not serious": "led to death and are not serious, in the data's own words; an "
            "event that leads to death is serious by definition (ICH E2A II.B)",
        }
        for key, words in known.items():
            if self._odd[key]:
                reading.warn(
                    "import.data-agree",
                    f"{self._odd[key]} {'' if key == 'strangers' else rule.words + ' '}events of "
                    f"{shown(data.name)} {words}",
                    "compare the data sets with whoever made them; the counts follow the data",
                    data.at,
                )
        if not self._into.patients:
            _left_out(data, reading, f"an event with {self._into.question.test.words}")
