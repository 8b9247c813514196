"""The rows of listings read back from a file of our own, table by table: a tree of them all would
take ten times the memory of the file."""

from collections.abc import Iterator

from assembler.document.walk import listings
from assembler.resolve.resolve import Resolved
from assembler.write.docx.archive import parse
from assembler.write.docx.listing import Row, parts_of_listing, rows_in
from assembler.write.docx.styles import LISTING_STYLE
from assembler.write.docx.xml import Element, W, qn

_STYLE = b'<w:tblStyle w:val="%b"/>' % LISTING_STYLE.encode()
_ROW, _ROW_END, _END = b"<w:tr>", b"</w:tr>", b"</w:tbl>"
"""As they are written; nothing in a listing holds another table, and words are escaped."""
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
        said = _said(parse(_BEGIN + rows + _END, name))
        for number, row in enumerate(wanted):
            stands = next(said, None)
            if stands != row:
                self.found.append(f"{name}, row {number}: the file says {stands!r}, not {row!r}")
                return
        if next(said, None) is not None:
            self.found.append(f"{name}: the file has more rows than the data")


def _expected(resolved: Resolved) -> Iterator[tuple[str, Iterator[Row]]]:
    """The rows of each table with its head, and the name of its listing."""
    for _, listing in listings(resolved.document):
        heads = tuple(column.head for column in listing.columns)
        for start, end in parts_of_listing(listing):
            yield listing.label, _with_head(heads, rows_in(listing, start, end))


def _with_head(heads: Row, rows: Iterator[Row]) -> Iterator[Row]:
    yield heads
    yield from rows


def _said(table: Element) -> Iterator[Row]:
    """The texts of the cells, row by row."""
    text, cell = qn("t"), qn("tc")
    for row in table.iterchildren(qn("tr")):
        yield tuple(
            "".join([words.text or "" for words in one.iter(text)]) for one in row.iter(cell)
        )
