"""Tables -> boxes: caption, head, rows, notes; widths of columns, alignment, rules."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import repeat

from assembler.document.nodes import Cell, Inlines, Row, Table, Text
from assembler.document.walk import below
from assembler.resolve.words import caption_prefix
from assembler.write.look import RoleName
from assembler.write.pdf.boxes import Box, Room, TextBox, in_room, text_boxes
from assembler.write.pdf.page import HAIRLINE, RULE, Tree
from assembler.write.pdf.rows import LaidCell, RowBox, TableHeads, parts_of
from assembler.write.text.cells import Measured, Measurer, Point, measured
from assembler.write.text.columns import INDENT, PAD, columns_of
from assembler.write.text.lines import SLACK
from assembler.write.text.together import WHOLE, WHOLE_ROWS, headings_above, rows_kept
from assembler.write.text.typeset import Typesetter

BELOW = 16.0
"""Space below a table, points."""
_REPEATED = 0.4
"""Heads taller than this part of a page are not repeated."""
_NOTE_LINES = 12
"""Notes of more lines may be broken over pages."""


def table_boxes(
    setter: Typesetter, tree: Tree, table: Table, left: float, width: float, *, parent: int = 0
) -> Iterator[Box]:
    """The boxes of a table at `left`, `width` wide; over a landscape page where it asks so."""
    return in_room(
        setter.look.page,
        left,
        width,
        lambda room: _Layout(setter, tree, table, room, parent).boxes(),
        turned=table.landscape,
    )


class _Layout:
    """One table being laid out."""

    def __init__(
        self,
        setter: Typesetter,
        tree: Tree,
        table: Table,
        room: Room,
        parent: int,
    ) -> None:
        self.setter, self.tree, self.table = setter, tree, table
        left, width = room.left, room.width
        self.left, self.width, self.page_height = left, width, room.page_height
        self.parent, self.element = parent, tree.add("Table", parent)
        self.measurer = Measurer(setter, table.at)
        cells = measured(setter, table)
        self.head, self.body = cells.head, cells.body
        columns = columns_of(setter, table, width, cells)
        self.xs = [left + edge for edge in columns.edges]
        self.points = [
            point and Point(left + point.x, left + point.left, left + point.right)
            for point in columns.points
        ]

    def boxes(self) -> Iterator[Box]:
        """Caption, head, rows, notes."""
        head = self._head_rows()
        heads = self._heads(head)
        notes = self._notes()
        caption = self._caption()
        noted = bool(notes)
        rows: Iterator[RowBox] | list[RowBox] = self._rows(noted=noted)
        whole = False
        if len(self.body) <= WHOLE_ROWS:
            rows = list(rows)
            height = caption[-1].after + sum(b.height for b in (*caption, *head, *rows, *notes))
            whole = height <= WHOLE * self.page_height
        kept = rows_kept(self.table.rows, whole=whole, noted=noted)
        yield from caption
        above = sum(box.height + box.after for box in caption)
        for row in head:
            yield from parts_of(row, self.page_height - min(above, self.page_height / 2))
        going_on = self._going_on(heads)
        headings = repeat(()) if whole else headings_above(self.table.rows)
        for row, keep, heading in zip(rows, kept, headings, strict=False):
            row.heads, row.keep = going_on(heading), keep
            room = self.page_height - (row.heads.height if row.heads is not None else 0)
            yield from parts_of(row, room)
        for note in notes:
            note.heads = heads
            yield note

    def _caption(self) -> list[TextBox]:
        lines = self.setter.lines(self._caption_words(), "caption", self.width, self.table.at)
        element = self.tree.add("Caption", self.element)
        role = self.setter.role("caption")
        boxes = text_boxes(lines, role, element, left=self.left, width=self.width)
        for box in boxes:
            box.keep = True
        boxes[0].anchor = self.table.label
        return boxes

    def _caption_words(self) -> Inlines:
        prefix = caption_prefix(self.setter.resolved, self.table)
        return (Text(f"{prefix}. "), *self.table.caption)

    def _head_rows(self) -> list[RowBox]:
        group = self.tree.add("THead", self.element)
        rows = []
        last = len(self.head) - 1
        for n, (row, words) in enumerate(zip(self.table.head, self.head, strict=True)):
            box = self._row(row, words, "table-head", "TH", group)
            box.keep = True
            if n == 0:
                box.rules.append((self.left, 0.0, self.width, RULE * 1.4))
            if n == last:
                box.rules.append((self.left, box.height, self.width, RULE))
            else:
                box.rules += self._span_rules(row, box.height)
            rows.append(box)
        return rows

    def _span_rules(self, row: Row, below: float) -> list[tuple[float, float, float, float]]:
        """The thin rules under heads that span several columns."""
        rules = []
        column = 0
        for cell in row.cells:
            if cell.span > 1 and cell.content:
                x = self.xs[column] + PAD
                width = self.xs[column + cell.span] - PAD - x
                rules.append((x, below, width, HAIRLINE))
            column += cell.span
        return rules

    def _heads(self, rows: list[RowBox]) -> TableHeads | None:
        """Caption and head as repeated; None when they take too much of a page."""
        words = (*self._caption_words(), Text(" (continued)"))
        caption = self.setter.lines(words, "caption", self.width, self.table.at)
        role = self.setter.role("caption")
        height = len(caption) * role.leading + role.after + sum(row.height for row in rows)
        if height > _REPEATED * self.page_height:
            return None
        return TableHeads(
            height=height,
            left=self.left,
            width=self.width,
            caption=[line._replace(values=()) for line in caption],
            caption_role=role,
            rows=rows,
            landscape=self.table.landscape,
            of=self.element,
        )

    def _going_on(self, heads: TableHeads | None) -> Callable[[tuple[int, ...]], TableHeads | None]:
        """What is repeated above a row below these headings: caption and head, then the headings
        with `(continued)`; without them where all of it takes too much of a page."""

        @cache
        def below(headings: tuple[int, ...]) -> TableHeads | None:
            if heads is None or not headings:
                return heads
            rows = [self._continued(self.table.rows[n]) for n in headings]
            height = heads.height + sum(row.height for row in rows)
            if height > _REPEATED * self.page_height:
                return heads
            return replace(heads, height=height, rows=[*heads.rows, *rows])

        return below

    def _continued(self, row: Row) -> RowBox:
        """The first cell of a heading over the whole table: `pNET cohort (continued)`."""
        first = row.cells[0]
        content = (*first.content, Text(" (continued)"))
        words = self.measurer.measure(content, "table-cell", bold=row.group)
        heading = Row((Cell(content, len(self.table.columns), first.indent),), group=row.group)
        return self._row(heading, [words], "table-cell", "TD", 0)

    def _rows(self, *, noted: bool) -> Iterator[RowBox]:
        """The body's rows."""
        group = self.tree.add("TBody", self.element)
        last = len(self.body) - 1
        for n, (row, words) in enumerate(zip(self.table.rows, self.body, strict=True)):
            box = self._row(row, words, "table-cell", "TD", group)
            if n == last:
                box.rules.append((self.left, box.height, self.width, RULE * 1.4))
                box.after = 0 if noted else BELOW
            yield box

    def _row(
        self, row: Row, measured: list[Measured], name: RoleName, tag: str, group: int
    ) -> RowBox:
        role = self.setter.role(name)
        head = tag == "TH"
        cells: list[LaidCell] = []
        column = 0
        for cell, words in zip(row.cells, measured, strict=True):
            indent = cell.indent * INDENT
            laid = self._cell(words, column, cell.span, indent, plain=head or row.group)
            cells.append(laid._replace(span=cell.span))
            column += cell.span
        count = max([len(cell.lines) for cell in cells], default=1)
        if head:
            cells = [cell._replace(drop=count - len(cell.lines)) for cell in cells]
        return RowBox(
            height=max(count, 1) * role.leading + role.before + role.after,
            cells=cells,
            role=role,
            tag=tag,
            group=group,
            labelled=not head and len(self.table.columns) > 1 and bool(row.cells[0].content),
            elements=[],
        )

    def _cell(
        self, words: Measured, column: int, span: int, indent: float, *, plain: bool
    ) -> LaidCell:
        """A cell laid in its columns; `plain`: numbers are not aligned (heads, group rows)."""
        left = self.xs[column] + PAD + indent
        right = self.xs[column + span] - PAD
        if not words.units:
            return LaidCell((), ())
        lines = words.lines(right - left + SLACK)
        point = self.points[column] if span == 1 and not plain else None
        if point is not None and len(lines) == 1:
            return LaidCell(lines, (point.start(words, lines[0].width),))
        align = self.table.columns[column].align
        if align == "left" or (span > 1 and column == 0):
            return LaidCell(lines, (left,) * len(lines))
        return LaidCell(lines, [(left + right - line.width) / 2 for line in lines])

    def _notes(self) -> list[TextBox]:
        """Notes, abbreviations, source; each a paragraph."""
        left, width = self.left + PAD, self.width - PAD
        boxes: list[TextBox] = []
        for content in below(self.table):
            lines = self.setter.lines(content, "table-note", width, self.table.at)
            role = self.setter.role("table-note")
            boxes += text_boxes(
                lines, role, self.tree.add("Note", self.parent), left=left, width=width
            )
        if boxes:
            boxes[0].before = max(boxes[0].before, 4)
            boxes[-1].after = BELOW
            if len(boxes) <= _NOTE_LINES:
                for box in boxes[:-1]:
                    box.keep = True
        return boxes
