"""A small invented study definition, in the form of USDM 4 and in that of USDM 3."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any, TypeAlias

from assembler.importers.drafted import Drafted, Into
from assembler.importers.usdm import read_usdm
from assembler.records.disease import Disease
from assembler.records.references import References
from assembler.records.trial import Trial

Json: TypeAlias = Any
"""Plain JSON of somebody else; the tests put into it what they like."""


def code(number: str, decode: str) -> Json:
    return {
        "id": f"Code_{number}_{decode}",
        "code": number,
        "codeSystem": "http://www.cdisc.org",
        "codeSystemVersion": "2024-09-27",
        "decode": decode,
        "instanceType": "Code",
    }


def alias(number: str, decode: str) -> Json:
    return {
        "id": f"Alias_{number}",
        "standardCode": code(number, decode),
        "standardCodeAliases": [],
    }


def one(kind: str, number: int, name: str, **keys: Json) -> Json:
    return {"id": f"{kind}_{number}", "name": name, **keys, "instanceType": kind}


def _arms() -> list[Json]:
    placebo = code("C174268", "Placebo Control Arm")
    return [
        one("StudyArm", 1, "Placebo", label="Placebo", description="Sugar", type=placebo),
        one("StudyArm", 2, "EX", label="Exampline", type=code("C174266", "Investigational Arm")),
    ]


def _objectives() -> list[Json]:
    endpoints = [
        one("Endpoint", 1, "END1", text="Pain &lt; 3 points at <b>week 12</b>", description="",
            purpose="Efficacy", level=code("C94496", "Primary Endpoint")),
        one("Endpoint", 2, "END2", text="TBD", level=code("C139173", "Secondary Endpoint")),
    ]  # fmt: skip
    return [
        one("Objective", 1, "OBJ1", text="To show less pain.", endpoints=endpoints,
            level=code("C85826", "Primary Objective")),
    ]  # fmt: skip


def _cells() -> list[Json]:
    return [
        {"id": f"Cell_{arm}{epoch}", "armId": f"StudyArm_{arm}", "epochId": f"StudyEpoch_{epoch}",
         "elementIds": [f"StudyElement_{3 if epoch == 1 else arm}"]}
        for arm in (1, 2) for epoch in (1, 2)
    ]  # fmt: skip


def _timeline() -> Json:
    return one(
        "ScheduleTimeline", 1, "Main", mainTimeline=True,
        timings=[
            one("Timing", 1, "T1", type=code("C201357", "Before"), value="P2W",
                valueLabel="2 weeks", windowLabel="-3..3 days", windowLower="P3D",
                relativeFromScheduledInstanceId="Instance_1",
                relativeToScheduledInstanceId="Instance_2"),
        ],
        instances=[
            one("Instance", 1, "SCREEN", epochId="StudyEpoch_1", encounterId="Encounter_1",
                activityIds=["Activity_1"]),
            one("Instance", 2, "DOSE", label="first dose", epochId="StudyEpoch_2",
                encounterId="Encounter_2", activityIds=["Activity_1", "Activity_2"]),
        ],
    )  # fmt: skip


def _design() -> Json:
    element: Json = {"transitionStartRule": None, "studyInterventionIds": []}
    event = one("IntercurrentEvent", 1, "RESCUE", text="Rescue medication",
                strategy="Treatment policy: all data are used")  # fmt: skip
    return one(
        "InterventionalStudyDesign", 1, "Design",
        rationale="Because of pain.",
        model=code("C82639", "Parallel Study"),
        studyPhase=alias("C15694", "Phase II/III Trial"),
        studyType=code("C98388", "Interventional Study"),
        blindingSchema=alias("C15228", "Double Blind Study"),
        characteristics=[code("C99", "Randomized"), code("C98", "Adaptive")],
        arms=_arms(),
        epochs=[
            one("StudyEpoch", 1, "Screening", type=code("C202487", "Screening Epoch")),
            one("StudyEpoch", 2, "Treatment", type=code("C101526", "Treatment Epoch")),
        ],
        elements=[
            one("StudyElement", 1, "E1", description="placebo tablets", **element),
            one("StudyElement", 2, "E2", **{**element, "studyInterventionIds": ["Drug_1"]}),
            one("StudyElement", 3, "E3", label="screening", **element),
        ],
        studyCells=_cells(),
        objectives=_objectives(),
        indications=[one("Indication", 1, "IND1", label="Invented pain", codes=[])],
        analysisPopulations=[one("AnalysisPopulation", 1, "AP1", text="Adults with pain"),
                             one("AnalysisPopulation", 2, "SAF", label="Safety analysis set")],
        estimands=[one("Estimand", 1, "EST1", populationSummary="difference of means",
                       analysisPopulationId="AnalysisPopulation_1", interventionIds=["Drug_1"],
                       variableOfInterestId="Endpoint_1", intercurrentEvents=[event])],
        population=one("Population", 1, "POP1", description="Adults with pain",
                       includesHealthySubjects=False,
                       plannedSex=[code("C20197", "Male"), code("C16576", "Female")],
                       plannedEnrollmentNumber={"id": "Q1", "value": 300.0, "unit": None},
                       plannedAge={"id": "R1", "isApproximate": False,
                                   "minValue": quantity(2, 18.0, "C29848", "Year"),
                                   "maxValue": quantity(3, 65.0, "C29848", "Year")}),
        eligibilityCriteria=[
            one("EligibilityCriterion", 1, "IN01", category=code("C25532", "Inclusion Criteria"),
                identifier="01", criterionItemId="Item_1"),
            one("EligibilityCriterion", 2, "EX01", category=code("C25370", "Exclusion Criteria"),
                identifier="02", criterionItemId="Item_2"),
        ],
        encounters=[one("Encounter", 1, "V1", label="Visit 1", scheduledAtId="Timing_1"),
                    one("Encounter", 2, "V2", label="Visit 2", scheduledAtId=None)],
        activities=[one("Activity", 1, "VS", label="Vital signs"),
                    one("Activity", 2, "Dosing")],
        scheduleTimelines=[_timeline()],
    )  # fmt: skip


def quantity(number: int, value: float, unit: str, decode: str) -> Json:
    return {"id": f"Quantity_{number}", "value": value, "unit": alias(unit, decode)}


def usdm_4() -> Json:
    dose = one("Administration", 1, "A1", dose=quantity(4, 50.0, "C28253", "Milligram"),
               route=alias("C38288", "Oral Route of Administration"),
               frequency=alias("C25473", "Daily"))  # fmt: skip
    version = {
        "id": "StudyVersion_1",
        "versionIdentifier": "3",
        "rationale": "<p>No drug helps.</p>",
        "documentVersionIds": ["Document_1"],
        "studyIdentifiers": [
            one("StudyIdentifier", 1, "I1", text="EX-301", scopeId="Organization_1"),
            one("StudyIdentifier", 2, "I2", text="NCT00000000", scopeId="Organization_2"),
        ],
        "titles": [
            {"id": "T1", "text": "PAINLESS", "type": code("C207646", "Study Acronym")},
            {"id": "T2", "text": "A trial of exampline", "type": code("C207616", "Official Title")},
            {"id": "T3", "text": "A trial of exampline", "type": code("C207617", "Public Title")},
        ],
        "studyDesigns": [_design()],
        "eligibilityCriterionItems": [
            one("Item", 1, "IN01", dictionaryId="Dictionary_1",
                text='<p>Age at least <usdm:tag name="min_age"/> years; A<sup>1C</sup>, '
                     'm<sup>2</sup> and:</p><ol><li>ill</li><li>insured</li></ol>'),
            one("Item", 2, "EX01", text='<p>Allergy to <usdm:ref id="Nobody_1" attribute="label">'
                '</usdm:ref></p>'),
        ],
        "dictionaries": [
            one("Dictionary", 1, "D1", parameterMaps=[
                {"id": "P1", "tag": "min_age",
                 "reference": '<usdm:ref klass="Quantity" id="Quantity_2" attribute="value"/>'}]),
        ],
        "roles": [
            one("StudyRole", 1, "R1", label="Sponsor", code=code("C70793", "Sponsor"),
                organizationIds=["Organization_1"], masking={"id": "M1", "isMasked": True}),
        ],
        "organizations": [
            one("Organization", 1, "ACME", label="Acme Invented", type=code("C70793", "Sponsor")),
            one("Organization", 2, "CT-GOV", label="ClinicalTrials.gov",
                type=code("C93453", "Study Registry")),
        ],
        "studyInterventions": [
            one("Drug", 1, "EXAMPLINE", label="exampline", administrations=[dose]),
        ],
    }  # fmt: skip
    date = {"id": "D1", "type": code("C99", "Protocol Effective Date"), "dateValue": "2020-02-03"}
    document = {"id": "Document_1", "version": "3", "dateValues": [date]}
    documents = [one("StudyDefinitionDocument", 1, "P", versions=[document])]
    study = {"id": None, "name": "PAIN", "versions": [version], "documentedBy": documents}
    return {"study": study, "usdmVersion": "4.0.0", "systemName": "by hand"}


def usdm_3() -> Json:
    """The same study as USDM 3 writes it."""
    wrapper = deepcopy(usdm_4())
    wrapper["usdmVersion"] = "3.0.0"
    version = wrapper["study"]["versions"][0]
    design = version["studyDesigns"][0]
    organizations = {o["id"]: o for o in version.pop("organizations")}
    for number in version["studyIdentifiers"]:
        scope = organizations[number.pop("scopeId")]
        number["studyIdentifierScope"] = {**scope, "organizationType": scope["type"], "type": None}
        number["studyIdentifier"] = number.pop("text")
    del version["roles"], version["documentVersionIds"]
    wrapper["study"]["documentedBy"] = wrapper["study"]["documentedBy"][0]
    version["documentVersionId"] = "Document_1"
    version["studyPhase"] = design.pop("studyPhase")
    version["studyType"] = design.pop("studyType")
    design["interventionModel"] = design.pop("model")
    design["studyInterventions"] = version.pop("studyInterventions")
    design["dictionaries"] = version.pop("dictionaries")
    items = {item["id"]: item for item in version.pop("eligibilityCriterionItems")}
    population = design["population"]
    population["criteria"] = [
        {**c, **{k: items[c["criterionItemId"]].get(k) for k in ("text", "dictionaryId")},
         "criterionItemId": None}
        for c in design.pop("eligibilityCriteria")
    ]  # fmt: skip
    year = code("C29848", "Year")
    population["plannedAge"] = {"id": "Quantity_2", "minValue": 18, "maxValue": 65, "unit": year,
                                "value": 18}  # fmt: skip
    population["plannedEnrollmentNumber"] = {"id": "Q1", "minValue": 300, "maxValue": 300}
    estimand = design["estimands"][0]
    analysed = {p["id"]: p for p in design.pop("analysisPopulations")}
    estimand["analysisPopulation"] = analysed[estimand.pop("analysisPopulationId")]
    estimand["summaryMeasure"] = estimand.pop("populationSummary")
    estimand["treatment"] = estimand.pop("interventionIds")[0]
    return wrapper


def drafted(folder: Path, given: Json, into: Into | None = None) -> Drafted:
    """What the import of this study definition gives."""
    file = folder / "study.json"
    text = given if isinstance(given, str) else json.dumps(given, indent=1)
    file.write_text(text, encoding="utf-8")
    return read_usdm([file], into or Into(folder, {}, (), {}))


def trial_of(draft: Drafted) -> Trial:
    """The trial as a record; so it is one."""
    References.model_validate(draft.records["references"])
    if "disease" in draft.records:
        Disease.model_validate(draft.records["disease"])
    return Trial.model_validate(draft.records["trial"])
