"""Contents, lists of tables, figures and listings: fields whose entries are ready, none to be
updated."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from assembler.document.nodes import (
    Document,
    Emphasis,
    Inlines,
    Link,
    ReferenceList,
    Strong,
    Subscript,
    Superscript,
)
from assembler.document.walk import blocks_of, sections_of
from assembler.resolve.contents import LEVELS, ContentsList, Entry
from assembler.resolve.words import inline_text
from assembler.write.docx.anchors import label_bookmark
from assembler.write.docx.fields import begin_field, end_field, put_field
from assembler.write.docx.inlines import PLAIN, Format, Frame, put_link_to
from assembler.write.docx.paragraphs import Properties, put_paragraph
from assembler.write.docx.styles import LIST_OF_TABLES, style_id
from assembler.write.docx.xml import Element, put_text, sub
from assembler.write.look import CONTENTS_ROLES, Look


def lists_references(document: Document) -> bool:
    """Whether the document prints its reference list."""
    sections = (section.blocks for _, section in sections_of(document.sections))
    return any(
        isinstance(block, ReferenceList)
        for blocks in (document.front, *sections)
        for block in blocks_of(blocks)
    )


def put_list(
    body: Element, listed: ContentsList, frame: Frame, *, page_break: bool = False
) -> None:
    """The title, then the entries as the ready result of one TOC field."""
    look = frame.options.look
    # Word keeps the space at the head of a page that begins with a break.
    properties = Properties(page_break=page_break, before=0 if page_break else None)
    title = put_paragraph(body, style_id(look, "contents-title"), properties)
    put_text(PLAIN.run(title), listed.title)
    what = f'\\o "1-{LEVELS}" \\h \\z' if listed.of == "Section" else f'\\h \\z \\c "{listed.of}"'
    for number, entry in enumerate(listed.entries):
        paragraph = put_paragraph(body, entry_style(look, entry))
        if number == 0:
            begin_field(paragraph, f"TOC {what}")
        bookmark = label_bookmark(entry.label)
        link = put_link_to(paragraph, bookmark)
        put_text(PLAIN.run(link), entry.number)
        sub(PLAIN.run(link), "tab")
        for form, words in groupby(_formatted(frame, entry.title, PLAIN), itemgetter(0)):
            put_text(form.run(link), "".join(text for _, text in words))
        sub(PLAIN.run(link), "tab")
        page = frame.options.pages.get(entry.label, 1)
        put_field(link, f"PAGEREF {bookmark} \\h", str(page))
        if number == len(listed.entries) - 1:
            end_field(paragraph)


def _formatted(frame: Frame, content: Inlines, form: Format) -> Iterator[tuple[Format, str]]:
    """The words as a heading or caption has them, as Word repeats them too, without their links:
    the entry is one. Flat, `10⁹` would be read as `109`."""
    for inline in content:
        match inline:
            case Emphasis():
                yield from _formatted(frame, inline.children, replace(form, italic=True))
            case Strong():
                yield from _formatted(frame, inline.children, replace(form, bold=True))
            case Superscript():
                yield from _formatted(frame, inline.children, replace(form, raised="superscript"))
            case Subscript():
                yield from _formatted(frame, inline.children, replace(form, raised="subscript"))
            case Link():
                yield from _formatted(frame, inline.children, form)
            case _:
                yield form, inline_text(frame.resolved, inline)


def entry_style(look: Look, entry: Entry) -> str:
    """The style id of an entry's paragraph."""
    return style_id(look, CONTENTS_ROLES[entry.level - 1]) if entry.level else LIST_OF_TABLES
