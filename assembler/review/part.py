"""A part of a DOCX file with the byte at which each of its elements begins and ends.

The tree says what the part says; the spans say where. So a change replaces the bytes of one element
and leaves every other byte of the part as it was: nothing is written anew from the tree.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple
from xml.parsers import expat

from assembler.write.docx.archive import parse, unreadable
from assembler.write.docx.xml import Element, qn


class Span(NamedTuple):
    """Bytes of a part: from the first one up to, not including, the last."""

    begin: int
    end: int


class Part:
    """A part as it stands in the file."""

    def __init__(self, name: str, data: bytes) -> None:
        """Raises ProblemsFound where the part is not XML in UTF-8, or declares a DOCTYPE."""
        self.name = name
        self.data = data
        self.root = parse(data, name)
        elements = list(self.root.iter("*"))
        spans = _spans(name, data)
        self._spans = dict(zip(elements, spans, strict=True))
        self._nth: dict[str, list[Element]] = {}

    def nth(self, tag: str, ordinal: int) -> Element:
        """The n-th element of a WordprocessingML name, in document order from 0."""
        if tag not in self._nth:
            self._nth[tag] = list(self.root.iter(qn(tag)))
        return self._nth[tag][ordinal]

    def span(self, element: Element) -> Span:
        """The bytes of an element, its tags included."""
        return self._spans[element]

    def inner_end(self, element: Element) -> int | None:
        """Where the end tag begins; None for an element that is one tag, `<w:p/>`."""
        begin, end = self._spans[element]
        if not len(element) and not element.text and self.data[end - 2 : end] == b"/>":
            return None
        return self.data.rindex(b"</", begin, end)


def _spans(name: str, data: bytes) -> list[Span]:
    """The span of every element, in document order."""
    parser = expat.ParserCreate()
    begins: list[int] = []
    ends: list[int] = []
    opened: list[int] = []
    fresh = False

    def start(_: str, __: Mapping[str, str]) -> None:
        nonlocal fresh
        opened.append(len(begins))
        begins.append(parser.CurrentByteIndex)
        ends.append(0)
        fresh = True

    def end(_: str) -> None:
        # Of `<w:p/>` expat gives the byte behind the tag, of `</w:p>` the first one of the tag.
        nonlocal fresh
        at = parser.CurrentByteIndex
        is_one_tag = fresh and data[at - 2 : at] == b"/>"
        ends[opened.pop()] = at if is_one_tag else data.index(b">", at) + 1
        fresh = False

    def text(_: str) -> None:
        nonlocal fresh
        fresh = False

    def declared(version: str, encoding: str | None, standalone: int) -> None:
        del version, standalone
        if encoding is not None and encoding.lower() not in ("utf-8", "utf8"):
            raise unreadable("docx.utf-8", f"the part {name} is written in {encoding}")

    def doctype(*_: Any) -> None:
        raise unreadable("docx.no-doctype", f"the part {name} declares a DOCTYPE")

    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise unreadable("docx.utf-8", f"the part {name} is written in UTF-16")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as fault:
        raise unreadable("docx.well-formed", f"the part {name} is not XML: {fault}") from fault
    return [Span(*pair) for pair in zip(begins, ends, strict=True)]
