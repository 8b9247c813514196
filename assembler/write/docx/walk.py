"""One pass over a part of a DOCX file. All text goes into two strings, as it stands and as it was
before the pending tracked changes; everything else is a span of both.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from assembler.document.nodes import ValueId
from assembler.write.docx.anchors import value_bookmark, value_of_bookmark, value_of_title
from assembler.write.docx.labels import ListNumbers
from assembler.write.docx.reading import (
    Bookmark,
    Control,
    Field,
    InTable,
    Occurrence,
    Pending,
    Place,
    ReadParagraph,
    Recognised,
)
from assembler.write.docx.xml import Element, qn, val

LONGEST = 20_000
"""Letters of a control or bookmark that are read: a file may stretch thousands over all of it."""

_ID = re.compile(r"[0-9a-f]{16}")


class Mark(NamedTuple):
    """A point of the text: how many letters of each kind stand before it."""

    now: int
    before: int
    inserted: int
    moved: int


@dataclass(slots=True)
class Open:
    """Something begun and, later, ended."""

    begin: Mark
    paragraph: int
    ordinal: int
    end: Mark | None = None
    tag: str = ""
    title: str = ""
    name: str = ""
    code: list[str] = field(default_factory=list)
    twin: "Open | None" = None
    """Of a control: the bookmark of its value round it or in it; of that bookmark: the control."""

    @property
    def value(self) -> ValueId | None:
        """The value that it anchors."""
        for given in (self.tag, value_of_title(self.title), value_of_bookmark(self.name)):
            if given and _ID.fullmatch(given):
                return ValueId(given)
        return None


@dataclass(slots=True)
class _Reading:
    """A paragraph that is being read."""

    element: Element
    number: str
    place: Place
    cell: InTable | None
    begin: Mark
    ordinal: int
    end: Mark | None = None
    is_derived: bool = False
    controls: list[Open] = field(default_factory=list)
    fields: list[Open] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    ordinal: int
    row: int = -1
    cell: int = -1
    is_head: bool = False


_SKIPPED = frozenset(map(qn, ("pPr", "rPr", "tblPr", "tblGrid", "tcPr", "sectPr", "sdtEndPr")))
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT = {qn("t"), qn("delText"), f"{{{_MATH}}}t"}
_BOX = qn("txbxContent")
_CHARACTERS = {
    qn("tab"): "\t",
    qn("ptab"): "\t",
    qn("br"): "\n",
    qn("cr"): "\n",
    qn("noBreakHyphen"): "\u2011",
    qn("sym"): "\ufffd",  # a sign of a symbol font, which no text names
}
_CHANGES = {
    qn("ins"): (1, 0, 0),
    qn("del"): (0, 1, 0),
    qn("moveTo"): (1, 0, 1),
    qn("moveFrom"): (0, 1, 1),
}
"""Element -> whether its text is inserted, deleted, moved."""
_ENDING = frozenset((*map(qn, ("p", "sdt", "tr", "tbl", "fldSimple")), *_CHANGES))
_STARTING = _ENDING.union(
    _TEXT,
    map(qn, ("tc", "bookmarkStart", "bookmarkEnd", "instrText", "fldChar")),
    _CHARACTERS,
)
"""What is looked at where it ends, and where it starts; of the rest, such as runs, only what is
inside."""
_PROPERTIES = qn("sdtPr")
_COUNTED = (qn("sdt"), qn("bookmarkStart"), qn("p"))


class Walk:
    """Reads one part; the paragraphs of a whole file are counted on from part to part."""

    def __init__(self, part: str, numbers: ListNumbers, place: Place = "body") -> None:
        self.part = part
        self.numbers = numbers
        self.place: Place = place
        self.controls: list[Open] = []
        self.marks: list[Open] = []
        self.boxes: list[tuple[Element, dict[str, int]]] = []
        """Text boxes, to be read by themselves, with what of each kind stands before them."""
        self.seen = dict.fromkeys(_COUNTED, 0)
        self._now: list[str] = []
        self._before: list[str] = []
        self._at = Mark(0, 0, 0, 0)
        self._texts: tuple[str, str] | None = None
        self._paragraphs: list[_Reading] = []
        self._inserted = self._deleted = self._moved = self._empty = 0
        self._open: list[_Reading] = []
        self._controls: list[Open] = []
        self._placeholders: list[bool] = []
        self._fields: list[Open] = []
        self._contents = 0
        self._marks: dict[str, Open] = {}
        self._named: dict[str, Open] = {}
        self._tables: list[_Table] = []
        self._tables_seen = 0
        self._changes: list[tuple[int, int, int]] = []

    def read(self, root: Element) -> None:
        """Walk the tree; what is only a fallback is passed over, text boxes are put by."""
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag = element.tag
            if event == "end":
                if tag in _ENDING:
                    self._end(element)
            elif tag in _STARTING:
                self._start(element)
            elif tag in _SKIPPED:
                walker.skip_subtree()
            elif tag == _PROPERTIES:
                self._describe(element)
                walker.skip_subtree()
            elif tag in (_FALLBACK, _BOX) and element is not root:
                if tag == _BOX:
                    self.boxes.append((element, dict(self.seen)))
                for passed in element.iter(*_COUNTED):
                    self.seen[passed.tag] += 1
                walker.skip_subtree()

    def paragraphs(self) -> Iterator[ReadParagraph]:
        """The paragraphs, in order."""
        for reading in self._paragraphs:
            begin = reading.begin
            yield ReadParagraph(
                val(reading.element, "pPr/pStyle") or "",
                reading.number,
                self._text(begin, reading.end, None),
                self._text_before(begin, reading.end, None),
                reading.place,
                tuple(self.control(opened) for opened in reading.controls),
                tuple(
                    Field(
                        "".join(f.code).strip(),
                        self._text(f.begin, f.end),
                        f.begin.now - begin.now,
                        (f.end or f.begin).now - begin.now,
                    )
                    for f in reading.fields
                ),
                self.numbers.level(reading.element),
                reading.cell,
                reading.is_derived,
                reading.ordinal,
            )

    def control(self, opened: Open) -> Control:
        """A content control."""
        return Control(opened.tag, opened.title, self._text(opened.begin, opened.end))

    def bookmarks(self) -> Iterator[tuple[str, Bookmark]]:
        """The bookmarks that stand in no deleted text, by name."""
        last = len(self._paragraphs) - 1
        for mark in self.marks:
            if mark.code:
                continue
            yield mark.name, Bookmark(min(mark.paragraph, last), self._text(mark.begin, mark.end))

    def occurrences(self, paragraphs_before: int = 0) -> Iterator[Occurrence]:
        """The anchors of the part in document order: controls, and bookmarks without one."""
        found = [(c, c.twin) for c in self.controls if c.value is not None]
        alone = [(None, m) for m in self.marks if m.twin is None and m.value is not None]
        both: list[tuple[Open | None, Open | None]] = [*found, *alone]
        for control, mark in sorted(both, key=lambda pair: _beginning(pair[0] or pair[1])):
            yield self._occurrence(control, mark, paragraphs_before)

    def _occurrence(
        self, control: Open | None, mark: Open | None, paragraphs_before: int
    ) -> Occurrence:
        opened = control or mark
        if opened is None or opened.value is None:
            raise ValueError("an anchor is a control or a bookmark of a value")
        begin, end = opened.begin, opened.end or opened.begin
        recognised: Recognised = "bookmark"
        if control is not None:
            recognised = "tag" if _ID.fullmatch(control.tag) else "title"
        start = 0
        if opened.paragraph < len(self._paragraphs):
            start = self._paragraphs[opened.paragraph].begin.now
        within = opened.paragraph < len(self._paragraphs)
        return Occurrence(
            opened.value,
            recognised,
            self.part,
            None if control is None else control.ordinal,
            None if mark is None else mark.ordinal,
            self._text(begin, end),
            self._text_before(begin, end),
            _pending(begin, end),
            end.moved > begin.moved,
            opened.paragraph + paragraphs_before if within else -1,
            begin.now - start,
            end.now - start,
            self.place == "body",
        )

    def _text(self, begin: Mark, end: Mark | None, longest: int | None = LONGEST) -> str:
        last = (end or begin).now
        if longest is not None:
            last = min(last, begin.now + longest)
        return self._whole()[0][begin.now : last]

    def _text_before(self, begin: Mark, end: Mark | None, longest: int | None = LONGEST) -> str:
        last = (end or begin).before
        if longest is not None:
            last = min(last, begin.before + longest)
        return self._whole()[1][begin.before : last]

    def _whole(self) -> tuple[str, str]:
        if self._texts is None:
            self._texts = "".join(self._now), "".join(self._before)
        return self._texts

    def _say(self, text: str) -> None:
        """Text of a run, with whatever is pending there; a placeholder is none."""
        if self._empty:
            return
        now, before, inserted, moved = self._at
        if not self._deleted:
            self._now.append(text)
            now += len(text)
        if not self._inserted:
            self._before.append(text)
            before += len(text)
        elif not self._deleted:
            inserted += len(text)
        if self._moved:
            moved += len(text)
        self._at = Mark(now, before, inserted, moved)

    def _start(self, element: Element) -> None:
        tag = element.tag
        if tag in _TEXT:
            self._say(element.text or "")
        elif tag in _CHARACTERS:
            self._say(_CHARACTERS[tag])
        elif tag == qn("p"):
            self._start_paragraph(element)
        elif tag == qn("sdt"):
            self._start_control()
        elif tag in _CHANGES:
            self._change(_CHANGES[tag])
        elif tag == qn("tbl"):
            self._tables.append(_Table(self._tables_seen))
            self._tables_seen += 1
        elif tag == qn("tr"):
            self._start_row(element)
        elif tag == qn("tc"):
            if self._tables:
                self._tables[-1].cell += 1
        elif tag == qn("bookmarkStart"):
            self._start_bookmark(element)
        elif tag == qn("bookmarkEnd"):
            self._end_bookmark(element)
        elif tag == qn("instrText"):
            if self._fields and not self._deleted:
                self._fields[-1].code.append(element.text or "")
        elif tag == qn("fldChar"):
            self._field(element.get(qn("fldCharType"), ""))
        elif tag == qn("fldSimple"):
            self._field("begin")
            if self._fields:
                self._fields[-1].code.append(element.get(qn("instr"), ""))
            self._field("separate")

    def _start_paragraph(self, element: Element) -> None:
        place, cell = self.place, None
        if self._tables:
            table = self._tables[-1]
            cell = InTable(table.ordinal, table.row, table.cell)
            if place == "body":
                place = "head" if table.is_head else "cell"
        number = self.numbers.number(element)
        reading = _Reading(element, number, place, cell, self._at, self._count("p"))
        self._open.append(reading)
        self._paragraphs.append(reading)

    def _start_control(self) -> None:
        opened = Open(self._at, self._current(), self._count("sdt"))
        self._controls.append(opened)
        self._placeholders.append(False)
        self.controls.append(opened)
        if self._open:
            self._open[-1].controls.append(opened)

    def _describe(self, properties: Element) -> None:
        if not self._controls:
            return
        self._controls[-1].tag = val(properties, "tag") or ""
        self._controls[-1].title = val(properties, "alias") or ""
        shown = properties.find(qn("showingPlcHdr"))
        if shown is not None and shown.get(qn("val")) not in ("0", "false", "off"):
            self._placeholders[-1] = True
            self._empty += 1

    def _start_row(self, element: Element) -> None:
        change = (0, 0, 0)
        properties = element.find(qn("trPr"))
        if properties is not None:
            for name in ("ins", "del"):
                if properties.find(qn(name)) is not None:
                    change = _CHANGES[qn(name)]
        self._changes.append(change)
        self._change(change)
        if self._tables:
            table = self._tables[-1]
            table.row += 1
            table.cell = -1
            table.is_head = properties is not None and properties.find(qn("tblHeader")) is not None

    def _start_bookmark(self, element: Element) -> None:
        name = element.get(qn("name"), "")
        mark = Open(self._at, self._current(), self._count("bookmarkStart"), name=name)
        if self._deleted:
            mark.code.append("deleted")
        self.marks.append(mark)
        self._marks[element.get(qn("id"), "")] = mark
        self._named[name] = mark

    def _end_bookmark(self, element: Element) -> None:
        mark = self._marks.pop(element.get(qn("id"), ""), None)
        if mark is None:
            return
        mark.end = self._at
        if self._named.get(mark.name) is mark:
            del self._named[mark.name]
        if self._controls and mark.twin is None and mark.value is not None:
            inner = self._controls[-1]
            if inner.value == mark.value and inner.twin is None:
                inner.twin, mark.twin = mark, inner

    def _field(self, kind: str) -> None:
        if self._deleted:
            return
        if kind == "begin":
            self._fields.append(Open(self._at, self._current(), 0))
        elif self._fields and kind == "separate":
            opened = self._fields[-1]
            opened.begin = self._at
            if "".join(opened.code).split()[:1] == ["TOC"]:
                opened.tag = "TOC"
                self._contents += 1
        elif self._fields and kind == "end":
            ended = self._fields.pop()
            ended.end = self._at
            if ended.tag == "TOC":
                self._end_contents(ended)
            if self._open and ended.begin.now >= self._open[-1].begin.now:
                self._open[-1].fields.append(ended)

    def _end_contents(self, ended: Open) -> None:
        """Mark what it produced. Only now: a field that nobody ends must not hide the rest."""
        self._contents -= 1
        if not self._contents:
            for reading in self._paragraphs[ended.paragraph :]:
                reading.is_derived = True

    def _end(self, element: Element) -> None:
        tag = element.tag
        if tag == qn("p"):
            self._open.pop().end = self._at
            self._say("\n")
        elif tag == qn("sdt"):
            self._end_control()
        elif tag in _CHANGES:
            self._change(_CHANGES[tag], -1)
        elif tag == qn("tr"):
            self._change(self._changes.pop(), -1)
        elif tag == qn("tbl"):
            self._tables.pop()
        elif tag == qn("fldSimple"):
            self._field("end")

    def _end_control(self) -> None:
        ended = self._controls.pop()
        ended.end = self._at
        self._empty -= self._placeholders.pop()
        value = ended.value
        mark = self._named.get(value_bookmark(value)) if value and ended.twin is None else None
        if mark is not None and mark.twin is None:
            ended.twin, mark.twin = mark, ended

    def _change(self, change: tuple[int, int, int], sign: int = 1) -> None:
        inserted, deleted, moved = change
        self._inserted += sign * inserted
        self._deleted += sign * deleted
        self._moved += sign * moved

    def _current(self) -> int:
        """The paragraph that is open, or the next one."""
        return len(self._paragraphs) - 1 if self._open else len(self._paragraphs)

    def _count(self, name: str) -> int:
        tag = qn(name)
        self.seen[tag] += 1
        return self.seen[tag] - 1


def _beginning(opened: Open | None) -> tuple[int, int, int]:
    if opened is None:
        return (0, 0, 0)
    return (opened.paragraph, opened.begin.now, opened.begin.before)


def _pending(begin: Mark, end: Mark) -> Pending:
    now, before = end.now - begin.now, end.before - begin.before
    inserted = end.inserted - begin.inserted
    deleted = before - (now - inserted)
    if not inserted and not deleted:
        return ""
    if not now:
        return "deleted"
    return "changed" if before else "inserted"
