"""What a DOCX file says now: words, anchors, fields, evidence, and what in it is foreign.

The file may have been edited in Word or saved by LibreOffice, or be made to do harm: limits first,
nothing is run, fetched or followed. What is read stands in `reading.py`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import add

from assembler.problems import ProblemsFound, error, refused
from assembler.write.docx.active import foreign_of
from assembler.write.docx.anchors import value_of_bookmark
from assembler.write.docx.archive import Archive, parse
from assembler.write.docx.evidence import NAMESPACE, Evidence, from_xml
from assembler.write.docx.labels import ListNumbers
from assembler.write.docx.pictures import read_pictures
from assembler.write.docx.reading import (
    Bookmark,
    Control,
    Field,
    Occurrence,
    Place,
    ReadComment,
    ReadDocx,
    ReadParagraph,
)
from assembler.write.docx.walk import Walk
from assembler.write.docx.woven import woven
from assembler.write.docx.xml import Element, qn

__all__ = [
    "Bookmark",
    "Control",
    "Field",
    "Occurrence",
    "OpenDocx",
    "ReadComment",
    "ReadDocx",
    "ReadParagraph",
    "main_part",
    "open_docx",
    "read_docx",
]

_STORIES: Mapping[str, Place] = {
    "header": "header",
    "footer": "footer",
    "endnotes": "endnote",
}
_STRICT = "http://purl.oclc.org/ooxml/"


@dataclass(frozen=True, slots=True)
class OpenDocx:
    """A file with what was read of it."""

    archive: Archive
    main: str
    """Name of the part of the body."""
    document: Element
    """The root of that part."""
    read: ReadDocx


def read_docx(data: bytes) -> ReadDocx:
    """The file as it stands. Raises ProblemsFound where it is no DOCX or beyond the limits."""
    return open_docx(data).read


def open_docx(data: bytes, apart: Callable[[bytes], bytes] | None = None) -> OpenDocx:
    """The file, opened and read. Raises ProblemsFound where it is no DOCX or beyond the limits.

    `apart` is given the bytes of the body and hands back those that are to be parsed.
    """
    archive = Archive(data)
    main = main_part(archive)
    parts = archive.related(main)
    evidence = _evidence(archive, parts)  # its tree is gone before that of the body is made
    root = _document(archive, main, apart)
    numbers = ListNumbers(
        *(_first(archive, parts.get(kind, [])) for kind in ("numbering", "styles"))
    )
    body = Walk(main, numbers)
    body.read(root)
    notes = _footnotes(archive, parts, numbers)
    text = woven(body, notes)
    elsewhere: list[ReadParagraph] = []
    occurrences = list(text.occurrences)
    for walk in _elsewhere(archive, (body, *notes), parts, numbers):
        occurrences += walk.occurrences(partial(add, len(elsewhere)))
        elsewhere += walk.paragraphs()
    read = ReadDocx(
        text.paragraphs,
        tuple(walk.control(opened) for walk in (body, *notes) for opened in walk.controls),
        text.bookmarks,
        {n: b.text for n, b in text.bookmarks.items() if value_of_bookmark(n) is not None},
        evidence,
        read_pictures(root, archive, main),
        tuple(occurrences),
        tuple(elsewhere),
        tuple(_comments(archive, parts)),
        tuple(foreign_of(archive, (*text.paragraphs, *elsewhere))),
    )
    return OpenDocx(archive, main, root, read)


def main_part(archive: Archive) -> str:
    """The name of the part that holds the body: `word/document.xml`."""
    return archive.related("").get("officeDocument", ["word/document.xml"])[0]


def _document(
    archive: Archive, main: str, apart: Callable[[bytes], bytes] | None = None
) -> Element:
    data = archive.data(main)
    root = None if data is None else parse(apart(data) if apart else data, main)
    if root is not None and root.tag == qn("document"):
        return root
    message, remedy = "the file holds no Word document", "save it again as .docx in Word"
    if root is not None and root.tag.startswith(f"{{{_STRICT}"):
        message = "the file is saved as Strict Open XML, which is not read"
        remedy = "save it in Word as 'Word Document (.docx)'"
    raise refused("docx.opens", message, remedy)


def _footnotes(
    archive: Archive, parts: Mapping[str, list[str]], numbers: ListNumbers
) -> list[Walk]:
    """The part with the words of footnotes; none where there is none."""
    root = _first(archive, parts.get("footnotes", []))
    if root is None:
        return []
    walk = Walk(parts["footnotes"][0], numbers, "footnote")
    walk.read(root)
    return [walk]


def _elsewhere(
    archive: Archive,
    text: Sequence[Walk],
    parts: Mapping[str, list[str]],
    numbers: ListNumbers,
) -> Iterator[Walk]:
    """What stands neither in the body nor in a footnote: text boxes, then headers, footers and
    endnotes."""
    waiting = [*text]
    for kind, place in _STORIES.items():
        for name in parts.get(kind, []):
            root = archive.xml(name)
            if root is not None:
                walk = Walk(name, numbers, place)
                walk.read(root)
                waiting.append(walk)
    for walk in waiting:
        if walk not in text:
            yield walk
        for box, seen in walk.boxes:
            inside = Walk(walk.part, numbers, "box")
            inside.seen = seen
            inside.read(box)
            waiting.append(inside)  # a box may hold boxes: the list grows while it is read


def _first(archive: Archive, names: list[str]) -> Element | None:
    return archive.xml(names[0]) if names else None


def _comments(archive: Archive, parts: Mapping[str, list[str]]) -> Iterator[ReadComment]:
    for name in parts.get("comments", []):
        root = archive.xml(name)
        for element in root.iterchildren(qn("comment")) if root is not None else ():
            words = ("".join(t.text or "" for t in p.iter(qn("t"))) for p in element.iter(qn("p")))
            yield ReadComment(
                element.get(qn("id"), ""), element.get(qn("author"), ""), "\n".join(words)
            )


def _evidence(archive: Archive, parts: Mapping[str, list[str]]) -> Evidence | None:
    for name in parts.get("customXml", []):
        root = archive.xml(name)
        if root is not None and root.tag == f"{{{NAMESPACE}}}evidence":
            try:
                return from_xml(root)
            except (KeyError, StopIteration, ValueError) as fault:
                problem = error(
                    "docx.evidence-whole",
                    f"the evidence part {name} is damaged: {fault}",
                    "take the file as it was built",
                )
                raise ProblemsFound([problem]) from fault
    return None
