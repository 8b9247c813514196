"""What is begun and ended while a part of a DOCX file is walked through, and what is read of it."""

import re
from dataclasses import dataclass, field

from assembler.document.nodes import ValueId
from assembler.write.docx.anchors import value_of_bookmark, value_of_title
from assembler.write.docx.labels import Numbered
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
    """Of a control: the bookmark of its value round it or in it."""
    is_twin: bool = False
    """Of a bookmark: whether it is a control's. Did each hold the other, a build, which does not
    look for circles, would keep both."""
    value: ValueId | None = None
    """The value that it anchors."""

    def describe(self, *, tag: str = "", title: str = "", name: str = "") -> None:
        """Note what it is called, and with that which value it anchors."""
        self.tag, self.title, self.name, self.value = tag, title, name, None
        if tag and _ID.fullmatch(tag):
            self.value = ValueId(tag)
            return
        for given in (value_of_title(title), value_of_bookmark(name)):
            if given and _ID.fullmatch(given):
                self.value = given
                return


@dataclass(slots=True)
class OpenParagraph:
    """A paragraph."""

    numbered: Numbered
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


def read_paragraph(opened: OpenParagraph, texts: Texts) -> ReadParagraph:
    """A paragraph as it stands."""
    begin = opened.begin
    style, number, level = opened.numbered
    return ReadParagraph(
        style,
        number,
        *texts.both(begin, opened.end, None),
        opened.place,
        tuple([read_control(control, texts) for control in opened.controls]),
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
    anchor: tuple[Open | None, Open | None],
    value: ValueId,
    texts: Texts,
    part: str,
    *,
    paragraph: int,
    start: int,
    is_in_body: bool,
) -> Occurrence:
    """An anchor as it stands: a control, a bookmark or both. `paragraph` is its paragraph among
    those of the file, which begins at the letter `start` of the part."""
    control, mark = anchor
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
        *texts.both(begin, end),
        pending(begin, end),
        paragraph,
        begin.now - start,
        end.now - start,
        is_in_body,
    )
