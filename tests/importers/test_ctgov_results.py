"""Outcome measures become analyses, where one fits; the digits of the registry stay."""

from pathlib import Path

import pytest

from assembler.importers.drafted import Drafted
from assembler.records.efficacy import (
    BinaryAnalysis,
    ContinuousAnalysis,
    Efficacy,
    TimeToEventAnalysis,
)
from tests.importers.ctgov_files import (
    Json,
    analysis,
    drafted,
    efficacy_of,
    groups,
    measure,
    study,
    trial_of,
)

DRUG, PLACEBO = "exampline-5-mg", "placebo-matching"


@pytest.fixture
def efficacy(tmp_path: Path) -> Efficacy:
    return efficacy_of(drafted(tmp_path, study()))


def _with(folder: Path, *measures: Json) -> Drafted:
    given = study()
    given["resultsSection"]["outcomeMeasuresModule"]["outcomeMeasures"] = list(measures)
    return drafted(folder, given)


def _lost(draft: Drafted) -> list[str]:
    return [lost.tag.text for lost in draft.lost]


def test_every_digit_and_sign_stays(efficacy: Efficacy) -> None:
    survival, response, pain = efficacy.analyses
    assert isinstance(survival, TimeToEventAnalysis) and survival.comparison is not None
    assert str(survival.comparison.hazard_ratio) == "0.50"
    assert str(survival.comparison.p_value) == "0.0014"
    assert str(survival.arms[PLACEBO].median) == "11.40 months"
    assert isinstance(response, BinaryAnalysis) and response.comparison is not None
    assert str(response.arms[DRUG].rate) == "47.50%"
    assert str(response.comparison.p_value) == "<.0001"
    assert isinstance(pain, ContinuousAnalysis) and pain.comparison is not None
    assert str(pain.comparison.p_value) == ">.99"


def test_a_median_that_was_not_reached_is_an_absence(efficacy: Efficacy) -> None:
    survival = efficacy.analyses[0]
    assert isinstance(survival, TimeToEventAnalysis)
    assert survival.arms[DRUG].not_reached == ("median",)
    assert str(survival.arms[DRUG].median_interval) == "20.1 to NE"
    assert str(survival.arms[DRUG].n) == "80"


def test_a_median_that_cannot_be_estimated_says_so(tmp_path: Path) -> None:
    given = measure("Time to Relief", "MEDIAN", "Days", {"value": "NA", "comment": "too few"}, "4")
    (found,) = efficacy_of(_with(tmp_path, given)).analyses
    assert isinstance(found, TimeToEventAnalysis)
    assert found.arms[DRUG].not_estimable == ("median",) and found.remark == "too few"


def test_the_analysis_says_its_test_and_nothing_of_its_timing(efficacy: Efficacy) -> None:
    survival = efficacy.analyses[0]
    assert isinstance(survival, TimeToEventAnalysis) and survival.comparison is not None
    assert survival.comparison.test == "Log Rank" and survival.comparison.method is None
    assert str(survival.comparison.level) == "95%"
    assert survival.timing is None


def test_an_estimate_is_of_the_arm_that_the_values_say(tmp_path: Path) -> None:
    """The registry has no field for the direction: a ratio below one may be placebo's."""
    for value, of in (("6.0", DRUG), ("0.167", PLACEBO)):
        given = measure(
            "Response",
            "COUNT_OF_PARTICIPANTS",
            "Participants",
            "40",
            "5",
            analyses=[analysis(paramType="Odds Ratio (OR)", paramValue=value)],
        )
        (found,) = efficacy_of(_with(tmp_path, given)).analyses
        assert isinstance(found, BinaryAnalysis) and found.comparison is not None
        assert found.comparison.of == of


def test_a_direction_that_nothing_tells_is_the_usual_one_with_a_warning(tmp_path: Path) -> None:
    given = measure(
        "Response",
        "COUNT_OF_PARTICIPANTS",
        "Participants",
        "20",
        "10",
        analyses=[analysis(paramType="Odds Ratio (OR)", paramValue="1.1")],
    )
    draft = _with(tmp_path, given)
    (found,) = efficacy_of(draft).analyses
    assert isinstance(found, BinaryAnalysis) and found.comparison is not None
    assert found.comparison.of == DRUG
    assert any("direction" in problem.message for problem in draft.problems)


def test_a_further_comparison_is_an_analysis_of_its_own(tmp_path: Path) -> None:
    both = [analysis(pValue="0.01"), analysis(pValue="0.02", groupDescription="Adjusted")]
    given = measure("Response", "COUNT_OF_PARTICIPANTS", "Participants", "40", "5", analyses=both)
    first, second = efficacy_of(_with(tmp_path, given)).analyses
    assert (first.id, second.id) == ("response", "response-b")
    assert first.label is None and second.label == "Response, analysis 2"
    assert second.remark == "Adjusted"


def test_a_comparison_of_other_groups_is_lost(tmp_path: Path) -> None:
    one = {"groupIds": ["OG000"], "pValue": "0.031"}
    given = measure("Response", "COUNT_OF_PARTICIPANTS", "Participants", "4", "5", analyses=[one])
    draft = _with(tmp_path, given)
    (found,) = efficacy_of(draft).analyses
    assert isinstance(found, BinaryAnalysis) and found.comparison is None
    assert "0.031" in _lost(draft)


def test_a_share_at_a_time_is_a_landmark_of_a_survival_endpoint(tmp_path: Path) -> None:
    given = measure(
        "Event-Free Survival",
        "NUMBER",
        "Percentage probability",
        {"value": "53.70", "lowerLimit": "39.8", "upperLimit": "65.8"},
        "61.4",
        timeFrame="4 years after enrollment",
        dispersionType="95% Confidence Interval",
    )
    (found,) = efficacy_of(_with(tmp_path, given)).analyses
    assert isinstance(found, TimeToEventAnalysis)
    (rate,) = found.arms[DRUG].rates
    assert (str(rate.at), str(rate.rate), str(rate.interval)) == (
        "4 years",
        "53.70%",
        "39.8 to 65.8",
    )
    assert str(found.level) == "95%"


@pytest.mark.parametrize(("stated", "level"), [("95%", None), ("90%", "90%")])
def test_the_level_of_the_intervals_of_arms_is_said_where_the_comparison_says_another(
    tmp_path: Path, stated: str, level: str | None
) -> None:
    given = {**titres(), "dispersionType": f"{stated} Confidence Interval"}
    (found,) = efficacy_of(_with(tmp_path, given)).analyses
    assert found.comparison is not None and str(found.comparison.level) == "95%"
    assert (str(found.level) if found.level else None) == level


@pytest.mark.parametrize(
    ("param", "unit", "key"),
    [("MEAN", "points", "mean"), ("MEDIAN", "points", "median")],
)
def test_a_measured_value_keeps_its_unit(tmp_path: Path, param: str, unit: str, key: str) -> None:
    (found,) = efficacy_of(_with(tmp_path, measure("Pain", param, unit, "3.0", "0.40"))).analyses
    assert isinstance(found, ContinuousAnalysis)
    assert str(getattr(found.arms[DRUG], key)) == "3.0" and found.unit == "points"
    assert found.visit == "week 24"


def test_a_visit_that_the_title_names_is_in_the_letters_of_the_title(tmp_path: Path) -> None:
    given = measure("Concentration at Week 24", "MEAN", "mg/L", "3.0", "0.40", timeFrame="Week 24")
    (found,) = efficacy_of(_with(tmp_path, given)).analyses
    assert isinstance(found, ContinuousAnalysis) and found.visit == "Week 24"


def titres(**more: str) -> Json:
    """Geometric means with their intervals, and the test of their ratio."""
    values = [
        {"value": "620", "lowerLimit": "560", "upperLimit": "686"},
        {"value": "680", "lowerLimit": "611", "upperLimit": "757"},
    ]
    given = measure("Titre", "GEOMETRIC_MEAN", "1/dil", *values)
    ratio = analysis(
        paramType="Geometric Mean Ratio",
        paramValue="0.91",
        ciPctValue="95",
        ciNumSides="TWO_SIDED",
        ciLowerLimit="0.80",
        ciUpperLimit="1.04",
        **more,
    )
    return {**given, "dispersionType": "95% Confidence Interval", "analyses": [ratio]}


def test_geometric_means_are_compared_by_their_ratio(tmp_path: Path) -> None:
    (found,) = efficacy_of(_with(tmp_path, titres())).analyses
    assert isinstance(found, ContinuousAnalysis) and found.comparison is not None
    arm = found.arms[DRUG]
    assert (str(arm.geometric_mean), str(arm.geometric_mean_interval)) == ("620", "560 to 686")
    assert str(found.comparison.geometric_mean_ratio) == "0.91"
    assert str(found.comparison.interval) == "0.80 to 1.04"
    assert (found.comparison.of, found.comparison.versus) == (DRUG, PLACEBO)


WORDS = "Non-inferior where the lower limit lies above 0.67."


@pytest.mark.parametrize(
    ("kind", "test"),
    [
        ("NON_INFERIORITY", "test of non-inferiority, ANCOVA"),
        ("EQUIVALENCE", "test of equivalence, ANCOVA"),
    ],
)
def test_a_margin_in_words_is_kept_in_words_and_owed(tmp_path: Path, kind: str, test: str) -> None:
    given = titres(
        nonInferiorityType=kind,
        nonInferiorityComment=WORDS,
        pValue="0.01",
        statisticalMethod="ANCOVA",
    )
    draft = _with(tmp_path, given)
    (found,) = efficacy_of(draft).analyses
    assert isinstance(found, ContinuousAnalysis) and found.comparison is not None
    assert (found.comparison.test, found.comparison.margin) == (test, None)
    assert found.comparison.author_to_confirm == ("margin",)
    assert found.remark == WORDS
    assert any("stand in words only" in problem.message for problem in draft.problems)


def test_a_test_of_superiority_has_no_margin(tmp_path: Path) -> None:
    given = titres(nonInferiorityType="SUPERIORITY", pValue="0.01", statisticalMethod="ANCOVA")
    (found,) = efficacy_of(_with(tmp_path, given)).analyses
    assert isinstance(found, ContinuousAnalysis) and found.comparison is not None
    assert (found.comparison.test, found.comparison.author_to_confirm) == ("ANCOVA", ())


@pytest.mark.parametrize(
    ("param", "unit"),
    [
        ("GEOMETRIC_LEAST_SQUARES_MEAN", "ng/mL"),
        ("NUMBER", "Proportion of participants"),
        ("NUMBER", "events"),
        ("SOMETHING_NEW", "points"),
    ],
)
def test_what_no_analysis_holds_is_lost_with_its_place(
    tmp_path: Path, param: str, unit: str
) -> None:
    draft = _with(tmp_path, measure("Level", param, unit, "17.31", "18.31"))
    assert "efficacy" not in draft.records and "17.31" in _lost(draft)
    (told,) = [p for p in draft.problems if "no analysis holds" in p.message]
    assert "outcomeMeasures[0].paramType" in told.message and told.at is not None


def test_a_grid_of_classes_is_lost_and_told_once(tmp_path: Path) -> None:
    grids = [measure(f"Level {n}", "MEAN", "points", "17.31", "1") for n in range(3)]
    for one in grids:
        one["classes"] *= 2
    draft = _with(tmp_path, *grids)
    assert "efficacy" not in draft.records
    assert len([p for p in draft.problems if "classes" in p.message]) == 1
    assert _lost(draft).count("17.31") == 6


def test_a_result_that_the_registry_expects_is_awaited(tmp_path: Path) -> None:
    given = measure("Change From Baseline in Pain", "MEAN", "points", reportingStatus="NOT_POSTED")
    (awaited,) = efficacy_of(_with(tmp_path, given)).awaited
    assert awaited.endpoint == "change-baseline-pain" and awaited.pending == ("result",)


def test_adverse_events_are_no_results_of_efficacy(tmp_path: Path) -> None:
    given = measure("Number With Serious Adverse Events", "NUMBER", "participants", "9", "9")
    assert "efficacy" not in _with(tmp_path, given).records


def test_an_outcome_that_the_plan_does_not_have_is_an_endpoint_of_its_own(tmp_path: Path) -> None:
    given = measure("Sleep", "MEAN", "hours", "7", "6", type="POST_HOC")
    trial = trial_of(_with(tmp_path, given))
    (sleep,) = [endpoint for endpoint in trial.endpoints if endpoint.variable == "Sleep"]
    assert sleep.role == "exploratory" and sleep.planned is False
    assert sleep.time_frame == "Week 24"


def test_one_name_at_two_times_is_two_endpoints(tmp_path: Path) -> None:
    given = study()
    outcomes = given["protocolSection"]["outcomesModule"]
    outcomes["secondaryOutcomes"] = [
        {"measure": "Sleep", "timeFrame": time} for time in ("Week 2", "Week 24")
    ]
    results = given["resultsSection"]["outcomeMeasuresModule"]
    results["outcomeMeasures"] = [measure("Sleep", "MEAN", "hours", "7", "6")]
    (found,) = efficacy_of(drafted(tmp_path, given)).analyses
    assert found.endpoint == "sleep-b"


def test_nobody_analysed_is_a_number(tmp_path: Path) -> None:
    given = measure("Response", "COUNT_OF_PARTICIPANTS", "Participants", "0", "5")
    given["denoms"][0]["counts"][0]["value"] = "0"
    (found,) = efficacy_of(_with(tmp_path, given)).analyses
    assert isinstance(found, BinaryAnalysis) and str(found.arms[DRUG].n) == "0"


def test_a_group_that_is_cited_and_not_listed_is_lost(tmp_path: Path) -> None:
    given = measure("Response", "COUNT_OF_PARTICIPANTS", "Participants", "40", "5", "17")
    draft = _with(tmp_path, given)
    (found,) = efficacy_of(draft).analyses
    assert isinstance(found, BinaryAnalysis) and set(found.arms) == {DRUG, PLACEBO}
    assert "17" in _lost(draft)


def test_a_group_is_the_arm_in_whose_words_it_is_described(tmp_path: Path) -> None:
    given = study()
    arms = given["protocolSection"]["armsInterventionsModule"]["armGroups"]
    for module in ("participantFlowModule", "baselineCharacteristicsModule"):
        del given["resultsSection"][module]
    one = measure("Response", "COUNT_OF_PARTICIPANTS", "Participants", "40", "5")
    one["groups"][0] = {
        "id": "OG000",
        "title": "EXA q.d. (FAS)",
        "description": arms[0]["description"] + " All who took one.",
    }
    given["resultsSection"]["outcomeMeasuresModule"]["outcomeMeasures"] = [one]
    draft = drafted(tmp_path, given)
    assert draft.arms["EXA q.d. (FAS)"] == DRUG


def test_two_groups_are_never_one_arm_by_a_guess(tmp_path: Path) -> None:
    one = measure("Response", "COUNT_OF_PARTICIPANTS", "Participants", "1", "2", "3")
    one["groups"] = [
        groups("OG")[0],
        {"id": "OG001", "title": "Placebo (young)"},
        {"id": "OG002", "title": "Placebo (old)"},
    ]
    (found,) = efficacy_of(_with(tmp_path, one)).analyses
    assert isinstance(found, BinaryAnalysis) and set(found.arms) == {DRUG}


def test_two_groups_that_are_named_as_one_arm_are_told(tmp_path: Path) -> None:
    given = study()
    one = measure("Response", "COUNT_OF_PARTICIPANTS", "Participants", "40", "5", "17")
    one["groups"] = groups("OG", "Extension")
    given["resultsSection"]["outcomeMeasuresModule"]["outcomeMeasures"] = [one]
    draft = drafted(tmp_path, given, {"Extension": DRUG})
    (found,) = efficacy_of(draft).analyses
    assert isinstance(found, BinaryAnalysis) and str(found.arms[DRUG].responders) == "40"
    assert any("beside another" in problem.message for problem in draft.problems)


def test_a_group_that_is_no_arm_can_be_named(tmp_path: Path) -> None:
    given = study()
    one = measure("Response", "COUNT_OF_PARTICIPANTS", "Participants", "40", "5")
    one["groups"][1]["title"] = "Dummy"
    given["resultsSection"]["outcomeMeasuresModule"]["outcomeMeasures"] = [one]
    draft = drafted(tmp_path, given)
    (told,) = [p for p in draft.problems if "'Dummy'" in p.message]
    assert '--arm "Dummy=ID"' in told.remedy
    (found,) = efficacy_of(drafted(tmp_path, given, {"Dummy": PLACEBO})).analyses
    assert isinstance(found, BinaryAnalysis) and set(found.arms) == {DRUG, PLACEBO}
