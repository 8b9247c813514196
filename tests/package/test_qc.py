"""The QC sheet: complete, all text, the same every time."""

import csv
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from hashlib import sha256
from io import BytesIO, StringIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembler.document.nodes import ValueId
from assembler.package.printed import NO_SOURCE, in_reading_order
from assembler.package.qc import qc_csv, qc_files, qc_sheet
from assembler.package.qc_xlsx import CUT, LONGEST, TEXT, qc_xlsx
from assembler.package.sheet import COLUMNS, FILLED_IN, Row, Sheet
from assembler.resolve.resolve import Resolved
from tests.write.sample import sample
from tests.write.short import look, options, value_id

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DIGITS = ("0.40", "3.0", "<0.0001", "012", "1e5", "2:1", "1-2", "10/11", "TRUE", "1,000", "0.27 ")
FORMULAS = ("=1+1", "+1", "-1.5", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", "＝1")

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=40)
"""What records and templates may say."""


def qc_of(
    resolved: Resolved, pages: Mapping[ValueId, str] | None = None, **changes: object
) -> Sheet:
    """The sheet of a document, as a build makes it."""
    return qc_sheet(resolved, in_reading_order(resolved), pages or {}, options(**changes))


@cache
def sheet() -> Sheet:
    return qc_of(sample(), {value_id("t1.a"): "page 4"})


def of(*texts: str) -> Sheet:
    """A sheet of one row for each text, which stands in every cell."""
    return replace(sheet(), rows=tuple((text,) * len(COLUMNS) for text in texts))


def read_csv(data: bytes) -> list[Row]:
    """The rows of the CSV as a program reads them, the marks of text taken away."""
    rows = csv.reader(StringIO(data.decode("utf-8-sig"), newline=""))
    return [tuple(cell.removeprefix("'") for cell in row) for row in rows]


def part(data: bytes, name: str) -> ElementTree.Element:
    with ZipFile(BytesIO(data)) as archive:
        return ElementTree.fromstring(archive.read(name))  # noqa: S314 - written here


def read_xlsx(data: bytes, number: int = 1) -> list[Row]:
    """The rows of a worksheet; every cell must hold text, or nothing."""
    shared = [
        "".join(t.text or "" for t in item.iter(f"{MAIN}t"))
        for item in part(data, "xl/sharedStrings.xml")
    ]
    rows = []
    for row in part(data, f"xl/worksheets/sheet{number}.xml").iter(f"{MAIN}row"):
        cells = dict.fromkeys((column.head for column in COLUMNS), "")
        for cell in row:
            assert cell.find(f"{MAIN}f") is None
            head = COLUMNS[ord(cell.get("r", "")[0]) - ord("A")].head
            if cell.get("t") == "s":
                cells[head] = shared[int(cell.findtext(f"{MAIN}v", ""))]
            else:
                assert cell.get("t") == "inlineStr"
                text = "".join(t.text or "" for t in cell.iter(f"{MAIN}t"))
                cells[head] = text.replace("_x005F_", "_")
        rows.append(tuple(cells.values()))
    return rows


def test_both_sheets_hold_a_row_for_every_printed_value() -> None:
    files = qc_files("overview", sheet())
    assert list(files) == ["overview-qc.csv", "overview-qc.xlsx"]
    heads = tuple(column.head for column in COLUMNS)
    expected = [heads, *sheet().rows]
    assert read_csv(files["overview-qc.csv"]) == expected
    assert read_xlsx(files["overview-qc.xlsx"]) == expected
    assert len(sheet().rows) == len(in_reading_order(sample()))


def test_a_row_tells_place_value_record_and_source_and_leaves_room_for_the_check() -> None:
    row = next(row for row in sheet().rows if row[5] == "11.4")
    assert row[1:5] == (
        "2.5.4.2",
        "page 4\nTable 3",
        "value",
        "Pancreatic cohort / PFS, local review | Median, months, Cabozantinib (N=64): «11.4»",
    )
    path = sample().document.trace[value_id("t1.a")].paths[0]
    assert row[6:11] == (
        "11.4",
        path,
        "as recorded",
        "Press release, 2 July 2024, bullet 1",
        "efficacy.yaml:14",
    )
    assert row[11:] == ("",) * FILLED_IN


def test_operands_stand_one_to_a_line_and_a_missing_source_is_said() -> None:
    resolved = sample()
    value = value_id("t1.a")
    trace = replace(
        resolved.document.trace[value],
        paths=("a.b", "a.c"),
        recorded=("1\n2", "3"),
        source="",
        derivation="difference",
    )
    known = {**resolved.document.trace, value: trace}
    changed = replace(resolved, document=replace(resolved.document, trace=known))
    row = next(row for row in qc_of(changed).rows if row[5] == "11.4")
    assert row[6:10] == ("1 2\n3", "a.b\na.c", "difference", NO_SOURCE)


@pytest.mark.parametrize("text", DIGITS)
def test_no_number_changes_shape(text: str) -> None:
    assert read_csv(qc_csv(of(text).rows))[1] == (text,) * len(COLUMNS)
    assert read_xlsx(qc_xlsx(of(text)))[1] == (text,) * len(COLUMNS)


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text: str) -> None:
    written = qc_csv(of(text).rows).decode("utf-8-sig").split("\r\n")[1]
    assert written.startswith("\"'")
    assert read_csv(qc_csv(of(text).rows))[1] == (text,) * len(COLUMNS)
    assert read_xlsx(qc_xlsx(of(text)))[1] == (text,) * len(COLUMNS)


def test_cells_stay_text_when_somebody_edits_them() -> None:
    data = qc_xlsx(of("=1+1"))
    styles = part(data, "xl/styles.xml").find(f"{MAIN}cellXfs")
    assert styles is not None
    used = {cell.get("s", "0") for cell in part(data, "xl/worksheets/sheet1.xml").iter(f"{MAIN}c")}
    formats = [styles[int(number)].get("numFmtId") for number in used]
    assert formats and set(formats) == {str(TEXT)}
    body = part(data, "xl/worksheets/sheet1.xml").findall(f".//{MAIN}row")[1]
    assert all(styles[int(cell.get("s", "0"))].get("quotePrefix") == "1" for cell in body)


@given(TEXTS)
def test_csv_gives_every_text_back(text: str) -> None:
    assert read_csv(qc_csv(of(text).rows))[1] == (text,) * len(COLUMNS)


def test_what_xlsx_takes_for_an_escape_is_escaped() -> None:
    """`_x000D_` in a cell would be read as a line break."""
    with ZipFile(BytesIO(qc_xlsx(of("a _x000D_ _x0041_x_")))) as archive:
        page = archive.read("xl/worksheets/sheet1.xml")
    assert b">a _x005F_x000D_ _x005F_x0041_x_<" in page


@given(TEXTS)
def test_xlsx_gives_every_text_back(text: str) -> None:
    assert read_xlsx(qc_xlsx(of(text)))[1] == (text,) * len(COLUMNS)


def test_a_cell_longer_than_the_format_allows_says_that_it_is_cut() -> None:
    (cell, *_) = read_xlsx(qc_xlsx(of("x" * 40_000)))[1]
    assert len(cell) == LONGEST and cell.endswith(CUT)
    assert read_csv(qc_csv(of("x" * 40_000).rows))[1][0] == "x" * 40_000


def test_the_sheet_is_ready_for_screen_and_paper() -> None:
    page = part(qc_xlsx(sheet()), "xl/worksheets/sheet1.xml")
    pane = page.find(f".//{MAIN}pane")
    setup, filtered = page.find(f"{MAIN}pageSetup"), page.find(f"{MAIN}autoFilter")
    assert pane is not None and pane.get("state") == "frozen" and pane.get("ySplit") == "1"
    assert setup is not None and setup.get("orientation") == "landscape"
    assert setup.get("paperSize") == "9" and setup.get("fitToHeight") == "0"
    assert filtered is not None and filtered.get("ref") == f"A1:N{len(sheet().rows) + 1}"
    assert not any(row.get("customHeight") for row in page.iter(f"{MAIN}row"))
    book = part(qc_xlsx(sheet()), "xl/workbook.xml")
    names = {name.get("name"): name.text for name in book.iter(f"{MAIN}definedName")}
    assert names["_xlnm.Print_Titles"] == "QC!$1:$1"


def test_the_paper_is_the_looks() -> None:
    letter = look().model_copy(update={"page": look().page.model_copy(update={"size": "Letter"})})
    data = qc_xlsx(qc_of(sample(), look=letter))
    setup = part(data, "xl/worksheets/sheet1.xml").find(f"{MAIN}pageSetup")
    assert setup is not None and setup.get("paperSize", "1") == "1"


def test_a_title_gives_no_orders_to_the_header() -> None:
    data = qc_xlsx(replace(sheet(), title="2.5 R&D &P", author="3M & Sons"))
    header = part(data, "xl/worksheets/sheet1.xml").findtext(f".//{MAIN}oddHeader")
    assert header == "&L&8QC sheet of 2.5 R&&D &&P&R&8for 3M && Sons"


def test_the_same_rows_give_the_same_bytes() -> None:
    first, second = qc_xlsx(sheet()), qc_xlsx(sheet())
    assert sha256(first).digest() == sha256(second).digest()
    with ZipFile(BytesIO(first)) as archive:
        infos = archive.infolist()
        core = archive.read("docProps/core.xml").decode()
    assert infos[0].filename == "[Content_Types].xml"
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert core.count("2024-07-02T00:00:00Z") == 2 and "Example Pharma" in core
