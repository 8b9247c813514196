"""Sections and blocks -> boxes, in reading order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from assembler.document.listings import Listing
from assembler.document.nodes import (
    AbbreviationList,
    Block,
    Blocks,
    BulletList,
    Contents,
    Figure,
    Footnote,
    Inlines,
    Link,
    Note,
    OrderedList,
    PageBreak,
    Paragraph,
    ReferenceList,
    Section,
    Superscript,
    Table,
    Text,
)
from assembler.document.walk import footnotes_in
from assembler.problems import Position
from assembler.resolve.contents import with_contents
from assembler.resolve.plain import heading_text
from assembler.resolve.words import (
    bullet,
    footnote_label,
    mark_label,
    reference_label,
)
from assembler.write.look import HEADING_ROLES, Role, RoleName
from assembler.write.pdf.boxes import Box, Panel, TextBox, text_boxes
from assembler.write.pdf.contents import contents
from assembler.write.pdf.drafting import DraftingNotes
from assembler.write.pdf.figure import figure_boxes
from assembler.write.pdf.listing import listing_boxes
from assembler.write.pdf.page import FOOTNOTE_CHUNK, Tree
from assembler.write.pdf.table import table_boxes
from assembler.write.text.lines import Line, with_space
from assembler.write.text.rooms import LIST_INDENT, MARK, Rooms
from assembler.write.text.together import entry_kept, leading_in
from assembler.write.text.typeset import Typesetter

LABEL_GAP = 6.0
ABBREVIATIONS = 16
"""A list of no more of them is not broken. In Word it may be: LibreOffice leaves so many paragraphs
that stand together on the next page, although they have room on this one."""
ABBREVIATION_AFTER = 2.0
LEAST_WIDTH = 90.0
"""Lists in lists are indented no further than this width, points."""
REFERENCE_LINES = 8
"""A reference of no more lines is not broken over pages."""
OUTLINE_LEVELS = 4
"""Bookmarks go no deeper: agencies ask for at most four levels."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Where a block stands: left edge and width in points, its role, what it is part of."""

    left: float
    width: float
    role: RoleName
    element: int = 0
    """Structure element that the blocks belong to."""
    depth: int = 0
    """Lists around it."""
    panel: Panel | None = None

    def indented(self, by: float) -> "Measure":
        """The same, `by` points narrower at the left, while there is room for words."""
        by = max(0.0, min(by, self.width - LEAST_WIDTH))
        return replace(self, left=self.left + by, width=self.width - by)

    def boxes(self, lines: list[Line], role: Role, element: int, *, keep: bool) -> list[TextBox]:
        """The lines of a paragraph here."""
        boxes = text_boxes(lines, role, element, left=self.left, width=self.width, keep=keep)
        for box in boxes:
            box.panel = self.panel
        return boxes


@dataclass(slots=True)
class Blockwright:
    """Makes the boxes of one document."""

    setter: Typesetter
    tree: Tree
    rooms: Rooms
    notes: DraftingNotes

    def sections(
        self,
        sections: tuple[Section, ...],
        level: int = 1,
        *,
        in_annex: bool = False,
        parent: int = 0,
    ) -> Iterator[Box]:
        """Headings, blocks and subsections; the first annex begins a page."""
        page = self.setter.look.page
        for section in sections:
            width, element = page.width_of_text(), self.tree.add("Sect", parent)
            measure = Measure(page.left, width, "body", element)
            self.notes.section = section
            begins_annexes = section.is_annex and not in_annex
            in_annex = in_annex or section.is_annex
            heading = self._heading(section, level, measure, in_annex=in_annex)
            heading[0].new_page = begins_annexes
            yield from heading
            yield from self.blocks(section.blocks, measure, headed=True)
            yield from self.sections(section.sections, level + 1, in_annex=in_annex, parent=element)

    def blocks(self, blocks: Blocks, measure: Measure, *, headed: bool = False) -> Iterator[Box]:
        """The boxes of blocks that follow each other; `headed`: right behind a heading."""
        new_page = False
        setter, role, width = self.setter, measure.role, measure.width
        for block, leads_in in leading_in(setter, blocks, role, width, headed=headed):
            if isinstance(block, PageBreak):
                new_page = True
                continue
            for box in self._block(block, measure, leads_in=leads_in):
                if new_page:
                    box.new_page, new_page = True, False
                yield box

    def paragraph(
        self,
        content: Inlines,
        measure: Measure,
        at: Position | None,
        *,
        tag: str = "P",
        label: tuple[Line, float, int] | None = None,
        keep: bool = False,
    ) -> list[TextBox]:
        """The lines of a paragraph; `keep` with what follows."""
        lines = self.setter.lines(content, measure.role, measure.width, at)
        element = self.tree.add(tag, measure.element)
        boxes = measure.boxes(lines, self.setter.role(measure.role), element, keep=keep)
        boxes[0].label = label
        self.notes.mark(content, boxes)
        footnotes = {
            f"#{footnote_label(note)}": self._footnote(note, measure.element, element)
            for note in footnotes_in(content)
        }
        for box in boxes if footnotes else ():
            targets = (run.target or "" for run in box.line.runs)
            box.notes = [footnotes.pop(target) for target in targets if target in footnotes]
        return boxes

    def _footnote(self, note: Footnote, parent: int, behind: int) -> list[TextBox]:
        """The lines of a footnote, its number a link back to the mark; read behind an element."""
        setter, page = self.setter, self.setter.look.page
        number = Text(setter.resolved.footnotes[note.key])
        back = Superscript((Link(f"#{mark_label(note)}", (number,)),))
        width = page.width_of_text()
        content = (back, Text("\u00a0"), *note.content)
        lines = setter.lines(content, "footnote", width, note.at)
        element = self.tree.add("Note", parent, mark=FOOTNOTE_CHUNK, behind=behind)
        role = setter.role("footnote")
        boxes = text_boxes(lines, role, element, left=page.left, width=width)
        boxes[0].anchor = footnote_label(note)
        return boxes

    def _block(self, block: Block, measure: Measure, *, leads_in: bool) -> Iterator[Box]:
        """The boxes of a block; one that leads in a list stays with it."""
        match block:
            case Paragraph():
                yield from self.paragraph(block.content, measure, block.at, keep=leads_in)
            case BulletList():
                yield from self._list(block, [bullet(measure.depth)] * len(block.items), measure)
            case OrderedList():
                numbers = range(block.start, block.start + len(block.items))
                yield from self._list(block, [f"{number}." for number in numbers], measure)
            case Table():
                setter, left, width = self.setter, measure.left, measure.width
                made = table_boxes(setter, self.tree, block, left, width, parent=measure.element)
                for box in self._captioned(block, made):
                    box.panel = measure.panel
                    yield box
            case Listing():
                left, width = measure.left, measure.width
                yield from listing_boxes(
                    self.setter, self.tree, block, left, width, parent=measure.element
                )
            case Figure():
                made = figure_boxes(self.setter, self.tree, block, parent=measure.element)
                for box in self._captioned(block, made):
                    box.panel = measure.panel
                    yield box
            case Note():
                yield from self._note(block, measure)
            case ReferenceList():
                yield from self._references(block, measure)
            case AbbreviationList():
                yield from self._abbreviations(block, measure)
            case Contents():
                yield from contents(self.setter, self.tree, self.rooms)
            case PageBreak():
                pass
            case _:
                assert_never(block)

    def _captioned(self, block: Table | Figure, boxes: Iterator[Box]) -> Iterator[Box]:
        """The boxes of a table or figure; its first line of words is that of its caption."""
        marked = False
        for box in boxes:
            if not marked and isinstance(box, TextBox):
                marked = True
                self.notes.mark(block.caption, [box])
            yield box

    def _heading(
        self, section: Section, level: int, measure: Measure, *, in_annex: bool
    ) -> list[TextBox]:
        """Number and title, the title's further lines under its first; keeps with what follows."""
        setter = self.setter
        name = HEADING_ROLES[min(level, len(HEADING_ROLES)) - 1]
        role = setter.role(name)
        number = setter.text(setter.resolved.numbers[section.label], name)
        indent = max(self.rooms.heading(level, in_annex=in_annex), number.width + LABEL_GAP)
        element = self.tree.add(f"H{min(level, 6)}", measure.element)
        inner = replace(measure.indented(indent), role=name)
        lines = setter.lines(section.title, name, inner.width, section.at)
        boxes = inner.boxes(lines, role, element, keep=True)
        for box in boxes:
            box.keep = True
        boxes[0].label = (with_space(number), measure.left, element)
        boxes[0].anchor = section.label
        if level <= OUTLINE_LEVELS:
            boxes[0].outline = (level - 1, heading_text(setter.resolved, section))
        self.notes.mark(section.title, boxes)
        return boxes

    def _list(
        self, block: BulletList | OrderedList, markers: Sequence[str], measure: Measure
    ) -> list[Box]:
        role: RoleName = "note" if measure.role == "note" else "item"
        labels = [self.setter.text(marker, role) for marker in markers]
        widest = max((label.width for label in labels), default=0.0)
        mark = 0.0 if role == "note" else MARK
        indent = max(LIST_INDENT, mark + widest + LABEL_GAP / 2)
        group = self.tree.add("L", measure.element)
        inner = replace(measure.indented(indent), role=role, depth=measure.depth + 1)
        made: list[Box] = []
        for item, label in zip(block.items, labels, strict=True):
            entry = self.tree.add("LI", group)
            marker = (label, measure.left + mark, self.tree.add("Lbl", entry))
            body = replace(inner, element=self.tree.add("LBody", entry))
            blocks = item.blocks
            if not blocks or not isinstance(blocks[0], Paragraph):
                blocks = (Paragraph((), block.at), *blocks)
            boxes = list(self.blocks(blocks, body))
            if isinstance(boxes[0], TextBox):
                boxes[0].label = marker
            made += boxes
        if made and measure.depth == 0:
            made[-1].after = max(made[-1].after, self.setter.role("body").after)
        return made

    def _note(self, note: Note, measure: Measure) -> Iterator[Box]:
        panel = Panel(measure.left, measure.width)
        inside = measure.indented(panel.bar_width + 8)
        inside = replace(
            inside,
            width=inside.width - 8,
            role="note",
            panel=panel,
            element=self.tree.add("Div", measure.element),
        )
        boxes = list(self.blocks(note.blocks, inside))
        if boxes:
            boxes[0].before = max(boxes[0].before, panel.pad + 6)
            boxes[-1].after = panel.pad + 9
        yield from boxes

    def _references(self, block: ReferenceList, measure: Measure) -> Iterator[Box]:
        setter = self.setter
        keys = setter.resolved.bibliography
        labels = [setter.text(f"{n}.", "reference") for n in range(1, len(keys) + 1)]
        inner = replace(measure.indented(self.rooms.references), role="reference")
        for number, (key, label) in enumerate(zip(keys, labels, strict=True), start=1):
            entry = self.tree.add("BibEntry", measure.element)
            boxes = self.paragraph(
                setter.resolved.document.references[key],
                replace(inner, element=entry),
                block.at,
                label=(with_space(label), measure.left, entry),
            )
            if len(boxes) <= REFERENCE_LINES:
                for box in boxes[:-1]:
                    box.keep = True
                boxes[-1].keep = entry_kept(number, len(keys))
            boxes[0].anchor = reference_label(key)
            yield from boxes

    def _abbreviations(self, block: AbbreviationList, measure: Measure) -> Iterator[Box]:
        """Short and long forms in two columns; one line for both where the first is too wide."""
        setter, abbreviations = self.setter, self.setter.resolved.abbreviations
        if block.title and abbreviations:
            title = replace(measure, role="contents-title")
            yield from self.paragraph((Text(block.title),), title, block.at, keep=True)
        inner = replace(measure.indented(self.rooms.abbreviations), role="item")
        most = len(abbreviations)
        for number, (short, long) in enumerate(abbreviations.items(), start=1):
            keep = entry_kept(number, most) or (number < most <= ABBREVIATIONS)
            label = setter.text(short, "item")
            if label.width < self.rooms.abbreviations:
                boxes = self.paragraph((Text(long),), inner, block.at, keep=keep)
                boxes[0].label = (with_space(label), measure.left, boxes[0].element)
            else:
                whole = (Text(f"{short} {long}"),)
                boxes = self.paragraph(whole, replace(measure, role="item"), block.at, keep=keep)
            boxes[-1].after = ABBREVIATION_AFTER
            yield from boxes

    def title_block(self, measure: Measure) -> Iterator[Box]:
        """Number and title of the document, what it is about, the front blocks."""
        document = self.setter.resolved.document
        title = (Text(document.heading),)
        boxes = self.paragraph(title, replace(measure, role="title"), None, keep=True)
        drop = self.setter.role("title").before  # Word keeps it at the head of a document
        boxes[0].height += drop
        boxes[0].base += drop
        yield from boxes
        if document.subject:
            yield from self.paragraph(document.subject, replace(measure, role="subject"), None)
        yield from self.blocks(with_contents(document.front), measure)
