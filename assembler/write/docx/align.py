"""How the cells of a column line up: on the point, or in the middle."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from assembler.document.nodes import Cell, Table
from assembler.document.walk import marks_in, without_marks
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import text_of
from assembler.write.text.cells import Measured, MeasuredTable, Point
from assembler.write.text.columns import Columns

_PLAIN = re.compile(r"[<>≤≥=~≈±+\-−–]*[ \u00a0]?\d[\d,\u00a0]*(\.\d+)?")
"""A number and nothing else."""


class Stance(NamedTuple):
    """How the paragraph of a cell stands. Lengths in points; None: as its style and column say."""

    align: str | None = None
    decimal_tab: float | None = None
    left: float | None = None


PLACED = Stance()
MIDDLE = Stance("center")


@dataclass(frozen=True, slots=True)
class Aligned:
    """The alignment of one column's cells. Lengths in points from where its words may begin."""

    is_left: bool
    point: Point | None = None
    """Where numbers have their point; else cells stand in the middle."""
    is_plain: bool = False
    """Whether all numbers of the column are numbers and nothing else."""

    def stance(self, cell: Cell, words: Measured) -> Stance:
        """The alignment of `cell`, measured as `words`.

        Word, and LibreOffice with it, aligns a cell on its decimal tab stop without any tab
        character, as long as the paragraph is set left. Programs differ in where they see the
        point of `45 (48.4)`, `12%` or a number with a raised letter: these are indented to it.
        """
        if self.is_left or not cell.content:
            return PLACED
        point, line = self.point, words.line
        if point is None or line is None or words.integer is None:
            return MIDDLE
        if line.width > point.right - point.left:
            return MIDDLE
        if self.is_plain and not any(marks_in(cell.content)):
            return Stance(decimal_tab=point.x)
        return Stance(left=point.start(words, line.width))


def align_columns(
    table: Table, cells: MeasuredTable, columns: Columns, resolved: Resolved
) -> list[Aligned]:
    """The alignment of every column."""
    texts: list[set[str]] = [set() for _ in table.columns]
    decimal = {n for n, point in enumerate(columns.points) if point is not None}
    for row, measured in zip(table.rows, cells.body, strict=True) if decimal else ():
        at = 0
        for cell, words in zip(row.cells, measured, strict=True):
            if at in decimal and words.integer is not None and cell.span == 1:
                texts[at].add(text_of(resolved, without_marks(cell.content)))
            at += cell.span
    return [
        Aligned(
            column.align == "left",
            _from_its_edge(point),
            all(_PLAIN.fullmatch(text) for text in of_column),
        )
        for column, point, of_column in zip(table.columns, columns.points, texts, strict=True)
    ]


def _from_its_edge(point: Point | None) -> Point | None:
    """The point as Word counts: from the left end of the cell's words."""
    if point is None:
        return None
    return Point(point.x - point.left, 0.0, point.right - point.left)
