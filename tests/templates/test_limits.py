"""What limits the evidence: said of what the source lacks, not of what nobody has entered."""

import shutil
from pathlib import Path

import pytest

from tests.drafts import draft, kept_draft, said
from tests.places import CABINET, PILOT

pytestmark = pytest.mark.slow
KEYS = "[arm_sizes, events, median_intervals, "


def limits(study: Path) -> str:
    resolved = draft(study, "clinical-overview")
    return said(resolved, "2.5.4").partition("Limits of the evidence")[2].partition("heading")[0]


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """CABINET, to be changed."""
    return Path(shutil.copytree(CABINET, tmp_path / "study"))


def test_what_the_source_lacks_is_a_limit() -> None:
    text = limits(CABINET)
    assert "the numbers of patients and events by arm, the confidence intervals" in text


def test_what_nobody_has_entered_is_no_limit(study: Path) -> None:
    efficacy = study / "efficacy.yaml"
    text = efficacy.read_text(encoding="utf-8")
    assert text.count(KEYS) == 2
    efficacy.write_text(text.replace(KEYS, "[events, "), encoding="utf-8")
    found = limits(study)
    assert "the analysis set, the numbers of events by arm, the statistical model" in found
    assert "patients and events" not in found and "intervals of the medians" not in found


def test_medians_that_are_lacking_are_named_with_their_intervals() -> None:
    found = limits(PILOT)
    assert "the medians with their confidence intervals" in found


def test_names_with_commas_are_parted_by_semicolons() -> None:
    assert "at Week 24; Vital signs (weight, standing and supine blood pressure" in limits(PILOT)


def test_what_is_lacking_of_interim_analyses_is_said_of_them() -> None:
    text = said(kept_draft(CABINET, "clinical-overview"), "2.5.4")
    assert "Of the interim analyses, the data cut-off, the information fraction, the" in text
    pilot = said(kept_draft(PILOT, "clinical-overview"), "2.5.4")
    assert "Two interim analyses were planned, with these stopping boundaries: guideline" in pilot
    assert "Whether they were carried out was not reported." in pilot


def test_a_section_without_data_says_whether_the_source_lacks_them(study: Path) -> None:
    lacking = "No figures on the extent of exposure were reported."
    assert lacking in said(kept_draft(CABINET, "summary-of-clinical-safety"))
    safety = study / "safety.yaml"
    text = safety.read_text(encoding="utf-8")
    assert "cut_off, exposure, overview" in text
    safety.write_text(text.replace("cut_off, exposure, ", "cut_off, "), encoding="utf-8")
    found = said(draft(study, "summary-of-clinical-safety"))
    assert "No figures on the extent of exposure have been entered." in found
