"""Footnotes as they are typed: where they may stand, what they may hold, what is refused."""

import pytest

from assembler.document.nodes import Cite, Footnote, Paragraph, Superscript, Text, Value
from assembler.document.walk import footnotes_in, leaves, runs
from assembler.resolve.resolve import resolve
from assembler.resolve.words import Line, lines, shown_lines
from tests.compose.desk import composed, paragraph, paths, printed, said, section, table, words_of


def notes(words: str, **more: object) -> list[str]:
    """The words of the footnotes of a section, in order."""
    document = composed(words, **more).document  # type: ignore[arg-type]
    return [words_of(run.content) for run in runs(document) if run.footnote is not None]


READ = {
    "defined below": ("Words[^a] go on.\n\n[^a]: Of a.\n", ["Words1 go on.", "1 Of a."]),
    "defined above": ("[^a]: Of a.\n\nWords[^a] go on.\n", ["Words1 go on.", "1 Of a."]),
    "a numeral as name": ("Words[^1].\n\n[^1]: Of one.\n", ["Words1.", "1 Of one."]),
    "on several lines": (
        "Words[^a].\n\n[^a]: Of a,\n  and\nmore.\n",
        ["Words1.", "1 Of a, and more."],
    ),
    "definitions without a line between": (
        "A[^a], b[^b].\n\n[^a]: Of a.\n[^b]: Of b.\n",
        ["A1, b2.", "1 Of a.", "2 Of b."],
    ),
    "right below its paragraph": ("Words[^a].\n[^a]: Of a.\n", ["Words1.", "1 Of a."]),
    "in the order of the marks": (
        "A[^z], b[^y].\n\n[^y]: Of y.\n\n[^z]: Of z.\n",
        ["A1, b2.", "1 Of z.", "2 Of y."],
    ),
    "typed at its mark": ("Words^[Of *them*.] go on.\n", ["Words1 go on.", "1 Of them."]),
    "brackets at its mark": (
        "Words^[See [Roe](https://example.org) and [1].].\n",
        ["Words1.", "1 See Roe and [1]."],
    ),
    "side by side": (
        "Words[^a][^b].\n\n[^a]: A.\n\n[^b]: B.\n",
        ["Words1,2.", "1 A.", "2 B."],
    ),
    "of one word, side by side": ("Words^[A.]^[B.].\n", ["Words1,2.", "1 A.", "2 B."]),
    "of one word, behind words without a blank": (
        "Words^[A.]/words^[B.] and m^2^.\n",
        ["Words1/words2 and m2.", "1 A.", "2 B."],
    ),
    "with a blank between": ("Words^[A.] ^[B.] end.\n", ["Words1,2 end.", "1 A.", "2 B."]),
    "a blank before the mark": ("Words [^a].\n\n[^a]: A.\n", ["Words1.", "1 A."]),
    "behind its paragraph": (
        "One[^a].\n\nTwo[^b].\n\n[^a]: A.\n\n[^b]: B.\n",
        ["One1.", "1 A.", "Two2.", "2 B."],
    ),
    "in a list": ("- one[^a]\n- two\n\n  [^a]: A.\n", ["one1", "1 A.", "two"]),
    "in a note": (":::{note}\nWords[^a].\n\n[^a]: A.\n:::\n", ["Words1.", "1 A."]),
    "defined outside the note that marks it": (
        ":::{note}\nWords[^a].\n:::\n\n[^a]: A.\n",
        ["Words1.", "1 A."],
    ),
    "escaped": (r"Words \[^a] and \^[b]." "\n", ["Words [^a] and ^[b]."]),
}


@pytest.mark.parametrize("name", READ)
def test_a_footnote_is_read_behind_the_paragraph_that_marks_it(name: str) -> None:
    words, expected = READ[name]
    assert [line.replace("\u00a0", " ") for line in printed(words)] == expected


WRONG = {
    "not written": ("a\n\nb[^late]\n", "footnote.known", 3, "write a paragraph [^late]: words"),
    "misspelt": ("b[^lat]\n\n[^late]: x\n", "footnote.known", 1, "did you mean [^late]?"),
    "not marked": ("b\n\n[^late]: x\n", "footnote.marked", 3, "write [^late] behind"),
    "written twice": ("b[^a]\n\n[^a]: x\n\n[^a]: y\n", "footnote.once", 5, "another name"),
    "marked twice": ("b[^a]\n\nc[^a]\n\n[^a]: x\n", "footnote.marked-once", 3, "^[words]"),
    "without words": ("b[^a]\n\n[^a]:\n", "footnote.has-words", 3, "[^a]: words"),
    "without words at its mark": ("b^[ ]\n", "footnote.has-words", 1, "^[words]"),
    "of two paragraphs": (
        "b[^a]\n\n[^a]: x\n\n    y\n",
        "footnote.one-paragraph",
        3,
        "make it one paragraph",
    ),
    "in a heading": ("# b[^a]\n\n[^a]: x\n", "footnote.in-paragraph", 1, "stands in a heading"),
    "at its mark in a heading": ("# b^[x]\n", "footnote.in-paragraph", 1, "in a heading"),
    "in a footnote": ("b[^a]\n\n[^a]: x^[y]\n", "footnote.in-paragraph", 3, "in a footnote"),
    "in a caption": (
        ":::{table} tbl-x\n:caption: b^[x]\n\n| a |\n|---|\n| b |\n:::\n",
        "footnote.in-paragraph",
        2,
        "stands in a table",
    ),
    "in the note of a table": (
        ":::{table} tbl-x\n:caption: b\n:note: c^[x]\n\n| a |\n|---|\n| b |\n:::\n",
        "footnote.in-paragraph",
        3,
        "stands in a table",
    ),
    "at its mark in a cell": (
        ":::{table} tbl-x\n:caption: b\n\n| a |\n|---|\n| b^[x] |\n:::\n",
        "footnote.in-paragraph",
        6,
        "tables mark their own notes",
    ),
    "an unknown citation": ("b[^a]\n\nc\n\n[^a]: x [@nobody]\n", "citation.known", 5, "nobody"),
    "a broken cross-reference": (
        "b[^a]\n\n[^a]: x\n  [](#sec-9)\n",
        "crossref.resolves",
        4,
        "sec-9",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_with_a_footnote_names_its_line(name: str) -> None:
    words, rule, line, expected = WRONG[name]
    problem = said(words)[0]
    assert (problem.rule, problem.line) == (rule, line)
    assert expected in problem.words


def test_every_mistake_is_told_once() -> None:
    problems = said("a[^x] b[^y]\n\n[^z]: words\n\n[^z]: words\n")
    assert [problem.rule for problem in problems] == [
        "footnote.once",
        "footnote.known",
        "footnote.known",
        "footnote.marked",
    ]


def test_in_a_table_a_mark_is_of_the_tables_own_note_whatever_footnotes_there_are() -> None:
    rows = "| a[^x] |\n|---|\n| b |\n"
    noted = f":::{{table}} tbl-x\n:caption: c\n:note: [^x] own\n\n{rows}:::\n\n"
    found = table(f"Words[^x].\n\n{noted}[^x]: foot\n")
    assert [words_of(note.content) for note in found.marked] == ["own"]
    (unknown,) = said(f"Words[^y].\n\n:::{{table}} tbl-x\n:caption: c\n\n{rows}:::\n\n[^y]: foot\n")
    assert unknown.rule == "note.known"


def test_the_values_of_a_footnote_keep_their_paths() -> None:
    ratio = "{{ efficacy.analyses[0].comparison | ratio_ci }}"
    (_, found) = paths(f"Words[^a].\n\n[^a]: In {{{{ trial.arms[0].label }}}}, {ratio}.\n")
    assert found[1][0] == "efficacy.analyses.pfs-main.comparison.hazard_ratio"


def test_a_footnote_that_comes_changes_no_id_of_the_values_around_it() -> None:
    value = "{{ efficacy.analyses[0].comparison.hazard_ratio }}"

    def ids(words: str) -> list[str]:
        found = section(words)
        return [
            one.id
            for block in found
            if isinstance(block, Paragraph)
            for one in leaves(block.content)
            if isinstance(one, Value)
        ]

    plain = f"One {value}.\n\nTwo {value}.\n"
    assert ids(f"One {value}^[Of {value}.].\n\nTwo {value}[^a].\n\n[^a]: {value}\n") == ids(plain)


def test_citations_are_numbered_where_the_mark_of_their_footnote_stands() -> None:
    words = "One[^a] [@doe-2020].\n\n[^a]: See [@roe-2021].\n"
    resolved = resolve(composed(words).document)
    assert resolved.bibliography == ("roe-2021", "doe-2020")
    assert [line.text for line in lines(resolved) if line.kind == "footnote"] == [
        "1\u00a0See\u00a0[1]."
    ]


def test_an_abbreviation_is_spelt_out_in_a_footnote_and_again_in_the_text() -> None:
    spelt = "progression-free survival (PFS)"
    words = "One^[Of PFS, and PFS again.].\n\nThen PFS^[PFS once more.].\n"
    assert printed(words) == [
        "One1.",
        f"1\u00a0Of {spelt}, and PFS again.",
        f"Then {spelt}2.",
        "2\u00a0PFS once more.",
    ]


def test_footnotes_are_numbered_through_the_document() -> None:
    files = {"report/r.md": "Words^[Last.].\n\n:::{references}\n:::\n"}
    document = composed("A^[One.].\n\nB[^a].\n\n[^a]: Two.\n", files=files).document
    shown = shown_lines(resolve(document)).splitlines()
    assert [line for line in shown if line.startswith("footnote")] == [
        "footnote  [1] One.".replace("] ", "]\u00a0"),
        "footnote  [2] Two.".replace("] ", "]\u00a0"),
        "footnote  [3] Last.".replace("] ", "]\u00a0"),
    ]
    assert "paragraph B[2]." in shown


def test_the_names_of_one_section_are_none_of_another() -> None:
    files = {"report/r.md": "Words[^a].\n\n[^a]: Last.\n\n:::{references}\n:::\n"}
    assert notes("A[^a].\n\n[^a]: First.\n", files=files) == ["First.", "Last."]


def test_an_authors_text_has_footnotes_like_a_template() -> None:
    texts = {"2.5.4.md": "Own words[^own].\n\n[^own]: Of {{ trial.arms[0].label }}.\n"}
    assert notes('{{ author_text("2.5.4") }}\n', texts=texts) == ["Of fictivinib."]


def test_a_footnote_stands_in_emphasis_and_keeps_its_marks() -> None:
    content = paragraph("*Words[^a]* end^[**Strong** H~2~O [@doe-2020; @roe-2021].].\n\n[^a]: A.\n")
    first, second = footnotes_in(content)
    assert words_of(first.content) == "A."
    assert isinstance([*leaves(second.content)][-2], Cite)


def test_a_comma_stands_between_two_footnotes_and_nowhere_else() -> None:
    content = paragraph("Words[^a][^b] and^[c].\n\n[^a]: A.\n\n[^b]: B.\n")
    comma = Superscript((Text(","),))
    kinds = [one if one == comma else type(one) for one in content]
    assert kinds == [Text, Footnote, comma, Footnote, Text, Footnote, Text]


def test_every_line_of_a_footnote_is_a_line_of_its_own_kind() -> None:
    resolved = resolve(composed("Words^[Of them.].\n").document)
    assert Line("footnote", "1\u00a0Of them.") in list(lines(resolved))


def test_a_superscript_is_still_one() -> None:
    content = paragraph("m^2^ and 10^[x]^\n")
    raised = [one for one in content if isinstance(one, Superscript)]
    assert raised == [Superscript((Text("2"),)), Superscript((Text("[x]"),))]
