"""Design, arms and eligibility of a study definition."""

from assembler.importers.drafted import Into, letters
from assembler.importers.entry import shown
from assembler.importers.given import Given
from assembler.importers.ids import Ids, slug
from assembler.importers.usdm.definition import Definition, filled
from assembler.importers.usdm.terms import (
    ARM_KINDS,
    BLINDINGS,
    CHARACTERISTICS,
    CONFIGURATIONS,
    CRITERIA,
    PHASES,
    SEXES,
    decode_of,
    term,
)
from assembler.importers.usdm.words import whole
from assembler.read import Data


def design_of(definition: Definition) -> dict[str, Data]:
    """`phase` and `design` of the trial."""
    design, version = definition.design, definition.version
    known = {term(one, CHARACTERISTICS) for one in design["characteristics"]}
    centres = "no" if "single-centre" in known else None
    model = design["model"] or design["interventionModel"]
    same = design["rationale"].seen == version["rationale"].seen
    if same:
        design["rationale"].leave()
    record = filled(
        randomised="yes" if "randomised" in known else None,
        blinding=term(design["blindingSchema"], BLINDINGS, "the blinding"),
        masked=_masked(definition),
        configuration=term(model, CONFIGURATIONS, "the intervention model"),
        multicentre="yes" if "multicentre" in known else centres,
        planned_enrolment=_planned(definition),
        treatment_duration=_duration(definition),
        rationale=None if same else definition.words(design["rationale"]),
    )
    if record:
        record["source"] = definition.place(design, "trial.design")
    phase = term(version["studyPhase"] or design["studyPhase"], PHASES, "the phase")
    return filled(phase=phase, design=record)


def arm_ids(definition: Definition, into: Into) -> dict[str, str]:
    """Place of each arm in the file, and its id there -> its id in the study."""
    ids, found = Ids(()), dict[str, str]()
    for arm in definition.design["arms"]:
        name = arm["label"].seen or arm["name"].seen
        known = into.arm_of(name) or (into.arm_of(arm["name"].seen) if arm["name"].seen else None)
        id = ids.new(known or slug(name) or "arm")
        found[arm.place] = id
        found.setdefault(arm["id"].seen, id)
    return found


def arms_of(definition: Definition, ids: dict[str, str]) -> list[Data]:
    """The arms, in the order of the file, with what patients of each received."""
    records: list[Data] = []
    for arm in definition.design["arms"]:
        label = definition.label(arm)
        if label is None:
            continue
        id = ids[arm.place]
        kind = term(arm["type"], ARM_KINDS, "the type of an arm")
        record = filled(id=id, label=label, kind=kind) | _treatment(definition, arm, label)
        description = definition.words(arm["description"])
        if description and letters(description) != letters(label):
            record["description"] = description
        records.append({**record, "source": definition.place(arm, f"trial.arms.{id}")})
    _say_of_arms(definition, records)
    return records


def _say_of_arms(definition: Definition, records: list[Data]) -> None:
    """What a person must look at: comparators alone, and doses that belong to no arm."""
    kinds = [one.get("kind") for one in records if isinstance(one, dict)]
    if kinds and all(kind is not None and "comparator" in str(kind) for kind in kinds):
        definition.design.of.warn(
            "import.arm-kind",
            "every arm is coded as a comparator, and none as investigational",
            "correct `kind` of the arm whose treatment the trial is about",
            definition.design["arms"].at,
        )
    linked = any(one["studyInterventionIds"] for one in definition.design["elements"])
    drugs = definition.version["studyInterventions"] or definition.design["studyInterventions"]
    if not linked and any(one["administrations"] for one in drugs):
        definition.design.of.warn(
            "import.dose-of-an-arm",
            "the interventions have doses, and no element of an arm names an intervention",
            "type dose, route and schedule of the arms",
            drugs.at,
        )


def population_of(design: Given) -> Given:
    """Who is to be enrolled: one population, or in an early USDM 3 the first of a list."""
    one = design["population"]
    return one or next(iter(design["populations"]), one)


def eligibility_of(definition: Definition) -> dict[str, Data]:
    """`eligibility` of the trial: criteria, ages, sex, healthy volunteers."""
    population = population_of(definition.design)
    record = filled(criteria=_criteria(definition, population))
    ages = population["plannedAge"]
    for key, name in (("minValue", "minimum_age"), ("maxValue", "maximum_age")):
        record |= filled(**{name: definition.quantity(ages[key], ages["unit"])})
    sexes = {term(one, SEXES, "the sex") for one in population["plannedSex"]} - {None}
    if sexes:
        record["sex"] = "all" if len(sexes) > 1 else str(min(filter(None, sexes)))
    healthy = population["includesHealthySubjects"].text()
    if healthy in ("true", "false"):
        record["healthy_volunteers"] = "yes" if healthy == "true" else "no"
    if not record:
        return {}
    called = "participants" if record.get("healthy_volunteers") == "yes" else None
    return filled(participants_called=called) | {
        "eligibility": {**record, "source": definition.place(population, "trial.eligibility")}
    }


def _criteria(definition: Definition, population: Given) -> list[Data]:
    ids, records = Ids(()), list[Data]()
    for one in (*definition.design["eligibilityCriteria"], *population["criteria"]):
        kind = term(one["category"], CRITERIA, "the category of a criterion")
        item = definition.named(one["criterionItemId"]) or one
        if not kind or not (words := definition.words(item["text"], item["dictionaryId"])):
            continue
        id = ids.new(slug(one["name"].text() or one["identifier"].seen) or kind)
        item["name"].leave()
        definition.origins[f"trial.eligibility.criteria.{id}"] = one.at
        records.append({"id": id, "kind": kind, "text": words})
    return records


def _planned(definition: Definition) -> str | None:
    """The number of patients to enrol; a range of two numbers is none."""
    planned = population_of(definition.design)["plannedEnrollmentNumber"]
    if not isinstance(planned.value, dict):
        return whole(words) if (words := planned.text()) else None
    least, most = planned["minValue"], planned["maxValue"]
    if not least and not most:
        return definition.quantity(planned)
    if _digits(least) == _digits(most):
        definition.quantity(least)
        return definition.quantity(most)
    planned.of.warn(
        "import.one-number",
        f"{_digits(least)} to {_digits(most)} patients are planned: a record holds one number",
        "type the number that the protocol gives, if it gives one",
        planned.at,
    )
    return None


def _digits(given: Given) -> str:
    return whole((given["value"] if isinstance(given.value, dict) else given).seen)


def _masked(definition: Definition) -> list[Data]:
    """The roles that do not know the treatment, once each."""
    roles: dict[str, None] = {}
    for role in definition.version["roles"]:
        if role["masking"]["isMasked"].value == "true" and (name := definition.label(role)):
            roles[name] = None
            role["masking"]["isMasked"].leave()
    for role in definition.design["maskingRoles"]:
        if name := decode_of(role["role"]):
            roles[name] = None
    return list(roles)


def _treatment(definition: Definition, arm: Given, label: str) -> dict[str, Data]:
    """What patients of an arm received: the interventions of its elements, else their words."""
    elements = [
        definition.named(element)
        for cell in definition.design["studyCells"]
        if cell["armId"].seen == arm["id"].seen and treats(definition, cell)
        for element in cell["elementIds"]
    ]
    linked = [definition.named(id) for e in elements for id in e["studyInterventionIds"]]
    interventions = {one.path: one for one in linked if one}
    names = [definition.label(one) for one in interventions.values()]
    words = [definition.words(e["description"]) or definition.label(e) for e in elements]
    said = " and ".join(filter(None, dict.fromkeys(names)))
    said = said or "; ".join(filter(None, dict.fromkeys(words))) or label
    given = [a for one in interventions.values() for a in one["administrations"]]
    if len(given) > 1:
        arm.of.warn(
            "import.one-dose",
            f"{shown(label)}: its interventions have {len(given)} administrations, and the file "
            "does not say which of them the arm received",
            "type dose, route and schedule of the arm",
            arm.at,
        )
    return {"treatment": said} | (_dose(definition, given[0]) if len(given) == 1 else {})


def treats(definition: Definition, cell: Given) -> bool:
    """Whether a cell belongs to an epoch of treatment, or its epoch is not known."""
    epoch = definition.named(cell["epochId"])
    decode = epoch["type"]["decode"].seen.casefold()
    return not decode or "treatment" in decode


def _dose(definition: Definition, administration: Given) -> dict[str, Data]:
    dose = definition.quantity(administration["dose"])
    route = decode_of(administration["route"])
    often = decode_of(administration["frequency"])
    return filled(dose=dose, route=route, schedule=often)


def _duration(definition: Definition) -> str | None:
    """How long treatment goes on, where every administration of the design says the same."""
    design = definition.design
    named = [definition.named(one) for one in design["studyInterventionIds"]]
    given = [a["duration"] for one in (*named, *design["studyInterventions"])
             for a in one["administrations"]]  # fmt: skip
    same = {(d["quantity"]["value"].seen, d["quantity"]["unit"].path[-1:]) for d in given}
    varies = any(d["durationWillVary"].value == "true" for d in given)
    if len(same) != 1 or varies or not all(d["quantity"] for d in given):
        return None
    said = {definition.quantity(d["quantity"]) for d in given}
    return said.pop() if len(said) == 1 else None
