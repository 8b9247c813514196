"""Tables: captions, heads, spans, alignment, notes, pages."""

from dataclasses import replace
from functools import cache

import pytest

from assembler.document.nodes import Block, Document, PageBreak, Row, Strong, Superscript, Table
from assembler.resolve.resolve import Resolved, resolve
from assembler.write.docx.write import differences, write
from assembler.write.docx.xml import Element, qn, val
from tests.write.docx.opened import part, words
from tests.write.pdf.made import of
from tests.write.sample import document, sample
from tests.write.sample_tables import long_table, results_table, wide_table
from tests.write.short import AT, cell, inlines, options, p, section, v


@cache
def body() -> Element:
    return part(write(sample(), options()).data)[0]


def table(caption: str, inside: Element | None = None) -> Element:
    """The `w:tbl` after the caption that begins so."""
    children = list(body() if inside is None else inside)
    found = next(n for n, e in enumerate(children) if words(e).startswith(caption) and _caption(e))
    return children[found + 1]


def _caption(element: Element) -> bool:
    return val(element, "pPr/pStyle") == "Caption"


def with_blocks(*blocks: Block) -> Resolved:
    """A document of one section."""
    only = section("sec-2.5.4", "2.5.4", inlines("Results"), blocks)
    made: Document = replace(document(), subject=(), front=(), sections=(only,))
    return resolve(made)


def built(*blocks: Block) -> Element:
    """The body of a document of one section, checked against its model."""
    resolved = with_blocks(*blocks)
    written = write(resolved, options())
    assert differences(written, resolved, options()) == []
    return part(written.data)[0]


def test_a_class_in_bold_is_bold_by_its_style() -> None:
    made = results_table()
    strong = replace(made.rows[-1].cells[0], content=(Strong((v("class", "Eye disorders"),)),))
    row = replace(made.rows[-1], cells=(strong, *made.rows[-1].cells[1:]))
    inside = built(replace(made, rows=(*made.rows[:-1], row)))
    (paragraph,) = (p for p in inside.iter(qn("p")) if words(p) == "Eye disorders")
    assert val(paragraph, "pPr/pStyle") == "TableGroup"
    assert paragraph.find(f".//{qn('b')}") is None


def test_a_caption_is_a_field_in_a_bookmark_and_stays_with_its_table() -> None:
    caption = next(e for e in body() if _caption(e))
    assert words(caption) == "Table\u00a01. Key features of the trial"
    assert caption.find(f"{qn('pPr')}/{qn('keepNext')}") is not None
    marked = [e.tag for e in caption]
    assert marked.index(qn("bookmarkStart")) < marked.index(qn("bookmarkEnd"))
    assert "SEQ Table" in "".join(e.text or "" for e in caption.iter(qn("instrText")))


def test_head_rows_repeat_and_no_row_is_split() -> None:
    rows = table("Table\u00a03.").findall(qn("tr"))
    heads = [r.find(f"{qn('trPr')}/{qn('tblHeader')}") is not None for r in rows]
    assert heads == [True, True, False, False, False, False, False]
    assert all(r.find(f"{qn('trPr')}/{qn('cantSplit')}") is not None for r in rows)


def test_spans_cover_the_grid_and_its_width_is_that_of_the_text() -> None:
    element = table("Table\u00a03.")
    grid = [int(c.get(qn("w"), "")) for c in element.iter(qn("gridCol"))]
    look = options().look.page
    assert sum(grid) == round((look.width - look.left - look.right) * 20)
    for row in element.findall(qn("tr")):
        spans = [int(val(c, "tcPr/gridSpan") or 1) for c in row.findall(qn("tc"))]
        assert sum(spans) == len(grid)
        assert sum(int(val(c, "tcPr/tcW", "w") or 0) for c in row.findall(qn("tc"))) == sum(grid)


def test_the_rules_under_neighbouring_spanning_heads_do_not_touch() -> None:
    """A rule of the paragraph ends where the words' room ends; one of the cell would not."""
    spanning = wide_table()
    heads = Row((cell(""), cell("One", span=4), cell("Other", span=4)))
    made = next(built(replace(spanning, head=(heads, *spanning.head))).iter(qn("tbl")))
    cells = next(made.iter(qn("tr"))).findall(qn("tc"))
    assert [val(c, "p/pPr/pBdr/bottom") for c in cells] == [None, "single", "single"]
    assert all(c.find(f"{qn('tcPr')}/{qn('tcBorders')}") is None for c in cells)
    order = [e.tag for e in cells[1].findall(f"{qn('p')}/{qn('pPr')}/*")]
    assert order == [qn(name) for name in ("pStyle", "keepNext", "pBdr", "jc")]


def test_no_table_has_a_vertical_rule() -> None:
    styles = part(write(sample(), options()).data, "word/styles.xml")
    for element in (*body().iter(qn("tblBorders")), *styles.iter(qn("tblBorders"))):
        assert {e.tag for e in element} <= {qn("top"), qn("bottom")}
    for element in body().iter(qn("tcBorders")):
        assert [e.tag for e in element] == [qn("bottom")]


def test_numbers_stand_on_a_decimal_tab_and_words_among_them_in_the_middle() -> None:
    cells = {words(c): c[1] for c in table("Table\u00a03.").iter(qn("tc"))}
    for number in ("3.0", "3.2", "11.4", "<0.0001"):
        assert val(cells[number], "pPr/tabs/tab") == "decimal"
        assert val(cells[number], "pPr/jc") is None
    assert val(cells["not reported"], "pPr/jc") == "center"


def test_counts_with_percentages_are_indented_to_their_point() -> None:
    cells = {words(c): c[1] for c in table("Table\u00a04.").iter(qn("tc"))}
    indents = {n: int(val(cells[n], "pPr/ind", "left") or 0) for n in ("22 (21.5)", "2 (1.5)")}
    digit = 0.556 * options().look.roles["table-cell"].size * 20
    assert indents["2 (1.5)"] - indents["22 (21.5)"] == pytest.approx(digit, abs=1)
    assert val(cells["22 (21.5)"], "pPr/jc") is None


def test_a_number_with_a_mark_stands_on_the_point_of_its_column() -> None:
    cells = {words(c): c[1] for c in table("Table\u00a03.").iter(qn("tc"))}
    digit = 0.556 * options().look.roles["table-cell"].size
    tab = int(val(cells["11.4"], "pPr/tabs/tab", "pos") or 0)
    indent = int(val(cells["8.3a,b"], "pPr/ind", "left") or 0)
    assert indent + digit * 20 == pytest.approx(tab, abs=2)


def test_a_mark_is_a_raised_run_outside_the_control_of_its_value() -> None:
    (cell,) = (c[1] for c in table("Table\u00a03.").iter(qn("tc")) if words(c) == "8.3a,b")
    control = next(cell.iter(qn("sdt")))
    assert words(control) == "8.3"
    mark = cell.findall(qn("r"))[-1]
    assert (words(mark), val(mark, "rPr/vertAlign")) == ("a,b", "superscript")


def test_lettered_notes_stand_in_the_order_of_their_marks_before_the_others() -> None:
    element = table("Table\u00a03.")
    notes = [words(e) for e in element.itersiblings() if val(e, "pPr/pStyle") == "TableNote"]
    assert [note[:9] for note in notes[:3]] == ["a\u00a0PFS was", "b\u00a0The pri", "The cohor"]


def test_notes_stay_with_their_table() -> None:
    element = table("Table\u00a03.")
    last = element.findall(qn("tr"))[-1]
    assert all(p.find(f"{qn('pPr')}/{qn('keepNext')}") is not None for p in last.iter(qn("p")))
    note = element.getnext()
    assert note is not None
    assert val(note, "pPr/pStyle") == "TableNote"
    assert note.find(f"{qn('pPr')}/{qn('keepNext')}") is not None


def test_hostile_text_stands_literally() -> None:
    assert "<b>R&D</b> | *x* {{ 7*7 }} \"q\" 'q' \\n &amp;" in words(table("Table\u00a01."))


def test_a_table_without_notes_is_followed_by_a_paragraph() -> None:
    made = built(replace(long_table(3), source=()))
    assert [e.tag for e in made][-2:] == [qn("p"), qn("sectPr")]
    assert made[-3].tag == qn("tbl")


def test_a_table_without_rows_is_written() -> None:
    assert len(built(replace(results_table(), rows=())).findall(qn("tbl"))) == 1


def test_a_long_table_goes_on_under_its_caption_and_head() -> None:
    made = built(long_table(620))
    continued = [words(e) for e in made if val(e, "pPr/pStyle") == "TableContinued"]
    assert len(made.findall(qn("tbl"))) == 3
    assert (
        continued
        == ["Table\u00a01. Adverse events by preferred term, safety population (continued)"] * 2
    )


def test_neighbouring_landscape_tables_share_their_pages() -> None:
    other = replace(wide_table(), label="tbl-other", notes=())  # type: ignore[arg-type]
    rows = tuple(Row(tuple(cell(v(f"o.{r}.{c}", "1")) for c in range(9))) for r in range(2))
    made = built(wide_table(), replace(other, rows=rows), p("After."))
    assert turned(made) == [None, "landscape", None]


def test_a_document_that_ends_in_landscape_has_no_blank_page() -> None:
    assert turned(built(p("Before."), wide_table())) == [None, "landscape"]


def test_a_landscape_table_after_a_table_needs_no_words_between() -> None:
    first: Table = replace(long_table(3), source=())
    assert turned(built(first, wide_table(), p("After."))) == [None, "landscape", None]


def turned(made: Element) -> list[str | None]:
    """The orientation of each run of pages."""
    return [val(s, "pgSz", "orient") for s in made.iter(qn("sectPr"))]


def test_a_page_break_begins_the_next_paragraph_and_leaves_no_empty_one() -> None:
    made = built(p("Before."), PageBreak(AT), p("After."), PageBreak(AT))
    broken = [words(e) for e in made if e.find(f"{qn('pPr')}/{qn('pageBreakBefore')}") is not None]
    assert broken == ["Results", "After."]
    assert all(words(e) for e in made.findall(qn("p")))


def test_what_is_read_aloud_before_a_table_keeps_raised_figures() -> None:
    caption = inlines("Counts of 10", Superscript(inlines("9")), "/L")
    one = replace(wide_table(), caption=caption)
    root = part(write(of(one), options()).data)[0]
    said = [e.get(qn("val")) for e in root.iter(qn("tblCaption"))]
    assert said == ["Counts of 10⁹/L"]
