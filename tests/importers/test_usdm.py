"""A study definition (USDM 3 and 4) becomes the design of a trial; what has no home is listed."""

from hashlib import sha256
from pathlib import Path

import pytest

from assembler.importers.drafted import ArmOfStudy, Into
from assembler.importers.usdm import read_usdm
from assembler.problems import ProblemsFound
from assembler.records.trial import Trial
from tests.importers.usdm_files import (
    Json,
    alias,
    code,
    drafted,
    one,
    trial_of,
    usdm_3,
    usdm_4,
)


@pytest.fixture
def trial(tmp_path: Path) -> Trial:
    return trial_of(drafted(tmp_path, usdm_4()))


def _without_source(value: Json) -> Json:
    if isinstance(value, dict):
        return {k: _without_source(v) for k, v in value.items() if k not in ("source", "masked")}
    return [_without_source(v) for v in value] if isinstance(value, list) else value


def _version(given: Json) -> Json:
    return given["study"]["versions"][0]


def _design(given: Json) -> Json:
    return _version(given)["studyDesigns"][0]


def _rules(given: Json, folder: Path) -> list[str]:
    return [problem.rule for problem in drafted(folder, given).problems]


def test_the_study_says_which_it_is(trial: Trial) -> None:
    assert (trial.id, trial.title, trial.acronym) == (
        "painless",
        "A trial of exampline",
        "PAINLESS",
    )
    assert trial.study_number == "EX-301"
    assert [(r.registry, r.number) for r in trial.registrations] == [
        ("ClinicalTrials.gov", "NCT00000000")
    ]
    assert [(o.id, o.name, o.roles) for o in trial.organisations] == [
        ("acme-invented", "Acme Invented", ("sponsor",))
    ]
    assert trial.rationale == "No drug helps."


def test_the_design_is_coded(trial: Trial) -> None:
    assert trial.phase == "phase-2-3"
    assert trial.design is not None
    assert (trial.design.blinding, trial.design.configuration) == ("double-blind", "parallel")
    assert trial.design.randomised is True
    assert str(trial.design.planned_enrolment) == "300"
    assert trial.design.rationale == "Because of pain."


def test_an_arm_has_what_its_elements_give(trial: Trial) -> None:
    placebo, exampline = trial.arms
    assert (placebo.id, placebo.kind, placebo.treatment, placebo.dose) == (
        "placebo",
        "placebo-comparator",
        "placebo tablets",
        None,
    )
    assert (exampline.id, exampline.treatment) == ("exampline", "exampline")
    assert (exampline.dose, exampline.schedule) == ("50 mg", "Daily")
    assert exampline.route == "Oral Route of Administration"


def test_epochs_and_visits_are_the_schedule(trial: Trial) -> None:
    assert [e.id for e in trial.epochs] == ["screening", "treatment"]
    assert trial.epochs[1].treatments["placebo"] == "placebo tablets"
    first, second = trial.visits
    assert (first.epoch, first.timing, first.window) == (
        "screening",
        "2 weeks before first dose",
        "-3..3 days",
    )
    assert second.assessments == ("Vital signs", "Dosing")


def test_endpoints_keep_their_words_and_stand_under_their_objective(trial: Trial) -> None:
    assert [(e.id, e.role, e.variable) for e in trial.endpoints] == [
        ("end1", "primary", "Pain < 3 points at week 12")
    ]
    assert trial.objectives[0].endpoints == ("end1",)


def test_an_endpoint_that_is_to_be_determined_is_left_out(tmp_path: Path) -> None:
    draft = drafted(tmp_path, usdm_4())
    assert [p.rule for p in draft.problems].count("import.said") == 1
    assert any(lost.tag.text == "TBD" for lost in draft.lost)


def test_an_estimand_names_its_attributes(trial: Trial) -> None:
    (estimand,) = trial.estimands
    assert (estimand.endpoint, estimand.population) == ("end1", "ap1")
    assert (estimand.treatment, estimand.summary) == ("exampline", "difference of means")
    (event,) = estimand.intercurrent_events
    assert (event.event, event.strategy) == ("Rescue medication", "treatment-policy")
    assert event.handling == "Treatment policy: all data are used"


def test_words_that_name_no_strategy_are_the_handling(tmp_path: Path) -> None:
    given = usdm_4()
    events = _design(given)["estimands"][0]["intercurrentEvents"]
    events[0]["strategy"] = "whatever the treatment policy says"
    (event,) = trial_of(drafted(tmp_path, given)).estimands[0].intercurrent_events
    assert (event.strategy, event.handling) == (None, "whatever the treatment policy says")


def test_a_set_that_is_called_one_is_an_analysis_set(trial: Trial) -> None:
    assert [(s.id, s.kind) for s in trial.analysis_sets] == [("saf", "safety")]
    assert [p.id for p in trial.populations] == ["pop1", "ap1"]


def test_criteria_are_words_with_their_tags_resolved(tmp_path: Path) -> None:
    draft = drafted(tmp_path, usdm_4())
    eligibility = trial_of(draft).eligibility
    assert eligibility is not None
    assert [(c.id, c.kind, c.text) for c in eligibility.criteria] == [
        ("in01", "inclusion", "Age at least 18 years; A1C, m² and: ill; insured"),
        ("ex01", "exclusion", "Allergy to [label]"),
    ]
    assert "import.reference-resolves" in [p.rule for p in draft.problems]
    assert (eligibility.minimum_age, eligibility.maximum_age) != (None, None)
    assert str(eligibility.minimum_age) == "18 years"
    assert (eligibility.sex, eligibility.healthy_volunteers) == ("all", False)


def test_usdm_3_gives_the_same_trial(tmp_path: Path) -> None:
    three = drafted(tmp_path, usdm_3())
    trial_of(three)
    found = _without_source(three.records["trial"])
    wanted = _without_source(drafted(tmp_path, usdm_4()).records["trial"])
    del wanted["analysis_sets"]  # USDM 3 knows only the population of an estimand
    assert found == wanted


def test_the_protocol_is_the_source(tmp_path: Path) -> None:
    draft = drafted(tmp_path, usdm_4())
    assert draft.records["references"]["sources"] == [
        {
            "id": "usdm-ex-301",
            "kind": "protocol",
            "title": "A trial of exampline",
            "label": "Protocol EX-301, version 3",
            "organisation": "Acme Invented",
            "date": "2020-02-03",
            "sha256": sha256((tmp_path / "study.json").read_bytes()).hexdigest(),
        }
    ]
    assert draft.records["disease"]["name"] == "Invented pain"
    assert draft.origins["trial.arms.placebo"].line > 1


def test_ids_of_the_study_are_kept(tmp_path: Path) -> None:
    arms = (ArmOfStudy("comparator", "Placebo", "placebo"),)
    into = Into(tmp_path, {"trial": {"id": "pain-301"}}, arms, {"Exampline": "verum"})
    draft = drafted(tmp_path, usdm_4(), into)
    trial = trial_of(draft)
    assert (trial.id, [arm.id for arm in trial.arms]) == ("pain-301", ["comparator", "verum"])
    assert draft.arms == {"Placebo": "comparator", "Exampline": "verum"}
    assert list(trial.epochs[1].treatments) == ["comparator", "verum"]


def test_what_has_no_home_is_listed(tmp_path: Path) -> None:
    lost = {one.tag.name: one.tag.text for one in drafted(tmp_path, usdm_4()).lost}
    assert lost["study.versions.studyDesigns.objectives.endpoints.purpose"] == "Efficacy"
    assert lost["study.versions.studyDesigns.characteristics.decode"] == "Adaptive"
    assert not any(name.endswith((".id", ".instanceType", "Id")) for name in lost)


def test_an_unknown_code_is_a_warning_and_is_lost(tmp_path: Path) -> None:
    given = usdm_4()
    _design(given)["blindingSchema"] = alias("C1", "Blind as a bat")
    draft = drafted(tmp_path, given)
    assert trial_of(draft).design is not None
    assert "import.known-code" in [p.rule for p in draft.problems]
    assert any(lost.tag.text == "Blind as a bat" for lost in draft.lost)


def test_a_code_that_its_decode_contradicts_is_said(tmp_path: Path) -> None:
    given = usdm_4()
    _design(given)["model"] = code("C82639", "Crossover Study")
    assert "import.code-and-decode" in _rules(given, tmp_path)


def test_of_several_administrations_none_is_the_dose(tmp_path: Path) -> None:
    given = usdm_4()
    drug = _version(given)["studyInterventions"][0]
    drug["administrations"].append(one("Administration", 2, "A2"))
    draft = drafted(tmp_path, given)
    assert trial_of(draft).arms[1].dose is None
    assert "import.one-dose" in [p.rule for p in draft.problems]


def test_arms_that_are_all_comparators_are_said(tmp_path: Path) -> None:
    given = usdm_4()
    _design(given)["arms"][1]["type"] = code("C174267", "Active Comparator Arm")
    assert "import.arm-kind" in _rules(given, tmp_path)
    assert "import.arm-kind" not in _rules(usdm_4(), tmp_path)


def test_doses_that_no_element_names_are_said(tmp_path: Path) -> None:
    given = usdm_4()
    for element in _design(given)["elements"]:
        element["studyInterventionIds"] = []
    assert "import.dose-of-an-arm" in _rules(given, tmp_path)
    assert "import.dose-of-an-arm" not in _rules(usdm_4(), tmp_path)


def test_a_range_of_patients_is_no_number(tmp_path: Path) -> None:
    given = usdm_4()
    planned = {"id": "Q1", "minValue": {"value": 90}, "maxValue": {"value": 120.0}}
    _design(given)["population"]["plannedEnrollmentNumber"] = planned
    draft = drafted(tmp_path, given)
    assert "import.one-number" in [p.rule for p in draft.problems]
    assert {"90", "120.0"} <= {lost.tag.text for lost in draft.lost}


def test_of_two_versions_the_last_is_taken_and_said(tmp_path: Path) -> None:
    given = usdm_4()
    given["study"]["versions"].insert(0, {"id": "V0", "titles": []})
    assert "import.one-definition" in _rules(given, tmp_path)
    assert trial_of(drafted(tmp_path, given)).acronym == "PAINLESS"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"study": {"studyProtocolVersions": [{}]}}, "before USDM 3"),
        ({"study": {"versions": [{}]}, "usdmVersion": "2.9"}, "USDM 2.9"),
        ({"protocolSection": {}}, "no USDM study definition"),
        ({"study": {"versions": []}, "usdmVersion": "4.0.0"}, "no versions"),
        ({"study": {"versions": [{"id": "1"}]}, "usdmVersion": "4.0.0"}, "no study designs"),
        ([1, 2], "no USDM study definition"),
    ],
)
def test_another_form_is_refused_by_name(tmp_path: Path, given: Json, said: str) -> None:
    with pytest.raises(ProblemsFound) as found:
        drafted(tmp_path, given)
    (problem,) = found.value.problems
    assert said in problem.message and problem.remedy


def test_two_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound):
        read_usdm([tmp_path, tmp_path], Into(tmp_path, {}, (), {}))
