"""What stands together, in both formats."""

from dataclasses import replace

import pytest

from assembler.document.nodes import (
    Block,
    BulletList,
    CrossRef,
    Item,
    Paragraph,
    Row,
    Table,
    Text,
)
from assembler.write.docx.write import write as write_docx
from assembler.write.docx.xml import qn
from assembler.write.pdf.read import read
from assembler.write.pdf.write import write as write_pdf
from assembler.write.text.together import leading_in, rows_kept
from tests.write.docx.opened import part, words
from tests.write.pdf.made import of, setter
from tests.write.sample_tables import design_table
from tests.write.short import AT, cell, options, p

LONG = p("word " * 60)


def led(*blocks: Block, headed: bool = False) -> list[bool]:
    typesetter = setter(of(of_rows(1)))
    return [stays for _, stays in leading_in(typesetter, blocks, "body", 450, headed=headed)]


def row(name: str = "x", *, group: bool = False) -> Row:
    return Row((cell(name), cell("y")), group)


def of_rows(count: int) -> Table:
    """A table without notes whose rows say their numbers."""
    rows = tuple(row(f"row {n}") for n in range(count))
    return replace(design_table(), rows=rows, notes=(), abbreviations=(), source=())


def test_only_the_paragraph_right_before_a_list_leads_in() -> None:
    bullets = BulletList((Item((p("c"),)),), AT)
    assert led(LONG, LONG, bullets, bullets, LONG) == [False, True, False, False, False]


def test_a_short_paragraph_stays_with_the_table_that_it_announces() -> None:
    assert led(p("Table 1 lists them."), design_table()) == [True, False]
    assert led(LONG, design_table()) == [False, False]


def test_a_paragraph_behind_the_announcement_does_not_follow_the_table() -> None:
    announcement = Paragraph((CrossRef(design_table().label, AT), Text(" lists them.")), AT)
    assert led(announcement, p("Short."), design_table()) == [False, False, False]
    assert led(p("Short."), announcement, design_table()) == [False, True, False]


def test_nothing_is_drawn_to_the_pages_of_a_landscape_table() -> None:
    assert led(p("Table 1."), replace(design_table(), landscape=True)) == [False, False]


def test_a_heading_takes_more_than_one_line_with_it() -> None:
    assert led(p("One line."), LONG, headed=True) == [True, False]
    assert led(p("One line."), LONG) == [False, False]
    assert led(p("The last line."), headed=True) == [False]


def test_a_broken_table_leaves_three_rows_on_each_page() -> None:
    kept = rows_kept([row() for _ in range(8)], whole=False, noted=True)
    assert kept == [True, True, False, False, False, True, True, True]
    assert all(rows_kept([row() for _ in range(5)], whole=False, noted=True))
    assert rows_kept([row() for _ in range(5)], whole=False, noted=False)[-1] is False


def test_the_row_of_a_class_stays_with_its_first_term() -> None:
    term = Row((replace(cell("term"), indent=1), cell("y")))
    kept = rows_kept(
        [*(row() for _ in range(5)), *(term for _ in range(6))], whole=False, noted=True
    )
    assert kept == [True, True, False, False, True, False, False, False, True, True, True]


def test_a_term_stays_with_its_few_grades_and_not_with_many() -> None:
    def rows(*indents: int) -> list[Row]:
        return [Row((cell("x", indent=n), cell("y"))) for n in indents]

    few = rows_kept(rows(*[1, 2, 2, 2, 2] * 4), whole=False, noted=False)
    assert few == [True] * 4 + [False] + ([True] * 4 + [False]) * 3
    many = rows_kept(rows(1, *[2] * 8), whole=False, noted=False)
    assert many == [True, True, False, False, False, False, True, True, False]
    nested = rows_kept(rows(0, 2, 2, 1, 2, 2, 0, 0, 0, 0), whole=False, noted=False)
    assert nested == [True, True, False, True, True, False, False, True, True, False]


def test_a_group_whose_rows_are_paragraphs_is_broken_where_the_page_ends() -> None:
    def kept(name: str) -> list[bool]:
        rows = [row(), row(), row(), row(group=True), row(name), row(name), row(), row(), row()]
        return rows_kept(rows, whole=False, noted=False)

    assert kept("short") == [True, True, False, *[True] * 5, False]
    assert kept("long " * 200) == [True, True, False, True, False, False, True, True, False]


def test_a_group_row_stays_with_its_first_row_and_is_not_counted() -> None:
    rows = [row(group=True), row(), row(), row(), row(group=True), row(), row(), row()]
    kept = rows_kept(rows, whole=False, noted=False)
    assert kept == [True, True, True, False, True, True, True, False]


def test_a_table_is_broken_between_short_groups() -> None:
    group = [row(group=True), *(row() for _ in range(5))]
    kept = rows_kept([*group, *group, *group], whole=False, noted=True)
    assert [n for n, stays in enumerate(kept) if not stays] == [5, 11]


def test_a_long_group_is_broken_too() -> None:
    kept = rows_kept([row(group=True), *(row() for _ in range(20))], whole=False, noted=True)
    assert kept.count(False) == 15


@pytest.mark.parametrize("before", range(30, 46, 3))
def test_a_long_table_is_broken_with_three_rows_on_each_page(before: int) -> None:
    table = of_rows(30)
    chunks = read(write_pdf(of(*(p("x") for _ in range(before)), table), options()).data).chunks
    pages = [chunk.page for chunk in chunks if chunk.tag == "TD" and chunk.text.startswith("row")]
    caption = next(chunk.page for chunk in chunks if chunk.tag == "Caption")
    assert caption == pages[0]
    assert all(pages.count(page) >= 3 for page in pages)


@pytest.mark.parametrize("before", range(30, 46, 3))
def test_a_short_table_stands_on_one_page(before: int) -> None:
    chunks = read(
        write_pdf(of(*(p("x") for _ in range(before)), of_rows(8)), options()).data
    ).chunks
    assert len({chunk.page for chunk in chunks if chunk.tag in ("TD", "TH", "Caption")}) == 1


def test_words_rows_stay_together_as_the_pages_do() -> None:
    table = of_rows(30)
    tree = part(write_docx(of(table), options()).data)
    kept: list[bool] = []
    for tr in tree.iter(qn("tr")):
        paragraphs = list(tr.iter(qn("p")))
        keeps = {p.find(f"{qn('pPr')}/{qn('keepNext')}") is not None for p in paragraphs}
        assert len(keeps) == 1
        kept += keeps if words(tr).startswith("row") else []
    assert kept == rows_kept(table.rows, whole=False, noted=False)


def test_a_table_of_a_third_of_a_page_is_whole_in_word() -> None:
    tree = part(write_docx(of(of_rows(8)), options()).data)
    paragraphs = [p for tr in list(tree.iter(qn("tr")))[:-1] for p in tr.iter(qn("p"))]
    assert all(p.find(f"{qn('pPr')}/{qn('keepNext')}") is not None for p in paragraphs)


def test_words_announcement_stays_with_its_table() -> None:
    tree = part(write_docx(of(p("Table 1 lists them."), of_rows(4), LONG), options()).data)
    announced = next(p for p in tree.iter(qn("p")) if words(p) == "Table 1 lists them.")
    assert announced.find(f"{qn('pPr')}/{qn('keepNext')}") is not None
