"""What is begun and ended while a part of a DOCX file is walked through, and what is read of it."""

import re
from dataclasses import dataclass, field

from assembler.document.nodes import ValueId
from assembler.write.docx.anchors import value_of_bookmark, value_of_title
from assembler.write.docx.reading import (
    Control,
    Field,
    InTable,
    Occurrence,
    Place,
    ReadParagraph,
    Recognised,
)
from assembler.write.docx.texts import Mark, Texts, pending
from assembler.write.docx.xml import Element, val

_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(slots=True)
class Open:
    """A control, bookmark or field."""

    begin: Mark
    paragraph: int
    """The paragraph in which it begins, or which follows."""
    ordinal: int
    """Among all of its kind in the part."""
    end: Mark | None = None
    tag: str = ""
    title: str = ""
    name: str = ""
    code: list[str] = field(default_factory=list)
    is_deleted: bool = False
    """Whether it begins in deleted text."""
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
class OpenParagraph:
    """A paragraph."""

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
    marks: list[int] = field(default_factory=list)
    """Where footnotes are marked, in the letters of the part as they stand."""
    note: str = ""
    """The id of the footnote in which it stands."""


@dataclass(slots=True)
class OpenTable:
    """A table, with the row and the cell in which the walk stands."""

    ordinal: int
    row: int = -1
    cell: int = -1
    is_head: bool = False


def read_control(opened: Open, texts: Texts) -> Control:
    """A content control as it stands."""
    return Control(opened.tag, opened.title, texts.now(opened.begin, opened.end))


def read_paragraph(opened: OpenParagraph, texts: Texts, level: int) -> ReadParagraph:
    """A paragraph as it stands; `level` is that of a heading."""
    begin = opened.begin
    return ReadParagraph(
        val(opened.element, "pPr/pStyle") or "",
        opened.number,
        texts.now(begin, opened.end, None),
        texts.before(begin, opened.end, None),
        opened.place,
        tuple(read_control(control, texts) for control in opened.controls),
        tuple(
            Field(
                "".join(f.code).strip(),
                texts.now(f.begin, f.end),
                f.begin.now - begin.now,
                (f.end or f.begin).now - begin.now,
            )
            for f in opened.fields
        ),
        level,
        opened.cell,
        opened.is_derived,
        opened.ordinal,
        tuple(mark - begin.now for mark in opened.marks),
    )


def read_occurrence(
    control: Open | None, mark: Open | None, value: ValueId, texts: Texts, part: str
) -> Occurrence:
    """An anchor as it stands: a control, a bookmark or both. Its paragraph counts in the part, and
    its place in the letters of all of it."""
    opened = control or mark
    if opened is None:
        raise ValueError("an anchor is a control or a bookmark")
    begin, end = opened.begin, opened.end or opened.begin
    recognised: Recognised = "bookmark"
    if control is not None:
        recognised = "tag" if _ID.fullmatch(control.tag) else "title"
    return Occurrence(
        value,
        recognised,
        part,
        None if control is None else control.ordinal,
        None if mark is None else mark.ordinal,
        texts.now(begin, end),
        texts.before(begin, end),
        pending(begin, end),
        end.moved > begin.moved,
        opened.paragraph,
        begin.now,
        end.now,
    )
