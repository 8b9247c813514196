"""What a DOCX file says now: words, controls, bookmarks, fields, evidence.

The file may have been edited in Word or saved by LibreOffice: inserted text counts, deleted text
does not, and a value is looked for by tag, then by title, then by bookmark.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from assembler.document.nodes import ValueId
from assembler.problems import ProblemsFound, error
from assembler.write.docx.anchors import value_of_bookmark, value_of_title
from assembler.write.docx.archive import Archive
from assembler.write.docx.evidence import NAMESPACE, Evidence, from_xml
from assembler.write.docx.labels import ListNumbers
from assembler.write.docx.pictures import ReadPicture, read_pictures
from assembler.write.docx.xml import Element, qn, val

PIECES_OF_A_VALUE = 1_000
"""A bookmark stretched over more pieces of text than this is read no further."""


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


@dataclass(frozen=True, slots=True)
class ReadParagraph:
    """One paragraph as it stands."""

    style: str
    """Style id; empty for the default style."""
    number: str
    """As Word computes it from the lists of the file: `2.5.4.1`, `6.`; empty when there is none."""
    text: str
    place: Literal["body", "head", "cell"]
    controls: tuple[Control, ...]
    """Those that begin in it, in order."""
    fields: tuple[Field, ...]
    """Those that begin and end in it, inner ones first."""


@dataclass(frozen=True, slots=True)
class ReadDocx:
    """A whole file."""

    paragraphs: tuple[ReadParagraph, ...]
    controls: tuple[Control, ...]
    """All of them, those round whole paragraphs included."""
    bookmarks: frozenset[str]
    values: Mapping[str, str]
    """Bookmark of a value -> the words that it encloses."""
    evidence: Evidence | None
    pictures: tuple[ReadPicture, ...] = ()

    def by_tag(self) -> dict[ValueId, list[str]]:
        """Texts of the controls by tag; more than one when somebody copied a sentence."""
        return self._by(lambda control: ValueId(control.tag) if control.tag else None)

    def by_title(self) -> dict[ValueId, list[str]]:
        """Texts of the controls by the id in their titles."""
        return self._by(lambda control: value_of_title(control.title))

    def by_bookmark(self) -> dict[ValueId, list[str]]:
        """Texts of the bookmarks of values."""
        found = ((value_of_bookmark(name), text) for name, text in self.values.items())
        return {value: [text] for value, text in found if value is not None}

    def _by(self, key: Callable[[Control], ValueId | None]) -> dict[ValueId, list[str]]:
        found: dict[ValueId, list[str]] = {}
        for control in self.controls:
            value = key(control)
            if value is not None:
                found.setdefault(value, []).append(control.text)
        return found


def read_docx(data: bytes) -> ReadDocx:
    """The file as it stands. Raises ProblemsFound where it is no DOCX or beyond the limits."""
    archive = Archive(data)
    main = archive.related("").get("officeDocument", ["word/document.xml"])[0]
    root = archive.xml(main)
    if root is None or root.tag != qn("document"):
        raise ProblemsFound(
            [
                error(
                    "docx.opens",
                    "the file holds no Word document",
                    "open the file in Word and save it again as .docx",
                )
            ]
        )
    parts = archive.related(main)
    numbers = ListNumbers(
        *(_first(archive, parts.get(kind, [])) for kind in ("numbering", "styles"))
    )
    walk = _Walk(numbers)
    walk.read(root)
    return ReadDocx(
        tuple(walk.paragraphs()),
        tuple(walk.control(opened) for opened in walk.controls),
        frozenset(walk.names),
        {name: walk.text(*span) for name, span in walk.bookmarks.items()},
        _evidence(archive, parts),
        read_pictures(root, archive, main),
    )


def _first(archive: Archive, names: list[str]) -> Element | None:
    return archive.xml(names[0]) if names else None


def _evidence(archive: Archive, parts: Mapping[str, list[str]]) -> Evidence | None:
    for name in parts.get("customXml", []):
        root = archive.xml(name)
        if root is not None and root.tag == f"{{{NAMESPACE}}}evidence":
            try:
                return from_xml(root)
            except (KeyError, StopIteration) as fault:
                problem = error(
                    "docx.evidence-whole",
                    f"the evidence part {name} is damaged: {fault} is missing",
                    "take the file as it was built",
                )
                raise ProblemsFound([problem]) from fault
    return None


@dataclass(slots=True)
class _Open:
    """Something begun and not yet ended, with the index of its first piece of text."""

    begin: int
    end: int = 0
    tag: str = ""
    title: str = ""
    code: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Reading:
    element: Element
    number: str
    place: Literal["body", "head", "cell"]
    begin: int
    end: int = 0
    controls: list[_Open] = field(default_factory=list)
    fields: list[_Open] = field(default_factory=list)


_SKIPPED = frozenset(map(qn, ("pPr", "rPr", "del", "moveFrom", "tblPr", "tblGrid", "tcPr", "sectPr",
                              "sdtEndPr"))) | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}  # fmt: skip
_CHARACTERS = {
    qn("tab"): "\t",
    qn("ptab"): "\t",
    qn("br"): "\n",
    qn("cr"): "\n",
    qn("noBreakHyphen"): "\u2011",
}


class _Walk:
    """One pass over the body. All text goes into one list; everything else is a span of it."""

    def __init__(self, numbers: ListNumbers) -> None:
        self.numbers = numbers
        self.pieces: list[str] = []
        self.read_paragraphs: list[_Reading] = []
        self.controls: list[_Open] = []
        self.names: set[str] = set()
        self.bookmarks: dict[str, tuple[int, int]] = {}
        self._open: list[_Reading] = []
        self._controls: list[_Open] = []
        self._fields: list[_Open] = []
        self._marks: dict[str, tuple[str, int]] = {}
        self._rows: list[bool] = []

    def read(self, root: Element) -> None:
        """Walk the tree; what is deleted, moved away or only a fallback is passed over."""
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "end":
                self._end(element)
            elif element.tag in _SKIPPED:
                walker.skip_subtree()
            elif element.tag == qn("sdtPr"):
                if self._controls:
                    self._controls[-1].tag = val(element, "tag") or ""
                    self._controls[-1].title = val(element, "alias") or ""
                walker.skip_subtree()
            else:
                self._start(element)

    def control(self, opened: _Open) -> Control:
        return Control(opened.tag, opened.title, self.text(opened.begin, opened.end))

    def text(self, begin: int, end: int) -> str:
        return "".join(self.pieces[begin : min(end, begin + PIECES_OF_A_VALUE)])

    def paragraphs(self) -> Iterator[ReadParagraph]:
        for reading in self.read_paragraphs:
            yield ReadParagraph(
                val(reading.element, "pPr/pStyle") or "",
                reading.number,
                "".join(self.pieces[reading.begin : reading.end]),
                reading.place,
                tuple(self.control(opened) for opened in reading.controls),
                tuple(
                    Field("".join(f.code).strip(), self.text(f.begin, f.end))
                    for f in reading.fields
                ),
            )

    def _start(self, element: Element) -> None:
        tag = element.tag
        if tag == qn("t"):
            self.pieces.append(element.text or "")
        elif tag in _CHARACTERS:
            self.pieces.append(_CHARACTERS[tag])
        elif tag == qn("p"):
            place: Literal["body", "head", "cell"] = "body"
            if self._rows:
                place = "head" if self._rows[-1] else "cell"
            number = self.numbers.number(element)
            self._open.append(_Reading(element, number, place, len(self.pieces)))
            self.read_paragraphs.append(self._open[-1])
        elif tag == qn("sdt"):
            self._controls.append(_Open(len(self.pieces)))
            self.controls.append(self._controls[-1])
            if self._open:
                self._open[-1].controls.append(self._controls[-1])
        elif tag == qn("tr"):
            self._rows.append(element.find(f"{qn('trPr')}/{qn('tblHeader')}") is not None)
        elif tag == qn("bookmarkStart"):
            name = element.get(qn("name"), "")
            self.names.add(name)
            self._marks[element.get(qn("id"), "")] = (name, len(self.pieces))
        elif tag == qn("bookmarkEnd"):
            name, begin = self._marks.pop(element.get(qn("id"), ""), ("", 0))
            if value_of_bookmark(name) is not None:
                self.bookmarks[name] = (begin, len(self.pieces))
        elif tag == qn("instrText"):
            if self._fields:
                self._fields[-1].code.append(element.text or "")
        elif tag == qn("fldChar"):
            self._field(element.get(qn("fldCharType"), ""))

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(_Open(len(self.pieces)))
        elif self._fields and kind == "separate":
            self._fields[-1].begin = len(self.pieces)
        elif self._fields and kind == "end":
            ended = self._fields.pop()
            ended.end = len(self.pieces)
            if self._open and ended.begin >= self._open[-1].begin:
                self._open[-1].fields.append(ended)

    def _end(self, element: Element) -> None:
        if element.tag == qn("p"):
            ended = self._open.pop()
            ended.end = len(self.pieces)
            self.pieces.append("\n")
        elif element.tag == qn("sdt"):
            self._controls.pop().end = len(self.pieces)
        elif element.tag == qn("tr"):
            self._rows.pop()
