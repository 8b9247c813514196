"""Sections and blocks -> paragraphs and tables of the body, all on one level."""

from dataclasses import dataclass, replace
from typing import assert_never

from assembler.document.listings import Listing
from assembler.document.nodes import (
    AbbreviationList,
    Block,
    Blocks,
    BulletList,
    Contents,
    Figure,
    Item,
    Note,
    OrderedList,
    PageBreak,
    Paragraph,
    ReferenceList,
    Section,
    Table,
)
from assembler.resolve.contents import contents_lists
from assembler.resolve.words import reference_label
from assembler.write.docx.anchors import Ledger, bookmark, label_bookmark
from assembler.write.docx.body import put_by
from assembler.write.docx.contents import put_list
from assembler.write.docx.figure import put_figure
from assembler.write.docx.inlines import PLAIN, Frame, put_inlines
from assembler.write.docx.listing import put_listing
from assembler.write.docx.numbering import LEVELS
from assembler.write.docx.paragraphs import Properties, keep_next, put_paragraph, space
from assembler.write.docx.styles import NOTE_INDENT_POINTS, heading_style, style_id
from assembler.write.docx.table import put_table
from assembler.write.docx.xml import Element, put_text, qn, sub
from assembler.write.look import RoleName
from assembler.write.text.rooms import LIST_INDENT, is_contents_apart
from assembler.write.text.together import entry_kept, leading_in


@dataclass(frozen=True, slots=True)
class Inside:
    """What a block stands in."""

    note: bool = False
    lists: int = 0
    """Lists round it."""
    marker: tuple[int, int] | None = None
    """`w:num` and level that its first paragraph takes: the mark of a list item."""


TOP = Inside()

NOTE_BEFORE_POINTS, NOTE_AFTER_POINTS = 6.5, 9.5
"""Space round a boxed note: its padding comes to it."""


def put_section(body: Element, section: Section, level: int, frame: Frame, ledger: Ledger) -> None:
    """Heading, blocks, then the sections inside."""
    put_by(body, frame.options.look, ledger.body)
    num = ledger.lists.heading(section.label)
    new_page = _begins_page(ledger)
    properties = Properties(
        page_break=new_page,
        number=None if num is None else (num, level - 1),
        before=0 if new_page else None,  # Word keeps the space at the head of such a page
    )
    heading = put_paragraph(body, heading_style(frame.options.look, level), properties)
    with bookmark(heading, label_bookmark(section.label), ledger):
        put_inlines(heading, section.title, PLAIN, frame, ledger)
    put_blocks(body, section.blocks, TOP, frame, ledger, headed=True)
    for child in section.sections:
        put_section(body, child, level + 1, frame, ledger)


def put_blocks(
    body: Element,
    blocks: Blocks,
    inside: Inside,
    frame: Frame,
    ledger: Ledger,
    *,
    headed: bool = False,
) -> None:
    """The blocks in order; an item's mark goes to its first paragraph. `headed`: a heading stands
    right before them."""
    width = frame.options.look.page.width_of_text() - _indent(inside)
    for block, leads_in in leading_in(frame.setter, blocks, _role(inside), width, headed=headed):
        first = len(body)
        _put(body, block, inside, frame, ledger)
        if leads_in:
            keep_next(body[first])
        if isinstance(block, Paragraph):
            inside = replace(inside, marker=None)


def _put(body: Element, block: Block, inside: Inside, frame: Frame, ledger: Ledger) -> None:
    match block:
        case Paragraph():
            _put_prose(body, block, inside, frame, ledger)
        case BulletList():
            num = ledger.lists.bullets(in_note=inside.note)
            _put_items(body, block.items, num, inside, frame, ledger)
        case OrderedList():
            level = min(inside.lists, LEVELS - 1)
            num = ledger.lists.ordered(level, block.start, in_note=inside.note)
            _put_items(body, block.items, num, inside, frame, ledger)
        case Note():
            first = len(body)
            put_blocks(body, block.blocks, replace(inside, note=True), frame, ledger)
            if first < len(body) and body[first].tag == qn("p"):
                space(body[first], before=NOTE_BEFORE_POINTS)
            if first < len(body) and body[-1].tag == qn("p"):
                space(body[-1], after=NOTE_AFTER_POINTS)
        case Table():
            put_table(body, block, frame, ledger, page_break=_begins_page(ledger))
        case Listing():
            put_listing(body, block, frame, ledger, page_break=_begins_page(ledger))
        case Figure():
            put_figure(body, block, frame, ledger)
        case ReferenceList():
            _put_references(body, frame, ledger)
        case AbbreviationList():
            _put_abbreviations(body, block, frame, ledger)
        case Contents():
            is_apart = is_contents_apart(frame.setter, frame.rooms)
            for number, listed in enumerate(contents_lists(frame.resolved)):
                begins = _begins_page(ledger) or (is_apart and number == 1)
                put_list(body, listed, frame, page_break=begins)
        case PageBreak():
            ledger.page_break = True
        case _:
            assert_never(block)


def _begins_page(ledger: Ledger) -> bool:
    """Whether a page break is due; asking uses it up."""
    due, ledger.page_break = ledger.page_break, False
    return due


def _put_items(
    body: Element,
    items: tuple[Item, ...],
    num: int,
    inside: Inside,
    frame: Frame,
    ledger: Ledger,
) -> None:
    level = min(inside.lists, LEVELS - 1)
    within = replace(inside, lists=inside.lists + 1, marker=(num, level))
    for item in items:
        put_blocks(body, item.blocks, within, frame, ledger)
    if not inside.lists and not inside.note and body[-1].tag == qn("p"):
        space(body[-1], after=frame.options.look.roles["body"].after)


def _put_prose(
    body: Element, block: Paragraph, inside: Inside, frame: Frame, ledger: Ledger
) -> None:
    properties = Properties(
        page_break=_begins_page(ledger),
        number=inside.marker,
        left=_indent(inside) if inside.lists and not inside.marker else None,
    )
    style = style_id(frame.options.look, _role(inside))
    paragraph = put_paragraph(body, style, properties)
    put_inlines(paragraph, block.content, PLAIN, frame, ledger)


def _role(inside: Inside) -> RoleName:
    return "note" if inside.note else "item" if inside.lists else "body"


def _indent(inside: Inside) -> float:
    """Left indent of a paragraph, points."""
    return LIST_INDENT * inside.lists + (NOTE_INDENT_POINTS if inside.note else 0)


def _put_references(body: Element, frame: Frame, ledger: Ledger) -> None:
    style = style_id(frame.options.look, "reference")
    keys = frame.resolved.bibliography
    for number, key in enumerate(keys, start=1):
        properties = Properties(
            keep_next=entry_kept(number, len(keys)),
            page_break=_begins_page(ledger),
        )
        paragraph = put_paragraph(body, style, properties)
        with bookmark(paragraph, label_bookmark(reference_label(key)), ledger):
            put_inlines(paragraph, frame.resolved.document.references[key], PLAIN, frame, ledger)


def _put_abbreviations(
    body: Element, block: AbbreviationList, frame: Frame, ledger: Ledger
) -> None:
    """Short form, tab, long form; the long forms stand on one line, as far as the widest needs."""
    look, abbreviations = frame.options.look, frame.resolved.abbreviations
    if block.title and abbreviations:
        properties = Properties(page_break=_begins_page(ledger))
        put_text(
            PLAIN.run(put_paragraph(body, style_id(look, "contents-title"), properties)),
            block.title,
        )
    hanging = frame.rooms.abbreviations
    for short, long in abbreviations.items():
        properties = Properties(
            page_break=_begins_page(ledger), left=hanging, hanging=hanging, after=2
        )
        paragraph = put_paragraph(body, style_id(look, "item"), properties)
        put_text(PLAIN.run(paragraph), short)
        sub(PLAIN.run(paragraph), "tab")
        put_text(PLAIN.run(paragraph), long)
