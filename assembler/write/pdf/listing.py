"""Listings -> boxes: caption, head, thousands of rows, each drawn in a few steps.

The words of a row stand side by side; up to some thousand cells each is a cell of the structure,
above that each row is one cell that covers all columns: half a million elements would weigh more
than the pages.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assembler.document.listings import BY_CELL, Listing, ListingGroup
from assembler.document.nodes import Inlines, Label, Text
from assembler.document.walk import below
from assembler.resolve.words import caption_prefix
from assembler.write.look import Role
from assembler.write.pdf.boxes import Box, Room, TextBox, in_room, text_boxes
from assembler.write.pdf.page import HAIRLINE, RULE, Sheet, Tree
from assembler.write.pdf.rows import LaidCell, RowBox, TableHeads
from assembler.write.text.columns import PAD
from assembler.write.text.lines import Ink
from assembler.write.text.listed import ListedText, ListedTexts, letters, listing_edges
from assembler.write.text.typeset import Typesetter
from assembler.write.written import Listed

BELOW = 16.0
"""Space below a listing, points."""
_LEFT, _CENTER = "left", "center"


def listing_boxes(
    setter: Typesetter, tree: Tree, listing: Listing, left: float, width: float, *, parent: int
) -> Iterator[Box]:
    """The boxes of a listing at `left`, `width` wide; over landscape pages where it asks so."""
    return in_room(
        setter.look.page,
        left,
        width,
        lambda room: _Layout(setter, tree, listing, room, parent).boxes(),
        turned=listing.landscape,
    )


@dataclass(slots=True)
class _Shape:
    """What all rows of a listing share."""

    role: Role
    ink: Ink
    columns: Sequence[tuple[float, float, str]]
    """Of each column: left and right end of the room for words, and how they stand."""
    body: int
    """Structure element of the rows."""
    by_cell: bool
    """Whether each cell has an element of its own."""
    label: Label
    drawn: Listed
    """What was drawn so far."""
    left: float
    width: float

    @property
    def base(self) -> float:
        """From a row's upper edge down to the base line of its first line."""
        return self.role.before + self.role.base_line

    def count(self, sheet: Sheet, letters: int) -> None:
        """Take note of a row that was drawn."""
        self.drawn.count(sheet.number, letters)
        sheet.ledger.listed.setdefault(self.label, self.drawn)


@dataclass(slots=True, kw_only=True, eq=False)
class ListedRow(Box):
    """A row of a listing, or the lines of it that stand on one page."""

    shape: _Shape
    texts: Sequence[ListedText]
    start: int = 0
    lines: int
    """How many lines of it stand here, from line `start` on."""
    elements: list[int] = field(default_factory=list)
    """Of a row in parts: its cells, shared by the parts."""
    is_parted: bool = False
    is_last: bool = False

    def draw(self, sheet: Sheet, top: float) -> None:
        """The words of its cells."""
        shape, first = self.shape, top - self.shape.base
        ys = [f"{first - n * shape.role.leading:.2f} Tm " for n in range(self.lines)]
        ops = sheet.ops
        elements = self._elements(sheet.tree)
        sheet.begin(elements[0])
        sheet.ink(shape.ink)
        for n, text in enumerate(self.texts):
            if n and len(elements) > 1 and text.lines:
                if self.is_parted:
                    sheet.part_of = elements[n]
                sheet.begin(elements[n])
            for line, x, shown in text.shown or _shown(text, shape, n, sheet):
                if 0 <= line - self.start < self.lines:
                    ops.append(x + ys[line - self.start] + shown)
        sheet.part_of = None
        if self.start == 0:
            shape.count(sheet, sum([text.letters for text in self.texts]))
        if self.is_parted:
            shape.drawn.parted.add(sheet.number)
        if self.is_last:
            sheet.rule(shape.left, top - self.height, shape.width, RULE * 1.4)

    def _elements(self, tree: Tree) -> list[int]:
        """The elements of its cells, or the one for all of them."""
        shape = self.shape
        if self.elements:
            return self.elements
        row = tree.add("TR", shape.body)
        if not (shape.by_cell or self.is_parted):
            return [tree.add("TD", row, span=len(shape.columns))]
        self.elements += [tree.add("TD", row) for _ in self.texts]
        return self.elements


def _shown(
    text: ListedText, shape: _Shape, column: int, sheet: Sheet
) -> list[tuple[int, str, str]]:
    """The lines of a text as they are drawn in a column; kept with it."""
    left, right, align = shape.columns[column]
    shown: list[tuple[int, str, str]] = []
    for number, line in enumerate(text.lines):
        spare = right - left - line.width
        x = left + (0.0 if align == _LEFT else spare / 2 if align == _CENTER else spare)
        for run in line.runs:
            shown.append((number, f"1 0 0 1 {x:.2f} ", sheet.show(run.text, run.ink)))
            x += run.width
    text.shown = shown
    return shown


@dataclass(slots=True, kw_only=True, eq=False)
class GroupRow(Box):
    """The heading of a group of rows, bold, over all columns."""

    shape: _Shape
    lines: Sequence[TextBox]
    letters: int

    def draw(self, sheet: Sheet, top: float) -> None:
        """Its words."""
        shape = self.shape
        cell = sheet.tree.add("TD", sheet.tree.add("TR", shape.body), span=len(shape.columns))
        y = top - shape.role.before
        for box in self.lines:
            sheet.line(box.line, cell, box.x, y - box.base)
            y -= box.height
        shape.count(sheet, self.letters)
        sheet.rule(shape.left, top - self.height + HAIRLINE, shape.width, HAIRLINE)


@dataclass(slots=True, kw_only=True, eq=False)
class ListingHeads(TableHeads):
    """Caption and head as repeated, with the heading of the group that goes on."""

    group: GroupRow | None = None

    def draw(self, sheet: Sheet, top: float) -> None:
        """Caption, head, heading: artifacts."""
        TableHeads.draw(self, sheet, top)
        if self.group is None:
            return
        y = top - self.height + self.group.height - self.group.shape.role.before
        for box in self.group.lines:
            sheet.artifact(box.line, box.x, y - box.base)
            y -= box.height
        sheet.end()
        shape = self.group.shape
        sheet.rule(shape.left, top - self.height + HAIRLINE, shape.width, HAIRLINE)


class _Layout:
    """One listing being laid out."""

    def __init__(
        self,
        setter: Typesetter,
        tree: Tree,
        listing: Listing,
        room: Room,
        parent: int,
    ) -> None:
        self.setter, self.tree, self.listing = setter, tree, listing
        left, width = room.left, room.width
        self.left, self.width, self.page_height = left, width, room.page_height
        self.parent, self.element = parent, tree.add("Table", parent)
        edges = listing_edges(setter, listing, width)
        self.columns = [
            (left + edges[n] + PAD, left + edges[n + 1] - PAD, column.align)
            for n, column in enumerate(listing.columns)
        ]

    def boxes(self) -> Iterator[Box]:
        """Caption, head, rows, notes."""
        yield from self._caption()
        head = self._head()
        yield head
        heads = self._heads(head)
        yield from self._rows(heads)
        for note in self._notes():
            note.heads = heads
            yield note

    def _caption(self) -> Iterator[TextBox]:
        lines = self.setter.lines(self._words(), "caption", self.width, self.listing.at)
        element = self.tree.add("Caption", self.element)
        role = self.setter.role("caption")
        boxes = text_boxes(lines, role, element, left=self.left, width=self.width, keep=True)
        for box in boxes:
            box.keep = True
        boxes[0].anchor = self.listing.label
        yield from boxes

    def _words(self) -> Inlines:
        prefix = caption_prefix(self.setter.resolved, self.listing)
        return (Text(f"{prefix}. "), *self.listing.caption)

    def _head(self) -> RowBox:
        role, cells = self.setter.role("table-head"), list[LaidCell]()
        for (left, right, align), column in zip(self.columns, self.listing.columns, strict=True):
            words = (Text(column.head),) if column.head else ()
            lines = self.setter.lines(words, "table-head", right - left, self.listing.at)
            xs = [
                left + (right - left - line.width) * {_LEFT: 0.0, _CENTER: 0.5}.get(align, 1.0)
                for line in lines
            ]
            cells.append(LaidCell(lines, xs) if words else LaidCell((), ()))
        count = max(1, *(len(cell.lines) for cell in cells))
        height = count * role.leading + role.before + role.after
        return RowBox(
            height=height,
            keep=True,
            cells=[cell._replace(drop=count - len(cell.lines)) for cell in cells],
            role=role,
            tag="TH",
            group=self.tree.add("THead", self.element),
            elements=[],
            rules=[(self.left, 0.0, self.width, RULE * 1.4), (self.left, height, self.width, RULE)],
        )

    def _heads(self, head: RowBox, group: GroupRow | None = None) -> ListingHeads:
        words = (*self._words(), Text(" (continued)"))
        caption = self.setter.lines(words, "caption", self.width, self.listing.at)
        role = self.setter.role("caption")
        height = len(caption) * role.leading + role.after + head.height
        return ListingHeads(
            height=height + (group.height if group else 0.0),
            of=self.element,
            left=self.left,
            width=self.width,
            caption=[line._replace(values=()) for line in caption],
            caption_role=role,
            rows=[head],
            landscape=self.listing.landscape,
            group=group,
        )

    def _rows(self, heads: ListingHeads) -> Iterator[Box]:
        """The rows, each group of them below its heading."""
        listing, setter = self.listing, self.setter
        role, ink = setter.role("table-cell"), setter.ink(setter.style("table-cell"))
        by_cell = len(listing.rows) * len(listing.columns) <= BY_CELL
        body = self.tree.add("TBody", self.element)
        shape = _Shape(
            role,
            ink,
            self.columns,
            body,
            by_cell,
            listing.label,
            Listed(),
            self.left,
            self.width,
        )
        sets = [
            ListedTexts(setter, listing, n, right - left, ink).set
            for n, (left, right, _) in enumerate(self.columns)
        ]
        groups = {group.first: group for group in listing.groups}
        pad, leading, last = role.before + role.after, role.leading, len(listing.rows) - 1
        goes_on = heads
        for number, row in enumerate(listing.rows):
            if number in groups:
                group = self._group(groups[number], shape)
                group.heads, group.new_page = heads, bool(number) and listing.group_pages
                yield group
                goes_on = self._heads(heads.rows[0], group)
            texts = [set_text(text, number) for set_text, text in zip(sets, row, strict=True)]
            count = max([len(text.lines) for text in texts]) or 1
            box = ListedRow(
                height=count * leading + pad,
                heads=goes_on,
                shape=shape,
                texts=texts,
                lines=count,
                is_last=number == last,
            )
            if number == last and not self.listing.source and not self.listing.notes:
                box.after = BELOW
            yield from self._parts(box, self.page_height - goes_on.height)

    def _group(self, group: ListingGroup, shape: _Shape) -> GroupRow:
        width = self.width - 2 * PAD
        words = (Text(group.words),)
        lines = self.setter.lines(words, "table-cell", width, self.listing.at, bold=True)
        boxes = text_boxes(lines, shape.role, -1, left=self.left + PAD, width=width)
        return GroupRow(
            height=len(lines) * shape.role.leading + shape.role.before + shape.role.after,
            keep=True,
            shape=shape,
            lines=boxes,
            letters=sum(letters(run.text) for line in lines for run in line.runs),
        )

    def _parts(self, row: ListedRow, room: float) -> Iterator[ListedRow]:
        """The row itself, or where it is taller than `room` its lines in parts that are not."""
        if row.height <= room:
            yield row
            return
        role, elements = row.shape.role, list[int]()
        pad = role.before + role.after
        count = max(1, int((room - pad) / role.leading))
        for start in range(0, row.lines, count):
            taken, ends = min(count, row.lines - start), start + count >= row.lines
            yield ListedRow(
                height=taken * role.leading + pad,
                heads=row.heads,
                after=row.after if ends else 0,
                shape=row.shape,
                texts=row.texts,
                start=start,
                lines=taken,
                elements=elements,
                is_parted=True,
                is_last=row.is_last and ends,
            )

    def _notes(self) -> list[TextBox]:
        """Notes and source, each a paragraph."""
        left, width = self.left + PAD, self.width - PAD
        boxes: list[TextBox] = []
        for content in below(self.listing):
            lines = self.setter.lines(content, "table-note", width, self.listing.at)
            role = self.setter.role("table-note")
            note = self.tree.add("Note", self.parent)
            boxes += text_boxes(lines, role, note, left=left, width=width)
        if boxes:
            boxes[0].before = max(boxes[0].before, 4)
            boxes[-1].after = BELOW
        return boxes
