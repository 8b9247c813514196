"""A DOCX opened for inspection: its parts as XML, and what our reader reads of it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assembler.inspect.profile import Profile
from assembler.write.docx.archive import Archive
from assembler.write.docx.read import ReadDocx, ReadParagraph, main_part, read_docx
from assembler.write.docx.xml import Element, qn, val


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

    def part(self, kind: str) -> Element | None:
        """The first part of a kind that the body relates to: `settings`, `styles`."""
        names = self.related.get(kind, [])
        return self.archive.xml(names[0]) if names else None

    def stories(self) -> Iterator[tuple[str, Element]]:
        """Name and root of every part with words: body, headers, footers, notes."""
        yield self.main, self.document
        for kind in ("header", "footer", "footnotes", "endnotes"):
            for name in self.related.get(kind, []):
                root = self.archive.xml(name)
                if root is not None:
                    yield name, root

    def style_name(self, identity: str) -> str:
        """The name of a style, in lower case."""
        style = self.styles.get(identity)
        return (val(style, "name") or "").casefold() if style is not None else ""

    def prose(self) -> Iterator[ReadParagraph]:
        """The paragraphs of the body that are neither in tables nor in contents."""
        return (p for p in self.reading.paragraphs if p.cell is None and not p.is_derived)


def opened(name: str, data: bytes, profile: Profile) -> OpenedDocx:
    """The file. Raises ProblemsFound where it is no DOCX or beyond the limits."""
    archive = Archive(data)
    reading = read_docx(data)
    main = main_part(archive)
    document = archive.xml(main)
    if document is None:  # the reader refuses such a file
        raise ValueError(main)
    related = archive.related(main)
    names = related.get("styles", [])
    styles = archive.xml(names[0]) if names else None
    defined = {
        style.get(qn("styleId"), ""): style
        for style in (styles if styles is not None else ())
        if style.tag == qn("style")
    }
    return OpenedDocx(name, len(data), profile, archive, reading, main, document, related, defined)


def words(element: Element) -> str:
    """The text of an element as it stands in the file."""
    return "".join(text.text or "" for text in element.iter(qn("t")))


def shortened(text: str, length: int = 60) -> str:
    """What a finding shows of a paragraph."""
    text = " ".join(text.split())
    return text if len(text) <= length else f"{text[: length - 1]}…"


def repeated(names: Counter[str]) -> list[str]:
    """The names that stand more than once, in order."""
    return [name for name, count in names.items() if count > 1]
