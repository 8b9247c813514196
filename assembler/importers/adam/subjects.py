"""ADSL: one row for each patient, the treatment, the populations; what is counted of patients."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from assembler.importers.adam.asking import Columns, Question, variables
from assembler.importers.adam.rules import Characteristic, Rules, State, Treatment
from assembler.importers.entry import shown
from assembler.problems import Problem, ProblemsFound, error
from assembler.read.datasets.dataset import DataSet, Row

Counts = Counter[tuple[str, str]]
"""What is counted, and the treatment -> patients."""
_MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class StateCounts:
    """A state of disposition, with the reasons for it where the data give them."""

    state: State
    question: Question
    reason: str | None
    """The variable with the reason."""
    reason_column: int | None
    patients: Counter[str] = field(default_factory=Counter)
    reasons: Counts = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class CategoryCounts:
    """The categories of a characteristic."""

    characteristic: Characteristic
    column: int
    order_column: int | None
    unit_column: int | None
    patients: Counts = field(default_factory=Counter)
    order: dict[str, Decimal] = field(default_factory=dict)
    units: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Subjects:
    """The patients of a trial, and how many of them there are of each kind."""

    columns: Columns
    rules: Rules
    populations: dict[str, Question | None]
    treatments: dict[Treatment, str | None]
    """The variable that says it."""
    numbers: dict[str, int] = field(default_factory=dict)
    """USUBJID -> number of the patient."""
    groups: dict[Treatment, list[str]] = field(default_factory=dict)
    """Treatment of each patient, by number."""
    members: dict[str, bytearray] = field(default_factory=dict)
    """Population -> 1 for each patient in it, by number."""
    sizes: Counter[tuple[str, Treatment, str]] = field(default_factory=Counter)
    """Population, kind of treatment, treatment -> patients."""
    studies: Counter[str] = field(default_factory=Counter)
    order: dict[str, Decimal] = field(default_factory=dict)
    """Treatment -> its number, where the data give one."""
    states: list[StateCounts] = field(default_factory=list)
    categories: list[CategoryCounts] = field(default_factory=list)
    duration: str | None = None
    """The variable with the duration of treatment."""
    no_duration: Counter[str] = field(default_factory=Counter)
    """Treatment -> patients whose duration is not given."""
    total: dict[str, Decimal] = field(default_factory=dict)
    """Treatment -> total duration."""
    stopped: Question | None = None
    """Who discontinued treatment."""
    discontinued: Counter[str] = field(default_factory=Counter)
    death: Question | None = None
    """Who died."""
    died: Counter[str] = field(default_factory=Counter)
    cause: str | None = None
    """The variable with the cause of death."""
    causes: Counts = field(default_factory=Counter)

    @property
    def data(self) -> DataSet:
        return self.columns.data

    def counts(self, population: str, treatment: Treatment) -> bool:
        """Whether patients of a population can be counted by treatment."""
        return bool(self.populations.get(population) and self.treatments[treatment])


def read_subjects(data: DataSet, rules: Rules) -> Subjects:
    """The patients of ADSL and their counts.

    Raises ProblemsFound: no USUBJID, a patient twice or without it, no patient, no treatment.
    """
    if not data.has("USUBJID"):
        raise ProblemsFound(
            [_error(data, "has no variable USUBJID", "add it: it tells patients apart")]
        )
    columns = Columns.of(data, ("USUBJID", "STUDYID", *_asked(rules)))
    subjects = Subjects(
        columns,
        rules,
        {name: columns.question(one.of) for name, one in rules.populations.items()},
        {
            kind: columns.first([one.variable for one in named])
            for kind, named in rules.treatments.items()
        },
    )
    if None in subjects.treatments.values():
        wanted = ", ".join(one.variable for one in rules.treatments["planned"])
        remedy = f"add one of {wanted}, or name the variable under `treatments` in a file of rules"
        raise ProblemsFound([_error(data, "says of nobody which treatment was given", remedy)])
    _Pass(subjects).over()
    return subjects


def _asked(rules: Rules) -> Iterator[str]:
    """The variables of ADSL that the rules ask for."""
    for population in rules.populations.values():
        yield from variables(population.of)
    for one in (one for named in rules.treatments.values() for one in named):
        yield from (name for name in (one.variable, one.order) if name)
    for state in rules.disposition.states:
        yield from (*variables(state.of), *state.reasons)
    for each in rules.baseline.characteristics:
        yield from (name for name in (each.variable, each.order, each.unit) if name)
    yield from rules.exposure.duration.variables
    yield from variables(rules.exposure.discontinued)
    yield from (*variables(rules.deaths.died), *rules.deaths.cause)


class _Pass:
    """One pass over ADSL, which counts everything."""

    def __init__(self, subjects: Subjects) -> None:
        self._into = subjects
        columns, rules = subjects.columns, subjects.rules
        self._column = columns.column
        subjects.duration = columns.first(rules.exposure.duration.variables)
        subjects.stopped = columns.question(rules.exposure.discontinued)
        subjects.death = columns.question(rules.deaths.died)
        subjects.cause = columns.first(rules.deaths.cause)
        self._duration, self._cause = map(columns.column, (subjects.duration, subjects.cause))
        for state in rules.disposition.states:
            question = columns.question(state.of)
            if question:
                reason = columns.first(state.reasons)
                at = columns.column(reason)
                subjects.states.append(StateCounts(state, question, reason, at))
        for one in rules.baseline.characteristics:
            at = columns.column(columns.first([one.variable]))
            if at is not None:
                order, unit = columns.column(one.order), columns.column(one.unit)
                subjects.categories.append(CategoryCounts(one, at, order, unit))
        self._orders = [
            (kind, columns.column(one.order))
            for kind, named in rules.treatments.items()
            for one in named
            if one.variable == subjects.treatments[kind]
        ]

    def over(self) -> None:
        into, columns = self._into, self._into.columns
        patient, study = columns.names.index("USUBJID"), columns.column("STUDYID")
        treatments = {kind: self._column(name) for kind, name in into.treatments.items()}
        for kind in treatments:
            into.groups[kind] = []
        into.members = {name: bytearray() for name in into.populations}
        twice: list[int] = []
        nameless: list[int] = []
        for number, row in enumerate(columns.rows()):
            if not row[patient]:
                nameless.append(number + 1)
            elif into.numbers.setdefault(row[patient], number) != number:
                twice.append(number + 1)
            if study is not None:
                into.studies[row[study]] += 1
            groups = {kind: row[at] for kind, at in treatments.items() if at is not None}
            self._patient(row, groups)
        _refuse(into.data, twice, nameless, bool(into.numbers))

    def _patient(self, row: Row, groups: Mapping[Treatment, str]) -> None:
        into, rules = self._into, self._into.rules
        for kind, group in groups.items():
            into.groups[kind].append(group)
        belongs = set()
        for name, question in into.populations.items():
            counts = question is not None and question(row)
            into.members[name].append(counts)
            if counts:
                belongs.add(name)
                for kind, group in groups.items():
                    into.sizes[name, kind, group] += 1
        if belongs:
            for kind, at in self._orders:
                if at is not None and (value := _number(row[at])) is not None:
                    into.order.setdefault(groups[kind], value)
        if rules.disposition.population in belongs:
            self._states(row, groups[rules.disposition.treatment])
        if rules.baseline.population in belongs:
            self._categories(row, groups[rules.baseline.treatment])
        if rules.exposure.population in belongs:
            self._exposure(row, groups[rules.exposure.treatment])
        if rules.deaths.population in belongs and into.death and into.death(row):
            group = groups[rules.deaths.treatment]
            into.died[group] += 1
            if self._cause is not None:
                into.causes[row[self._cause], group] += 1

    def _states(self, row: Row, group: str) -> None:
        for one in self._into.states:
            if one.question(row):
                one.patients[group] += 1
                if one.reason_column is not None:
                    one.reasons[row[one.reason_column], group] += 1

    def _categories(self, row: Row, group: str) -> None:
        for one in self._into.categories:
            value = row[one.column]
            one.patients[value, group] += 1
            if (
                one.order_column is not None
                and (rank := _number(row[one.order_column])) is not None
            ):
                one.order.setdefault(value, rank)
            if one.unit_column is not None:
                one.units.add(row[one.unit_column])

    def _exposure(self, row: Row, group: str) -> None:
        into = self._into
        if self._duration is not None:
            days = _number(row[self._duration])
            if days is None:
                into.no_duration[group] += 1
            else:
                into.total[group] = into.total.get(group, Decimal()) + days
        if into.stopped and into.stopped(row):
            into.discontinued[group] += 1


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _refuse(data: DataSet, twice: list[int], nameless: list[int], has_any: bool) -> None:
    problems: list[Problem] = []
    for rows, what in ((twice, "have a USUBJID that stood before"), (nameless, "have no USUBJID")):
        if rows:
            which = ", ".join(map(str, rows[:_MOST_SHOWN])) + (
                ", ..." if rows[_MOST_SHOWN:] else ""
            )
            remedy = "give ADSL one row for each patient: it says who is counted"
            problems.append(_error(data, f": {len(rows)} rows ({which}) {what}", remedy))
    if not has_any:
        problems.append(_error(data, "has no patient", "export the data set again"))
    if problems:
        raise ProblemsFound(problems)


def _error(data: DataSet, what: str, remedy: str) -> Problem:
    gap = "" if what.startswith(":") else " "
    return error("import.one-row-a-patient", f"{shown(data.name)}{gap}{what}", remedy, at=data.at)
