"""Sections and blocks as HTML elements."""

from typing import assert_never

from lxml import etree

from assembler.document.listings import Listing
from assembler.document.nodes import (
    AbbreviationList,
    Block,
    Blocks,
    BulletList,
    Contents,
    Figure,
    Footnote,
    Inlines,
    NoteMark,
    OrderedList,
    PageBreak,
    Paragraph,
    ReferenceList,
    Section,
    Table,
)
from assembler.document.nodes import Note as BoxedNote
from assembler.document.walk import below, footnotes_in
from assembler.problems import Position
from assembler.resolve.contents import contents_lists, with_contents
from assembler.resolve.words import (
    caption_prefix,
    footnote_label,
    lines,
    mark_label,
    reference_label,
)
from assembler.write.html.elements import Element, new, say, sub
from assembler.write.html.inlines import Frame, note_id, put_copy, put_inlines, put_remarks
from assembler.write.html.listing import put_rows
from assembler.write.html.table import put_grid

_DEEPEST = 6
"""HTML has no deeper headings."""


def front(frame: Frame, *, draft: bool) -> Element:
    """The title block, the front's blocks and the contents, as `header`."""
    resolved = frame.resolved
    header = new("header", id="front")
    title = next(lines(resolved))
    sub(header, "h1").text = title.text
    if draft:
        sub(header, "p", class_="status").text = "Draft"
    if resolved.document.subject:
        put_inlines(sub(header, "p", class_="subject"), resolved.document.subject, frame)
        put_remarks(header, resolved.document.subject, frame)
    put_blocks(header, with_contents(resolved.document.front), frame)
    return header


def section(one: Section, level: int, frame: Frame) -> Element:
    """A section with its subsections; `level` is 1 at the top."""
    element = own_part(one, level, frame)
    for inner in one.sections:
        element.append(section(inner, level + 1, frame))
    return element


def own_part(one: Section, level: int, frame: Frame) -> Element:
    """A section without its subsections."""
    element = new("section", id=one.label, data_at=frame.at(one.at))
    if one.is_annex:
        element.set("class", "annex")
    deep = min(level + 1, _DEEPEST)
    heading = sub(element, f"h{deep}", class_=f"level-{min(level, _DEEPEST)}")
    if level + 1 > _DEEPEST:
        heading.set("aria-level", str(level + 1))
    sub(heading, "span", class_="number").text = frame.resolved.numbers[one.label]
    say(heading, " ")
    put_inlines(heading, one.title, frame)
    put_remarks(element, one.title, frame)
    put_blocks(element, one.blocks, frame)
    return element


def put_blocks(parent: Element, blocks: Blocks, frame: Frame) -> None:
    """Append blocks that follow each other."""
    for block in blocks:
        _put(parent, block, frame)


def _put(parent: Element, block: Block, frame: Frame) -> None:
    match block:
        case Paragraph():
            _put_paragraph(parent, block.content, block.at, frame)
        case BulletList() | OrderedList():
            _put_list(parent, block, frame)
        case Table() | Listing() | Figure():
            _put_captioned(parent, block, frame)
        case BoxedNote():
            box = sub(parent, "aside", class_="note", role="note", data_at=frame.at(block.at))
            put_blocks(box, block.blocks, frame)
        case ReferenceList():
            _put_references(parent, frame)
        case AbbreviationList():
            _put_abbreviations(parent, block, frame)
        case Contents():
            _put_contents(parent, frame)
        case PageBreak():
            sub(parent, "hr", class_="page-break")
        case _:
            assert_never(block)


def _put_paragraph(parent: Element, content: Inlines, at: Position, frame: Frame) -> None:
    """A paragraph, then the words of its footnotes: there they are read."""
    put_inlines(sub(parent, "p", data_at=frame.at(at)), content, frame)
    put_remarks(parent, content, frame)
    for note in footnotes_in(content):
        _put_footnote(parent, note, frame)


def _put_footnote(parent: Element, note: Footnote, frame: Frame) -> None:
    words = sub(parent, "p", class_="footnote", id=footnote_label(note), role="doc-footnote")
    if frame.places:
        words.set("data-at", frame.at(note.at))
    back = sub(sub(words, "sup"), "a", href=f"#{mark_label(note)}", role="doc-backlink")
    back.text = frame.resolved.footnotes[note.key]
    say(words, "\u00a0")
    put_inlines(words, note.content, frame)


def _put_list(parent: Element, block: BulletList | OrderedList, frame: Frame) -> None:
    listed = sub(parent, "ul" if isinstance(block, BulletList) else "ol")
    if isinstance(block, OrderedList) and block.start != 1:
        listed.set("start", str(block.start))
    for item in block.items:
        put_blocks(sub(listed, "li"), item.blocks, frame)


def _put_captioned(parent: Element, block: Table | Listing | Figure, frame: Frame) -> None:
    """A table or listing under its caption, or a drawing over it; then the lines below."""
    at, prefix = frame.at(block.at), f"{caption_prefix(frame.resolved, block)}. "
    if isinstance(block, Table | Listing):
        kind = "table wide" if block.landscape else "table"
        whole = sub(parent, "div", class_=kind, id=block.label, data_at=at)
        # A table wider than the window is moved to the side, by the keyboard too.
        around = sub(whole, "div", class_="scroll", tabindex="0", role="group")
        around.set("aria-label", prefix.removesuffix(". "))
        grid = sub(around, "table")
        caption = sub(grid, "caption")
        if isinstance(block, Listing):
            put_rows(grid, block, frame.most_rows)
        else:
            put_grid(grid, block, frame)
    else:
        whole = sub(parent, "figure", id=block.label, data_at=at)
        _put_drawing(whole, block, frame)
        caption = sub(whole, "figcaption")
    sub(caption, "span", class_="number").text = prefix
    put_inlines(caption, block.caption, frame)
    put_remarks(whole, block.caption, frame)
    if isinstance(block, Listing) and len(block.rows) > (frame.most_rows or len(block.rows)):
        left = len(block.rows) - (frame.most_rows or 0)
        sub(whole, "p", class_="status").text = f"{left:,} more rows are not shown here"
    for line in below(block):
        note = sub(whole, "p", class_="table-note")
        if line and isinstance(line[0], NoteMark):  # the letter before the words of its note
            note.set("id", note_id(line[0].notes[0]))
            put_copy(note, line[:1], frame)
            line = line[1:]
        put_inlines(note, line, frame)


def _put_drawing(parent: Element, figure: Figure, frame: Frame) -> None:
    """The drawing; who does not see it is told what it says."""
    svg = etree.fromstring(frame.svgs[figure.label])
    svg.tail = None
    svg.set("role", "img")
    svg.set("aria-label", figure.alternative)
    parent.append(svg)


def _put_references(parent: Element, frame: Frame) -> None:
    resolved = frame.resolved
    if not resolved.bibliography:
        return
    listed = sub(parent, "ol", class_="references")
    for number, key in enumerate(resolved.bibliography, start=1):
        entry = sub(listed, "li", id=reference_label(key))
        sub(entry, "span", class_="number").text = f"{number}."
        say(entry, " ")
        put_inlines(entry, resolved.document.references[key], frame)


def _put_abbreviations(parent: Element, block: AbbreviationList, frame: Frame) -> None:
    abbreviations = frame.resolved.abbreviations
    if not abbreviations:
        return
    if block.title:
        sub(parent, "p", class_="contents-title").text = block.title
    listed = sub(parent, "dl", class_="abbreviations")
    for short, long in abbreviations.items():
        entry = sub(listed, "div")
        sub(entry, "dt").text = short
        sub(entry, "dd").text = long


def _put_contents(parent: Element, frame: Frame) -> None:
    for listed in contents_lists(frame.resolved):
        nav = sub(parent, "nav", class_="contents", aria_label=listed.title)
        sub(nav, "p", class_="contents-title").text = listed.title
        entries = sub(nav, "ol")
        for entry in listed.entries:
            item = sub(entries, "li", class_=f"contents-{max(entry.level, 1)}")
            link = sub(item, "a", href=f"#{entry.label}")
            sub(link, "span", class_="number").text = entry.number
            say(link, " ")
            put_copy(link, entry.title, frame)
