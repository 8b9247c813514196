"""The columns of a plot with words beside it: labels, the plot, cells; their heads and rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from assembler.document.figures import Side
from assembler.document.nodes import Inlines
from assembler.write.figures.picture import GREY, THIN, Path, line
from assembler.write.figures.sketch import CELL, HEAD, Sketch
from assembler.write.text.cells import integer_width
from assembler.write.text.lines import Line

GAP = 14.0
"""Between columns, points."""
APART = 7.0
"""Above and below the rule between two groups."""
INDENT = 8.0
"""Of a row under the heading of its group."""
TWO_LINES = 0.6
"""Of the room for a head on one line: so much holds it on two."""
PLOT_LEAST, LABEL_LEAST, CELLS_MOST = 0.3, 0.22, 0.48
"""Parts of the figure's width."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A column of words beside the plot."""

    head: Inlines
    cells: tuple[Inlines, ...]
    """One for each row."""
    side: Side = "right"
    lead: float = 0.0
    """Room before the head for a mark, points."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Left edge and width of each column."""

    label: tuple[float, float]
    plot: tuple[float, float]
    cells: tuple[tuple[float, float], ...]
    leads: tuple[float, ...]
    """Room before the head of each column of cells."""
    integers: tuple[float, ...]
    """Of each column of cells the widest part before a decimal point: there its numbers align."""


def columns_for(sketch: Sketch, label: float, beside: Sequence[Beside], width: float) -> Columns:
    """Labels, of which the widest is `label` points wide, and words get the room that they ask
    for, the plot the rest and never too little."""
    aligned = [_aligned(sketch, column.cells) for column in beside]
    integers = tuple(before for before, _ in aligned)
    cells = [
        max(column.lead + sketch.widest(column.head, HEAD), widest)
        for column, (_, widest) in zip(beside, aligned, strict=True)
    ]
    heads = [column.lead + sketch.natural(column.head, HEAD) for column in beside]
    gaps = GAP * (len(cells) + 1)
    most = CELLS_MOST * width
    if sum(cells) > most:
        cells = [cell * most / sum(cells) for cell in cells]
    spare = width * (1 - PLOT_LEAST) - gaps - sum(cells)
    label = min(label, max(spare, LABEL_LEAST * width))
    for part in (1.0, TWO_LINES):  # heads on one line or two, where that takes no room from others
        wider = [max(cell, part * head) for cell, head in zip(cells, heads, strict=True)]
        if sum(wider) - sum(cells) <= spare - label:
            cells = wider
            break
    return _placed(beside, label, cells, integers, width)


def _aligned(sketch: Sketch, cells: Sequence[Inlines]) -> tuple[float, float]:
    """The widest part before a decimal point, and the width of the cells aligned there."""
    before = after = widest = 0.0
    for content in cells:
        lines = sketch.lines(content, CELL)
        widest = max([widest, *(one.width for one in lines)])
        integer = _integer(lines)
        if integer is not None:
            before, after = max(before, integer), max(after, lines[0].width - integer)
    return before, max(widest, before + after)


def _integer(lines: Sequence[Line]) -> float | None:
    return integer_width(lines[0]) if len(lines) == 1 else None


def _placed(
    beside: Sequence[Beside],
    label: float,
    cells: list[float],
    integers: tuple[float, ...],
    width: float,
) -> Columns:
    room = width - label - sum(cells) - GAP * (len(cells) + 1)
    places: list[tuple[float, float]] = [(0.0, 0.0)] * len(cells)
    x = label + GAP
    plotted = (x, room)
    sides: tuple[Side, Side] = ("left", "right")
    for side in sides:
        for n, column in enumerate(beside):
            if column.side == side:
                places[n] = (x, cells[n])
                x += cells[n] + GAP
        if side == "left":
            plotted = (x, room)
            x += room + GAP
    leads = tuple(column.lead for column in beside)
    return Columns((0.0, label), plotted, tuple(places), leads, integers)


def put_head(sketch: Sketch, heads: Sequence[Inlines], columns: Columns, width: float) -> float:
    """The heads, that of the labels first, above a rule; returns where the rows begin."""
    places = [columns.label, *columns.cells]
    leads = [0.0, *columns.leads]
    set_heads = [
        sketch.lines(head, HEAD, room - lead)
        for head, (_, room), lead in zip(heads, places, leads, strict=True)
    ]
    height = max(sketch.height(lines, HEAD) for lines in set_heads)
    for lines, (left, room), lead in zip(set_heads, places, leads, strict=True):
        top = height - sketch.height(lines, HEAD)
        sketch.put(lines, HEAD, left=left + lead, top=top, width=room - lead)
    y = height + sketch.role(HEAD).after
    sketch.paths.append(line((0, y), (width, y)))
    return y + 2


def put_apart(sketch: Sketch, width: float, y: float) -> float:
    """The rule between two groups; returns where the second begins."""
    sketch.paths.append(Path(((0, y + APART), (width, y + APART)), stroke=GREY, width=THIN))
    return y + 2 * APART


def put_heading(
    sketch: Sketch, label: Inlines, columns: Columns, y: float, *, room: float | None = None
) -> float:
    """The heading of a group, if it has one; returns where its rows begin. It is as wide as the
    labels, or as `room` where nothing of the plot passes through it."""
    if not label:
        return y
    role = sketch.role(CELL)
    left, of_labels = columns.label
    lines = sketch.lines(label, CELL, of_labels if room is None else room, bold=True)
    sketch.put(lines, CELL, left=left, top=y + role.before)
    return y + role.before + sketch.height(lines, CELL) + role.after / 2


def put_row(
    sketch: Sketch,
    label: Inlines,
    cells: Sequence[Inlines],
    columns: Columns,
    y: float,
    *,
    indent: float,
) -> tuple[float, float]:
    """The words of a row; returns the height of its middle, and where it ends."""
    role = sketch.role(CELL)
    y += role.before
    left, room = columns.label
    set_label = sketch.lines(label, CELL, room - indent)
    set_cells = [
        sketch.lines(content, CELL, wide)
        for content, (_, wide) in zip(cells, columns.cells, strict=True)
    ]
    height = max(sketch.height(lines, CELL) for lines in (set_label, *set_cells))
    _put_middle(sketch, set_label, left + indent, y, height)
    for lines, (x, wide), before in zip(set_cells, columns.cells, columns.integers, strict=True):
        integer = _integer(lines)
        shift = 0.0 if integer is None else min(before - integer, wide - lines[0].width)
        _put_middle(sketch, lines, x + shift, y, height)
    return y + height / 2, y + height + role.after


def _put_middle(
    sketch: Sketch, lines: Sequence[Line], left: float, top: float, height: float
) -> None:
    """Lines half-way down a row."""
    top += (height - sketch.height(lines, CELL)) / 2
    sketch.put(lines, CELL, left=left, top=top)
