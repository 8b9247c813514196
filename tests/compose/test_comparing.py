"""How templates compare values: by what was recorded, and never by a word that cannot be."""

import pytest

from tests.compose.desk import one_line, said

A = 'efficacy.analyses["pfs-main"]'
TRUE = [
    f'{A}.timing == "final"',
    f'{A}.timing != "interim"',
    f'{A}.comparison.hazard_ratio == "0.40"',
    f"{A}.comparison.hazard_ratio == 0.4",
    f"{A}.comparison.hazard_ratio < 0.5",
    f"{A}.comparison.hazard_ratio <= 0.4",
    f"0.3 < {A}.comparison.hazard_ratio < 1",
    f'{A}.arms["placebo"].n < {A}.arms["fictivinib"].n',
    f"{A}.endpoint == trial.endpoints[0]",
    f'{A}.endpoint == "pfs"',
    f"{A}.endpoint.id == trial.endpoints[0].id",
    f"{A}.cut_off > dossier.data_date or {A}.cut_off < dossier.data_date",
    f'"placebo" in {A}.arms',
    f"trial.arms[0].id in {A}.arms",
    '"applicant" in trial.organisations[0].roles',
    '"other" not in trial.arms',
    '"trial" in trial.title',
    "trial.cohorts | length == 1",
    "trial.cohorts[0].n >= 120",
    'trial.acronym == "not-yet-entered"',
    f'{A}.arms["placebo"].median_interval == "not-reported"',
    "trial.acronym is absent",
    "trial.title is reported",
    "not trial.acronym",
    "trial.estimands | length == 0",
    "trial is defined",
    "nothing is not defined",
    '["a", "b"] | first == "a"',
]
FALSE = [
    f"{A}.comparison.hazard_ratio == 0.41",
    f'{A}.comparison.hazard_ratio == "0.4"',
    'trial.phase == "phase-2"',
    f"{A}.comparison.p_value == 0.0001",
    'trial.title == "trial"',
    "trial.acronym is reported",
]


@pytest.mark.parametrize("question", TRUE)
def test_a_comparison_holds(question: str) -> None:
    assert one_line(f"{{% if {question} %}}yes{{% else %}}no{{% endif %}}") == "yes"


@pytest.mark.parametrize("question", FALSE)
def test_a_comparison_does_not_hold(question: str) -> None:
    assert one_line(f"{{% if {question} %}}yes{{% else %}}no{{% endif %}}") == "no"


REFUSED = {
    f'{A}.timing == "finl"': "is never 'finl'; did you mean 'final'?",
    'trial.organisations[0].roles | first == "aplicant"': "did you mean 'applicant'?",
    'trial.design.blinding == "duble-blind"': "did you mean 'double-blind'?",
    f"{A}.comparison.p_value < 0.05": "is no exact number",
    "trial.title < 3": "cannot be compared by size",
    "trial.acronym < 3": "cannot be compared by size",
    '"a" < 3': "a text is no exact number",
    '(trial.title ~ "") == "x"': "values were joined into cannot be compared",
    "[1] == [1]": "a list cannot be compared",
    "1 in 2": "`in` looks for",
    "nothing == 1": "nothing is called 'nothing'",
    "trial.cohorts[0].n + 1 == 2": "does not compute with `+`",
}


@pytest.mark.parametrize("question", REFUSED)
def test_a_comparison_that_means_nothing_is_refused(question: str) -> None:
    (problem,) = said(f"{{% if {question} %}}yes{{% endif %}}")
    assert problem.line == 1
    assert REFUSED[question] in problem.words
