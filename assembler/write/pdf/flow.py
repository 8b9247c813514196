"""Boxes on pages: what stands together, what is repeated, where a page ends."""

from collections.abc import Iterable, Iterator, Sequence

from assembler.write.look import Page
from assembler.write.pdf.boxes import Box, End, Panel, Placed
from assembler.write.pdf.foot import Foot
from assembler.write.pdf.page import Ledger, Rule, Sheet, Show, Tree


def fill(boxes: Iterable[Box], page: Page) -> Iterator[Placed]:
    """Every box with its place, in order; a repeated head before the box that it stands above.

    Boxes that are kept together go to the next page together, unless they are taller than a
    page. A group with a landscape box goes on a landscape page. The footnotes marked on a page
    stand at its foot, behind its boxes; what has no room there goes on at the foot of the next.
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
    yield from filling.end()


class _Filling:
    def __init__(self, page: Page) -> None:
        self._page = page
        self._sheet = -1
        self._landscape = False
        self._y = 0.0
        self._last: Box | None = None
        """The box above on this page."""
        self._foot = Foot(page)
        self._marked: list[Sequence[Box]] = []
        """The footnotes that this page marks and that are not at its foot yet."""

    def place(self, group: list[Box]) -> Iterator[Placed]:
        landscape = any(box.landscape for box in group)
        first = group[0]
        goes_on = self._sheet >= 0 and not first.new_page and landscape == self._landscape
        if not (goes_on and self._fits(group)):
            yield from self._turn(group, landscape)
        for n, box in enumerate(group):
            space = self._space(box)
            if self._last is not None and not self._has_room(space + box.height, box.notes):
                yield from self._turn(group[n : n + 1], landscape)
                space = self._space(box)
            self._y -= space
            yield self._placed(box)
            self._y -= box.height
            self._last = box
            self._marked += box.notes
        self._note()

    def end(self) -> Iterator[Placed]:
        """The foot of the last page, and pages for what of it goes on."""
        yield from self._foot_placed()
        while self._foot.goes_on:
            self._open(self._landscape)
            yield from self._foot_placed()

    def _placed(self, box: Box) -> Placed:
        return Placed(box, self._sheet, self._landscape, self._y)

    def _fits(self, group: list[Box]) -> bool:
        notes = [note for box in group for note in box.notes]
        return self._has_room(_height(group, self._last), notes)

    def _has_room(self, height: float, notes: Sequence[Sequence[Box]]) -> bool:
        """Whether boxes that mark these footnotes fit on the page, with what its foot must hold."""
        foot = self._foot.height
        if notes or self._marked:
            foot = self._foot.with_notes([*self._marked, *notes])
        return self._y - height >= self._page.bottom + foot - 0.01

    def _space(self, box: Box) -> float:
        return max(self._last.after, box.before) if self._last is not None else 0.0

    def _note(self) -> None:
        """Give what is marked its place at the foot, as far as there is room."""
        self._foot.add(self._marked, self._y - self._page.bottom)
        self._marked = []

    def _foot_placed(self) -> Iterator[Placed]:
        self._note()
        for box, top in self._foot.placed():
            yield Placed(box, self._sheet, self._landscape, top)

    def _open(self, landscape: bool, kept: float = 0.0) -> None:
        """An empty page; what goes on at its foot leaves `kept` points for what stands above."""
        self._sheet += 1
        self._landscape = landscape
        height = self._page.width if landscape else self._page.height
        self._y = height - self._page.top_of(landscape=landscape)
        self._last = None
        self._foot.open(self._y - self._page.bottom, kept)

    def _turn(self, group: list[Box], landscape: bool) -> Iterator[Placed]:
        """A new page, with the heads of the table that goes on there. Where the footnotes that go
        on leave no room for the group, they have pages of their own before it."""
        heads = group[0].heads
        if heads is None or self._last is None or not heads.goes_on_from(self._last.heads):
            heads = None
        else:
            yield self._placed(End(height=0, heads=heads))
        yield from self._foot_placed()
        height = _height(group, heads) + (heads.height if heads is not None else 0.0)
        self._open(landscape, height)
        while self._foot.height and not self._is_open_to(group, height):
            yield from self._foot_placed()
            self._open(landscape, height)
        if heads is not None:
            yield self._placed(heads)
            self._y -= heads.height
            self._last = heads

    def _is_open_to(self, group: list[Box], height: float) -> bool:
        """Whether a group stands on this page, if it stands on any."""
        if self._foot.goes_on and any(box.notes for box in group):
            return False
        return self._has_room(height, ())


def _height(group: list[Box], last: Box | None) -> float:
    """Height of boxes below another one, with the spaces between them."""
    height = 0.0
    for box in group:
        height += (max(last.after, box.before) if last is not None else 0.0) + box.height
        last = box
    return height


def draw(
    placed: Iterable[Placed], page: Page, *, first: int, tree: Tree, show: Show, ledger: Ledger
) -> list[Sheet]:
    """The pages of placed boxes, numbered from `first`; running heads come later."""
    sheets: list[Sheet] = []
    panel: Panel | None = None
    for box, number, landscape, top in placed:
        if number == len(sheets):
            if sheets:
                sheets[-1].settle()
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
