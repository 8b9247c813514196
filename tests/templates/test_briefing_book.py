"""The briefing book: sections without a number of the CTD, numbered questions with positions."""

import re
import shutil
from pathlib import Path

import pytest

from assembler.inspect.finding import Level
from assembler.inspect.inspect import inspect_files
from assembler.inspect.profile import PROFILES
from assembler.pipeline import Request, build
from assembler.resolve.resolve import Resolved
from assembler.write.docx.read import read_docx
from tests.acceptance.pages import folded, pdf_pages
from tests.drafts import kept_draft, said
from tests.templates.test_clinical_overview import STUDIES

pytestmark = pytest.mark.slow

BOOK = "briefing-book"
SECTIONS = (
    "1 Administrative Data",
    "2 Purpose and Type of the Meeting",
    "3 Product and Regulatory History",
    "4 Disease and Unmet Medical Need",
    "5 Development Summary",
    "6 Study Design and Key Results",
    "7 Proposed Indication",
    "8 Questions and the Applicant’s Positions",
    "9 Proposed Dossier Content and Timeline",
    "10 Appendices",
)
FIRST = "  - {id: endpoint, "
SECOND = "  - {id: risks, "


def whole(folder: Path, document: str = BOOK) -> Resolved:
    """A document of a study, composed once for all of its tests."""
    return kept_draft(folder, document)


def shown(folder: Path, section: str | None = None, document: str = BOOK) -> list[str]:
    """The blocks, or those of a section, one a line after its kind."""
    return said(whole(folder, document), section).splitlines()


def headings(lines: list[str]) -> list[str]:
    return [line.split(maxsplit=1)[1] for line in lines if line.startswith("heading")]


@pytest.mark.parametrize("study", STUDIES)
def test_the_sections_are_numbered_from_one(study: str) -> None:
    lines = shown(STUDIES[study])
    assert lines[0].split(maxsplit=1) == ["title", "Briefing Book"]
    found = headings(lines)
    assert [one for one in found if "." not in one.split()[0] and one[0].isdigit()] == [*SECTIONS]


def test_each_question_has_a_number_and_a_position() -> None:
    lines = shown(STUDIES["complete"], "8")
    assert headings(lines) == [
        "8 Questions and the Applicant’s Positions",
        "8.1 Question 1: Primary endpoint",
        "8.1.1 Applicant’s position",
        "8.2 Question 2: Extent of safety data",
        "8.2.1 Applicant’s position",
    ]
    said = "\n".join(lines)
    assert "Does the agency agree with the primary endpoint?" in said
    assert "For the background, see Section 6.3." in said
    assert "The hazard ratio was 0.40 (95% CI: 0.25, 0.64) (Table " in said
    assert "On efficacy, see Question 1 (Section 8.1)." in said


def test_questions_are_numbered_by_their_order(tmp_path: Path) -> None:
    study = tmp_path / "complete"
    shutil.copytree(STUDIES["complete"], study)
    plan = study / "dossier.yaml"
    text = plan.read_text(encoding="utf-8").splitlines(keepends=True)
    first, second = (next(line for line in text if line.startswith(one)) for one in (FIRST, SECOND))
    moved = [second if line == first else first if line == second else line for line in text]
    plan.write_text("".join(moved), encoding="utf-8")
    lines = shown(study)
    assert "8.1 Question 1: Extent of safety data" in headings(lines)
    assert "8.2 Question 2: Primary endpoint" in headings(lines)
    said = "\n".join(lines)
    assert "On efficacy, see Question 2 (Section 8.2)." in said
    assert said.index("Question 1 (Section 8.1): extent of") < said.index(
        "Question 2 (Section 8.2): p"
    )


def test_without_questions_the_author_is_asked_for_them() -> None:
    lines = shown(STUDIES["bare"], "8")
    assert headings(lines) == ["8 Questions and the Applicant’s Positions"]
    assert any("[Author: enter the questions in dossier.yaml" in line for line in lines)


@pytest.mark.parametrize("study", ["cabinet", "complete", "three-arms"])
def test_what_it_shares_with_the_overview_is_said_in_the_same_words(study: str) -> None:
    overview, book = (
        {
            re.sub(r" ?\[[0-9–, ]+\]", "", line)  # each document counts its references
            for line in shown(STUDIES[study], section, document)
            if line.startswith(("cell", "item"))
        }
        for section, document in (("2.5.4", "clinical-overview"), ("6", BOOK))
    )
    assert overview and overview <= book


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the files of the complete study's book."""
    request = Request(STUDIES["complete"], tmp_path_factory.mktemp("book"), (BOOK,))
    return build(request).folder


def test_word_and_pdf_count_as_the_document_does(built: Path) -> None:
    docx = read_docx((built / f"{BOOK}.docx").read_bytes())
    numbered = [folded(f"{p.number} {p.text}") for p in docx.paragraphs if p.level]
    assert [one for one in numbered if one in SECTIONS] == [*SECTIONS]
    assert "8.2 Question 2: Extent of safety data" in numbered
    assert docx.paragraphs[0].text == "Briefing Book"
    pages = folded("\n".join(pdf_pages((built / f"{BOOK}.pdf").read_bytes())))
    for one in (*SECTIONS, "8.2 Question 2: Extent of safety data"):
        assert one in pages, one


def test_the_files_break_no_rule_of_the_agency(built: Path) -> None:
    files = [built / f"{BOOK}.{ending}" for ending in ("docx", "pdf")]
    found = inspect_files(files, PROFILES["ema"])
    assert [one for one in found if one.level is Level.ERROR] == []
