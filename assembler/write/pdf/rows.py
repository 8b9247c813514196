"""Rows of a table as boxes; the head repeated, a row taller than a page in parts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import NamedTuple

from assembler.write.look import Role
from assembler.write.pdf.boxes import Box, Heads
from assembler.write.pdf.page import Sheet
from assembler.write.text.lines import Line


class LaidCell(NamedTuple):
    """The lines of a cell with their left edges, and how many lines lower than the row it is."""

    lines: Sequence[Line]
    xs: Sequence[float]
    drop: int = 0
    span: int = 1
    """Columns that it covers."""


@dataclass(slots=True, kw_only=True, eq=False)
class RowBox(Box):
    """A table row, or the part of it that stands on one page."""

    cells: Sequence[LaidCell]
    role: Role
    tag: str
    group: int
    """Structure element of the head or the body."""
    labelled: bool = False
    """The first cell says of what the others are: it is a head too."""
    elements: list[int]
    """The row and its cells; made at the first drawing, shared by the parts of a row."""
    parted: bool = False
    """A part of a row: the cells go on on the next page."""
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    """Rules: x, distance below the row's upper edge, width, weight."""

    def draw(self, sheet: Sheet, top: float) -> None:
        """The cells, each marked as one."""
        elements = self.elements
        if not elements:
            row = sheet.tree.add("TR", self.group)
            elements.append(row)
            tags = chain(("TH",) if self.labelled else (), repeat(self.tag))
            elements += [  # drawn alike: the page tells the rows from the head
                sheet.tree.add(tag, row, span=cell.span, mark=self.tag)
                for tag, cell in zip(tags, self.cells, strict=False)
            ]
        first = top - _base(self.role)
        leading = self.role.leading
        sheet.row = first
        for element, cell in zip(elements[1:], self.cells, strict=True):
            y = first - cell.drop * leading
            if self.parted:
                sheet.part_of = element
            for line, x in zip(cell.lines, cell.xs, strict=True):
                sheet.line(line, element, x, y)
                y -= leading
        sheet.part_of = sheet.row = None
        self._draw_rules(sheet, top)

    def draw_again(self, sheet: Sheet, top: float) -> None:
        """The same as an artifact: the head of a further page."""
        first = top - _base(self.role)
        for cell in self.cells:
            y = first - cell.drop * self.role.leading
            for line, x in zip(cell.lines, cell.xs, strict=True):
                sheet.artifact(line, x, y)
                y -= self.role.leading
        self._draw_rules(sheet, top)

    def _draw_rules(self, sheet: Sheet, top: float) -> None:
        for x, below, width, weight in self.rules:
            sheet.rule(x, top - below, width, weight)


@dataclass(slots=True, kw_only=True, eq=False)
class TableHeads(Heads):
    """Caption and head as repeated: `Table 1. ... (continued)`, artifacts."""

    caption: Sequence[Line]
    caption_role: Role
    rows: Sequence[RowBox]

    def draw(self, sheet: Sheet, top: float) -> None:
        """Caption, then head rows."""
        role = self.caption_role
        y = top
        for line in self.caption:
            sheet.artifact(line, self.left, y - role.base_line)
            y -= role.leading
        y -= role.after
        for row in self.rows:
            row.draw_again(sheet, y)
            y -= row.height
        sheet.end()


def _base(role: Role) -> float:
    """From a row's upper edge down to the base line of its first line."""
    return role.before + role.base_line


def parts_of(row: RowBox, room: float) -> Iterator[RowBox]:
    """The row itself, or where it is taller than `room` its lines in parts that are not."""
    if row.height <= room:
        yield row
        return
    role = row.role
    count = max(1, int((room - role.before - role.after) / role.leading))
    total = max(len(cell.lines) + cell.drop for cell in row.cells)
    for start in range(0, total, count):
        taken = min(count, total - start)
        cells = [
            cell._replace(
                lines=cell.lines[start : start + count], xs=cell.xs[start : start + count], drop=0
            )
            for cell in row.cells
        ]
        height = taken * role.leading + role.before + role.after
        rules = [r for r in row.rules if r[1] == 0 and start == 0]
        if start + count >= total:
            rules += [(x, height, w, weight) for x, b, w, weight in row.rules if b > 0]
        yield RowBox(
            height=height,
            after=row.after if start + count >= total else 0,
            keep=row.keep and start + count >= total,
            heads=row.heads,
            cells=cells,
            role=role,
            tag=row.tag,
            group=row.group,
            labelled=row.labelled,
            elements=row.elements,
            parted=True,
            rules=rules,
        )
