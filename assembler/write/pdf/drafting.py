"""Drafting notes in a draft: a mark in the margin at the line, the words in a list at the end.

The margin that agencies ask to be left free beside the text leaves some twenty points: room for
`D12`, not for words. So no line of the document moves, and no page of it ends elsewhere, for a
note. Mark and entry are linked both ways. All of it is tagged, and kept apart from the document's
words by the tag of its marked content.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assembler.document.nodes import Comment, Document, Inlines, Link, Section, Text
from assembler.document.walk import runs
from assembler.resolve.plain import heading_text
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import Line as Said
from assembler.write.look import RoleName
from assembler.write.pdf.boxes import Box, TextBox, text_boxes
from assembler.write.pdf.page import Sheet, Target, Tree
from assembler.write.text.lines import Ink, Line, Run, with_space
from assembler.write.text.typeset import Typesetter
from assembler.write.written import Options

TAG = "Drafting"
"""How the marked content of marks and list is tagged."""
DESTINATION = "drafting:"
"""How the names of their destinations begin; no label has a colon."""
TITLE = "Drafting notes"
LEAD = (
    "Advice of the templates for whoever drafts the sections. It is not part of the document, and "
    "a final version leaves it out. D1, D2 and so on in the margin mark where each note belongs."
)
_FRONT = "Title page"
_GAP = 5.0
"""From the text to a mark, points."""
_SIZE = 7.5
_OF_LEADING = 0.6
"""A mark is no larger than this part of its line: so no two of them touch."""
_INDENT = 30.0
_ITEM = "\N{EN DASH} "
_ITEM_INDENT = 9.0
_BETWEEN = 1.0
"""Between the paragraphs of a note, points."""
_WHOLE = 16
"""A note of no more lines is not broken over pages."""
_HEAD: RoleName = "table-head"
_WORDS: RoleName = "note"


def notes_of(document: Document) -> Iterator[tuple[Section | None, Comment]]:
    """The drafting notes in the order of reading, each with its section; None in the front."""
    for run in runs(document):
        if run.row is not None:  # a cell has none, and they are many
            continue
        for inline in run.content:
            if isinstance(inline, Comment) and inline.is_drafting:
                yield run.section, inline


def are_shown(options: Options) -> bool:
    """Whether a file has its drafting notes: a trace copy has other marks in that margin."""
    return options.draft and options.trace is None


def expected_words(resolved: Resolved, options: Options) -> Iterator[Said]:
    """What a file says of drafting notes, as it is read: the marks, then the list."""
    notes = list(notes_of(resolved.document)) if are_shown(options) else []
    yield from (Said("note", _mark(number)) for number in range(1, len(notes) + 1))
    if notes:
        yield from (Said("paragraph", TITLE), Said("paragraph", LEAD))
    for number, (section, note) in enumerate(notes, start=1):
        yield Said("heading", f"{_mark(number)} {_place(resolved, section)}")
        yield from (Said("note", line) for line in note.text.splitlines())


def _mark(number: int) -> str:
    return f"D{number}"


def _place(resolved: Resolved, section: Section | None) -> str:
    return heading_text(resolved, section) if section is not None else _FRONT


@dataclass(slots=True)
class DraftingNotes:
    """The notes of one document, met in the order of layout, which is that of reading."""

    setter: Typesetter
    tree: Tree
    is_shown: bool
    section: Section | None = None
    """The section that is being laid out."""
    met: list[tuple[Section | None, Comment]] = field(default_factory=list)

    def mark(self, content: Inlines, boxes: Sequence[Box]) -> None:
        """Mark the first line of `boxes` where their words, `content`, hold a note."""
        if not self.is_shown:
            return
        note = next((n for n in content if isinstance(n, Comment) and n.is_drafting), None)
        first = next((box for box in boxes if isinstance(box, TextBox)), None)
        if note is not None and first is not None:
            self.met.append((self.section, note))
            first.beside = _Mark(self.setter, self.tree, len(self.met), first.height)

    def boxes(self) -> Iterator[Box]:
        """The list of the notes on pages of its own; nothing where there are none."""
        if not self.met:
            return
        page = self.setter.look.page
        left, width = page.left, page.width_of_text()
        part = self.tree.add("Sect")
        title = self._paragraph(TITLE, "contents-title", part, left, width)
        title[0].new_page, title[0].anchor = True, f"{DESTINATION}notes"
        title[0].outline = (0, TITLE)
        for box in title:
            box.keep = True
        yield from title
        yield from self._paragraph(LEAD, _WORDS, part, left, width)
        for number, (section, note) in enumerate(self.met, start=1):
            boxes = self._head(number, section, part, left, width)
            for line in note.text.splitlines():
                item = _ITEM_INDENT if line.startswith(_ITEM) else 0.0
                x = left + _INDENT + item
                boxes += self._paragraph(line, _WORDS, part, x, left + width - x, hang=item)
            for box in boxes[:-1]:
                box.after = min(box.after, _BETWEEN)
                box.keep = box.keep or len(boxes) <= _WHOLE
            yield from boxes

    def _paragraph(
        self, words: str, role: RoleName, part: int, left: float, width: float, hang: float = 0
    ) -> list[TextBox]:
        """A paragraph; its first line begins `hang` points left of the others."""
        lines = self.setter.lines((Text(words),), role, width, None)
        element = self.tree.add("P", part, mark=TAG)
        made = text_boxes(lines, self.setter.role(role), element, left=left, width=width)
        made[0].x -= hang
        return made

    def _head(
        self, number: int, section: Section | None, part: int, left: float, width: float
    ) -> list[TextBox]:
        """Mark and section, a link back to the mark; keeps with the words."""
        setter, role = self.setter, self.setter.role(_HEAD)
        to = f"#{DESTINATION}mark-{number}"
        words = _place(setter.resolved, section)
        linked: Inlines = (Link(to, (Text(words),)),)
        lines = [_plain(one) for one in setter.lines(linked, _HEAD, width - _INDENT, None)]
        label = _plain(setter.lines((Link(to, (Text(_mark(number)),)),), _HEAD, width, None)[0])
        element = self.tree.add("Link", self.tree.add("P", part, mark=TAG), mark=TAG)
        made: list[TextBox] = [
            _Head(
                height=role.leading,
                before=10 if n == 0 else 0,
                after=2 if n == len(lines) - 1 else 0,
                keep=True,
                line=line,
                element=element,
                x=left + _INDENT,
                base=role.base_line,
                label=(with_space(label), left, element) if n == 0 else None,
                to=to,
            )
            for n, line in enumerate(lines)
        ]
        made[0].anchor = f"{DESTINATION}note-{number}"
        return made


@dataclass(slots=True, kw_only=True, eq=False)
class _Head(TextBox):
    """A line of an entry's head."""

    to: str

    def draw(self, sheet: Sheet, top: float) -> None:
        """The line, and the link over it."""
        TextBox.draw(self, sheet, top)
        left = self.x if self.label is None else self.label[1]
        base, words = top - self.base, "".join(run.text for run in self.line.runs)
        right, size = self.x + self.line.width, self.line.runs[0].ink.size
        box = (left, base - 0.22 * size, right, base + 0.74 * size)
        sheet.links.append(Target(*box, self.to, self.element, words))


@dataclass(frozen=True, slots=True)
class _Mark:
    """What stands in the margin beside a line that has a note."""

    setter: Typesetter
    tree: Tree
    number: int
    leading: float

    def __call__(self, sheet: Sheet, element: int, y: float) -> None:
        """Draw it at the base line `y`, as a link below the `element` of the line's words."""
        look, words = self.setter.look, _mark(self.number)
        face = self.setter.fonts.face("sans", bold=True, italic=False)
        size = min(_SIZE, _OF_LEADING * self.leading)
        like = self.setter.lines((Link("#", (Text(words),)),), _HEAD, float("inf"), None)[0].runs[0]
        ink = Ink(face, size, like.ink.colour)
        width = (face.width(words) or 0.0) * size
        link = self.tree.add("Link", element, mark=TAG)
        x = sheet.width - look.page.right + _GAP
        sheet.line(Line((Run(words, ink, width, None),), width), link, x, y)
        sheet.anchor(f"{DESTINATION}mark-{self.number}", y + size)
        to, said = f"#{DESTINATION}note-{self.number}", f"Drafting note {words}"
        box = (x, y - 0.22 * size, x + width, y + 0.74 * size)
        sheet.links.append(Target(*box, to, link, said))


def _plain(line: Line) -> Line:
    """A line of a link without its targets: the link is drawn over the whole line."""
    return line._replace(runs=tuple(run._replace(target=None) for run in line.runs))
