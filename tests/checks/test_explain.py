"""Rules in words, and the page of all."""

import subprocess
import sys

import pytest

from assembler.checks import IDS
from assembler.checks.explain import explain, rules_page
from assembler.checks.page import PAGE
from assembler.problems import ProblemsFound


def test_the_page_of_rules_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == rules_page(), "run python -m assembler.checks.page"


def test_the_page_has_every_rule() -> None:
    headings = [line[3:] for line in rules_page().splitlines() if line.startswith("## ")]
    assert headings == list(IDS)


def test_an_explanation_has_reason_severity_and_both_examples() -> None:
    text = explain("estimate.inside-interval")
    assert text.startswith("estimate.inside-interval (error)\nAn estimate lies inside")
    assert "ICH E9" in text
    assert "hazard ratio 0.57 lies outside its 95% interval 0.14 to 0.49" in text
    assert "Fails: " in text
    assert "Passes: " in text


def test_a_rule_of_a_later_stage_is_explained_too() -> None:
    text = explain("text.used")
    assert text.startswith("text.used\nEvery text of the author is asked for by a template.")
    assert "may waive it" in text


def test_an_unknown_rule_is_answered_with_the_nearest() -> None:
    with pytest.raises(ProblemsFound) as found:
        explain("estimate.inside-intervall")
    (problem,) = found.value.problems
    assert problem.remedy == "did you mean 'estimate.inside-interval'?"


def test_an_explanation_is_the_same_where_docstrings_are_left_out() -> None:
    program = "from assembler.checks.explain import explain; print(explain('timing.final'))"
    command = [sys.executable, "-OO", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.rstrip("\n") == explain("timing.final")


def test_checks_need_no_writer() -> None:
    program = (
        "import sys, assembler.checks, assembler.checks.explain\n"
        "print(sorted({'docx', 'lxml', 'reportlab', 'jinja2'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
