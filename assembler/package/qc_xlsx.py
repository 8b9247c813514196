"""The QC sheet as a workbook: text in every cell, ready to be filled in and printed.

The library makes the workbook with its first row; the other rows are written into it as text,
which takes a fifth of the time.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from assembler.package.sheet import COLUMNS, Row, Sheet
from assembler.write.zipped import unzipped, zipped

TEXT = 49
"""The number of the format `@` among the formats that every spreadsheet has."""
ROWS = 1_000_000
"""Rows of one worksheet; the format ends at 1,048,576."""
LONGEST = 16_000
"""Characters of a cell. The format ends at 32,767 units of UTF-16, two for some characters."""
CUT = " … (the rest stands in manifest.json)"

CHARACTERS = 1.5
"""Characters of these words in the width of one digit of the workbook's own font."""
LINE_POINTS = 10.5
HIGHEST_POINTS = 409
"""What Excel allows a row."""

_PAPER = {"A4": 9, "Letter": 1}
_MARGIN_INCHES = 0.4
_NAMES = [xl_col_to_name(number) for number in range(len(COLUMNS))]
_ROOM = [int(column.width * CHARACTERS) for column in COLUMNS]
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_END = b"</sheetData>"


def qc_xlsx(sheet: Sheet) -> bytes:
    """The sheet as XLSX: the same bytes from the same rows, in any process."""
    buffer = BytesIO()
    # In memory: else the library leaves a part in the machine's temporary folder while it writes.
    book = Workbook(buffer, {"in_memory": True})
    dated = datetime(sheet.dated.year, sheet.dated.month, sheet.dated.day)  # noqa: DTZ001 - written as UTC
    book.set_properties(
        {"title": f"QC sheet of {sheet.title}", "author": sheet.author, "created": dated}
    )
    formats = _Formats(book)
    parts = [sheet.rows[start : start + ROWS] for start in range(0, len(sheet.rows) or 1, ROWS)]
    for number, rows in enumerate(parts, start=1):
        page = book.add_worksheet("QC" if number == 1 else f"QC {number}")
        _set_up(page, sheet, len(rows), formats)
    book.close()
    members = unzipped(buffer.getvalue())
    for number, rows in enumerate(parts, start=1):
        name = f"xl/worksheets/sheet{number}.xml"
        before, end, after = members[name].partition(_END)
        filled = (row.encode() for row in _rows(rows, formats.cell.xf_index))
        members[name] = b"".join((before, *filled, end, after))
    return zipped(members)


class _Formats:
    """The looks of cells. Text by format and by the quote mark of Excel: what begins with `=` is
    still text after somebody has edited the cell."""

    def __init__(self, book: Any) -> None:
        base = {"font_name": "Arial", "font_size": 8, "num_format": TEXT, "valign": "top"}
        cell = {"text_wrap": True, "quote_prefix": True, "bottom": 1, "bottom_color": "#C8C8C8"}
        head = {**base, "text_wrap": True, "bold": True, "bottom": 2, "bg_color": "#E4E8EF"}
        self.cell = book.add_format({**base, **cell})
        self.head = book.add_format(head)
        self.head_filled_in = book.add_format({**head, "bg_color": "#FFF2CC"})


def _set_up(page: Any, sheet: Sheet, rows: int, formats: _Formats) -> None:
    """Columns, head row, and how the worksheet is shown and printed."""
    last = len(COLUMNS) - 1
    for number, column in enumerate(COLUMNS):
        page.set_column(number, number, column.width, formats.cell)
        head = formats.head_filled_in if column.is_filled_in else formats.head
        page.write_string(0, number, column.head, head)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, rows, last)
    page.ignore_errors({"number_stored_as_text": f"A1:{_NAMES[last]}{rows + 1}"})
    page.set_landscape()
    page.set_paper(_PAPER[sheet.paper])
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_margins(_MARGIN_INCHES, _MARGIN_INCHES, 0.6, 0.6)
    # A letter follows the size: `&82.5` would be words of 82 points.
    page.set_header(f"&L&8QC sheet of {_header(sheet.title)}&R&8for {_header(sheet.author)}")
    page.set_footer("&R&8Page &P of &N")


def _rows(rows: Sequence[Row], style: int) -> Iterator[str]:
    """The rows below the first, as XML. An empty cell is left out: it looks as its column does.

    A height without `customHeight` is one that Excel lets grow with a long remark.
    """
    begin = [f'<c r="{name}%d" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
             for name in _NAMES]  # fmt: skip
    for number, row in enumerate(rows, start=2):
        cells = [
            f"{start % number}{_shown(text)}</t></is></c>"
            for start, text in zip(begin, row, strict=True)
            if text
        ]
        yield f'<row r="{number}" ht="{_height(row):g}">{"".join(cells)}</row>'


def _shown(text: str) -> str:
    """The words of a cell as XML; what the format takes for an escaped character is escaped."""
    if len(text) > LONGEST:
        text = text[: LONGEST - len(CUT)] + CUT
    if "_x" in text:
        text = _ESCAPE.sub("_x005F_", text)
    return escape(text, quote=False)


def _height(row: Row) -> float:
    """The height in points that the cell with the most lines needs: LibreOffice asks for one."""
    lines = 1
    for text, room in zip(row, _ROOM, strict=True):
        if "\n" in text:
            lines = max(lines, sum(-(-len(part) // room) for part in text.split("\n")))
        elif len(text) > room:
            lines = max(lines, -(-len(text) // room))
    return min(lines * LINE_POINTS + 4, HIGHEST_POINTS)


def _header(text: str) -> str:
    """Words for a header, where `&` gives orders and 255 characters are the most."""
    return text[:100].replace("&", "&&")
