"""What other sources give for a key: beside the value, each with its own source."""

from typing import Any

import pytest
from pydantic import ValidationError

from assembler.records.efficacy import TimeToEventAnalysis
from assembler.records.placed import placed

OTHER = {"value": "17 months", "source": {"document": "registry", "place": "Outcome 1"}}
ANALYSIS: dict[str, Any] = {
    "id": "pfs",
    "type": "time-to-event",
    "endpoint": "pfs",
    "timing": "final",
    "median_follow_up": "16.7 months",
    "source": {"document": "report", "place": "Table 1"},
    "arms": {},
}


def analysis(**alternatives: object) -> TimeToEventAnalysis:
    return TimeToEventAnalysis.model_validate(ANALYSIS | {"alternatives": alternatives})


def refused(**alternatives: object) -> tuple[str, str]:
    """The rule and the remedy."""
    with pytest.raises(ValidationError) as caught:
        analysis(**alternatives)
    (seen,) = caught.value.errors()
    return seen["type"], seen["ctx"]["remedy"]


def test_an_alternative_keeps_its_text_and_has_the_source_that_it_names() -> None:
    one = analysis(median_follow_up={"values": [OTHER]})
    assert one.alternatives["median_follow_up"].values[0].value == "17 months"
    sources = {place.path: place.source for place in placed(one)}
    other = sources["alternatives.median_follow_up.values[0]"]
    entry = sources["alternatives.median_follow_up"]
    assert other is not None and other.document == "registry"
    assert entry is not None and entry.document == "report"


def test_a_key_that_is_none_of_the_block_is_refused() -> None:
    rule, remedy = refused(median_follow={"values": [OTHER]})
    assert (rule, remedy) == ("source.names-a-key", "did you mean 'median_follow_up'?")


@pytest.mark.parametrize(("given", "lacking"), [("reason", "name"), ("name", "reason")])
def test_a_pick_has_a_reason_and_a_name(given: str, lacking: str) -> None:
    rule, remedy = refused(median_follow_up={"values": [OTHER], given: "something"})
    assert rule == "pick.reason-and-name"
    assert f"`{lacking}:`" in remedy


def test_an_alternative_without_a_source_is_refused() -> None:
    with pytest.raises(ValidationError, match="source"):
        analysis(median_follow_up={"values": [{"value": "17 months"}]})
