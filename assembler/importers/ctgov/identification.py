"""Who the study is: names, numbers, sponsors, dates, disease, product."""

from assembler.importers.ctgov.reading import NewIds, Reading, plain, put, words
from assembler.importers.entry import shown
from assembler.importers.given import Given
from assembler.read import Data

_EXPERIMENTAL = "EXPERIMENTAL"
_MEDICINES = ("DRUG", "BIOLOGICAL", "COMBINATION_PRODUCT", "GENETIC", "RADIATION")
"""Types of intervention that have an INN more often than others, the likeliest first."""
_REGISTRIES = {"EUDRACT_NUMBER": "EudraCT", "CTIS": "EU Clinical Trials Information System"}
_ACTUAL, _EXPECTED = "ACTUAL", "ESTIMATED"
_BOOKKEEPING = (
    "statusVerifiedDate", "studyFirstSubmitDate", "studyFirstSubmitQcDate",
    "studyFirstPostDateStruct", "resultsFirstSubmitDate", "resultsFirstSubmitQcDate",
    "resultsFirstPostDateStruct", "dispFirstSubmitDate", "dispFirstSubmitQcDate",
    "dispFirstPostDateStruct", "lastUpdateSubmitDate", "lastUpdatePostDateStruct",
)  # fmt: skip
"""When the record was handed in and shown: of the registry, not of the trial."""


def source_document(reading: Reading, number: str) -> dict[str, Data]:
    """The registry record as a source document."""
    named = reading.protocol["identificationModule"]
    status = reading.protocol["statusModule"]
    record: dict[str, Data] = {"id": reading.document, "kind": "registry"}
    title = plain(named["briefTitle"].seen or named["officialTitle"].seen)
    record["title"] = title or f"Study {number}"
    record["label"] = f"ClinicalTrials.gov record {number}"
    record["organisation"] = "ClinicalTrials.gov"
    date = status["lastUpdatePostDateStruct"]["date"].seen or status["lastUpdateSubmitDate"].seen
    if date:
        record["date"] = date
    record["url"] = f"https://clinicaltrials.gov/study/{number}"
    for key in _BOOKKEEPING:
        status[key].leave()
    return record


def read_identification(reading: Reading, trial: dict[str, Data], number: str) -> None:
    """Names and numbers of the study into `trial`."""
    named = reading.protocol["identificationModule"]
    titles = {"title": named["officialTitle"], "brief_title": named["briefTitle"]}
    if not named["officialTitle"]:
        titles = {"title": named["briefTitle"]}
    put(trial, {**titles, "acronym": named["acronym"]})
    put(trial, {"study_number": named["orgStudyIdInfo"]["id"]})
    named["nctId"].leave()
    ids = NewIds("registry")
    first = "ClinicalTrials.gov"
    entries: list[Data] = [{"id": ids.of(first), "registry": first, "number": number}]
    for other in named["secondaryIdInfos"]:
        kind = other["type"].seen.upper()
        registry = _REGISTRIES.get(kind)
        if kind == "REGISTRY":
            registry = words(other["domain"])
        if registry and other["id"]:
            other["type"].leave()
            text = words(other["id"]) or ""
            entries.append({"id": ids.of(registry), "registry": registry, "number": text})
    trial["registrations"] = entries


def read_organisations(reading: Reading, trial: dict[str, Data]) -> None:
    """The sponsor and those who work with it, into `trial`."""
    module = reading.protocol["sponsorCollaboratorsModule"]
    found: list[Data] = []
    ids = NewIds("organisation")
    given = [(module["leadSponsor"], "sponsor")]
    given += [(other, "collaborator") for other in module["collaborators"]]
    for organisation, role in given:
        name = words(organisation["name"])
        if name:
            organisation["class"].leave()
            found.append({"id": ids.of(name), "name": name, "roles": [role]})
    if found:
        trial["organisations"] = found
    if reading.protocol["oversightModule"]["oversightHasDmc"].seen.upper() == "TRUE":
        reading.protocol["oversightModule"]["oversightHasDmc"].leave()
        trial["data_monitoring"] = {
            "board": "data monitoring committee",
            "source": reading.source("Oversight"),
        }


def read_dates(reading: Reading, trial: dict[str, Data]) -> None:
    """When the first patient was enrolled and the last one examined; a planned date is lost."""
    status = reading.protocol["statusModule"]
    keys = {
        "first_enrolment": "startDateStruct",
        "primary_completion": "primaryCompletionDateStruct",
        "last_completion": "completionDateStruct",
    }
    dates: dict[str, Data] = {}
    for key, name in keys.items():
        if status[name]["type"].seen.upper() == _ACTUAL:
            status[name]["type"].leave()
            put(dates, {key: status[name]["date"]})
    if dates:
        trial["dates"] = {**dates, "source": reading.source("Study Dates")}
    countries: list[Data] = []
    ids = NewIds("country")
    known: set[str] = set()
    for place in reading.protocol["contactsLocationsModule"]["locations"]:
        country = words(place["country"])
        for key in ("geoPoint", "contacts", "status"):
            place[key].leave()
        if country and country not in known:
            known.add(country)
            countries.append({"id": ids.of(country), "name": country})
    if countries:
        trial["countries"] = countries


def read_disease(reading: Reading) -> dict[str, Data]:
    """The disease: the first condition of the record; the others are lost."""
    given = list(reading.protocol["conditionsModule"]["conditions"])
    name = next((words(condition) for condition in given), None)
    if len(given) > 1 and name:
        reading.of.warn(
            "import.one-disease",
            f"the record lists {len(given)} conditions: '{shown(name)}' is taken as the disease",
            "correct `name` in disease.yaml if the dossier is of another, or of several",
            given[0].at,
        )
    return {"name": name, "source": reading.source("Conditions")} if name else {}


def read_product(reading: Reading) -> dict[str, Data]:
    """The product: the experimental medicine, under the name that the registry gives."""
    module = reading.protocol["armsInterventionsModule"]
    experimental = {
        plain(arm["label"].seen)
        for arm in module["armGroups"]
        if arm["type"].seen.upper() == _EXPERIMENTAL
    }
    given = [one for one in module["interventions"] if one["name"].seen]
    medicines = [one for one in given if one["type"].seen.upper() in _MEDICINES]
    tried = [one for one in medicines if experimental.intersection(_labels(one))]
    chosen = next(iter(sorted(tried, key=_rank) or sorted(medicines, key=_rank) or given), None)
    if chosen is None:
        return {}
    name = plain(chosen["name"].seen)
    if len(tried or medicines or given) > 1:
        reading.of.warn(
            "import.one-product",
            f"the record lists several interventions: '{shown(name)}' is taken as the product",
            "correct `inn` in product.yaml if it is another",
            chosen["name"].at,
        )
    product: dict[str, Data] = {"inn": words(chosen["name"]) or ""}
    product["source"] = reading.source("Arms and Interventions")
    return product


def _labels(intervention: Given) -> set[str]:
    return {plain(label.seen) for label in intervention["armGroupLabels"]}


def _rank(intervention: Given) -> int:
    return _MEDICINES.index(intervention["type"].seen.upper())
