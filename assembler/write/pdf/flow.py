"""Boxes on pages: what stands together, what is repeated, where a page ends."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assembler.write.look import Page, Role
from assembler.write.pdf.page import Ledger, Rule, Sheet, Show, Tree
from assembler.write.text.lines import Line


@dataclass(slots=True, kw_only=True, eq=False)
class Box:
    """Something of a fixed height that is drawn on one page. Points."""

    height: float
    before: float = 0
    """Least space above; none at the top of a page."""
    after: float = 0
    """Least space below; of two neighbours' spaces the larger counts."""
    keep: bool = False
    """Never apart from the next box."""
    landscape: bool = False
    new_page: bool = False
    """Begins a page."""
    panel: "Panel | None" = None
    """The boxed note that it is part of."""
    heads: "Heads | None" = None
    """What is drawn again above it when it begins a page."""

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw with the upper edge at `top`."""


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """The ground of a boxed note: a tinted strip with a bar at its left. Points."""

    left: float
    width: float
    ground: str = "0.955 0.96 0.97"
    bar: str = "0.35 0.42 0.55"
    bar_width: float = 2.2
    pad: float = 5


@dataclass(slots=True, kw_only=True, eq=False)
class Heads(Box):
    """A table's caption and head as they are repeated on its further pages."""

    left: float
    width: float

    def close(self, sheet: Sheet, y: float) -> None:
        """End the table's part on a page."""
        sheet.rule(self.left, y, self.width)


@dataclass(slots=True, kw_only=True, eq=False)
class TextBox(Box):
    """One line of a paragraph."""

    line: Line
    element: int
    x: float
    base: float
    """From the upper edge down to the base line."""
    label: tuple[Line, float, int] | None = None
    """What stands before the line: a list's marker or a heading's number, its x, its element."""
    anchor: str | None = None
    outline: tuple[int, str] | None = None
    """Level from 0 and title of the bookmark that leads here."""
    beside: Callable[[Sheet, int, float], None] | None = None
    """Draws what stands in the margin beside the line: on the page, for the line's element, at
    its base line."""

    def draw(self, sheet: Sheet, top: float) -> None:
        """The label, then the line, then what stands beside it."""
        if self.anchor is not None:
            sheet.anchor(self.anchor, top)
            if self.outline is not None:
                sheet.ledger.outline.append((*self.outline, self.anchor))
        if self.label is not None:
            line, x, element = self.label
            sheet.line(line, element, x, top - self.base)
        sheet.line(self.line, self.element, self.x, top - self.base)
        if self.beside is not None:
            self.beside(sheet, self.element, top - self.base)


def text_boxes(
    lines: Sequence[Line],
    role: Role,
    element: int,
    *,
    left: float,
    width: float,
    keep: bool = False,
) -> list[TextBox]:
    """The lines of a paragraph as boxes between `left` and `left + width`, points.

    The first two and the last two stand together; with `keep` the last one with what follows.
    """
    last = len(lines) - 1
    return [
        TextBox(
            height=role.leading,
            before=role.before if n == 0 else 0,
            after=role.after if n == last else 0,
            keep=keep if n == last else n in (0, last - 1),
            line=line,
            element=element,
            x=left + (width - line.width) / 2 if role.align == "center" else left,
            base=role.base_line,
        )
        for n, line in enumerate(lines)
    ]


class Placed(NamedTuple):
    """A box with its place: page counted from 0, upper edge."""

    box: Box
    sheet: int
    landscape: bool
    top: float
    closes: tuple[Heads, float] | None = None
    """The table that goes on here from the page before, and where its part there ends."""


def fill(boxes: Iterable[Box], page: Page) -> Iterator[Placed]:
    """Every box with its place, in order; a repeated head before the box that it stands above.

    Boxes that are kept together go to the next page together, unless they are taller than a
    page. A group with a landscape box goes on a landscape page.
    """
    filling = _Filling(page)
    group: list[Box] = []
    for box in boxes:
        if box.new_page and group:
            yield from filling.place(group)
            group = []
        group.append(box)
        if not box.keep:
            yield from filling.place(group)
            group = []
    if group:
        yield from filling.place(group)


class _Filling:
    def __init__(self, page: Page) -> None:
        self._page = page
        self._sheet = -1
        self._landscape = False
        self._y = 0.0
        self._last: Box | None = None
        """The box above on this page."""

    def place(self, group: list[Box]) -> Iterator[Placed]:
        landscape = any(box.landscape for box in group)
        first = group[0]
        goes_on = self._sheet >= 0 and not first.new_page and landscape == self._landscape
        if not (goes_on and self._fits(group)):
            yield from self._turn(first, landscape)
        for box in group:
            space = self._space(box)
            if self._last is not None and self._y - space - box.height < self._page.bottom - 0.01:
                yield from self._turn(box, landscape)
                space = self._space(box)
            self._y -= space
            yield Placed(box, self._sheet, self._landscape, self._y)
            self._y -= box.height
            self._last = box

    def _fits(self, group: list[Box]) -> bool:
        y, last = self._y, self._last
        for box in group:
            y -= (max(last.after, box.before) if last else 0.0) + box.height
            last = box
        return y >= self._page.bottom - 0.01

    def _space(self, box: Box) -> float:
        return max(self._last.after, box.before) if self._last is not None else 0.0

    def _turn(self, box: Box, landscape: bool) -> Iterator[Placed]:
        """A new page, with the heads of the table that goes on there."""
        before = self._last
        ended = self._y
        self._sheet += 1
        self._landscape = landscape
        height = self._page.width if landscape else self._page.height
        self._y = height - self._page.top_of(landscape=landscape)
        self._last = None
        heads = box.heads
        if heads is not None and before is not None and before.heads is heads:
            yield Placed(heads, self._sheet, landscape, self._y, (heads, ended))
            self._y -= heads.height
            self._last = heads


def draw(
    placed: Iterable[Placed], page: Page, *, first: int, tree: Tree, show: Show, ledger: Ledger
) -> list[Sheet]:
    """The pages of placed boxes, numbered from `first`; running heads come later."""
    sheets: list[Sheet] = []
    panel: Panel | None = None
    for box, number, landscape, top, closes in placed:
        if number == len(sheets):
            if sheets:
                if closes:
                    closes[0].close(sheets[-1], closes[1])
                sheets[-1].end()
            sheets.append(Sheet(first + number, page, landscape, tree, show, ledger))
            panel = None
        sheet = sheets[-1]
        if box.panel is not None:
            _ground(sheet, box.panel, top, box.height, joined=box.panel is panel)
        panel = box.panel
        box.draw(sheet, top)
    return sheets


def _ground(sheet: Sheet, panel: Panel, top: float, height: float, *, joined: bool) -> None:
    """The part of a note's ground behind one box; `joined`: it lengthens the part above."""
    lower = top - height - panel.pad
    if joined:
        upper = sheet.under[-1].y + sheet.under[-1].height
        del sheet.under[-2:]
    else:
        upper = top + panel.pad
    sheet.under.append(Rule(panel.left, lower, panel.width, upper - lower, panel.ground))
    sheet.under.append(Rule(panel.left, lower, panel.bar_width, upper - lower, panel.bar))
