"""Named forms: what they print, and that they keep the paths of all their operands."""

import pytest

from tests.compose.desk import edited, one_line, paths, said

A = "efficacy.analyses.pfs-main"
C = 'efficacy.analyses["pfs-main"].comparison'
ARMS = 'efficacy.analyses["pfs-main"].arms'
STUDY = edited(
    efficacy="""  - id: change
    type: continuous
    endpoint: pfs
    timing: final
    source: {document: report, place: T}
    arms:
      fictivinib: {n: 1, mean: -1.20, change: 0.0000001}
      placebo: {n: 2000, mean: 0.50, change: 0.0000002, median: 3}
    comparison: {of: fictivinib, versus: placebo, difference: -1.7}
    not_reported: [interval]
  - id: rate
    type: binary
    endpoint: pfs
    timing: interim
    source: {document: report, place: T}
    arms:
      fictivinib: {n: 0, responders: 0, rate: 10.5%}
      placebo: {n: 8, responders: 8, rate: 3.0%}
    comparison:
      {of: fictivinib, versus: placebo, risk_difference: 12%, interval: -3 to 27, level: 95%}
"""
)
CHANGE, RATE = 'efficacy.analyses["change"]', 'efficacy.analyses["rate"]'
N = f"{CHANGE}.arms.fictivinib.n"  # 1
LARGE = f"{CHANGE}.arms.placebo.n"  # 2000
NONE = f"{RATE}.arms.fictivinib.n"  # 0
ALL = f"{RATE}.arms.placebo.n"  # 8

PRINTED = {
    "trial.title | before(' of ')": "A trial",
    "trial.title | before(' in ')": "A trial of fictivinib",
    "trial.title | after(' of ')": "fictivinib",
    "'same' if (trial.title | after(' of ')) == 'fictivinib'": "same",
    f"{C} | ratio_ci": "0.40 (95% CI: 0.25, 0.64)",
    f"{C}.hazard_ratio | ratio_ci": "0.40 (95% CI: 0.25, 0.64)",
    f"ratio_ci({C})": "0.40 (95% CI: 0.25, 0.64)",
    f"{C} | ratio_bounds": "0.40 (0.25, 0.64)",
    f"{C} | estimate": "0.40",
    f"{CHANGE}.comparison | ratio_ci": "−1.7 (interval not reported)",
    f"{RATE}.comparison | ratio_ci": "12% (95% CI: −3, 27)",
    f"{C}.p_value | p": "p<0.0001",
    "trial.investigators": "[not yet entered]",
    "trial.investigators | capitalize": "[not yet entered]",
    f"{RATE} | place": "3",
    f"place({CHANGE})": "2",
    f"{ARMS}.placebo.median | median": "1.5",
    f"{ARMS}.placebo.median_interval": "not reported",
    f"{ARMS}.placebo.median_interval | short": "not reported",
    f"{CHANGE}.arms.fictivinib.mean": "−1.20",
    f"percent({ARMS}.placebo.events, {ARMS}.placebo.n)": "77.5",
    f"{ARMS}.placebo.events | n_percent({ARMS}.placebo.n)": "31 (77.5)",
    f"percent({N}, {LARGE})": "0.1",
    f"percent({N}, {ALL})": "12.5",
    f"percent({NONE}, {ALL})": "0",
    f"percent({ALL}, {ALL})": "100",
    f"percent({N}, {NONE})": "not applicable",
    f"percent(trial.enrolment.total, {ALL})": "[not yet entered]",
    f"n_percent({ALL}, trial.enrolment.total)": "8 ([not yet entered])",
    f"difference({ARMS}.fictivinib.median, {ARMS}.placebo.median)": "1.5 months",
    f"difference({ARMS}.placebo.median, {ARMS}.fictivinib.median)": "−1.5 months",
    f"difference({CHANGE}.arms.placebo.change, {CHANGE}.arms.fictivinib.change)": "0.0000001",
    f"difference({RATE}.arms.fictivinib.rate, {RATE}.arms.placebo.rate)": "7.5 percentage points",
    f"difference({N}, {N})": "0",
    f"total({ARMS}.placebo.n, {ARMS}.fictivinib.n)": "120",
    "trial.cohorts | map(attribute='n') | total": "120",
    "trial.arms | how_many": "two",
    "trial.cohorts | selectattr('n', 'reported') | how_many": "one",
    "trial.arms[0].label | capitalize": "Fictivinib",
    "trial.title | lower_first": "a trial of fictivinib",
    "trial.title | upper": "A TRIAL OF FICTIVINIB",
    "'abc' | capitalize": "Abc",
    "'mRNA vaccine' | capitalize": "mRNA vaccine",
    "'vitamin K' | capitalize": "Vitamin K",
    "' a ' | trim ~ 'b'": "ab",
    "efficacy.analyses[0].source | source_line": "Study report of fictivinib, Table 14.2.1 [1]",
    "efficacy.analyses[0] | source_line": "Study report of fictivinib, Table 14.2.1 [1]",
    f"cite({ARMS}.placebo.median)": "[1]",
    "'x' ~ cite(trial)": "x",
    "cite(trial, efficacy.analyses[0], efficacy.analyses[0].arms)": "[1]",
}


@pytest.mark.parametrize("expression", PRINTED)
def test_a_form_prints(expression: str) -> None:
    assert one_line(f"{{{{ {expression} }}}}", study=STUDY) == PRINTED[expression]


REFUSED = {
    f"percent({ALL}, {N})": "is more than",
    f"percent({C}.p_value, {N})": "is no exact number",
    f"difference({N}, {ARMS}.placebo.median)": "different units: months, no unit",
    f"total({RATE}.arms.fictivinib.rate, {RATE}.arms.placebo.rate)": "percentages are not summed",
    "place(trial.title)": "is no entry of a list with an id",
    "[] | total": "nothing to be summed",
    "trial.estimands | selectattr('id') | how_many": "an empty selection has no record",
    "trial.title | how_many": "'trial.title' is no list",
    "trial.title | median": "is no number with a unit",
    "trial.title | p": "is no p-value",
    "trial.title ~ 'x' | upper | p": "`p`: the text 'X' is not a record's value",
    "(trial.title ~ 'x') | upper": "before it is joined to text",
    f"({C} | ratio_ci) | ratio_ci": "already printed by the form",
    f"{C} | ratio_ci(1)": "`ratio_ci`: it takes a value",
    "percent()": "`percent`: it takes part, whole",
    "trial.arms | and_list(trial.title)": "is not a plain text",
    f"{ARMS}.placebo.n * 2": "does not compute with `*`",
    f"-{ARMS}.placebo.n": "does not compute with `-`",
    "1 / 3": "does not compute with `/`",
    "'%s' % trial.title": "does not compute with `%`",
}


@pytest.mark.parametrize("expression", REFUSED)
def test_a_form_refuses(expression: str) -> None:
    (problem,) = said(f"{{{{ {expression} }}}}", study=STUDY)
    assert problem.line == 1 and problem.rule.startswith("template.")
    assert REFUSED[expression] in problem.words


KEPT = {
    f"{C} | ratio_ci": (
        f"{A}.comparison.hazard_ratio",
        f"{A}.comparison.interval",
        f"{A}.comparison.level",
    ),
    f"{C} | ratio_bounds": (f"{A}.comparison.hazard_ratio", f"{A}.comparison.interval"),
    f"n_percent({ARMS}.placebo.events, {ARMS}.placebo.n)": (
        f"{A}.arms.placebo.events",
        f"{A}.arms.placebo.n",
    ),
    "trial.arms | map(attribute='label') | list | how_many": (
        "trial.arms.fictivinib.label",
        "trial.arms.placebo.label",
    ),
    f"(difference({ARMS}.fictivinib.n, {ARMS}.placebo.n)) | upper": (
        f"{A}.arms.fictivinib.n",
        f"{A}.arms.placebo.n",
    ),
}


@pytest.mark.parametrize("expression", KEPT)
def test_a_form_keeps_the_paths_of_its_operands(expression: str) -> None:
    ((_, found),) = paths(f"{{{{ {expression} }}}}")
    assert found == KEPT[expression]


def test_a_derived_number_is_compared_as_derived() -> None:
    words = f"{{% if percent({ARMS}.placebo.events, {ARMS}.placebo.n) > 77 %}}yes{{% endif %}}"
    assert one_line(words) == "yes"


MACROS = {
    "report/m.md": "{% macro trial_words() -%}\nTumours of {{ trial.title }}\n{%- endmacro %}\n"
    "{% macro value() -%}\n{{ trial.title }} x\n{%- endmacro %}\n"
}
IMPORTED = '{% from "report/m.md" import trial_words, value %}\n'


def test_the_first_letter_of_a_macros_words_changes() -> None:
    template = f"{IMPORTED}A {{{{ trial_words() | lower_first }}}}; {{{{ trial_words() }}}}."
    assert one_line(template, files=MACROS) == (
        "A tumours of A trial of fictivinib; Tumours of A trial of fictivinib."
    )
    template = f"{IMPORTED}{{% set w = 'tumours ' ~ trial.title %}}{{{{ w | capitalize }}}}"
    assert one_line(template, files=MACROS) == "Tumours A trial of fictivinib"


def test_a_macro_that_begins_with_a_value_is_told_where_to_change_it() -> None:
    (problem,) = said(f"{IMPORTED}{{{{ value() | lower_first }}}}", files=MACROS)
    assert problem.rule == "template.named-forms" and problem.line == 2
    assert "put it on the value itself" in problem.words
    assert "{{ value | lower_first }}" in problem.words


def test_a_template_knows_the_id_of_its_document() -> None:
    control = "control: {report: {version: 0.3}, other: {version: 9}}\n"
    words = "Version {{ dossier.control[document_id].version }} of {{ document_id }}."
    assert one_line(words, study=edited(dossier=control)) == "Version 0.3 of report."


def test_an_empty_list_is_nothing_reported() -> None:
    words = "{{ 'rates' if %s | any_reported('rates') else 'none' }}\n"
    assert one_line(words % ARMS) == "none"
    assert one_line((words % ARMS).replace("('rates')", "('events')")) == "rates"
