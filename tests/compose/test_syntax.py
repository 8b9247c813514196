"""What a slip in braces is called: in a writer's words, never in those of a parser."""

import pytest

from assembler.compose.syntax import in_plain_words
from tests.compose.desk import said

SLIPS = {
    "{{ trial.id }": "a single } closes nothing; close a value with }}",
    "of {{ trial.id of": "'of' stands where }} is expected",
    "{{ trial.id": "a brace is never closed; close a value with }}",
    "{{ trial.id | }}": "something is missing between the braces",
    "{{ }}": "something is missing between the braces",
    "{{ (trial.id }}": "')' is missing before the closing brace",
    "{{ trial.cohorts[“main”].n }}": "the quote “ cannot stand between braces",
    "{{ trial.\u200bid }}": "an invisible character stands between the braces; type",
    "{{ trial.cohorts['main].n }}": "a quote between the braces is never closed",
    "{% if trial.id %}x": "{% if %} is never closed; write {% endif %}",
    "{% for a in trial.arms %}x{% endif %}": "{% endif %} stands where {% endfor %} is expected",
    "x{% endif %}": "{% endif %} closes nothing; take it away, or open {% if %}",
    "{% iff trial.id %}x{% endif %}": "there is no tag 'iff'; did you mean 'if'?",
    "{% if trial.id = 'x' %}y{% endif %}": "a single = does not compare; write ==",
    "{{ trial.cohorts[main-one].n }}": 'put an id in quotes: analyses["pfs-final"]; or use',
}


@pytest.mark.parametrize("words", SLIPS)
def test_a_slip_in_braces_is_told_in_a_writers_words(words: str) -> None:
    (problem,) = said(f"Words.\n\n{words}\n")
    assert problem.line == 3
    assert SLIPS[words] in problem.words
    assert not any(word in problem.words for word in ("Jinja", "token", "print statement"))


def test_what_the_parser_says_otherwise_is_passed_on() -> None:
    assert in_plain_words("who knows") == ("who knows", "correct the template here")


def test_braces_have_no_place_around_one_value() -> None:
    shell = "caption: T\neach: arm in trial.arms\ncolumns:\n  - {head: A, value: '{{ arm.id }}'}\n"
    (problem,) = said(":::{table} tbl-t\n:::\n", files={"report/tables/t.yaml": shell})
    assert (problem.rule, problem.line) == ("template.fills", 4)
    assert "take the braces away, or write `text:" in problem.words


def test_a_field_without_its_record_is_offered_with_it() -> None:
    shell = "caption: T\neach: arm in trial.arms\ncolumns:\n  - {head: A, value: labl}\n"
    (problem,) = said(":::{table} tbl-t\n:::\n", files={"report/tables/t.yaml": shell})
    assert "nothing is called 'labl' here" in problem.words
