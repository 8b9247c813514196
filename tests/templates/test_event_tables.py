"""Tables that say what became of patients, and which adverse events they had, by grade too."""

import pytest

from tests.templates.test_safety_tables import rows

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
        "Exampline (N = 179) n (%)", "Placebo (N = 177) n (%)"
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
