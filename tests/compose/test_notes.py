"""Lettered notes: where marks stand, which letter they get, when they need none."""

import pytest

from assembler.document.nodes import Document
from assembler.document.walk import tables
from assembler.resolve.resolve import resolve
from assembler.resolve.words import shown_lines, text_of
from tests.compose.desk import composed, edited, said, table

STUDY = edited(
    efficacy="""  - id: second
    type: time-to-event
    endpoint: pfs
    timing: interim
    source: {document: report, place: Table 14.2.2}
    arms: {fictivinib: {n: 9}, placebo: {n: 8}}
"""
)
HEAD = "caption: Results\neach: analysis in efficacy.analyses\n"
ARMS = "each: arm in trial.arms\ncolumns: [{head: Arm, text: '{{ arm.label }}'}, "


def lines(shell: str) -> list[str]:
    """The table as it is read: each row's cells with a bar between them, then what is below."""
    files = {"report/tables/x.yaml": shell}
    return read(composed(":::{table} tbl-x\n:::", files=files, study=STUDY).document)


def read(document: Document) -> list[str]:
    resolved = resolve(document)
    (found,) = tables(resolved.document)
    rows = [
        " | ".join(text_of(resolved, cell.content) for cell in row.cells)
        for row in (*found.head, *found.rows)
    ]
    marked = [f"({resolved.letters[n.key]}) {text_of(resolved, n.content)}" for n in found.marked]
    return [*rows, *sorted(marked), *(text_of(resolved, note) for note in found.notes)]


def test_a_mark_stands_where_the_shell_writes_it_and_its_note_below() -> None:
    shell = f"""{HEAD}group: "{{{{ analysis.timing | capitalize }}}}"
columns: [{{head: Measure}}, {{head: "{{{{ arm.label }}}}", for: arm in trial.arms}}]
rows:
  - {{label: "Events[^events]", value: "analysis.arms[arm].events"}}
  - {{label: Patients, value: "analysis.arms[arm].n"}}
notes: [Common., {{mark: events, text: As counted by the monitors.}}]
"""
    assert lines(shell) == [
        "Measure | fictivinib | placebo",
        "Final",
        "Eventsa | 30 | 31",
        "Patients | 80 | 40",
        "Interim",
        "Eventsa | [not yet entered] | [not yet entered]",
        "Patients | 9 | 8",
        "(a) As counted by the monitors.",
        "Common.",
    ]


def test_letters_follow_the_head_then_row_by_row_from_left_to_right() -> None:
    shell = f"""caption: Arms
{ARMS}{{head: "Id[^of-head]", text: "{{{{ arm.id }}}}[^late]"}}]
notes:
  - {{mark: late, when: arm.id == "placebo", text: Late.}}
  - {{mark: of-head, text: Of the head.}}
"""
    assert lines(shell) == [
        "Arm | Ida",
        "fictivinib | fictivinib",
        "placebo | placebob",
        "(a) Of the head.",
        "(b) Late.",
    ]


def test_a_note_is_filled_with_the_names_that_its_mark_sees() -> None:
    shell = f"""caption: Arms
{ARMS}{{head: Id, text: "{{{{ arm.id }}}}[^own]"}}]
notes: [{{mark: own, text: "This is {{{{ arm.label }}}}.", when: arm.label != "placebo"}}]
"""
    assert lines(shell) == [
        "Arm | Id",
        "fictivinib | fictiviniba",
        "placebo | placebo",
        "(a) This is fictivinib.",
    ]


def test_notes_that_say_the_same_share_a_letter() -> None:
    shell = f"""caption: Arms
{ARMS}{{head: "Id[^one]", text: "{{{{ arm.id }}}}[^two]"}}]
notes:
  - {{mark: one, text: The same.}}
  - {{mark: two, when: arm.id == "placebo", text: The same.}}
"""
    assert lines(shell)[1:] == ["fictivinib | fictivinib", "placebo | placeboa", "(a) The same."]


def test_several_notes_in_one_place_stand_in_the_order_of_their_letters() -> None:
    shell = f"""caption: Arms
{ARMS}{{head: "Id[^x]", text: "{{{{ arm.id }}}}[^y][^z]"}}]
notes:
  - {{mark: x, text: X.}}
  - {{mark: z, when: arm.id == "placebo", text: X.}}
  - mark: y
    for: n in trial.arms
    when: arm.id == "placebo"
    text: "Beside {{{{ n.label }}}}."
"""
    assert lines(shell)[:3] == ["Arm | Ida", "fictivinib | fictivinib", "placebo | placeboa,b,c"]
    assert lines(shell)[3:] == ["(a) X.", "(b) Beside fictivinib.", "(c) Beside placebo."]


GROUPED = """columns: [{head: Measure}, {head: a}]
rows: [{label: Patients, text: "–"}]
"""


def test_a_note_on_every_group_is_a_note_on_the_table_in_the_order_of_the_shell() -> None:
    shell = f"""{HEAD}group: "{{{{ analysis.timing }}}}[^all][^one]"
{GROUPED}notes:
  - First.
  - {{mark: all, text: Of all.}}
  - {{mark: one, text: Of one., when: analysis.timing == "interim"}}
  - Last.
"""
    assert lines(shell) == [
        "Measure | a",
        "final",
        "Patients | –",
        "interima",
        "Patients | –",
        "(a) Of one.",
        "First.",
        "Of all.",
        "Last.",
    ]


def test_a_group_of_several_items_has_the_marks_of_all_of_them() -> None:
    shell = f"""{HEAD}group: "{{{{ trial.id }}}}[^late]"
{GROUPED}notes: [{{mark: late, text: Of one., when: analysis.timing == "interim"}}]
"""
    # the only group: the note needs no letter
    assert lines(shell)[1:] == ["mini", "Patients | –", "Patients | –", "Of one."]


def test_a_note_on_every_cell_of_a_column_is_marked_at_its_head() -> None:
    shell = f"""caption: Arms
{ARMS}{{head: Id, text: "{{{{ arm.id }}}}[^all]"}}]
notes: [{{mark: all, text: As registered.}}]
"""
    assert lines(shell) == [
        "Arm | Ida",
        "fictivinib | fictivinib",
        "placebo | placebo",
        "(a) As registered.",
    ]


def test_a_note_on_every_row_is_a_note_on_the_table() -> None:
    shell = """caption: Arms
each: arm in trial.arms
columns: [{head: Arm, text: "{{ arm.label }} [^all]"}]
notes: [{mark: all, text: As registered.}]
"""
    assert lines(shell) == ["Arm", "fictivinib", "placebo", "As registered."]


def test_a_flag_of_one_record_marks_the_group_of_that_record() -> None:
    shell = f"""{HEAD}group: "{{{{ analysis.timing }}}}[^flag]"
{GROUPED}notes:
  - {{mark: flag, for: "late in ['interim']", when: analysis.timing == late, text: "Late."}}
"""
    assert lines(shell)[1:] == ["final", "Patients | –", "interima", "Patients | –", "(a) Late."]


TYPED = """:::{table} tbl-x
:caption: Typed
:note: [^b] Second in the list, first in the table.
:note: [^a] Of the cell.
:note: Of all.

| Head [^b] | Number |
|-----------|-------:|
| word      | 1[^a]  |
:::
"""


def test_a_typed_table_marks_its_notes() -> None:
    assert read(composed(TYPED).document) == [
        "Heada | Number",
        "word | 1b",
        "(a) Second in the list, first in the table.",
        "(b) Of the cell.",
        "Of all.",
    ]


def test_the_letters_of_each_table_begin_anew() -> None:
    resolved = resolve(composed(TYPED + TYPED.replace("tbl-x", "tbl-y")).document)
    assert sorted(resolved.letters.values()) == ["a", "a", "b", "b"]


CELL = "caption: x\ncolumns:\n  - {head: a, text: 'b"
WRONG = {
    "a mark without a note": (
        f"{CELL}[^late]'}}\n",
        "note.known",
        3,
        "write the note",
    ),
    "a misspelt mark": (
        f"{CELL}[^late]'}}\n  - {{head: 'b[^lat]', text: c}}\nnotes: [{{mark: late, text: x}}]",
        "note.known",
        4,
        "did you mean [^late]?",
    ),
    "a note that nothing marks": (
        f"{CELL}'}}\nnotes:\n  - {{mark: late, text: x}}",
        "shell.note-marked",
        5,
        "write [^late]",
    ),
    "a mark in a caption": (
        "columns: [{head: a, text: b}]\ncaption: x[^late]",
        "footnote.in-paragraph",
        2,
        "",
    ),
    "a mark in a note": (
        f"{CELL}[^one]'}}\nnotes:\n  - {{mark: one, text: 'See [^one].'}}",
        "footnote.in-paragraph",
        5,
        "",
    ),
    "a mark that is no name": (
        f"{CELL}'}}\nnotes:\n  - {{mark: One, text: x}}",
        "value.allowed",
        5,
        "",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_with_a_mark_names_the_shells_line(name: str) -> None:
    shell, rule, line, expected = WRONG[name]
    problem, *more = said(":::{table} tbl-x\n:::", files={"report/tables/x.yaml": shell})
    assert not more
    assert (problem.rule, problem.line) == (rule, line)
    assert expected in problem.words


MISTYPED = {
    "a mark in prose": ("one\n\nwords[^a] more\n", "footnote.known", 3),
    "a mark in a heading": ("# Title[^a]\n", "footnote.in-paragraph", 1),
    "a mark without a note": (TYPED.replace("1[^a]", "1[^a][^c]"), "note.known", 9),
    "a note that nothing marks": (TYPED.replace("1[^a]", "1"), "note.marked", 4),
    "two notes of one mark": (TYPED.replace("[^a] Of", "[^b] Of"), "note.once", 4),
}


@pytest.mark.parametrize("name", MISTYPED)
def test_a_mistake_with_a_mark_in_a_section_names_its_line(name: str) -> None:
    words, rule, line = MISTYPED[name]
    problem, *_ = said(words)
    assert (problem.rule, problem.line) == (rule, line)


def test_the_values_of_a_note_keep_their_paths_and_are_made_once() -> None:
    shell = f"""caption: Arms
{ARMS}{{head: Id, text: "{{{{ arm.id }}}}[^all]"}}]
notes: [{{mark: all, text: "Of {{{{ trial.id }}}}."}}]
"""
    files = {"report/tables/x.yaml": shell}
    document = composed(":::{table} tbl-x\n:::", files=files).document
    assert sum(trace.paths == ("trial.id",) for trace in document.trace.values()) == 1


def test_the_text_of_a_table_without_marks_has_no_lettered_notes() -> None:
    found = table(":::{table} tbl-x\n:caption: a\n:note: b\n\n| a |\n|---|\n| b |\n:::\n")
    assert found.marked == ()


def test_a_letter_is_told_from_its_word_where_nothing_is_raised() -> None:
    shown = shown_lines(resolve(composed(TYPED).document)).splitlines()
    assert "head      Head[a]" in shown
    assert "cell      1[b]" in shown
    assert "note      [a]\u00a0Second in the list, first in the table." in shown


def test_a_note_that_names_no_item_is_filled_once() -> None:
    """Of work that is allowed once, twice is too much: a note on the whole of a long grid would
    else be made again for each of its rows."""
    many = f"{{% set many = {[*range(88)]} %}}"
    loops = "".join(f"{{% for {name} in many %}}" for name in "xyz") + "{% endfor %}" * 3
    shell = f"""{HEAD}columns: [{{head: Timing, text: "{{{{ analysis.timing }}}}"}}]
notes: ["Said {many}{loops}once.", "Of {{{{ analysis.id }}}}."]
"""
    expected = ["Timing", "final", "interim", "Said once.", "Of pfs-main.", "Of second."]
    assert lines(shell) == expected
