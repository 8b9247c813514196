"""Columns of a table: their widths and where numbers stand, the same on pages and in Word.

Widths follow from what the cells say, as long as no column has one of its own: no word is broken
while the table has room, and the room beyond that goes where it saves the most lines.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assembler.document.nodes import Row, Table
from assembler.write.text.cells import Measured, MeasuredTable, Point, decimal_point, measured
from assembler.write.text.typeset import Typesetter

PAD = 4.0
"""Space at the left and right of a cell's words, points."""
INDENT = 10.0
"""One level of indention of a row label, points."""
_ROUNDING = 0.1
"""Edges stand on twentieths of a point, Word's unit; a word keeps its room all the same."""
_WORK = 40_000
"""Rows times columns cubed that are looked at for widths: a sample of the rows of a long table."""
_STEPS = (10, 20, 40, 80, 160)
"""The room is moved between columns in ever smaller parts of the width."""
_MOVES = 40
"""Moves of one size, at most."""
_RAGGED = 6.0
"""What a broken line leaves empty at its end, points."""
_EVEN = 0.01
"""Weight of the longest cells of all columns beside the lines that are saved."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of a table stand, points from its left edge."""

    edges: tuple[float, ...]
    """Their left edges and the right edge of the last one."""
    points: tuple[Point | None, ...]
    """The decimal point of each column that has one."""


def columns_of(
    setter: Typesetter, table: Table, width: float, cells: MeasuredTable | None = None
) -> Columns:
    """The columns of a table `width` points wide; `cells` are its cells where they are measured
    already."""
    cells = cells or measured(setter, table)
    edges = [0.0]
    total = 0.0
    for column in column_widths(table, cells, width):
        total += column
        edges.append(round(total * 20) / 20)
    return Columns(tuple(edges), tuple(_points(table, cells, edges)))


def column_widths(table: Table, cells: MeasuredTable, width: float) -> list[float]:
    """Widths of the columns, points; together `width`."""
    least, natural = _wishes(table, cells)
    shares = [column.width for column in table.columns]
    if any(share is not None for share in shares):
        return weighted([1.0 if share is None else share for share in shares], least, width)
    if sum(least) >= width:
        return fair(least, width)
    _level(table, natural, width)
    if sum(natural) <= width:
        spare = width - sum(natural)
        return [wish + spare * wish / sum(natural) for wish in natural]
    return Sharing(least, natural, _sample(table, cells), width).widths(_arms(table))


def weighted(weights: Sequence[float], least: Sequence[float], width: float) -> list[float]:
    """Widths by weights; a column is widened to hold its widest word."""
    floors = fair(least, width)
    fixed: set[int] = set()
    while True:
        room = width - sum(floors[n] for n in fixed)
        weight = sum(weights[n] for n in range(len(weights)) if n not in fixed)
        widths = [
            floors[n] if n in fixed else room * weights[n] / weight for n in range(len(weights))
        ]
        short = {n for n, got in enumerate(widths) if n not in fixed and got < floors[n]}
        if not short or len(fixed | short) == len(weights):
            return widths if not short else floors
        fixed |= short


def fair(least: Sequence[float], width: float) -> list[float]:
    """What each column needs; where that is too much together, the widest give way first."""
    left = width
    got = [0.0] * len(least)
    waiting = sorted(range(len(least)), key=lambda n: (least[n], n))
    for position, n in enumerate(waiting):
        got[n] = min(least[n], left / (len(waiting) - position))
        left -= got[n]
    return got


def _wishes(table: Table, cells: MeasuredTable) -> tuple[list[float], list[float]]:
    """The width that each column needs for its widest word, and for its longest cell in one line;
    cells over several columns widen these where a word of theirs asks for it."""
    count = len(table.columns)
    least, natural = [0.0] * count, [0.0] * count
    spanning: list[tuple[int, int, float]] = []
    for rows, of_rows in ((table.head, cells.head), (table.rows, cells.body)):
        for column, span, indent, words in _cells(rows, of_rows):
            around = indent * INDENT + 2 * PAD + _ROUNDING
            if span > 1:
                spanning.append((column, span, words.widest + around))
                continue
            need, wish = words.widest + around, words.natural + around
            if need > least[column]:
                least[column] = need
            if wish > natural[column]:
                natural[column] = wish
    for column, span, need in sorted(spanning):
        over = range(column, column + span)
        missing = need - sum(least[n] for n in over)
        if missing > 0:
            for n in over:
                least[n] += missing / span
    return least, [max(pair) for pair in zip(least, natural, strict=True)]


def _cells(
    rows: Sequence[Row], of_rows: Sequence[Sequence[Measured]]
) -> Iterator[tuple[int, int, int, Measured]]:
    """Column, span, indent and words of each cell; group rows take what room there is."""
    for row, words in zip(rows, of_rows, strict=True):
        if row.group:
            continue
        column = 0
        for cell, said in zip(row.cells, words, strict=True):
            yield column, cell.span, cell.indent, said
            column += cell.span


def _level(table: Table, natural: list[float], width: float) -> None:
    """Columns of numbers are equally wide where there is room for it: arms beside each other."""
    numbers = [n for n, column in enumerate(table.columns) if column.align == "decimal"]
    if not numbers:
        return
    widest = max(natural[n] for n in numbers)
    missing = sum(widest - natural[n] for n in numbers)
    if sum(natural) + missing <= width:
        for n in numbers:
            natural[n] = widest


def _arms(table: Table) -> list[range]:
    """Columns of numbers beside each other below one head, or below none in common."""
    over: list[int] = []
    if table.head:
        for number, cell in enumerate(table.head[0].cells):
            over += [number if cell.span > 1 else -1] * cell.span
    made: list[range] = []
    for n, column in enumerate(table.columns):
        if column.align != "decimal":
            continue
        if made and made[-1].stop == n and over[n : n + 1] == over[n - 1 : n]:
            made[-1] = range(made[-1].start, n + 1)
        else:
            made.append(range(n, n + 1))
    return [columns for columns in made if len(columns) > 1]


def rows_looked_at(columns: int) -> int:
    """How many rows of a long table its widths are made from."""
    return max(8, _WORK // columns**3)


def _sample(table: Table, cells: MeasuredTable) -> list[list[float]]:
    """Rows as the lengths of their cells in one line: the heads, and rows at even distances."""
    count = len(table.columns)
    most = rows_looked_at(count)
    body = [n for n, row in enumerate(table.rows) if not row.group]
    chosen = [body[n * len(body) // most] for n in range(most)] if len(body) > most else body
    rows = [*table.head, *(table.rows[n] for n in chosen)]
    words = [*cells.head, *(cells.body[n] for n in chosen)]
    lengths: list[list[float]] = []
    for row, said in zip(rows, words, strict=True):
        of_row = [0.0] * count
        for column, span, indent, one in _cells([row], [said]):
            if span == 1 and one.natural:
                of_row[column] = one.natural + indent * INDENT
        lengths.append(of_row)
    return lengths


@dataclass(slots=True)
class Sharing:
    """Room being shared so that the rows of a table take few lines. Points."""

    least: Sequence[float]
    natural: Sequence[float]
    rows: Sequence[Sequence[float]]
    width: float

    def widths(self, arms: Sequence[range]) -> list[float]:
        """Beginning with what CSS gives a table, room is moved while that saves lines; `arms` are
        columns that are made equally wide where that costs no more than a line."""
        spare = self.width - sum(self.least)
        wanted = [wish - need for wish, need in zip(self.natural, self.least, strict=True)]
        widths = [n + spare * w / sum(wanted) for n, w in zip(self.least, wanted, strict=True)]
        lines = [self._lines(column, one) for column, one in enumerate(widths)]
        cost = self._cost(lines)
        for part in _STEPS:
            for _ in range(_MOVES):
                found = self._best(widths, lines, cost, self.width / part)
                if found is None:
                    break
                cost, giver, taker, step = found
                widths[giver] -= step
                widths[taker] += step
                for column in (giver, taker):
                    lines[column] = self._lines(column, widths[column])
        for columns in arms:
            even = sum(widths[n] for n in columns) / len(columns)
            tried = [self._lines(n, even) if n in columns else one for n, one in enumerate(lines)]
            if all(self.least[n] <= even for n in columns) and self._cost(tried) <= cost + 1:
                widths[columns.start : columns.stop] = [even] * len(columns)
        return widths

    def _best(
        self, widths: Sequence[float], lines: list[list[float]], cost: float, step: float
    ) -> tuple[float, int, int, float] | None:
        """The move of `step` points that saves the most lines: new cost, giver, taker, points."""
        count = range(len(widths))
        narrower = [
            self._lines(n, widths[n] - step) if widths[n] - step >= self.least[n] else None
            for n in count
        ]
        wider = [
            self._lines(n, widths[n] + step) if widths[n] < self.natural[n] else None for n in count
        ]
        best: tuple[float, int, int, float] | None = None
        for giver in count:
            for taker in count:
                less, more = narrower[giver], wider[taker]
                if giver == taker or less is None or more is None:
                    continue
                tried = list(lines)
                tried[giver], tried[taker] = less, more
                now = self._cost(tried)
                if now < (best[0] if best else cost - 1e-9):
                    best = (now, giver, taker, step)
        return best

    def _lines(self, column: int, width: float) -> list[float]:
        """Lines that the cells of a column take, as if words were sand."""
        room = width - 2 * PAD
        return [
            1.0 if row[column] <= room else row[column] / max(room - _RAGGED, 1.0)
            for row in self.rows
        ]

    def _cost(self, lines: Sequence[Sequence[float]]) -> float:
        """Lines of all rows; and of the longest cells, so that no column is narrow for nothing."""
        cost = _EVEN * sum([max(of_column) for of_column in lines])
        for of_row in zip(*lines, strict=True):
            cost += max(of_row)
        return cost


def _points(table: Table, cells: MeasuredTable, edges: Sequence[float]) -> Iterator[Point | None]:
    """The decimal point of each column that has one."""
    numbers: list[list[Measured]] = [[] for _ in table.columns]
    wanted = [column.align == "decimal" for column in table.columns]
    if any(wanted):
        for column, span, _, words in _cells(table.rows, cells.body):
            if wanted[column] and span == 1:
                numbers[column].append(words)
    for n, is_wanted in enumerate(wanted):
        found = decimal_point(numbers[n], edges[n] + PAD, edges[n + 1] - PAD) if is_wanted else None
        yield found
