"""Objectives, endpoints, estimands and populations of a study definition."""

import re

from assembler.importers.drafted import letters
from assembler.importers.entry import shown
from assembler.importers.given import Given
from assembler.importers.ids import Ids, slug
from assembler.importers.usdm.definition import Definition, filled
from assembler.importers.usdm.design import population_of
from assembler.importers.usdm.terms import ROLES, STRATEGIES, term
from assembler.read import Data

_OPEN = re.compile(r"(?i:\bto be (?:determined|confirmed|defined)\b)|\bTB[DC]\b")
_SETS = (
    ("safety", ("safetyanalysisset", "safetypopulation", "safetyset")),
    ("per-protocol", ("perprotocol",)),
    ("full", ("fullanalysisset", "intenttotreat", "intentiontotreat")),
)


def aims_of(definition: Definition) -> dict[str, Data]:
    """`objectives`, `endpoints`, `populations`, `cohorts`, `analysis_sets` and `estimands`."""
    aims = _Aims(definition)
    aims.read_objectives()
    aims.read_populations()
    aims.read_estimands()
    return {key: list(found) for key, found in aims.records.items() if found}


class _Aims:
    """Collects the records; an estimand names endpoints and populations by their new ids."""

    def __init__(self, definition: Definition) -> None:
        self._definition = definition
        self._endpoints: dict[str, tuple[str, str]] = {}
        self._groups: dict[str, tuple[str, str]] = {}
        self._new = Ids(())
        keys = ("objectives", "endpoints", "populations", "cohorts", "analysis_sets", "estimands")
        self.records: dict[str, list[Data]] = {key: [] for key in keys}

    def _add(self, key: str, given: Given, record: dict[str, Data]) -> str:
        """Write a record under an id from its name; the id."""
        name = given["name"].text() or given["id"].seen
        id = self._new.new(slug(name) or key.rstrip("s"))
        source = self._definition.place(given, f"trial.{key}.{id}")
        self.records[key].append({"id": id, **record, "source": source})
        return id

    def read_objectives(self) -> None:
        say = self._definition.words
        for one in self._definition.design["objectives"]:
            found = [id for e in one["endpoints"] if (id := self._endpoint(e))]
            text = say(one["text"], one["dictionaryId"]) or say(one["description"])
            role = term(one["level"], ROLES, "the level of an objective")
            if text and role:
                record = filled(role=role, text=text, endpoints=list(found))
                self._add("objectives", one, record)

    def _endpoint(self, given: Given) -> str | None:
        say = self._definition.words
        key = "text" if given["text"] else "description"
        if _OPEN.search(given[key].seen):
            given.of.warn(
                "import.said",
                f"an endpoint says only '{shown(given[key].seen)}': it is left out",
                "add the endpoint by hand once it is known",
                given.at,
            )
            return None
        role = term(given["level"], ROLES, "the level of an endpoint")
        variable = say(given[key], given["dictionaryId"]) if role else None
        if not variable:
            return None
        more = say(given["description"]) if key == "text" else None
        record = filled(role=role, variable=variable, definition=more, planned="yes")
        id = self._add("endpoints", given, record)
        self._endpoints[given["id"].seen] = (id, variable)
        return id

    def read_populations(self) -> None:
        design = self._definition.design
        enrolled = population_of(design)
        for one in (enrolled, *design["analysisPopulations"]):
            if one:
                self._group("populations", one)
        for one in enrolled["cohorts"]:
            label = self._definition.label(one)
            said = self._definition.words(one["description"])
            if label:
                self._add("cohorts", one, filled(label=label, population=said))

    def _group(self, key: str, given: Given) -> None:
        """A population; one that is called as analysis sets are is a set."""
        say = self._definition.words
        texts = [say(given[name]) for name in ("label", "description", "text")]
        said = [text for text in dict.fromkeys(texts) if text]
        label = said[0] if said else say(given["name"])
        if not label:
            return
        known = letters(f"{label} {given['name'].seen}")
        kind = next((kind for kind, names in _SETS if any(n in known for n in names)), None)
        key, word = ("analysis_sets", "definition") if kind else (key, "description")
        record = filled(label=label, kind=kind, **{word: "; ".join(said[1:])})
        id = self._add(key, given, record)
        self._groups[given["id"].seen] = ("analysis_set" if kind else "population", id)

    def read_estimands(self) -> None:
        definition = self._definition
        for one in definition.design["estimands"]:
            if inside := one["analysisPopulation"]:
                self._group("populations", inside)
            record = filled(label=definition.words(one["label"]))
            variable = one["variableOfInterestId"] or one["variableOfInterest"]
            group = one["analysisPopulationId"] or inside["id"]
            if found := self._endpoints.get(variable.seen):
                record |= {"endpoint": found[0], "variable": found[1]}
            names = one["interventionIds"] or one["treatment"] or one["interventionId"]
            listed = list(names) if isinstance(names.value, list) else [names]
            said = [definition.label(definition.named(id)) for id in listed]
            if treatment := " and ".join(filter(None, said)):
                record["treatment"] = treatment
            if held := self._groups.get(group.seen):
                record[held[0]] = held[1]
            events = [event for e in one["intercurrentEvents"] if (event := self._event(e))]
            summary = definition.words(one["populationSummary"] or one["summaryMeasure"])
            record |= filled(intercurrent_events=list(events), summary=summary)
            self._add("estimands", one, record)

    def _event(self, given: Given) -> dict[str, Data] | None:
        """An intercurrent event; the strategy only where its words begin with one of the five."""
        say = self._definition.words
        event = say(given["text"], given["dictionaryId"]) or say(given["description"])
        event = event or self._definition.label(given)
        if not event:
            return None
        given["name"].leave()
        said = given["strategy"].seen
        begun = letters(said)
        found = next((STRATEGIES[name] for name in STRATEGIES if begun.startswith(name)), None)
        if letters(found or "") == begun:
            given["strategy"].leave()
            return filled(event=event, strategy=found)
        return filled(event=event, strategy=found, handling=say(given["strategy"]))
