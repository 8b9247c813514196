"""What is read from a DOCX file: frozen, and the same for self-check, verify and refresh.

Every text comes twice: as it stands, with what is inserted and without what is deleted by changes
that nobody has accepted yet; and as it was before those changes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from assembler.document.nodes import ValueId
from assembler.write.docx.anchors import value_of_bookmark, value_of_title
from assembler.write.docx.evidence import Evidence
from assembler.write.docx.pictures import ReadPicture

Place = Literal["body", "head", "cell", "box", "header", "footer", "footnote", "endnote"]
"""`head` and `cell` are paragraphs of tables; `box` is a text box, whatever it hangs on."""

Pending = Literal["", "inserted", "deleted", "changed"]
"""What tracked changes do to a stretch of text: nothing, all of it is inserted, all of it is
deleted, or a part of it is the one or the other."""

Recognised = Literal["tag", "title", "bookmark"]


@dataclass(frozen=True, slots=True)
class Control:
    """A content control."""

    tag: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """A complex field: its code without the blanks round it, and the result that stands there."""

    instruction: str
    result: str
    begin: int = 0
    end: int = 0
    """Where the result stands in the paragraph's text."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place where the file anchors a value, a gap or a cluster of citations."""

    value: ValueId
    recognised: Recognised
    """By the strongest mark that is left."""
    part: str
    """The part of the file: `word/document.xml`."""
    control: int | None
    """Its `w:sdt` among all of the part, in document order from 0; None when it has none."""
    bookmark: int | None
    """Its `w:bookmarkStart` among all of the part; None when it has none."""
    text: str
    """As it stands; empty when nothing is left in it, or Word's placeholder."""
    before: str
    """As it was before the pending tracked changes."""
    pending: Pending
    paragraph: int
    """The paragraph in which it begins, in `ReadDocx.paragraphs`; for what stands elsewhere (a
    text box, an endnote) in `ReadDocx.elsewhere`; -1 when it holds no paragraph at all."""
    begin: int
    end: int
    """Where it stands in the text of that paragraph."""
    is_in_body: bool = True
    """Whether it stands in `ReadDocx.paragraphs`: in no text box, header or endnote."""


@dataclass(frozen=True, slots=True)
class InTable:
    """The cell of a paragraph: tables in the order in which they begin, rows and cells in order,
    all from 0."""

    table: int
    row: int
    cell: int


@dataclass(frozen=True, slots=True)
class ReadParagraph:
    """One paragraph as it stands."""

    style: str
    """Style id; empty for the default style."""
    number: str
    """As Word computes it from the lists of the file: `2.5.4.1`, `6.`; empty when there is none."""
    text: str
    before: str
    """Its text before the pending tracked changes."""
    place: Place
    controls: tuple[Control, ...]
    """Those that begin in it, in order."""
    fields: tuple[Field, ...]
    """Those that begin and end in it, inner ones first."""
    level: int = 0
    """Of a heading: 1 to 9; 0 for all else."""
    cell: InTable | None = None
    is_derived: bool = False
    """Whether it stands in the result of a TOC field: contents, list of tables."""
    element: int = 0
    """Its `w:p` among all of the part, in document order from 0. Of a footnote, that of the
    paragraph that marks it."""
    marks: tuple[int, ...] = ()
    """Where in the text footnotes are marked: a mark is no word of it."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A bookmark: where it begins, and the words that it encloses."""

    paragraph: int
    """In `ReadDocx.paragraphs`; where it begins between paragraphs, the one that follows."""
    text: str


@dataclass(frozen=True, slots=True)
class ReadComment:
    """A comment in the margin."""

    id: str
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Foreign:
    """Something that the reader does not look into or follow, and that may act or hide words."""

    kind: Literal[
        "macro", "object", "external", "template", "import", "field", "strict-name", "hidden"
    ]
    part: str
    what: str


@dataclass(frozen=True, slots=True)
class ReadDocx:
    """A whole file."""

    paragraphs: tuple[ReadParagraph, ...]
    """Of the body, tables included, in order; those of a footnote behind the one that marks it, or
    behind the table in which it is marked."""
    controls: tuple[Control, ...]
    """All of the body and its footnotes, those round whole paragraphs included."""
    bookmarks: Mapping[str, Bookmark]
    """Of the body and its footnotes, by name."""
    values: Mapping[str, str]
    """Bookmark of a value -> the words that it encloses."""
    evidence: Evidence | None
    pictures: tuple[ReadPicture, ...] = ()
    occurrences: tuple[Occurrence, ...] = ()
    """Every anchor of the body, then of everything else, in document order."""
    elsewhere: tuple[ReadParagraph, ...] = ()
    """Text boxes, headers, footers, endnotes."""
    comments: tuple[ReadComment, ...] = ()
    foreign: tuple[Foreign, ...] = ()

    def by_tag(self) -> dict[ValueId, list[str]]:
        """Texts of the controls by tag; more than one when somebody copied a sentence."""
        return self._by(lambda control: ValueId(control.tag) if control.tag else None)

    def by_title(self) -> dict[ValueId, list[str]]:
        """Texts of the controls by the id in their titles."""
        return self._by(lambda control: value_of_title(control.title))

    def by_bookmark(self) -> dict[ValueId, list[str]]:
        """Texts of the bookmarks of values."""
        found: dict[ValueId, list[str]] = {}
        for name, text in self.values.items():
            if (value := value_of_bookmark(name)) is not None:
                found.setdefault(value, []).append(text)
        return found

    def _by(self, key: Callable[[Control], ValueId | None]) -> dict[ValueId, list[str]]:
        found: dict[ValueId, list[str]] = {}
        for control in self.controls:
            value = key(control)
            if value is not None:
                found.setdefault(value, []).append(control.text)
        return found
