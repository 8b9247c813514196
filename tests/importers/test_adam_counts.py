"""What is counted of an invented trial: by hand it is the same."""

from pathlib import Path

import pytest

from assembler.importers.drafted import Drafted, Into, Records
from assembler.problems import Severity
from assembler.read import Data
from assembler.records.efficacy import TimeToEventAnalysis
from assembler.records.safety import AdverseEvents, Safety
from assembler.records.trial import Trial
from tests.importers.adam_files import (
    ADAE,
    ADSL,
    ADTTE,
    FORMATS,
    Rows,
    changed,
    drafted,
    grid,
    refused,
    study,
    study_with,
    without,
)


@pytest.fixture
def whole(tmp_path: Path) -> Drafted:
    return drafted(study(tmp_path))


def said(draft: Drafted, severity: Severity = Severity.WARNING) -> str:
    return "\n".join(p.message for p in draft.problems if p.severity is severity)


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_gives_the_same_records(tmp_path: Path, whole: Drafted, suffix: str) -> None:
    other = drafted(study(tmp_path / suffix, suffix))
    assert other.grids == whole.grids
    for name in ("trial", "safety"):
        assert other.records[name] == whole.records[name]
    assert {lost.tag.name for lost in other.lost} == {lost.tag.name for lost in whole.lost}


def test_disposition_is_of_the_patients_as_they_were_randomised(whole: Drafted) -> None:
    states = {row[:2]: row[2] for row in grid(whole, "disposition.csv")}
    assert states["placebo", "randomised"] == "3"
    assert states["exampline", "randomised"] == "2"
    assert states["placebo", "treated"] == "2"
    assert states["placebo", "completed the study"] == "1"
    assert states["placebo", "discontinued the study"] == "2"
    assert states["placebo", "discontinued the study: Adverse Event"] == "1"
    assert states["exampline", "discontinued the study: Adverse Event"] == "0"
    assert states["placebo", "discontinued the study: reason missing"] == "1"
    assert states["exampline", "ongoing in the study"] == "1"


def test_baseline_counts_categories_and_those_without_one(whole: Drafted) -> None:
    rows = grid(whole, "baseline.csv")
    assert [row for row in rows if row[0] == "exampline"] == [
        ("exampline", "sex", "female", "1"),
        ("exampline", "sex", "male", "0"),
        ("exampline", "sex", "missing", "1"),
        ("exampline", "age group, years", "<65", "0"),
        ("exampline", "age group, years", ">=65", "1"),
        ("exampline", "age group, years", "missing", "1"),
    ]


def test_categories_of_an_arm_add_up_to_the_arm(whole: Drafted) -> None:
    for arm, size in (("placebo", 3), ("exampline", 2)):
        for name in ("sex", "age group, years"):
            of_arm = [row for row in grid(whole, "baseline.csv") if row[:2] == (arm, name)]
            assert sum(int(row[3]) for row in of_arm) == size


def test_exposure_is_totalled_by_the_treatment_that_was_given(whole: Drafted) -> None:
    assert whole.records["safety"]["exposure"] == [
        {"arm": "placebo", "n": "1", "patient_time": "10 patient-days"},
        {"arm": "exampline", "n": "3", "patient_time": "90.5 patient-days"},
    ]


def test_a_total_is_not_formed_where_a_duration_is_missing(tmp_path: Path) -> None:
    draft = drafted(study(tmp_path, ADSL=changed(ADSL, "4", TRTDURD=None)))
    assert draft.records["safety"]["exposure"] == [
        {"arm": "placebo", "n": "1"},
        {"arm": "exampline", "n": "3"},
    ]
    assert "TRTDURD of 1 patients is not a number" in said(draft, Severity.NOTE)


def test_a_patient_counts_once_in_the_overview(whole: Drafted) -> None:
    assert whole.records["safety"]["overview"] == [
        {
            "arm": "placebo", "n": "1", "any_event": "1", "related": "1",
            "grade_3_or_higher": "1", "serious": "1", "fatal": "0",
            "related_grade_3_or_higher": "1", "related_serious": "0", "related_fatal": "0",
        },
        {
            "arm": "exampline", "n": "3", "any_event": "2", "related": "2",
            "grade_3_or_higher": "1", "serious": "1", "fatal": "1",
            "related_grade_3_or_higher": "1", "related_serious": "1", "related_fatal": "1",
        },
    ]  # fmt: skip


def test_a_patient_counts_once_in_each_class_and_term_under_the_worst_grade(
    whole: Drafted,
) -> None:
    columns = next(one for one in whole.grids if one.name == "adverse-events.csv").columns
    assert columns == (
        "arm", "system_organ_class", "preferred_term", "patients", "grade_3_or_higher", "related",
        "serious", "grade_1", "grade_2", "grade_3", "grade_4", "grade_5", "events",
    )  # fmt: skip
    rows = {row[:3]: row[3:] for row in grid(whole, "adverse-events.csv")}
    heart = "Cardiac disorders"
    assert rows["placebo", heart, ""] == ("1", "1", "1", "1", "0", "0", "1", "0", "0", "3")
    assert rows["placebo", heart, "Palpitations"] == (
        "1", "1", "1", "0", "0", "0", "1", "0", "0", "2",
    )  # fmt: skip
    assert rows["exampline", heart, "Palpitations"] == (
        "2", "1", "1", "1", "0", "1", "0", "0", "1", "2",
    )  # fmt: skip
    assert rows["exampline", heart, "Angina"] == ("0",) * 10


def test_an_event_that_is_not_treatment_emergent_does_not_count(whole: Drafted) -> None:
    nerves = "Nervous system disorders"
    rows = {row[:3]: row[3] for row in grid(whole, "adverse-events.csv")}
    assert rows["placebo", nerves, "Headache"] == "0"
    assert rows["exampline", nerves, "Headache"] == "1"


def test_deaths_are_of_the_safety_population(whole: Drafted) -> None:
    assert whole.records["safety"]["deaths"] == [
        {"arm": "placebo", "patients": "0"},
        {"arm": "exampline", "patients": "1"},
    ]


def test_the_rule_stands_in_words_beside_what_it_counted(whole: Drafted) -> None:
    safety = Safety.model_validate({**whole.records["safety"], "adverse_events": None})
    assert safety.sources["overview"].document == "adam-inv-1-adae"
    assert "related: AEREL = POSSIBLE or PROBABLE" in safety.sources["overview"].place
    events = whole.records["safety"]["adverse_events"]
    assert isinstance(events, dict)
    found = AdverseEvents.model_validate({**events, "rows": []})
    assert found.definition == "treatment-emergent"
    assert found.source is not None
    assert found.source.place == (
        "TRTEMFL = Y; SAFFL = Y, by TRT01A, of ADSL; in AEBODSYS and AEDECOD; counting rule "
        "adverse_events"
    )
    assert str(found.threshold) == "5%"


def test_the_records_are_valid(whole: Drafted) -> None:
    rows = {one.name: list(one.rows) for one in whole.grids}
    trial: dict[str, object] = {**whole.records["trial"], "title": "A trial"}
    for key in ("disposition", "baseline"):
        trial[key] = {"rows": rows[f"{key}.csv"]}
    assert len(Trial.model_validate(trial).arms) == 2


def test_what_the_data_do_not_say_is_left_out_with_a_note(tmp_path: Path) -> None:
    events = without(changed(ADAE, "2", AESER=""), "AETOXGR")
    draft = drafted(study(tmp_path, ADAE=events, ADSL=without(ADSL, "DTHFL")))
    overview = draft.records["safety"]["overview"]
    assert isinstance(overview, list) and isinstance(overview[0], dict)
    assert not {"grade_3_or_higher", "discontinued", "dose_reduced"} & overview[0].keys()
    assert "deaths" not in draft.records["safety"]
    notes = said(draft, Severity.NOTE)
    assert "grades cannot be counted" in notes and "deaths cannot be counted" in notes
    assert "AESER of ADAE is empty in 1 of the rows that count" in said(draft)


def test_a_variable_that_holds_nothing_is_not_a_zero(tmp_path: Path) -> None:
    empty = [{**row, "AESER": ""} for row in ADAE]
    overview = drafted(study(tmp_path, ADAE=empty)).records["safety"]["overview"]
    assert isinstance(overview, list)
    assert all(isinstance(row, dict) and "serious" not in row for row in overview)


def test_nobody_has_died_where_no_flag_of_death_is_set(tmp_path: Path) -> None:
    draft = drafted(study(tmp_path, ADSL=changed(ADSL, "2", DTHFL="")))
    assert draft.records["safety"]["deaths"] == [
        {"arm": "placebo", "patients": "0"},
        {"arm": "exampline", "patients": "0"},
    ]


def test_a_value_that_the_rule_does_not_know_stops_the_column(tmp_path: Path) -> None:
    draft = drafted(study(tmp_path, ADAE=changed(ADAE, "4", AEREL="PERHAPS")))
    overview = draft.records["safety"]["overview"]
    assert isinstance(overview, list) and isinstance(overview[0], dict)
    assert "related" not in overview[0] and "related_serious" not in overview[0]
    assert "AEREL of ADAE holds values that the rule does not know: 'PERHAPS' (2)" in said(draft)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (changed(ADAE, "4", USUBJID="99"), "2 events of ADAE of patients who are not in ADSL"),
        (changed(ADAE, "4", AEDECOD=""), "2 treatment-emergent events of ADAE have no preferred"),
        (changed(ADAE, "4", AEBODSYS=""), "2 treatment-emergent events of ADAE have no system"),
        (changed(ADAE, "2", AESER="N"), "1 treatment-emergent events of ADAE led to death and"),
        (changed(ADAE, "2", AETOXGR="SEVERE"), "AETOXGR of ADAE holds 'SEVERE', which is no grade"),
        ([{**row, "TRTA": "Placebo"} for row in ADAE], "3 treatment-emergent events of ADAE have"),
        ([{**row, "TRTEMFL": ""} for row in ADAE], "TRTEMFL = Y is not in the data"),
    ],
)
def test_data_that_do_not_go_together_are_told(tmp_path: Path, rows: Rows, message: str) -> None:
    assert message in said(drafted(study(tmp_path, ADAE=rows)))


def test_events_are_left_out_whole_where_their_rule_cannot_be_followed(tmp_path: Path) -> None:
    draft = drafted(study(tmp_path, ADAE=without(ADAE, "TRTEMFL")))
    assert "overview" not in draft.records["safety"]
    assert {one.name for one in draft.grids} == {"disposition.csv", "baseline.csv"}
    assert "ADAE" in {lost.tag.name for lost in draft.lost}


def test_two_rows_of_a_patient_refuse_adsl(tmp_path: Path) -> None:
    twice: Rows = [*ADSL, ADSL[0]]
    (problem,) = refused(study(tmp_path, ADSL=twice))
    assert "1 rows (7) have a USUBJID that stood before" in problem.message


def test_data_of_two_studies_are_refused(tmp_path: Path) -> None:
    (problem,) = refused(study(tmp_path, ADSL=changed(ADSL, "5", STUDYID="INV-2")))
    assert problem.rule == "import.one-study"


def test_without_adsl_nothing_is_counted(tmp_path: Path) -> None:
    (problem,) = refused(study(tmp_path, ADSL=None))
    assert problem.rule == "import.subjects-given"


def test_variables_and_data_sets_that_no_rule_asks_for_are_listed(tmp_path: Path) -> None:
    labs: Rows = [{"USUBJID": "1", "PARAM": "ALT"}]
    draft = drafted(study(tmp_path, ADLB=labs, ADAE=[{**row, "AEOUT2": "x"} for row in ADAE]))
    assert {"ADLB", "ADAE.AEOUT2", "ADTTE.AVAL"} <= {lost.tag.name for lost in draft.lost}


def _with_endpoint(*analyses: str) -> Into:
    """A study that has the endpoint of the invented times, and such analyses of it."""
    endpoint: Data = {"id": "death", "role": "primary", "variable": "overall survival"}
    known: list[Data] = [
        {"id": id, "endpoint": "death", "type": "time-to-event", "timing": "final"}
        for id in analyses
    ]
    records: Records = {"trial": {"endpoints": [endpoint]}, "efficacy": {"analyses": known}}
    return study_with("p = Placebo", "x = Exampline", records=records)


def test_a_time_to_an_event_is_an_endpoint_of_no_stated_role(whole: Drafted) -> None:
    assert whole.records["trial"]["endpoints"] == [
        {
            "id": "overall-survival",
            "variable": "Overall survival",
            "source": {"document": "adam-inv-1-adtte", "place": "PARAMCD OS"},
        }
    ]
    (found,) = _analyses(whole)
    analysis = TimeToEventAnalysis.model_validate(found)
    assert analysis.endpoint == "overall-survival" and analysis.timing is None
    counts = {arm: (str(one.events), str(one.n)) for arm, one in analysis.arms.items()}
    assert counts == {"placebo": ("1", "3"), "exampline": ("1", "2")}


def test_nothing_is_estimated_of_a_time_to_an_event(whole: Drafted) -> None:
    analysis = TimeToEventAnalysis.model_validate(_analyses(whole)[0])
    assert analysis.comparison is None and not analysis.curves
    assert all(arm.median is None and not arm.rates for arm in analysis.arms.values())


def test_events_and_patients_go_to_the_one_analysis_of_the_endpoint(tmp_path: Path) -> None:
    draft = drafted(study(tmp_path), _with_endpoint("os"))
    assert "endpoints" not in draft.records["trial"]
    (found,) = _analyses(draft)
    assert found["id"] == "os" and "endpoint" not in found
    assert found["arms"] == {"p": {"n": "3", "events": "1"}, "x": {"n": "2", "events": "1"}}


def test_an_endpoint_without_an_analysis_gets_one(tmp_path: Path) -> None:
    (found,) = _analyses(drafted(study(tmp_path), _with_endpoint()))
    assert (found["id"], found["endpoint"], found["type"]) == ("death", "death", "time-to-event")


def test_of_several_analyses_none_is_guessed_and_the_counts_are_lost(tmp_path: Path) -> None:
    draft = drafted(study(tmp_path), _with_endpoint("os", "os-later"))
    assert "efficacy" not in draft.records
    assert "OS (Overall survival) is left out" in said(draft)
    (lost,) = [one for one in draft.lost if one.tag.name == "ADTTE OS"]
    assert lost.tag.text == "patients with the event p: 1 of 3, x: 1 of 2"


def test_the_rules_may_name_endpoint_and_timing_of_a_parameter(tmp_path: Path) -> None:
    own = tmp_path / "rules.yaml"
    own.write_text("time_to_event: {parameters: {OS: {endpoint: death, timing: final}}}\n")
    (found,) = _analyses(drafted([*study(tmp_path), own]))
    assert (found["id"], found["endpoint"], found["timing"]) == ("death", "death", "final")


def _analyses(draft: Drafted) -> list[dict[str, object]]:
    analyses = draft.records["efficacy"]["analyses"]
    assert isinstance(analyses, list)
    return [dict(one) for one in analyses if isinstance(one, dict)]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([*ADTTE, ADTTE[0]], "OS of ADTTE has more than one row of a patient (1 more)"),
        (changed(ADTTE, "1", CNSR=None), "CNSR of 1 rows of OS of ADTTE is not 0, 1 or above"),
        (changed(ADTTE, "1", CNSR=0.5), "CNSR of 1 rows of OS of ADTTE is not 0, 1 or above"),
        (changed(ADTTE, "1", USUBJID="99"), "1 rows of OS of ADTTE are of patients who are not in"),
        (changed(ADTTE, "1", USUBJID="6"), "1 patients of OS in ADTTE belong to no arm"),
    ],
)
def test_times_that_cannot_be_counted_are_told(tmp_path: Path, rows: Rows, message: str) -> None:
    assert message in said(drafted(study(tmp_path, ADTTE=rows)))
