"""Patient flows: the rows of disposition, arm by arm; the numbers are invented."""

from dataclasses import replace
from textwrap import dedent

import pytest

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
            ["Randomised", "n = 120"],
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


@pytest.mark.parametrize(
    "rows",
    [
        ROWS.replace("placebo randomised 40\n", ""),
        ROWS + "placebo randomised 41\n",
    ],
)
def test_the_start_has_no_total_unless_each_arm_gives_its_number_once(rows: str) -> None:
    assert boxes(flow(drawn(rows)).start[0])[0] == ["Randomised"]


def test_patients_who_were_enrolled_and_randomised_are_not_counted_twice() -> None:
    start = flow(drawn("placebo enrolled 45\nplacebo randomised 40\n")).start[0]
    assert boxes(start) == [
        ["Randomised", "n = 40"],
        [["Placebo", "Enrolled, n = 45", "Randomised, n = 40"]],
    ]
    only = flow(drawn("placebo enrolled 45\nplacebo completed 44\n")).start[0]
    assert boxes(only)[0] == ["Enrolled", "n = 45"]


def test_cohorts_divide_before_the_arms() -> None:
    made = flow(drawn(cohort="cohort: main, "))
    assert [words(head) for head in made.stages][1] == "Cohort"
    assert words(made.start[0].lines[0]) == "n = 120"
    (cohort,) = made.start[0].leads_to
    assert words(cohort.title) == "main cohort"
    assert [words(arm.title) for arm in cohort.leads_to] == ["Fictivinib", "Placebo"]


def test_a_cohort_has_only_the_arms_that_it_has_rows_of() -> None:
    trial = disposition("placebo randomised 40\n", "cohort: main, ").replace(
        "]}", ", {cohort: other, arm: fictivinib, state: randomised, patients: 9}]}"
    )
    study = edited(trial=trial)
    known = study.dossier.trial.cohorts[0]
    other = known.model_copy(update={"id": "other", "label": "Other"})
    more = study.dossier.trial.model_copy(update={"cohorts": (known, other)})
    dossier = study.dossier.model_copy(update={"trial": more})
    made = composed(ASKED, study=replace(study, dossier=dossier)).document
    (start,) = flow(next(figures(made))).start
    assert words(start.lines[0]) == "n = 49"
    assert [[words(arm.title) for arm in cohort.leads_to] for cohort in start.leads_to] == [
        ["Placebo"],
        ["Fictivinib"],
    ]


def test_the_alternative_text_says_every_number() -> None:
    assert drawn("placebo randomised 40\nplacebo lost to follow-up 3\n").alternative == (
        "Patient flow. Randomised (n = 40), then Placebo (Randomised, n = 40), "
        "then Lost to follow-up, n = 3."
    )


def test_it_is_the_flow_of_those_who_take_part() -> None:
    called = "participants_called: volunteers\n"
    study = edited(trial=called + disposition("placebo randomised 40\n"))
    (made,) = figures(composed(ASKED, study=study).document)
    assert made.alternative.startswith("Volunteer flow. Randomised")


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
