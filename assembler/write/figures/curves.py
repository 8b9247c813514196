"""Kaplan-Meier curves: steps with marks of censoring, and the numbers at risk below the axis."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assembler.document.figures import Curve, KaplanMeier, Tick
from assembler.document.nodes import Inlines, Text
from assembler.write.figures.picture import BLACK, GREY, THIN, Path, Picture, line
from assembler.write.figures.room import Place, Room, Strip, Track, free_corner, free_place
from assembler.write.figures.sketch import CELL, HEAD, Sketch
from assembler.write.text.lines import Line

HEIGHT = 0.45
"""Of the axes, as a part of the figure's width."""
TICK = 3.5
CENSORED = 2.8
"""Half the height of a stroke that marks censored patients."""
WIDTH = 1.25
"""Of a curve's line."""
SAMPLE, SAMPLE_GAP, KEY_GAP = 24.0, 5.0, 10.0
"""Length of a line's sample, the room behind it, and that behind the name of the arm."""
KEYS_MOST, LABELS = 0.3, (0.3, 0.2)
"""Parts of the figure's width; a name beside its curve is set narrower where it finds no place."""
LEGENDS, LEGEND_STEP = (0.45, 0.36, 0.28), 6.0
"""Parts of the figure's width for the names; points between the places that are tried."""
DASHES: tuple[tuple[float, ...], ...] = ((), (5, 2.2), (1.3, 1.7), (8, 2, 1.3, 2))
"""Lines that are told apart on paper; with more arms they come again in a finer stroke."""
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class _Axes:
    """Where times and shares stand."""

    left: float
    right: float
    top: float
    bottom: float
    last: float
    """The time at the right end."""

    def x(self, time: Decimal) -> float:
        """The place of a time."""
        return self.left + float(time) / self.last * (self.right - self.left)

    def y(self, share: Decimal) -> float:
        """The place of a share."""
        return self.bottom - float(share) * (self.bottom - self.top)


def draw_kaplan_meier(sketch: Sketch, plot: KaplanMeier, width: float) -> Picture:
    """The curves, `width` points wide."""
    title = sketch.lines(plot.share, CELL, width * (1 - KEYS_MOST))
    axes = _axes(sketch, plot, width, sketch.height(title, CELL))
    shares = max(sketch.natural(_text(tick), CELL) for tick in plot.shares)
    start = axes.left - TICK - 3 - shares
    sketch.put(title, CELL, left=start, top=0)
    _put_shares(sketch, plot, axes)
    tracks = [_track(curve, axes) for curve in plot.curves]
    _put_medians(sketch, plot, axes)
    for number, (curve, track) in enumerate(zip(plot.curves, tracks, strict=True)):
        _put_curve(sketch, curve, track, axes, number)
    set_box = [sketch.lines(content, CELL, width / 2) for content in plot.box]
    y = axes.bottom + TICK + sketch.role(CELL).leading
    time = sketch.lines(plot.time, CELL, axes.right - axes.left)
    below = y + sketch.height(time, CELL) + 4
    taken = [*_lines(plot, axes), (start, 0.0, start + _width(title), axes.top - 3)]
    room = Room((axes.left, 0.0, width, axes.bottom), tracks, taken)
    corner = _corner(sketch, set_box, room, axes)
    below = _put_labels(sketch, plot, tracks, room, below)
    for lines in set_box:
        left, top = corner or (axes.left, below)
        sketch.put(lines, CELL, left=left, top=top)
        shift = sketch.height(lines, CELL)
        corner, below = (left, top + shift) if corner else None, below if corner else top + shift
    _put_times(sketch, plot, axes)
    sketch.put(time, CELL, left=axes.left, top=y, width=axes.right - axes.left, align="center")
    return sketch.picture(width, _put_at_risk(sketch, plot, axes, below + 2))


def _axes(sketch: Sketch, plot: KaplanMeier, width: float, top: float) -> _Axes:
    """The axes, with room at the left for the keys and for half of the first number at risk."""
    firsts, lasts = ([c.at_risk[n] for c in plot.curves if c.at_risk] for n in (0, -1))
    first, last = (
        max((sketch.natural(content, CELL) for content in contents), default=0.0) / 2
        for contents in (firsts, lasts)
    )
    keys = min(
        max(sketch.natural(curve.key, CELL) for curve in plot.curves),
        KEYS_MOST * width - SAMPLE - SAMPLE_GAP,
    )
    shares = max(sketch.natural(_text(tick), CELL) for tick in plot.shares)
    left = max(SAMPLE + SAMPLE_GAP + keys + KEY_GAP + first, shares + TICK + 3)
    tick = sketch.natural(_text(plot.times[-1]), CELL) / 2
    top += 5
    return _Axes(left, width - max(last, tick, 4), top, top + HEIGHT * width, float(plot.last))


def _width(lines: Sequence[Line]) -> float:
    return max((one.width for one in lines), default=0.0)


def _text(tick: Tick) -> Inlines:
    return (Text(tick.text),)


def _put_shares(sketch: Sketch, plot: KaplanMeier, axes: _Axes) -> None:
    """The upright axis."""
    sketch.paths.append(line((axes.left, axes.top), (axes.left, axes.bottom)))
    look = sketch.role(CELL)
    for tick in plot.shares:
        y = axes.y(tick.at)
        sketch.paths.append(line((axes.left - TICK, y), (axes.left, y)))
        lines = sketch.lines(_text(tick), CELL)
        top = y + 0.36 * look.size - look.base_line
        sketch.put(lines, CELL, left=0, top=top, width=axes.left - TICK - 3, align="right")


def _put_times(sketch: Sketch, plot: KaplanMeier, axes: _Axes) -> None:
    """The level axis."""
    y = axes.bottom
    sketch.paths.append(line((axes.left, y), (axes.right, y)))
    for tick in plot.times:
        x = axes.x(tick.at)
        sketch.paths.append(line((x, y), (x, y + TICK)))
        lines = sketch.lines(_text(tick), CELL)
        sketch.put(lines, CELL, left=x, top=y + TICK, align="center")


def _track(curve: Curve, axes: _Axes) -> Track:
    """Where the curve falls, in points."""
    xs = tuple(axes.x(step.time) for step in curve.steps)
    ys = tuple(axes.y(step.share) for step in curve.steps)
    return Track(xs, ys, max(axes.x(curve.end), xs[-1]))


def _put_curve(sketch: Sketch, curve: Curve, track: Track, axes: _Axes, number: int) -> None:
    """The steps from corner to corner, and the strokes across them."""
    points = [(track.xs[0], track.ys[0])]
    for x, y in zip(track.xs[1:], track.ys[1:], strict=True):
        points += [(x, points[-1][1]), (x, y)]
    if track.end > points[-1][0]:
        points.append((track.end, points[-1][1]))
    if len(points) > 1:
        sketch.paths.append(_stroke(tuple(points), number))
    index = 0
    for time in curve.censored:
        while index + 1 < len(curve.steps) and curve.steps[index + 1].time <= time:
            index += 1
        x, y = axes.x(time), track.ys[index]
        sketch.paths.append(line((x, y - CENSORED), (x, y + CENSORED), width=THIN))


def _stroke(points: tuple[tuple[float, float], ...], number: int) -> Path:
    """The line of the curve of that number."""
    width = WIDTH if number < len(DASHES) else WIDTH / 2
    return Path(points, stroke=BLACK, width=width, dash=DASHES[number % len(DASHES)])


def _lines(plot: KaplanMeier, axes: _Axes) -> Iterator[Strip]:
    """The lines from one half to the medians: left, top, right, lower edge of each."""
    medians = [curve.median for curve in plot.curves if curve.median is not None]
    if medians:
        y = axes.y(_HALF)
        yield (axes.left, y, axes.x(max(medians)), y)
        for median in medians:
            yield (axes.x(median), y, axes.x(median), axes.bottom)


def _put_medians(sketch: Sketch, plot: KaplanMeier, axes: _Axes) -> None:
    for left, top, right, bottom in _lines(plot, axes):
        points = ((left, top), (right, bottom))
        sketch.paths.append(Path(points, stroke=GREY, width=THIN))


def _corner(
    sketch: Sketch, lines: Sequence[list[Line]], room: Room, axes: _Axes
) -> tuple[float, float] | None:
    """Where the lines of the box begin: in a corner that no curve enters; None if all do."""
    if not lines:
        return None
    wide = max(map(_width, lines))
    high = sum(sketch.height(one, CELL) for one in lines)
    rights, lefts = axes.right - wide, axes.left + 8
    upper, lower = axes.top, axes.bottom - high - 4
    places = [(rights, upper), (lefts, lower), (rights, lower)]
    return free_corner(room, places, wide, high)


def _put_labels(
    sketch: Sketch, plot: KaplanMeier, tracks: Sequence[Track], room: Room, below: float
) -> float:
    """The name of each arm beside its curve, as near to its end as others let it stand; where one
    of them finds no place, all stand behind samples of their lines. What is free below."""
    beside: list[tuple[list[Line], Place]] = []
    taken = list(room.taken)
    for curve, track in zip(plot.curves, tracks, strict=True):
        for part in LABELS:
            lines = sketch.lines(curve.label, CELL, part * room.inside[2])
            place = free_place(room, track, _width(lines), sketch.height(lines, CELL))
            if place is not None:
                beside.append((lines, place))
                break
        else:
            room.taken = taken
            return _put_legend(sketch, plot, room, below)
    for lines, (left, top) in beside:
        sketch.put(lines, CELL, left=left, top=top)
    return below


def _put_legend(sketch: Sketch, plot: KaplanMeier, room: Room, below: float) -> float:
    """The names under each other where no curve runs, else `below` the axes; what is free there."""
    found = None
    for part in LEGENDS:
        names = [sketch.lines(curve.label, CELL, part * room.inside[2]) for curve in plot.curves]
        wide = SAMPLE + SAMPLE_GAP + max(map(_width, names))
        high = sum(sketch.height(lines, CELL) for lines in names)
        found = free_corner(room, _beside_the_edges(room, wide, high), wide, high)
        if found:
            break
    else:
        inner = room.inside[2] - room.inside[0] - SAMPLE - SAMPLE_GAP
        names = [sketch.lines(curve.label, CELL, inner) for curve in plot.curves]
    left, top = found or (room.inside[0], below)
    role = sketch.role(CELL)
    for number, lines in enumerate(names):
        middle = top + role.base_line - 0.36 * role.size
        sketch.paths.append(_stroke(((left, middle), (left + SAMPLE, middle)), number))
        sketch.put(lines, CELL, left=left + SAMPLE + SAMPLE_GAP, top=top)
        top += sketch.height(lines, CELL)
    return below if found else top


def _beside_the_edges(room: Room, wide: float, high: float) -> list[Place]:
    """Places down the right edge of the axes, then up the left one."""
    first, upper, last, lower = room.inside
    tops = [upper + n * LEGEND_STEP for n in range(int((lower - high - upper) / LEGEND_STEP))]
    return [(last - wide, top) for top in tops] + [(first + 8, top) for top in reversed(tops)]


def _put_at_risk(sketch: Sketch, plot: KaplanMeier, axes: _Axes, y: float) -> float:
    """A row for each arm: the sample of its line, its name, its numbers; the lower edge."""
    role = sketch.role(CELL)
    if plot.at_risk:
        head = sketch.lines(plot.at_risk, HEAD, axes.right)
        sketch.put(head, HEAD, left=0, top=y)
        y += sketch.height(head, HEAD) + 2
    widest = max((_widest(sketch, curve) for curve in plot.curves), default=0.0)
    keys = axes.left - SAMPLE - SAMPLE_GAP - KEY_GAP - (widest / 2 if plot.at_risk else 0.0)
    for number, curve in enumerate(plot.curves):
        middle = y + role.base_line - 0.36 * role.size
        sketch.paths.append(_stroke(((WIDTH, middle), (SAMPLE, middle)), number))
        room = keys if plot.at_risk else axes.right - SAMPLE - SAMPLE_GAP
        key = sketch.lines(curve.key, CELL, room)
        sketch.put(key, CELL, left=SAMPLE + SAMPLE_GAP, top=y)
        for tick, content in zip(plot.times, curve.at_risk, strict=False):
            lines = sketch.lines(content, CELL)
            sketch.put(lines, CELL, left=axes.x(tick.at), top=y, align="center")
        y += sketch.height(key, CELL) + 1.5
    return y


def _widest(sketch: Sketch, curve: Curve) -> float:
    """Width of the first number at risk, which stands next to the names."""
    return sketch.natural(curve.at_risk[0], CELL) if curve.at_risk else 0.0
