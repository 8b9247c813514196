"""What other programs make rightly is accused of nothing."""

from collections.abc import Sequence

import pytest
from lxml import etree
from pikepdf import Array, Dictionary, Name, Pdf, String

from assembler.inspect.inspect import inspect
from assembler.inspect.profile import EMA
from assembler.write.docx.write import write
from assembler.write.docx.xml import Element, qn, sub
from tests.inspect.broken_docx import Parts, body
from tests.inspect.broken_docx import broken as broken_docx
from tests.inspect.broken_pdf import broken
from tests.write.pdf.made import built
from tests.write.sample import sample
from tests.write.short import options

_CORE = "docProps/core.xml"


def _counted(number: str, code: str) -> Element:
    """A caption as Word numbers it."""
    paragraph = etree.Element(qn("p"))
    sub(sub(paragraph, "pPr"), "pStyle", val="Caption")
    sub(sub(paragraph, "r"), "t").text = "Table "
    for kind, text in (
        ("begin", ""),
        ("", code),
        ("separate", ""),
        ("result", number),
        ("end", ""),
    ):
        run = sub(paragraph, "r")
        if kind == "result":
            sub(run, "t").text = text
        elif kind:
            sub(run, "fldChar", fldCharType=kind)
        else:
            sub(run, "instrText").text = text
    return paragraph


def _chapter() -> Element:
    paragraph = etree.Element(qn("p"))
    sub(sub(paragraph, "pPr"), "pStyle", val="Heading1")
    sub(sub(paragraph, "r"), "t").text = "A chapter"
    return paragraph


def _in_a_cell(paragraph: Element) -> Element:
    table = etree.Element(qn("tbl"))
    sub(sub(table, "tr"), "tc").append(paragraph)
    return table


_SEQ, _BY_CHAPTER = r" SEQ Exhibit \* ARABIC ", r" SEQ Exhibit \* ARABIC \s 1 "


@pytest.mark.parametrize(
    ("elements", "wrong"),
    [
        ((_counted("1", _SEQ), _counted("2", _SEQ)), []),
        ((_counted("1", _SEQ), _chapter(), _counted("1", _SEQ)), ["number 1 after 1"]),
        ((_counted("1", _BY_CHAPTER), _chapter(), _counted("1", _BY_CHAPTER)), []),
        ((_counted("1", _SEQ), _in_a_cell(_counted("2", _SEQ)), _counted("3", _SEQ)), []),
        ((_counted("1", _SEQ), _counted("1", r" SEQ Exhibit \c "), _counted("2", _SEQ)), []),
    ],
    ids=["one by one", "twice", "by chapters", "in a table", "said again"],
)
def test_captions_are_counted_as_word_counts_them(
    elements: Sequence[Element], wrong: list[str]
) -> None:
    def add(root: Element) -> None:
        for element in reversed(elements):
            root[0].insert(0, element)

    data = broken_docx(write(sample(), options()).data, body(add))
    found = [one.message for one in inspect("a.docx", data, EMA) if one.rule == "docx.captions"]
    assert found == wrong


def test_properties_are_found_by_what_the_package_says() -> None:
    def moved(parts: Parts) -> None:
        parts["package/core.psmdcp"] = parts.pop(_CORE)
        parts["_rels/.rels"] = parts["_rels/.rels"].replace(_CORE.encode(), b"package/core.psmdcp")

    good = write(sample(), options()).data
    for data in (good, broken_docx(good, moved)):
        assert "docx.properties" not in {one.rule for one in inspect("a.docx", data, EMA)}


@pytest.mark.parametrize("name", ["a--b.pdf", "2-7-3-.pdf"])
def test_hyphens_may_stand_anywhere_in_a_name(name: str) -> None:
    assert "pdf.file-name" not in {one.rule for one in inspect(name, built().data, EMA)}


def _scanned(pdf: Pdf) -> None:
    """A page of strips, and a bookmark that leads to it."""
    page = pdf.add_blank_page(page_size=(595.28, 841.89)).obj
    image = pdf.make_stream(
        bytes(3), Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1,
        ColorSpace=Name.DeviceRGB, BitsPerComponent=8,
    )  # fmt: skip
    page.Resources = Dictionary(XObject=Dictionary(Im=image))
    strips = "".join(f"q 480 0 0 78 80 {30 + 78 * n} cm /Im Do Q " for n in range(10))
    page.Contents = pdf.make_stream(strips.encode())
    last = pdf.Root.Outlines.Last
    last.Title = String("Case report form")
    last.Dest = Array([page, Name.XYZ, 0, 800, 0])


def test_a_scan_in_strips_is_one_and_its_bookmark_is_not_accused() -> None:
    found = {one.rule for one in inspect("a.pdf", broken(built().data, _scanned), EMA)}
    assert "pdf.text-searchable" in found
    assert "pdf.bookmark-text" not in found
