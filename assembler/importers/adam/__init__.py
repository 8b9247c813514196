"""ADaM data sets -> records: patients and events counted by named rules, nothing estimated."""

from collections.abc import Sequence
from pathlib import Path

from assembler.importers.adam.adverse_events import adverse_events_of, overview_of, tell_unsaid
from assembler.importers.adam.analyses import analyses_of
from assembler.importers.adam.arms import arms_of
from assembler.importers.adam.discontinued import tell_discontinued
from assembler.importers.adam.drafting import Drafting, document_id, documents
from assembler.importers.adam.events import Events, read_events
from assembler.importers.adam.patients import baseline_of, deaths_of, disposition_of, exposure_of
from assembler.importers.adam.rules import read_rules
from assembler.importers.adam.subjects import Subjects, read_subjects
from assembler.importers.adam.times import Parameter, is_time_to_event, read_times
from assembler.importers.adam.unasked import unasked
from assembler.importers.drafted import Drafted, Into, Records
from assembler.importers.entry import shown
from assembler.importers.ids import slug
from assembler.problems import Position, Problem, ProblemsFound, error, refused
from assembler.read import Data
from assembler.read.datasets.dataset import DataSet, Progress, Reading
from assembler.read.datasets.opening import open_data_sets

_TRIAL = (
    "id", "study_number", "sources", "arms", "analysis_sets", "endpoints", "disposition",
    "baseline",
)  # fmt: skip
_SAFETY = ("analysis_set", "sources", "exposure", "overview", "adverse_events", "deaths")
"""The keys of trial and safety in the order in which they are written."""
_RULES = (".yaml", ".yml")
"""Suffixes of a file that holds rules of counting, not data."""


def read_adam(files: Sequence[Path], into: Into, *, progress: Progress | None = None) -> Drafted:
    """What ADSL, ADAE and data sets of times to an event count to.

    `files` are data sets (XPT version 5, Dataset-JSON 1.1, CSV) and at most one YAML file with
    rules of counting. Raises ProblemsFound: a file that cannot be read, no ADSL, a patient twice,
    a treatment that is no arm.
    """
    reading = Reading(progress)
    own = [path for path in files if path.suffix.lower() in _RULES]
    if len(own) > 1:
        raise ProblemsFound([_too_many(own)])
    rules = read_rules(own[0] if own else None)
    opened = open_data_sets([path for path in files if path not in own], reading)
    subjects = read_subjects(_subjects(opened, files), rules)
    name = _name(subjects)
    arms = arms_of(subjects, into, document_id(name, subjects.data))
    drafting = Drafting(subjects, arms, into, reading, name)
    return _drafted(drafting, [one for one in opened if one is not subjects.data])


def _subjects(opened: Sequence[DataSet], files: Sequence[Path]) -> DataSet:
    for data in opened:
        if data.name == "ADSL":
            return data
    names = ", ".join(shown(data.name) or "one without a name" for data in opened) or "none"
    remedy = (
        "give ADSL too, which says who is counted and by which treatment; a CSV file is known by "
        "its name: adsl.csv"
    )
    at = Position(files[0].as_posix()) if files else None
    message = f"none of the data sets is ADSL; there is {names}"
    raise refused("import.subjects-given", message, remedy, at=at)


def _name(subjects: Subjects) -> str:
    """`adam-` and the study. Raises ProblemsFound where the data are of several studies."""
    studies = sorted(study for study in subjects.studies if study)
    if len(studies) > 1:
        seen = ", ".join(shown(study) for study in studies[:5])
        raise refused(
            "import.one-study",
            f"ADSL is of {len(studies)} studies: {seen}; the records hold one trial",
            "export the data of one study",
            at=subjects.data.at,
        )
    return "-".join(("adam", *(part for study in studies if (part := slug(study)[:30]))))


def _drafted(drafting: Drafting, others: Sequence[DataSet]) -> Drafted:
    subjects, reading = drafting.subjects, drafting.reading
    events: list[Events] = []
    parameters: list[Parameter] = []
    for data in others:
        if data.name == "ADAE":
            events += filter(None, [read_events(data, subjects, reading)])
        elif is_time_to_event(data):
            parameters += read_times(data, subjects, reading)
    times = analyses_of(drafting, parameters)
    used = [subjects.data, *(one.data for one in events)]
    used += {one.data.name: one.data for one in parameters}.values() if times.analyses else ()
    records: Records = {
        "trial": _trial(drafting),
        "safety": _safety(drafting, events),
        "efficacy": {"analyses": times.analyses} if times.analyses else {},
        "references": {"sources": list(documents(drafting.name, used))},
    }
    trial = records["trial"]
    trial |= {"analysis_sets": list(drafting.sets.values()), "endpoints": times.endpoints}
    records["trial"] = {key: trial[key] for key in _TRIAL if trial.get(key)}
    _tell_periods(drafting)
    return Drafted(
        drafting.name,
        {name: value for name, value in records.items() if value},
        tuple(drafting.grids),
        drafting.origins,
        (*times.lost, *unasked(subjects, events, parameters, others)),
        tuple(reading.problems),
        drafting.arms.ids,
        {Path(data.file).name: data.sha256 for data in (subjects.data, *others)},
    )


def _trial(drafting: Drafting) -> dict[str, Data]:
    stands, trial = drafting.into.records.get("trial", {}), dict[str, Data]()
    subjects = drafting.subjects
    study = next((one for one in subjects.studies if one), "")
    if study:
        for key, value in (("id", slug(study)), ("study_number", study)):
            if stands.get(key) in (None, value):
                trial[key] = value
        source = {"document": document_id(drafting.name, subjects.data), "place": "STUDYID"}
        if "study_number" in trial:
            trial["sources"] = {"study_number": dict(source)}
    if drafting.arms.drafted:
        trial["arms"] = list(drafting.arms.drafted)
    for key, block in (
        ("disposition", disposition_of(drafting)),
        ("baseline", baseline_of(drafting)),
    ):
        if block:
            trial[key] = block
    return trial


def _safety(drafting: Drafting, events: Sequence[Events]) -> dict[str, Data]:
    found = {"exposure": exposure_of(drafting), "deaths": deaths_of(drafting)}
    safety: dict[str, Data] = {}
    for one in events:
        found["overview"] = overview_of(drafting, one)
        safety["adverse_events"] = adverse_events_of(drafting, one)
        tell_unsaid(drafting, one)
        tell_discontinued(drafting, one)
    sources: dict[str, Data] = {}
    for key, pair in found.items():
        if pair:
            safety[key], sources[key] = pair
    if sources:
        rule = drafting.rules.exposure
        safety["analysis_set"] = drafting.analysis_set(rule.population, rule.treatment)
        safety["sources"] = sources
    return {key: safety[key] for key in _SAFETY if key in safety}


def _tell_periods(drafting: Drafting) -> None:
    data = drafting.subjects.data
    later = [v.name for v in data.variables if v.name in ("TRT02P", "TRT02A")]
    if later:
        drafting.reading.warn(
            "import.first-period",
            f"{data.name} has treatments of later periods ({', '.join(later)}): patients are "
            "counted by their first",
            "compare the counts with the study report, which counts a crossover trial by period",
            data.at,
        )


def _too_many(own: Sequence[Path]) -> Problem:
    names = ", ".join(path.as_posix() for path in own)
    remedy = "put the rules into one file"
    return error("import.rules-once", f"there are {len(own)} files of rules: {names}", remedy)
