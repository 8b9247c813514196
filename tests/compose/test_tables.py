"""Table shells, key by key."""

import pytest

from assembler.document.nodes import Paragraph, Table
from tests.compose.desk import (
    as_said,
    composed,
    edited,
    grid,
    paths,
    said,
    section,
    shell_table,
    table,
    words_of,
)

STUDY = edited(
    efficacy="""  - id: second
    type: time-to-event
    endpoint: pfs
    timing: interim
    source: {document: report, place: Table 14.2.2, cites: roe-2021}
    arms: {placebo: {n: 8}}
    comparison: {of: fictivinib, versus: placebo, hazard_ratio: 0.9, not_reported: [interval]}
"""
)
RESULTS = """caption: "Results of {{ trial.id }}"
each: analysis in efficacy.analyses
group: "{{ analysis.timing | capitalize }} analysis"
columns:
  - {head: Measure, width: 3}
  - {span: "Arms", head: "{{ arm.label }} (N={{ arm.id }})", for: arm in trial.arms, align: decimal}
rows:
  - {label: Patients, value: "analysis.arms[arm].n"}
  - label: "Events ({{ arm.id }})"
    for: arm in trial.arms
    text: "{{ analysis.arms[arm].events }}!"
  - {label: Never, value: analysis.id, when: "false"}
  - {label: "HR", indent: 2, across: analysis.comparison | ratio_bounds}
notes:
  - "Common note about {{ trial.id }}."
  - {text: "Of {{ analysis.id }}.", when: analysis.timing == "interim"}
source: analysis.source
"""


def results() -> Table:
    return table(":::{table} tbl-x\n:::", files={"report/tables/x.yaml": RESULTS}, study=STUDY)


def test_a_shell_makes_rows_columns_and_groups() -> None:
    found = results()
    assert words_of(found.caption) == "Results of mini"
    assert [[words_of(c.content) for c in row.cells] for row in found.head] == [
        ["", "Arms"],
        ["Measure", "fictivinib (N=fictivinib)", "placebo (N=placebo)"],
    ]
    assert [[c.span for c in row.cells] for row in found.head] == [[1, 2], [1, 1, 1]]
    assert [(c.width, c.align) for c in found.columns] == [
        (3, "left"),
        (None, "decimal"),
        (None, "decimal"),
    ]
    assert grid(found) == [
        ["Final analysis"],
        ["Patients", "80", "40"],
        ["Events (fictivinib)", "30!", "31!"],
        ["Events (placebo)", "30!", "31!"],
        ["HR", "0.40 (0.25, 0.64)"],
        ["Interim analysis"],
        ["Patients", "[not yet entered]", "8"],
        ["Events (fictivinib)", "[not yet entered]!", "[not yet entered]!"],
        ["Events (placebo)", "[not yet entered]!", "[not yet entered]!"],
        ["HR", "0.9 (interval not reported)"],
    ]
    assert [row.group for row in found.rows].count(True) == 2
    assert [c.indent for c in found.rows[4].cells] == [2, 0]
    assert {sum(c.span for c in row.cells) for row in (*found.head, *found.rows)} == {3}


def test_heads_stand_above_heads_above_heads() -> None:
    shell = """caption: x
columns:
  - {head: Term, text: a}
  - {span: ["{{ trial.id }}", "N"], head: b, text: a}
  - {span: ["{{ trial.id }}", "N"], head: c, text: a}
  - {span: [other, "N"], head: d, text: a}
  - {span: "N", head: e, text: a}
  - {span: "", head: f, text: a}
"""
    heads = [[(words_of(c.content), c.span) for c in row.cells] for row in shell_table(shell).head]
    assert heads == [
        [("", 1), ("mini", 2), ("other", 1), ("", 1), ("", 1)],
        [("", 1), ("N", 2), ("N", 1), ("N", 1), ("", 1)],
        [(one, 1) for one in ("Term", "b", "c", "d", "e", "f")],
    ]


def test_a_column_stands_only_where_its_condition_holds() -> None:
    shell = """caption: x
each: arm in trial.arms
columns:
  - {head: Arm, value: arm.id}
  - {head: Never, value: arm.id, when: trial.acronym}
  - {head: "{{ one.id }}", for: one in trial.arms, when: one.id != "placebo", value: arm.id}
"""
    found = shell_table(shell)
    assert [words_of(c.content) for c in found.head[0].cells] == ["Arm", "fictivinib"]
    assert len(found.columns) == 2


def test_a_table_whose_further_columns_all_fail_their_conditions_has_nothing_to_show() -> None:
    shell = """caption: x
empty: Nothing.
columns: [{head: a}, {head: b, when: "false"}]
rows: [{label: c, text: d}]
"""
    (block,) = section(":::{table} tbl-x\n:::", files={"report/tables/x.yaml": shell})
    assert isinstance(block, Paragraph) and words_of(block.content) == "Nothing."


def test_notes_and_sources_stand_once() -> None:
    found = results()
    assert [words_of(note) for note in found.notes] == ["Common note about mini.", "Of second."]
    source = words_of(found.source)
    assert source == "Source: Study report of fictivinib, Table 14.2.1; Table 14.2.2 ."


def test_a_group_is_printed_where_it_changes() -> None:
    shell = """caption: x
each: arm in trial.arms
group: "{{ trial.id }}"
columns: [{head: a, value: arm.label}]
"""
    assert grid(shell_table(shell)) == [["mini"], ["fictivinib"], ["placebo"]]


def test_the_values_of_a_table_are_placed_by_its_label() -> None:
    shell = "caption: x\ncolumns: [{head: a, value: trial.id}]\n"
    words = ":::{table} tbl-a\n:shell: x\n:::\n\n:::{table} tbl-b\n:shell: x\n:::\n\n{{ trial.id }}"
    trace = composed(words, files={"report/tables/x.yaml": shell}).document.trace
    assert sum(t.paths == ("trial.id",) for t in trace.values()) == 3


def test_options_are_names_in_the_shell() -> None:
    shell = 'caption: x\ncolumns: [{head: a, text: "{{ trial.cohorts[which_one].label }}"}]\n'
    assert grid(shell_table(shell, ":which-one: main\n")) == [["main cohort"]]


def test_a_table_with_nothing_to_show_says_so() -> None:
    for cause in ("needs: [trial.acronym]", "each: e in trial.estimands", 'when: "false"'):
        shell = f'caption: x\n{cause}\nempty: "No {{{{ trial.id }}}}."\n'
        shell += "columns: [{head: a, value: trial.id}]\n"
        (block,) = section(":::{table} tbl-x\n:::", files={"report/tables/x.yaml": shell})
        assert isinstance(block, Paragraph) and words_of(block.content) == "No mini."


def test_a_table_turns_above_seven_columns_or_when_asked() -> None:
    def turned(columns: int, words: str = ":::{table} tbl-x\n:::", more: str = "") -> bool:
        cells = ", ".join("{head: a, value: trial.id}" for _ in range(columns))
        shell = f"caption: x\ncolumns: [{cells}]\n{more}"
        return table(words, files={"report/tables/x.yaml": shell}).landscape

    assert not turned(7)
    assert turned(8)
    assert turned(1, more="landscape: yes\n")
    assert turned(1, ":::{landscape}\n:::{table} tbl-x\n:::\n:::")


def test_a_table_turns_where_its_words_would_be_broken() -> None:
    def turned(columns: int, text: str) -> bool:
        cells = ", ".join(f'{{head: a, text: "{text}"}}' for _ in range(columns))
        shell = f"caption: x\ncolumns: [{cells}]\n"
        return table(":::{table} tbl-x\n:::", files={"report/tables/x.yaml": shell}).landscape

    rate = "109.8 (87.8, 131.7)"
    assert not turned(7, rate)
    assert turned(7, rate.replace(" ", "&nbsp;"))
    assert turned(6, rate.replace(" ", "&nbsp;"))
    assert not turned(7, "ill-fitted little illicit lilts")
    assert not turned(5, "109.8" * 20)


def test_values_and_markdown_in_cells_keep_their_paths() -> None:
    shell = """caption: x
columns:
  - {head: a, value: "trial.cohorts[0].n"}
  - {head: b, text: "**{{ trial.id }}** [@doe-2020]"}
  - {head: c, value: "trial.arms | map(attribute='label') | and_list"}
"""
    found = paths(":::{table} tbl-x\n:::", files={"report/tables/x.yaml": shell})
    assert [path for _, path in found] == [
        ("trial.cohorts.main.n",),
        ("trial.id",),
        ("trial.arms.fictivinib.label",),
        ("trial.arms.placebo.label",),
    ]


COLUMNS = "columns: [{head: a, value: trial.id}]\n"
WRONG = {
    "a misspelt key": (f"caption: x\nnots: [a]\n{COLUMNS}", "key.known", 2, "notes"),
    "a misspelt key of a column": (
        "caption: x\ncolumns: [{haed: a, value: trial.id}]",
        "key.known",
        2,
        "head",
    ),
    "no caption": (COLUMNS, "key.given", 1, "caption"),
    "no column": ("caption: x\ncolumns: []", "shell.columns", 2, "at least one"),
    "unquoted braces": (
        "caption: {{ trial.id }}\ncolumns: [{head: a, value: trial.id}]",
        "",
        1,
        "quotes",
    ),
    "a column without data": (
        "caption: x\ncolumns:\n  - {head: a}",
        "shell.column-has-data",
        3,
        "neither value nor text",
    ),
    "a column with two": (
        "caption: x\ncolumns:\n  - {head: a, value: a, text: b}",
        "shell.column-has-data",
        3,
        "value and text",
    ),
    "a column with data beside rows": (
        f"caption: x\n{COLUMNS}rows: [{{label: a, value: trial.id}}]",
        "shell.column-has-data",
        2,
        "the rows say",
    ),
    "a row without data": (
        "caption: x\ncolumns: [{head: a}, {head: b}]\nrows:\n  - {label: a}",
        "shell.row-has-data",
        4,
        "neither value nor text nor across",
    ),
    "a row under an arm that is not across": (
        "caption: x\ncolumns: [{head: a}, {head: b}]\nrows:\n"
        "  - {label: a, text: b, under: trial.id}",
        "shell.under-across",
        4,
        "has `under:` and no `across:`",
    ),
    "a first column with for": (
        'caption: x\ncolumns: [{for: a in trial.arms}]\nrows: [{label: a, text: "b"}]',
        "shell.first-column",
        2,
        "labels of the rows",
    ),
    "a first column with when": (
        'caption: x\ncolumns: [{when: trial.id}]\nrows: [{label: a, text: "b"}]',
        "shell.first-column",
        2,
        "cannot have `when:`",
    ),
    "a condition of a column that cannot be read": (
        "caption: x\ncolumns:\n  - {head: a, value: trial.id}\n"
        "  - {head: b, value: trial.id, when: trial.titel}",
        "template.fills",
        4,
        "did you mean 'title'?",
    ),
    "a loop that is none": (
        f"caption: x\neach: trial.arms\n{COLUMNS}",
        "value.allowed",
        2,
        "in efficacy",
    ),
    "a need that does not exist": (
        f"caption: x\nneeds:\n  - trial.armss\n{COLUMNS}",
        "template.fills",
        3,
        "did you mean 'arms'?",
    ),
    "a misspelt field in a cell": (
        "caption: x\ncolumns:\n  - head: a\n    value: trial.titel",
        "template.fills",
        4,
        "did you mean 'title'?",
    ),
    "a misspelt field in a note": (
        f'caption: x\n{COLUMNS}notes:\n  - text: "{{{{ trial.titel }}}}"',
        "template.fills",
        4,
        "did you mean 'title'?",
    ),
    "a broken expression": (
        f"caption: x\nwhen: trial.id ==\n{COLUMNS}",
        "template.fills",
        2,
        "",
    ),
    "two expressions": (f"caption: x\nwhen: trial.id trial\n{COLUMNS}", "template.fills", 2, ""),
    "a number in a cell": (
        "caption: x\ncolumns: [{head: a, value: trial.arms | length}]",
        "template.named-forms",
        2,
        "bare number",
    ),
    "a group in a cell": (
        "caption: x\ncolumns: [{head: a, value: trial}]",
        "template.fills",
        2,
        "group of values",
    ),
    "an unknown citation in a note": (
        f'caption: x\n{COLUMNS}notes:\n  - "[@deo-2020]"',
        "citation.known",
        4,
        "did you mean 'doe-2020'?",
    ),
    "a broken cross-reference in a caption": (
        f'{COLUMNS}caption: "[](#tbl-y)"',
        "crossref.resolves",
        2,
        "tbl-x",
    ),
    "a source that is none": (
        f'caption: x\n{COLUMNS}source: "trial.arms | length"',
        "template.allowed",
        3,
        "ITEM.source",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_in_a_shell_names_the_shells_line(name: str) -> None:
    shell, rule, line, expected = WRONG[name]
    (problem,) = said(":::{table} tbl-x\n:::", files={"report/tables/x.yaml": shell})
    assert problem.line == line
    assert expected in problem.words
    assert rule in ("", problem.rule)


PLACED = {
    "a shell that is not there": (
        ":::{table} tbl-y\n:::",
        "shell.found",
        "add report/tables/y.yaml",
    ),
    "a misspelt shell": (":::{table} tbl-resluts\n:::", "shell.found", "did you mean 'results'?"),
    "a shell outside": (":::{table} tbl-y\n:shell: ../x\n:::", "shell.found", ""),
    "a label of another kind": (":::{table} x\n:::", "table.labelled", "tbl-NAME"),
    "an option that hides records": (
        ":::{table} tbl-x\n:trial: a\n:::",
        "shell.options",
        "has the name of the records 'trial'",
    ),
    "an option that the shell lacks": (
        ":::{table} tbl-z\n:::",
        "template.fills",
        "nothing is called 'cohort'",
    ),
    "words in the block": (
        ":::{table} tbl-x\nwords\n:::",
        "table.rows",
        "something else than one table",
    ),
}


@pytest.mark.parametrize("name", PLACED)
def test_a_table_that_cannot_be_placed_is_refused_at_its_line(name: str) -> None:
    words, rule, expected = PLACED[name]
    files = {
        "report/tables/x.yaml": f"caption: x\n{COLUMNS}",
        "report/tables/results.yaml": f"caption: x\n{COLUMNS}",
        "report/tables/z.yaml": 'caption: "{{ trial.cohorts[cohort].n }}"\n' + COLUMNS,
    }
    (problem,) = said(f"one\n\n{words}\n", files=files)
    assert problem.rule == rule and expected in problem.words
    assert problem.line == (1 if "fills" in rule else 4 if rule == "table.rows" else 3)


def test_a_shell_that_nothing_names_is_noted() -> None:
    shell = f"caption: x\n{COLUMNS}"
    files = {f"report/tables/{name}.yaml": shell for name in ("used", "named", "left")}
    files |= {"shared/tables/other.yaml": shell}
    words = ":::{table} tbl-used\n:::\n{% if false %}\n:::{table} tbl-named\n:::\n{% endif %}\n"
    notes = [p for p in composed(words, files=files).warnings if p.rule == "shell.used"]
    assert [(str(p.severity), as_said(p).line) for p in notes] == [("note", 1)]
    assert "'left'" in notes[0].message and "tables/left.yaml" in str(notes[0].at)
