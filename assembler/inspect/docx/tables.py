"""Rules about tables, figures and captions."""

import re
from collections.abc import Iterator

from assembler.inspect.docx.opened import DRAWING, OpenedDocx, is_on, shortened, words
from assembler.inspect.finding import Level, Rule, Seen
from assembler.write.docx.xml import Element, qn, val

_MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_BEGUN = re.compile(r"\\r\s*([0-9]+)")
"""A sequence field that begins again, at this number."""
_BY_CHAPTER = re.compile(r"\\s\s*([1-9])")
"""One that begins again with each heading of this level."""
_REPEATED = re.compile(r"\\c\b")
"""One that says the number before it again."""


def _tables(file: OpenedDocx) -> Iterator[Element]:
    """Tables of data: more than one row and more than one column."""
    for table in file.body.each(qn("tbl")):
        rows = list(table.iterchildren(qn("tr")))
        if len(rows) > 1 and len(table.findall(f"{qn('tblGrid')}/{qn('gridCol')}")) > 1:
            yield table


def _first_words(table: Element) -> str:
    row = next(table.iterchildren(qn("tr")))
    return "table '" + shortened(" | ".join(words(cell) for cell in row.iter(qn("tc")))) + "'"


def _heads(file: OpenedDocx) -> Iterator[Seen]:
    for table in _tables(file):
        row = next(table.iterchildren(qn("tr")))
        head = row.find(f"{qn('trPr')}/{qn('tblHeader')}")
        if not is_on(head):
            yield Seen("the first row is not repeated on each page", thing=_first_words(table))


def _styles(file: OpenedDocx) -> Iterator[Seen]:
    for table in _tables(file):
        if not val(table, "tblPr/tblStyle"):
            yield Seen("a table without a style", thing=_first_words(table))


def _alternatives(file: OpenedDocx) -> Iterator[Seen]:
    for story in file.stories:
        for kind in ("inline", "anchor"):
            for drawing in story.each(f"{DRAWING}{kind}"):
                properties = drawing.find(f"{DRAWING}docPr")
                shows = next(drawing.iter(f"{_MAIN}blip"), None) is not None
                said = properties.get("descr", "") if properties is not None else ""
                if shows and not said.strip():
                    called = properties.get("name", "") if properties is not None else ""
                    yield Seen("a picture without alternative text", thing=f"{story.name} {called}")


def _whole_rows(file: OpenedDocx) -> Iterator[Seen]:
    kept = {identity for identity in file.styles if _keeps_rows(file, identity)}
    for table in _tables(file):
        rows = list(table.iterchildren(qn("tr")))
        if (val(table, "tblPr/tblStyle") or "") in kept:
            continue
        torn = sum(not is_on(row.find(f"{qn('trPr')}/{qn('cantSplit')}")) for row in rows)
        if torn:
            said = f"{torn} of {len(rows)} rows, {_first_words(table)}"
            yield Seen("rows may go on over the end of a page", thing=said)


def _keeps_rows(file: OpenedDocx, identity: str) -> bool:
    """Whether the table style says for all rows what a row can say itself."""
    return is_on(file.styles[identity].find(f"{qn('trPr')}/{qn('cantSplit')}"))


def _captions(file: OpenedDocx) -> Iterator[Seen]:
    last: dict[str, int] = {}
    chapters: dict[str, int] = {}  # level of the headings with which a sequence begins again
    for paragraph in file.reading.paragraphs:
        if paragraph.is_derived or paragraph.place == "footnote":
            continue
        for kind in chapters if paragraph.level else ():
            last[kind] = 0 if paragraph.level <= chapters[kind] else last[kind]
        counted = [f for f in paragraph.fields if f.instruction.split()[:1] == ["SEQ"]]
        if not file.is_caption(paragraph.style):
            if any(f.instruction.split()[1:2] in (["Table"], ["Figure"]) for f in counted):
                yield Seen("a caption without the style Caption", thing=shortened(paragraph.text))
            continue
        if not counted:
            if not paragraph.text.endswith("(continued)"):  # above the rest of a long table
                yield Seen("the number of a caption is typed", thing=shortened(paragraph.text))
            continue
        kind = "".join(counted[0].instruction.split()[1:2])
        number = counted[0].result.strip()
        begun = _BEGUN.search(counted[0].instruction)
        if begun:
            last[kind] = int(begun[1]) - 1
        if by_chapter := _BY_CHAPTER.search(counted[0].instruction):
            chapters[kind] = int(by_chapter[1])
        if _REPEATED.search(counted[0].instruction):
            continue
        if not number.isdigit() or int(number) != last.get(kind, 0) + 1:
            yield Seen(
                f"number {number} after {last.get(kind, 0)}", thing=shortened(paragraph.text)
            )
        last[kind] = int(number) if number.isdigit() else last.get(kind, 0)


RULES: tuple[Rule[OpenedDocx], ...] = (
    Rule(
        "docx.table-headers", "The head of a table is marked, and repeated on each page.",
        "WCAG 1.3.1", "set 'repeat as header row' for the head", _heads,
    ),
    Rule(
        "docx.table-rows-whole", "Rows of tables stay on one page.", "good practice",
        "take back 'allow row to break across pages' for the rows", _whole_rows, Level.ADVICE,
    ),
    Rule(
        "docx.table-styles", "Tables have a style.", "good practice", "give the table a style",
        _styles,
    ),
    Rule(
        "docx.alt-text", "Pictures have alternative text.", "WCAG 1.1.1",
        "describe the picture in words, with its numbers", _alternatives,
    ),
    Rule(
        "docx.captions", "Captions are numbered by fields, in order.", "good practice",
        "insert the caption anew, or update the fields (F9)", _captions,
    ),
)  # fmt: skip
