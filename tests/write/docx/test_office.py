"""What LibreOffice makes of the file: anchors survive, numbers are the same."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from assembler.write.docx.evidence import evidence_of
from assembler.write.docx.read import read_docx
from assembler.write.docx.write import write
from tests.write.figures.drawn import figure, forest
from tests.write.pdf.made import of
from tests.write.sample import sample
from tests.write.short import options, p, see, value_id

SOFFICE = shutil.which("soffice")

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed"),
]


def converted(data: bytes, fmt: str, folder: Path) -> bytes:
    """The file as LibreOffice saves it in another format, or in its own again."""
    source = folder / "in.docx"
    source.write_bytes(data)
    out = folder / "out"
    subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            fmt,
            "--outdir",
            str(out),
            str(source),
        ],
        env={**os.environ, "HOME": str(folder)},
        check=True,
        capture_output=True,
        timeout=180,
    )
    return (out / f"in.{fmt}").read_bytes()


def test_after_a_save_by_libreoffice_values_are_found_by_title_and_bookmark(tmp_path: Path) -> None:
    saved = read_docx(converted(write(sample(), options()).data, "docx", tmp_path))
    expected = {i: [e.text] for i, e in evidence_of(sample(), options()).values.items()}
    titles, bookmarks = saved.by_title(), saved.by_bookmark()
    assert {i: bookmarks.get(i) for i in expected} == expected
    for rich in ("exp", "author"):  # raised or in colour: LibreOffice saves these without a title
        del expected[value_id(rich)]
    assert {i: titles.get(i) for i in expected} == expected
    assert saved.evidence == evidence_of(sample(), options())


def test_libreoffice_counts_headings_references_and_cross_references_as_the_model(
    tmp_path: Path,
) -> None:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(converted(write(sample(), options()).data, "pdf", tmp_path))
    pages = [page.get_textpage().get_text_bounded() for page in pdf]
    text = " ".join(" ".join(pages[1:]).split())
    pdf.close()
    for words in (
        "2.5.4 Overview of efficacy",
        "2.5.4.1.2 Another one",
        "2.5.7 Literature references",
        "in Table 3, see Section 2.5.4.2 and Section 2.5.4.1.1.",
        "Results [5–8] follow [9–11].",
        "12. Author12 AB",
    ):
        assert words in text


def test_after_a_save_by_libreoffice_a_figure_keeps_its_name_its_words_and_its_png(
    tmp_path: Path,
) -> None:
    shown = figure(forest())
    written = write(of(shown, p("See ", see("fig-forest"), ".")), options())
    (kept,) = read_docx(converted(written.data, "docx", tmp_path)).pictures
    assert (kept.name, kept.alternative) == (shown.label, shown.alternative)
    assert kept.is_png
