"""A drawn figure: lines, areas and set words, the same for every format.

Points; x from the left edge to the right, y from the upper edge downwards. Black, white and greys
only: a figure is read on paper as well.
"""

from dataclasses import dataclass
from math import cos, pi, sin

from assembler.write.text.lines import Line

Point = tuple[float, float]

BLACK, GREY, PALE = 0.0, 0.55, 0.94
"""Shades: 0 is black, 1 is white."""
BLEED = 1.0
"""Room round a picture in its file: lines at its edge are drawn half outside, letters may hang."""

_SIDES = 24
"""Of a circle."""

THIN, FINE, STRONG = 0.5, 0.8, 1.1
"""Widths of lines, points."""


@dataclass(frozen=True, slots=True)
class Path:
    """Straight lines through points; filled, stroked, or both."""

    points: tuple[Point, ...]
    closed: bool = False
    stroke: float | None = BLACK
    """Shade of the line; None for no line."""
    width: float = FINE
    fill: float | None = None
    """Shade of the area; None for none."""
    dash: tuple[float, ...] = ()
    """Lengths of strokes and gaps in turn; empty for an unbroken line."""


@dataclass(frozen=True, slots=True)
class Words:
    """One run of inlines, set: its lines, where each begins, the first one's base line."""

    lines: tuple[Line, ...]
    xs: tuple[float, ...]
    base: float
    leading: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn figure. Paths lie below the words; the words stand in their order of reading."""

    width: float
    height: float
    paths: tuple[Path, ...]
    words: tuple[Words, ...]


def line(start: Point, end: Point, *, width: float = FINE) -> Path:
    """A straight line."""
    return Path((start, end), width=width)


def box(left: float, top: float, width: float, height: float, *, fill: float | None = None) -> Path:
    """A rectangle with a fine frame."""
    right, bottom = left + width, top + height
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return Path(corners, closed=True, fill=fill)


def disc(middle: Point, radius: float, *, fill: float | None = None) -> Path:
    """A circle with a fine line, of straight sides too short to be seen."""
    x, y = middle
    turns = (2 * pi * n / _SIDES for n in range(_SIDES))
    points = tuple((x + radius * cos(turn), y + radius * sin(turn)) for turn in turns)
    return Path(points, closed=True, fill=fill)


def arrow_head(tip: Point, *, dx: float, dy: float = 0.0, size: float = 4.0) -> Path:
    """A filled triangle that points along (dx, dy), a unit vector along one of the axes."""
    x, y = tip
    back = (x - dx * size, y - dy * size)
    half = 0.45 * size
    sides = ((back[0] - dy * half, back[1] + dx * half), (back[0] + dy * half, back[1] - dx * half))
    return Path((tip, *sides), closed=True, stroke=None, fill=BLACK)
