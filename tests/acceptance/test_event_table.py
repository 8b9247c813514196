"""The pilot's table of adverse events, read back from both files, is the grid that was imported."""

import csv
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from itertools import takewhile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from assembler.pipeline import Request, build
from assembler.write.pdf.read import read
from tests.places import PILOT

pytestmark = pytest.mark.slow

DOCUMENT = "summary-of-clinical-safety"
TITLE = "All treatment-emergent adverse events by system organ class and preferred term"
ARMS = {"placebo": 86, "xanomeline-low-dose": 84, "xanomeline-high-dose": 84}
"""Of each column its arm, and the patients whose events were counted."""

Rows = dict[tuple[str, str], list[str]]
"""Class and term (empty in the row of a whole class), in small letters -> the cells of the arms."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with both files of the Summary of Clinical Safety."""
    output = tmp_path_factory.mktemp("pilot")
    return build(Request(PILOT, output, documents=(DOCUMENT,))).folder


def recorded() -> Rows:
    """What the grid of the study says, patients with their share of the arm, and events."""
    rows: Rows = {}
    with (PILOT / "adverse-events.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = (row["system_organ_class"].lower(), printed(row["preferred_term"]).lower())
            cells = rows.setdefault(key, ["–"] * len(ARMS))
            patients = share(int(row["patients"]), ARMS[row["arm"]])
            cells[list(ARMS).index(row["arm"])] = patients + events(row["events"])
    return rows


def printed(term: str) -> str:
    """`Parkinson’s disease`: the apostrophe of print for that of the data set."""
    return term.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")


def share(patients: int, whole: int) -> str:
    """`21 (24.4)`, worked out apart from the program."""
    percent = (Decimal(patients) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{patients} ({percent if patients else 0})"


def events(number: str) -> str:
    """` [26]`; nothing of none."""
    return "" if number == "0" else f" [{number}]"


def by_term(table: Iterator[list[str]]) -> Rows:
    """The rows of a table by class and term: a class is known by the grid."""
    classes = {name for name, term in recorded() if not term}
    rows: Rows = {}
    own = ""
    for label, *cells in table:
        name = label.lower()
        own = name if name in classes else own
        key = (own, "" if name == own else name)
        assert key not in rows, key
        rows[key] = cells
    return rows


def words(text: str) -> str:
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def in_docx(data: bytes) -> Iterator[list[str]]:
    """The body of the table as python-docx finds it; the words of its content controls too."""
    document = docx.Document(BytesIO(data))
    for table in document.tables:
        caption = table._tbl.getprevious()
        if caption is not None and TITLE in words("".join(caption.itertext(qn("w:t")))):
            for row in table._tbl.tr_lst:
                if row.trPr is None or row.trPr.find(qn("w:tblHeader")) is None:
                    yield [words("".join(cell.itertext(qn("w:t")))) for cell in row.tc_lst]


def in_pdf(data: bytes) -> Iterator[list[str]]:
    """The body of the table by the tags of the page's content."""
    chunks = iter(read(data).chunks)
    next(chunk for chunk in chunks if chunk.tag == "Caption" and TITLE in chunk.text)
    own = takewhile(lambda chunk: chunk.tag in ("Caption", "TH", "TD"), chunks)
    cells = [words(chunk.text) for chunk in own if chunk.tag == "TD"]
    width = 1 + len(ARMS)
    yield from (cells[at : at + width] for at in range(0, len(cells), width))


def test_the_grid_is_whole() -> None:
    rows = recorded()
    assert len(rows) > 200
    assert sum(not term for _, term in rows) == 23


@pytest.mark.parametrize(("fmt", "table"), [("docx", in_docx), ("pdf", in_pdf)])
def test_every_cell_of_the_table_is_the_count_that_was_imported(
    built: Path, fmt: str, table: Callable[[bytes], Iterator[list[str]]]
) -> None:
    assert by_term(table((built / f"{DOCUMENT}.{fmt}").read_bytes())) == recorded()
