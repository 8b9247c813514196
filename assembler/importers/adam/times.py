"""Data sets of times to an event: patients analysed, and patients with the event."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from assembler.importers.adam.asking import Columns, variables
from assembler.importers.adam.subjects import Subjects
from assembler.importers.entry import shown
from assembler.read.datasets.dataset import DataSet, Reading

_NEEDED = ("USUBJID", "PARAMCD", "CNSR")


@dataclass(slots=True)
class Parameter:
    """One time to an event, PARAMCD, in one data set."""

    data: DataSet
    code: str
    words: str
    """PARAM."""
    rows: str
    """Which rows count; empty: all."""
    names: tuple[str, ...]
    """The variables that are asked for."""
    analysed: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    """By treatment."""
    seen: set[int] = field(default_factory=set)
    odd: Counter[str] = field(default_factory=Counter)


def is_time_to_event(data: DataSet) -> bool:
    return all(data.has(name) for name in _NEEDED)


def read_times(data: DataSet, subjects: Subjects, reading: Reading) -> Iterator[Parameter]:
    """The parameters that can be counted, in the order of the data set."""
    rule = subjects.rules.time_to_event
    columns = Columns.of(data, (*_NEEDED, "PARAM", *variables(rule.rows)))
    question = columns.question(rule.rows)
    at = {name: columns.column(name) for name in (*_NEEDED, "PARAM")}
    groups = subjects.groups[rule.treatment]
    found: dict[str, Parameter] = {}
    rows = question.test.words if question else ""
    asked = ("STUDYID", *columns.names)
    for row in columns.rows():
        if question is not None and not question(row):
            continue
        cells = {name: row[column] if column is not None else "" for name, column in at.items()}
        code = cells["PARAMCD"]
        one = found.setdefault(code, Parameter(data, code, cells["PARAM"], rows, asked))
        _count(one, cells, subjects, groups)
    for one in found.values():
        if _is_sound(one, subjects.data.name, reading):
            yield one


def _count(one: Parameter, cells: dict[str, str], subjects: Subjects, groups: list[str]) -> None:
    patient = subjects.numbers.get(cells["USUBJID"])
    censored = _censored(cells["CNSR"])
    if patient is None:
        one.odd["stranger"] += 1
    elif censored is None:
        one.odd["no CNSR"] += 1
    elif patient in one.seen:
        one.odd["twice"] += 1
    else:
        one.seen.add(patient)
        one.analysed[groups[patient]] += 1
        one.events[groups[patient]] += not censored


def _censored(text: str) -> bool | None:
    """Whether a time is censored: CNSR is 0 for an event, a whole number above for another."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or number < 0 or number != number.to_integral_value():
        return None
    return number > 0


def _is_sound(one: Parameter, source: str, reading: Reading) -> bool:
    name = f"{shown(one.code)} of {shown(one.data.name)}"
    reasons = {
        "twice": f"{name} has more than one row of a patient ({one.odd['twice']} more): it is not "
        "counted",
        "no CNSR": f"CNSR of {one.odd['no CNSR']} rows of {name} is not 0, 1 or above: it is not "
        "counted",
        "stranger": f"{one.odd['stranger']} rows of {name} are of patients who are not in "
        f"{source}: they are not counted",
    }
    for key, message in reasons.items():
        if one.odd[key]:
            remedy = "compare the data sets with whoever made them"
            if key == "twice":
                remedy = (
                    "name the flag that picks the rows under `time_to_event` in a file of rules"
                )
            reading.warn("import.data-agree", message, remedy, one.data.at)
    return not (one.odd["twice"] or one.odd["no CNSR"])
