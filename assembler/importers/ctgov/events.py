"""Adverse events and deaths: serious events and others apart, as the registry counts them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from assembler.importers.ctgov.groups import Arms, by_arm
from assembler.importers.ctgov.numbers import count, number
from assembler.importers.ctgov.reading import Reading, plain, put, words
from assembler.importers.drafted import Grid
from assembler.importers.given import Given
from assembler.read import Data

_COLUMNS = (
    "arm", "system_organ_class", "preferred_term", "serious", "non_serious", "serious_events",
    "non_serious_events", "at_risk",
)  # fmt: skip
_LISTS = (("seriousEvents", "serious"), ("otherEvents", "non_serious"))
_Key = tuple[str, str, str]


@dataclass(slots=True)
class _Terms:
    """The rows of terms, in the order in which the registry gives them."""

    sizes: Mapping[str, str]
    rows: list[dict[str, str]] = field(default_factory=list)
    places: dict[_Key, int] = field(default_factory=dict)

    def add(self, key: _Key, kind: str, cell: Given) -> None:
        """The patients of a term in one arm; none where nobody was at risk of being counted."""
        at_risk = cell["numAtRisk"].seen
        patients = None if at_risk == "0" else count(cell["numAffected"])
        if patients is None:
            return
        arm, organ, term = key
        found = self.places.get(key)
        row = self.rows[found] if found is not None else {}
        if kind in row or (row and row.get("at_risk", self.sizes.get(arm, "")) != at_risk):
            found, row = None, {}
        if found is None:
            row = {"arm": arm, "system_organ_class": organ, "preferred_term": term}
            self.places[key] = len(self.rows)
            self.rows.append(row)
        row[kind] = patients
        events = count(cell["numEvents"])
        if events is not None:
            row[f"{kind}_events"] = events
        if at_risk and at_risk != self.sizes.get(arm):
            row["at_risk"] = at_risk
        cell["numAtRisk"].leave()


def read_events(reading: Reading, arms: Arms) -> Grid | None:
    """Adverse events into `safety`: by arm, by term, deaths."""
    module = reading.results["adverseEventsModule"]
    known = arms.of(module["eventGroups"])
    groups = {group["id"].seen: group for group in module["eventGroups"]}
    safety: dict[str, Data] = {}
    source = reading.source("Adverse Events")
    overview, deaths = list(_overview(groups, known)), list(_deaths(groups, known))
    if overview:
        safety["overview"] = [row for row, _ in overview]
    if deaths:
        safety["deaths"] = [*deaths]
    sizes = {str(row["arm"]): n for row, n in overview if n is not None}
    terms = _Terms(sizes)
    for name, kind in _LISTS:
        for event in module[name]:
            _term(terms, event, kind, known)
    grid = None
    if terms.rows:
        counted: dict[str, Data] = {}
        if sizes:
            counted["sizes"] = dict(sizes)
        _conditions(module, counted)
        counted["rows"] = {"csv": "adverse-events.csv"}
        safety["adverse_events"] = counted
        grid = Grid("adverse-events.csv", _COLUMNS, terms.rows)
    if safety:
        reading.records["safety"] = {**safety, "source": source}
    return grid


def _overview(
    groups: Mapping[str, Given], known: Mapping[str, str]
) -> Iterator[tuple[dict[str, Data], str | None]]:
    """A row for each arm, with the size of the arm where serious and other events share it."""
    for id, arm in known.items():
        group = groups[id]
        row: dict[str, Data] = {"arm": arm}
        sizes: dict[str, str] = {}
        for key, name in (("serious", "serious"), ("non_serious", "other")):
            at_risk = count(group[f"{name}NumAtRisk"])
            if at_risk is None or at_risk == "0":
                continue
            patients = count(group[f"{name}NumAffected"])
            if patients is not None:
                row[key], sizes[key] = patients, at_risk
        if not sizes:
            continue
        size = next(iter(sizes.values())) if len(set(sizes.values())) == 1 else None
        if size is not None:
            row = {"arm": arm, "n": size, **row}
        yield row, size


def _deaths(groups: Mapping[str, Given], known: Mapping[str, str]) -> Iterator[dict[str, Data]]:
    for id, arm in known.items():
        n = count(groups[id]["deathsNumAtRisk"])
        patients = count(groups[id]["deathsNumAffected"]) if n != "0" else None
        if patients is not None:
            yield {"arm": arm, "patients": patients, **({"n": n} if n else {})}


def _term(terms: _Terms, event: Given, kind: str, known: Mapping[str, str]) -> None:
    organ, term = plain(event["organSystem"].seen), plain(event["term"].seen)
    if not organ or not term:
        return
    for arm, cell in by_arm(event["stats"], known):
        terms.add((arm, organ, term), kind, cell)
    event["term"].leave()
    event["organSystem"].leave()


def _conditions(module: Given, counted: dict[str, Data]) -> None:
    """Window, definition, threshold and dictionary: what holds for every term."""
    put(counted, {"window": module["timeFrame"], "definition": module["description"]})
    threshold = number(module["frequencyThreshold"])
    if threshold is not None:
        counted["non_serious_threshold"] = f"{threshold}%"
    given = [event["sourceVocabulary"] for name, _ in _LISTS for event in module[name]]
    said = {plain(dictionary.seen) for dictionary in given}
    if len(said) == 1 and "" not in said:
        counted["dictionary"] = words(given[0]) or ""
        for dictionary in given:
            dictionary.leave()
