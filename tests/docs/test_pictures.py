"""The pictures of the README: small, readable, and saying what the document says today."""

import re
from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from lxml import etree

from assembler.pipeline import Request, build
from dev.pictures import FOLDER, PAGES, picture
from tests.acceptance.pages import pdf_pages, unspaced
from tests.acceptance.study import DOCUMENT
from tests.places import CABINET, ROOT

_TEXT = "{http://www.w3.org/2000/svg}text"
LARGEST = 60_000


def runs(svg: bytes) -> list[str]:
    """The runs of words in a picture."""
    return [node.text or "" for node in etree.fromstring(svg).iter(_TEXT)]


def test_a_picture_says_what_its_page_says(first_build: Path) -> None:
    data = (first_build / "mini" / f"{DOCUMENT}.pdf").read_bytes()
    said = pdf_pages(data)
    with pdfium.PdfDocument(data) as pdf:
        for page, text in zip(pdf, said, strict=True):
            svg = picture(page)
            assert svg == picture(page)
            assert sorted(unspaced("".join(runs(svg)))) == sorted(unspaced(text))


def test_the_readme_shows_every_picture_with_an_alternative_text() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r'<img src="docs/pages/([a-z]+)\.svg" width="\d+%" alt="[^"]{20,}">', readme)
    assert shown == list(PAGES) == sorted(PAGES, key=list(PAGES).index)
    assert {path.stem for path in FOLDER.iterdir()} == set(PAGES)
    assert all(path.stat().st_size < LARGEST for path in FOLDER.iterdir())


@pytest.mark.slow
def test_what_the_pictures_say_the_document_still_says(tmp_path: Path) -> None:
    built = build(Request(CABINET, tmp_path, formats=("pdf",)))
    pages = pdf_pages((built.folder / "clinical-overview.pdf").read_bytes())
    words = unspaced("\n".join(pages))
    stale = [
        run
        for name in PAGES
        for run in runs((FOLDER / f"{name}.svg").read_bytes())
        if unspaced(run) not in words and not run.startswith("Page ")
    ]
    assert stale == [], "run: python dev/pictures.py"


def test_a_run_is_as_long_as_on_the_page() -> None:
    root = etree.fromstring((FOLDER / "title.svg").read_bytes())
    placed = [(n.get("y"), float(n.get("x", "0")), n.get("textLength")) for n in root.iter(_TEXT)]
    for (y, x, length), (below, following, _) in pairwise(placed):
        if y == below and length:
            assert x + float(length) < following + 0.5
