"""A DOCX opened for inspection: its parts as XML, and what our reader reads of it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assembler import problems
from assembler.inspect.profile import Profile
from assembler.write.docx.archive import Archive
from assembler.write.docx.read import OpenDocx, ReadDocx, ReadParagraph
from assembler.write.docx.xml import Element, qn, val

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_ASKED = (
    *map(
        qn,
        (
            "p", "pStyle", "rStyle", "tblStyle", "fldChar", "fldSimple", "bookmarkStart",
            "bookmarkEnd", "hyperlink", "instrText", "tbl", "sectPr",
        ),
    ),
    *(f"{DRAWING}{name}" for name in ("docPr", "inline", "anchor")),
)  # fmt: skip
"""The elements that the rules ask for."""


_DEEPEST = 11
"""Styles from one to the one that it is based on; Word follows as many."""


OFF = ("0", "false", "off")
"""The values that say no."""


@dataclass(frozen=True, slots=True)
class Story:
    """A part with words: the body, a header, a footer, notes."""

    name: str
    _found: Mapping[str, list[Element]]

    @classmethod
    def of(cls, name: str, root: Element) -> "Story":
        """The part with what the rules ask for, found in one walk."""
        found: dict[str, list[Element]] = {tag: [] for tag in _ASKED}
        for element in root.iter(*_ASKED):
            found[element.tag].append(element)
        return cls(name, found)

    def each(self, tag: str) -> list[Element]:
        """The elements of that name, one of those that the rules ask for, in order."""
        return self._found[tag]


@dataclass(frozen=True, slots=True)
class OpenedDocx:
    """A whole file."""

    name: str
    size: int
    profile: Profile
    archive: Archive
    reading: ReadDocx
    main: str
    """Name of the part of the body."""
    document: Element
    related: Mapping[str, list[str]]
    """Parts that the body relates to: last word of the type -> names."""
    styles: Mapping[str, Element]
    """Style id -> its definition."""
    stories: tuple[Story, ...]
    """Every part with words, the body first."""

    def part(self, kind: str) -> Element | None:
        """The first part of a kind that the body relates to: `settings`, `styles`."""
        names = self.related.get(kind, [])
        return self.archive.xml(names[0]) if names else None

    @property
    def body(self) -> Story:
        """The first of the stories."""
        return self.stories[0]

    def style_name(self, identity: str) -> str:
        """The name of a style, in lower case."""
        style = self.styles.get(identity)
        return (val(style, "name") or "").casefold() if style is not None else ""

    def is_caption(self, identity: str) -> bool:
        """Whether a style is Caption, or made from it: LibreOffice has one for each kind."""
        for _ in range(_DEEPEST):
            if self.style_name(identity) == "caption":
                return True
            style = self.styles.get(identity)
            identity = (val(style, "basedOn") or "") if style is not None else ""
        return False

    def prose(self) -> Iterator[ReadParagraph]:
        """The paragraphs of the body that are neither in tables nor in contents nor footnotes."""
        for paragraph in self.reading.paragraphs:
            is_prose = paragraph.cell is None and paragraph.place != "footnote"
            if is_prose and not paragraph.is_derived:
                yield paragraph


def opened(name: str, file: OpenDocx, size: int, profile: Profile) -> OpenedDocx:
    """The file with what the rules ask; `size` in bytes."""
    archive = file.archive
    related = archive.related(file.main)
    names = related.get("styles", [])
    styles = archive.xml(names[0]) if names else None
    defined = {
        style.get(qn("styleId"), ""): style
        for style in (styles if styles is not None else ())
        if style.tag == qn("style")
    }
    return OpenedDocx(
        name,
        size,
        profile,
        archive,
        file.read,
        file.main,
        file.document,
        related,
        defined,
        tuple(_stories(file, related)),
    )


def _stories(file: OpenDocx, related: Mapping[str, list[str]]) -> Iterator[Story]:
    yield Story.of(file.main, file.document)
    for kind in ("header", "footer", "footnotes", "endnotes"):
        for name in related.get(kind, []):
            root = file.archive.xml(name)
            if root is not None:
                yield Story.of(name, root)


def is_on(switch: Element | None) -> bool:
    """Whether an element that switches something on is there and does."""
    return switch is not None and switch.get(qn("val"), "1") not in OFF


def words(element: Element) -> str:
    """The text of an element as it stands in the file."""
    return "".join(text.text or "" for text in element.iter(qn("t")))


def shortened(text: str) -> str:
    """What a finding shows of a paragraph."""
    return problems.shortened(" ".join(text.split()))


def repeated(names: Counter[str]) -> list[str]:
    """The names that stand more than once, in order."""
    return [name for name, count in names.items() if count > 1]
