"""The rows of a table as text of their part: as elements they would take three times as long, and
most of the memory of a document that is mostly tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeGuard

from assembler.document.nodes import Cell, Gap, Inlines, Row, Strong, Table, Text, Value
from assembler.write.docx.align import MIDDLE, PLACED, Aligned, Stance
from assembler.write.docx.anchors import (
    Ledger,
    control_text,
    is_anchored_by_row,
    row_values,
    value_bookmark,
)
from assembler.write.docx.inlines import (
    PLAIN,
    Anchoring,
    Format,
    Frame,
    is_anchored,
    named,
    put_inlines,
)
from assembler.write.docx.paragraphs import Properties, put_paragraph
from assembler.write.docx.styles import TABLE_GROUP, style_id
from assembler.write.docx.xml import Element, as_text, inside, root, run_text, sub
from assembler.write.text.cells import Measured
from assembler.write.text.columns import INDENT

_ROW, _ROW_END = "<w:tr><w:trPr><w:cantSplit/></w:trPr>", "</w:tr>"
_CELL_END = "</w:p></w:tc>"


@dataclass(slots=True)
class Rows:
    """Makes the rows of one table."""

    table: Table
    frame: Frame
    edges: Sequence[int]
    """Of the columns, twentieths of a point."""
    words: Sequence[Sequence[Measured]]
    aligned: Sequence[Aligned]
    _begun: dict[tuple[object, ...], str] = field(default_factory=dict)
    """Cells as far as their words: most are like many others."""

    def made(self, rows: Sequence[Row], kept: Sequence[bool], start: int, ledger: Ledger) -> bytes:
        """These rows, the first of them the row `start` of the table; `kept`: whether each stays on
        the page of the next."""
        pieces: list[str] = []
        is_by_row = is_anchored_by_row(self.table)
        for number, (row, keep) in enumerate(zip(rows, kept, strict=True), start):
            form = self._of_row(row, ledger) if is_by_row else PLAIN
            pieces.append(_ROW)
            column = 0
            for cell, said in zip(row.cells, self.words[number], strict=True):
                style, content = self._style(cell, row)
                stance = self._stance(cell, row, said, column)
                pieces += (
                    self._cell((column, cell.span, cell.indent, style, keep, stance)),
                    self._content(content, form, ledger),
                    _CELL_END,
                )
                column += cell.span
            pieces.append(_ROW_END)
        return "".join(pieces).encode()

    def _of_row(self, row: Row, ledger: Ledger) -> Format:
        """In a large table the first value's control stands for every value of its row."""
        values = row_values(row)
        if values and not self.frame.options.flatten:
            anchor = value_bookmark(values[0][0])
            ledger.places.update((value, anchor) for value, _ in values)
        return Format(anchoring=Anchoring(values[0][0])) if values else PLAIN

    def _style(self, cell: Cell, row: Row) -> tuple[str, Inlines]:
        """The style of a cell's paragraph, with the words that it is for. LibreOffice draws the
        words of a control without bold of their own, but in the bold of a style."""
        content = cell.content
        if len(content) == 1 and isinstance(content[0], Strong):
            return TABLE_GROUP, content[0].children
        if row.group:
            return TABLE_GROUP, content
        return style_id(self.frame.options.look, "table-cell"), content

    def _stance(self, cell: Cell, row: Row, said: Measured, column: int) -> Stance:
        if cell.span == 1 and not row.group:
            return self.aligned[column].stance(cell, said)
        left = row.group or column == 0 or self.table.columns[column].align == "left"
        return PLACED if left else MIDDLE

    def _cell(self, key: tuple[int, int, int, str, bool, Stance]) -> str:
        begun = self._begun.get(key)
        if begun is None:
            column, span, indent, style, keep, stance = key
            properties = Properties(
                keep_next=keep,
                decimal_tab=stance.decimal_tab,
                left=indent * INDENT if indent and stance.left is None else stance.left,
                align=stance.align,
            )
            cell = empty_cell(self.edges, column, span)
            put_paragraph(cell, style, properties)
            begun = self._begun[key] = as_text(cell).removesuffix(_CELL_END)
        return begun

    def _content(self, content: Inlines, form: Format, ledger: Ledger) -> str:
        if _are_words(content):
            return "".join([self._run(inline, form, ledger) for inline in content])
        paragraph = root("p")
        put_inlines(paragraph, content, form, self.frame, ledger)
        return inside(paragraph)

    def _run(self, inline: Text | Value | Gap, form: Format, ledger: Ledger) -> str:
        words = run_text(inline.text)
        if isinstance(inline, Text) or not is_anchored(inline, form, self.frame):
            return words
        return control_text(inline.id, named(inline, self.frame), words, ledger)


def empty_cell(edges: Sequence[int], column: int, span: int) -> Element:
    """A cell of so many columns, without its paragraph."""
    cell = root("tc")
    properties = sub(cell, "tcPr")
    sub(properties, "tcW", w=edges[column + span] - edges[column], type="dxa")
    if span > 1:
        sub(properties, "gridSpan", val=span)
    return cell


def _are_words(content: Inlines) -> TypeGuard[tuple[Text | Value | Gap, ...]]:
    """Whether all are runs of words like those round them, in a control or not."""
    return all(
        isinstance(inline, Text | Value) or (isinstance(inline, Gap) and not inline.is_owed)
        for inline in content
    )
