"""Shares of the patients of a cohort: at baseline, and in the plot of adverse events."""

import shutil
from pathlib import Path

import pytest

from assembler.document.figures import DotPlot
from assembler.document.walk import figures
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import text_of
from tests.drafts import draft, plain, table_of
from tests.places import COMPLETE
from tests.templates.test_event_tables import COHORTS
from tests.templates.test_safety_tables import rows, summary

pytestmark = pytest.mark.slow

BASELINE = """cohort,arm,characteristic,category,patients,percentage,n,value
alpha,exampline,smoking,never,20,25.0%,80,
alpha,placebo,smoking,never,45,45.0%,,
"""


def study(folder: Path, **grids: str) -> Resolved:
    """The Summary of Clinical Safety of the complete study with other grids."""
    copy = Path(shutil.copytree(COMPLETE, folder / "study"))
    for name, grid in grids.items():
        (copy / f"{name.replace('_', '-')}.csv").write_text(grid, encoding="utf-8", newline="\n")
    return draft(copy, "summary-of-clinical-safety")


def plot(resolved: Resolved) -> DotPlot:
    (found,) = (
        figure.drawing
        for figure in figures(resolved.document)
        if isinstance(figure.drawing, DotPlot)
    )
    return found


def test_a_category_is_a_share_of_those_who_were_randomised_in_the_cohort() -> None:
    assert rows("tbl-baseline")[1:3] == [
        ["Alpha cohort: sex"],
        ["Female", "47 (47.0)", "45 (45.0)"],
    ]


def test_whose_share_a_category_is_stands_below_the_table() -> None:
    resolved = summary(COMPLETE)
    table = table_of(resolved, "tbl-baseline")
    notes = [plain(text_of(resolved, note)) for note in table.notes]
    assert "Categories: number of patients (%)." in notes
    assert any("Alpha cohort: exampline N = 100, placebo N = 100." in note for note in notes)


def test_of_a_set_that_is_smaller_no_share_is_formed(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(COMPLETE, tmp_path / "study"))
    trial = copy / "trial.yaml"
    text = trial.read_text(encoding="utf-8")
    full = "kind: full"
    assert text.count(full) == 1
    sizes = full + ", sizes: {exampline: 178, placebo: 180}"
    trial.write_text(text.replace(full, sizes), encoding="utf-8", newline="\n")
    resolved = draft(copy, "summary-of-clinical-safety")
    assert rows("tbl-baseline", resolved)[2] == ["Female", "47", "45 (45.0)"]
    table = table_of(resolved, "tbl-baseline")
    notes = " ".join(plain(text_of(resolved, note)) for note in table.notes)
    assert "Alpha cohort: placebo N = 100." in notes


def test_a_category_known_of_fewer_is_a_share_of_those(tmp_path: Path) -> None:
    found = rows("tbl-baseline", study(tmp_path, baseline=BASELINE))
    assert found[2] == ["Never", "20/80 (25.0)", "45 (45.0)"]


def test_events_counted_by_cohort_are_drawn_as_shares_of_each_cohort(tmp_path: Path) -> None:
    resolved = study(tmp_path, adverse_events=COHORTS)
    groups = {plain(text_of(resolved, one.label)): one.rows
              for one in plot(resolved).groups}  # fmt: skip
    assert list(groups) == [
        "Beta cohort (exampline N = 80, placebo N = 79)",
        "Alpha cohort (exampline N = 99, placebo N = 98)",
    ]
    (rash,) = groups["Beta cohort (exampline N = 80, placebo N = 79)"]
    assert [plain(text_of(resolved, cell)) for cell in rash.cells] == ["30 (37.5)", "3 (3.8)"]


def test_events_of_the_whole_trial_are_drawn_of_it_alone() -> None:
    assert [
        text_of(summary(COMPLETE), group.label) for group in plot(summary(COMPLETE)).groups
    ] == [""]
