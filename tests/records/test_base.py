"""What every record does: absence, topics, sources, gap plans, ids."""

from typing import Any, get_args

import pytest
from pydantic import ValidationError

from assembler.records import Dossier
from assembler.records.base import Absence, Source, refers
from assembler.records.efficacy import (
    BinaryAnalysis,
    ContinuousAnalysis,
    Efficacy,
    TimeToEventAnalysis,
)
from assembler.records.marks import FromCsv, Refers
from assembler.records.placed import placed
from assembler.records.safety import Safety
from assembler.records.trial import Trial
from tests.places import CABINET, MINI
from tests.records.studies import as_text, dossier

ANALYSIS: dict[str, Any] = {
    "id": "pfs",
    "type": "time-to-event",
    "endpoint": "pfs",
    "timing": "interim",
    "arms": {"a": {"median": "3.0 months"}, "b": {"median": "2 months"}},
    "comparison": {"of": "a", "versus": "b", "hazard_ratio": "0.40"},
}


def refusal(data: dict[str, Any]) -> dict[str, Any]:
    with pytest.raises(ValidationError) as caught:
        TimeToEventAnalysis.model_validate(data)
    (seen,) = caught.value.errors()
    assert seen["ctx"]["remedy"]
    return {"rule": seen["type"], **seen}


def test_a_topic_is_spread_to_every_arm_and_to_the_comparison() -> None:
    analysis = TimeToEventAnalysis.model_validate(
        ANALYSIS | {"not_reported": ["arm_sizes", "events", "strata", "cut_off"]}
    )
    for arm in analysis.arms.values():
        assert arm.absence("n") is Absence.NOT_REPORTED
        assert arm.absence("events") is Absence.NOT_REPORTED
    assert analysis.comparison is not None
    assert analysis.comparison.absence("strata") is Absence.NOT_REPORTED
    assert analysis.not_reported == ("cut_off",)


def test_spreading_a_topic_leaves_the_data_as_they_were() -> None:
    data = ANALYSIS | {"not_reported": ["arm_sizes"]}
    TimeToEventAnalysis.model_validate(data)
    assert data["arms"] == {"a": {"median": "3.0 months"}, "b": {"median": "2 months"}}


def test_a_topic_that_is_given_in_one_arm_is_refused() -> None:
    arms = {"a": {"n": "62"}, "b": {}}
    seen = refusal(ANALYSIS | {"arms": arms, "not_reported": ["arm_sizes"]})
    assert seen["rule"] == "absence.not-also-given"
    assert (seen["loc"], seen["ctx"]["field"]) == (("arms", "a"), ("n",))


def test_a_topic_without_its_block_is_refused() -> None:
    data = {k: v for k, v in ANALYSIS.items() if k != "comparison"}
    seen = refusal(data | {"not_reported": ["strata"]})
    assert seen["rule"] == "absence.names-a-key"


@pytest.mark.parametrize(
    ("more", "rule", "field"),
    [
        ({"not_reported": ["cutoff"]}, "absence.names-a-key", ("not_reported", 0)),
        ({"cut_off": "2023", "pending": ["cut_off"]}, "absence.not-also-given", ("cut_off",)),
        (
            {"pending": ["label"], "not_applicable": ["label"]},
            "absence.one-reason",
            ("pending", 0),
        ),
        (
            {"in_earlier_submission": {"nothing": "2.5.2"}},
            "absence.names-a-key",
            ("in_earlier_submission", "nothing"),
        ),
        (
            {"sources": {"n": {"document": "d", "place": "p"}}},
            "source.names-a-key",
            ("sources", "n"),
        ),
        (
            {"cohort": "a", "pooled_cohorts": ["a", "b"]},
            "analysis.cohort-or-pool",
            "pooled_cohorts",
        ),
    ],
)
def test_a_slip_in_a_block_is_refused_where_it_stands(
    more: dict[str, Any], rule: str, field: object
) -> None:
    seen = refusal(ANALYSIS | more)
    assert (seen["rule"], seen["ctx"]["field"]) == (rule, field)


def test_everything_that_is_wrong_with_a_block_is_said_at_once() -> None:
    data = ANALYSIS | {
        "timing": "sometimes",
        "cut_off": "soon",
        "label": "PFS",
        "not_reported": ["label", "cutoff", "subgroup"],
    }
    with pytest.raises(ValidationError) as caught:
        Efficacy.model_validate({"analyses": [data, ANALYSIS]})
    assert sorted(seen["type"] for seen in caught.value.errors()) == [
        "absence.names-a-key",
        "absence.names-a-key",
        "absence.not-also-given",
        "date.iso",
        "enum",
        "id.unique",
    ]
    assert any("'soon' is not a date" in seen["msg"] for seen in caught.value.errors())


def test_the_topics_of_every_block_lead_to_keys() -> None:
    for model in (TimeToEventAnalysis, BinaryAnalysis, ContinuousAnalysis):
        arm = get_args(model.model_fields["arms"].annotation)[1]
        comparison = get_args(model.model_fields["comparison"].annotation)[0]
        for topic, path in model.topics.items():
            *way, key = path.split(".")
            assert key in {"arms": arm, "comparison": comparison}[way[0]].model_fields, topic


def test_a_misspelt_key_in_an_absence_list_names_the_nearest() -> None:
    assert "cut_off" in refusal(ANALYSIS | {"not_reported": ["cutoff"]})["ctx"]["remedy"]


def test_a_missing_key_is_not_yet_entered_and_a_pointer_is_a_pointer() -> None:
    analysis = TimeToEventAnalysis.model_validate(
        ANALYSIS | {"in_earlier_submission": {"label": "Section 2.5.2 of 0003"}}
    )
    assert analysis.absence("cut_off") is Absence.NOT_YET_ENTERED
    assert analysis.absence("label") is Absence.IN_EARLIER_SUBMISSION
    assert analysis.absence("timing") is None
    assert analysis.absences() == {"label": Absence.IN_EARLIER_SUBMISSION}


def test_two_entries_of_a_list_cannot_share_an_id() -> None:
    with pytest.raises(ValidationError) as caught:
        Efficacy.model_validate({"analyses": [ANALYSIS, ANALYSIS | {"timing": "final"}]})
    (seen,) = caught.value.errors()
    assert (seen["type"], seen["ctx"]["field"]) == ("id.unique", ("analyses", 1, "id"))
    assert seen["ctx"]["also"] == [("analyses", 0, "id")]
    assert "'pfs'" in seen["msg"]


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValidationError) as caught:
        TimeToEventAnalysis.model_validate(ANALYSIS | {"hazard_ratio": "0.4"})
    assert caught.value.errors()[0]["type"] == "extra_forbidden"


def test_an_accepted_gap_says_why() -> None:
    plan = {"needs": "n", "owner": "o", "expected_in": "e", "blocks_final": "no"}
    assert refusal(ANALYSIS | {"gap": plan | {"status": "accepted"}})["rule"] == (
        "gap.accepted-with-reason"
    )


def test_records_are_frozen() -> None:
    analysis = TimeToEventAnalysis.model_validate(ANALYSIS)
    with pytest.raises(ValidationError):
        analysis.label = "other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("model", "key", "collection"),
    [
        (TimeToEventAnalysis, "endpoint", "trial.endpoints"),
        (TimeToEventAnalysis, "cohort", "trial.cohorts"),
        (TimeToEventAnalysis, "pooled_cohorts", "trial.cohorts"),
        (TimeToEventAnalysis, "arms", "trial.arms"),
        (Source, "cites", "references.literature"),
        (TimeToEventAnalysis, "comparison", None),
    ],
)
def test_ids_of_other_records_are_found_wherever_they_stand(
    model: Any, key: str, collection: str | None
) -> None:
    assert refers(model, key) == (Refers(collection) if collection else None)


def test_grids_are_marked_for_csv() -> None:
    marked = [k for k, f in Safety.model_fields.items() if FromCsv() in f.metadata]
    assert marked == ["exposure", "overview", "deaths"]


@pytest.mark.parametrize("study", [CABINET, MINI], ids=lambda p: p.name)
def test_loading_what_was_dumped_gives_the_same_records(study: Any) -> None:
    records = dossier(study)
    dumped = records.model_dump(mode="json", exclude_defaults=True)
    again = Dossier.model_validate(dumped)
    assert again == records
    assert again.model_dump(mode="json", exclude_defaults=True) == dumped


def test_the_order_of_keys_changes_nothing() -> None:
    def turned(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: turned(value[key]) for key in reversed(value)}
        return [turned(item) for item in value] if isinstance(value, list) else value

    data = as_text(MINI)
    assert Dossier.model_validate(turned(data)) == Dossier.model_validate(data)


def test_source_and_gap_plan_are_inherited() -> None:
    data = {
        "id": "t",
        "title": "T",
        "source": {"document": "report", "place": "Synopsis"},
        "arms": [{"id": "a", "label": "A", "treatment": "a"}],
        "dates": {"source": {"document": "registry", "place": "top"}},
    }
    at = {p.path: p for p in placed(Trial.model_validate(data), "trial")}
    assert at["trial.arms.a"].source == at["trial"].source is not None
    assert at["trial.dates"].source is not None
    assert at["trial.dates"].source.document == "registry"
