"""A registry's record becomes the design of a trial; what has no home is listed."""

import json
from pathlib import Path

import pytest

from assembler.importers.ctgov import read_ctgov
from assembler.importers.ctgov.eligibility import criteria
from assembler.importers.drafted import ArmOfStudy, Into
from assembler.problems import ProblemsFound
from assembler.records.base import Absence
from assembler.records.trial import Trial
from tests.importers.ctgov_files import Json, drafted, plan, references_of, study, trial_of


@pytest.fixture
def trial(tmp_path: Path) -> Trial:
    return trial_of(drafted(tmp_path, plan()))


def _refused(folder: Path, given: Json) -> str:
    with pytest.raises(ProblemsFound) as refused:
        drafted(folder, given)
    return "; ".join(f"{p.rule}: {p.message}" for p in refused.value.problems)


def test_the_study_says_which_it_is(trial: Trial) -> None:
    assert (trial.id, trial.acronym, trial.study_number) == ("nct00000042", "PAINLESS", "EX-42")
    assert trial.title == "A Randomised Trial of Exampline"
    assert trial.brief_title == "Exampline in Invented Disease & Pain"
    assert [(r.registry, r.number) for r in trial.registrations] == [
        ("ClinicalTrials.gov", "NCT00000042"),
        ("EudraCT", "2030-000042-42"),
    ]


def test_the_design_is_the_registrys(trial: Trial) -> None:
    design = trial.design
    assert design is not None and trial.phase is not None and design.blinding is not None
    assert (trial.phase.label, design.blinding.value) == ("Phase\u00a0II/III", "triple-blind")
    assert design.randomised and design.masked == ("participant", "investigator")
    assert design.control == "placebo" and design.configuration == "parallel" and design.multicentre
    assert trial.enrolment is not None and str(trial.enrolment.total) == "120"
    assert design.planned_enrolment is None


def test_an_enrolment_that_is_only_estimated_is_the_planned_one(tmp_path: Path) -> None:
    given = plan()
    given["protocolSection"]["designModule"]["enrollmentInfo"]["type"] = "ESTIMATED"
    trial = trial_of(drafted(tmp_path, given))
    assert trial.enrolment is None
    assert trial.design is not None and str(trial.design.planned_enrolment) == "120"


def test_a_date_that_is_only_planned_is_no_date_of_the_trial(tmp_path: Path) -> None:
    draft = drafted(tmp_path, plan())
    dates = trial_of(draft).dates
    assert dates is not None and str(dates.first_enrolment) == "2030-02"
    assert dates.last_completion is None
    assert "2033-12-01" in [lost.tag.text for lost in draft.lost]


def test_the_arms_stand_in_the_registrys_order(trial: Trial) -> None:
    first, second = trial.arms
    assert (first.id, first.treatment, first.kind) == (
        "exampline-5-mg",
        "Exampline",
        "experimental",
    )
    assert (second.label, second.treatment) == ("Placebo (matching)", "Placebo")
    assert first.description is not None and first.dose is None


def test_an_arm_that_the_study_has_keeps_its_id(tmp_path: Path) -> None:
    path = tmp_path / "study.json"
    path.write_text(json.dumps(study()), encoding="utf-8")
    stands = ArmOfStudy("active", "exampline 5 MG", "exampline")
    draft = read_ctgov([path], Into(tmp_path, {}, (stands,), {}))
    assert [arm.id for arm in trial_of(draft).arms] == ["active", "placebo-matching"]


def test_criteria_are_told_apart_and_nested_ones_stay_with_theirs(trial: Trial) -> None:
    assert trial.eligibility is not None
    assert [(c.kind.value, c.text) for c in trial.eligibility.criteria] == [
        ("inclusion", "Age >= 18 years"),
        ("inclusion", "Pain: at rest; in motion"),
        ("exclusion", "Pregnancy"),
    ]
    assert str(trial.eligibility.minimum_age) == "18 years"
    assert trial.eligibility.maximum_age is None
    assert trial.eligibility.healthy_volunteers is False
    assert trial.participants_called is None


def test_whoever_takes_part_in_a_trial_of_the_healthy_is_called_a_participant(
    tmp_path: Path,
) -> None:
    given = plan()
    given["protocolSection"]["eligibilityModule"]["healthyVolunteers"] = True
    assert trial_of(drafted(tmp_path, given)).participants_called == "participants"


def test_criteria_of_no_kind_are_lost_whole(tmp_path: Path) -> None:
    given = plan()
    text = "DISEASE CHARACTERISTICS:\n\n* Pain\n\nExclusion Criteria:\n\n* Pregnancy"
    given["protocolSection"]["eligibilityModule"]["eligibilityCriteria"] = text
    draft = drafted(tmp_path, given)
    eligibility = trial_of(draft).eligibility
    assert eligibility is not None and eligibility.criteria == ()
    assert text in [lost.tag.text for lost in draft.lost]


def test_a_heading_inside_a_criterion_stays_its_words() -> None:
    text = "Inclusion Criteria:\n\n1. Pain\n\n   Exclusion Criteria:\n   2. at rest"
    assert list(criteria(text)) == [("inclusion", "Pain: Exclusion Criteria:; at rest")]


def test_sponsor_and_collaborators_have_their_roles(trial: Trial) -> None:
    assert [(o.name, o.roles[0].value) for o in trial.organisations] == [
        ("Acme Medicines", "sponsor"),
        ("Roe Society", "collaborator"),
    ]
    assert [c.name for c in trial.countries] == ["Norway", "South Korea"]


def test_the_product_is_the_experimental_medicine(tmp_path: Path) -> None:
    draft = drafted(tmp_path, plan())
    assert draft.records["product"]["inn"] == "Exampline"
    assert draft.records["disease"]["name"] == "Invented Disease"
    rules = [problem.rule for problem in draft.problems]
    assert "import.one-disease" in rules and "import.one-product" not in rules


def test_citations_are_parted_and_those_of_the_registrys_own_search_left_out(
    tmp_path: Path,
) -> None:
    draft = drafted(tmp_path, plan())
    (reference,) = references_of(draft).literature
    assert [(a.family, a.given) for a in reference.author] == [("Doe", "J"), ("van der Roe", "AB")]
    assert (reference.container_title, reference.issued) == ("J Inv Med", "2033 Jan")
    assert (reference.page, reference.doi, reference.pmid) == ("12-9", "10.1000/xyz.42", "42")
    assert reference.title == "Exampline against pain"
    lost = [one.tag.text for one in draft.lost]
    assert "An unpublished report" in lost and "43" in lost


def test_the_record_is_the_source_of_everything(tmp_path: Path) -> None:
    draft = drafted(tmp_path, plan())
    (source,) = references_of(draft).sources
    assert (source.id, source.kind.value, str(source.date)) == (
        "ctgov-nct00000042",
        "registry",
        "2033-01-15",
    )
    assert trial_of(draft).source is not None


def test_a_phase_that_does_not_apply_is_said_to(tmp_path: Path) -> None:
    given = plan()
    given["protocolSection"]["designModule"]["phases"] = ["NA"]
    assert trial_of(drafted(tmp_path, given)).absence("phase") is Absence.NOT_APPLICABLE
    del given["protocolSection"]["designModule"]["phases"]
    assert trial_of(drafted(tmp_path, given)).absence("phase") is Absence.NOT_YET_ENTERED


def test_an_observational_study_has_its_groups_and_no_allocation(tmp_path: Path) -> None:
    given = plan()
    protocol = given["protocolSection"]
    protocol["designModule"] = {
        "studyType": "OBSERVATIONAL",
        "designInfo": {"observationalModel": "COHORT", "timePerspective": "PROSPECTIVE"},
    }
    protocol["armsInterventionsModule"] = {"armGroups": [{"label": "Exposed"}, {"label": "Not"}]}
    draft = drafted(tmp_path, given)
    trial = trial_of(draft)
    assert trial.study_type == "observational" and trial.design is not None
    assert trial.design.randomised is None
    assert [(arm.id, arm.treatment) for arm in trial.arms] == [
        ("exposed", "Exposed"),
        ("not", "Not"),
    ]
    assert "product" not in draft.records
    assert "COHORT" in [lost.tag.text for lost in draft.lost]


def test_a_record_without_arms_takes_the_groups_of_its_results(tmp_path: Path) -> None:
    given = study()
    given["protocolSection"]["armsInterventionsModule"].pop("armGroups")
    draft = drafted(tmp_path, given)
    assert [arm.label for arm in trial_of(draft).arms] == ["Exampline 5 mg", "PLACEBO"]
    assert "import.group-is-arm" in [problem.rule for problem in draft.problems]


def test_the_answer_of_a_search_with_one_study_is_that_study(tmp_path: Path) -> None:
    draft = drafted(tmp_path, {"studies": [study()], "nextPageToken": "x"})
    assert draft.name == "ctgov-nct00000042"
    assert "x" not in [lost.tag.text for lost in draft.lost]


def test_several_studies_are_refused_by_their_numbers(tmp_path: Path) -> None:
    other = plan()
    other["protocolSection"]["identificationModule"]["nctId"] = "NCT00000043"
    said = _refused(tmp_path, {"studies": [plan(), other]})
    assert "2 studies: NCT00000042, NCT00000043" in said
    assert "holds no study" in _refused(tmp_path, {"studies": []})


@pytest.mark.parametrize("key", ["FullStudiesResponse", "StudyFieldsResponse"])
def test_the_old_form_is_refused_by_name(tmp_path: Path, key: str) -> None:
    assert f"`{key}`" in _refused(tmp_path, {key: {"APIVrs": "1.01.05"}})


def test_the_old_form_of_one_study_is_refused_by_name(tmp_path: Path) -> None:
    said = _refused(tmp_path, {"Study": {"ProtocolSection": {"IdentificationModule": {}}}})
    assert "`Study.ProtocolSection`" in said


@pytest.mark.parametrize("given", [[], {}, {"protocolSection": {}}, "text", {"a": 1}])
def test_what_is_no_study_is_refused(tmp_path: Path, given: Json) -> None:
    assert _refused(tmp_path, given).startswith("import.one-study")


def test_a_study_without_its_number_is_refused(tmp_path: Path) -> None:
    given = plan()
    given["protocolSection"]["identificationModule"]["nctId"] = "42"
    assert "seen: '42'" in _refused(tmp_path, given)


def test_two_files_are_no_study(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound):
        read_ctgov([tmp_path / "a.json", tmp_path / "b.json"], Into(tmp_path, {}, (), {}))
