"""Lists: chosen, ordered, joined; no record path is lost on the way to the page."""

import pytest

from tests.compose.desk import edited, one_line, paths, said

STUDY = edited(
    efficacy="".join(
        f"""  - id: a{n}
    type: time-to-event
    endpoint: pfs
    timing: {timing}
    cut_off: {cut_off}
    source: {{document: report, place: T}}
    arms: {{placebo: {{n: {n}}}}}
"""
        for n, timing, cut_off in (
            (10, "interim", 2022),
            (9, "final", "2023-05"),
            (100, "interim", 2021),
        )
    )
)
NEW = "efficacy.analyses | rejectattr('assessor')"
SIZES = f"{NEW} | map(attribute='arms.placebo.n')"

PRINTED = {
    f"{SIZES} | and_list": "10, 9 and 100",
    f"{SIZES} | and_list('or')": "10, 9 or 100",
    f"{SIZES} | join('/')": "10/9/100",
    f"{SIZES} | sort | and_list": "9, 10 and 100",
    f"{SIZES} | sort(reverse=true) | and_list": "100, 10 and 9",
    f"{SIZES} | reverse | and_list": "100, 9 and 10",
    f"{SIZES} | first": "10",
    f"{SIZES} | last": "100",
    f"{NEW} | sort(attribute='cut_off') | map(attribute='arms.placebo.n') | join(' ')": "100 10 9",
    f"{NEW} | map(attribute='timing') | unique | and_list": "interim and final",
    f"{NEW} | unique(attribute='timing') | map(attribute='cut_off') | join": "2022May 2023",
    f"{NEW} | selectattr('timing', 'eq', 'final') | map(attribute='cut_off') | join": "May 2023",
    f"{NEW} | selectattr('arms.placebo.n', 'gt', 9) | map(attribute='id') | join(' ')": "a10 a100",
    "trial.arms | map(attribute='label') | map('capitalize') | and_list": "Fictivinib and Placebo",
    "[trial.acronym, trial.title] | select | join": "A trial of fictivinib",
    "[trial.acronym, trial.title] | select('absent') | join": "[not yet entered]",
    "['b', 'A', 'c'] | sort | join": "Abc",
    "['b', 'b'] | unique | join": "b",
    "trial.estimands | and_list": "[not yet entered]",
    "efficacy.analyses[0].comparison.strata | and_list": "[not yet entered]",
    "trial.arms | map(attribute='label') | list | join(', ')": "fictivinib, placebo",
}


@pytest.mark.parametrize("expression", PRINTED)
def test_a_list_prints(expression: str) -> None:
    assert one_line(f"{{{{ {expression} }}}}", study=STUDY) == PRINTED[expression]


WAYS = {
    "a loop": "{% for a in trial.arms %}{{ a.label }}{% endfor %}",
    "tilde": "{{ trial.arms[0].label ~ trial.arms[1].label }}",
    "join": "{{ trial.arms | map(attribute='label') | join('+') }}",
    "and_list": "{{ trial.arms | map(attribute='label') | and_list }}",
    "sort": "{{ trial.arms | map(attribute='label') | sort | join }}",
    "a set": "{% set x = trial.arms[0].label ~ trial.arms[1].label %}{{ x }}",
    "a block set": "{% set x %}"
    "{% for a in trial.arms %}{{ a.label }}{% endfor %}{% endset %}{{ x }}",
    "a macro": "{% macro m(a) %}{{ a.label }}{% endmacro %}"
    "{% for a in trial.arms %}{{ m(a) }}{% endfor %}",
    "a call": "{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{{ trial.arms[0].label }}"
    "{{ trial.arms[1].label }}{% endcall %}",
    "a filter block": "{% filter trim %}"
    "{{ trial.arms[0].label }} {{ trial.arms[1].label }}{% endfilter %}",
    "an include": "{% include 'report/part.md' %}",
    "an import": "{% from 'report/macros.md' import both %}{{ both(trial) }}",
    "a base": "{% extends 'report/base.md' %}"
    "{% block x %}{{ super() }}{{ trial.arms[1].label }}{% endblock %}",
    "with": "{% with x = trial.arms %}{{ x[0].label }}{{ x[1].label }}{% endwith %}",
    "an author's text": "{{ author_text('2.5.4') }}",
}
FILES = {
    "report/part.md": "{{ trial.arms[0].label }} {{ trial.arms[1].label }}",
    "report/macros.md": "{% macro both(t) %}"
    "{{ t.arms[0].label }}{{ t.arms[1].label }}{% endmacro %}",
    "report/base.md": "{% block x %}{{ trial.arms[0].label }}{% endblock %}",
}


@pytest.mark.parametrize("name", WAYS)
def test_no_path_is_lost(name: str) -> None:
    found = paths(WAYS[name], files=FILES, texts={"2.5.4.md": FILES["report/part.md"]})
    assert found == [
        ("fictivinib", ("trial.arms.fictivinib.label",)),
        ("placebo", ("trial.arms.placebo.label",)),
    ]


def test_a_value_that_stands_in_several_records_keeps_them_all() -> None:
    ((text, found), _) = paths(
        f"{{{{ {NEW} | map(attribute='timing') | unique | and_list }}}}", study=STUDY
    )
    assert text == "interim"
    assert found == ("efficacy.analyses.a10.timing", "efficacy.analyses.a100.timing")


REFUSED = {
    "trial.title | and_list": "'trial.title' is no list",
    "'abc' | join": "a text is no list",
    "(trial.title ~ trial.title) | first": "a text is no list",
    "(trial.title ~ '') | reverse": "a text is no list",
    "(trial.title ~ '')[0]": "a text has no such entry",
    "trial.arms[0:1] | join": "is not cut with [ : ]",
    "trial.estimands | first": "an empty list has no first entry",
    "trial.arms | sort | join": "cannot be sorted",
    "trial.arms | sort(attribute='labl')": "did you mean 'label'?",
    "trial.arms | map": "takes the name of a filter, or a field",
    "trial.arms | map('nothing') | join": "there is no filter 'nothing'",
    "trial.arms | map('_joined') | join": "there is no filter '_joined'",
    "trial.arms | select('nothing') | join": "there is no test 'nothing'",
    "trial.arms | batch(2)": "there is no filter 'batch'",
    "trial.acronym | default('x')": "there is no filter 'default'",
    "trial.arms | length": "a bare number has no record",
    "trial.arms | join(1)": "is not a plain text",
    "[trial.title]": "a list is printed by",
    "'' ~ (trial.arms | length)": "a bare number has no record",
    "trial.arms | map(attribute='n') | unknown_thing": "there is no filter 'unknown_thing'",
    "trial.arms | selectatr('n')": "did you mean 'selectattr'?",
    "trial.title is repoted": "there is no test 'repoted'; did you mean 'reported'?",
    "0.5": "a bare number has no record",
}


@pytest.mark.parametrize("expression", REFUSED)
def test_a_list_refuses(expression: str) -> None:
    (problem,) = said(f"{{{{ {expression} }}}}")
    assert problem.line == 1
    assert REFUSED[expression] in problem.words


def test_a_loop_knows_where_it_is() -> None:
    words = (
        "{% for a in trial.arms %}{{ a.label }}{{ ' (last)' if loop.last else ' ' }}"
        "{% if loop.index + 1 == loop.length %}({{ loop.nextitem.label }} follows) {% endif %}"
        "{% endfor %}"
    )
    assert one_line(words) == "fictivinib (placebo follows) placebo (last)"
