"""Contents, lists of tables and figures: linked entries, dotted leaders, page numbers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assembler.document.nodes import Figure, Inlines, Label, Table
from assembler.document.walk import figures, sections_of, tables
from assembler.problems import Position
from assembler.resolve.words import (
    CONTENTS_TITLE,
    FIGURES_TITLE,
    TABLES_TITLE,
    caption_prefix,
)
from assembler.write.look import RoleName
from assembler.write.pdf.flow import Box, TextBox
from assembler.write.pdf.page import Sheet, Target, Tree
from assembler.write.text.lines import Line
from assembler.write.text.typeset import Typesetter

LEVELS = 3
"""Sections of deeper levels are not listed."""
CONTENTS = "contents"
TABLES = "list-of-tables"
FIGURES = "list-of-figures"
"""Named destinations."""

_INDENT = 12.0
_GAP = 8.0
_NUMBER_ROOM = 30.0
"""Room for the page number and the least of a leader, points."""
_LEVEL_ROLES: tuple[RoleName, ...] = ("contents-1", "contents-2", "contents-3")


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
        y = top - role.leading / 2 - 0.35 * role.size
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
    resolved = setter.resolved
    document = resolved.document
    page = setter.look.page
    left, right = page.left, page.width - page.right
    sections = [(lv, s) for lv, s in sections_of(document.sections) if lv <= LEVELS]
    widest = _widest_numbers(setter, [(lv, resolved.numbers[s.label]) for lv, s in sections])
    toc = tree.add("TOC")
    if sections:
        yield from _title(setter, CONTENTS_TITLE, CONTENTS, toc)
    for level, section in sections:
        x = left + (level - 1) * _INDENT
        number = resolved.numbers[section.label]
        yield from _entry(
            setter,
            _LEVEL_ROLES[level - 1],
            (x, x + widest[level] + _GAP, right),
            number,
            section.title,
            section.label,
            section.at,
            tree.add("TOCI", toc),
        )
    yield from _listed(setter, tree, list(tables(document)), TABLES_TITLE, TABLES)
    yield from _listed(setter, tree, list(figures(document)), FIGURES_TITLE, FIGURES)


def _listed(
    setter: Typesetter, tree: Tree, listed: Sequence[Table | Figure], words: str, name: str
) -> Iterator[Box]:
    """The list of tables or of figures; nothing where there are none."""
    if not listed:
        return
    page = setter.look.page
    left, right = page.left, page.width - page.right
    toc = tree.add("TOC")
    yield from _title(setter, words, name, toc)
    prefixes = [f"{caption_prefix(setter.resolved, one)}." for one in listed]
    wide = max(setter.text(prefix, "contents-1").width for prefix in prefixes)
    for one, prefix in zip(listed, prefixes, strict=True):
        yield from _entry(
            setter,
            "contents-2",
            (left, left + wide + _GAP, right),
            prefix,
            one.caption,
            one.label,
            one.at,
            tree.add("TOCI", toc),
        )


def _title(setter: Typesetter, words: str, name: str, element: int) -> list[Box]:
    role = setter.role("contents-title")
    return [
        TextBox(
            height=role.leading,
            before=role.before,
            after=role.after,
            keep=True,
            line=setter.text(words, "contents-title"),
            element=element,
            x=setter.look.page.left,
            base=role.leading / 2 + 0.35 * role.size,
            anchor=name,
            outline=(0, words),
        )
    ]


def _entry(
    setter: Typesetter,
    name: RoleName,
    xs: tuple[float, float, float],
    number: str,
    title: Inlines,
    to: Label,
    at: Position,
    element: int,
) -> Iterator[EntryBox]:
    role = setter.role(name)
    x, text_x, right = xs
    lines = setter.lines(title, name, right - text_x - _NUMBER_ROOM, at)
    last = len(lines) - 1
    for n, line in enumerate(lines):
        yield EntryBox(
            height=role.leading,
            before=role.before if n == 0 else 0,
            after=role.after if n == last else 0,
            keep=n < last and n in (0, last - 1),
            setter=setter,
            role=name,
            label=_read_on(setter.text(number, name)) if n == 0 else None,
            line=_read_on(line),
            x=x,
            text_x=text_x,
            right=right,
            to=to,
            is_last=n == last,
            element=element,
        )


def _read_on(line: Line) -> Line:
    """The line without links or values of its own, with a space before what is read next."""
    runs = [run._replace(target=None) for run in line.runs]
    if runs and not runs[-1].text.endswith(" "):
        runs[-1] = runs[-1]._replace(text=runs[-1].text + " ")
    return Line(tuple(runs), line.width)


def _widest_numbers(setter: Typesetter, numbers: Sequence[tuple[int, str]]) -> Mapping[int, float]:
    widest: dict[int, float] = {}
    for level, number in numbers:
        width = setter.text(number, _LEVEL_ROLES[level - 1]).width
        widest[level] = max(widest.get(level, 0.0), width)
    return widest
