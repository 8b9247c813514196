"""Poppler, which knows nothing of us, reads the examples in the order of the model, every word."""

import re
import shutil
import subprocess
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby
from pathlib import Path

import pytest

from assembler.document.walk import sections_of
from assembler.pipeline import composed_today
from assembler.resolve.contents import TITLES
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import lines, text_of
from assembler.write.pdf.drafting import expected_words
from assembler.write.pdf.write import write
from assembler.write.written import Options, Written
from tests.acceptance.pages import unspaced
from tests.places import CABINET

PDFINFO, PDFTOTEXT = shutil.which("pdfinfo"), shutil.which("pdftotext")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(PDFINFO is None or PDFTOTEXT is None, reason="poppler is absent"),
]
NAME = "clinical-overview"
PILOT = CABINET.parent / "cdisc-pilot"
DOCUMENTS = (
    "clinical-overview",
    "summary-of-clinical-efficacy",
    "summary-of-clinical-safety",
    "literature-references",
    "study-synopsis",
    "briefing-book",
    "patient-data-listings",
)
"""Every type that comes with the program."""
ROLES = {
    "title": "P",
    "subject": "P",
    "paragraph": "P",
    "abbreviation": "P",
    "item": "LBody",
    "caption": "Caption",
    "head": "TH",
    "cell": "TD",
    "note": "Note",
    "footnote": "Note",
    "reference": "BibEntry",
    "figure": "Figure",
}
"""Kind of line in the model -> the element that holds its words."""
HOLDING = {*ROLES.values(), *(f"H{level}" for level in range(1, 7))}
TEXT = re.compile(r'"(.*)"$')
DRAFTING = re.compile(r"D[0-9]+")
"""In the margin of a draft: the mark of a drafting note."""


@dataclass(frozen=True)
class Made:
    """CABINET's document, and its PDF on the disk."""

    resolved: Resolved
    options: Options
    written: Written
    file: Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    resolved, options = composed_today(CABINET, NAME, (), draft=True)
    written = write(resolved, options)
    file = tmp_path_factory.mktemp("poppler") / "cabinet.pdf"
    file.write_bytes(written.data)
    return Made(resolved, options, written, file)


def said_by(*command: str | Path | None) -> str:
    ended = subprocess.run([str(one) for one in command], capture_output=True, check=True)
    assert ended.stderr == b""
    return ended.stdout.decode()


def words(text: str) -> str:
    return unspaced(unicodedata.normalize("NFKC", text))


def read(dump: str) -> Iterator[tuple[str, str]]:
    """The elements that hold words, each with all the words inside it; the contents left out.

    A line of the dump is an element, an attribute, an object or a text, by depth of its blanks.
    """
    above: list[str] = []
    texts: dict[tuple[str, int], list[str]] = {}
    for number, line in enumerate(dump.splitlines()):
        said = line.strip()
        depth = (len(line) - len(line.lstrip())) // 2
        text = TEXT.match(said)
        if text is None:
            if said and not said.startswith(("/", "Object ")):
                above[depth:] = [f"{said.split(' ')[0].rstrip(':')} {number}"]
            continue
        names = [element.split(" ")[0] for element in above[:depth]]
        if "TOC" in names or "Lbl" in names:
            continue
        role = next(name for name in names if name in HOLDING)
        within = "P" if role == "LBody" else role
        holder = next(n for n in range(depth - 1, -1, -1) if names[n] == within)
        if role == "TH" and "TBody" in names:  # the label of a row
            role = "TD"
        if not (names[-1] == "Link" and DRAFTING.fullmatch(text[1])):
            texts.setdefault((role, int(above[holder].split(" ")[1])), []).append(text[1])
    for (role, _), parts in texts.items():
        if said := words("".join(parts)):
            yield role, said


def expected(resolved: Resolved) -> Iterator[tuple[str, str]]:
    """The lines of the model as elements hold them."""
    levels = {section.label: level for level, section in sections_of(resolved.document.sections)}
    every = (
        (f"H{levels[line.label]}" if line.label in levels else ROLES[line.kind], line.text)
        for line in lines(resolved)
    )
    for role, same in groupby(every, key=lambda line: line[0]):
        texts = [text for _, text in same]
        for text in ["".join(texts)] if role == "Figure" else texts:
            if words(text):
                yield role, words(text)


def test_the_structure_is_the_model_in_its_order(made: Made) -> None:
    titles = {("P", words(title)) for title in TITLES.values()}
    dump = said_by(PDFINFO, "-struct-text", made.file)
    seen = [one for one in read(dump) if one not in titles]
    wanted = list(expected(made.resolved))
    assert {role for role, _ in wanted} >= HOLDING - {"H4", "H5", "H6"}
    for stands, one in zip(seen, wanted, strict=False):
        assert stands == one
    noted = [words(said.text) for said in expected_words(made.resolved, made.options)]
    behind = "".join(said for _, said in seen[len(wanted) :])
    assert behind == "".join(said for said in noted if not DRAFTING.fullmatch(said))


def pages_of(made: Made) -> list[str]:
    """The words of each page in the order in which they are drawn, without marks in the margin and
    the running heads, which are drawn last."""
    texts = said_by(PDFTOTEXT, "-raw", "-enc", "UTF-8", made.file, "-").split("\f")[:-1]
    document = made.resolved.document
    running = words(f"{document.heading} {text_of(made.resolved, document.subject)}")
    pages: list[str] = []
    for number, text in enumerate(texts, start=1):
        *drawn, head, foot = text.rstrip("\n").split("\n")
        assert words(head) == running
        assert foot.endswith(f"Page {number} of {len(texts)}")
        pages.append(words("\n".join(re.sub(r"(^|\s)D[0-9]+$", "", line) for line in drawn)))
    return pages


@pytest.fixture(scope="module")
def pages(made: Made) -> list[str]:
    return pages_of(made)


def read_in_order(made: Made, pages: list[str]) -> int:
    """Holds the pages against the words of the model; gives the number of paragraphs that go on
    over the end of a page, which a reader of files takes for two."""
    rest, at, over = "".join(pages), 0, 0
    ends = list(accumulate(map(len, pages)))
    lost = []
    for line in lines(made.resolved):
        said = words(line.text)
        found = rest.find(said, at)
        if found < 0:
            lost.append(line.text)
        elif line.kind != "footnote":  # stands at the foot of a page
            at = found + len(said)
            over += bisect_right(ends, found) != bisect_left(ends, at)
    assert lost == []
    return over


def test_the_words_are_the_models_in_its_order(made: Made, pages: list[str]) -> None:
    read_in_order(made, pages)


@pytest.mark.parametrize("study", [CABINET, PILOT], ids=lambda study: study.name)
def test_so_are_those_of_each_document_over_the_ends_of_its_pages(
    study: Path, tmp_path: Path
) -> None:
    over = 0
    for name in DOCUMENTS:
        resolved, options = composed_today(study, name, (), draft=True)
        written, file = write(resolved, options), tmp_path / f"{name}.pdf"
        file.write_bytes(written.data)
        made = Made(resolved, options, written, file)
        over += read_in_order(made, pages_of(made))
    assert over > 0, "no paragraph goes on over the end of a page"


def test_headings_and_captions_are_on_their_pages(made: Made, pages: list[str]) -> None:
    placed = {line.label: line.text for line in lines(made.resolved) if line.label}
    assert placed.keys() >= made.written.pages.keys()
    for label, number in made.written.pages.items():
        assert words(placed[label])[:60] in pages[number - 1], label
