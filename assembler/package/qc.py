"""The QC sheet of a document: one row for each printed value, to be checked by a person.

As CSV for programs and as XLSX for people. Both hold the same rows, and every cell is text.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO, TextIOWrapper

from assembler.document.nodes import ValueId
from assembler.package.printed import Printed
from assembler.package.sheet import COLUMNS, FILLED_IN, Row, Sheet
from assembler.resolve.resolve import Resolved
from assembler.write.written import Options

_FORMULA = tuple("=+-@\t\r\n＝＋－＠'")
"""What a spreadsheet may take for the beginning of a formula, and the mark that says it is none."""


def qc_sheet(
    resolved: Resolved, values: Iterable[Printed], pages: Mapping[ValueId, str], options: Options
) -> Sheet:
    """The QC sheet of a document that was laid out: `values` are what it prints in reading order,
    `pages` is value -> `page 4`."""
    document = resolved.document
    rows = (
        (str(number), *_cells(value, pages.get(value.id, "")), *[""] * FILLED_IN)
        for number, value in enumerate(values, start=1)
    )
    title = document.heading
    return Sheet(title, options.author, options.dated, options.look.page.size, tuple(rows))


def qc_files(document_id: str, sheet: Sheet) -> dict[str, bytes]:
    """`DOCUMENT-ID-qc.csv` and `DOCUMENT-ID-qc.xlsx`."""
    from assembler.package.qc_xlsx import qc_xlsx  # its library is imported on use

    return {f"{document_id}-qc.csv": qc_csv(sheet.rows), f"{document_id}-qc.xlsx": qc_xlsx(sheet)}


def qc_csv(rows: Iterable[Row]) -> bytes:
    """The sheet as CSV: UTF-8 with byte-order mark, commas, every cell in quotation marks.

    A cell that a spreadsheet might run as a formula begins with an apostrophe; so does one that
    begins with an apostrophe, so that taking one away gives every cell back.
    """
    data = BytesIO()  # a text in memory would take four bytes for each letter
    stream = TextIOWrapper(data, encoding="utf-8-sig", newline="")
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([column.head for column in COLUMNS])
    writer.writerows([_inert(cell) for cell in row] for row in rows)
    stream.flush()
    return data.getvalue()


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _cells(value: Printed, page: str) -> Iterator[str]:
    """Section to position. Operands stand one to a line, in the same order in each cell."""
    operands = value.operands
    yield value.section
    yield "\n".join(filter(None, (page, _searchable(value.where))))
    yield value.kind
    yield _searchable(value.around)
    yield value.text
    yield "\n".join(operand.recorded for operand in operands)
    yield "\n".join(operand.path for operand in operands)
    yield value.trace.derivation
    yield value.source
    yield "\n".join(operand.stands_in for operand in operands)


def _searchable(text: str) -> str:
    """With plain spaces: nobody types a no-break space into a search. What is printed keeps it."""
    return text.replace("\u00a0", " ")
