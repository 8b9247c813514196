"""The file itself: how it opens, what it embeds, where its links lead."""

import hashlib
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Name, NameTree, Pdf

from assembler.document.nodes import Superscript
from assembler.write.pdf.write import write
from tests.places import ROOT
from tests.write.pdf.made import built, of
from tests.write.sample import document, sample
from tests.write.short import KEYS, inlines, options, p, section


def opened() -> Pdf:
    return pikepdf.open(BytesIO(built().data))


def annotations(pdf: Pdf) -> list[Any]:
    return [a for page in pdf.pages if "/Annots" in page.obj for a in page.obj.Annots]


def test_opens_with_bookmarks_title_and_language() -> None:
    with opened() as pdf:
        assert pdf.Root.PageMode == Name.UseOutlines
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.Root.Lang == document().language
        assert pdf.is_linearized
        assert pdf.pdf_version == "1.7"
        assert not pdf.is_encrypted


def test_properties_and_xmp_say_the_same() -> None:
    with opened() as pdf:
        info = pdf.docinfo
        assert info.Title == "2.5 Clinical Overview"
        assert info.Subject == "Cabozantinib in neuroendocrine tumours"
        assert info.Author == "Example Pharma"
        assert info.CreationDate == "D:20240702000000Z"
        xmp = bytes(pdf.Root.Metadata.read_bytes()).decode()
    for words in ("2.5 Clinical Overview", "Cabozantinib in", "Example Pharma", "2024-07-02T00"):
        assert words in xmp


def test_every_font_is_an_embedded_subset() -> None:
    with opened() as pdf:
        fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)]
        fonts = [f for f in fonts if f.get("/Type") == Name.Font]
        assert fonts
        for font in fonts:
            assert "/FontFile2" in font.FontDescriptor
            assert "+" in str(font.BaseFont)
            assert "/ToUnicode" in font


def test_named_destinations_keep_the_readers_zoom() -> None:
    with opened() as pdf:
        tree = NameTree(pdf.Root.Names.Dests)
        names = set(tree)
        assert {"sec-2.5.4", "sec-added", "tbl-pfs", "contents", f"ref-{KEYS[0]}"} <= names
        for name in names:
            page, kind, _, top, zoom = tree[name]
            assert kind == Name.XYZ
            assert float(zoom) == 0
            assert 0 < float(top) <= float(page.MediaBox[3])


def test_every_internal_link_leads_somewhere() -> None:
    with opened() as pdf:
        names = set(NameTree(pdf.Root.Names.Dests))
        links = annotations(pdf)
        inside = [str(link.Dest) for link in links if "/Dest" in link]
        outside = [str(link.A.URI) for link in links if "/A" in link]
    assert {"tbl-pfs", "sec-2.5.4.2", f"ref-{KEYS[0]}"} <= set(inside) <= names
    assert "https://example.org/a?b=1&c=2" in outside


def test_bookmarks_are_the_sections_to_four_levels() -> None:
    with opened() as pdf, pdf.open_outline() as outline:
        top = [item.title for item in outline.root]
        efficacy = outline.root[2]
        inner = [item.title for item in efficacy.children]
        deepest = [item.title for item in efficacy.children[0].children]
    assert top == [
        "Contents",
        "List of tables",
        "2.5.4 Overview of efficacy",
        "2.5.7 Literature references",
    ]
    assert inner == ["2.5.4.1 Study design in 290 patients", "2.5.4.2 Results"]
    assert deepest[0] == "2.5.4.1.1 A subsection numbered by the program"


def test_a_bookmark_keeps_raised_figures() -> None:
    title = inlines("Counts, 10", Superscript(inlines("9")), "/L")
    resolved = of(sections=(section("sec-in", None, title, (p("x"),)),))
    data = BytesIO(write(resolved, options()).data)
    with pikepdf.open(data) as pdf, pdf.open_outline() as outline:
        assert outline.root[-1].title.endswith(" Counts, 10⁹/L")


def test_a_wide_table_has_a_page_that_is_saved_as_it_is_read() -> None:
    with opened() as pdf:
        page = pdf.pages[built().pages[sample().document.sections[0].label]]
        sizes = [[float(x) for x in page.MediaBox] for page in pdf.pages]
        assert "/Rotate" not in page.obj or int(page.obj.Rotate) == 0
    wide = [size[2] > size[3] for size in sizes]
    assert wide.count(True) == 1


def test_the_same_document_gives_the_same_bytes_again() -> None:
    assert write(sample(), options()).data == built().data


def test_the_same_bytes_in_another_process_zone_hash_seed_and_folder(tmp_path: Path) -> None:
    program = (
        "import hashlib; from tests.write.pdf.made import built;"
        "print(hashlib.sha256(built().data).hexdigest())"
    )
    env = {
        **os.environ,
        "TZ": "Pacific/Kiritimati",
        "PYTHONHASHSEED": "4711",
        "PYTHONPATH": str(ROOT),
        "PYTHONOPTIMIZE": "2",
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == hashlib.sha256(built().data).hexdigest()


def test_a_document_built_before_leaves_no_trace_in_the_next() -> None:
    small = write(of(p("Only these words.")), options()).data
    built()
    write(of(p("αβγδε and others")), options())
    assert write(of(p("Only these words.")), options()).data == small


def test_a_document_of_no_words_builds() -> None:
    written = write(of(), options())
    assert written.page_count == 2
