"""Counts of ADAE -> the overview and the adverse events by class and term."""

from collections.abc import Iterator, Mapping

from assembler.importers.adam.drafting import Drafting
from assembler.importers.adam.events import GRADES, Events, Key
from assembler.read import Data

_OVERVIEW = (
    "related", "grade_3_or_higher", "serious", "dose_reduced", "dose_interrupted", "discontinued",
    "fatal", "related_grade_3_or_higher", "related_serious", "related_fatal",
)  # fmt: skip
_TERM = ("grade_3_or_higher", "related", "serious", *GRADES)
_COLUMNS = ("arm", "system_organ_class", "preferred_term", "patients", *_TERM, "events")
_UNSAID = {
    "serious": "serious events",
    "related": "related events",
    "fatal": "events that led to death",
    "discontinued": "events that led to discontinuation",
    "dose_reduced": "events that led to a lower dose",
    "dose_interrupted": "events that led to an interruption",
}


def overview_of(drafting: Drafting, events: Events) -> tuple[Data, Data]:
    """`safety.overview` and its source."""
    rule = drafting.rules.adverse_events
    sizes = drafting.size(rule.population, rule.treatment)
    found = _by_arm(drafting, events, ("", ""))
    rows: list[Data] = []
    for arm, n in sizes.items():
        counts = found.get(arm, {})
        row: dict[str, Data] = {
            "arm": arm,
            "n": str(n),
            "any_event": str(counts.get("patients", 0)),
        }
        row |= {key: str(counts.get(key, 0)) for key in _OVERVIEW if key in events.answered}
        rows.append(row)
    said = [_sentence(drafting, events)]
    said += [
        f"{key.replace('_', ' ')}: {events.answered[key]}"
        for key in _UNSAID
        if key in events.answered
    ]
    if "grade_1" in events.answered:
        said.append(f"grade: {events.grade}")
    drafting.origins["safety.overview"] = events.data.at
    return rows, drafting.source(events.data, "adverse_events", "; ".join(said))


def adverse_events_of(drafting: Drafting, events: Events) -> Data:
    """`safety.adverse_events`."""
    rule = drafting.rules.adverse_events
    sizes = drafting.size(rule.population, rule.treatment)
    said = f"{_sentence(drafting, events)}; in {events.soc}"
    said += f" and {events.term}" if events.term else ""
    drafting.origins["safety.adverse_events"] = events.data.at
    shown: dict[str, Data] = {"threshold": rule.threshold} if rule.threshold else {}
    return {
        "analysis_set": drafting.analysis_set(rule.population, rule.treatment),
        "sizes": {arm: str(n) for arm, n in sizes.items()},
        "definition": rule.words,
        **shown,
        "rows": drafting.grid("adverse-events.csv", _COLUMNS, _terms(drafting, events)),
        "source": drafting.source(events.data, "adverse_events", said),
    }


def tell_unsaid(drafting: Drafting, events: Events) -> None:
    """Notes on what the data do not tell of events."""
    unsaid: dict[str, list[str]] = {}
    for key, what in _UNSAID.items():
        tests = getattr(drafting.rules.adverse_events, key)
        if tests and not events.columns.question(tests):
            asked = ", ".join(dict.fromkeys(test.variable for test in tests))
            unsaid.setdefault(asked, []).append(what)
    for asked, kinds in unsaid.items():
        why = f"{events.data.name} has nothing under {asked}"
        drafting.omit("; ".join(kinds), why, events.data)
    if events.grade is None and drafting.rules.adverse_events.grade:
        asked = ", ".join(drafting.rules.adverse_events.grade)
        why = f"{events.data.name} has nothing under {asked}; a severity is no grade"
        drafting.omit("grades", why, events.data)


def _sentence(drafting: Drafting, events: Events) -> str:
    rule = drafting.rules.adverse_events
    population = drafting.subjects.populations[rule.population]
    who = population.test.words if population else ""
    treatment = drafting.subjects.treatments[rule.treatment]
    name = drafting.subjects.data.name
    return f"{events.question.test.words}; {who}, by {treatment}, of {name}"


def _terms(drafting: Drafting, events: Events) -> Iterator[dict[str, str]]:
    """Each class, then its terms; a row for each arm, zeros too."""
    keys = [key for key in _TERM if key in events.answered]
    numbers = _events_by_arm(drafting, events)
    for soc, term in sorted(events.patients):
        if not soc:
            continue
        found = _by_arm(drafting, events, (soc, term))
        for arm in drafting.arms.order:
            counts = found.get(arm, {})
            row = {"arm": arm, "system_organ_class": soc}
            if term:
                row["preferred_term"] = term
            row["patients"] = str(counts.get("patients", 0))
            row |= {key: str(counts.get(key, 0)) for key in keys}
            row["events"] = str(numbers.get(((soc, term), arm), 0))
            yield row


def _by_arm(drafting: Drafting, events: Events, key: Key) -> dict[str, dict[str, int]]:
    """Arm -> patients, by key of the records."""
    found: dict[str, dict[str, int]] = {}
    groups = drafting.subjects.groups[drafting.rules.adverse_events.treatment]
    for group, counts in events.counts(key, groups):
        of_arm = found.setdefault(drafting.arms.ids[group], {})
        for name, n in counts.items():
            of_arm[name] = of_arm.get(name, 0) + n
    return found


def _events_by_arm(drafting: Drafting, events: Events) -> Mapping[tuple[Key, str], int]:
    arms = {number: drafting.arms.ids[group] for group, number in events.groups.items()}
    found: dict[tuple[Key, str], int] = {}
    for (key, number), n in events.events.items():
        found[key, arms[number]] = found.get((key, arms[number]), 0) + n
    return found
