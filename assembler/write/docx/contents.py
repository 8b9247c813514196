"""Title block and contents: fields with their entries ready, so that nobody has to update them."""

from collections.abc import Iterator
from dataclasses import dataclass

from assembler.document.nodes import Document, Label, ReferenceList
from assembler.document.walk import blocks_of, figures, sections_of, tables
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import (
    CONTENTS_TITLE,
    FIGURES_TITLE,
    TABLES_TITLE,
    caption_prefix,
    text_of,
)
from assembler.write.docx.anchors import Ledger, label_bookmark
from assembler.write.docx.blocks import TOP, put_blocks
from assembler.write.docx.fields import begin_field, end_field, put_field
from assembler.write.docx.inlines import PLAIN, Frame, put_inlines, put_link_to
from assembler.write.docx.paragraphs import put_paragraph
from assembler.write.docx.styles import LIST_OF_TABLES, style_id
from assembler.write.docx.xml import Element, put_text, sub
from assembler.write.look import Look, RoleName

CONTENTS_LEVELS = 3
_ROLES: tuple[RoleName, ...] = ("contents-1", "contents-2", "contents-3")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the contents or of the lists of tables and figures; derived text, no anchors."""

    level: int
    """0 in the lists of tables and figures."""
    number: str
    """`2.5.4.1`; of a table or figure the whole `Table 1.`"""
    title: str
    label: Label


def contents_entries(resolved: Resolved) -> Iterator[Entry]:
    """The sections down to level 3."""
    for level, section in sections_of(resolved.document.sections):
        if level <= CONTENTS_LEVELS:
            title = text_of(resolved, section.title)
            yield Entry(level, resolved.numbers[section.label], title, section.label)


def table_entries(resolved: Resolved) -> Iterator[Entry]:
    """The tables of the document."""
    for table in tables(resolved.document):
        prefix = f"{caption_prefix(resolved, table)}."
        yield Entry(0, prefix, text_of(resolved, table.caption), table.label)


def figure_entries(resolved: Resolved) -> Iterator[Entry]:
    """The figures of the document."""
    for figure in figures(resolved.document):
        prefix = f"{caption_prefix(resolved, figure)}."
        yield Entry(0, prefix, text_of(resolved, figure.caption), figure.label)


def lists_references(document: Document) -> bool:
    """Whether the document prints its reference list."""
    sections = (section.blocks for _, section in sections_of(document.sections))
    return any(
        isinstance(block, ReferenceList)
        for blocks in (document.front, *sections)
        for block in blocks_of(blocks)
    )


def put_front(body: Element, frame: Frame, ledger: Ledger) -> None:
    """Title, subject, front blocks, contents, lists of tables and figures."""
    look = frame.options.look
    document = frame.resolved.document
    title = put_paragraph(body, style_id(look, "title"))
    put_text(PLAIN.run(title), f"{document.number} {document.title}")
    if document.subject:
        subject = put_paragraph(body, style_id(look, "subject"))
        put_inlines(subject, document.subject, PLAIN, frame, ledger)
    put_blocks(body, document.front, TOP, frame, ledger)
    _put_contents(
        body,
        CONTENTS_TITLE,
        f'TOC \\o "1-{CONTENTS_LEVELS}" \\h \\z',
        list(contents_entries(frame.resolved)),
        frame,
    )
    for words, name, entries in (
        (TABLES_TITLE, "Table", list(table_entries(frame.resolved))),
        (FIGURES_TITLE, "Figure", list(figure_entries(frame.resolved))),
    ):
        _put_contents(body, words, f'TOC \\h \\z \\c "{name}"', entries, frame)


def _put_contents(
    body: Element, title: str, instruction: str, entries: list[Entry], frame: Frame
) -> None:
    if not entries:
        return
    look = frame.options.look
    put_text(PLAIN.run(put_paragraph(body, style_id(look, "contents-title"))), title)
    for number, entry in enumerate(entries):
        paragraph = put_paragraph(body, entry_style(look, entry))
        if number == 0:
            begin_field(paragraph, instruction)
        bookmark = label_bookmark(entry.label)
        link = put_link_to(paragraph, bookmark)
        put_text(PLAIN.run(link), entry.number)
        sub(PLAIN.run(link), "tab")
        put_text(PLAIN.run(link), entry.title)
        sub(PLAIN.run(link), "tab")
        page = frame.options.pages.get(entry.label, 1)
        put_field(link, f"PAGEREF {bookmark} \\h", str(page))
        if number == len(entries) - 1:
            end_field(paragraph)


def entry_style(look: Look, entry: Entry) -> str:
    """The style id of an entry's paragraph."""
    return style_id(look, _ROLES[entry.level - 1]) if entry.level else LIST_OF_TABLES
