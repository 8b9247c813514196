"""What the Clinical Overview of CABINET may say, and what its one source does not bear out.

The source is a press release: progression-free survival by local radiology review at interim
analyses, in two cohorts that were randomised separately. Sizes of arms are not in it.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from assembler.document.nodes import Abbreviation, Text, Value
from assembler.document.walk import leaves, runs
from assembler.pipeline import Request, build, show
from assembler.write.docx.read import read_docx
from assembler.write.pdf.drafting import TAG
from assembler.write.pdf.read import read
from tests.acceptance.pages import docx_lines, docx_parts, extents, folded, pdf_pages
from tests.acceptance.study import files_of, is_whole, model
from tests.places import CABINET, ROOT

pytestmark = pytest.mark.slow
NAME = "clinical-overview"
OUTLINE = ROOT / "templates" / NAME / "outline.yaml"
REFERENCES = CABINET / "references.yaml"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    output = tmp_path_factory.mktemp("cabinet")
    build(Request(CABINET, output))
    assert is_whole(output / "cabinet")
    return files_of(output / "cabinet")


@pytest.fixture(scope="module")
def texts(files: dict[str, bytes]) -> dict[str, str]:
    """Format -> all that the file says."""
    return {
        "docx": folded("\n".join(docx_lines(files[f"{NAME}.docx"]))),
        "pdf": folded("\n".join(pdf_pages(files[f"{NAME}.pdf"]))),
    }


NEVER = {
    "that the primary endpoint was met": (
        r"primary endpoints?[^.]{0,60}\b(was|were|is|has been|have been) (met|reached|achieved)\b"
        r"|\b(met|reached|achieved) (its|the|their|both) primary"
    ),
    "that the central review was blinded": (
        r"blind\w*[^.;|]{0,30}\b(central|review)|\bBICR\b|central review[^.;|]{0,30}\bblind"
    ),
    "which type of filing is planned": r"\btype II\b|\btype-II\b",
    "an estimate across the cohorts": r"\bpooled\b|\bboth cohorts combined\b|\bcombined cohorts?\b",
    "sizes of arms": r"(?<![\d.,–-])(31|62|65|66|131|132|193|97)(?![\d%–-]|\.\d)",
    "significance without a test": r"statistically significant|\bstatistical significance\b",
    "more than the source about efficacy": r"\b(superior|proved|proven|demonstrates?)\b",
    "a median of survival": r"median overall survival|OS was|survival benefit",
    "marks of the program": r"\bNone\b|\bnan\b|\bNaN\b|\{\{|\}\}|\{%|\[@|\(#|View object|Undefined",
    "stock exchange and contacts": r"Euronext|NASDAQ|forward-looking|@ipsen",
}


@pytest.mark.parametrize("fmt", ["docx", "pdf"])
@pytest.mark.parametrize("what", NEVER)
def test_the_overview_never_says(texts: dict[str, str], what: str, fmt: str) -> None:
    match = re.search(NEVER[what], texts[fmt], re.IGNORECASE if what[0] != "m" else 0)
    assert match is None, texts[fmt][max(match.start() - 80, 0) : match.end() + 80]


@pytest.mark.parametrize("fmt", ["docx", "pdf"])
def test_the_results_of_both_cohorts_stand_with_their_digits(
    texts: dict[str, str], fmt: str
) -> None:
    for words in (
        "0.27 (95% CI: 0.14, 0.49)",
        "0.45 (95% CI: 0.30, 0.66)",
        "p<0.0001",
        "11.4 months",
        "3.0 months",
        "8.3 months",
        "3.2 months",
        "16.7 months",
        "13.9 months",
        "local radiology review",
        "retrospective independent central review",
        "interim",
    ):
        assert words in texts[fmt]


def test_the_limits_stand_with_the_results(texts: dict[str, str]) -> None:
    words = texts["pdf"]
    assert "The result of the primary endpoint has not been reported" in words
    assert words.count("n = 93") >= 1 and words.count("n = 197") >= 1
    assert "no estimate across the cohorts is given" in words


def test_no_template_types_a_numeral() -> None:
    """Every figure on the page is a value with a record: templates and authors type none."""
    typed = [
        inline
        for run in runs(model(CABINET, NAME))
        if run.place != "figure"  # the marks of an axis are no figures of the trial
        for inline in leaves(run.content)
        if isinstance(inline, Text | Abbreviation) and re.search(r"[0-9]", words(inline))
    ]
    assert typed == []


ALLOWED = {
    "results": "93 197 290 2:1 95 16.7 13.9 11.4 3.0 8.3 3.2 0.27 0.14 0.49 0.45 0.30 0.66 0.0001",
    "disease": "58 35 100,000 23 5 68 55",
    "names and dates": "60 2 1.1 2016 2017 2023 2024 A021602 TYRO3",
    "places in the source": "1 3",
    "document control": "0.1",
    "the version of the document": "0.1",
}
"""Every figure of the source that belongs in the text; the list of references is apart."""


def test_every_figure_of_the_text_is_in_the_source() -> None:
    """The bullets and paragraphs that source lines count are the source's own too."""
    document = model(CABINET, NAME)
    printed = {
        figure
        for run in runs(document)
        for inline in leaves(run.content)
        if isinstance(inline, Value)
        and not document.trace[inline.id].paths[0].startswith("references.literature")
        for figure in re.findall(r"[A-Z]*[0-9][0-9.,:]*[0-9]|[A-Z]*[0-9]", inline.text)
    }
    assert printed - set(" ".join(ALLOWED.values()).split()) == set()


def test_all_twelve_references_are_cited_and_printed_in_their_order() -> None:
    printed = model(CABINET, NAME).references
    given = {entry["id"] for entry in yaml.safe_load(REFERENCES.read_text("utf-8"))["literature"]}
    assert len(given) == 12 and set(printed) == given
    shown = show(CABINET, "resolved", section="2.5.7", document=NAME).splitlines()
    entries = [line.split()[1] for line in shown if line.startswith("reference")]
    assert entries == [f"{number}." for number in range(1, 13)]


def words(inline: Text | Abbreviation) -> str:
    return inline.text if isinstance(inline, Text) else f"{inline.long} {inline.short}"


def recorded_values(files: dict[str, bytes]) -> list[dict[str, Any]]:
    """The values of the manifest that come from records: all but what an author still owes."""
    values = json.loads(files["manifest.json"])["documents"][NAME]["values"]
    return [value for value in values if not value["paths"][0].startswith("text/")]


def test_every_printed_value_has_a_source_or_is_the_dossiers_own(files: dict[str, bytes]) -> None:
    values = recorded_values(files)
    assert len(values) > 100
    for value in values:
        assert value["paths"] and value["at"]
        for place in value["at"]:
            assert (CABINET / place["file"]).is_file() and place["line"] >= 1
        own = value["paths"][0].startswith(("dossier.", "references."))
        assert own or value["source"].startswith("ipsen-2024-07-02, "), value["paths"]


def test_every_place_of_the_manifest_holds_the_value(files: dict[str, bytes]) -> None:
    """The line that a value is traced to says the value."""
    lines = {
        path.name: path.read_text(encoding="utf-8").splitlines() for path in CABINET.glob("*.yaml")
    }
    checked = 0
    for value in recorded_values(files):
        for recorded, place in zip(value["recorded"], value["at"], strict=True):
            if re.fullmatch(r"[<0-9.]+( months|%)?", recorded):
                here = lines[place["file"]][place["line"] - 1][place["column"] - 1 :]
                at_once = here.lstrip("\"'").startswith(recorded)
                is_bound = value["paths"][0].endswith((".lower", ".upper"))
                assert at_once or (is_bound and recorded in here), (place, here)
                checked += 1
    assert checked > 30


def test_the_pages_are_whole(files: dict[str, bytes]) -> None:
    assert docx_parts(files[f"{NAME}.docx"])
    for page in extents(files[f"{NAME}.pdf"]):
        assert page.left >= 54 and page.right <= page.width - 28.3  # 1 cm, marks in it included
        assert page.bottom >= 20 and page.top <= page.height - 20


def test_every_section_that_has_words_of_its_own_says_what_the_guideline_asks_of_it(
    tmp_path: Path,
) -> None:
    built = files_of(build(Request(CABINET, tmp_path, comments=True)).folder)
    comments = read_docx(built[f"{NAME}.docx"]).comments
    notes = [one.text for one in comments if one.author == "Template"]
    plan = yaml.safe_load(OUTLINE.read_text(encoding="utf-8"))["sections"]
    clauses = list(_clauses(plan))
    assert list(dict.fromkeys(note.partition(":")[0] for note in notes)) == clauses
    marked = [chunk.text for chunk in read(built[f"{NAME}.pdf"]).chunks if chunk.tag == TAG]
    numbers = [f"D{number}" for number in range(1, len(notes) + 1)]
    assert marked[: len(notes)] == numbers


def _clauses(planned: list[dict[str, Any]]) -> Iterator[str]:
    """The clauses of the sections that have a template."""
    for one in planned:
        if "template" in one:
            yield one["clause"]
        yield from _clauses(one.get("sections", []))


def test_the_gap_register_is_short_and_owned(files: dict[str, bytes]) -> None:
    gaps = json.loads(files["gaps.json"])["gaps"]
    assert 5 <= len(gaps) <= 12
    assert all(gap["owner"] != "not assigned" and gap["expected_in"] for gap in gaps)
    for gap in gaps:
        name, line, _ = gap["at"].rsplit(":", 2)
        assert (CABINET / Path(name).name).is_file() and int(line) > 0
