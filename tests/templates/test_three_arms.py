"""Results of more than two arms: an estimate stands under the arm that it is of."""

import pytest

from tests.drafts import cells, kept_draft, table_of
from tests.places import COMPLETE, ROOT

pytestmark = pytest.mark.slow

THREE_ARMS = ROOT / "tests" / "templates" / "studies" / "three-arms"


@pytest.mark.parametrize(
    ("label", "measure", "found"),
    [
        (
            "tbl-results-time-to-event",
            "Hazard ratio",
            [["–", "0.60 (0.40, 0.90)", "–"], ["0.80 (0.60, 1.07)", "–", "–"]],
        ),
        ("tbl-results-time-to-event", "p-value", [["–", "0.012", "–"], ["0.13", "–", "–"]]),
        ("tbl-results-binary", "Difference of the rates", [["–", "25.0% (13.7, 36.3)", "–"]]),
        ("tbl-results-continuous", "Difference, points", [["–", "−2.2 (−3.3, −1.1)", "–"]]),
    ],
)
def test_an_estimate_stands_under_the_arm_that_it_is_of(
    label: str, measure: str, found: list[list[str]]
) -> None:
    resolved = kept_draft(THREE_ARMS, "clinical-overview")
    rows = cells(resolved, table_of(resolved, label).rows)
    assert [row[1:] for row in rows if row[0].startswith(measure)] == found


def test_an_estimate_of_two_arms_stands_between_them() -> None:
    resolved = kept_draft(COMPLETE, "clinical-overview")
    rows = cells(resolved, table_of(resolved, "tbl-results-binary").rows)
    assert ["2.31 (1.23, 4.33)"] in [row[1:] for row in rows]
