"""The rows of listings read back from a file of our own, table by table: a tree of them all would
take ten times the memory of the file."""

from collections.abc import Iterator
from itertools import zip_longest

from assembler.document.walk import listings
from assembler.resolve.resolve import Resolved
from assembler.write.docx.archive import parse
from assembler.write.docx.listing import Row, parts_of_listing, rows_in
from assembler.write.docx.styles import LISTING_STYLE
from assembler.write.docx.xml import Element, W, qn

_STYLE = b'<w:tblStyle w:val="%b"/>' % LISTING_STYLE.encode()
_ROW, _ROW_END, _END = b"<w:tr>", b"</w:tr>", b"</w:tbl>"
"""As they are written; nothing in a listing holds another table, and words are escaped."""
_NEW_ROW = "\n"
"""No cell says that alone."""
_BEGIN = b'<w:tbl xmlns:w="%b">' % W.encode()


class ListingCheck:
    """Takes the rows of listings out of a body before it is parsed, and compares them."""

    def __init__(self, resolved: Resolved) -> None:
        self._expected = _expected(resolved)
        self.found: list[str] = []
        """Where the file says other than the model."""

    def __call__(self, body: bytes) -> bytes:
        """The body without the rows, heads kept. Each is compared on the way."""
        kept: list[bytes] = []
        at = 0
        while (style := body.find(_STYLE, at)) >= 0:
            head = body.index(_ROW, style)
            begin = body.index(_ROW_END, head) + len(_ROW_END)
            end = body.index(_END, begin)
            kept.append(body[at:begin])
            self._compare(body[head:end])
            at = end
        for name, _ in self._expected:
            self.found.append(f"{name}: the file lacks a table of it")
        return b"".join([*kept, body[at:]]) if kept else body

    def _compare(self, rows: bytes) -> None:
        name, wanted = next(self._expected, ("a listing", None))
        if wanted is None:
            self.found.append("the file has a table of a listing besides")
            return
        expected = [cell for row in wanted for cell in (_NEW_ROW, *row)]
        said = _said(parse(_BEGIN + rows + _END, name))
        if said == expected:
            return
        for number, (stands, cell) in enumerate(zip_longest(said, expected)):
            if stands != cell:
                row = expected[:number].count(_NEW_ROW)
                self.found.append(f"{name}, row {row}: the file says {stands!r}, not {cell!r}")
                return


def _expected(resolved: Resolved) -> Iterator[tuple[str, Iterator[Row]]]:
    """The rows of each table with its head, and the name of its listing."""
    for _, listing in listings(resolved.document):
        heads = tuple(column.head for column in listing.columns)
        for start, end in parts_of_listing(listing):
            yield listing.label, _with_head(heads, rows_in(listing, start, end))


def _with_head(heads: Row, rows: Iterator[Row]) -> Iterator[Row]:
    yield heads
    yield from rows


def _said(table: Element) -> list[str]:
    """The texts of the cells, behind a mark for each row. One pass: an iterator for each cell would
    take four times as long."""
    row, cell = qn("tr"), qn("tc")
    said: list[str] = []
    for element in table.iter(row, cell, qn("t")):
        tag = element.tag
        if tag == cell:
            said.append("")
        elif tag == row:
            said.append(_NEW_ROW)
        else:
            said[-1] += element.text or ""
    return said
