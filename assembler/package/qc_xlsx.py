"""The QC sheet as a workbook: text in every cell, ready to be filled in and printed."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from assembler.package.qc import COLUMNS, Row, Sheet
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


def qc_xlsx(sheet: Sheet) -> bytes:
    """The sheet as XLSX: the same bytes from the same rows, in any process."""
    buffer = BytesIO()
    # In memory: else the library leaves a part in the machine's temporary folder while it writes.
    book = Workbook(buffer, {"in_memory": True})
    book.set_size(28_000, 16_000)
    dated = datetime(sheet.dated.year, sheet.dated.month, sheet.dated.day)  # noqa: DTZ001 - written as UTC
    book.set_properties(
        {"title": f"{sheet.title}: QC sheet", "author": sheet.author, "created": dated}
    )
    formats = _Formats(book)
    for number, start in enumerate(range(0, max(len(sheet.rows), 1), ROWS), start=1):
        name = "QC" if number == 1 else f"QC {number}"
        _fill(book.add_worksheet(name), sheet, sheet.rows[start : start + ROWS], formats)
    book.close()
    return zipped({name: _growing(part) for name, part in unzipped(buffer.getvalue()).items()})


class _Formats:
    """The looks of cells. Text by format and by the quote mark of Excel: what begins with `=` is
    still text after somebody has edited the cell."""

    def __init__(self, book: Any) -> None:
        base = {"font_name": "Arial", "font_size": 8, "num_format": TEXT, "valign": "top"}
        cell = {**base, "text_wrap": True, "bottom": 1, "bottom_color": "#C8C8C8"}
        head = {**base, "text_wrap": True, "bold": True, "bottom": 2, "bg_color": "#E4E8EF"}
        self.cell = book.add_format({**cell, "quote_prefix": True})
        self.empty = book.add_format(cell)
        self.head = book.add_format(head)
        self.head_filled_in = book.add_format({**head, "bg_color": "#FFF2CC"})


def _fill(page: Any, sheet: Sheet, rows: Sequence[Row], formats: _Formats) -> None:
    for number, column in enumerate(COLUMNS):
        page.set_column(number, number, column.width, formats.empty)
        head = formats.head_filled_in if column.is_filled_in else formats.head
        page.write_string(0, number, column.head, head)
    for number, row in enumerate(rows, start=1):
        page.set_row(number, _height(row))
        for place, text in enumerate(row):
            if text:
                page.write_string(number, place, _fitting(text), formats.cell)
            else:
                page.write_blank(number, place, None, formats.empty)
    last = len(COLUMNS) - 1
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(rows), last)
    page.ignore_errors({"number_stored_as_text": f"A1:{chr(ord('A') + last)}{len(rows) + 1}"})
    page.set_landscape()
    page.set_paper(_PAPER[sheet.paper])
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_margins(_MARGIN_INCHES, _MARGIN_INCHES, 0.6, 0.6)
    # A letter follows the size: `&82.5` would be words of 82 points.
    page.set_header(f"&L&8QC sheet of {_header(sheet.title)}&R&8for {_header(sheet.author)}")
    page.set_footer("&R&8Page &P of &N")


def _height(row: Row) -> float:
    """The height in points that the cell with the most lines needs: LibreOffice asks for one."""
    lines = 1
    for text, column in zip(row, COLUMNS, strict=True):
        room = int(column.width * CHARACTERS)
        if len(text) > room or "\n" in text:
            lines = max(lines, sum(-(-len(part) // room) for part in text.split("\n")))
    return min(lines * LINE_POINTS + 4, HIGHEST_POINTS)


def _growing(part: bytes) -> bytes:
    """A worksheet whose rows grow when somebody types a long remark.

    The library calls every height a person's own, which Excel then keeps. The words of the cells
    are in another part.
    """
    return part.replace(b' customHeight="1"', b"")


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT


def _header(text: str) -> str:
    """Words for a header, where `&` gives orders and 255 characters are the most."""
    return text[:100].replace("&", "&&")
