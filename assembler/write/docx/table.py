"""A table: caption, rows, and the lines under it."""

from collections.abc import Sequence
from dataclasses import replace

from lxml import etree

from assembler.document.nodes import Cell, Inlines, Row, Strong, Table
from assembler.document.walk import below
from assembler.resolve.words import caption_prefix, text_of
from assembler.write.docx.align import align_columns
from assembler.write.docx.anchors import (
    Ledger,
    bookmark,
    is_anchored_by_row,
    label_bookmark,
    row_values,
    value_bookmark,
)
from assembler.write.docx.fields import put_field
from assembler.write.docx.inlines import (
    NONE,
    PLAIN,
    UNANCHORED,
    Anchoring,
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
from assembler.write.docx.styles import (
    TABLE_CONTINUED,
    TABLE_END,
    TABLE_GROUP,
    TABLE_STYLE,
    style_id,
)
from assembler.write.docx.xml import Element, copied, put_text, qn, root, sub, twips
from assembler.write.text.cells import Measured, measured
from assembler.write.text.columns import INDENT, columns_of
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
        self.cell_style = style_id(look, "table-cell")
        self.by_row = is_anchored_by_row(table)
        self.aligned = align_columns(table, cells, columns, frame.resolved)
        self.words = cells.body
        page = look.page
        height = (
            page.width - page.top_of(landscape=True) if table.landscape else page.height - page.top
        )
        self.whole = is_whole(frame.setter, table, cells, columns, height - page.bottom)
        self.caption = text_of(frame.resolved, table.caption)
        self._cells: dict[tuple[int, int, int], Element] = {}

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
        for number, (row, keep) in enumerate(zip(rows, kept, strict=True), start):
            self._put_row(element, row, self.words[number], ledger, keep=keep)

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

    def _put_row(
        self, element: Element, row: Row, words: Sequence[Measured], ledger: Ledger, *, keep: bool
    ) -> None:
        tr = sub(element, "tr")
        sub(sub(tr, "trPr"), "cantSplit")
        form = self._row_form(row, ledger)
        column = 0
        for cell, said in zip(row.cells, words, strict=True):
            tc = self._put_cell(tr, cell, column)
            spanning = cell.span > 1 or row.group
            properties = Properties(
                keep_next=keep, left=cell.indent * INDENT if cell.indent else None
            )
            if spanning:
                left = row.group or column == 0 or self.table.columns[column].align == "left"
                properties = replace(properties, align=None if left else "center")
            else:
                properties = self.aligned[column].properties(cell, said, properties)
            style, content = self._cell_style(cell, row)
            put_inlines(put_paragraph(tc, style, properties), content, form, self.frame, ledger)
            column += cell.span

    def _cell_style(self, cell: Cell, row: Row) -> tuple[str, Inlines]:
        """The style of a cell's paragraph, with the words that it is for. LibreOffice draws the
        words of a control without bold of their own, but in the bold of a style."""
        content = cell.content
        if len(content) == 1 and isinstance(content[0], Strong):
            return TABLE_GROUP, content[0].children
        return TABLE_GROUP if row.group else self.cell_style, content

    def _row_form(self, row: Row, ledger: Ledger) -> Format:
        """In a large table the first value's control stands for every value of its row."""
        if not self.by_row:
            return PLAIN
        values = row_values(row)
        if values and not self.frame.options.flatten:
            anchor = value_bookmark(values[0][0])
            ledger.places.update((value, anchor) for value, _ in values)
        return Format(anchoring=Anchoring(values[0][0]) if values else NONE)

    def _put_cell(self, tr: Element, cell: Cell, column: int, *, rule: int = 0) -> Element:
        """An empty cell: a copy of the first one of its column, width and rule."""
        key = (column, cell.span, rule)
        if key not in self._cells:
            self._cells[key] = self._cell(*key)
        return copied(tr, self._cells[key])

    def _cell(self, column: int, span: int, rule: int) -> Element:
        tc = root("tc")
        properties = sub(tc, "tcPr")
        sub(properties, "tcW", w=self.edges[column + span] - self.edges[column], type="dxa")
        if span > 1:
            sub(properties, "gridSpan", val=span)
        if rule:
            borders = sub(properties, "tcBorders")
            sub(borders, "bottom", val="single", sz=rule, space=0, color="000000")
            sub(properties, "vAlign", val="bottom")
        return tc


def _rule_below(paragraph: Element) -> None:
    """A thin rule under the words of a spanning head. A border of the cell would run into that of
    its neighbour; one of the paragraph ends with the words' room."""
    borders = etree.Element(qn("pBdr"))
    sub(borders, "bottom", val="single", sz=_SPAN_RULE, space=1, color="000000")
    properties = paragraph[0]
    later = properties.find(qn("jc"))
    properties.insert(len(properties) if later is None else properties.index(later), borders)
