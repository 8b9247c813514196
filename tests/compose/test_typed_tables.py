"""Tables that are typed in a section."""

import pytest

from tests.compose.desk import (
    grid,
    said,
    table,
    words_of,
)

TYPED = """:::{table} tbl-typed
:caption: Typed *by hand*,
  in two lines {{ trial.id }}
:widths: 3 1 1.5
:note: First [@doe-2020].
:note: Second.
:source: The hand

| Left | Centre | Number |
|------|:------:|-------:|
| a \\| b | **c** | {{ trial.cohorts[0].n }} |
| d | | 0.5 |
:::
"""


def test_a_table_can_be_typed() -> None:
    found = table(TYPED)
    assert found.label == "tbl-typed"
    assert words_of(found.caption) == "Typed by hand, in two lines mini"
    assert [(c.width, c.align) for c in found.columns] == [
        (3, "left"),
        (1, "center"),
        (1.5, "decimal"),
    ]
    assert grid(found) == [["a | b", "c", "120"], ["d", "", "0.5"]]
    assert [words_of(note) for note in found.notes] == ["First .", "Second."]
    assert words_of(found.source) == "Source: The hand."
    assert found.at.line == 1


def typed(options: str, rows: str = "| a | b |\n|---|---|\n| c | d |\n") -> str:
    return f":::{{table}} tbl-x\n{options}\n{rows}:::\n"


MISTYPED = {
    typed(""): ("table.caption", 1, "add `:caption: ...`"),
    typed(":caption: a\n:captoin: b\n"): ("table.option-known", 3, "write :caption:"),
    typed(":caption: a\n:caption: b\n"): ("table.option-once", 3, "keep one"),
    typed(":caption: a\n:widths: 1\n"): ("table.widths", 3, "each of 2 columns"),
    typed(":caption: a\n:widths: 1 wide\n"): ("table.widths", 3, "write one number"),
    typed(":caption: a\n", "| a |\n|---|\n\nmore\n"): ("table.rows", 4, "one table"),
    typed(":caption: a\n", "words\n"): ("table.rows", 4, "one table"),
    typed(":caption: [@deo-2020]\n"): ("citation.known", 2, "doe-2020"),
    typed(":caption: a\n", "| a |\n|---|\n| b |\n| [@deo-2020] |\n"): ("citation.known", 7, "doe"),
}


@pytest.mark.parametrize("words", MISTYPED)
def test_a_mistake_in_a_typed_table_names_its_line(words: str) -> None:
    rule, line, expected = MISTYPED[words]
    (problem,) = said(words)
    assert (problem.rule, problem.line) == (rule, line)
    assert expected in problem.words
