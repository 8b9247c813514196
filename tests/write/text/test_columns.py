"""Widths of columns: what the cells ask for, and where the room goes."""

from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembler.document.nodes import Cell, Column, Row, Table
from assembler.write.text.cells import measured
from assembler.write.text.columns import Columns, column_widths, columns_of, fair, weighted
from assembler.write.text.fonts import Fonts
from assembler.write.text.typeset import Typesetter
from tests.write.pdf.test_table import table
from tests.write.sample import sample
from tests.write.sample_tables import LOCAL, results_table, wide_table
from tests.write.short import cell, look

WIDTH = 453.5
LONG = "commercialisation and further clinical development for all future indications " * 3


@cache
def setter() -> Typesetter:
    """Of the sample document, which knows the letters of its notes."""
    return Typesetter(sample(), look(), Fonts(look()))


def widths(found: Table, width: float = WIDTH) -> list[float]:
    return column_widths(found, measured(setter(), found), width)


def of(*rows: Sequence[str | Cell], columns: Sequence[Column] = ()) -> Table:
    made = tuple(Row(tuple(c if isinstance(c, Cell) else cell(c) for c in r)) for r in rows)
    return table(tuple(columns) or (Column(),) * len(rows[0]), made[1:], head=made[0].cells)


def lines(found: Table, width: float = WIDTH) -> int:
    """Lines of all rows of a table."""
    cells, edges = measured(setter(), found), columns_of(setter(), found, width).edges
    return sum(
        max(len(c.lines(edges[n + 1] - edges[n] - 8)) for n, c in enumerate(row))
        for row in (*cells.head, *cells.body)
    )


def test_given_widths_are_weights_and_what_has_none_counts_as_one() -> None:
    found = of(["a", "b", "c"], columns=(Column(3), Column(), Column(1)))
    assert widths(found, 500) == pytest.approx([300, 100, 100])


def test_a_weighted_column_is_widened_to_hold_its_widest_word() -> None:
    found = weighted([8, 1, 1], [50, 90, 20], 500)
    assert found[1] == 90
    assert sum(found) == pytest.approx(500)
    assert found[0] == pytest.approx(8 * found[2])


def test_words_too_wide_for_the_table_share_it_evenly() -> None:
    assert weighted([1, 1], [9000, 9000], 100) == [50, 50]
    assert fair([9000, 10, 20], 100) == [70, 10, 20]


def test_no_word_is_broken_while_the_table_has_room() -> None:
    for found in (
        of(["Uncertainties and strength of evidence", "Ref."], [LONG, "[7]"]),
        of(["Blocks", "Pharmacokinetic/pharmacodynamic", "n"], [LONG, LONG, "1234567890"]),
        results_table(),
        wide_table(),
    ):
        cells, edges = measured(setter(), found), columns_of(setter(), found, WIDTH).edges
        for row, words in zip((*found.head, *found.rows), (*cells.head, *cells.body), strict=True):
            column = 0
            for one, said in zip(row.cells, words, strict=True):
                room = edges[column + one.span] - edges[column] - 8 - 10 * one.indent
                assert said.widest <= room + 0.01
                column += one.span


def test_cells_that_fit_on_one_line_stand_on_one_line() -> None:
    found = of(["Measure", "Cabozantinib", "Placebo"], ["Median, months", "11.4", "3.0"])
    assert lines(found) == 2


def test_columns_of_numbers_are_equally_wide() -> None:
    columns = (Column(), Column(None, "decimal"), Column(None, "decimal"))
    found = widths(of(["Measure", "Cabozantinib", "Placebo"], ["n", "1", "2"], columns=columns))
    assert found[1] == pytest.approx(found[2])


def test_arms_are_equally_wide_where_their_heads_are_broken_too() -> None:
    heads = ["System organ class", "Placebo", "Low-dose xanomeline", "High-dose xanomeline"]
    term = "Neoplasms benign, malignant and unspecified (incl cysts and polyps)"
    rows = [heads, [term, "0 (0)", "1 (1.2)", "12 (14.3)"], ["Pruritus", "8 (9.3)", "1", "2"]]
    decimal = (Column(), *[Column(None, "decimal")] * 3)
    found = widths(of(*rows, columns=decimal), 420)
    assert found[1] == pytest.approx(found[2])
    assert found[2] == pytest.approx(found[3])
    assert sum(found) == pytest.approx(420)
    wide = ["1", "2", "10.9 (8.8, 13.1)"]
    rows = [["Term", "n", "n", "Rate (95% CI)"], [term, *wide], [term, *wide]]
    assert widths(of(*rows, columns=decimal), 220)[3] > 1.5 * widths(of(*rows), 220)[1]


def test_room_goes_where_it_saves_lines() -> None:
    """One long cell in a column of short ones does not squeeze the column of long ones."""
    rows = [
        ["Organisation", "Part", "Rights"],
        ["a", LONG, "–"],
        ["b", LONG, "–"],
        ["c", "x", LONG],
    ]
    found = of(*rows)
    even = of(*rows, columns=(Column(1), Column(1), Column(1)))
    assert lines(found) < lines(even)


def test_a_word_over_several_columns_widens_them() -> None:
    spanning = table(
        (Column(), Column(), Column()),
        (Row((cell(LONG), cell("1"), cell("2"))),),
        head=(cell(), cell("Pharmacokinetic/pharmacodynamic", span=2)),
    )
    found = widths(spanning)
    word = measured(setter(), spanning).head[0][1].widest
    assert found[1] + found[2] >= word + 8


def test_an_indent_and_a_mark_belong_to_what_a_label_needs() -> None:
    bare = widths(of(["a", "b"], ["Thrombocytopenia", LONG * 4]))
    found = widths(of(["a", "b"], [cell("Thrombocytopenia", LOCAL, indent=2), LONG * 4]))
    assert found[0] > bare[0] + 20


def test_edges_stand_on_twentieths_of_a_point() -> None:
    for found in (results_table(), wide_table()):
        made: Columns = columns_of(setter(), found, WIDTH)
        assert all(edge * 20 == round(edge * 20) for edge in made.edges)
        assert made.edges[-1] == pytest.approx(WIDTH, abs=0.03)


@given(
    st.lists(st.lists(st.text("ab ", max_size=40), min_size=3, max_size=3), min_size=1, max_size=4)
)
def test_widths_always_fill_the_table(rows: list[list[str]]) -> None:
    found = widths(of(*rows), 150)
    assert sum(found) == pytest.approx(150)
    assert min(found) > 0
