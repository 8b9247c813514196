"""A company's styles by role: what is taken, what stays, what is refused."""

from dataclasses import replace
from functools import cache
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree

from assembler.problems import Position, ProblemsFound, Severity
from assembler.write.docx.read import read_docx
from assembler.write.docx.reference import read_reference
from assembler.write.docx.theme import A
from assembler.write.docx.write import differences, write
from assembler.write.docx.xml import Element, qn, sub, val
from assembler.write.written import ReferenceFile, Written
from tests.write.docx.company import BODY, GREEN, HEADING, PLUM, changed, company
from tests.write.docx.opened import names, part, words
from tests.write.sample import sample
from tests.write.short import look, options


@cache
def written(file: ReferenceFile | None = None) -> Written:
    return write(sample(), options(reference=file or company()))


@cache
def plain() -> bytes:
    """The sample in the look alone."""
    return write(sample(), options()).data


def style(data: bytes, name: str) -> Element:
    """A style of the written file by its id."""
    return next(
        element
        for element in part(data, "word/styles.xml").iter(qn("style"))
        if element.get(qn("styleId")) == name
    )


def of(root: Element, name: str) -> Any:
    """A style of a company's file by its name."""
    return next(s for s in root.iter(qn("style")) if (val(s, "name") or "").lower() == name.lower())


def letters(root: Element, name: str) -> Element:
    """The properties of letters of a company's style, made where it has none."""
    found = of(root, name).find(qn("rPr"))
    return sub(of(root, name), "rPr") if found is None else found


def test_the_words_are_the_same_and_the_self_check_passes() -> None:
    assert differences(written(), sample(), options(reference=company())) == []
    assert words(part(written().data)) == words(part(plain()))
    assert "Words of the company" not in words(part(written().data))
    assert names(written().data) == names(plain())


def test_the_styles_of_the_look_have_the_companys_fonts_colours_and_spaces() -> None:
    heading = style(written().data, "Heading1")
    assert val(heading, "rPr/rFonts", "ascii") == val(heading, "rPr/rFonts", "cs") == HEADING
    assert val(heading, "rPr/color") == PLUM and val(heading, "rPr/sz") == "36"
    assert heading.find(f"{qn('rPr')}/{qn('caps')}") is not None
    body = style(written().data, "BodyText")
    assert val(body, "rPr/rFonts", "ascii") == BODY and val(body, "rPr/sz") == "20"
    assert val(body, "pPr/jc") == "both" and val(body, "pPr/spacing", "after") == "180"
    assert val(style(written().data, "Caption"), "rPr/color") == GREEN
    assert val(style(written().data, "Normal"), "rPr/rFonts", "ascii") == BODY


def test_a_style_comes_with_what_it_inherits_and_leans_on_no_other() -> None:
    table = style(written().data, "TableText")
    assert val(table, "rPr/rFonts", "ascii") == BODY  # of Normal
    assert val(table, "pPr/spacing", "line") == "276"  # of the defaults
    assert val(table, "rPr/sz") == "17"  # its own
    assert table.find(qn("basedOn")) is None


def test_fonts_of_a_theme_are_taken_by_name() -> None:
    def themed(root: Element) -> None:
        letters(root, "Caption").append(
            etree.Element(qn("rFonts"), {qn("asciiTheme"): "majorHAnsi", qn("ascii"): "Elsewhere"})
        )

    caption = style(written(changed(themed)).data, "Caption")
    major = part(company().data, "word/theme/theme1.xml").find(f".//{{{A}}}majorFont/{{{A}}}latin")
    assert major is not None
    assert val(caption, "rPr/rFonts", "ascii") == major.get("typeface")
    assert b"heme" not in etree.tostring(caption)


def test_roles_that_the_file_lacks_look_as_before_in_its_font_and_are_named() -> None:
    note, ours = style(written().data, "BoxedNote"), style(plain(), "BoxedNote")
    assert val(note, "rPr/rFonts", "ascii") == BODY
    for path in ("rPr/sz", "pPr/shd"):
        assert val(note, path) == val(ours, path)
    (lacking,) = [p for p in written().problems if p.rule == "reference-docx.every-style"]
    assert lacking.severity is Severity.NOTE and lacking.at == Position("acme.docx")
    assert "Boxed Note (note)" in lacking.message and "Table Text" not in lacking.message
    assert "7 of 23" in lacking.message


def test_headings_and_references_keep_our_numbers() -> None:
    def numbers(data: bytes) -> list[str]:
        return [p.number for p in read_docx(data).paragraphs if p.number]

    assert numbers(written().data) == numbers(plain())
    assert "2.5.4.1.2" in numbers(plain())
    for level in (1, 2, 3):
        heading = style(written().data, f"Heading{level}")
        assert val(heading, "pPr/numPr/numId") == "1"
        assert heading.find(f"{qn('pPr')}/{qn('ind')}") is None
        assert val(heading, "pPr/outlineLvl") == str(level - 1)


def test_a_larger_number_gets_more_room() -> None:
    def hanging(file: ReferenceFile | None) -> int:
        data = write(sample(), options(reference=file)).data
        level = part(data, "word/numbering.xml").find(f".//{qn('lvl')}")
        return int(val(level, "pPr/ind", "hanging") or "0")

    assert hanging(company()) > hanging(None)


def test_the_page_is_the_looks() -> None:
    def pages(data: bytes) -> list[dict[str, str]]:
        """But for the header, which keeps its base line where its letters are larger."""
        found = [*part(data).iter(qn("pgSz")), *part(data).iter(qn("pgMar"))]
        sides = ("w", "h", "orient", "left", "right", "top", "bottom")
        return [{side: e.get(qn(side), "") for side in sides} for e in found]

    assert pages(written().data) == pages(plain())


def test_the_same_file_gives_the_same_bytes() -> None:
    again = write(sample(), options(reference=replace(company(), name="other/acme.docx")))
    assert sha256(again.data).digest() == sha256(written().data).digest()


HIDING: dict[str, dict[str, dict[str, str]]] = {
    "hidden": {"vanish": {}},
    "struck": {"strike": {}},
    "raised": {"vertAlign": {"val": "superscript"}},
    "tiny": {"sz": {"val": "1"}},
    "white": {"color": {"val": "FFFFFF"}},
    "squeezed": {"spacing": {"val": "-400"}},
    "in capitals": {"caps": {}},
    "no font": {"rFonts": {"ascii": "x" * 500}},
    "a measure that is none": {"sz": {"val": "12; DROP"}},
}


@pytest.mark.parametrize("name", HIDING)
def test_nothing_that_hides_or_changes_words_is_taken(name: str) -> None:
    def spoil(root: Element) -> None:
        for key, attributes in HIDING[name].items():
            run = letters(root, "Body Text")
            for old in run.findall(qn(key)):
                run.remove(old)
            sub(run, key, **attributes)

    before = letters_of(written(), "BodyText")
    assert letters_of(written(changed(spoil)), "BodyText") == before


def letters_of(file: Written, name: str) -> bytes:
    run = style(file.data, name).find(qn("rPr"))
    assert run is not None
    return etree.tostring(run)


def test_letters_that_cannot_be_read_are_said() -> None:
    def spoil(root: Element) -> None:
        sub(letters(root, "Body Text"), "color", val="FFFFEE")

    (said,) = [p for p in written(changed(spoil)).problems if p.rule == "reference-docx.legible"]
    assert "Body Text" in said.message and "Caption" not in said.message


def test_white_letters_on_a_dark_ground_are_taken() -> None:
    def dark(root: Element) -> None:
        element = of(root, "Table Head")
        paragraph = element.find(qn("pPr"))
        if paragraph is None:
            paragraph = etree.Element(qn("pPr"))
            element.insert(2, paragraph)
        sub(paragraph, "shd", val="clear", color="auto", fill="102040")
        sub(letters(root, "Table Head"), "color", val="FFFFFF")

    head = style(written(changed(dark)).data, "TableHead")
    assert val(head, "rPr/color") == "FFFFFF" and val(head, "pPr/shd", "fill") == "102040"


def test_lines_of_a_fixed_height_become_lines_of_at_least_that() -> None:
    def fixed(root: Element) -> None:
        spacing = of(root, "Body Text").find(f"{qn('pPr')}/{qn('spacing')}")
        spacing.set(qn("line"), "240")
        spacing.set(qn("lineRule"), "exact")

    body = style(written(changed(fixed)).data, "BodyText")
    assert val(body, "pPr/spacing", "lineRule") == "atLeast"


def test_lists_tabs_frames_and_page_breaks_of_the_file_stay_there() -> None:
    def burdened(root: Element) -> None:
        paragraph = of(root, "Body Text").find(qn("pPr"))
        for key in ("pageBreakBefore", "framePr"):
            paragraph.insert(0, etree.Element(qn(key)))
        number = sub(paragraph, "numPr")
        sub(number, "numId", val=3)
        sub(sub(paragraph, "tabs"), "tab", val="left", pos=100)
        sub(paragraph, "ind", left=-2000)

    clean = style(written().data, "BodyText").find(qn("pPr"))
    found = style(written(changed(burdened)).data, "BodyText").find(qn("pPr"))
    assert clean is not None and found is not None
    assert etree.tostring(found) == etree.tostring(clean)


def test_styles_that_are_based_on_each_other_end() -> None:
    def circle(root: Element) -> None:
        for name, base in (("Body Text", "Caption"), ("Caption", "BodyText")):
            element = of(root, name)
            for old in element.findall(qn("basedOn")):
                element.remove(old)
            element.insert(1, etree.Element(qn("basedOn"), {qn("val"): base}))

    assert val(style(written(changed(circle)).data, "Caption"), "rPr/color") == GREEN


def refused(data: bytes) -> str:
    with pytest.raises(ProblemsFound) as raised:
        read_reference(ReferenceFile("acme.docx", data), look())
    (problem,) = raised.value.problems
    assert problem.at == Position("acme.docx") and problem.remedy
    return problem.rule


def zipped(**parts: str) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", text)
    return buffer.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "docx.opens"),
        (b"%PDF-1.7", "docx.opens"),
        (b"PK\x03\x04 no more of it", "docx.opens"),
        (zipped(word__other="<x/>"), "docx.opens"),
        (zipped(word__document="<x/>"), "docx.opens"),
        (zipped(word__document="<x"), "docx.well-formed"),
        (zipped(word__document=f"<w:document {W}/>"), "reference-docx.has-styles"),
        (
            zipped(word__document=f"<!DOCTYPE x><w:document {W}/>"),
            "docx.no-doctype",
        ),
    ],
)
def test_what_is_no_word_file_is_refused(data: bytes, rule: str) -> None:
    assert refused(data) == rule


def test_a_file_without_any_style_of_the_look_changes_only_the_font() -> None:
    def bare(root: Element) -> None:
        for element in root.findall(qn("style")):
            if element.get(qn("styleId")) != "Normal":
                root.remove(element)

    file = written(changed(bare))
    assert differences(file, sample(), options(reference=changed(bare))) == []
    (lacking,) = [p for p in file.problems if p.rule == "reference-docx.every-style"]
    assert "23 of 23" in lacking.message
