"""A forest plot: labels, estimates with intervals on one axis, what was reported beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log10

from assembler.document.figures import Axis, ForestGroup, ForestPlot, ForestRow, Side
from assembler.document.nodes import Inlines, Text
from assembler.write.figures.picture import (
    BLACK,
    GREY,
    STRONG,
    THIN,
    Path,
    Picture,
    arrow_head,
    box,
    line,
)
from assembler.write.figures.sketch import CELL, HEAD, Sketch
from assembler.write.text.lines import Line

GAP = 14.0
"""Between columns, points."""
APART = 7.0
"""Above and below the rule between two groups."""
MARKER = 5.6
"""Side of the square at an estimate: the same for every row, whatever its weight."""
CAP = 2.4
"""Half the height of the stroke at the end of an interval."""
TICK = 3.5
INDENT = 8.0
"""Of a row under the heading of its group."""
PLOT_LEAST, LABEL_LEAST, CELLS_MOST = 0.3, 0.22, 0.48
"""Parts of the figure's width."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Where values stand on an axis that runs from `left` to `right`."""

    axis: Axis
    left: float
    right: float

    def x(self, value: Decimal) -> float:
        """The place of a value; of a value beyond the axis, the place beyond its end."""
        low, high = (self._along(self.axis.ticks[n].at) for n in (0, -1))
        return self.left + (self._along(value) - low) / (high - low) * (self.right - self.left)

    def holds(self, value: Decimal) -> bool:
        """Whether the value lies on the axis."""
        return self.axis.ticks[0].at <= value <= self.axis.ticks[-1].at

    def clipped(self, value: Decimal) -> float:
        """The place of a value, or the end of the axis beyond which it lies."""
        if self.holds(value):
            return self.x(value)
        return self.left if value < self.axis.ticks[0].at else self.right

    def _along(self, value: Decimal) -> float:
        return log10(value) if self.axis.scale == "log" else float(value)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Left edge and width of each column."""

    label: tuple[float, float]
    plot: tuple[float, float]
    cells: tuple[tuple[float, float], ...]


def draw_forest_plot(sketch: Sketch, plot: ForestPlot, width: float) -> Picture:
    """The plot, `width` points wide and as high as its rows."""
    columns = _columns(sketch, plot, width)
    left, room = columns.plot
    inset = MARKER / 2
    scale = Scale(plot.axis, left + inset, left + room - inset)
    y = _put_head(sketch, plot, columns, width)
    top = y
    for number, group in enumerate(plot.groups):
        if number:
            y += APART
            sketch.paths.append(Path(((0, y), (width, y)), stroke=GREY, width=THIN))
            y += APART
        y = _put_group(sketch, group, columns, scale, y)
    y += 4
    null = scale.x(plot.axis.null)
    sketch.paths.insert(0, line((null, top), (null, y)))
    return sketch.picture(width, _put_axis(sketch, plot.axis, scale, y, width))


def _columns(sketch: Sketch, plot: ForestPlot, width: float) -> _Columns:
    """Labels and words get the room that they ask for, the plot the rest and never too little."""
    rows = [row for group in plot.groups for row in group.rows]
    indent = INDENT if any(group.label for group in plot.groups) else 0.0
    label = max(
        sketch.natural(plot.head, HEAD),
        *(sketch.natural(group.label, CELL, bold=True) for group in plot.groups),
        *(indent + sketch.natural(row.label, CELL) for row in rows),
    )
    cells = [
        max(
            sketch.widest(column.head, HEAD),
            *(sketch.natural(row.cells[n], CELL) for row in rows),
        )
        for n, column in enumerate(plot.columns)
    ]
    heads = [sketch.natural(column.head, HEAD) for column in plot.columns]
    gaps = GAP * (len(cells) + 1)
    most = CELLS_MOST * width
    if sum(cells) > most:
        cells = [cell * most / sum(cells) for cell in cells]
    spare = width * (1 - PLOT_LEAST) - gaps - sum(cells)
    label = min(label, max(spare, LABEL_LEAST * width))
    for n, head in enumerate(heads):  # a head on one line, where that takes no room from others
        more = max(0.0, head - cells[n])
        if more <= spare - label:
            cells[n] += more
            spare -= more
    return _placed(plot, label, cells, width)


def _placed(plot: ForestPlot, label: float, cells: list[float], width: float) -> _Columns:
    room = width - label - sum(cells) - GAP * (len(cells) + 1)
    places: list[tuple[float, float]] = [(0.0, 0.0)] * len(cells)
    x = label + GAP
    plotted = (x, room)
    sides: tuple[Side, Side] = ("left", "right")
    for side in sides:
        for n, column in enumerate(plot.columns):
            if column.side == side:
                places[n] = (x, cells[n])
                x += cells[n] + GAP
        if side == "left":
            plotted = (x, room)
            x += room + GAP
    return _Columns((0.0, label), plotted, tuple(places))


def _put_head(sketch: Sketch, plot: ForestPlot, columns: _Columns, width: float) -> float:
    """The heads above a rule; returns where the rows begin."""
    role = sketch.role(HEAD)
    heads = [plot.head, *(column.head for column in plot.columns)]
    places = [columns.label, *columns.cells]
    set_heads = [
        sketch.lines(head, HEAD, room) for head, (_, room) in zip(heads, places, strict=True)
    ]
    height = max(sketch.height(lines, HEAD) for lines in set_heads)
    for lines, (left, room) in zip(set_heads, places, strict=True):
        top = height - sketch.height(lines, HEAD)
        sketch.put(lines, HEAD, left=left, top=top, width=room)
    y = height + role.after
    sketch.paths.append(line((0, y), (width, y)))
    return y + 2


def _put_group(
    sketch: Sketch, group: ForestGroup, columns: _Columns, scale: Scale, y: float
) -> float:
    """Heading and rows of a group from `y` on; returns where they end."""
    role = sketch.role(CELL)
    indent = INDENT if group.label else 0.0
    left, room = columns.label
    if group.label:
        y += role.before
        lines = sketch.lines(group.label, CELL, room, bold=True)
        sketch.put(lines, CELL, left=left, top=y)
        y += sketch.height(lines, CELL) + role.after / 2
    for row in group.rows:
        y += role.before
        label = sketch.lines(row.label, CELL, room - indent)
        cells = [
            sketch.lines(content, CELL, wide)
            for content, (_, wide) in zip(row.cells, columns.cells, strict=True)
        ]
        height = max(sketch.height(lines, CELL) for lines in (label, *cells))
        _put_middle(sketch, label, left + indent, y, height)
        for lines, (x, _) in zip(cells, columns.cells, strict=True):
            _put_middle(sketch, lines, x, y, height)
        _put_estimate(sketch, row, scale, y + height / 2)
        y += height + role.after
    return y


def _put_middle(
    sketch: Sketch, lines: Sequence[Line], left: float, top: float, height: float
) -> None:
    """Lines half-way down a row."""
    top += (height - sketch.height(lines, CELL)) / 2
    sketch.put(lines, CELL, left=left, top=top)


def _put_estimate(sketch: Sketch, row: ForestRow, scale: Scale, y: float) -> None:
    """The square, and the interval with an arrow where it goes beyond the axis.

    An interval with a bound that is not known is not drawn: half a whisker would be read as one.
    """
    if row.estimate is None:
        return
    whisker = row.lower is not None and row.upper is not None
    if row.lower is not None and row.upper is not None:
        ends = (scale.clipped(row.lower), y), (scale.clipped(row.upper), y)
        sketch.paths.append(line(*ends, width=STRONG))
        for bound in (row.lower, row.upper):
            if scale.holds(bound):
                x = scale.x(bound)
                sketch.paths.append(line((x, y - CAP), (x, y + CAP), width=STRONG))
            else:
                sketch.paths.append(_beyond(scale, bound, y))
    if scale.holds(row.estimate):
        half = MARKER / 2
        square = box(scale.x(row.estimate) - half, y - half, MARKER, MARKER, fill=BLACK)
        sketch.paths.append(square)
    elif not whisker:
        sketch.paths.append(_beyond(scale, row.estimate, y))


def _beyond(scale: Scale, value: Decimal, y: float) -> Path:
    """The arrow at the end of the axis beyond which a value lies."""
    way = 1.0 if value > scale.axis.ticks[-1].at else -1.0
    return arrow_head((scale.clipped(value) + 3 * way, y), dx=way, size=6)


def _put_axis(sketch: Sketch, axis: Axis, scale: Scale, y: float, width: float) -> float:
    """Axis, ticks, directions, title from `y` on; returns the figure's lower edge."""
    sketch.paths.append(line((scale.left, y), (scale.right, y)))
    leading = sketch.role(CELL).leading
    for tick in axis.ticks:
        x = scale.x(tick.at)
        sketch.paths.append(line((x, y), (x, y + TICK)))
        label: Inlines = (Text(tick.text),)
        sketch.put(sketch.lines(label, CELL), CELL, left=x, top=y + TICK, align="center")
    y += TICK + leading + 3
    null = scale.x(axis.null)
    left = sketch.lines(axis.favours_left, CELL, null - 6)
    right = sketch.lines(axis.favours_right, CELL, width - null - 6)
    if left or right:
        _put_directions(sketch, scale, null, y)
        y += 5
        sketch.put(left, CELL, left=0, top=y, width=null - 6, align="right")
        sketch.put(right, CELL, left=null + 6, top=y)
        y += max(sketch.height(lines, CELL) for lines in (left, right)) + 3
    title = sketch.lines(axis.title, CELL, scale.right - scale.left)
    middle = scale.right - scale.left
    sketch.put(title, CELL, left=scale.left, top=y, width=middle, align="center")
    return y + sketch.height(title, CELL)


def _put_directions(sketch: Sketch, scale: Scale, null: float, y: float) -> None:
    """An arrow to each side of the line of no difference."""
    for end, way in ((scale.left, -1.0), (scale.right, 1.0)):
        start = null + 6 * way
        if (end - start) * way > 8:
            sketch.paths.append(line((start, y), (end - 3 * way, y), width=THIN))
            sketch.paths.append(arrow_head((end, y), dx=way))
