"""A study record of ClinicalTrials.gov, API version 2 (JSON), as records of a study."""

from collections.abc import Sequence
from pathlib import Path

from assembler.importers.ctgov.citations import read_citations
from assembler.importers.ctgov.course import read_baseline, read_flow
from assembler.importers.ctgov.design import (
    arms_of_groups,
    read_arms,
    read_design,
    read_endpoints,
)
from assembler.importers.ctgov.eligibility import read_eligibility
from assembler.importers.ctgov.events import read_events
from assembler.importers.ctgov.groups import Arms
from assembler.importers.ctgov.identification import (
    read_dates,
    read_disease,
    read_identification,
    read_organisations,
    read_product,
    source_document,
)
from assembler.importers.ctgov.opened import number_of, open_study
from assembler.importers.ctgov.outcomes import Outcomes, read_outcomes
from assembler.importers.ctgov.reading import Reading
from assembler.importers.drafted import Drafted, Into
from assembler.read import Data

_NO_RECORD = ("derivedSection", "annotationSection", "hasResults")
"""What the registry makes of the record itself."""
_CONTACTS = (
    ("protocolSection", "contactsLocationsModule", "centralContacts"),
    ("protocolSection", "contactsLocationsModule", "overallOfficials"),
    ("resultsSection", "moreInfoModule", "pointOfContact"),
    ("resultsSection", "moreInfoModule", "certainAgreement"),
)
"""Whom to ask: no matter of a dossier."""


def read_ctgov(files: Sequence[Path], into: Into) -> Drafted:
    """The records that one study record gives; no value is computed, none is completed.

    Raises ProblemsFound: not one file, no JSON, no study or several, the registry's old form.
    """
    of, study = open_study(files)
    number = number_of(study)
    document = f"ctgov-{number.lower()}"
    reading = Reading(of, study, document, into)
    named = source_document(reading, number)
    reading.records["references"] = {"sources": [named]}
    trial: dict[str, Data] = {"id": number.lower()}
    reading.records["trial"] = trial
    read_identification(reading, trial, number)
    listed = read_arms(reading, trial) or arms_of_groups(reading, trial)
    read_design(reading, trial, listed)
    read_organisations(reading, trial)
    read_dates(reading, trial)
    read_eligibility(reading, trial)
    arms = Arms(reading, listed)
    outcomes = Outcomes(reading, read_endpoints(reading))
    read_outcomes(reading, outcomes, arms)
    if outcomes.endpoints:
        trial["endpoints"] = [*outcomes.endpoints]
    grids = [read_flow(reading, arms), read_baseline(reading, arms), read_events(reading, arms)]
    read_citations(reading)
    trial["source"] = reading.source("Study record")
    for name, record in (("disease", read_disease(reading)), ("product", read_product(reading))):
        if record:
            reading.records[name] = record
    _leave(reading)
    return Drafted(
        document,
        reading.records,
        tuple(grid for grid in grids if grid is not None),
        reading.origins,
        tuple(of.lost()),
        reading.told(),
        arms.groups,
    )


def _leave(reading: Reading) -> None:
    for key in _NO_RECORD:
        reading.study[key].leave()
    for section, module, key in _CONTACTS:
        reading.study[section][module][key].leave()
