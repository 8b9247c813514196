"""A study schema: boxes from left to right, one column for each stage, arrows between them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import sqrt

from assembler.document.figures import SchemaBox, StudySchema, boxes_from
from assembler.write.figures.picture import FINE, PALE, Path, Picture, arrow_head, box, line
from assembler.write.figures.sketch import CELL, HEAD, Sketch
from assembler.write.text.lines import Line

ARROW_ROOM = 15.0
"""Between two stages, points."""
PAD_X = 4.5
HEAD_GAP = 7.0
JOINED_INSET = 9.0
"""From the corner of a box that several paths lead to, to the nearest arrow."""
EDGE = FINE / 2
"""Half a frame: what lies outside a box."""


@dataclass(frozen=True, slots=True)
class _Spacing:
    """Vertical spaces, points."""

    pad: float
    """Between a box's frame and its words."""
    lines: float
    """Between the title and the lines of a box."""
    boxes: float
    """Between two boxes of a stage."""
    tracks: float
    """The same where at least one of them leads on."""


ROOMY = _Spacing(pad=4, lines=2.5, boxes=8, tracks=16)
DENSE = _Spacing(pad=2, lines=0, boxes=3, tracks=6)
"""For a schema that is higher than a page otherwise."""


@dataclass(frozen=True, slots=True)
class _Set:
    """A box with its words set, and the room that it and what follows it need."""

    box: SchemaBox
    title: list[Line]
    lines: tuple[list[Line], ...]
    height: float
    """Of the box itself."""
    room: float
    """Of the box and all that follows it."""
    following: tuple["_Set", ...]


@dataclass(frozen=True, slots=True)
class _Layout:
    """The columns of the stages, and the words that are set into them."""

    sketch: Sketch
    lefts: tuple[float, ...]
    widths: tuple[float, ...]
    spacing: _Spacing
    lowest: dict[int, float] = field(default_factory=dict)
    """By stage the lower edge of the lowest box drawn there."""
    joining: list[tuple[int, float, float]] = field(default_factory=list)
    """What leads to the boxes that are drawn once: index, right edge and middle of the box."""

    def set(self, step: SchemaBox, *, width: float | None = None) -> _Set:
        """A box and those that follow it."""
        sketch = self.sketch
        wide = (self.widths[step.stage] if width is None else width) - 2 * PAD_X
        title = sketch.lines(step.title, CELL, wide, bold=True)
        lines = tuple(sketch.lines(content, CELL, wide) for content in step.lines)
        height = sum(sketch.height(part, CELL) for part in (title, *lines))
        height += 2 * self.spacing.pad + self.spacing.lines * len(lines)
        following = tuple(self.set(after) for after in step.leads_to)
        room = max(height, self._stacked(following))
        return _Set(step, title, lines, height, room, following)

    def put(self, step: _Set, top: float, *, left: float, width: float) -> None:
        """Draw one box, its upper edge at `top`."""
        sketch = self.sketch
        sketch.paths.append(box(left, top, width, step.height, fill=PALE))
        y = top + self.spacing.pad
        for lines in (step.title, *step.lines):
            sketch.put(lines, CELL, left=left + PAD_X, top=y, width=width - 2 * PAD_X)
            y += sketch.height(lines, CELL) + self.spacing.lines

    def put_tree(self, step: _Set, top: float) -> float:
        """Draw a box in the middle of its room, what follows it, and the arrows between.

        Returns the height of the box's middle, where arrows meet it.
        """
        stage = step.box.stage
        middle = top + step.room / 2
        left, width = self.lefts[stage], self.widths[stage]
        self.put(step, middle - step.height / 2, left=left, width=width)
        self.lowest[stage] = middle + step.height / 2
        self.joining.extend((index, left + width, middle) for index in step.box.joins)
        y = top + (step.room - self._stacked(step.following)) / 2
        targets: list[tuple[float, float]] = []
        for after in step.following:
            targets.append((self.lefts[after.box.stage], self.put_tree(after, y)))
            y += after.room + self._between(step.following)
        self._put_arrows((left + width, middle), targets)
        return middle

    def put_joined(self, boxes: Sequence[SchemaBox], top: float) -> float:
        """Draw the boxes that several paths lead to, each half-way between these, and its arrows.

        Returns the lower edge of the lowest.
        """
        lowest = top
        for index, step in enumerate(boxes):
            made, stage = self.set(step), step.stage
            left = self.lefts[stage]
            ways = [(x, y) for joined, x, y in self.joining if joined == index]
            middle = sum(y for _, y in ways) / len(ways)
            free = self.lowest[stage] + self.spacing.boxes if stage in self.lowest else top
            upper = max(middle - made.height / 2, free)
            self.put(made, upper, left=left, width=self.widths[stage])
            self.lowest[stage] = upper + made.height
            lowest = max(lowest, upper + made.height)
            inset = min(JOINED_INSET, made.height / 2)
            for x, y in ways:
                meets = min(max(y, upper + inset), upper + made.height - inset)
                self._put_arrow((x, y), (left, meets), left - ARROW_ROOM * 0.55)
        return lowest

    def _put_arrows(
        self, start: tuple[float, float], targets: Sequence[tuple[float, float]]
    ) -> None:
        """From one box to those that follow it: a fork with straight corners."""
        x, y = start
        fork = x + ARROW_ROOM * 0.45
        for target in targets:
            self._put_arrow((x, y), target, fork)

    def _put_arrow(
        self, start: tuple[float, float], target: tuple[float, float], fork: float
    ) -> None:
        """An arrow to the left edge of a box, with a straight corner at `fork`."""
        (x, y), (left, middle) = start, target
        points = ((x, y), (fork, y), (fork, middle), (left - 3, middle))
        straight = abs(middle - y) < 0.5
        self.sketch.paths.append(Path((points[0], points[3]) if straight else points))
        self.sketch.paths.append(arrow_head((left, middle), dx=1, size=5))

    def _between(self, following: Sequence[_Set]) -> float:
        """Boxes that lead on stand further apart than the last ones."""
        leads_on = any(step.following for step in following)
        return self.spacing.tracks if leads_on else self.spacing.boxes

    def _stacked(self, following: Sequence[_Set]) -> float:
        between = self._between(following) * max(0, len(following) - 1)
        return sum(step.room for step in following) + between


def draw_study_schema(sketch: Sketch, schema: StudySchema, width: float, most: float) -> Picture:
    """The schema, `width` points wide; set closer where it would be higher than `most`."""
    roomy = _drawn(sketch.fresh(), schema, width, ROOMY)
    return roomy if roomy.height <= most else _drawn(sketch.fresh(), schema, width, DENSE)


def _drawn(sketch: Sketch, schema: StudySchema, width: float, spacing: _Spacing) -> Picture:
    layout = _layout(sketch, schema, width - 2 * EDGE, spacing)
    top = y = _put_stages(layout, schema)
    steps = [layout.set(start) for start in schema.start]
    rooms = sum(step.room for step in steps) + spacing.tracks * (len(steps) - 1)
    highest = max((layout.set(step).height for step in schema.joined), default=0.0)
    y += max(0.0, (highest - rooms) / 2)
    for step in steps:
        layout.put_tree(step, y)
        y += step.room + spacing.tracks
    y = max(y - spacing.tracks, layout.put_joined(schema.joined, top))
    for number, end in enumerate(schema.end):
        made = layout.set(end, width=width - 2 * EDGE)
        if number == 0:
            y = _put_gathering(sketch, width, y + 6)
        layout.put(made, y, left=EDGE, width=width - 2 * EDGE)
        y += made.height + spacing.boxes
    if schema.end:
        y -= spacing.boxes
    return sketch.picture(width, y + FINE)


def _put_gathering(sketch: Sketch, width: float, y: float) -> float:
    """A line under everything above, and an arrow from it to what holds for all; its tip."""
    sketch.paths.append(line((0, y), (width, y)))
    sketch.paths.append(line((width / 2, y), (width / 2, y + 9)))
    sketch.paths.append(arrow_head((width / 2, y + 12), dx=0, dy=1, size=5))
    return y + 12


def _put_stages(layout: _Layout, schema: StudySchema) -> float:
    """The heads of the stages, their last lines level; returns where the boxes begin."""
    sketch = layout.sketch
    heads = [
        sketch.lines(head, HEAD, width)
        for head, width in zip(schema.stages, layout.widths, strict=True)
    ]
    height = max((sketch.height(lines, HEAD) for lines in heads), default=0.0)
    for lines, left, width in zip(heads, layout.lefts, layout.widths, strict=True):
        top = height - sketch.height(lines, HEAD)
        sketch.put(lines, HEAD, left=left, top=top, width=width, align="center")
    return height + HEAD_GAP if height else 0.0


def _layout(sketch: Sketch, schema: StudySchema, width: float, spacing: _Spacing) -> _Layout:
    """Columns wide enough for their widest words; what is left goes where most is to be said."""
    count = len(schema.stages)
    least = [sketch.widest(head, HEAD) for head in schema.stages]
    said = [0.0] * count
    for step in (*boxes_from(schema.start), *schema.joined):
        words = [(step.title, True), *((content, False) for content in step.lines)]
        for content, bold in words:
            widest = sketch.widest(content, CELL, bold=bold) + 2 * PAD_X
            least[step.stage] = max(least[step.stage], widest)
        length = sum(sketch.natural(content, CELL, bold=bold) for content, bold in words)
        said[step.stage] += length
    room = width - ARROW_ROOM * (count - 1)
    spare = room - sum(least)
    if spare < 0:  # longer words than there is room for are broken
        widths = [room * part / sum(least) for part in least]
    else:
        shares = [sqrt(length) for length in said]
        total = sum(shares) or 1.0
        widths = [part + spare * share / total for part, share in zip(least, shares, strict=True)]
    lefts = [EDGE + sum(widths[:n]) + ARROW_ROOM * n for n in range(count)]
    return _Layout(sketch, tuple(lefts), tuple(widths), spacing)
