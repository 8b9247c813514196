"""CDISC's analysis results (ARS, JSON) -> results of the trial: counts, measures, estimates."""

from collections.abc import Sequence
from pathlib import Path

from assembler.importers.ars.adverse import AdverseEvents, adverse_events, is_adverse
from assembler.importers.ars.baseline import (
    baseline_rows,
    disposition_rows,
    exposure_rows,
    is_exposure,
    is_subject_level,
    what_of,
)
from assembler.importers.ars.efficacy import analyses_of
from assembler.importers.ars.opening import Event, conditions, label, open_event, place
from assembler.importers.ars.results import Results
from assembler.importers.drafted import Drafted, Grid, Into, Records
from assembler.importers.given import Given, read_given
from assembler.importers.ids import slug
from assembler.problems import Position, refused
from assembler.read import Data

_SETS = {"SAFFL": "safety", "ITTFL": "full", "FASFL": "full", "PPROTFL": "per-protocol",
         "PPSFL": "per-protocol", "PPFL": "per-protocol"}  # fmt: skip
"""Population flag of ADaM -> the kind of set that it marks, which is its id too."""
_COLUMNS = {
    "baseline.csv": ("arm", "characteristic", "category", "patients", "percentage", "value"),
    "disposition.csv": ("arm", "state", "patients", "percentage"),
    "overview.csv": (
        "arm", "n", "any_event", "related", "grade_3_or_higher", "serious", "dose_reduced",
        "dose_interrupted", "discontinued", "fatal", "related_grade_3_or_higher",
        "related_serious", "related_fatal",
    ),
    "adverse-events.csv": (
        "arm", "system_organ_class", "preferred_term", "patients", "percentage",
        "grade_3_or_higher", "related", "serious", "events",
    ),
    "exposure.csv": ("arm", "n", "median_duration", "mean_duration", "duration_range"),
}  # fmt: skip


def read_ars(files: Sequence[Path], into: Into) -> Drafted:
    """What one reporting event gives: `trial.baseline`, `safety` and `efficacy.analyses`.

    Raises ProblemsFound: no JSON, no reporting event, more than one file.
    """
    if len(files) != 1:
        message = f"{len(files)} files are given; a reporting event is one"
        remedy = "import them one after the other"
        raise refused("import.one-file", message, remedy)
    event = open_event(read_given(files[0]))
    draft = _Draft(Results(event, into))
    draft.read()
    draft.results.say_unlike()
    _leave_internal(event)
    return Drafted(
        event.source,
        draft.records,
        tuple(draft.grids),
        draft.origins,
        tuple(draft.results.lost()),
        tuple(event.file.problems),
        dict(draft.results.arms),
    )


class _Draft:
    """Collects records and grids; an analysis set is written where something names it."""

    def __init__(self, results: Results) -> None:
        self.results = results
        self.event = results.event
        self.grids: list[Grid] = []
        self.origins: dict[str, Position] = {}
        root = self.event.file.root
        title = root["label"].text() or root["name"].text() or self.event.source
        root["name"].leave()
        source: dict[str, Data] = {
            "id": self.event.source,
            "kind": "output-table",
            "title": title,
            "sha256": self.event.file.tree.sha256,
        }
        self.origins[f"references.sources.{self.event.source}"] = root.at
        self.records: Records = {"references": {"sources": [source]}}
        self._sets: dict[str, Data] = {}

    def read(self) -> None:
        """Reads every analysis, in the order in which what they give is printed."""
        analyses = list(self.event.analyses)
        subjects = [one for one in analyses if is_subject_level(one)]
        self._baseline([one for one in subjects if what_of(self.event, one) == "baseline"])
        self._disposition([one for one in subjects if what_of(self.event, one) == "disposition"])
        self._safety(analyses)
        rest = [one for one in analyses if not is_subject_level(one) and not is_adverse(one)]
        sets = {id: self._set_id(one) for id, one in self.event.sets.items()}
        if found := analyses_of(self.results, rest, sets):
            self.records["efficacy"] = {"analyses": found}
            for one in rest:
                self._set([one])
        trial = self.records.setdefault("trial", {})
        if self._sets:
            trial["analysis_sets"] = list(self._sets.values())
        if self.results.drafted_arms:
            trial["arms"] = self.results.drafted_arms
        if not trial:
            del self.records["trial"]

    def _baseline(self, analyses: list[Given]) -> None:
        """One table has one set: analyses of another are left out, and so listed as lost."""
        first = next((a["analysisSetId"].seen for a in analyses if a["results"]), "")
        chosen = [one for one in analyses if one["analysisSetId"].seen == first]
        if len(chosen) < len(analyses):
            other = next(one for one in analyses if one["analysisSetId"].seen != first)
            other.of.warn(
                "import.one-set",
                "the demographics are of several analysis sets: those of the first are taken",
                "type the others by hand, or import a file with one set",
                other.at,
            )
        if rows := baseline_rows(self.results, chosen):
            where: dict[str, Data] = {"source": dict[str, Data](place(self.event, chosen))}
            table = self._set(chosen) | self._grid("baseline.csv", rows) | where
            self.records["trial"] = {"baseline": table}
            self.origins["trial.baseline"] = chosen[0].at

    def _disposition(self, analyses: list[Given]) -> None:
        if rows := disposition_rows(self.results, analyses):
            where: dict[str, Data] = {"source": dict[str, Data](place(self.event, analyses))}
            table = self._grid("disposition.csv", rows) | where
            self.records.setdefault("trial", {})["disposition"] = table
            self.origins["trial.disposition"] = analyses[0].at

    def _safety(self, analyses: list[Given]) -> None:
        events = [one for one in analyses if is_adverse(one)]
        durations = [one for one in analyses if is_exposure(one)]
        found = adverse_events(self.results, events)
        safety: dict[str, Data] = {}
        if rows := exposure_rows(self.results, durations):
            safety["exposure"] = self._grid("exposure.csv", rows)["rows"]
        sizes = self._sizes(found)
        overview = [
            {"arm": arm} | ({"n": sizes[arm]} if arm in sizes else {}) | row
            for arm, row in found.overview.items() if len(row) > 1
        ]  # fmt: skip
        if overview:
            safety["overview"] = self._grid("overview.csv", overview)["rows"]
        if found.rows:
            table = self._set(found.used)
            table |= {"sizes": dict[str, Data](sizes)} if sizes else {}
            table |= {"definition": "treatment-emergent"} if found.emergent else {}
            table |= self._grid("adverse-events.csv", list(found.rows.values()))
            safety["adverse_events"] = table
            self.origins["safety.adverse_events"] = found.used[0].at
        if safety:
            used = found.used or durations
            source = dict[str, Data](place(self.event, used))
            self.records["safety"] = {**self._set(used), **safety, "source": source}
            self.origins["safety"] = used[0].at

    def _sizes(self, found: AdverseEvents) -> dict[str, str]:
        """Patients in each arm of the set of the adverse events, as the file counts them."""
        wanted = {one["analysisSetId"].seen for one in found.used}
        sizes: dict[str, str] = {}
        for analysis in self.event.analyses if found.used else ():
            if not is_subject_level(analysis) or {analysis["analysisSetId"].seen} != wanted:
                continue
            for one in self.results.of(analysis):
                whole = one.kind == "count" and not one.groups
                if whole and one.arm and analysis["variable"].seen.upper() == "USUBJID":
                    sizes.setdefault(one.arm, one.text)
                    self.results.placed(one)
        return sizes

    def _grid(self, name: str, rows: list[dict[str, str]]) -> dict[str, Data]:
        used = {key for row in rows for key in row}
        columns = tuple(column for column in _COLUMNS[name] if column in used)
        self.grids.append(Grid(name, columns, rows))
        return {"rows": {"csv": name}}

    def _set(self, analyses: list[Given]) -> dict[str, Data]:
        """`analysis_set` of what these analyses give, where they are all of one."""
        ids = {one["analysisSetId"].seen for one in analyses}
        given = self.event.sets.get(ids.pop()) if len(ids) == 1 else None
        if given is None:
            return {}
        id = self._set_id(given)
        if id not in self._sets and not self._stands(id):
            name = label(given) or id
            given["label"].leave()
            given["name"].leave()
            flags = [t.variable for t in conditions(given) or () if t.values == ("Y",)]
            kind = next((_SETS[flag] for flag in flags if flag in _SETS), None)
            where: dict[str, Data] = {
                "document": self.event.source,
                "place": f"analysis set {name}",
            }
            record: dict[str, Data] = {"id": id, "label": name}
            record |= {"kind": kind} if kind else {}
            self._sets[id] = {**record, "source": where}
            self.origins[f"trial.analysis_sets.{id}"] = given.at
        return {"analysis_set": id}

    def _stands(self, id: str) -> bool:
        """Whether the study has a set of this id from somewhere else: it says who belongs to it."""
        sets = self.results.into.records.get("trial", {}).get("analysis_sets")
        for one in sets if isinstance(sets, list) else ():
            if isinstance(one, dict) and one.get("id") == id:
                source = one.get("source")
                return not isinstance(source, dict) or source.get("document") != self.event.source
        return False

    def _set_id(self, given: Given) -> str:
        flags = [test.variable for test in conditions(given) or ()]
        known = next((_SETS[flag] for flag in flags if flag in _SETS), None)
        return known or slug(label(given)) or "set"


_INTERNAL = ("@type", "id", "version", "order", "level", "refType", "methodId", "analysisSetId",
             "dataSubsetId", "dataset", "variable", "orderedGroupings", "categoryIds",
             "referencedAnalysisOperations", "condition", "compoundExpression", "dataDriven",
             "groupingVariable", "groupingDataset", "groups", "operations", "subSectionId",
             "referenceDocumentId")  # fmt: skip


def _leave_internal(event: Event) -> None:
    """Mark what serves the file alone: ids, order, conditions, the make-up of the methods."""
    for one in event.file.root.mappings():
        for key in one.keys():  # noqa: SIM118 - not a mapping of ours
            if key in _INTERNAL:
                one[key].leave()
