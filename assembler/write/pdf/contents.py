"""Contents, lists of tables, figures and listings: linked entries, dotted leaders, page numbers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assembler.document.nodes import Label
from assembler.resolve.contents import Entry, Listed, contents_lists
from assembler.write.look import RoleName
from assembler.write.pdf.boxes import Box, TextBox, text_boxes
from assembler.write.pdf.page import Sheet, Target, Tree
from assembler.write.text.lines import Line, spoken
from assembler.write.text.rooms import (
    Rooms,
    contents_indent,
    contents_role,
    entry_lines,
    is_contents_apart,
)
from assembler.write.text.typeset import Typesetter

DESTINATIONS: Mapping[Listed, str] = {
    "Section": "contents",
    "Table": "list-of-tables",
    "Figure": "list-of-figures",
    "Listing": "list-of-listings",
}
"""What each list is called as a named destination."""

_LEADER_GAP = 1.5
"""Between the leader and what stands before and behind it, points."""


@dataclass(slots=True, kw_only=True, eq=False)
class EntryBox(Box):
    """One line of an entry; the page number of the last one is looked up when it is drawn."""

    setter: Typesetter
    role: RoleName
    label: Line | None
    line: Line
    x: float
    text_x: float
    right: float
    to: Label
    is_last: bool
    element: int

    def draw(self, sheet: Sheet, top: float) -> None:
        """Number, title, leader, page number; the whole line is a link."""
        role = self.setter.role(self.role)
        y = top - role.base_line
        if self.label is not None:
            sheet.line(self.label, self.element, self.x, y)
        sheet.line(self.line, self.element, self.text_x, y)
        if self.is_last:
            self._page(sheet, y)
        bottom, upper = y - 0.25 * role.size, y + 0.8 * role.size
        target = f"#{self.to}"
        words = spoken(self.line.runs).strip()
        link = Target(self.x, bottom, self.right, upper, target, self.element, words)
        sheet.links.append(link)

    def _page(self, sheet: Sheet, y: float) -> None:
        page, _ = sheet.ledger.destinations[self.to]
        number = self.setter.text(str(page), self.role)
        dot = self.setter.text(".", self.role)
        end = self.right - number.width - _LEADER_GAP
        count = int((end - self.text_x - self.line.width - _LEADER_GAP) / dot.width)
        if count > 0:
            dots = dot.runs[0]._replace(text="." * count)
            sheet.artifact(Line((dots,), 0), end - count * dot.width, y)
        sheet.line(number, self.element, self.right - number.width, y)


def contents(setter: Typesetter, tree: Tree, rooms: Rooms) -> Iterator[Box]:
    """The contents and, where there are tables, figures or listings, their lists."""
    page = setter.look.page
    left, right = page.left, page.width - page.right
    is_apart = is_contents_apart(setter, rooms)
    for number, listed in enumerate(contents_lists(setter.resolved)):
        element = tree.add("P", mark="TOC")
        title = _title(setter, listed.title, DESTINATIONS[listed.of], element)
        title[0].new_page = is_apart and number == 1
        yield from title
        toc = tree.add("TOC")
        for entry in listed.entries:
            x = left + contents_indent(entry.level)
            xs = (x, x + rooms.contents[entry.level], right)
            link = tree.add("Link", tree.add("Reference", tree.add("TOCI", toc)), mark="TOCI")
            yield from _entry(setter, entry, xs, link)


def _title(setter: Typesetter, words: str, name: str, element: int) -> list[TextBox]:
    page, role = setter.look.page, setter.role("contents-title")
    line = setter.text(words, "contents-title")
    width = page.width_of_text()
    boxes = text_boxes([line], role, element, left=page.left, width=width, keep=True)
    boxes[0].anchor, boxes[0].outline = name, (0, words)
    return boxes


def _entry(
    setter: Typesetter, entry: Entry, xs: tuple[float, float, float], element: int
) -> Iterator[EntryBox]:
    name = contents_role(entry.level)
    role = setter.role(name)
    x, text_x, right = xs
    lines = entry_lines(setter, entry, right - text_x)
    last = len(lines) - 1
    for n, line in enumerate(lines):
        yield EntryBox(
            height=role.leading,
            before=role.before if n == 0 else 0,
            after=role.after if n == last else 0,
            keep=n < last and n in (0, last - 1),
            setter=setter,
            role=name,
            label=_read_on(setter.text(entry.number, name)) if n == 0 else None,
            line=_read_on(line),
            x=x,
            text_x=text_x,
            right=right,
            to=entry.label,
            is_last=n == last,
            element=element,
        )


def _read_on(line: Line) -> Line:
    """The line without links or values of its own, with a space before what is read next."""
    runs = [run._replace(target=None) for run in line.runs]
    if runs and not runs[-1].text.endswith(" "):
        runs[-1] = runs[-1]._replace(text=runs[-1].text + " ")
    return Line(tuple(runs), line.width)
