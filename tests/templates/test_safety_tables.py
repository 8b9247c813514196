"""Tables of the Summary of Clinical Safety: what stands in them, and what stands for them."""

import shutil
from pathlib import Path

import pytest

from assembler.resolve.resolve import Resolved
from assembler.resolve.words import text_of
from tests.drafts import cells, kept_draft, said, table_of
from tests.places import CABINET, COMPLETE, PILOT

pytestmark = pytest.mark.slow


def summary(study: Path) -> Resolved:
    return kept_draft(study, "summary-of-clinical-safety")


def rows(label: str, resolved: Resolved | None = None) -> list[list[str]]:
    """The words of a table, head and body; of the complete study unless another is named."""
    resolved = resolved or summary(COMPLETE)
    table = table_of(resolved, label)
    return cells(resolved, (*table.head, *table.rows))


def test_a_shift_stands_where_its_two_categories_meet() -> None:
    found = rows("tbl-laboratory-shifts")
    assert found[:2] == [
        ["", "Worst value on treatment"],
        ["At baseline", "Low n (%)", "Normal n (%)", "High n (%)"],
    ]
    start = found.index(["Neutrophils, exampline (n = 176)"])
    assert found[start + 1 : start + 4] == [
        ["Low", "4 (2.3)", "2 (1.1)", "0 (0)"],
        ["Normal", "38 (21.6)", "120 (68.2)", "2 (1.1)"],
        ["High", "1 (0.6)", "5 (2.8)", "4 (2.3)"],
    ]


def test_a_shift_that_no_row_gives_is_a_dash_and_no_zero() -> None:
    found = rows("tbl-laboratory-shifts")
    start = found.index(["Alanine aminotransferase, placebo (n = 172)"])
    assert found[start + 1] == ["Normal", "–", "140 (81.4)", "14 (8.1)"]


def test_a_rate_keeps_the_digits_of_its_source() -> None:
    found = rows("tbl-exposure-adjusted-rates")
    assert found[0] == ["", "Patients with the event, n", "Rate per 100 patient-years (95% CI)"]
    assert found[2] == [
        "Any adverse event", "170", "150", "412.6 (355.0, 479.5)", "310.2 (264.3, 364.0)"
    ]  # fmt: skip


def test_a_term_stands_below_its_class_with_both_its_numbers() -> None:
    table = table_of(summary(COMPLETE), "tbl-exposure-adjusted-rates")
    indents = {
        text_of(summary(COMPLETE), row.cells[0].content): row.cells[0].indent for row in table.rows
    }
    assert indents["Any adverse event"] == indents["Gastrointestinal disorders"] == 0
    assert indents["Diarrhoea"] == 1


def test_exposure_has_a_column_for_each_arm() -> None:
    found = rows("tbl-exposure")
    assert found[0] == ["Exposure", "Exampline", "Placebo"]
    assert ["Patients treated, n", "179", "177"] in found


def test_titles_say_which_events_and_of_whom() -> None:
    text = said(summary(COMPLETE), "2.7.4")
    assert "Overview of treatment-emergent adverse events in" in text
    assert "Treatment-emergent adverse events in at least 5% of the patients in any arm, by" in text
    assert "All treatment-emergent adverse events by system organ class" in text
    assert "Sorted by falling frequency with exampline." in text


def test_what_contradicts_itself_in_the_counts_is_said_beside_them() -> None:
    text = said(summary(PILOT), "2.7.4.2.1")
    assert text.count("More patients are counted with a fatal adverse event than") == 1
    assert "discontinued for an adverse event, whereas the overview of adverse events" in text


def test_patients_of_a_cohort_are_a_share_of_their_cohort() -> None:
    found = rows("tbl-deaths")
    assert found[:4] == [
        ["Patients who died", "Exampline n (%)", "Placebo n (%)"],
        ["Alpha cohort (exampline N = 99, placebo N = 98)"],
        ["All causes", "30 (30.3)", "38 (38.8)"],
        ["Beta cohort (exampline N = 80, placebo N = 79)"],
    ]
    assert found[5:7] == [
        ["All patients (exampline N = 179, placebo N = 177)"],
        ["All causes", "50 (27.9)", "62 (35.0)"],
    ]


def test_patients_are_counted_once_in_a_sentence() -> None:
    text = said(summary(COMPLETE), "2.7.4.2")
    deaths = (
        "Deaths were recorded for 50 of 179 patients (27.9%) with exampline and 62 of 177 (35.0%)"
    )
    assert deaths in text
    assert "40 of 179 patients (22.3%) with exampline and 25 of 177 (14.1%)" in text


@pytest.mark.parametrize(
    ("document", "section"),
    [("summary-of-clinical-safety", "2.7.4.2.1.2"), ("clinical-overview", "2.5.5")],
)
def test_an_arm_whose_deaths_stand_by_cause_only_is_not_left_out(
    tmp_path: Path, document: str, section: str
) -> None:
    study = Path(shutil.copytree(COMPLETE, tmp_path / "study"))
    (study / "deaths.csv").write_text(
        "arm,cause,patients,n\nexampline,,0,179\nplacebo,road traffic accident,1,177\n", "utf-8"
    )
    text = said(kept_draft(study, document), section)
    assert (
        "Deaths were recorded for 0 of 179 patients (0%) with exampline and 1 of 177 (0.6%) with "
        "placebo (road traffic accident)."
    ) in text


def test_a_table_that_no_term_reaches_is_a_sentence_and_nothing_leads_to_it(tmp_path: Path) -> None:
    study = Path(shutil.copytree(COMPLETE, tmp_path / "study"))
    (study / "adverse-events.csv").write_text(
        "arm,system_organ_class,preferred_term,patients,serious,grade_3_or_higher\n"
        "exampline,Gastrointestinal disorders,Diarrhoea,4,0,1\n"
        "placebo,Gastrointestinal disorders,Diarrhoea,1,0,0\n",
        encoding="utf-8",
    )
    serious = said(summary(study), "2.7.4.2.1.3")
    assert "No term on record counts a patient with a serious event." in serious
    common = said(summary(study), "2.7.4.2.1.1")
    assert "No term on record reaches 5% of the patients in any arm." in common
    assert "Of the events of grade 3 or higher, no term reaches 5% of the patients" in common


def test_the_safety_set_consists_of_whom_its_definition_names(tmp_path: Path) -> None:
    study = Path(shutil.copytree(COMPLETE, tmp_path / "study"))
    trial, safety = study / "trial.yaml", study / "safety.yaml"
    text = trial.read_text(encoding="utf-8")
    named = "{id: safety, label: safety set"
    assert named in text
    trial.write_text(text.replace(named, f"{named}, definition: all who received a dose"), "utf-8")
    text = safety.read_text(encoding="utf-8")
    without = [line for line in text.splitlines() if not line.startswith("  definition: ")]
    safety.write_text("\n".join(without), "utf-8")
    plan = said(summary(study), "2.7.4.1.1")
    assert "The safety set consists of all who received a dose. Adverse events were coded" in plan


def test_without_data_a_sentence_stands_for_the_table() -> None:
    text = said(summary(CABINET), "2.7.4")
    assert "No data on shifts of laboratory values were reported." in text
    assert "baseline category" not in text and "adjusted for exposure" not in text


def test_a_class_that_no_row_counts_heads_its_terms(tmp_path: Path) -> None:
    study = Path(shutil.copytree(COMPLETE, tmp_path / "study"))
    path = study / "adverse-events.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line for line in lines if "disorders,," not in line), "utf-8")
    table = table_of(summary(study), "tbl-all-events")
    groups = [text_of(summary(study), row.cells[0].content) for row in table.rows if row.group]
    assert groups == ["Gastrointestinal disorders", "General disorders"]


def test_terms_of_a_registry_stand_under_serious_and_not_serious(tmp_path: Path) -> None:
    study = Path(shutil.copytree(COMPLETE, tmp_path / "study"))
    (study / "adverse-events.csv").write_text(
        "arm,system_organ_class,preferred_term,serious,non_serious\n"
        "exampline,Gastrointestinal disorders,Diarrhoea,4,91\n"
        "placebo,Gastrointestinal disorders,Diarrhoea,1,29\n",
        encoding="utf-8",
    )
    text = said(summary(study), "2.7.4.2.1.1")
    assert "lists the common adverse events that were not serious" in text
    assert "91 (50.8)" in text
    assert "fig-adverse" not in text


def test_a_category_of_a_cohort_is_no_share_of_the_whole_arm(tmp_path: Path) -> None:
    study = Path(shutil.copytree(COMPLETE, tmp_path / "study"))
    trial = study / "trial.yaml"
    full = "id: full, label: full analysis set, kind: full"
    sized = f"{full}, sizes: {{exampline: 180, placebo: 180}}"
    text = trial.read_text(encoding="utf-8")
    assert full in text
    trial.write_text(text.replace(full, sized), "utf-8")
    table = table_of(summary(study), "tbl-baseline")
    found = cells(summary(study), table.rows)
    assert found[:2] == [["Alpha cohort: sex"], ["Female", "47 (47.0)", "45 (45.0)"]]


def test_a_definition_that_is_a_sentence_of_its_own_stays_one(tmp_path: Path) -> None:
    study = Path(shutil.copytree(COMPLETE, tmp_path / "study"))
    safety = study / "safety.yaml"
    text = safety.read_text(encoding="utf-8")
    asked = text.replace("definition: treatment-emergent", "definition: Events were asked for.", 1)
    assert asked != text
    safety.write_text(asked, encoding="utf-8", newline="\n")
    words = said(summary(study), "2.7.4.1.1")
    assert "The adverse events presented are defined as follows: Events were asked for." in words
