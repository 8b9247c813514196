"""Boxes: what is drawn in one piece on a page, and a place for it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assembler.write.look import Page, Role
from assembler.write.pdf.page import Sheet
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
    notes: Sequence[Sequence["Box"]] = ()
    """The lines of each footnote that is marked in it."""

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
    of: int = -1
    """The structure element of the table, where its parts have heads of their own."""

    def goes_on_from(self, other: "Heads | None") -> bool:
        """Whether it is of the same table as another one."""
        return other is not None and (other is self or 0 <= self.of == other.of)

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


@dataclass(frozen=True, slots=True)
class Room:
    """Where a table or a listing is laid out. Points."""

    left: float
    width: float
    page_height: float
    """Of the text on the pages that it stands on."""


def in_room(
    page: Page, left: float, width: float, laid: Callable[[Room], Iterator[Box]], *, turned: bool
) -> Iterator[Box]:
    """The boxes that are laid out at `left`, `width` wide; where `turned`, over landscape pages."""
    height = page.height_of_text(landscape=turned)
    if turned:
        left, width = page.left, page.width_of_text(landscape=True)
    for box in laid(Room(left, width, height)):
        box.landscape = turned
        yield box


@dataclass(slots=True, kw_only=True, eq=False)
class End(Box):
    """Where a table's part on a page ends; it goes on on another."""

    def draw(self, sheet: Sheet, top: float) -> None:
        """The rule that ends it."""
        if self.heads is not None:
            self.heads.close(sheet, top)


class Placed(NamedTuple):
    """A box with its place: page counted from 0, upper edge."""

    box: Box
    sheet: int
    landscape: bool
    top: float
