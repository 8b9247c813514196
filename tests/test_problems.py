"""Problems: one form in text, one in JSON, one order."""

from dataclasses import replace

from assembler.problems import (
    Position,
    Problem,
    ProblemsFound,
    Severity,
    as_text,
    did_you_mean,
    error,
    in_order,
    nearest,
    report_json,
    shortened,
    summary,
)

OUTSIDE = error(
    "estimate.inside-interval",
    "hazard ratio 0.57 lies outside its 95% interval 0.14 to 0.49",
    "compare with the source\nand correct it",
    at=Position("cabinet/efficacy.yaml", 14, 14),
    path="efficacy.analyses.pfs.comparison.hazard_ratio",
    also=(Position("cabinet/efficacy.yaml", 15, 3),),
)
UNPLACED = Problem("reference.cited", Severity.NOTE, "not cited", "cite it, or leave it")


def test_a_problem_is_shown_with_place_values_path_and_remedy() -> None:
    assert as_text(OUTSIDE) == (
        "cabinet/efficacy.yaml:14:14: error [estimate.inside-interval]\n"
        "  hazard ratio 0.57 lies outside its 95% interval 0.14 to 0.49\n"
        "  at   efficacy.analyses.pfs.comparison.hazard_ratio\n"
        "  also cabinet/efficacy.yaml:15:3\n"
        "  fix  compare with the source\n"
        "       and correct it"
    )
    assert as_text(UNPLACED).startswith("note [reference.cited]\n")


def test_a_report_counts_every_severity_and_lists_every_problem() -> None:
    assert report_json([OUTSIDE, UNPLACED]) == {
        "counts": {"error": 1, "warning": 0, "gap": 0, "note": 1},
        "problems": [
            {
                "rule": "estimate.inside-interval",
                "severity": "error",
                "message": OUTSIDE.message,
                "remedy": OUTSIDE.remedy,
                "at": {"file": "cabinet/efficacy.yaml", "line": 14, "column": 14},
                "path": OUTSIDE.path,
                "also": [{"file": "cabinet/efficacy.yaml", "line": 15, "column": 3}],
            },
            {
                "rule": "reference.cited",
                "severity": "note",
                "message": "not cited",
                "remedy": "cite it, or leave it",
                "at": None,
                "path": None,
                "also": [],
            },
        ],
    }


def test_problems_stand_in_the_order_of_the_files_each_once_the_unplaced_last() -> None:
    later = error("b.b", "x", "y", at=Position("z.yaml", 2))
    earlier = error("c.c", "x", "y", at=Position("z.yaml", 1, 9))
    assert in_order([UNPLACED, later, earlier, later]) == [earlier, later, UNPLACED]


def test_a_summary_counts_what_there_is() -> None:
    assert summary([OUTSIDE, OUTSIDE, UNPLACED]) == "2 errors, 1 note"
    assert summary([]) == "no problems"
    assert str(ProblemsFound([OUTSIDE])) == "1 problem(s)"


def test_the_nearest_name_is_near_or_none() -> None:
    assert nearest("cohrot", ["cohort", "arm"]) == "cohort"
    assert nearest("xyz", ["cohort", "arm"]) is None


def test_a_name_in_other_capitals_is_the_nearest() -> None:
    assert nearest("pNET", ["net", "epnet", "pnet"]) == "pnet"


def test_a_message_shows_sixty_letters_of_a_value_at_most() -> None:
    assert shortened("x" * 60) == "x" * 60
    assert shortened("x" * 10_000) == "x" * 59 + "…"


def test_a_remedy_guesses_the_name_or_says_what_else_to_do() -> None:
    assert did_you_mean("cohrot", ["cohort"], otherwise="x") == "did you mean 'cohort'?"
    assert did_you_mean("xyz", ["cohort"], otherwise="name a cohort") == "name a cohort"


def test_the_same_words_about_one_place_are_one_problem() -> None:
    """What is typed once and repeated by an alias stands under many record paths."""
    typed = error("r.r", "wrong", "mend it", at=Position("a.yaml", 3, 7), path="trial.a.source")
    repeated = replace(typed, path="trial.b.source")
    elsewhere = replace(typed, at=Position("a.yaml", 9, 7), path="trial.c.source")
    assert in_order([repeated, elsewhere, typed]) == [typed, elsewhere]
    nowhere = [replace(typed, at=None), replace(repeated, at=None)]
    assert in_order(nowhere) == nowhere


def test_one_value_that_several_documents_print_is_one_problem_with_every_place() -> None:
    one, two, three = (Position("t.yaml", line, 1) for line in (1, 2, 3))
    gap = error("value.entered", "not entered", "enter it", at=Position("a.yaml", 3, 7))
    found = in_order([replace(gap, also=(two, one)), replace(gap, also=(two, three))])
    assert found == [replace(gap, also=(two, one, three))]
