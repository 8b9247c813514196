"""What the tests of refresh share: today's records for an edited file, accepting and rejecting
tracked changes, and what stands outside the anchors."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from assembler.document.nodes import ValueId
from assembler.pipeline import composed_today
from assembler.review.edited import Edited
from assembler.review.found import Item, Refreshed
from assembler.review.part import Part
from assembler.review.refresh import Wish, refresh
from assembler.write.docx.read import Occurrence, read_docx
from assembler.write.docx.xml import Element, qn
from tests.acceptance.study import DOCUMENT, Copy
from tests.write.docx.opened import remove

DATED = "2024-07-02T12:00:00Z"
MAIN = "word/document.xml"


def docx_of(copy: Copy, document: str = DOCUMENT) -> bytes:
    """The DOCX file that a copy's build has written."""
    return (copy.built / f"{document}.docx").read_bytes()


def refreshed(
    copy: Copy,
    data: bytes,
    *,
    author: str = "assembler",
    accept: bool = False,
    take_records: bool = False,
) -> Refreshed:
    """The file with the records of the copy as they are now."""
    edited = Edited(data)
    resolved, options = composed_today(
        copy.study, edited.evidence.document, copy.request().templates, draft=True
    )
    return refresh(edited, resolved, options, Wish(author, DATED, accept, take_records))


def built_anew(copy: Copy) -> bytes:
    """The DOCX of a new build of the copy as it is now."""
    copy.build(formats=("docx",), output=copy.root / "anew")
    return (copy.root / "anew" / "mini" / f"{DOCUMENT}.docx").read_bytes()


def member(data: bytes, name: str = MAIN) -> bytes:
    """The bytes of a part."""
    with ZipFile(BytesIO(data)) as zipped:
        return zipped.read(name)


def with_member(data: bytes, content: bytes, name: str = MAIN) -> bytes:
    """The file with other bytes in a part."""
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info, content if info.filename == name else old.read(info))
        if name not in old.namelist():
            new.writestr(name, content)
    return buffer.getvalue()


def kinds(items: tuple[Item, ...]) -> list[str]:
    """What happened, in order."""
    return [item.kind for item in items]


def texts(data: bytes) -> list[str]:
    """The words of the body as they stand, line by line."""
    return [paragraph.text for paragraph in read_docx(data).paragraphs]


def occurrence(data: bytes, text: str) -> Occurrence:
    """The first anchor that says `text`."""
    return next(o for o in read_docx(data).occurrences if o.text == text)


def of_value(data: bytes, value: ValueId) -> list[str]:
    """The texts of all anchors of a value."""
    return [o.text for o in read_docx(data).occurrences if o.value == value]


def accepted(data: bytes) -> bytes:
    """The file with all its tracked changes accepted."""
    return _settled(data, keep="ins", drop="del")


def rejected(data: bytes) -> bytes:
    """The file with all its tracked changes rejected."""
    return _settled(data, keep="del", drop="ins")


def _settled(data: bytes, *, keep: str, drop: str) -> bytes:
    root = etree.fromstring(member(data))
    for paragraph in list(root.iter(qn("p"))):
        marks = paragraph.find(f"{qn('pPr')}/{qn('rPr')}")
        dropped = marks is not None and marks.find(qn(drop)) is not None
        for mark in [] if marks is None else marks.findall("*"):
            if mark.tag in (qn("ins"), qn("del")):
                remove(mark)
        if dropped:
            remove(paragraph)
    for element in list(root.iter(qn(drop))):
        remove(element)
    for element in list(root.iter(qn(keep))):
        for child in list(element):
            element.addprevious(child)
        remove(element)
    for deleted, name in (("delText", "t"), ("delInstrText", "instrText")):
        for element in root.iter(qn(deleted)):
            element.tag = qn(name)
    return with_member(data, etree.tostring(root))


def outside(data: bytes) -> bytes:
    """The bytes of the body outside its anchors, without the marks of comments; whether a control
    is one of plain text belongs to it."""
    part = Part(MAIN, member(data))
    holes: list[tuple[int, int]] = []
    for found in read_docx(data).occurrences:
        assert found.control is not None
        content = part.nth("sdt", found.control).find(qn("sdtContent"))
        assert content is not None
        holes.append(part.span(content))
    for tag in ("text", "richText"):
        holes += [part.span(element) for element in part.root.iter(qn(tag))]
    for tag in ("commentRangeStart", "commentRangeEnd"):
        holes += [part.span(element) for element in part.root.iter(qn(tag))]
    for element in part.root.iter(qn("commentReference")):
        run = element.getparent()
        assert run is not None
        holes.append(part.span(run))
    pieces, done = [], 0
    for begin, end in sorted(holes):
        pieces.append(part.data[done:begin])
        done = end
    return b"".join((*pieces, part.data[done:]))


def edited_at(data: bytes, text: str, edit: Callable[[Element], object]) -> bytes:
    """The file after `edit` has changed the run that says `text`, the first one."""
    root = etree.fromstring(member(data))
    run = next(e.getparent() for e in root.iter(qn("t")) if e.text == text)
    assert run is not None
    edit(run)
    return with_member(data, etree.tostring(root))


def control_of(data: bytes, text: str) -> Element:
    """The control that says `text`."""
    ordinal = occurrence(data, text).control
    return [*etree.fromstring(member(data)).iter(qn("sdt"))][ordinal or 0]


def words_in(run: Element, text: str) -> None:
    """Type over the words of a run."""
    run[-1].text = text
