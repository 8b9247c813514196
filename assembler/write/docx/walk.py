"""One pass over a part of a DOCX file. All text goes into two strings, as it stands and as it was
before the pending tracked changes; everything else is a span of both.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from assembler.write.docx.anchors import value_bookmark
from assembler.write.docx.labels import ListNumbers
from assembler.write.docx.opened import (
    Open,
    OpenParagraph,
    OpenTable,
    read_control,
    read_occurrence,
    read_paragraph,
)
from assembler.write.docx.reading import (
    Bookmark,
    Control,
    InTable,
    Occurrence,
    Place,
    ReadParagraph,
)
from assembler.write.docx.styles import LISTING_STYLE
from assembler.write.docx.texts import NO_CHANGE, Change, Texts
from assembler.write.docx.xml import Element, qn, val

_SKIPPED = frozenset(map(qn, ("pPr", "rPr", "tblPr", "tblGrid", "tcPr", "sectPr", "sdtEndPr")))
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT = {qn("t"), qn("delText"), f"{{{_MATH}}}t"}
_BOX = qn("txbxContent")
_TABLE = qn("tbl")
_CHARACTERS = {
    qn("tab"): "\t",
    qn("ptab"): "\t",
    qn("br"): "\n",
    qn("cr"): "\n",
    qn("noBreakHyphen"): "\u2011",
    qn("sym"): "\ufffd",  # a sign of a symbol font, which no text names
}
_CHANGES: dict[str, Change] = {
    qn("ins"): (1, 0),
    qn("del"): (0, 1),
    qn("moveTo"): (1, 0),
    qn("moveFrom"): (0, 1),
}
_PROPERTIES = qn("sdtPr")
_TAG, _ALIAS, _PLACEHOLDER = map(qn, ("tag", "alias", "showingPlcHdr"))
_VAL, _ID, _NAME = map(qn, ("val", "id", "name"))
_COUNTED = (qn("sdt"), qn("bookmarkStart"), qn("p"))


Numbering = Callable[[int], int]
"""The number of a paragraph in its part -> its number in the file; -1 where it has none."""


def _as_they_are(number: int) -> int:
    return number


class Reference(NamedTuple):
    """Where the body marks a footnote."""

    note: str
    """The footnote's id."""
    paragraph: int
    is_deleted: bool
    """Whether a pending change deletes it."""


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
        self.references: list[Reference] = []
        """The marks of footnotes, in order."""
        self._texts = Texts()
        self._paragraphs: list[OpenParagraph] = []
        self._open: list[OpenParagraph] = []
        self._controls: list[Open] = []
        self._placeholders: list[bool] = []
        self._fields: list[Open] = []
        self._contents = 0
        self._marks: dict[str, Open] = {}
        self._named: dict[str, Open] = {}
        self._tables: list[OpenTable] = []
        self._tables_seen = 0
        self._changes: list[Change] = []
        self._note = ""

    def read(self, root: Element) -> None:
        """Walk the tree; what is only a fallback is passed over, text boxes are put by."""
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag = element.tag
            if event == "end":
                if ending := _ENDING.get(tag):
                    ending(self, element)
            elif starting := _STARTING.get(tag):
                starting(self, element)
                if tag == _TABLE and val(element, "tblPr/tblStyle") == LISTING_STYLE:
                    self._pass_over(element)  # its rows are those of a data set, nobody's words
                    walker.skip_subtree()
            elif tag in _SKIPPED:
                walker.skip_subtree()
            elif tag == _PROPERTIES:
                self._describe(element)
                walker.skip_subtree()
            elif tag in (_FALLBACK, _BOX) and element is not root:
                if tag == _BOX:
                    self.boxes.append((element, dict(self.seen)))
                self._pass_over(element)
                walker.skip_subtree()

    def _pass_over(self, element: Element) -> None:
        """Count what is not read."""
        for passed in element.iter(*_COUNTED):
            self.seen[passed.tag] += 1

    def paragraphs(self) -> Iterator[ReadParagraph]:
        """The paragraphs, in order."""
        for opened in self._paragraphs:
            yield read_paragraph(opened, self._texts)

    def notes(self) -> Iterator[str]:
        """Of each paragraph the id of the footnote in which it stands; empty for a rule."""
        yield from (opened.note for opened in self._paragraphs)

    def control(self, opened: Open) -> Control:
        """A content control."""
        return read_control(opened, self._texts)

    def bookmarks(self, numbered: Numbering = _as_they_are) -> Iterator[tuple[str, Bookmark]]:
        """The bookmarks that stand in no deleted text, by name; `numbered` says which number a
        paragraph has in the file."""
        last = len(self._paragraphs) - 1
        for mark in self.marks:
            if not mark.is_deleted:
                text = self._texts.now(mark.begin, mark.end)
                yield mark.name, Bookmark(numbered(min(mark.paragraph, last)), text)

    def occurrences(self, numbered: Numbering = _as_they_are) -> Iterator[Occurrence]:
        """The anchors of the part in document order: controls, and bookmarks without one."""
        found: list[tuple[Open, Open | None, Open | None]] = []
        found += [(control, control, control.twin) for control in self.controls]
        found += [(mark, None, mark) for mark in self.marks if not mark.is_twin]
        for opened, control, mark in sorted(found, key=_beginning):
            if opened.value is not None:
                within = opened.paragraph < len(self._paragraphs)
                yield read_occurrence(
                    (control, mark),
                    opened.value,
                    self._texts,
                    self.part,
                    paragraph=numbered(opened.paragraph) if within else -1,
                    start=self._paragraphs[opened.paragraph].begin.now if within else 0,
                    is_in_body=self.place == "body",
                )

    def _start_text(self, element: Element) -> None:
        self._texts.say(element.text or "")

    def _start_character(self, element: Element) -> None:
        self._texts.say(_CHARACTERS[element.tag])

    def _start_change(self, element: Element) -> None:
        self._texts.change(_CHANGES[element.tag])

    def _start_table(self, _: Element) -> None:
        self._tables.append(OpenTable(self._tables_seen))
        self._tables_seen += 1

    def _start_cell(self, _: Element) -> None:
        if self._tables:
            self._tables[-1].cell += 1

    def _start_code(self, element: Element) -> None:
        if self._fields and not self._texts.is_deleted:
            self._fields[-1].code.append(element.text or "")

    def _start_character_of_field(self, element: Element) -> None:
        self._field(element.get(qn("fldCharType"), ""))

    def _start_mark(self, element: Element) -> None:
        self._mark(element.get(_ID, ""))

    def _start_footnote(self, element: Element) -> None:
        is_words = element.get(qn("type"), "normal") == "normal"
        self._note = element.get(_ID, "") if is_words else ""

    def _start_field(self, element: Element) -> None:
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
        numbered = self.numbers.of(element)
        reading = OpenParagraph(numbered, place, cell, self._texts.at, self._count("p"))
        reading.note = self._note
        self._open.append(reading)
        self._paragraphs.append(reading)

    def _start_control(self, _: Element) -> None:
        opened = Open(self._texts.at, self._current(), self._count("sdt"))
        self._controls.append(opened)
        self._placeholders.append(False)
        self.controls.append(opened)
        if self._open:
            self._open[-1].controls.append(opened)

    def _describe(self, properties: Element) -> None:
        if not self._controls:
            return
        said: dict[str, str] = {}
        for element in properties:  # once through: a search for each takes twice as long
            said.setdefault(element.tag, element.get(_VAL, ""))
        self._controls[-1].describe(tag=said.get(_TAG, ""), title=said.get(_ALIAS, ""))
        if said.get(_PLACEHOLDER, "off") not in ("0", "false", "off"):
            self._placeholders[-1] = True
            self._texts.empty += 1

    def _start_row(self, element: Element) -> None:
        change = NO_CHANGE
        properties = element.find(qn("trPr"))
        if properties is not None:
            for name in ("ins", "del"):
                if properties.find(qn(name)) is not None:
                    change = _CHANGES[qn(name)]
        self._changes.append(change)
        self._texts.change(change)
        if self._tables:
            table = self._tables[-1]
            table.row += 1
            table.cell = -1
            table.is_head = properties is not None and properties.find(qn("tblHeader")) is not None

    def _start_bookmark(self, element: Element) -> None:
        name = element.get(_NAME, "")
        mark = Open(self._texts.at, self._current(), self._count("bookmarkStart"))
        mark.describe(name=name)
        if self._texts.is_deleted:
            mark.is_deleted = True
        self.marks.append(mark)
        self._marks[element.get(_ID, "")] = mark
        self._named[_name(mark)] = mark

    def _end_bookmark(self, element: Element) -> None:
        mark = self._marks.pop(element.get(_ID, ""), None)
        if mark is None:
            return
        mark.end = self._texts.at
        if self._named.get(_name(mark)) is mark:
            del self._named[_name(mark)]
        if self._controls and not mark.is_twin and mark.value is not None:
            inner = self._controls[-1]
            if inner.value == mark.value and inner.twin is None:
                inner.twin, mark.is_twin = mark, True

    def _mark(self, note: str) -> None:
        is_deleted = self._texts.is_deleted
        self.references.append(Reference(note, self._current(), is_deleted))
        if self._open and not is_deleted:
            self._open[-1].marks.append(self._texts.at.now)

    def _field(self, kind: str) -> None:
        if self._texts.is_deleted:
            return
        if kind == "begin":
            self._fields.append(Open(self._texts.at, self._current(), 0))
        elif self._fields and kind == "separate":
            opened = self._fields[-1]
            opened.begin = self._texts.at
            if "".join(opened.code).split()[:1] == ["TOC"]:
                opened.tag = "TOC"
                self._contents += 1
        elif self._fields and kind == "end":
            ended = self._fields.pop()
            ended.end = self._texts.at
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

    def _end_paragraph(self, _: Element) -> None:
        self._open.pop().end = self._texts.at
        self._texts.say("\n")

    def _end_change(self, element: Element) -> None:
        self._texts.change(_CHANGES[element.tag], -1)

    def _end_row(self, _: Element) -> None:
        self._texts.change(self._changes.pop(), -1)

    def _end_table(self, _: Element) -> None:
        self._tables.pop()

    def _end_field(self, _: Element) -> None:
        self._field("end")

    def _end_control(self, _: Element) -> None:
        ended = self._controls.pop()
        ended.end = self._texts.at
        self._texts.empty -= self._placeholders.pop()
        value = ended.value
        mark = self._named.get(value_bookmark(value)) if value and ended.twin is None else None
        if mark is not None and not mark.is_twin:
            ended.twin, mark.is_twin = mark, True

    def _current(self) -> int:
        """The paragraph that is open, or the next one."""
        return len(self._paragraphs) - 1 if self._open else len(self._paragraphs)

    def _count(self, name: str) -> int:
        tag = qn(name)
        self.seen[tag] += 1
        return self.seen[tag] - 1


_STARTING: Mapping[str, Callable[[Walk, Element], None]] = {
    **dict.fromkeys(_TEXT, Walk._start_text),
    **dict.fromkeys(_CHARACTERS, Walk._start_character),
    **dict.fromkeys(_CHANGES, Walk._start_change),
    qn("p"): Walk._start_paragraph,
    qn("sdt"): Walk._start_control,
    qn("tbl"): Walk._start_table,
    qn("tr"): Walk._start_row,
    qn("tc"): Walk._start_cell,
    qn("bookmarkStart"): Walk._start_bookmark,
    qn("bookmarkEnd"): Walk._end_bookmark,
    qn("instrText"): Walk._start_code,
    qn("fldChar"): Walk._start_character_of_field,
    qn("fldSimple"): Walk._start_field,
    qn("footnote"): Walk._start_footnote,
    qn("footnoteReference"): Walk._start_mark,
}
_ENDING: Mapping[str, Callable[[Walk, Element], None]] = {
    **dict.fromkeys(_CHANGES, Walk._end_change),
    qn("p"): Walk._end_paragraph,
    qn("sdt"): Walk._end_control,
    qn("tbl"): Walk._end_table,
    qn("tr"): Walk._end_row,
    qn("fldSimple"): Walk._end_field,
}
"""What is done where an element starts and where it ends; of the rest, such as runs, only what is
inside is looked at."""


def _name(mark: Open) -> str:
    """The name by which a control finds the bookmark round it."""
    return mark.name if mark.value is None else value_bookmark(mark.value)


def _beginning(found: tuple[Open, Open | None, Open | None]) -> tuple[int, int, int]:
    opened = found[0]
    return opened.paragraph, opened.begin.now, opened.begin.before
