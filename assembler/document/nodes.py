"""The node types of a document: inlines, blocks, sections.

Nodes are frozen and know nothing of records; the parentage of a `Value` stands in
`Document.trace`. A heading is no node: a section's level is its depth, so it cannot be wrong.
Page numbers appear nowhere. Every `match` over `Inline` or `Block` ends in `assert_never`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assembler.document.figures import Drawing
from assembler.document.inlines import (
    Abbreviation,
    Cite,
    Comment,
    CrossRef,
    Emphasis,
    Footnote,
    Gap,
    Inline,
    Inlines,
    Label,
    LineBreak,
    Link,
    NoteKey,
    NoteMark,
    ReferenceKey,
    Strong,
    Subscript,
    Superscript,
    Text,
    Value,
    ValueId,
)
from assembler.document.listings import Listing
from assembler.problems import Position

__all__ = [
    "Abbreviation", "AbbreviationList", "Block", "Blocks", "BulletList", "Cell", "Cite", "Column",
    "Comment", "Contents", "CrossRef", "Document", "Emphasis", "Figure", "Footnote", "Gap",
    "GapEntry", "Inline", "Inlines", "Item", "Label", "LineBreak", "Link", "MarkedNote", "Note",
    "NoteKey", "NoteMark", "OrderedList", "PageBreak", "Paragraph", "ReferenceKey",
    "ReferenceList", "Row", "Section", "Strong", "Subscript", "Superscript", "Table", "Text",
    "Trace", "Value", "ValueId",
]  # fmt: skip
"""The inlines are passed on: whoever reads a document needs them with its blocks."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    content: Inlines
    at: Position


@dataclass(frozen=True, slots=True)
class Item:
    """One list item: its blocks, nested lists included."""

    blocks: "Blocks"


@dataclass(frozen=True, slots=True)
class BulletList:
    items: tuple[Item, ...]
    at: Position


@dataclass(frozen=True, slots=True)
class OrderedList:
    items: tuple[Item, ...]
    start: int
    at: Position


@dataclass(frozen=True, slots=True)
class Column:
    """Shape of a table column."""

    width: float | None = None
    """A weight relative to the other columns, 1 where only others have one; where no column has
    one, the columns are as wide as their words ask."""
    align: Literal["left", "center", "decimal"] = "left"


@dataclass(frozen=True, slots=True)
class Cell:
    content: Inlines
    span: int = 1
    """Columns that the cell covers."""
    indent: int = 0
    """Levels of indention of a row label."""


@dataclass(frozen=True, slots=True)
class Row:
    """A table row; the spans of its cells sum to the number of columns."""

    cells: tuple[Cell, ...]
    group: bool = False
    """A group row (`pNET cohort`) that heads the rows below it."""


@dataclass(frozen=True, slots=True)
class MarkedNote:
    """A lettered note under a table; its letter is resolved."""

    key: NoteKey
    content: Inlines


@dataclass(frozen=True, slots=True)
class Table:
    label: Label
    caption: Inlines
    columns: tuple[Column, ...]
    head: tuple[Row, ...]
    """One or more head rows (spanning heads above); repeated on every page."""
    rows: tuple[Row, ...]
    notes: tuple[Inlines, ...]
    """Notes on the whole table, in order, each on a line of its own below the lettered ones."""
    abbreviations: Inlines
    """The line of abbreviations used in the table; empty when there are none."""
    source: Inlines
    """The source line; empty only when the shell gives none."""
    landscape: bool
    at: Position
    marked: tuple[MarkedNote, ...] = ()
    """Notes that marks in head and rows name; printed in the order of their marks."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with its caption below. A value inside the drawing is printed, but not anchored."""

    label: Label
    caption: Inlines
    drawing: Drawing
    alternative: str
    """What the drawing says, in words with its numbers, for those who do not see it."""
    notes: tuple[Inlines, ...]
    """Notes under the caption, in order, each on a line of its own."""
    abbreviations: Inlines
    """The line of abbreviations used in the figure; empty when there are none."""
    source: Inlines
    """The source line; empty only when the shell gives none."""
    at: Position


@dataclass(frozen=True, slots=True)
class Note:
    """A boxed note to the reader (`:::{note}`)."""

    blocks: "Blocks"
    at: Position


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """Where the numbered list of literature references stands."""

    at: Position
    instead: str = ""
    """What is said there where the document cites nothing."""


@dataclass(frozen=True, slots=True)
class AbbreviationList:
    """Where the list of the abbreviations that the document uses stands, in two columns."""

    title: str
    """Printed above it as above the contents; empty where a heading stands there."""
    at: Position


@dataclass(frozen=True, slots=True)
class Contents:
    """Where in the front the contents and the lists of tables and figures stand; else behind it."""

    at: Position


@dataclass(frozen=True, slots=True)
class PageBreak:
    at: Position


Block = (
    Paragraph | BulletList | OrderedList | Table | Listing | Figure | Note | ReferenceList
    | AbbreviationList | Contents | PageBreak
)  # fmt: skip
Blocks = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Section:
    label: Label
    number: str | None
    """The literal ICH number (`2.5.4`); None where the program numbers (added subsections)."""
    title: Inlines
    blocks: Blocks
    sections: tuple["Section", ...]
    at: Position
    is_annex: bool = False
    """Of a top section: an annex, lettered by the program; annexes stand after all others."""


@dataclass(frozen=True, slots=True)
class Trace:
    """The parentage of one printed value."""

    paths: tuple[str, ...]
    """Record paths, the first one leading."""
    recorded: tuple[str, ...]
    """The values as recorded, one for each path."""
    derivation: str
    """`as recorded`, or the named format or derivation: `ratio_ci`, `difference`."""
    source: str
    """Source line of the record: document, place."""
    at: tuple[Position, ...]
    """Where the records stand, one for each path."""


@dataclass(frozen=True, slots=True)
class GapEntry:
    """One row of the gap register: what someone must supply."""

    needs: str
    items: tuple[str, ...]
    """Record paths that are absent."""
    kind: str
    owner: str
    expected_in: str
    status: str
    blocks_final: bool
    reason: str
    """Why an accepted gap is acceptable; else empty."""
    at: Position
    path: str = ""
    """Record path of the plan, or of the block that lacks one."""


@dataclass(frozen=True, slots=True)
class Document:
    id: str
    """The template folder's name: `clinical-overview`."""
    number: str | None
    """The CTD number of the whole: `2.5`. Level-1 headings continue it: `2.5.4`; without it they
    are `1`, `2`."""
    title: str
    language: str
    """BCP 47: `en-GB`."""
    subject: Inlines
    """What the title block says below the title: product, indication or study."""
    front: Blocks
    """Blocks before the contents: what the draft was prepared from."""
    sections: tuple[Section, ...]
    trace: Mapping[ValueId, Trace]
    references: Mapping[ReferenceKey, Inlines]
    """Formatted entries; which are printed, and in what order, is resolved."""
    gaps: tuple[GapEntry, ...] = field(default=())
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    """Short -> long form of the known abbreviations that stand in its values."""

    @property
    def heading(self) -> str:
        """Number and title: `2.5 Clinical Overview`; the title of a document without number."""
        return f"{self.number} {self.title}" if self.number else self.title
