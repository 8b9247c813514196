"""Other programs read the words of the Word file, but for those that docs/readers.md names."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from assembler.document.nodes import Cite
from assembler.document.walk import leaves, runs
from assembler.pipeline import Request, build
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import cite_parts, lines
from tests.acceptance.pages import unspaced
from tests.acceptance.readers import NEEDS, READERS, python_docx
from tests.drafts import kept_draft
from tests.places import CABINET, ROOT

pytestmark = pytest.mark.slow
NAME = "clinical-overview.docx"
PROSE = ("heading", "paragraph", "item", "abbreviation")
TABLES = ("caption", "head", "cell", "note")


def table() -> dict[str, dict[str, bool]]:
    """Reader -> what of the document -> whether the page says that it is kept."""
    text = (ROOT / "docs" / "readers.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    names, *body = rows
    return {
        reader: {row[0]: row[n] == "kept" for row in body}
        for n, reader in enumerate((name.strip() for name in names), start=1)
    }


@pytest.fixture(scope="module")
def resolved() -> Resolved:
    return kept_draft(CABINET, "clinical-overview")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    built = build(Request(CABINET, tmp_path_factory.mktemp("readers"), formats=("docx",)))
    return (built.folder / NAME).read_bytes()


def words(text: str) -> str:
    """Without white space and the marks of raised letters."""
    return unspaced(unicodedata.normalize("NFKC", text)).replace("^", "")


def expected(resolved: Resolved) -> Iterator[tuple[str, str, int]]:
    """Row of the table, words that it stands for, and how often they are there at least."""
    cites = {
        one: "".join(part for part, _ in cite_parts(resolved, one))
        for run in runs(resolved.document)
        for one in leaves(run.content)
        if isinstance(one, Cite)
    }
    for cited in cites.values():
        yield "citations", cited, 1
    for line in lines(resolved):
        _, _, own = line.text.partition(" ")
        has_more = line.values or any(cited in line.text for cited in cites.values())
        match line.kind:
            case "title" | "subject":
                yield "title and the line below it", line.text, 1
            case "reference":
                yield "references", own, 1
                yield "numbers of references", line.text, 1
            case "heading":
                yield "headings, paragraphs, lists, boxes", own, 1
                yield "contents and lists of tables and figures", line.text, 1
                yield "numbers of headings", line.text, 2  # there, and in the contents
            case "figure":
                yield "words inside figures", line.text, 1
            case _ if has_more:
                yield "values of the records, in text and tables", line.text, 1
            case kind if kind in PROSE:
                yield "headings, paragraphs, lists, boxes", line.text, 1
            case _:
                yield "captions, tables, notes below them", line.text, 1


def kept(read: str, resolved: Resolved) -> dict[str, bool]:
    """Which rows of the table a reader keeps: every word of them, or not."""
    folded = words(read)
    found: dict[str, bool] = {}
    for row, text, times in expected(resolved):
        found[row] = found.get(row, True) and folded.count(words(text)) >= times
    return found


MARKED = [
    pytest.param(name, marks=[pytest.mark.office] if "LibreOffice" in name else [])
    for name in READERS
]


@pytest.mark.parametrize("reader", MARKED)
def test_a_reader_keeps_and_loses_what_the_page_says(
    reader: str, data: bytes, resolved: Resolved, tmp_path: Path
) -> None:
    if reader in NEEDS and NEEDS[reader] is None:
        pytest.skip(f"{reader.partition(',')[0]} is not installed")
    assert kept(READERS[reader](data, tmp_path), resolved) == table()[reader]


def test_the_page_names_every_reader() -> None:
    assert list(table()) == list(READERS)


def test_python_docx_keeps_the_words_of_a_flattened_file(
    resolved: Resolved, tmp_path: Path
) -> None:
    request = Request(CABINET, tmp_path / "output", formats=("docx",), flatten=True)
    data = (build(request).folder / NAME).read_bytes()
    found = kept(python_docx(data, tmp_path), resolved)
    lost = {"numbers of references", "numbers of headings", "words inside figures"}
    assert {row for row, is_kept in found.items() if not is_kept} == lost
