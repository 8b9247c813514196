"""Prior therapy and notable changes: from records to the tables and sentences of each document."""

import shutil
from pathlib import Path

import pytest

from assembler.document.walk import tables
from assembler.resolve.resolve import Resolved
from tests.drafts import cells, draft, kept_draft, said, table_of
from tests.places import CABINET, COMPLETE

pytestmark = pytest.mark.slow


def rows(resolved: Resolved, label: str) -> list[list[str]]:
    """The words of the body of a table."""
    return cells(resolved, table_of(resolved, label).rows)


def with_therapies(tmp_path: Path, csv: str) -> Resolved:
    """The Summary of Clinical Safety of the complete study with another grid of prior therapy."""
    study = Path(shutil.copytree(COMPLETE, tmp_path / "study"))
    (study / "prior-therapy.csv").write_text(csv, encoding="utf-8")
    return draft(study, "summary-of-clinical-safety")


@pytest.mark.parametrize("document", ["summary-of-clinical-efficacy", "summary-of-clinical-safety"])
def test_agents_and_lines_stand_below_their_kind_of_therapy(document: str) -> None:
    found = rows(kept_draft(COMPLETE, document), "tbl-prior-therapy")
    assert found[:4] == [
        ["Alpha cohort"],
        ["Systemic therapy", "100/100 (100)", "100/100 (100)"],
        ["Agent A", "64/100 (64.0)", "61/100 (61.0)"],
        ["Agent B", "48/100 (48.0)", "52/100 (52.0)"],
    ]
    assert found[4:8] == [
        ["Lines of systemic therapy", "", ""],
        ["1", "71/100 (71.0)", "69/100 (69.0)"],
        ["2 or more", "29/100 (29.0)", "31/100 (31.0)"],
        ["Median", "1", "1"],
    ]
    assert [row for row in found if len(row) == 1] == [["Alpha cohort"]]


def test_the_clinical_overview_tells_prior_therapy_in_a_sentence() -> None:
    text = said(kept_draft(COMPLETE, "clinical-overview"), "2.5.4")
    assert "systemic therapy had been received by 100 of 100 patients (100%) with exampline" in text
    assert "radiotherapy had been received by 22 of 100 patients (22.0%) with exampline" in text
    assert "agent A" not in text


def test_without_patients_of_its_own_a_therapy_is_a_share_of_the_set(tmp_path: Path) -> None:
    study = Path(shutil.copytree(COMPLETE, tmp_path / "study"))
    (study / "prior-therapy.csv").write_text(
        "arm,therapy,patients\nexampline,surgery,60\nplacebo,surgery,41\n", encoding="utf-8"
    )
    trial = study / "trial.yaml"
    text = trial.read_text(encoding="utf-8")
    trial.write_text(text.replace("  analysis_set: full\n  definition", "  definition"), "utf-8")
    document = "summary-of-clinical-safety"
    without = draft(study, document)
    assert rows(without, "tbl-prior-therapy") == [["Surgery", "60", "41"]]
    sized = "label: safety set, sizes: {exampline: 120, placebo: 123}"
    text = trial.read_text(encoding="utf-8").replace("label: safety set", sized)
    text = text.replace("prior_therapy:\n", "prior_therapy:\n  analysis_set: safety\n")
    trial.write_text(text, encoding="utf-8")
    found = draft(study, document)
    assert rows(found, "tbl-prior-therapy") == [["Surgery", "60 (50.0)", "41 (33.3)"]]


def test_a_therapy_that_no_row_counts_is_a_dash_and_none_a_zero(tmp_path: Path) -> None:
    found = with_therapies(
        tmp_path, "arm,therapy,patients,n\nexampline,surgery,0,179\nplacebo,radiotherapy,3,177\n"
    )
    assert rows(found, "tbl-prior-therapy") == [
        ["Surgery", "0/179 (0)", "–"],
        ["Radiotherapy", "–", "3/177 (1.7)"],
    ]


def test_what_the_trial_asked_for_stands_below_the_table(tmp_path: Path) -> None:
    study = Path(shutil.copytree(COMPLETE, tmp_path / "study"))
    trial = study / "trial.yaml"
    text = trial.read_text(encoding="utf-8")
    assert "eligibility:" not in text
    text += "  required_by: treated\neligibility:\n  criteria:\n"
    text += "    - {id: treated, kind: inclusion, text: at least one line of systemic therapy}\n"
    trial.write_text(text, encoding="utf-8")
    resolved = draft(study, "summary-of-clinical-safety")
    assert "Required for entry: at least one line of systemic therapy." in said(resolved)


def test_what_was_not_reported_is_a_sentence_and_no_table() -> None:
    overview = said(kept_draft(CABINET, "clinical-overview"), "2.5.4")
    assert "prior therapy were not reported." in overview
    safety = kept_draft(CABINET, "summary-of-clinical-safety")
    text = said(safety, "2.7.4")
    assert "No figures on prior therapy were reported." in text
    assert "No data on notable changes of vital signs or electrocardiograms were reported." in text
    assert {"tbl-prior-therapy", "tbl-vital-signs"}.isdisjoint(
        table.label for table in tables(safety.document)
    )


def test_each_parameter_stands_above_its_criteria() -> None:
    found = rows(kept_draft(COMPLETE, "summary-of-clinical-safety"), "tbl-vital-signs")
    assert found[:3] == [
        ["Systolic blood pressure"],
        ["At least 160 mmHg and 20 mmHg above baseline", "31/176 (17.6)", "12/174 (6.9)"],
        ["At most 90 mmHg and 20 mmHg below baseline", "0/176 (0)", "1/174 (0.6)"],
    ]
    assert found[5] == ["More than 60 ms above baseline", "5/170 (2.9)", "–"]
