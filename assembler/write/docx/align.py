"""How the cells of a column line up: on the point, on the right, in the middle."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from assembler.document.nodes import Cell, Table
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import text_of
from assembler.write.docx.paragraphs import Properties
from assembler.write.look import Look

CELL_MARGINS_POINTS = 8
"""Left and right together, as the table style has them."""

_NUMBER = re.compile(r"[<>≤≥=~±+\-−–]?\s*\d[\d,\u00a0]*(\.\d+)?")
# Advance widths of Arial in thousandths of an em, for the characters of numbers; close enough
# for Times New Roman too, since they only centre a column of numbers in its width.
_WIDTHS = {" ": 278, "\u00a0": 278, ".": 278, ",": 278, "(": 333, ")": 333, "%": 889, ":": 278}
_OTHER = 556


@dataclass(frozen=True, slots=True)
class Aligned:
    """The alignment of one column's cells. Lengths in points."""

    kind: Literal["left", "center", "decimal", "right"]
    tab: float = 0
    right: float = 0

    def properties(self, cell: Cell, given: Properties, resolved: Resolved) -> Properties:
        """`given` with the alignment of `cell`; words in a column of numbers are centred.

        Word, and LibreOffice with it, aligns a cell on its decimal tab stop without any tab
        character, as long as the paragraph is set left.
        """
        if self.kind == "left" or not cell.content:
            return given
        if self.kind == "center" or not _NUMBER.match(text_of(resolved, cell.content)):
            return replace(given, align="center")
        if self.kind == "right":
            return replace(given, align="right", right=self.right)
        return replace(given, decimal_tab=self.tab)


def align_columns(table: Table, resolved: Resolved, edges: list[int], look: Look) -> list[Aligned]:
    """The alignment of every column. `edges` in twips.

    Plain numbers stand on a decimal tab. Where more follows the number (`45 (48.4)`, `12%`),
    programs differ in where such a text has its point, so these are set right; either way the
    widest cell stands in the middle of the column.
    """
    texts: list[list[str]] = [[] for _ in table.columns]
    decimal = {n for n, column in enumerate(table.columns) if column.align == "decimal"}
    for row in table.rows if decimal else ():
        column = 0
        for cell in row.cells:
            if column in decimal and cell.span == 1 and cell.content and not row.group:
                texts[column].append(text_of(resolved, cell.content))
            column += cell.span
    size = look.roles["table-cell"].size
    return [
        _aligned(texts[n], (edges[n + 1] - edges[n]) / 20 - CELL_MARGINS_POINTS, size)
        if n in decimal
        else Aligned("left" if column.align == "left" else "center")
        for n, column in enumerate(table.columns)
    ]


def _aligned(texts: list[str], width: float, size: float) -> Aligned:
    numbers = [text for text in texts if _NUMBER.match(text)]
    widest = max((_width(text, size) for text in numbers), default=0.0)
    if not numbers or widest > width:
        return Aligned("center")
    if any(not _NUMBER.fullmatch(text) for text in numbers):
        return Aligned("right", right=(width - widest) / 2)
    before = max(_width(text.partition(".")[0], size) for text in numbers)
    after = max(_width("".join(text.partition(".")[1:]), size) for text in numbers)
    return Aligned("decimal", tab=max(before, (width - before - after) / 2 + before))


def _width(text: str, size: float) -> float:
    return sum(_WIDTHS.get(char, _OTHER) for char in text) * size / 1000
