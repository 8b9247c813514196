"""What the tables and limits of results say: all that was recorded, and no gap that is none."""

import shutil
from pathlib import Path

import pytest

from tests.drafts import draft, kept_draft, said
from tests.places import COMPLETE, ROOT

pytestmark = pytest.mark.slow

EFFICACY = "summary-of-clinical-efficacy"


def results() -> str:
    return said(kept_draft(COMPLETE, EFFICACY), "2.7.3.2")


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


def test_counts_whose_whole_is_not_known_announce_no_percentage(tmp_path: Path) -> None:
    study = Path(shutil.copytree(COMPLETE, tmp_path / "study"))
    disposition = study / "disposition.csv"
    begun = disposition.read_text(encoding="utf-8").replace(",randomised,", ",enrolled,")
    disposition.write_text(begun, encoding="utf-8", newline="\n")
    words = said(draft(study, EFFICACY), "2.7.3.2")
    assert "Categories: number of patients.\n" in words


def test_what_some_of_the_analyses_give_is_no_limit() -> None:
    assert "the confidence intervals of the medians" not in results()


THREE_ARMS = ROOT / "tests" / "templates" / "studies" / "three-arms"


def test_intervals_of_arms_have_a_level_of_their_own(tmp_path: Path) -> None:
    study = Path(shutil.copytree(THREE_ARMS, tmp_path / "study"))
    efficacy = study / "efficacy.yaml"
    text = efficacy.read_text(encoding="utf-8").replace(
        "    type: binary\n", "    type: binary\n    level: 90%\n", 1
    )
    efficacy.write_text(text, encoding="utf-8", newline="\n")
    words = said(draft(study, EFFICACY), "2.7.3.2")
    assert "35.0% (35 of 100 patients; 90% CI: 25.7, 45.2)" in words
    assert "Rate (90% CI)" in words
    assert "Difference of the rates (95% CI)" in words


def test_a_visit_that_the_endpoint_names_is_said_once(tmp_path: Path) -> None:
    study = Path(shutil.copytree(THREE_ARMS, tmp_path / "study"))
    assert "total symptom score at week 24" in said(draft(study, EFFICACY), "2.7.3.2")
    trial = study / "trial.yaml"
    text = trial.read_text(encoding="utf-8")
    named = text.replace("total symptom score", "total symptom score of week 24", 1)
    assert named != text
    trial.write_text(named, encoding="utf-8", newline="\n")
    assert "at week 24" not in said(draft(study, EFFICACY), "2.7.3.2")
