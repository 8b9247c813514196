"""Walking a document in reading order."""

from collections.abc import Iterator
from typing import Literal, NamedTuple, assert_never

from assembler.document.figures import words_of
from assembler.document.listings import Listing
from assembler.document.nodes import (
    Abbreviation,
    AbbreviationList,
    Block,
    Blocks,
    BulletList,
    Cite,
    Comment,
    Contents,
    CrossRef,
    Document,
    Emphasis,
    Figure,
    Footnote,
    Gap,
    Inline,
    Inlines,
    Label,
    LineBreak,
    Link,
    MarkedNote,
    Note,
    NoteMark,
    OrderedList,
    PageBreak,
    Paragraph,
    ReferenceList,
    Row,
    Section,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    Value,
)

Place = Literal["front", "title", "prose", "footnote", "caption", "head", "cell", "note", "figure"]


class Run(NamedTuple):
    """A run of inlines in reading order, with the kind of place where it stands."""

    place: Place
    section: Section | None
    content: Inlines
    table: Table | None = None
    """The table that it is a part of."""
    row: Row | None = None
    """Of a cell: the row in which it stands."""
    column: int = 0
    """Of a cell: its first column, 0-based."""
    figure: Figure | None = None
    """The figure that it is a part of."""
    listing: Listing | None = None
    """The listing that it is a part of."""
    footnote: Footnote | None = None
    """The footnote whose words it is."""


def leaves(content: Inlines) -> Iterator[Inline]:
    """Every inline of `content` in reading order, containers before what they contain.

    The words of a footnote are not among them: they are a run of their own.
    """
    for inline in content:
        yield inline
        match inline:  # nearly all are the first two: each name before costs every inline a look
            case Text() | Value() | Gap() | Abbreviation():
                pass
            case Emphasis() | Strong() | Superscript() | Subscript() | Link():
                yield from leaves(inline.children)
            case CrossRef() | Cite() | NoteMark() | Footnote() | LineBreak() | Comment():
                pass
            case _:
                assert_never(inline)


def footnotes_in(content: Inlines) -> Iterator[Footnote]:
    """The footnotes that a run of inlines marks."""
    for inline in leaves(content):
        if isinstance(inline, Footnote):
            yield inline


def blocks_of(blocks: Blocks) -> Iterator[Block]:
    """Every block in reading order, those inside lists and notes included."""
    for block in blocks:
        yield block
        match block:
            case BulletList() | OrderedList():
                for item in block.items:
                    yield from blocks_of(item.blocks)
            case Note():
                yield from blocks_of(block.blocks)
            case Paragraph() | Table() | Listing() | Figure():
                pass
            case ReferenceList() | AbbreviationList() | Contents() | PageBreak():
                pass
            case _:
                assert_never(block)


def sections_of(sections: tuple[Section, ...], level: int = 1) -> Iterator[tuple[int, Section]]:
    """Every section in reading order with its level, 1 at the top."""
    for section in sections:
        yield level, section
        yield from sections_of(section.sections, level + 1)


def below(captioned: Table | Listing | Figure) -> Iterator[Inlines]:
    """What stands under a table, a listing or a figure, a line each: the lettered notes behind
    their marks, other notes, abbreviations, source."""
    if isinstance(captioned, Table):
        for note in lettered(captioned):
            yield (NoteMark((note.key,)), Text("\u00a0"), *note.content)
    lines = (*captioned.notes, captioned.source)
    if not isinstance(captioned, Listing):
        lines = (*captioned.notes, captioned.abbreviations, captioned.source)
    yield from (line for line in lines if line)


def lettered(table: Table) -> list[MarkedNote]:
    """The lettered notes in the order in which the table marks them: head first, row by row, from
    left to right. One that nothing marks comes last."""
    waiting = {note.key: note for note in table.marked}
    ordered: list[MarkedNote] = []
    for row in (*table.head, *table.rows):
        if not waiting:
            break
        for cell in row.cells:
            for mark in marks_in(cell.content):
                ordered += [waiting.pop(key) for key in mark.notes if key in waiting]
    return [*ordered, *waiting.values()]


def without_marks(content: Inlines) -> Inlines:
    """A run of inlines without the marks of notes at its own level, where tables have theirs."""
    if not any(isinstance(inline, NoteMark) for inline in content):
        return content
    return tuple(inline for inline in content if not isinstance(inline, NoteMark))


def marks_in(content: Inlines) -> Iterator[NoteMark]:
    """The marks of notes in a run of inlines."""
    for inline in leaves(content):
        if isinstance(inline, NoteMark):
            yield inline


def runs_of_table(table: Table, section: Section | None) -> Iterator[Run]:
    """Caption, head, cells, notes, abbreviations, source: the order in which they are read."""
    yield Run("caption", section, table.caption, table)
    for row in table.head:
        yield from _runs_of_row("head", table, row, section)
    for row in table.rows:
        yield from _runs_of_row("cell", table, row, section)
    for note in below(table):
        yield Run("note", section, note, table)


def _runs_of_row(place: Place, table: Table, row: Row, section: Section | None) -> Iterator[Run]:
    column = 0
    for cell in row.cells:
        yield Run(place, section, cell.content, table, row, column)
        column += cell.span


def runs_of_figure(figure: Figure, section: Section | None) -> Iterator[Run]:
    """The words of the drawing, caption, notes, abbreviations, source."""
    for words in words_of(figure.drawing):
        yield Run("figure", section, words, figure=figure)
    yield Run("caption", section, figure.caption, figure=figure)
    for note in below(figure):
        yield Run("note", section, note, figure=figure)


def runs_of_listing(listing: Listing, section: Section | None) -> Iterator[Run]:
    """Caption, notes, source: its rows are texts of a data set, no inlines."""
    yield Run("caption", section, listing.caption, listing=listing)
    for note in below(listing):
        yield Run("note", section, note, listing=listing)


def runs(document: Document) -> Iterator[Run]:
    """Every run of inlines of the document in reading order; formatted references left out.

    The words of footnotes are read behind the paragraph that marks them, wherever a page or a file
    has them.
    """
    yield Run("front", None, document.subject)
    yield from _runs_of_blocks(document.front, None)
    for _, section in sections_of(document.sections):
        yield Run("title", section, section.title)
        yield from _runs_of_blocks(section.blocks, section)


def _runs_of_blocks(blocks: Blocks, section: Section | None) -> Iterator[Run]:
    for block in blocks_of(blocks):
        if isinstance(block, Paragraph):
            yield Run("prose" if section else "front", section, block.content)
            for note in footnotes_in(block.content):
                yield Run("footnote", section, note.content, footnote=note)
        elif isinstance(block, Table):
            yield from runs_of_table(block, section)
        elif isinstance(block, Listing):
            yield from runs_of_listing(block, section)
        elif isinstance(block, Figure):
            yield from runs_of_figure(block, section)


def tables(document: Document) -> Iterator[Table]:
    """Every table in reading order."""
    for blocks in (document.front, *(s.blocks for _, s in sections_of(document.sections))):
        yield from (b for b in blocks_of(blocks) if isinstance(b, Table))


def figures(document: Document) -> Iterator[Figure]:
    """Every figure in reading order."""
    for blocks in (document.front, *(s.blocks for _, s in sections_of(document.sections))):
        yield from (b for b in blocks_of(blocks) if isinstance(b, Figure))


def listings(document: Document) -> Iterator[tuple[Section | None, Listing]]:
    """Every listing in reading order, with the section in which it stands."""
    for block in blocks_of(document.front):
        if isinstance(block, Listing):
            yield None, block
    for _, section in sections_of(document.sections):
        for block in blocks_of(section.blocks):
            if isinstance(block, Listing):
                yield section, block


def parts_of_label(label: Label) -> tuple[str, Label]:
    """The document that a cross-reference names, empty for its own, and the label there."""
    document, _, own = label.rpartition("#")
    return document, Label(own)
