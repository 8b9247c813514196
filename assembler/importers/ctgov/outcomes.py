"""The results of outcome measures as analyses of the study's endpoints."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from assembler.importers.ctgov.comparing import Compared, comparisons
from assembler.importers.ctgov.groups import Arms, by_arm
from assembler.importers.ctgov.measured import Kind, Measured, measured
from assembler.importers.ctgov.numbers import count
from assembler.importers.ctgov.reading import NewIds, Reading, plain, put, words
from assembler.importers.drafted import letters
from assembler.importers.given import Given
from assembler.importers.ids import Ids
from assembler.read import Data

_ROLES = {
    "PRIMARY": ("primary", None),
    "SECONDARY": ("secondary", None),
    "OTHER_PRE_SPECIFIED": ("exploratory", "yes"),
    "POST_HOC": ("exploratory", "no"),
}
_PARTICIPANTS, _TO_COME = "participants", "NOT_POSTED"
_ADVERSE = re.compile(
    r"\badverse (?:event|reaction|effect|drug)|\bS?AEs?\b|\btoxicit", re.ASCII | re.I
)


@dataclass(slots=True)
class Outcomes:
    """The endpoints of the study, as outcome measures find and complete them."""

    reading: Reading
    endpoints: list[dict[str, Data]]
    _ids: NewIds = field(default_factory=lambda: NewIds("endpoint"))
    _by_name: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for endpoint in self.endpoints:
            self._ids.of(str(endpoint["variable"]))
            self._by_name.setdefault((letters(str(endpoint["variable"])), ""), str(endpoint["id"]))
            key = (letters(str(endpoint["variable"])), letters(str(endpoint.get("time_frame", ""))))
            self._by_name.setdefault(key, str(endpoint["id"]))

    def of(self, measure: Given) -> str | None:
        """Id of the endpoint that an outcome measure is; a new one where the plan has none."""
        title = words(measure["title"])
        if title is None:
            return None
        frame = plain(measure["timeFrame"].seen)
        found = self._by_name.get((letters(title), letters(frame)))
        found = found or self._by_name.get((letters(title), ""))
        if found is not None:
            for key in ("description", "timeFrame", "type"):
                measure[key].leave()
            return found
        role, planned = _ROLES.get(measure["type"].seen.upper(), (None, None))
        if role is None:
            return None
        measure["type"].leave()
        record: dict[str, Data] = {"id": self._ids.of(title), "role": role, "variable": title}
        put(record, {"definition": measure["description"], "time_frame": measure["timeFrame"]})
        if planned:
            record["planned"] = planned
        self.endpoints.append(record)
        id = str(record["id"])
        self._by_name[letters(title), letters(frame)] = id
        self.reading.origins[f"trial.endpoints.{id}"] = measure.at
        return id


def read_outcomes(reading: Reading, outcomes: Outcomes, arms: Arms) -> None:
    """The outcome measures into `efficacy`: with results as analyses, those to come as awaited."""
    analyses: list[Data] = []
    awaited: list[Data] = []
    ids, expected = Ids(()), Ids(())
    for measure in reading.results["outcomeMeasuresModule"]["outcomeMeasures"]:
        endpoint = outcomes.of(measure)
        if endpoint is None:
            reading.unfit(
                "outcome measures without a title or a known type have no endpoint",
                "type them into trial.yaml and efficacy.yaml",
                measure,
            )
            continue
        if measure["reportingStatus"].seen.upper() == _TO_COME:
            measure["reportingStatus"].leave()
            result: dict[str, Data] = {"id": expected.new(endpoint), "endpoint": endpoint}
            source = reading.source("Outcome Measures")
            awaited.append({**result, "pending": ["result"], "source": source})
            continue
        for record in _analyses(reading, measure, endpoint, arms):
            id = ids.new(endpoint)
            analyses.append({"id": id, **record})
            reading.origins[f"efficacy.analyses.{id}"] = measure.at
    for key, found in (("analyses", analyses), ("awaited", awaited)):
        if found:
            reading.records.setdefault("efficacy", {})[key] = found


def _analyses(reading: Reading, measure: Given, endpoint: str, arms: Arms) -> list[dict[str, Data]]:
    """The analysis of an outcome measure, and one more for each further comparison."""
    if _ADVERSE.search(plain(measure["title"].seen)):
        reading.unfit(
            "outcome measures of adverse events, which are no results of efficacy",
            "compare them with safety.yaml, which has the registry's adverse events",
            measure,
        )
        return []
    cells = _one_row(reading, measure)
    if cells is None:
        return []
    known = arms.of(measure["groups"])
    found = measured(measure, tuple(by_arm(cells, known)))
    if found is None:
        reading.unfit(
            "outcome measures of a kind that no analysis holds",
            "type them into efficacy.yaml, or leave them out",
            measure["paramType"],
        )
        return []
    sizes = dict(_sizes(measure, known))
    for arm, record in found.arms.items():
        if arm in sizes:
            found.arms[arm] = {"n": sizes[arm], **record}
    if not any(found.arms.values()):
        return []
    compared = comparisons(reading, measure, found, known, arms)
    source = reading.source(f"Outcome Measures, {measure['type'].seen.replace('_', ' ').lower()}")
    remark = [text for key in ("populationDescription",) if (text := words(measure[key]))]
    remark += found.comments
    first = compared[0] if compared else None
    records = [_record(found.kind, endpoint, found, first, source, remark)]
    for n, other in enumerate(compared[1:], 2):
        record = _record(found.kind, endpoint, found, other, source, remark)
        record["label"] = f"{plain(measure['title'].seen)}, analysis {n}"
        records.append(record)
    return records


def _record(
    kind: Kind,
    endpoint: str,
    found: Measured,
    compared: Compared | None,
    source: Mapping[str, Data],
    remark: list[str],
) -> dict[str, Data]:
    record: dict[str, Data] = {"type": str(kind), "endpoint": endpoint}
    record.update(found.whole)
    of_estimate = compared.record.get("level") if compared is not None else None
    if found.level is not None and found.level != of_estimate:
        record["level"] = found.level
    record["arms"] = {arm: dict(values) for arm, values in found.arms.items()}
    said = list(remark)
    if compared is not None:
        record["comparison"] = dict(compared.record)
        said += compared.said
    record["source"] = dict(source)
    if said:
        record["remark"] = " ".join(dict.fromkeys(said))
    return record


def _one_row(reading: Reading, measure: Given) -> Given | None:
    """The one row of values; None, and told, where there is none or a grid of several."""
    classes = list(measure["classes"])
    categories = [category for one in classes for category in one["categories"]]
    if not categories:
        return None
    if len(categories) > 1:
        reading.unfit(
            "outcome measures whose values stand in several classes or categories",
            "type what the dossier needs into efficacy.yaml, an analysis for each row",
            measure["classes"],
        )
        return None
    return categories[0]["measurements"]


def _sizes(measure: Given, known: Mapping[str, str]) -> list[tuple[str, str]]:
    """Arm and number of patients analysed; what is counted in other units is no such number."""
    found: list[tuple[str, str]] = []
    classes = list(measure["classes"])
    own = classes[0]["denoms"] if classes else measure["denoms"]
    for denoms in (own, measure["denoms"]):
        for denom in denoms:
            if found or denom["units"].seen.casefold() != _PARTICIPANTS:
                continue
            denom["units"].leave()
            for arm, cell in by_arm(denom["counts"], known):
                n = count(cell["value"])
                if n is not None:
                    found.append((arm, n))
    return found
