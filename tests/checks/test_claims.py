"""Claims hold where the records say all that they rest on, and each missing piece breaks them."""

from typing import Any

import pytest

from assembler.checks.claims import (
    OF_ANALYSES,
    Verdict,
    no_new_signals,
    non_inferior,
    primary_endpoint_met,
    superior,
    well_tolerated,
)
from assembler.checks.examples import Case, Change, changed
from assembler.records import Dossier

AT = "efficacy.analyses.pfs-north"
PLAN = "trial.endpoints.pfs-north"
_LOOKED_AT = "trial.interim_analyses.first.endpoints"
LOOK = {"trial.interim_analyses.first.planned": "yes", f"{AT}.timing": "interim"}


def study(set: dict[str, Any] | None = None, remove: tuple[str, ...] = ()) -> Dossier:
    return changed(Case(title="a case", change=Change(set=set or {}, remove=remove)))


def asked(claim: str, dossier: Dossier, analysis: str = "pfs-north") -> Verdict:
    (found,) = [a for a in dossier.efficacy.analyses if a.id == analysis]
    return OF_ANALYSES[claim](dossier, found)


@pytest.mark.parametrize("claim", ["primary_endpoint_met", "statistically_significant", "superior"])
def test_the_planned_analysis_below_its_level_bears_the_claim(claim: str) -> None:
    assert asked(claim, study()).reasons == ()


@pytest.mark.parametrize(
    ("set", "reason"),
    [
        ({f"{AT}.assessor": "investigator"}, "not by the assessor"),
        ({f"{AT}.analysis_set": "evaluable"}, "not of the analysis set"),
        ({f"{AT}.timing": "update"}, "an update"),
        ({f"{AT}.evidence.grade": "supportive"}, "not graded as confirmatory"),
        ({f"{AT}.comparison.p_role": "nominal"}, "belongs to a test of the plan"),
        ({f"{AT}.comparison.p_value": "0.06"}, "not below the significance level"),
        ({f"{AT}.comparison.p_value": "0.05"}, "not below the significance level"),
        ({f"{AT}.comparison.p_value": "<0.06"}, "not below the significance level"),
        ({f"{AT}.comparison.p_value": ">0.01"}, "not below the significance level"),
        ({f"{AT}.comparison.alpha": "0.00001"}, "not below the significance level"),
        ({f"{AT}.comparison.interval": "0.14 to 1.20"}, "does not exclude"),
        ({f"{AT}.comparison.interval": "0.14 to NE"}, "does not exclude"),
        ({f"{AT}.cohort": "south"}, "not of the cohort"),
        ({**LOOK, _LOOKED_AT: ["pfs-south"]}, "no planned interim analysis"),
        ({f"{PLAN}.planned": "no"}, "was not planned"),
        ({f"{PLAN}.role": "exploratory"}, "exploratory"),
        ({f"{PLAN}.test": "test of non-inferiority"}, "of a margin"),
        ({f"{AT}.timing": "interim"}, "no planned interim analysis"),
        (LOOK, "no boundary"),
        ({**LOOK, f"{AT}.comparison.boundary": "as planned"}, "no boundary"),
        ({**LOOK, f"{AT}.comparison.boundary": "p<0.00001"}, "not below the boundary"),
    ],
)
def test_what_speaks_against_significance_is_the_reason(set: dict[str, Any], reason: str) -> None:
    reasons = asked("statistically_significant", study(set)).reasons
    assert any(reason in one for one in reasons), reasons


@pytest.mark.parametrize(
    ("removed", "reason"),
    [
        (f"{PLAN}.assessor", "the plan's assessor is not recorded"),
        (f"{PLAN}.analysis_set", "the plan's analysis set is not recorded"),
        (f"{PLAN}.alpha", "the plan's significance level is not recorded"),
        (f"{PLAN}.test", "the plan's test is not recorded"),
        (f"{AT}.evidence", "nothing says that the plan makes the analysis confirmatory"),
        (f"{AT}.comparison.p_value", "no p-value is recorded"),
        (f"{AT}.comparison.p_role", "nothing says that the p-value belongs"),
        (f"{AT}.comparison.interval", "no estimate with its interval"),
        (f"{AT}.comparison", "no comparison is recorded"),
    ],
)
def test_what_nobody_recorded_is_a_reason_and_the_only_one(removed: str, reason: str) -> None:
    (found,) = asked("statistically_significant", study(remove=(removed,))).reasons
    assert reason in found


def test_the_analysis_set_of_the_estimand_stands_where_the_endpoint_names_none() -> None:
    estimand = {"id": "pfs-estimand", "analysis_set": "full"}
    dossier = study(
        {"trial.estimands": [estimand], f"{PLAN}.estimand": "pfs-estimand"},
        remove=(f"{PLAN}.analysis_set",),
    )
    assert asked("statistically_significant", dossier).holds


@pytest.mark.parametrize("looked_at", [{}, {_LOOKED_AT: ["pfs-north"]}], ids=["all", "this"])
def test_an_interim_result_below_its_boundary_is_significant(looked_at: dict[str, Any]) -> None:
    dossier = study({**LOOK, **looked_at, f"{AT}.comparison.boundary": "p < 0.0031"})
    assert asked("statistically_significant", dossier).holds


@pytest.mark.parametrize(("foreseen", "is_reason"), [({}, True), ({"no"}, True), ({"yes"}, False)])
def test_a_pooling_that_the_plan_did_not_foresee_is_a_reason(
    foreseen: set[str], is_reason: bool
) -> None:
    pooled: dict[str, Any] = {f"{AT}.pooled_cohorts": ["north", "south"]}
    pooled |= {f"{AT}.pooling_prespecified": said for said in foreseen}
    dossier = study(pooled, remove=(f"{AT}.cohort",))
    reasons = asked("statistically_significant", dossier).reasons
    assert any("the pooling of cohorts" in reason for reason in reasons) is is_reason


def test_an_endpoint_of_no_cohort_is_that_of_each() -> None:
    dossier = study(remove=(f"{PLAN}.cohort",))
    assert not any("cohort" in r for r in asked("statistically_significant", dossier).reasons)


def test_a_significant_harm_is_no_superiority() -> None:
    harm = {f"{AT}.comparison.hazard_ratio": "3.70", f"{AT}.comparison.interval": "2.04 to 7.14"}
    assert asked("statistically_significant", study(harm)).holds
    assert asked("superior", study(harm)).reasons == (
        "the difference is not in favour of the product",
    )
    assert not asked("primary_endpoint_met", study(harm)).holds


def test_where_the_event_is_wanted_the_direction_is_not_known() -> None:
    dossier = study({f"{PLAN}.variable": "time to recovery"})
    assert superior(dossier, dossier.efficacy.analyses[0]).reasons == (
        "the records do not say which direction is better",
    )


def test_the_effect_of_the_comparator_is_no_superiority() -> None:
    dossier = study({"trial.arms.exampline.kind": "placebo-comparator"})
    assert asked("superior", dossier).reasons == ("the estimate is of the comparator's effect",)


def test_a_secondary_endpoint_is_not_the_primary_one() -> None:
    reasons = asked("primary_endpoint_met", study(), "response").reasons
    assert reasons == ("the endpoint is not primary",)


_ABOVE = {f"{AT}.comparison.p_value": "0.06"}


def test_non_inferiority_needs_its_test_in_the_plan_and_in_the_result() -> None:
    test = "test of non-inferiority"
    dossier = study({f"{PLAN}.test": test, f"{AT}.comparison.test": test})
    analysis = dossier.efficacy.analyses[0]
    assert non_inferior(dossier, analysis).holds
    assert primary_endpoint_met(dossier, analysis).holds
    assert not superior(dossier, analysis).holds
    assert len(asked("non_inferior", study()).reasons) == 2
    above = study({f"{PLAN}.test": test, f"{AT}.comparison.test": test} | _ABOVE)
    (reason,) = asked("non_inferior", above).reasons
    assert "not below the significance level" in reason


@pytest.mark.parametrize(
    ("estimate", "margin", "holds"),
    [
        ({"difference": "-0.4", "interval": "-2.2 to 1.4"}, "4", True),
        ({"difference": "2.7", "interval": "0.9 to 4.5"}, "4", False),
        ({"difference": "2.7", "interval": "0.9 to 4.5"}, "-4", True),
        ({"difference": "-2.7", "interval": "-4.0 to -0.9"}, "-4", False),
        ({"geometric_mean_ratio": "0.91", "interval": "0.83 to 1.00"}, "0.80", True),
        ({"geometric_mean_ratio": "0.91", "interval": "0.79 to 1.04"}, "0.80", False),
        ({"difference": "-0.4"}, "4", False),
    ],
)
def test_non_inferiority_lies_in_the_interval_where_a_margin_is_recorded(
    estimate: dict[str, str], margin: str, holds: bool
) -> None:
    comparison = {"of": "exampline", "versus": "placebo", "margin": margin, **estimate}
    at = "efficacy.analyses.response"
    dossier = study({f"{at}.type": "continuous", f"{at}.comparison": comparison, f"{at}.arms": {}})
    reasons = asked("non_inferior", dossier, "response").reasons
    assert ("the interval does not lie within the margin" in reasons) is not holds
    assert not any("p-value" in reason for reason in reasons)


@pytest.mark.parametrize(("margin", "holds"), [("0.80", True), ("0.85", False)])
def test_the_margin_of_the_plan_serves_a_result_that_names_none(margin: str, holds: bool) -> None:
    estimate = {"geometric_mean_ratio": "0.91", "interval": "0.83 to 1.00"}
    at = "efficacy.analyses.response"
    comparison = {"of": "exampline", "versus": "placebo", **estimate}
    changes = {f"{at}.type": "continuous", f"{at}.comparison": comparison, f"{at}.arms": {}}
    dossier = study({**changes, "trial.endpoints.response.margin": margin})
    reasons = asked("non_inferior", dossier, "response").reasons
    assert ("the interval does not lie within the margin" in reasons) is not holds


def test_no_record_shows_a_judgement_on_safety() -> None:
    assert not well_tolerated(study()).holds
    assert not no_new_signals(study()).holds


@pytest.mark.parametrize(
    ("p_value", "is_below"),
    [("<0.05", True), ("<=0.05", False), ("<=0.04", True), ("0.049", True), ("0.05", False)],
)
def test_a_p_value_is_held_against_its_level_as_it_is_reported(
    p_value: str, is_below: bool
) -> None:
    reasons = asked("superior", study({f"{AT}.comparison.p_value": p_value})).reasons
    assert any("significance level" in reason for reason in reasons) is not is_below


@pytest.mark.parametrize(
    ("estimate", "said"),
    [
        ({"odds_ratio": "0.80"}, "not in favour"),
        ({"odds_ratio": "1.80"}, ""),
        ({"risk_difference": "-10%"}, "not in favour"),
        ({"risk_difference": "10%"}, ""),
    ],
)
def test_a_response_is_in_favour_above_no_effect(estimate: dict[str, str], said: str) -> None:
    comparison = {"of": "exampline", "versus": "placebo", **estimate}
    dossier = study({"efficacy.analyses.response.comparison": comparison})
    found = [r for r in asked("superior", dossier, "response").reasons if "favour" in r]
    assert bool(found) is bool(said), found


def test_of_a_measured_difference_nobody_recorded_which_direction_is_better() -> None:
    comparison = {"of": "exampline", "versus": "placebo", "difference": "-1.2"}
    at = "efficacy.analyses.response"
    dossier = study({f"{at}.type": "continuous", f"{at}.comparison": comparison, f"{at}.arms": {}})
    assert any("which direction" in r for r in asked("superior", dossier, "response").reasons)
