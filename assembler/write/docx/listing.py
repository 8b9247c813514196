"""Listings in Word: caption, tables of some hundred rows, and rows that are bytes.

An element for each cell would cost twenty times as much time and memory as the words: the rows of a
listing are all alike, hold plain words alone, and are put into the finished XML where a mark holds
their place. The self-check parses every one of them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import pairwise

from assembler.document.listings import Listing
from assembler.document.walk import below
from assembler.resolve.plain import plain_words
from assembler.resolve.words import caption_prefix
from assembler.write.docx.anchors import Ledger, bookmark, label_bookmark
from assembler.write.docx.body import put_rows
from assembler.write.docx.fields import put_field
from assembler.write.docx.inlines import PLAIN, UNANCHORED, Frame, put_inlines
from assembler.write.docx.paragraphs import (
    Properties,
    begin_landscape,
    end_landscape,
    put_paragraph,
)
from assembler.write.docx.styles import LISTING_STYLE, TABLE_CONTINUED, TABLE_GROUP, style_id
from assembler.write.docx.table import HEAD_RULE, ROWS_IN_ONE, put_lines_below
from assembler.write.docx.xml import Element, put_text, sub, twips
from assembler.write.text.listed import listing_edges

Row = tuple[str, ...]
"""The cells of a row; a heading of a group is a row of one cell over all columns."""

_ROW = b"<w:tr><w:trPr><w:cantSplit/></w:trPr>"
_ROW_END = b"</w:tr>"
_EMPTY = b"</w:p></w:tc>"
_WORDS, _WORDS_END = b"<w:r><w:t>", b"</w:t></w:r></w:p></w:tc>"


def put_listing(
    body: Element, listing: Listing, frame: Frame, ledger: Ledger, *, page_break: bool = False
) -> None:
    """Append the listing with its caption and notes, on landscape pages where it asks so."""
    look = frame.options.look
    if listing.landscape:
        begin_landscape(body, look, ledger)
    prefix = caption_prefix(frame.resolved, listing)
    style = style_id(look, "caption")
    caption = put_paragraph(body, style, Properties(keep_next=True, page_break=page_break))
    with bookmark(caption, label_bookmark(listing.label), ledger):
        before, instruction, last = sequence(frame.resolved.numbers[listing.label])
        put_text(PLAIN.run(caption), f"Listing\u00a0{before}")
        put_field(caption, instruction, last)
    put_text(PLAIN.run(caption), ". ")
    put_inlines(caption, listing.caption, PLAIN, frame, ledger)
    total = look.page.width_of_text(landscape=listing.landscape)
    edges = [twips(edge) for edge in listing_edges(frame.setter, listing, total)]
    for number, (start, end) in enumerate(parts_of_listing(listing)):
        if number:
            continued = put_paragraph(body, TABLE_CONTINUED)
            put_text(PLAIN.run(continued), f"{prefix}. ")
            put_inlines(continued, listing.caption, UNANCHORED, frame, ledger)
            put_text(PLAIN.run(continued), " (continued)")
        table = _put_table(body, listing, frame, edges)
        put_rows(table, _maker(listing, frame, start, end), ledger)
    put_lines_below(body, list(below(listing)), frame, ledger)
    if listing.landscape:
        end_landscape(body, look, ledger)


def sequence(number: str) -> tuple[str, str, str]:
    """`16.2.7.1` as a caption has it: the section's number, then a field that counts the listings
    of the section, and its result. All are one sequence, so that one field lists them: the first of
    each section begins it again."""
    around, dot, last = number.rpartition(".")
    again = " \\r 1" if last == "1" else ""
    return around + dot, f"SEQ Listing \\* ARABIC{again}", last


def parts_of_listing(listing: Listing) -> list[tuple[int, int]]:
    """The rows of each `w:tbl`, first and behind the last. LibreOffice lays out one long table in
    quadratic time; a group that begins a page begins a table."""
    starts = {0}
    if listing.group_pages:
        starts |= {group.first for group in listing.groups}
    ordered = [*sorted(starts), len(listing.rows)]
    return [
        (first, min(first + ROWS_IN_ONE, end))
        for start, end in pairwise(ordered)
        for first in range(start, end, ROWS_IN_ONE)
    ]


def rows_in(listing: Listing, start: int, end: int) -> Iterator[Row]:
    """The rows of a part with the headings of their groups; one that goes on has its heading
    again."""
    firsts = [group.first for group in listing.groups]
    here = listing.groups[bisect_left(firsts, start) : bisect_left(firsts, end)]
    headings = {group.first: group.words for group in here}
    if firsts and start not in headings:
        around = listing.groups[bisect_right(firsts, start) - 1]
        headings[start] = f"{around.words} (continued)"
    for number in range(start, end):
        if number in headings:
            yield (headings[number],)
        yield listing.rows[number]


def _put_table(body: Element, listing: Listing, frame: Frame, edges: Sequence[int]) -> Element:
    """A table with its head, which Word repeats on every page."""
    table = sub(body, "tbl")
    properties = sub(table, "tblPr")
    sub(properties, "tblStyle", val=LISTING_STYLE)
    sub(properties, "tblW", w=edges[-1], type="dxa")
    sub(properties, "tblLayout", type="fixed")
    sub(properties, "tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0,
        lastColumn=0, noHBand=1, noVBand=1)  # fmt: skip
    sub(properties, "tblCaption", val=plain_words(frame.resolved, listing.caption))
    grid = sub(table, "tblGrid")
    for left, right in pairwise(edges):
        sub(grid, "gridCol", w=right - left)
    row = sub(table, "tr")
    of_row = sub(row, "trPr")
    sub(of_row, "cantSplit")
    sub(of_row, "tblHeader")
    style = style_id(frame.options.look, "table-head")
    for number, column in enumerate(listing.columns):
        cell = sub(row, "tc")
        of_cell = sub(cell, "tcPr")
        sub(of_cell, "tcW", w=edges[number + 1] - edges[number], type="dxa")
        borders = sub(of_cell, "tcBorders")
        sub(borders, "bottom", val="single", sz=HEAD_RULE, space=0, color="000000")
        sub(of_cell, "vAlign", val="bottom")
        align = None if column.align == "left" else column.align
        paragraph = put_paragraph(cell, style, Properties(keep_next=True, align=align))
        put_text(PLAIN.run(paragraph), column.head)
    return table


def _maker(listing: Listing, frame: Frame, start: int, end: int) -> Callable[[], bytes]:
    """Makes the rows of a part."""

    def made() -> bytes:
        style = style_id(frame.options.look, "table-cell")
        begins = [_cell(style, column.align) for column in listing.columns]
        heading = _cell(TABLE_GROUP, "left", span=len(begins))
        pieces: list[bytes] = []
        for row in rows_in(listing, start, end):
            pieces.append(_ROW)
            for begin, text in zip([heading] if len(row) == 1 < len(begins) else begins, row):  # noqa: B905 - a heading is one cell
                pieces.append(begin)
                if text:
                    if "&" in text or "<" in text or ">" in text:
                        text = escape(text, quote=False)
                    pieces += (_WORDS, text.encode(), _WORDS_END)
                else:
                    pieces.append(_EMPTY)
            pieces.append(_ROW_END)
        return b"".join(pieces)

    return made


def _cell(style: str, align: str, *, span: int = 1) -> bytes:
    """A cell as far as its words. The table's grid gives its width."""
    cell = "<w:tc>"
    if span > 1:
        cell += f'<w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>'
    keep = "<w:keepNext/>" if style == TABLE_GROUP else ""
    stands = "" if align == "left" else f'<w:jc w:val="{align}"/>'
    return f'{cell}<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}{stands}</w:pPr>'.encode()
