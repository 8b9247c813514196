"""Participant flow as disposition, and the baseline characteristics, as grids."""

from collections.abc import Iterator

from assembler.importers.ctgov.groups import Arms, by_arm
from assembler.importers.ctgov.numbers import count, level, number
from assembler.importers.ctgov.reading import Reading, plain, words
from assembler.importers.drafted import Grid, letters
from assembler.importers.given import Given

_STATES = {"STARTED": "started", "COMPLETED": "completed", "NOT COMPLETED": "not completed"}
_DISPOSITION = ("arm", "state", "patients")
_BASELINE = ("arm", "characteristic", "category", "patients", "value")
_STATISTICS = {
    "mean": "mean",
    "median": "median",
    "leastsquaresmean": "least-squares mean",
    "geometricmean": "geometric mean",
    "geometricleastsquaresmean": "geometric least-squares mean",
    "logmean": "log mean",
}
_Row = dict[str, str]


def read_flow(reading: Reading, arms: Arms) -> Grid | None:
    """Disposition by arm: each period's milestones, and why patients did not complete it."""
    module = reading.results["participantFlowModule"]
    known = arms.of(module["groups"])
    periods = list(module["periods"])
    rows: list[_Row] = []
    for period in periods:
        title = plain(period["title"].seen)
        before = f"{title}: " if len(periods) > 1 and title else ""
        period["title"].leave()
        for milestone in period["milestones"]:
            name = plain(milestone["type"].seen)
            state = before + _STATES.get(name.upper(), name)
            rows += _counted(milestone, "achievements", known, state)
        for reason in period["dropWithdraws"]:
            state = f"{before}not completed: {plain(reason['type'].seen)}"
            rows += _counted(reason, "reasons", known, state)
    if not rows:
        return None
    reading.records.setdefault("trial", {})["disposition"] = {
        "rows": {"csv": "disposition.csv"},
        "source": reading.source("Participant Flow"),
    }
    return Grid("disposition.csv", _DISPOSITION, rows)


def _counted(given: Given, key: str, known: dict[str, str], state: str) -> Iterator[_Row]:
    for arm, cell in by_arm(given[key], known):
        patients = count(cell["numSubjects"])
        if patients is not None:
            given["type"].leave()
            yield {"arm": arm, "state": state, "patients": patients}


def read_baseline(reading: Reading, arms: Arms) -> Grid | None:
    """Baseline characteristics by arm: numbers of patients, and statistics with their spread."""
    module = reading.results["baselineCharacteristicsModule"]
    known = arms.of(module["groups"])
    rows: list[_Row] = []
    for denom in module["denoms"]:
        if letters(denom["units"].seen) != "participants":
            continue
        denom["units"].leave()
        for arm, cell in by_arm(denom["counts"], known):
            patients = count(cell["value"])
            if patients is not None:
                rows.append({"arm": arm, "characteristic": "participants", "patients": patients})
    for measure in module["measures"]:
        rows += _characteristic(reading, measure, known)
    if not rows:
        return None
    reading.records.setdefault("trial", {})["baseline"] = {
        "rows": {"csv": "baseline.csv"},
        "source": reading.source("Baseline Characteristics"),
    }
    return Grid("baseline.csv", _BASELINE, rows)


def _characteristic(reading: Reading, measure: Given, known: dict[str, str]) -> Iterator[_Row]:
    kind, unit = letters(measure["paramType"].seen), plain(measure["unitOfMeasure"].seen)
    title = plain(measure["title"].seen)
    is_count = kind == "countofparticipants" or (
        kind == "number" and letters(unit) in ("participants", "patients", "subjects")
    )
    if not title or not (is_count or kind in _STATISTICS or kind == "number"):
        reading.unfit(
            "baseline characteristics of a kind that no row holds",
            "type them into baseline.csv if the dossier needs them",
            measure,
        )
        return
    for key in ("title", "paramType", "unitOfMeasure", "dispersionType"):
        measure[key].leave()
    statistic = "" if is_count else _statistic(measure, kind)
    named = title if is_count or not unit else f"{title}, {unit}"
    for one in measure["classes"]:
        for category in one["categories"]:
            parts = [text for given in (one, category) if (text := words(given["title"]))]
            parts += [statistic] if statistic else []
            for arm, cell in by_arm(category["measurements"], known):
                row = {"arm": arm, "characteristic": named, "category": ", ".join(parts)}
                patients = count(cell["value"]) if is_count else None
                if patients is not None:
                    yield {**row, "patients": patients}
                elif not is_count and (value := _value(measure, cell)):
                    yield {**row, "value": value}


def _statistic(measure: Given, kind: str) -> str:
    """`mean (standard deviation)`."""
    spread = measure["dispersionType"].seen.replace("_", " ")
    said = spread if level(spread) else spread.lower()
    name = _STATISTICS.get(kind, "")
    return f"{name} ({said})" if name and said else name


def _value(measure: Given, cell: Given) -> str | None:
    """`37.4 (10.8)`, `36 (18 to 71)`: the value with its spread as the registry gives them."""
    value = number(cell["value"])
    if value is None:
        return None
    spread, lower, upper = (number(cell[key]) for key in ("spread", "lowerLimit", "upperLimit"))
    if spread is not None:
        return f"{value} ({spread})"
    return f"{value} ({lower} to {upper})" if lower and upper else value
