"""A dot plot: labels, a mark for each arm on one axis, counts with percentages beside them."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from assembler.document.figures import DotGroup, DotPlot, DotRow, Tick
from assembler.document.nodes import Inlines, Text
from assembler.write.figures.columns import (
    INDENT,
    Beside,
    Columns,
    columns_for,
    put_apart,
    put_head,
    put_heading,
    put_row,
)
from assembler.write.figures.picture import (
    BLACK,
    GREY,
    THIN,
    Path,
    Picture,
    Point,
    box,
    disc,
    line,
)
from assembler.write.figures.sketch import CELL, HEAD, Sketch

RADIUS = 2.7
TICK = 3.5
LEAD = 11.0
"""Before the head of a column, for the mark of its arm."""
LABEL_MOST = 0.3
"""The most that labels take of the width before they are broken: long terms are few."""
BESIDE = 2.4
"""From the middle of a row to the marks of two arms, which never hide each other."""


def _triangle(middle: Point, *, fill: float | None) -> Path:
    x, y = middle
    half = RADIUS * 1.1
    points = ((x - half, y + RADIUS * 0.9), (x + half, y + RADIUS * 0.9), (x, y - RADIUS * 1.1))
    return Path(points, closed=True, fill=fill)


def _square(middle: Point, *, fill: float | None) -> Path:
    half = RADIUS * 0.9
    return box(middle[0] - half, middle[1] - half, 2 * half, 2 * half, fill=fill)


def _disc(middle: Point, *, fill: float | None) -> Path:
    return disc(middle, RADIUS, fill=fill)


_SHAPES: tuple[Callable[..., Path], ...] = (_disc, _square, _triangle)


def mark(arm: int, middle: Point) -> Path:
    """The mark of an arm: full and hollow in turn, each pair of arms with a shape of its own."""
    return _SHAPES[arm // 2 % len(_SHAPES)](middle, fill=None if arm % 2 else BLACK)


def draw_dot_plot(sketch: Sketch, plot: DotPlot, width: float) -> Picture:
    """The plot, `width` points wide and as high as its rows."""
    columns = _columns(sketch, plot, width)
    left, room = columns.plot
    axis = (left + RADIUS, left + room - RADIUS)
    y = put_head(sketch, [plot.head, *plot.arms], columns, width)
    _put_keys(sketch, plot, columns, y)
    for number, group in enumerate(plot.groups):
        if number:
            y = put_apart(sketch, width, y)
        y = put_heading(sketch, group.label, columns, y, room=width)
        y = _put_rows(sketch, group, columns, plot.ticks, axis, y)
    y += 4
    return sketch.picture(width, _put_axis(sketch, plot, axis, y))


def _columns(sketch: Sketch, plot: DotPlot, width: float) -> Columns:
    indent = INDENT if any(group.label for group in plot.groups) else 0.0
    rows = [row for group in plot.groups for row in group.rows]
    labels = [
        sketch.natural(plot.head, HEAD),
        *(indent + sketch.natural(row.label, CELL) for row in rows),
    ]
    beside = [
        Beside(head, tuple(row.cells[n] for row in rows), lead=LEAD)
        for n, head in enumerate(plot.arms)
    ]
    return columns_for(sketch, min(max(labels), LABEL_MOST * width), beside, width)


def _put_keys(sketch: Sketch, plot: DotPlot, columns: Columns, y: float) -> None:
    """The mark of each arm before the first line of its head."""
    role = sketch.role(HEAD)
    base = y - 2 - role.after
    for arm, head in enumerate(plot.arms):
        left, room = columns.cells[arm]
        lines = sketch.lines(head, HEAD, room - LEAD)
        middle = base - sketch.height(lines, HEAD) + role.base_line - 0.36 * role.size
        sketch.paths.append(mark(arm, (left + RADIUS + 0.5, middle)))


def _put_rows(
    sketch: Sketch,
    group: DotGroup,
    columns: Columns,
    ticks: Sequence[Tick],
    axis: tuple[float, float],
    y: float,
) -> float:
    """The rows of a group from `y` on; returns where they end."""
    indent = INDENT if group.label else 0.0
    for row in group.rows:
        middle, y = put_row(sketch, row.label, row.cells, columns, y, indent=indent)
        _put_marks(sketch, row, ticks, axis, middle)
    return y


def _put_marks(
    sketch: Sketch, row: DotRow, ticks: Sequence[Tick], axis: tuple[float, float], middle: float
) -> None:
    """The marks of a row on a dotted line, the first arm's uppermost."""
    ends = ((axis[0], middle), (axis[1], middle))
    sketch.paths.append(Path(ends, stroke=GREY, width=THIN, dash=(0.5, 2.5)))
    for arm, share in enumerate(row.shares):
        if share is not None:
            below = (arm - (len(row.shares) - 1) / 2) * 2 * BESIDE / max(1, len(row.shares) - 1)
            sketch.paths.append(mark(arm, (_x(share, ticks, axis), middle + below)))


def _x(share: Decimal, ticks: Sequence[Tick], axis: tuple[float, float]) -> float:
    """The place of a share on an axis that begins at 0."""
    left, right = axis
    return left + float(share / ticks[-1].at) * (right - left)


def _put_axis(sketch: Sketch, plot: DotPlot, axis: tuple[float, float], y: float) -> float:
    """Axis, ticks, title from `y` on; returns the figure's lower edge."""
    left, right = axis
    sketch.paths.append(line((left, y), (right, y)))
    for tick in plot.ticks:
        x = _x(tick.at, plot.ticks, axis)
        sketch.paths.append(line((x, y), (x, y + TICK)))
        label: Inlines = (Text(tick.text),)
        sketch.put(sketch.lines(label, CELL), CELL, left=x, top=y + TICK, align="center")
    y += TICK + sketch.role(CELL).leading + 2
    title = sketch.lines(plot.title, CELL, right - left)
    sketch.put(title, CELL, left=left, top=y, width=right - left, align="center")
    return y + sketch.height(title, CELL)
