"""CDISC's study definitions (USDM 3 and 4, JSON) -> the design of a trial."""

from collections.abc import Sequence
from pathlib import Path

from assembler.importers.drafted import Drafted, Into, Records
from assembler.importers.given import Given, read_given
from assembler.importers.ids import slug
from assembler.importers.usdm.aims import aims_of
from assembler.importers.usdm.definition import Definition, leave_internal, open_definition
from assembler.importers.usdm.design import arm_ids, arms_of, design_of, eligibility_of
from assembler.importers.usdm.identification import (
    identification,
    numbers,
    organisations,
    source_document,
)
from assembler.importers.usdm.schedule import schedule_of
from assembler.problems import refused
from assembler.read import Data


def read_usdm(files: Sequence[Path], into: Into) -> Drafted:
    """What one study definition gives: `trial`, the disease's name, and the protocol as source.

    Raises ProblemsFound: no JSON, no study definition, one before USDM 3, more than one file.
    """
    if len(files) != 1:
        raise refused(
            "import.one-file",
            f"{len(files)} files are given, and a study has one definition",
            "import one USDM file",
        )
    file = read_given(files[0])
    definition = open_definition(file)
    ids = arm_ids(definition, into)
    trial = _trial(definition, into, ids)
    source = source_document(definition, trial)
    records: Records = {"trial": trial, "references": {"sources": [source]}}
    if disease := _disease(definition):
        records["disease"] = disease
    leave_internal(definition)
    return Drafted(
        definition.source,
        records,
        origins=definition.origins,
        lost=tuple(file.lost()),
        problems=tuple(file.problems),
        arms={_name(arm): ids[arm.place] for arm in definition.design["arms"] if _name(arm)},
    )


def _trial(definition: Definition, into: Into, ids: dict[str, str]) -> dict[str, Data]:
    known = identification(definition) | numbers(definition)
    name = known.get("acronym") or known.get("study_number") or definition.study["name"].seen
    here = into.records.get("trial", {}).get("id")
    id = here if isinstance(here, str) else slug(str(name)) or "trial"
    trial: dict[str, Data] = {"id": id, **known, **design_of(definition)}
    trial["arms"] = arms_of(definition, ids)
    trial |= aims_of(definition) | eligibility_of(definition) | schedule_of(definition, ids)
    trial["organisations"] = organisations(definition)
    trial["source"] = {"document": definition.source, "place": "study definition"}
    definition.origins["trial"] = definition.version.at
    return {key: value for key, value in trial.items() if value}


def _disease(definition: Definition) -> dict[str, Data]:
    """The disease: the first indication; others that say the same need no home."""
    found: dict[str, Data] = {}
    for one in definition.design["indications"]:
        said = one["label"] or one["description"] or one["name"]
        if not found and (name := definition.words(said)):
            found = {"name": name, "source": definition.place(one, "disease")}
        for key in ("name", "label", "description"):
            if found and one[key].seen == found["name"]:
                one[key].leave()
    return found


def _name(arm: Given) -> str:
    return arm["label"].seen or arm["name"].seen
