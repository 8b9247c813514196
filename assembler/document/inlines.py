"""What words are made of: texts, values, marks and links in a line.

A drawing, a listing and every block hold them; `nodes` passes them on with the blocks.
"""

from dataclasses import dataclass
from typing import NewType

from assembler.problems import Position

ValueId = NewType("ValueId", str)
"""16 hexadecimal digits: hash of section label, record path and n-th use there."""
Label = NewType("Label", str)
"""What a cross-reference names: `sec-2.5.4`, `tbl-pfs`, `fig-forest-plot`. Lower case, digits,
hyphen, dot."""
NoteKey = NewType("NoteKey", str)
"""A lettered note of a table or a footnote, unique in the document: `tbl-pfs/1`,
`sec-2.5.4/crossover`."""
ReferenceKey = NewType("ReferenceKey", str)
"""The id of a literature reference: `chan-2023`."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words typed by a template or an author; never record data."""

    text: str


@dataclass(frozen=True, slots=True)
class Value:
    """Record data as printed: the only carrier of it.

    Results, design facts and disease figures are anchored in the files; a name (`cabozantinib`)
    has its record path in the trace but no anchor: a control around every name would be in the
    way of whoever edits.
    """

    id: ValueId
    text: str
    anchored: bool = True


@dataclass(frozen=True, slots=True)
class Gap:
    """A typed absence or an author's to-do as printed (`not reported`, `[Author: ...]`)."""

    id: ValueId
    text: str

    @property
    def is_owed(self) -> bool:
        """Whether somebody still owes it: such words stand in brackets, and out of a final."""
        return self.text.startswith("[")


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """One use of a known abbreviation; spelt out at its first use in running text."""

    use: int
    """Number of this use in the document, unique; `Resolved.spelt_out` names the first uses."""
    short: str
    """As it is printed here: `NETs`."""
    long: str
    """As it is spelt out here: `neuroendocrine tumours`."""
    key: str
    """The entry of the list of abbreviations: `NET`."""
    is_spelt: bool = False
    """Whether the words in front of it spell it out already: `neuroendocrine tumours (NETs)`."""
    begins: bool = False
    """Whether a sentence begins with it: spelt out, it has a capital."""


@dataclass(frozen=True, slots=True)
class Emphasis:
    children: "Inlines"


@dataclass(frozen=True, slots=True)
class Strong:
    children: "Inlines"


@dataclass(frozen=True, slots=True)
class Superscript:
    children: "Inlines"


@dataclass(frozen=True, slots=True)
class Subscript:
    children: "Inlines"


@dataclass(frozen=True, slots=True)
class Link:
    """A link to an address outside the document (http, https or mailto only); in what a writer adds
    to a document, also to `#name`, a place in the file."""

    url: str
    children: "Inlines"


@dataclass(frozen=True, slots=True)
class CrossRef:
    """`[](#tbl-pfs)`: printed as `Table 1` or `Section 2.5.4.1`."""

    label: Label
    """In another document of the study with its id: `summary-of-clinical-safety#tbl-teae`."""
    at: Position


@dataclass(frozen=True, slots=True)
class Cite:
    """`[@a; @b]`: one cluster of literature citations, printed folded: `[6–9]`."""

    id: ValueId
    keys: tuple[ReferenceKey, ...]
    at: Position


@dataclass(frozen=True, slots=True)
class NoteMark:
    """Where a table marks lettered notes: printed raised, `a` or `a,b`, close to what is before
    it. Never inside a value; it stands in no caption and in no prose."""

    notes: tuple[NoteKey, ...]


@dataclass(frozen=True, slots=True)
class Footnote:
    """A mark in a paragraph, raised and close to what is before it, with the words that stand at
    the foot of its page. Numbered through the document; it holds no other footnote."""

    key: NoteKey
    content: "Inlines"
    at: Position
    """Of the words."""


@dataclass(frozen=True, slots=True)
class LineBreak:
    pass


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark to those who work on the document, and no word of it: it stands in the margin of a
    Word file that is asked for with comments, a drafting note beside the page of a draft PDF too.
    """

    text: str
    """Paragraphs, each on a line."""
    is_drafting: bool = False
    """Whether it is a drafting note: what the template says to whoever drafts the section, about
    the whole of the paragraph, caption or heading that holds it; at most one in each."""


Inline = (
    Text | Value | Gap | Abbreviation | Emphasis | Strong | Superscript | Subscript | Link
    | CrossRef | Cite | NoteMark | Footnote | LineBreak | Comment
)  # fmt: skip
Inlines = tuple[Inline, ...]
