"""A table: caption, rows, and the lines under it."""

from collections.abc import Sequence

from lxml import etree

from assembler.document.nodes import Cell, Inlines, Row, Table
from assembler.document.walk import below
from assembler.resolve.plain import plain_words
from assembler.resolve.words import caption_prefix
from assembler.write.docx.align import align_columns
from assembler.write.docx.anchors import (
    Ledger,
    bookmark,
    label_bookmark,
)
from assembler.write.docx.body import put_rows
from assembler.write.docx.fields import put_field
from assembler.write.docx.inlines import (
    PLAIN,
    UNANCHORED,
    Format,
    Frame,
    put_inlines,
)
from assembler.write.docx.paragraphs import (
    Properties,
    begin_landscape,
    end_landscape,
    put_paragraph,
)
from assembler.write.docx.rows import Rows, empty_cell
from assembler.write.docx.styles import (
    TABLE_CONTINUED,
    TABLE_END,
    TABLE_STYLE,
    style_id,
)
from assembler.write.docx.xml import Element, put_text, qn, sub, twips
from assembler.write.text.cells import measured
from assembler.write.text.columns import columns_of
from assembler.write.text.together import is_whole, rows_kept

ROWS_IN_ONE = 300
"""LibreOffice lays out one long table in quadratic time, so a longer one is cut into tables that
each begin a page with `Table 1 (continued)` and the head. Word does not mind either way."""

BELOW_POINTS = 16
"""Space below a table with its notes."""
FIRST_NOTE_POINTS = 4
"""Space between a table and its first note."""
HEAD_RULE, _SPAN_RULE = 6, 4
"""In eighths of a point."""


def put_table(
    body: Element, table: Table, frame: Frame, ledger: Ledger, *, page_break: bool = False
) -> None:
    """Append the table with its caption and notes; a landscape table on pages of its own."""
    look = frame.options.look
    if table.landscape:
        begin_landscape(body, look, ledger)
    _put_caption(body, table, frame, ledger, page_break=page_break)
    layout = _Layout(table, frame)
    parts = parts_of(table)
    notes = list(below(table))
    for number, rows in enumerate(parts):
        if number:
            _put_continued(body, table, frame, ledger)
        last = number == len(parts) - 1
        layout.put(body, rows, number * ROWS_IN_ONE, ledger, has_notes=bool(notes) and last)
    put_lines_below(body, notes, frame, ledger)
    if table.landscape:
        end_landscape(body, look, ledger)


def parts_of(table: Table) -> list[tuple[Row, ...]]:
    """The rows of each `w:tbl`; at least one, maybe without rows."""
    starts = range(0, max(len(table.rows), 1), ROWS_IN_ONE)
    return [table.rows[start : start + ROWS_IN_ONE] for start in starts]


def _put_caption(
    body: Element, table: Table, frame: Frame, ledger: Ledger, *, page_break: bool
) -> None:
    """`Table 1` in a bookmark, for REF and PAGEREF, then the words."""
    style = style_id(frame.options.look, "caption")
    caption = put_paragraph(body, style, Properties(keep_next=True, page_break=page_break))
    number = frame.resolved.numbers[table.label]
    with bookmark(caption, label_bookmark(table.label), ledger):
        words = caption_prefix(frame.resolved, table).removesuffix(number)
        put_text(PLAIN.run(caption), words)
        put_field(caption, "SEQ Table \\* ARABIC", number)
    put_text(PLAIN.run(caption), ". ")
    put_inlines(caption, table.caption, PLAIN, frame, ledger)


def _put_continued(body: Element, table: Table, frame: Frame, ledger: Ledger) -> None:
    """`Table 1. Words of the caption (continued)`, all of it derived text."""
    paragraph = put_paragraph(body, TABLE_CONTINUED)
    words = caption_prefix(frame.resolved, table)
    put_field(paragraph, f"REF {label_bookmark(table.label)} \\h", words)
    put_text(PLAIN.run(paragraph), ". ")
    put_inlines(paragraph, table.caption, UNANCHORED, frame, ledger)
    put_text(PLAIN.run(paragraph), " (continued)")


def put_lines_below(body: Element, notes: Sequence[Inlines], frame: Frame, ledger: Ledger) -> None:
    """The lines under a table, kept together; Word wants a paragraph after every table."""
    if not notes:
        put_paragraph(body, TABLE_END)
    style = style_id(frame.options.look, "table-note")
    for number, note in enumerate(notes, start=1):
        last = number == len(notes)
        properties = Properties(
            keep_next=not last,
            before=FIRST_NOTE_POINTS if number == 1 else None,
            after=BELOW_POINTS if last else None,
        )
        put_inlines(put_paragraph(body, style, properties), note, PLAIN, frame, ledger)


class _Layout:
    """The widths, alignments and styles that all rows of a table share."""

    def __init__(self, table: Table, frame: Frame) -> None:
        look = frame.options.look
        self.table = table
        self.frame = frame
        total = look.page.width_of_text(landscape=table.landscape)
        cells = measured(frame.setter, table)
        columns = columns_of(frame.setter, table, total, cells)
        self.edges = [twips(edge) for edge in columns.edges]
        self.head_style = style_id(look, "table-head")
        aligned = align_columns(table, cells, columns, frame.resolved)
        self.rows = Rows(table, frame, self.edges, cells.body, aligned)
        page = look.page
        height = (
            page.width - page.top_of(landscape=True) if table.landscape else page.height - page.top
        )
        self.whole = is_whole(frame.setter, table, cells, columns, height - page.bottom)
        self.caption = plain_words(frame.resolved, table.caption)

    def put(
        self,
        body: Element,
        rows: Sequence[Row],
        start: int,
        ledger: Ledger,
        *,
        has_notes: bool,
    ) -> None:
        """One `w:tbl` with the rows from `start` on. A head that comes again is derived text: its
        values have no controls."""
        element = sub(body, "tbl")
        properties = sub(element, "tblPr")
        sub(properties, "tblStyle", val=TABLE_STYLE)
        sub(properties, "tblW", w=self.edges[-1], type="dxa")
        sub(properties, "tblLayout", type="fixed")
        sub(properties, "tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0,
            lastColumn=0, noHBand=1, noVBand=1)  # fmt: skip
        sub(properties, "tblCaption", val=self.caption)
        grid = sub(element, "tblGrid")
        for left, right in zip(self.edges, self.edges[1:], strict=False):
            sub(grid, "gridCol", w=right - left)
        form = UNANCHORED if start else PLAIN
        for number, row in enumerate(self.table.head, start=1):
            self._put_head(element, row, form, ledger, last=number == len(self.table.head))
        kept = rows_kept(rows, whole=self.whole, noted=has_notes)
        made = self.rows.made(rows, kept, start, ledger)
        put_rows(element, lambda: made, ledger)

    def _put_head(
        self, element: Element, row: Row, form: Format, ledger: Ledger, *, last: bool
    ) -> None:
        """A head row: repeated on every page, ruled below; a thin rule under a spanning head."""
        tr = sub(element, "tr")
        properties = sub(tr, "trPr")
        sub(properties, "cantSplit")
        sub(properties, "tblHeader")
        column = 0
        for cell in row.cells:
            tc = self._put_cell(tr, cell, column, rule=HEAD_RULE if last else 0)
            plain = cell.span == 1 and self.table.columns[column].align == "left"
            paragraph = put_paragraph(
                tc,
                self.head_style,
                Properties(keep_next=True, align=None if plain else "center"),
            )
            if not last and cell.span > 1 and cell.content:
                _rule_below(paragraph)
            put_inlines(paragraph, cell.content, form, self.frame, ledger)
            column += cell.span

    def _put_cell(self, tr: Element, cell: Cell, column: int, *, rule: int) -> Element:
        """An empty cell of the head."""
        tc = empty_cell(self.edges, column, cell.span)
        tr.append(tc)
        if rule:
            borders = sub(tc[0], "tcBorders")
            sub(borders, "bottom", val="single", sz=rule, space=0, color="000000")
            sub(tc[0], "vAlign", val="bottom")
        return tc


def _rule_below(paragraph: Element) -> None:
    """A thin rule under the words of a spanning head. A border of the cell would run into that of
    its neighbour; one of the paragraph ends with the words' room."""
    borders = etree.Element(qn("pBdr"))
    sub(borders, "bottom", val="single", sz=_SPAN_RULE, space=1, color="000000")
    properties = paragraph[0]
    later = properties.find(qn("jc"))
    properties.insert(len(properties) if later is None else properties.index(later), borders)
