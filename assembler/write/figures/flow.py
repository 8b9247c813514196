"""A patient flow: boxes from top to bottom, a column for each path, arrows between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assembler.document.figures import PatientFlow, SchemaBox
from assembler.write.figures.picture import FINE, PALE, Path, Picture, arrow_head, box
from assembler.write.figures.sketch import CELL, HEAD, Sketch
from assembler.write.text.lines import Line

ARROW_ROOM = 18.0
"""Between two stages, points."""
HEAD_MOST = 0.2
"""The most that the heads of the stages take of the width."""
WIDEST = 230.0
"""A path is no wider, however few there are."""
PAD_Y = 4.0
LINES = 2.0
"""Between two lines of a box that say different things."""
EDGE = FINE / 2
"""Half a frame: what lies outside a box."""


@dataclass(frozen=True, slots=True)
class _Spacing:
    """Spaces from left to right, points."""

    pad: float
    """Between a box's frame and its words."""
    columns: float
    """Between two paths."""
    heads: float
    """Behind the heads of the stages."""


ROOMY = _Spacing(pad=5, columns=12, heads=12)
DENSE = _Spacing(pad=2.5, columns=5, heads=6)
"""For a flow whose words would be broken otherwise."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A box with its words set, in its place from left to right."""

    box: SchemaBox
    left: float
    width: float
    pad: float
    title: list[Line]
    lines: tuple[list[Line], ...]
    following: tuple["_Placed", ...]

    @property
    def middle(self) -> float:
        """Half-way between its sides."""
        return self.left + self.width / 2


def draw_patient_flow(sketch: Sketch, flow: PatientFlow, width: float) -> Picture:
    """The flow, `width` points wide and as high as its stages."""
    heads = max((sketch.natural(head, HEAD) for head in flow.stages), default=0.0)
    heads = min(heads, HEAD_MOST * width)
    count = sum(map(_paths, flow.start))
    widest = max(_widest(sketch, step) for step in flow.start)
    for spacing in (ROOMY, DENSE):
        left = heads + spacing.heads if heads else EDGE
        room = width - EDGE - left
        column = min((room - spacing.columns * (count - 1)) / count, WIDEST)
        if widest + 2 * spacing.pad <= column:
            break
    left += (room - column * count - spacing.columns * (count - 1)) / 2
    placed: list[_Placed] = []
    for start in flow.start:
        placed.append(_place(sketch, start, left, column, spacing))
        left += _paths(start) * (column + spacing.columns)
    tops, bottom = _stages(sketch, flow, placed, heads)
    for head, (top, height) in zip(flow.stages, tops, strict=True):
        lines = sketch.lines(head, HEAD, heads)
        middle = top + (height - sketch.height(lines, HEAD)) / 2
        sketch.put(lines, HEAD, left=0, top=middle)
    for one in placed:
        _put(sketch, one, tops)
    return sketch.picture(width, bottom + EDGE)


def _paths(step: SchemaBox) -> int:
    """How many paths end below a box."""
    return sum(map(_paths, step.leads_to)) or 1


def _widest(sketch: Sketch, step: SchemaBox) -> float:
    """Width of the widest word of a box and of all that follow it."""
    return max(
        sketch.widest(step.title, CELL, bold=True),
        *(sketch.widest(content, CELL) for content in step.lines),
        *(_widest(sketch, after) for after in step.leads_to),
        0.0,
    )


def _place(
    sketch: Sketch, step: SchemaBox, left: float, column: float, spacing: _Spacing
) -> _Placed:
    """A box over the middle of the paths that it leads to, no wider than they or its words."""
    span = _paths(step) * (column + spacing.columns) - spacing.columns
    following: list[_Placed] = []
    x = left
    for after in step.leads_to:
        following.append(_place(sketch, after, x, column, spacing))
        x += _paths(after) * (column + spacing.columns)
    natural = max(
        sketch.natural(step.title, CELL, bold=True),
        *(sketch.natural(content, CELL) for content in step.lines),
        0.0,
    )
    width = min(span, max(column, natural + 2 * spacing.pad))
    room = width - 2 * spacing.pad
    title = sketch.lines(step.title, CELL, room, bold=True)
    lines = tuple(sketch.lines(content, CELL, room) for content in step.lines)
    left += (span - width) / 2
    return _Placed(step, left, width, spacing.pad, title, lines, tuple(following))


def _stages(
    sketch: Sketch, flow: PatientFlow, placed: Sequence[_Placed], room: float
) -> tuple[list[tuple[float, float]], float]:
    """Upper edge and height of each stage, as high as its highest box; the lower edge of all."""
    heights = [sketch.height(sketch.lines(head, HEAD, room), HEAD) for head in flow.stages]
    for one in _all(placed):
        heights[one.box.stage] = max(heights[one.box.stage], _height(sketch, one))
    tops: list[tuple[float, float]] = []
    y = EDGE
    for height in heights:
        tops.append((y, height))
        y += height + ARROW_ROOM
    return tops, y - ARROW_ROOM


def _height(sketch: Sketch, one: _Placed) -> float:
    parts = [part for part in (one.title, *one.lines) if part]
    return sum(sketch.height(part, CELL) + LINES for part in parts) - LINES + 2 * PAD_Y


def _put(sketch: Sketch, one: _Placed, tops: Sequence[tuple[float, float]]) -> None:
    """A box as high as its stage, what follows it, and the arrows between."""
    top, height = tops[one.box.stage]
    sketch.paths.append(box(one.left, top, one.width, height, fill=PALE))
    y = top + PAD_Y
    for lines in filter(None, (one.title, *one.lines)):
        sketch.put(lines, CELL, left=one.left + one.pad, top=y)
        y += sketch.height(lines, CELL) + LINES
    for after in one.following:
        end = tops[after.box.stage][0]
        _put_arrow(sketch, (one.middle, top + height), (after.middle, end))
        _put(sketch, after, tops)


def _put_arrow(sketch: Sketch, start: tuple[float, float], end: tuple[float, float]) -> None:
    """An arrow downwards, with straight corners above its end when that stands aside."""
    (x, y), (to, below) = start, end
    fork = below - ARROW_ROOM * 0.6
    points: tuple[tuple[float, float], ...] = ((x, y), (to, below - 3))
    if abs(to - x) > 0.5:
        points = ((x, y), (x, fork), (to, fork), (to, below - 3))
    sketch.paths.append(Path(points))
    sketch.paths.append(arrow_head((to, below), dx=0, dy=1, size=5))


def _all(placed: Sequence[_Placed]) -> Iterator[_Placed]:
    for one in placed:
        yield one
        yield from _all(one.following)
