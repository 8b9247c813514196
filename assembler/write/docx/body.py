"""The body as bytes, section by section: the tree of a long document would take fifteen times the
room of its words."""

from collections.abc import Callable, Sequence
from io import BytesIO

from lxml import etree

from assembler.write.docx.anchors import Ledger
from assembler.write.docx.paragraphs import is_heading
from assembler.write.docx.styles import heading_styles
from assembler.write.docx.xml import Element, serialised
from assembler.write.look import Look

_PLACE = "rows"
"""Target of the processing instruction that holds the place of rows until the part is written."""
_BEGIN, _END = b"<w:body>", b"</w:body>"


def put_by(body: Element, look: Look, written: BytesIO) -> None:
    """Turn into bytes what is written and not looked at again: all before the last headings and the
    block in front of them, which a landscape table may still change."""
    headings = heading_styles(look)
    kept = len(body)
    while kept and is_heading(body[kept - 1], headings):
        kept -= 1
    if kept < 2:
        return
    tail = list(body)[kept - 1 :]
    for element in tail:
        body.remove(element)
    _write(body, written, is_last=False)
    del body[:]
    body.extend(tail)


def whole(body: Element, written: BytesIO) -> bytes:
    """The part of the body, with what was put by; nothing can be added then."""
    _write(body, written, is_last=True)
    return written.getvalue()


def _write(body: Element, written: BytesIO, *, is_last: bool) -> None:
    """Append the elements to the bytes, the first time with what stands before them."""
    text = serialised(body.getroottree().getroot())
    start = text.index(_BEGIN) + len(_BEGIN) if written.tell() else 0
    end = len(text) if is_last else text.rindex(_END)
    written.write(memoryview(text)[start:end])


def put_rows(table: Element, rows: Callable[[], bytes], ledger: Ledger) -> None:
    """Append rows of a table that are bytes; they are asked for when the part is written."""
    table.append(etree.ProcessingInstruction(_PLACE, str(len(ledger.rows))))
    ledger.rows.append(rows)


def with_rows(whole: bytes, rows: Sequence[Callable[[], bytes]]) -> bytes:
    """The part of the body, its rows where their places are."""
    if not rows:
        return whole
    before, *pieces = whole.split(b"<?%b " % _PLACE.encode())
    written = BytesIO(before)  # one buffer: pieces in a list would be in memory twice
    written.seek(0, 2)
    for piece in pieces:
        number, _, after = piece.partition(b"?>")
        written.write(rows[int(number)]())
        written.write(after)
    return written.getvalue()
