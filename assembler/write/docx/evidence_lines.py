"""The lines of a document as built, for the evidence: what an edited file is compared with."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import assert_never

from assembler.document.listings import Listing
from assembler.document.nodes import (
    AbbreviationList,
    Blocks,
    BulletList,
    Cite,
    Contents,
    Emphasis,
    Figure,
    Gap,
    Inline,
    Inlines,
    Label,
    Link,
    Note,
    OrderedList,
    PageBreak,
    Paragraph,
    ReferenceList,
    Strong,
    Subscript,
    Superscript,
    Table,
    Value,
    ValueId,
)
from assembler.document.walk import below, blocks_of, footnotes_in, sections_of
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import caption_prefix, inline_text, reference_label, with_marks

UNLABELLED = Label("")


@dataclass(frozen=True, slots=True)
class AnchorEvidence:
    """Where a value, a gap or a cluster of citations stood in its line."""

    id: ValueId
    begin: int
    end: int
    """In the text of the line."""


@dataclass(frozen=True, slots=True)
class BlockEvidence:
    """One line of the document as built: a heading, a paragraph, a table row ..."""

    id: str
    """`sec-2.5.4/3`: the section and the n-th line in it."""
    kind: str
    text: str
    """Its words; the cells of a row with tabs between them."""
    label: Label = UNLABELLED
    """Of a heading: its section; of a caption, row or note: the table or figure; of a reference:
    where it stands, `ref-chan-2023`. Else empty."""
    anchors: tuple[AnchorEvidence, ...] = ()

    @property
    def section(self) -> Label:
        """The label of the section in which it stands; `front` before the first."""
        return Label(self.id.rpartition("/")[0])


@dataclass(frozen=True, slots=True)
class _Line:
    """A line on its way to a block."""

    kind: str
    text: str
    label: Label = UNLABELLED
    anchors: tuple[AnchorEvidence, ...] = ()


def built_lines(resolved: Resolved) -> Iterator[BlockEvidence]:
    """The lines of the document; those of a table row as one, so that large tables stay small.

    Word counts footnotes: their numbers are no words of the lines.
    """
    resolved = with_marks(resolved, "")
    document = resolved.document
    front = [_Line("title", document.heading)]
    front.append(_line(resolved, "subject", document.subject))
    yield from _counted("front", chain(front, _lines(resolved, document.front)))
    for _, section in sections_of(document.sections):
        number = f"{resolved.numbers[section.label]} "
        heading = _line(resolved, "heading", section.title, label=section.label, before=number)
        yield from _counted(section.label, chain([heading], _lines(resolved, section.blocks)))


def _counted(place: str, pieces: Iterable[_Line]) -> Iterator[BlockEvidence]:
    said = (line for line in pieces if line.text.strip())  # a blank row is cells and no words
    for number, line in enumerate(said, start=1):
        yield BlockEvidence(f"{place}/{number}", line.kind, line.text, line.label, line.anchors)


def _lines(resolved: Resolved, blocks: Blocks) -> Iterator[_Line]:
    for block in blocks_of(blocks):
        match block:
            case Paragraph():
                yield _line(resolved, "paragraph", block.content)
                for note in footnotes_in(block.content):
                    yield _line(resolved, "footnote", note.content)
            case Table():
                yield _caption(resolved, block)
                for kind, rows in (("head", block.head), ("row", block.rows)):
                    for row in rows:
                        cells = [cell.content for cell in row.cells]
                        yield _line(resolved, kind, *cells, label=block.label)
                yield from _notes(resolved, block)
            case Listing():  # its rows are those of the data set, whose hash stands beside
                yield _caption(resolved, block)
                yield from _notes(resolved, block)
            case Figure():
                yield _Line("figure", block.alternative, block.label)
                yield _caption(resolved, block)
                yield from _notes(resolved, block)
            case ReferenceList():
                for number, key in enumerate(resolved.bibliography, start=1):
                    entry = resolved.document.references[key]
                    label = reference_label(key)
                    yield _line(resolved, "reference", entry, label=label, before=f"{number}. ")
            case AbbreviationList():
                for short, long in resolved.abbreviations.items():
                    yield _Line("abbreviation", f"{short} {long}")
            case BulletList() | OrderedList() | Note() | Contents() | PageBreak():
                pass  # their paragraphs come by themselves
            case _:
                assert_never(block)


def _caption(resolved: Resolved, block: Table | Listing | Figure) -> _Line:
    before = f"{caption_prefix(resolved, block)}. "
    return _line(resolved, "caption", block.caption, label=block.label, before=before)


def _notes(resolved: Resolved, block: Table | Listing | Figure) -> Iterator[_Line]:
    for note in below(block):
        yield _line(resolved, "note", note, label=block.label)


def _line(
    resolved: Resolved, kind: str, *cells: Inlines, label: Label = UNLABELLED, before: str = ""
) -> _Line:
    """The words of the cells with tabs between them, and where the anchors stand in them."""
    text, anchors = before, list[AnchorEvidence]()
    for number, content in enumerate(cells):
        text += "\t" if number else ""
        for piece in _pieces(content):
            begin = len(text)
            text += inline_text(resolved, piece)
            if isinstance(piece, Gap | Cite) or (isinstance(piece, Value) and piece.anchored):
                anchors.append(AnchorEvidence(piece.id, begin, len(text)))
    return _Line(kind, text, label, tuple(anchors))


def _pieces(content: Inlines) -> Iterator[Inline]:
    """Every inline that says something, without those that only hold others."""
    for inline in content:
        if isinstance(inline, Emphasis | Strong | Superscript | Subscript | Link):
            yield from _pieces(inline.children)
        else:
            yield inline
