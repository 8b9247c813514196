"""Patient flows: the rows of disposition, arm by arm; the numbers are invented."""

from textwrap import dedent

from assembler.document.figures import PatientFlow, SchemaBox
from assembler.document.nodes import Figure
from assembler.document.walk import figures
from tests.compose.desk import composed, edited, said
from tests.compose.desk import words_of as words

ASKED = ":::{figure} fig-patient-flow\n:::\n"
ROWS = """
fictivinib randomised 80
fictivinib treated 79
fictivinib discontinued: adverse event 4
fictivinib discontinued: withdrew consent 2
fictivinib completed 73
placebo randomised 40
placebo completed 40
"""


def disposition(rows: str, cohort: str = "") -> str:
    """The rows as they stand inline in the mini study's trial.yaml."""
    items = []
    for line in rows.strip().splitlines():
        arm, _, rest = line.partition(" ")
        state, _, n = rest.rpartition(" ")
        items.append(f'{{{cohort}arm: {arm}, state: "{state}", patients: {n}}}')
    return f"disposition: {{rows: [{', '.join(items)}]}}\n"


def drawn(rows: str = ROWS, cohort: str = "") -> Figure:
    study = edited(trial=disposition(rows, cohort))
    return next(figures(composed(ASKED, study=study).document))


def flow(figure: Figure) -> PatientFlow:
    assert isinstance(figure.drawing, PatientFlow)
    return figure.drawing


def boxes(box: SchemaBox) -> list[object]:
    said = [words(content) for content in (box.title, *box.lines) if content]
    return [said, *(boxes(after) for after in box.leads_to)]


def test_every_row_of_disposition_stands_on_the_path_of_its_arm() -> None:
    made = flow(drawn())
    assert [words(head) for head in made.stages] == [
        "Enrolment", "Allocation", "Follow-up", "Completion",
    ]  # fmt: skip
    assert [boxes(start) for start in made.start] == [
        [
            ["Enrolled", "n = 120"],
            [
                ["Fictivinib", "Randomised, n = 80", "Treated, n = 79"],
                [
                    ["Discontinued: adverse event, n = 4", "Discontinued: withdrew consent, n = 2"],
                    [["Completed, n = 73"]],
                ],
            ],
            [["Placebo", "Randomised, n = 40"], [["Completed, n = 40"]]],
        ]
    ]


def test_a_box_without_a_line_is_left_out_and_the_way_goes_on() -> None:
    placebo = flow(drawn()).start[0].leads_to[1]
    assert placebo.leads_to[0].stage == 3


def test_cohorts_divide_before_the_arms() -> None:
    made = flow(drawn(cohort="cohort: main, "))
    assert [words(head) for head in made.stages][1] == "Cohort"
    (cohort,) = made.start[0].leads_to
    assert words(cohort.title) == "main cohort"
    assert [words(arm.title) for arm in cohort.leads_to] == ["Fictivinib", "Placebo"]


def test_the_alternative_text_says_every_number() -> None:
    assert drawn("placebo randomised 40\nplacebo lost to follow-up 3\n").alternative == (
        "Patient flow. Enrolled (n = 40), then Placebo (Randomised, n = 40), "
        "then Lost to follow-up, n = 3."
    )


def test_numbers_are_traced_to_their_rows_and_the_total_to_all_of_them() -> None:
    document = composed(ASKED, study=edited(trial=disposition(ROWS))).document
    paths = {trace.paths for trace in document.trace.values()}
    assert ("trial.disposition.rows[2].patients",) in paths
    assert ("trial.disposition.rows[0].patients", "trial.disposition.rows[5].patients") in paths


def test_without_disposition_a_flow_is_refused_with_the_reason() -> None:
    (problem,) = said(ASKED)
    assert problem.rule == "figure.has-data"
    assert "no disposition is recorded" in problem.words
    assert "not computed from the allocation" in problem.words


PROBE = """
    kind: patient-flow
    caption: Flow
    names:
      known: trial.disposition.rows
      done: known | selectattr("state", "eq", "completed") | list
    stages: [End]
    start:
      - {stage: End, for: row in done, title: "{{ row.patients }}"}
"""


def test_names_of_lists_may_use_those_before_them() -> None:
    study = edited(trial=disposition(ROWS))
    asked = ASKED.replace("patient-flow", "probe")
    files = {"report/figures/probe.yaml": dedent(PROBE)}
    made = flow(next(figures(composed(asked, files=files, study=study).document)))
    assert [words(box.title) for box in made.start] == ["73", "40"]


def test_a_list_cannot_take_the_name_of_the_records() -> None:
    files = {"report/figures/probe.yaml": dedent(PROBE).replace("known", "safety")}
    study = edited(trial=disposition(ROWS))
    (problem,) = said(ASKED.replace("patient-flow", "probe"), files=files, study=study)
    assert (problem.rule, problem.line) == ("shell.options", 5)
