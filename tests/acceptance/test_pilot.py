"""The CDISC pilot: every document builds, its tables say what the records say, cell by cell.

Where the public files are (examples/cdisc-pilot/README.md names them), in the folder that the
environment variable ASSEMBLER_CDISC_PILOT names, the commands that made the study run once more.
"""

import csv
import os
import shutil
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from lxml import etree

from assembler.checks import check
from assembler.compose.casing import as_sentence
from assembler.load import load
from assembler.pipeline import Request, build
from assembler.problems import Severity
from tests.acceptance.command import run
from tests.acceptance.pages import docx_parts, folded, pdf_pages, unspaced
from tests.acceptance.study import files_of, is_whole
from tests.places import PILOT

pytestmark = pytest.mark.slow
DOCUMENTS = ("clinical-overview", "summary-of-clinical-safety")
ARMS = ("placebo", "xanomeline-low-dose", "xanomeline-high-dose")
SIZES = dict(zip(ARMS, (86, 84, 84), strict=True))
NAMES = ("Parkinson’s", "Wolff-Parkinson-White")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Rows = list[tuple[str, ...]]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    output = tmp_path_factory.mktemp("pilot")
    build(Request(PILOT, output, documents=DOCUMENTS))
    assert is_whole(output / "cdisc-pilot")
    return files_of(output / "cdisc-pilot")


def grid(name: str) -> list[dict[str, str]]:
    with (PILOT / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def share(count: str, whole: int) -> str:
    """`22 (26.2)`, rounded half away from zero."""
    percent = Decimal(count) * 100 / whole
    if percent not in (0, 100):
        percent = percent.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{count} ({percent:f})"


def events(field: str) -> set[tuple[str, ...]]:
    """The rows of a table of terms: label, and of each arm patients with share, and events."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in grid("adverse-events.csv"):
        key = (row["system_organ_class"], row["preferred_term"])
        number = f" [{row['events']}]" if field == "patients" and row["events"] != "0" else ""
        found.setdefault(key, []).append(share(row[field], SIZES[row["arm"]]) + number)
    return {
        (as_sentence((term or soc).replace("'", "’"), NAMES), *cells)
        for (soc, term), cells in found.items()
        if any(not cell.startswith("0 ") for cell in cells)
    }


def tables(docx: bytes) -> Iterator[Rows]:
    """The tables of a DOCX, as the words of their cells."""
    for table in docx_parts(docx)["word/document.xml"].iter(f"{W}tbl"):
        yield [tuple(_words(cell) for cell in row.iter(f"{W}tc")) for row in table.iter(f"{W}tr")]


def _words(cell: etree._Element) -> str:
    return folded("".join(text.text or "" for text in cell.iter(f"{W}t")))


def test_the_checks_tell_what_the_sources_leave_open_and_contradict() -> None:
    loaded = load(PILOT)
    found = check(loaded.dossier)
    serious = {p.severity for p in found} - {Severity.GAP, Severity.NOTE}
    assert serious == {Severity.WARNING}
    assert {(p.rule, p.path) for p in found if p.severity is Severity.WARNING} == {
        ("discontinuations.counted", "trial.disposition.rows[12].patients"),
        ("categories.nested", "safety.overview[0].fatal"),
    }


def test_the_cells_that_two_sources_share_are_equal() -> None:
    """Demographics of the analysis results (in use) and counts of ADaM (kept beside)."""
    words = {"gender": "sex"}

    def cells(name: str) -> dict[tuple[str, ...], str]:
        return {
            (row["arm"], words.get(row["characteristic"].lower(), row["characteristic"].lower()),
             row["category"].lower()): row["patients"]
            for row in grid(name)
            if row["patients"]
        }  # fmt: skip

    used, beside = cells("baseline.csv"), cells("imported/baseline.csv")
    shared = used.keys() & beside.keys()
    assert {key: used[key] for key in shared} == {key: beside[key] for key in shared}
    assert len(shared) == 22
    sizes = {arm: n for (arm, what, _), n in used.items() if what == "number of patients"}
    assert sizes == {arm: str(n) for arm, n in SIZES.items()}


def test_every_term_stands_in_word_with_the_patients_of_its_record(files: dict[str, bytes]) -> None:
    found = list(tables(files["summary-of-clinical-safety.docx"]))
    (whole,) = (rows for rows in found if set(rows) >= events("patients"))
    assert len(whole) == len(events("patients")) + 1  # the head
    assert any(set(rows[1:]) == events("serious") for rows in found)


def test_every_term_stands_in_the_pdf_with_the_patients_of_its_record(
    files: dict[str, bytes],
) -> None:
    pages = pdf_pages(files["summary-of-clinical-safety.pdf"])
    text = unspaced("".join(pages))
    missing = [row for row in events("patients") if unspaced("".join(row)) not in text]
    assert missing == []


def test_disposition_and_exposure_are_those_of_the_records(files: dict[str, bytes]) -> None:
    rows = {row for table in tables(files["summary-of-clinical-safety.docx"]) for row in table}
    assert ("Adverse Event", "8 (9.3)", "44 (52.4)", "40 (47.6)") in rows
    assert ("Completed the study", "58 (67.4)", "25 (29.8)", "27 (32.1)") in rows
    assert ("Patients treated, n", "86", "84", "84") in rows
    days = ("12820 patient-days", "8318 patient-days", "8349 patient-days")
    assert ("Total exposure", *days) in rows
    assert ("Mean", "75.2", "75.7", "74.4") in rows
    assert ("All causes", "2 (2.3)", "1 (1.2)", "0 (0)") in rows


def test_two_arms_with_the_drug_stand_under_treatment_and_placebo_under_control(
    files: dict[str, bytes],
) -> None:
    rows = {row[0]: row for table in tables(files["clinical-overview.docx"]) for row in table}
    both = "low-dose xanomeline: 77 (91.7); high-dose xanomeline: 76 (90.5)"
    assert rows["Any adverse event"][3:5] == (both, "placebo: 65 (75.6)")
    assert rows["No result reported"][0]  # of no endpoint that a plan ranks


def test_what_was_only_planned_is_not_said_to_have_been_done(files: dict[str, bytes]) -> None:
    text = folded(" ".join(pdf_pages(files["clinical-overview.pdf"])))
    assert "Two interim analyses were planned" in text
    assert "interim analysis was carried out" not in text
    assert "23 criteria, which stand in Protocol H2Q-MC-LZZT" in text


@pytest.mark.skipif(
    "ASSEMBLER_CDISC_PILOT" not in os.environ, reason="ASSEMBLER_CDISC_PILOT names no folder"
)
def test_the_commands_that_made_the_study_change_nothing(tmp_path: Path) -> None:
    sources, study = Path(os.environ["ASSEMBLER_CDISC_PILOT"]), tmp_path / "cdisc-pilot"
    shutil.copytree(PILOT, study)
    for kind, names in (
        ("usdm", ["CDISC_Pilot_Study.json"]),
        ("ars", ["FDA_STF.json"]),
        ("adam", ["adsl.xpt", "adae.xpt", "adtte.xpt"]),
    ):
        ended = run("import", kind, *(sources / name for name in names), "--into", study)
        assert ended.code == 0, ended.err
    assert stands(study) == stands(PILOT)


def stands(folder: Path) -> dict[str, bytes]:
    """Name -> content of every file; what had no home is not part of the study."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(".no-home.csv")
    }
