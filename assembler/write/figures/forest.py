"""A forest plot: labels, estimates with intervals on one axis, what was reported beside them."""

from dataclasses import dataclass
from decimal import Decimal
from math import log10

from assembler.document.figures import Axis, ForestGroup, ForestPlot, ForestRow
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
    STRONG,
    THIN,
    Path,
    Picture,
    arrow_head,
    box,
    line,
)
from assembler.write.figures.sketch import CELL, HEAD, Sketch

MARKER = 5.6
"""Side of the square at an estimate: the same for every row, whatever its weight."""
CAP = 2.4
"""Half the height of the stroke at the end of an interval."""
TICK = 3.5
DASH = (3.0, 2.0)
"""Of the line of a margin."""
SAMPLE = 18.0
"""Length of a piece of it beside its words."""


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


def draw_forest_plot(sketch: Sketch, plot: ForestPlot, width: float) -> Picture:
    """The plot, `width` points wide and as high as its rows."""
    columns = _columns(sketch, plot, width)
    left, room = columns.plot
    inset = MARKER / 2
    scale = Scale(plot.axis, left + inset, left + room - inset)
    y = put_head(sketch, [plot.head, *(column.head for column in plot.columns)], columns, width)
    top = y
    for number, group in enumerate(plot.groups):
        if number:
            y = put_apart(sketch, width, y)
        y = _put_group(sketch, group, columns, scale, y)
    y += 4
    null = scale.x(plot.axis.null)
    sketch.paths.insert(0, line((null, top), (null, y)))
    y = _put_axis(sketch, plot.axis, scale, y, width)
    return sketch.picture(width, _put_margin(sketch, plot.margin, scale, y))


def _columns(sketch: Sketch, plot: ForestPlot, width: float) -> Columns:
    indent = INDENT if any(group.label for group in plot.groups) else 0.0
    rows = [row for group in plot.groups for row in group.rows]
    labels = [
        sketch.natural(plot.head, HEAD),
        *(sketch.natural(group.label, CELL, bold=True) for group in plot.groups),
        *(indent + sketch.natural(row.label, CELL) for row in rows),
    ]
    beside = [
        Beside(column.head, tuple(row.cells[n] for row in rows), column.side)
        for n, column in enumerate(plot.columns)
    ]
    return columns_for(sketch, max(labels), beside, width)


def _put_group(
    sketch: Sketch, group: ForestGroup, columns: Columns, scale: Scale, y: float
) -> float:
    """Heading and rows of a group from `y` on; returns where they end."""
    indent = INDENT if group.label else 0.0
    y = put_heading(sketch, group.label, columns, y)
    for row in group.rows:
        top = y
        middle, y = put_row(sketch, row.label, row.cells, columns, y, indent=indent)
        if row.margin is not None and scale.holds(row.margin):
            x = scale.x(row.margin)
            sketch.paths.append(Path(((x, top), (x, y)), stroke=BLACK, width=THIN, dash=DASH))
        _put_estimate(sketch, row, scale, middle)
    return y


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


def _put_margin(sketch: Sketch, words: Inlines, scale: Scale, y: float) -> float:
    """What the dashed line is, behind a sample of it, from `y` on; returns the lower edge."""
    if not words:
        return y
    y += 2
    lines = sketch.lines(words, CELL, scale.right - scale.left - SAMPLE - 4)
    width = max(line.width for line in lines) + SAMPLE + 4
    left = max(scale.left, (scale.left + scale.right - width) / 2)
    middle = y + sketch.role(CELL).leading / 2
    ends = ((left, middle), (left + SAMPLE, middle))
    sketch.paths.append(Path(ends, stroke=BLACK, width=THIN, dash=DASH))
    sketch.put(lines, CELL, left=left + SAMPLE + 4, top=y)
    return y + sketch.height(lines, CELL)


def _put_directions(sketch: Sketch, scale: Scale, null: float, y: float) -> None:
    """An arrow to each side of the line of no difference."""
    for end, way in ((scale.left, -1.0), (scale.right, 1.0)):
        start = null + 6 * way
        if (end - start) * way > 8:
            sketch.paths.append(line((start, y), (end - 3 * way, y), width=THIN))
            sketch.paths.append(arrow_head((end, y), dx=way))
