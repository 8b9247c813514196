"""A made-up study of ClinicalTrials.gov, API version 2, and what becomes of it."""

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assembler.importers.ctgov import read_ctgov
from assembler.importers.drafted import Drafted, Into
from assembler.read import Data
from assembler.records.efficacy import Efficacy
from assembler.records.references import References
from assembler.records.safety import Safety
from assembler.records.trial import Trial

Json = Any

_PROTOCOL: Json = {
    "identificationModule": {
        "nctId": "NCT00000042",
        "orgStudyIdInfo": {"id": "EX-42"},
        "secondaryIdInfos": [
            {"id": "2030-000042-42", "type": "EUDRACT_NUMBER"},
            {"id": "grant 7", "type": "OTHER_GRANT"},
        ],
        "briefTitle": "Exampline in Invented Disease &amp; Pain",
        "officialTitle": "A Randomised Trial of Exampline",
        "acronym": "PAINLESS",
    },
    "statusModule": {
        "startDateStruct": {"date": "2030-02", "type": "ACTUAL"},
        "completionDateStruct": {"date": "2033-12-01", "type": "ESTIMATED"},
        "lastUpdatePostDateStruct": {"date": "2033-01-15", "type": "ACTUAL"},
    },
    "sponsorCollaboratorsModule": {
        "leadSponsor": {"name": "Acme Medicines", "class": "INDUSTRY"},
        "collaborators": [{"name": "Roe Society", "class": "OTHER"}],
    },
    "conditionsModule": {"conditions": ["Invented Disease", "Pain"]},
    "designModule": {
        "studyType": "INTERVENTIONAL",
        "phases": ["PHASE2", "PHASE3"],
        "designInfo": {
            "allocation": "RANDOMIZED",
            "interventionModel": "PARALLEL",
            "primaryPurpose": "TREATMENT",
            "maskingInfo": {"masking": "TRIPLE", "whoMasked": ["PARTICIPANT", "INVESTIGATOR"]},
        },
        "enrollmentInfo": {"count": 120, "type": "ACTUAL"},
    },
    "armsInterventionsModule": {
        "armGroups": [
            {
                "label": "Exampline 5 mg",
                "type": "EXPERIMENTAL",
                "description": "One tablet of exampline 5 mg by mouth each morning for 52 weeks.",
                "interventionNames": ["Drug: Exampline"],
            },
            {
                "label": "Placebo (matching)",
                "type": "PLACEBO_COMPARATOR",
                "interventionNames": ["Other: Placebo"],
            },
        ],
        "interventions": [
            {"type": "OTHER", "name": "Placebo", "armGroupLabels": ["Placebo (matching)"]},
            {"type": "DRUG", "name": "Exampline", "armGroupLabels": ["Exampline 5 mg"]},
        ],
    },
    "outcomesModule": {
        "primaryOutcomes": [
            {"measure": "Overall Survival", "description": "To death.", "timeFrame": "5 years"}
        ],
        "secondaryOutcomes": [
            {"measure": "Percentage of Participants With Response", "timeFrame": "Week 24"},
            {"measure": "Change From Baseline in Pain", "timeFrame": "Week 24"},
        ],
    },
    "eligibilityModule": {
        "eligibilityCriteria": "Inclusion Criteria:\n\n* Age \\>= 18 years\n* Pain:\n\n"
        "  * at rest\n  * in motion\n\nExclusion Criteria:\n\n1. Pregnancy",
        "sex": "ALL",
        "minimumAge": "18 Years",
        "maximumAge": "N/A",
        "healthyVolunteers": False,
    },
    "contactsLocationsModule": {
        "locations": [
            {"facility": "One", "country": "Norway"},
            {"facility": "Two", "country": "Norway"},
            {"facility": "Three", "country": "South Korea"},
        ]
    },
    "referencesModule": {
        "references": [
            {
                "pmid": "42",
                "type": "RESULT",
                "citation": "Doe J, van der Roe AB. Exampline against pain. J Inv Med. 2033 Jan;"
                "7(1):12-9. doi: 10.1000/xyz.42. Epub 2032 Dec 1.",
            },
            {"pmid": "43", "type": "DERIVED", "citation": "Poe E. Others. J. 2034;1:1."},
            {"type": "BACKGROUND", "citation": "An unpublished report"},
        ]
    },
}
_GROUPS = [
    {"title": "Exampline 5 mg", "description": ""},
    {"title": "PLACEBO", "description": "Tablets"},
]


def groups(prefix: str, *more: str) -> Json:
    """The groups of a module: the two arms, and what else is named."""
    given = [*_GROUPS, *({"title": title} for title in more)]
    return [{"id": f"{prefix}{n:03}", **one} for n, one in enumerate(given)]


def cells(prefix: str, key: str, *values: str) -> Json:
    return [{"groupId": f"{prefix}{n:03}", key: value} for n, value in enumerate(values)]


def measure(title: str, param: str, unit: str, *values: Json, **more: Json) -> Json:
    """An outcome measure with one value, or one mapping of values, for each group."""
    measured = [
        {"groupId": f"OG{n:03}", **(value if isinstance(value, dict) else {"value": value})}
        for n, value in enumerate(values)
    ]
    return {
        "type": "SECONDARY",
        "title": title,
        "paramType": param,
        "unitOfMeasure": unit,
        "timeFrame": "Week 24",
        "groups": groups("OG"),
        "denoms": [{"units": "Participants", "counts": cells("OG", "value", "80", "40")}],
        "classes": [{"categories": [{"measurements": measured}]}],
        **more,
    }


def analysis(**more: Json) -> Json:
    return {"groupIds": ["OG000", "OG001"], **more}


_RESULTS: Json = {
    "participantFlowModule": {
        "groups": groups("FG"),
        "periods": [
            {
                "title": "Overall Study",
                "milestones": [
                    {"type": "STARTED", "achievements": cells("FG", "numSubjects", "80", "40")},
                    {"type": "COMPLETED", "achievements": cells("FG", "numSubjects", "70", "31")},
                ],
                "dropWithdraws": [
                    {"type": "Adverse Event", "reasons": cells("FG", "numSubjects", "10", "0")}
                ],
            }
        ],
    },
    "baselineCharacteristicsModule": {
        "groups": groups("BG", "Total"),
        "denoms": [{"units": "Participants", "counts": cells("BG", "value", "80", "40", "120")}],
        "measures": [
            {
                "title": "Age, Continuous",
                "paramType": "MEAN",
                "dispersionType": "STANDARD_DEVIATION",
                "unitOfMeasure": "years",
                "classes": [
                    {
                        "categories": [
                            {
                                "measurements": [
                                    {"groupId": "BG000", "value": "37.40", "spread": "10.8"},
                                    {"groupId": "BG001", "value": "38.0", "spread": "9.0"},
                                ]
                            }
                        ]
                    }
                ],
            },
            {
                "title": "Sex: Female, Male",
                "paramType": "COUNT_OF_PARTICIPANTS",
                "unitOfMeasure": "Participants",
                "classes": [
                    {
                        "categories": [
                            {
                                "title": "Female",
                                "measurements": cells("BG", "value", "41", "20", "61"),
                            }
                        ]
                    }
                ],
            },
        ],
    },
    "outcomeMeasuresModule": {
        "outcomeMeasures": [
            measure(
                "Overall Survival",
                "MEDIAN",
                "Months",
                {"value": "NA", "lowerLimit": "20.1", "upperLimit": "NA", "comment": "Not reached"},
                {"value": "11.40", "lowerLimit": "9.0", "upperLimit": "14.2"},
                type="PRIMARY",
                dispersionType="95% Confidence Interval",
                timeFrame="5 years",
                analyses=[
                    analysis(
                        paramType="Hazard Ratio (HR)",
                        paramValue="0.50",
                        ciPctValue="95",
                        ciNumSides="TWO_SIDED",
                        ciLowerLimit="0.30",
                        ciUpperLimit="0.80",
                        pValue="= 0.0014",
                        statisticalMethod="Log Rank",
                    )
                ],
            ),
            measure(
                "Percentage of Participants With Response",
                "NUMBER",
                "percentage of participants",
                "47.50",
                "7",
                analyses=[
                    analysis(paramType="Odds Ratio (OR)", paramValue="15.2", pValue="<.0001")
                ],
            ),
            measure(
                "Change From Baseline in Pain",
                "LEAST_SQUARES_MEAN",
                "scores on a scale",
                {"value": "-2.07", "spread": "0.20"},
                {"value": "-0.38", "spread": "0.21"},
                dispersionType="Standard Error",
                analyses=[analysis(paramType="Difference", paramValue="-1.69", pValue=">.99")],
            ),
        ]
    },
    "adverseEventsModule": {
        "frequencyThreshold": "5",
        "timeFrame": "52 weeks",
        "eventGroups": [
            {
                **one,
                "deathsNumAffected": 3,
                "deathsNumAtRisk": 80,
                "seriousNumAffected": 9,
                "seriousNumAtRisk": size,
                "otherNumAffected": 30,
                "otherNumAtRisk": size,
            }
            for one, size in zip(groups("EG"), (79, 40), strict=True)
        ],
        "seriousEvents": [
            {
                "term": "Nausea",
                "organSystem": "Gastrointestinal disorders",
                "sourceVocabulary": "MedDRA 26.0",
                "stats": [
                    {"groupId": "EG000", "numEvents": 4, "numAffected": 3, "numAtRisk": 79},
                    {"groupId": "EG001", "numAffected": 1, "numAtRisk": 40},
                ],
            }
        ],
        "otherEvents": [
            {
                "term": "Nausea",
                "organSystem": "Gastrointestinal disorders",
                "sourceVocabulary": "MedDRA 26.0",
                "stats": [
                    {"groupId": "EG000", "numAffected": 20, "numAtRisk": 79},
                    {"groupId": "EG001", "numAffected": 5, "numAtRisk": 38},
                ],
            }
        ],
    },
}


def study() -> Json:
    """A study with results: two arms, three endpoints."""
    return copy.deepcopy({"protocolSection": _PROTOCOL, "resultsSection": _RESULTS})


def plan() -> Json:
    """The same study before it has results."""
    return copy.deepcopy({"protocolSection": _PROTOCOL})


def drafted(folder: Path, given: Json, named: Mapping[str, str] | None = None) -> Drafted:
    path = folder / "study.json"
    path.write_text(json.dumps(given), encoding="utf-8")
    return read_ctgov([path], Into(folder, {}, (), named or {}))


def filled(draft: Drafted, name: str) -> Data:
    """The records of one file, with the rows of its grids in their place."""
    grids = {grid.name: [dict(row) for row in grid.rows] for grid in draft.grids}

    def fill(value: Data) -> Data:
        if isinstance(value, dict) and value.keys() == {"csv"}:
            return [
                {k: cell for k, cell in row.items() if cell} for row in grids[str(value["csv"])]
            ]
        if isinstance(value, dict):
            return {key: fill(inside) for key, inside in value.items()}
        return [fill(inside) for inside in value] if isinstance(value, list) else value

    return fill(draft.records.get(name, {}))


def trial_of(draft: Drafted) -> Trial:
    return Trial.model_validate(filled(draft, "trial"))


def efficacy_of(draft: Drafted) -> Efficacy:
    return Efficacy.model_validate(filled(draft, "efficacy"))


def safety_of(draft: Drafted) -> Safety:
    return Safety.model_validate(filled(draft, "safety"))


def references_of(draft: Drafted) -> References:
    return References.model_validate(filled(draft, "references"))
