"""Tables that say what became of patients, and which adverse events they had, by grade too."""

import shutil
from pathlib import Path

import pytest

from assembler.resolve.resolve import Resolved
from tests.places import COMPLETE
from tests.templates.test_safety_tables import rows, summary

pytestmark = pytest.mark.slow


def test_below_a_term_stand_its_worst_grades_where_they_are_recorded() -> None:
    found = rows("tbl-events-by-grade")
    start = found.index(["Diarrhoea", "95 (53.1)", "30 (16.9)"])
    assert found[start + 1 : start + 7] == [
        ["Grade 1", "50 (27.9)", "20 (11.3)"],
        ["Grade 2", "33 (18.4)", "8 (4.5)"],
        ["Grade 3", "11 (6.1)", "2 (1.1)"],
        ["Grade 4", "1 (0.6)", "0 (0)"],
        ["Grade 5", "0 (0)", "0 (0)"],
        ["Nausea", "60 (33.5)", "32 (18.1)"],
    ]


def test_events_of_grade_3_or_higher_have_a_table_of_their_own() -> None:
    found = rows("tbl-severe-events")
    assert found[1:3] == [
        ["Gastrointestinal disorders", "20 (11.2)", "6 (3.4)"],
        ["Diarrhoea", "12 (6.7)", "2 (1.1)"],
    ]


def test_the_head_of_an_arm_says_its_size_and_what_its_column_holds() -> None:
    assert rows("tbl-common-events")[0][1:] == [
        "Exampline (N = 179) n (%) [events]", "Placebo (N = 177) n (%) [events]"
    ]  # fmt: skip


def test_the_states_of_a_cohort_stand_together_with_their_share_of_it() -> None:
    assert rows("tbl-disposition") == [
        ["State", "Exampline n (%)", "Placebo n (%)"],
        ["Alpha cohort"],
        ["Randomised", "100", "100"],
        ["Discontinued treatment: adverse event", "10 (10.0)", "4 (4.0)"],
        ["Beta cohort"],
        ["Randomised", "80", "80"],
        ["Discontinued treatment: adverse event", "8 (10.0)", "3 (3.8)"],
    ]


COHORTS = """arm,cohort,system_organ_class,preferred_term,patients,grade_1,grade_2
exampline,alpha,Eye disorders,,20,,
placebo,alpha,Eye disorders,,4,,
exampline,beta,Skin disorders,,30,,
placebo,beta,Skin disorders,,3,,
exampline,beta,Skin disorders,Rash,30,20,10
placebo,beta,Skin disorders,Rash,3,3,0
exampline,alpha,Eye disorders,Dry eye,20,12,8
placebo,alpha,Eye disorders,Dry eye,4,4,0
exampline,beta,Eye disorders,,4,,
placebo,beta,Eye disorders,,0,,
exampline,alpha,Skin disorders,,4,,
placebo,alpha,Skin disorders,,1,,
"""


@pytest.fixture(scope="module")
def by_cohort(tmp_path_factory: pytest.TempPathFactory) -> Resolved:
    """The complete study with its adverse events counted in each cohort."""
    study = Path(shutil.copytree(COMPLETE, tmp_path_factory.mktemp("cohorts") / "study"))
    (study / "adverse-events.csv").write_text(COHORTS, encoding="utf-8", newline="\n")
    return summary(study)


def test_the_terms_of_a_cohort_stand_together_below_its_sizes(by_cohort: Resolved) -> None:
    assert rows("tbl-all-events", by_cohort) == [
        ["System organ class Preferred term", "Exampline n (%)", "Placebo n (%)"],
        ["Alpha cohort (exampline N = 99, placebo N = 98)"],
        ["Eye disorders", "20 (20.2)", "4 (4.1)"],
        ["Dry eye", "20 (20.2)", "4 (4.1)"],
        ["Skin disorders", "4 (4.0)", "1 (1.0)"],
        ["Beta cohort (exampline N = 80, placebo N = 79)"],
        ["Skin disorders", "30 (37.5)", "3 (3.8)"],
        ["Rash", "30 (37.5)", "3 (3.8)"],
        ["Eye disorders", "4 (5.0)", "0 (0)"],
    ]


def test_a_threshold_is_a_share_of_the_cohort(by_cohort: Resolved) -> None:
    """Four of 80 are 5%, four of 99 are not."""
    found = [row[0] for row in rows("tbl-common-events", by_cohort)]
    assert found[1:] == [
        "Alpha cohort (exampline N = 99, placebo N = 98)", "Eye disorders", "Dry eye",
        "Beta cohort (exampline N = 80, placebo N = 79)", "Skin disorders", "Rash",
        "Eye disorders",
    ]  # fmt: skip


def test_worst_grades_stand_in_their_cohort(by_cohort: Resolved) -> None:
    found = rows("tbl-events-by-grade", by_cohort)
    start = found.index(["Beta cohort (exampline N = 80, placebo N = 79)"])
    assert found[0][1:] == ["Exampline n (%)", "Placebo n (%)"]
    assert found[start + 2 : start + 5] == [
        ["Rash", "30 (37.5)", "3 (3.8)"],
        ["Grade 1", "20 (25.0)", "3 (3.8)"],
        ["Grade 2", "10 (12.5)", "0 (0)"],
    ]


def test_the_overview_says_the_sizes_of_each_cohort(by_cohort: Resolved) -> None:
    found = rows("tbl-teae-overview", by_cohort)
    assert found[0][1:] == ["Exampline n (%)", "Placebo n (%)"]
    assert ["Alpha cohort (exampline N = 99, placebo N = 98)"] in found
    assert ["All patients (exampline N = 179, placebo N = 177)"] in found
