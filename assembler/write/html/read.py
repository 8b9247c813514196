"""An HTML file of ours, read back: its lines with their values, contents, remarks, links."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from assembler.document.nodes import ValueId
from assembler.write.html.elements import Element

_LINES = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "p", "caption", "figcaption", "th", "td"))
_APART = ("remark", "contents", "status")
"""Classes of what is no line of the document."""
_ACTIVE = ("script", "iframe", "object", "embed", "link", "img", "base", "form")


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A heading, paragraph, cell ... as it stands."""

    text: str
    values: tuple[tuple[ValueId, str], ...] = ()
    """The anchored values and gaps in it, in order."""


@dataclass(slots=True)
class ReadHtml:
    """What a file says."""

    lines: list[ReadLine] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)
    """Titles and entries of the contents and lists, in order."""
    remarks: list[tuple[str, str]] = field(default_factory=list)
    """Kind and words of each remark: `drafting`, `flag`."""
    alternatives: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    """Places in the file to which links lead."""
    active: list[str] = field(default_factory=list)
    """What could run, or ask for another file."""


def read_html(data: bytes) -> ReadHtml:
    """What a file written by this room says."""
    tree = etree.fromstring(data, etree.HTMLParser(encoding="utf-8", huge_tree=True))
    read = ReadHtml()
    for element in tree.iter(etree.Element):
        _look_at(element, read)
    for main in tree.iter("main"):
        _read_into(main, read)
    return read


def _look_at(element: Element, read: ReadHtml) -> None:
    if identity := element.get("id"):
        read.ids.append(identity)
    if element.tag == "a" and element.get("href", "").startswith("#"):
        read.targets.append(element.get("href", "")[1:])
    if element.tag in _ACTIVE or any(name.startswith("on") for name in map(str, element.attrib)):
        read.active.append(str(element.tag))


def _read_into(parent: Element, read: ReadHtml) -> None:
    for element in parent.iterchildren(etree.Element):
        kinds = element.get("class", "").split()
        if "contents" in kinds:
            read.contents += (_text(one) for one in element.iter("p", "a"))
        elif "remark" in kinds:
            read.remarks.append((kinds[-1], "\n".join(_text(p) for p in element.iter("p"))))
        elif "status" in kinds:
            continue
        elif element.tag == "svg":
            read.alternatives.append(element.get("aria-label", ""))
            # A line keeps the space at which it ends: what stands between the lines is none of it.
            read.lines += (
                ReadLine("".join(map(_text, group.iter("text")))) for group in element.iter("g")
            )
        elif "listed" in kinds:
            read.lines.append(ReadLine(" ".join(filter(None, map(_text, element)))))
        elif element.tag == "dl":
            read.lines += (
                ReadLine(" ".join(_text(part) for part in entry)) for entry in element.iter("div")
            )
        elif element.tag in _LINES or (element.tag == "li" and parent.get("class") == "references"):
            read.lines.append(ReadLine(_text(element), tuple(_values(element))))
            _read_into(element, read)
        else:
            _read_into(element, read)


def _text(element: Element) -> str:
    return "".join(_pieces(element))


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element.iterchildren(etree.Element):
        if child.tag == "br":
            yield "\n"
        elif not set(child.get("class", "").split()).intersection(_APART):
            yield from _pieces(child)
        yield child.tail or ""


def _values(element: Element) -> Iterator[tuple[ValueId, str]]:
    for data in element.iter("data"):
        if data.get("class") != "name":
            yield ValueId(data.get("data-id", "")), _text(data)
