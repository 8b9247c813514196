"""The body as bytes, section by section: the tree of a long document would take fifteen times the
room of its words."""

from io import BytesIO

from assembler.write.docx.paragraphs import is_heading
from assembler.write.docx.styles import heading_styles
from assembler.write.docx.xml import Element, serialised
from assembler.write.look import Look

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
