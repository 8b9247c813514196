"""The cells of a table: words measured once; where the numbers of a column align."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assembler.document.nodes import Gap, Inlines, Row, Table, Text, Value, ValueId
from assembler.problems import Position
from assembler.write.look import RoleName
from assembler.write.text.lines import Line, Unit, break_lines
from assembler.write.text.typeset import Typesetter

_INTEGER = re.compile(r"[<>≤≥=~≈±+−–-]*[ \u00a0]?\d+(?:[,\u2009\u202f\u00a0]\d{3})*(?!\d)")
"""What stands before the decimal point; `93 (45.2)` aligns after the 93."""


class Measured(NamedTuple):
    """The words of a cell before the widths of the columns are known. Points."""

    units: list[Unit]
    line: Line | None
    """All on one line; None where a line end is forced."""
    widest: float
    """Width of the widest word."""
    natural: float
    """Width of the longest line when none is broken."""
    integer: float | None
    """Width of what stands before the decimal point; None when it is no number."""
    value: ValueId | None = None
    """The value that the cell consists of; the units are shared by all cells of equal text."""

    def lines(self, width: float) -> Sequence[Line]:
        """The words in lines of at most `width` points."""
        if self.line is not None and self.line.width <= width:
            lines = [self.line]
        else:
            lines = break_lines(self.units, width)
        if self.value is not None:
            lines[0] = lines[0]._replace(values=(self.value,))
        return lines


@dataclass(frozen=True, slots=True)
class MeasuredTable:
    """The cells of a table, row by row as they stand in it."""

    head: list[list[Measured]]
    body: list[list[Measured]]


def measured(setter: Typesetter, table: Table) -> MeasuredTable:
    """The cells of a table in the faces of its roles; group rows are bold."""
    measurer = Measurer(setter, table.at)

    def of(row: Row, role: RoleName) -> list[Measured]:
        return [measurer.measure(cell.content, role, bold=row.group) for cell in row.cells]

    return MeasuredTable(
        [of(row, "table-head") for row in table.head],
        [of(row, "table-cell") for row in table.rows],
    )


class Measurer:
    """Measures the cells of one table; equal plain texts once."""

    def __init__(self, setter: Typesetter, at: Position) -> None:
        self._setter = setter
        self._at = at
        self._plain: dict[tuple[str, bool, RoleName, bool], Measured] = {}

    def measure(self, content: Inlines, role: RoleName, *, bold: bool) -> Measured:
        """The words of a cell."""
        if len(content) == 1:
            inline = content[0]
            if isinstance(inline, (Text, Value, Gap)):
                value = None if isinstance(inline, Text) else inline.id
                key = (inline.text, value is None, role, bold)
                known = self._plain.get(key)
                if known is None:
                    refused = self._setter.fonts.refused
                    known = self._measure(content, role, bold)
                    if self._setter.fonts.refused > refused:
                        return known  # measured again next time: each place is a problem
                    self._plain[key] = known
                return known if value is None else known._replace(value=value)
        return self._measure(content, role, bold)

    def _measure(self, content: Inlines, role: RoleName, bold: bool) -> Measured:
        units = self._setter.units(content, role, self._at, bold=bold)
        widest = max([unit.width for unit in units], default=0.0)
        lines = break_lines(units, float("inf"))
        if any(unit.newline for unit in units):
            return Measured(units, None, widest, max(line.width for line in lines), None)
        line = lines[0]
        return Measured(units, line, widest, line.width, integer_width(line))


class Point(NamedTuple):
    """A column's decimal point: where the integer parts end. Points from the left edge that
    `left` and `right`, the ends of the room for words, are measured from."""

    x: float
    left: float
    right: float

    def start(self, cell: Measured, width: float) -> float:
        """The left edge of a one-line cell; words that are no number stand in the middle."""
        if cell.integer is None:
            return max(self.left, (self.left + self.right - width) / 2)
        return max(self.left, min(self.x - cell.integer, self.right - width))


def decimal_point(cells: Iterable[Measured], left: float, right: float) -> Point:
    """Where the numbers of a column align, the block of them in the middle of the column."""
    before = after = 0.0
    for cell in cells:
        if cell.integer is not None and cell.line is not None and cell.line.width <= right - left:
            before = max(before, cell.integer)
            after = max(after, cell.line.width - cell.integer)
    spare = max(0.0, right - left - before - after)
    return Point(left + spare / 2 + before, left, right)


def integer_width(line: Line) -> float | None:
    """Width of the first number's integer part; None when the line begins with no number."""
    match = _INTEGER.match("".join([run.text for run in line.runs]))
    if match is None:
        return None
    left = match.end()
    width = 0.0
    for run in line.runs:
        chars, size = run.ink.face.chars, run.ink.size
        width += sum([chars[char] for char in run.text[:left]]) * size
        left -= len(run.text)
        if left <= 0:
            break
    return width
