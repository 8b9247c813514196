"""What the tables and limits of results say: all that was recorded, and no gap that is none."""

import pytest

from tests.drafts import kept_draft, said
from tests.places import COMPLETE

pytestmark = pytest.mark.slow


def results() -> str:
    return said(kept_draft(COMPLETE, "summary-of-clinical-efficacy"), "2.7.3.2")


def test_the_interval_of_a_mean_change_stands_beside_it() -> None:
    assert "Mean change, points (95% CI)" in results()
    assert "\N{MINUS SIGN}1.2 (\N{MINUS SIGN}1.9, \N{MINUS SIGN}0.5)" in results()


def test_a_nominal_p_value_and_a_stopping_boundary_are_named_below_the_table() -> None:
    assert results().count("the p-value is nominal.") == 1
    assert "stopping boundary 0.003." in results()
    assert "alpha 0.045" in results()


def test_rates_without_intervals_announce_none() -> None:
    assert "Without event at 6 months (95% CI)\n" in results()
    assert "Without event at 24 months\n" in results()


def test_counts_whose_whole_is_not_known_announce_no_percentage() -> None:
    assert "Categories: number of patients.\n" in results()


def test_what_some_of_the_analyses_give_is_no_limit() -> None:
    assert "the confidence intervals of the medians" not in results()
