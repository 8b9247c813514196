"""Contents, lists of tables and figures: linked entries, dotted leaders, page numbers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assembler.document.nodes import Label
from assembler.resolve.contents import Entry, Listed, contents_lists
from assembler.write.look import CONTENTS_ROLES, RoleName
from assembler.write.pdf.flow import Box, TextBox, text_boxes
from assembler.write.pdf.page import Sheet, Target, Tree
from assembler.write.text.lines import Line
from assembler.write.text.typeset import Typesetter

DESTINATIONS: Mapping[Listed, str] = {
    "Section": "contents",
    "Table": "list-of-tables",
    "Figure": "list-of-figures",
}
"""What each list is called as a named destination."""

_INDENT = 12.0
_GAP = 8.0
_NUMBER_ROOM = 30.0
"""Room for the page number and the least of a leader, points."""


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
        sheet.links.append(Target(self.x, bottom, self.right, upper, target, self.element))

    def _page(self, sheet: Sheet, y: float) -> None:
        page, _ = sheet.ledger.destinations[self.to]
        number = self.setter.text(str(page), self.role)
        dot = self.setter.text(".", self.role)
        pair = self.setter.text(". .", self.role).width - dot.width
        end = self.right - max(number.width + 5, 18)
        count = int((end - self.text_x - self.line.width - 5) / pair)
        if count > 0:
            dots = dot.runs[0]._replace(text=" ".join("." * count))
            sheet.artifact(Line((dots,), 0), end - count * pair, y)
        sheet.line(number, self.element, self.right - number.width, y)


def contents(setter: Typesetter, tree: Tree) -> Iterator[Box]:
    """The contents and, where there are tables or figures, their lists."""
    page = setter.look.page
    left, right = page.left, page.width - page.right
    for listed in contents_lists(setter.resolved):
        toc = tree.add("TOC")
        yield from _title(setter, listed.title, DESTINATIONS[listed.of], toc)
        widest = _widest_numbers(setter, listed.entries)
        for entry in listed.entries:
            x = left + max(entry.level - 1, 0) * _INDENT
            xs = (x, x + widest[entry.level] + _GAP, right)
            yield from _entry(setter, entry, xs, tree.add("TOCI", toc))


def _title(setter: Typesetter, words: str, name: str, element: int) -> list[TextBox]:
    page, role = setter.look.page, setter.role("contents-title")
    line = setter.text(words, "contents-title")
    width = page.width - page.left - page.right
    boxes = text_boxes([line], role, element, left=page.left, width=width, keep=True)
    boxes[0].anchor, boxes[0].outline = name, (0, words)
    return boxes


def _entry(
    setter: Typesetter, entry: Entry, xs: tuple[float, float, float], element: int
) -> Iterator[EntryBox]:
    name = _role(entry)
    role = setter.role(name)
    x, text_x, right = xs
    lines = setter.lines(entry.title, name, right - text_x - _NUMBER_ROOM, entry.at)
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


def _role(entry: Entry) -> RoleName:
    """Tables and figures look like sections of level 2."""
    return CONTENTS_ROLES[(entry.level or 2) - 1]


def _widest_numbers(setter: Typesetter, entries: Sequence[Entry]) -> Mapping[int, float]:
    """Width of the widest number of each level, points."""
    widest: dict[int, float] = {}
    for entry in entries:
        width = setter.text(entry.number, _role(entry)).width
        widest[entry.level] = max(widest.get(entry.level, 0.0), width)
    return widest
