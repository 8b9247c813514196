"""How the study is made: phase, allocation, masking, arms, eligibility, endpoints."""

from assembler.importers.ctgov.groups import RegistryArm
from assembler.importers.ctgov.reading import NewIds, Reading, answer, coded, plain, put, words
from assembler.importers.given import Given
from assembler.read import Data

_STUDY_TYPES = {
    "INTERVENTIONAL": "interventional",
    "OBSERVATIONAL": "observational",
    "EXPANDED_ACCESS": "expanded-access",
}
_PHASES = {
    ("EARLY_PHASE1",): "early-phase-1",
    ("PHASE1",): "phase-1",
    ("PHASE1", "PHASE2"): "phase-1-2",
    ("PHASE2",): "phase-2",
    ("PHASE2", "PHASE3"): "phase-2-3",
    ("PHASE3",): "phase-3",
    ("PHASE4",): "phase-4",
}
_ALLOCATIONS = {"RANDOMIZED": "yes", "NON_RANDOMIZED": "no"}
_MASKING = {
    "NONE": "open-label",
    "SINGLE": "single-blind",
    "DOUBLE": "double-blind",
    "TRIPLE": "triple-blind",
    "QUADRUPLE": "quadruple-blind",
}
_MASKED = {
    "PARTICIPANT": "participant",
    "CARE_PROVIDER": "care provider",
    "INVESTIGATOR": "investigator",
    "OUTCOMES_ASSESSOR": "outcomes assessor",
}
_MODELS = {
    "SINGLE_GROUP": "single-arm",
    "PARALLEL": "parallel",
    "CROSSOVER": "crossover",
    "FACTORIAL": "factorial",
    "SEQUENTIAL": "sequential",
}
_ARM_KINDS = {
    "EXPERIMENTAL": "experimental",
    "ACTIVE_COMPARATOR": "active-comparator",
    "PLACEBO_COMPARATOR": "placebo-comparator",
    "SHAM_COMPARATOR": "sham-comparator",
    "NO_INTERVENTION": "no-intervention",
    "OTHER": "other",
}
_CONTROLS = {
    "placebo-comparator": "placebo",
    "active-comparator": "active",
    "no-intervention": "no-treatment",
}
_SEXES = {"ALL": "all", "FEMALE": "female", "MALE": "male"}
_SEVERAL = 2


def read_design(reading: Reading, trial: dict[str, Data], arms: list[RegistryArm]) -> None:
    """Type, phase, design and enrolment into `trial`."""
    module = reading.protocol["designModule"]
    given = module["designInfo"]
    study_type = coded(module["studyType"], _STUDY_TYPES)
    if study_type:
        trial["study_type"] = study_type
    _phase(module["phases"], trial)
    design: dict[str, Data] = {}
    _code(design, "randomised", given["allocation"], _ALLOCATIONS)
    _code(design, "blinding", given["maskingInfo"]["masking"], _MASKING)
    masked: list[Data] = []
    for role in given["maskingInfo"]["whoMasked"]:
        who = coded(role, _MASKED)
        if who:
            masked.append(who)
    if masked:
        design["masked"] = masked
    kinds = {arm.kind for arm in arms} & _CONTROLS.keys()
    if len(kinds) == 1:
        design["control"] = _CONTROLS[next(iter(kinds)) or ""]
    _code(design, "configuration", given["interventionModel"], _MODELS)
    if len(list(reading.protocol["contactsLocationsModule"]["locations"])) >= _SEVERAL:
        design["multicentre"] = "yes"
    _enrolment(reading, module["enrollmentInfo"], trial, design)
    if design:
        trial["design"] = {**design, "source": reading.source("Study Design")}


def read_arms(reading: Reading, trial: dict[str, Data]) -> list[RegistryArm]:
    """The arms as the registry lists them, into `trial`; an arm that the study has keeps its id."""
    module = reading.protocol["armsInterventionsModule"]
    found: list[RegistryArm] = []
    records: list[Data] = []
    ids, used = NewIds("arm"), set[str]()
    for group in module["armGroups"]:
        label = words(group["label"])
        if label is None:
            continue
        own = ids.of(label)
        known = reading.into.arm_of(label)
        while own in used:
            own = ids.of(label)
        id = known if known is not None and known not in used else own
        used.add(id)
        record: dict[str, Data] = {"id": id, "label": label}
        kind = coded(group["type"], _ARM_KINDS)
        if kind:
            record["kind"] = kind
        given = [text for name in group["interventionNames"] if (text := _intervention(name))]
        record["treatment"] = ", ".join(dict.fromkeys(given)) or label
        put(record, {"description": group["description"]})
        found.append(RegistryArm(id, label, kind, str(record.get("description", ""))))
        records.append(record)
        reading.origins[f"trial.arms.{id}"] = group.at
    for intervention in module["interventions"]:
        for key in ("type", "armGroupLabels"):
            intervention[key].leave()
        if any(name in str(arm) for arm in records if (name := plain(intervention["name"].seen))):
            intervention["name"].leave()
    if records:
        trial["arms"] = records
    return found


def arms_of_groups(reading: Reading, trial: dict[str, Data]) -> list[RegistryArm]:
    """The groups of the results as arms, of a record that lists no arms."""
    modules = (
        reading.results["participantFlowModule"]["groups"],
        reading.results["baselineCharacteristicsModule"]["groups"],
        reading.results["adverseEventsModule"]["eventGroups"],
    )
    groups = next((groups for groups in modules if groups), None)
    found: list[RegistryArm] = []
    records: list[Data] = []
    ids = NewIds("arm")
    for group in groups if groups is not None else ():
        label = plain(group["title"].seen)
        if not label or label.casefold().startswith("total"):
            continue
        id = reading.into.arm_of(label) or ids.of(label)
        record: dict[str, Data] = {"id": id, "label": label, "treatment": label}
        put(record, {"description": group["description"]})
        found.append(RegistryArm(id, label, None, str(record.get("description", ""))))
        records.append(record)
        reading.origins[f"trial.arms.{id}"] = group.at
    if records and groups is not None:
        trial["arms"] = records
        reading.of.warn(
            "import.group-is-arm",
            "the record lists no arms: the groups of its results are taken as the study's arms",
            "correct `label` and `treatment` of each arm in trial.yaml",
            groups.at,
        )
    return found


def read_endpoints(reading: Reading) -> list[dict[str, Data]]:
    """The endpoints of the protocol part, by role."""
    module = reading.protocol["outcomesModule"]
    roles = (
        ("primaryOutcomes", "primary"),
        ("secondaryOutcomes", "secondary"),
        ("otherOutcomes", "exploratory"),
    )
    found: list[dict[str, Data]] = []
    ids = NewIds("endpoint")
    for key, role in roles:
        for outcome in module[key]:
            measure = words(outcome["measure"])
            if measure is None:
                continue
            record: dict[str, Data] = {"id": ids.of(measure), "role": role, "variable": measure}
            put(record, {"definition": outcome["description"], "time_frame": outcome["timeFrame"]})
            found.append(record)
            reading.origins[f"trial.endpoints.{record['id']}"] = outcome.at
    return found


def read_limits(reading: Reading, eligibility: dict[str, Data]) -> None:
    """Ages, sex and health that allow to enter, into `eligibility`."""
    module = reading.protocol["eligibilityModule"]
    for key, name in (("minimum_age", "minimumAge"), ("maximum_age", "maximumAge")):
        given = module[name].seen
        if given and given.upper() != "N/A":
            eligibility[key] = given.lower()
        module[name].leave()
    _code(eligibility, "sex", module["sex"], _SEXES)
    healthy = answer(module["healthyVolunteers"])
    if healthy:
        eligibility["healthy_volunteers"] = healthy
    module["stdAges"].leave()


def _phase(phases: Given, trial: dict[str, Data]) -> None:
    given = tuple(phase.seen.upper() for phase in phases)
    if given in _PHASES:
        trial["phase"] = _PHASES[given]
        phases.leave()
    elif given == ("NA",):
        trial["not_applicable"] = ["phase"]
        phases.leave()


def _enrolment(
    reading: Reading, given: Given, trial: dict[str, Data], design: dict[str, Data]
) -> None:
    kind = given["type"].seen.upper()
    if kind not in ("ACTUAL", "ESTIMATED"):
        return
    given["type"].leave()
    count = words(given["count"])
    if count and kind == "ACTUAL":
        trial["enrolment"] = {"total": count, "source": reading.source("Study Design")}
    elif count:
        design["planned_enrolment"] = count


def _code(record: dict[str, Data], key: str, given: Given, terms: dict[str, str]) -> None:
    term = coded(given, terms)
    if term:
        record[key] = term


def _intervention(name: Given) -> str | None:
    """`Drug: Remdesivir` -> `Remdesivir`."""
    text = words(name)
    kind, colon, rest = (text or "").partition(": ")
    return rest if colon and kind.replace(" ", "").replace("/", "").isalpha() else text
