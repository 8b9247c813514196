"""The annex of a trace copy says of every printed value what the QC sheet says."""

from dataclasses import replace

from assembler.document.nodes import Document, Link, Row, Table, Trace, Value
from assembler.document.walk import leaves, tables
from assembler.package.printed import in_reading_order
from assembler.package.qc import qc_sheet
from assembler.package.sheet import COLUMNS
from assembler.package.trace import trace_annex
from assembler.problems import Position
from assembler.resolve.resolve import Resolved, resolve
from assembler.resolve.words import text_of
from assembler.write.written import TraceAnnex, value_place
from tests.write.sample import document, sample
from tests.write.short import inlines, options, p, section, v, value_id

PAGES = {value_id("t1.a"): "page 4"}


def annex_of(resolved: Resolved) -> TraceAnnex:
    return trace_annex(resolved, in_reading_order(resolved), PAGES, options())


def table_of(annex: TraceAnnex) -> Table:
    (table,) = tables(annex.annex.document)
    return table


def rows_of(annex: TraceAnnex) -> list[Row]:
    return [row for row in table_of(annex).rows if not row.group]


def words(annex: TraceAnnex, row: Row) -> list[str]:
    return [text_of(annex.annex, cell.content) for cell in row.cells]


def one_value(trace: Trace, text: str = "3.0") -> TraceAnnex:
    """The annex of a document that prints one value with this parentage."""
    whole = Document(
        "t", "2.5", "Test", "en", (),
        (), (section("sec-2.5.1", "2.5.1", inlines("One"), (p(v("x", text)),)),),
        {value_id("x"): trace}, {},
    )  # fmt: skip
    return annex_of(resolve(whole))


def test_every_row_has_the_number_and_the_facts_of_the_qc_sheet() -> None:
    resolved = sample()
    annex, values = annex_of(resolved), in_reading_order(resolved)
    sheet = qc_sheet(resolved, values, PAGES, options())
    assert len(rows_of(annex)) == len(sheet.rows) > 50
    heads = [column.head for column in COLUMNS]
    for row, checked in zip(rows_of(annex), sheet.rows, strict=True):
        said, facts = words(annex, row), dict(zip(heads, checked, strict=True))
        assert (said[0], said[2], said[3]) == (facts["No."], facts["Kind"], facts["Printed"])
        assert said[5] == facts["Source"]
        for head in ("Record", "As recorded", "Stands in"):
            assert all(part in said[4] for part in facts[head].split("\n"))
    assert annex.values == tuple(value.id for value in values)


def test_no_value_has_two_numbers() -> None:
    values = annex_of(sample()).values
    assert len(set(values)) == len(values)


def test_each_row_holds_its_value_and_leads_to_the_page_of_it() -> None:
    annex = annex_of(sample())
    for value, row in zip(annex.values, rows_of(annex), strict=True):
        inside = [one for cell in row.cells for one in leaves(cell.content)]
        assert [one.id for one in inside if isinstance(one, Value)] == [value]
        links = [(one.url, text_of(annex.annex, one.children))
                 for one in inside if isinstance(one, Link)]  # fmt: skip
        assert links == ([(f"#{value_place(value)}", "page 4")] if value in PAGES else [])


def test_the_rows_of_a_section_stand_under_its_heading() -> None:
    annex = annex_of(sample())
    groups = [words(annex, row)[0] for row in table_of(annex).rows if row.group]
    assert groups[:2] == ["Front page", "2.5.4 Overview of efficacy"]
    assert groups[2] == "2.5.4.1 Study design in 290 patients"


def test_operands_stand_one_to_a_line_with_the_form_that_made_the_text() -> None:
    at = (Position("a.yaml", 3), Position("b.yaml", 14))
    annex = one_value(Trace(("a.b", "b.c"), ("5.0", "2.0"), "difference", "csr-1, Table 9", at))
    (row,) = rows_of(annex)
    assert words(annex, row)[3:] == [
        "3.0",
        "a.b: 5.0 (a.yaml:3)\nb.c: 2.0 (b.yaml:14)\ndifference",
        "csr-1, Table 9",
    ]


def test_what_is_not_recorded_has_its_record_all_the_same() -> None:
    annex = one_value(Trace(("a.b",), (), "as recorded", "", (Position("a.yaml", 3),)))
    (row,) = rows_of(annex)
    assert words(annex, row)[4:] == ["a.b (a.yaml:3)", "no source on record"]


def test_a_character_that_no_font_has_is_written_by_its_number() -> None:
    at = (Position("記録.yaml", 3),)
    annex = one_value(Trace(("a.b",), ("3.0 µg ≥ \U0001f9ea",), "as recorded", "表 1", at))
    (row,) = rows_of(annex)
    assert words(annex, row)[4:] == [
        "a.b: 3.0 µg ≥ <U+1F9EA> (<U+8A18><U+9332>.yaml:3)",
        "<U+8868> 1",
    ]


def test_an_empty_document_has_an_empty_annex() -> None:
    bare = replace(document(), subject=(), front=(), sections=(), trace={})
    assert annex_of(resolve(bare)).values == ()
