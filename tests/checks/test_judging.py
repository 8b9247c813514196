"""What the rules ask of two records before they compare them."""

import pytest

from assembler.checks.safety import in_safety_set, same_events
from assembler.checks.sources import Relation, ledger, relation
from assembler.checks.times import surely_later
from assembler.records.efficacy import BinaryAnalysis
from assembler.records.placed import placed
from assembler.records.safety import Safety
from assembler.records.scalars import Reported

RELATIONS = (
    ("<0.001", "0.0002", Relation.COMPATIBLE),
    ("<0.001", "<0.1", Relation.COMPATIBLE),
    ("<0.001", "0.02", Relation.CONFLICTING),
    (">0.99", "0.995", Relation.COMPATIBLE),
    (">=0.99", "0.5", Relation.CONFLICTING),
    (">0.99", "0.5", Relation.CONFLICTING),
    ("0.2", "0.3", Relation.CONFLICTING),
    ("0.3", "0.30", Relation.COMPATIBLE),
    ("0.30", "0.30", Relation.EQUAL),
)


@pytest.mark.parametrize(("one", "other", "how"), RELATIONS)
def test_a_bound_stands_for_all_that_it_allows(one: str, other: str, how: Relation) -> None:
    assert relation(Reported.parse(one), Reported.parse(other)) is how
    assert relation(Reported.parse(other), Reported.parse(one)) is how


def _analysis(**given: object) -> BinaryAnalysis:
    whole = {"id": "response", "endpoint": "response", "type": "binary", "arms": {}, **given}
    return BinaryAnalysis.model_validate(whole)


LATER = (
    ({"cut_off": "2024-01", "timing": "interim"}, {"cut_off": "2023-12", "timing": "final"}, True),
    ({"cut_off": "2023-12", "timing": "final"}, {"cut_off": "2024-01", "timing": "interim"}, False),
    ({"cut_off": "2024", "timing": "interim"}, {"cut_off": "2024-06", "timing": "interim"}, False),
    ({"timing": "final"}, {"cut_off": "2024-01", "timing": "interim"}, True),
    ({"cut_off": "2024-01", "timing": "final"}, {"timing": "interim"}, True),
    ({"timing": "interim"}, {"timing": "final"}, False),
    ({"timing": "final"}, {"timing": "final"}, False),
    ({"timing": "update"}, {"timing": "final"}, True),
)


@pytest.mark.parametrize(("one", "other", "is_later"), LATER)
def test_the_cut_off_tells_which_is_later_and_without_it_the_timing(
    one: dict[str, object], other: dict[str, object], is_later: bool
) -> None:
    assert surely_later(_analysis(**one), _analysis(**other)) is is_later


def test_only_a_number_that_is_given_counts_patients() -> None:
    rows = [{"arm": "alpha", "n": "30"}, {"arm": "placebo"}]
    safety = Safety.model_validate({"exposure": rows})
    assert {key: one.count.number for key, one in in_safety_set(safety).items()} == {
        (None, "alpha"): 30
    }


SETS = ((None, "safety", True), ("safety", None, True), ("all", "all", True), ("a", "b", False))


@pytest.mark.parametrize(("whole", "events", "same"), SETS)
def test_two_named_sets_are_not_the_same_events(
    whole: str | None, events: str | None, same: bool
) -> None:
    given: dict[str, object] = {"adverse_events": {"analysis_set": events}, "analysis_set": whole}
    assert same_events(Safety.model_validate(given)) is same


def test_the_ledger_lists_a_pick_only_where_a_value_was_picked() -> None:
    other = {"value": "33", "source": {"document": "report", "place": "Table 3"}}
    entry = {"values": [other]}
    reason = {"reason": "the report is later", "name": "A. B."}
    arms = {
        "alpha": {"responders": "31", "alternatives": {"responders": {**entry, **reason}}},
        "beta": {"responders": "31", "alternatives": {"responders": entry}},
        "gamma": {"alternatives": {"responders": entry}},
    }
    rows = ledger(tuple(placed(_analysis(arms=arms))))
    assert [row.path for row in rows] == ["arms.alpha.responders", "arms.beta.responders"]
