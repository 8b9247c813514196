"""Where nothing can be raised or lowered, 10⁹ is not 109: in what is listened to and looked for."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Name, Pdf

from assembler.document.nodes import Link, Subscript, Superscript
from assembler.resolve.resolve import Resolved
from assembler.write.pdf.selfcheck import differences
from assembler.write.pdf.write import write
from tests.write.pdf.made import of
from tests.write.short import inlines, options, p, section

COUNT = inlines("Counts of 10", Superscript(inlines("9")), "/L")
COUNTS = section("sec-in", None, COUNT, (p("Words."),))


def opened(resolved: Resolved) -> Pdf:
    written = write(resolved, options())
    assert differences(written, resolved) == []
    return pikepdf.open(BytesIO(written.data))


def spans(pdf: Pdf) -> list[tuple[str, str]]:
    """What stands for raised and lowered figures, each with the type of the element it is in."""
    found: list[Any] = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)]
    return [(str(one.P.S), str(one.ActualText)) for one in found if one.get("/S") == Name.Span]


def test_properties_keep_raised_figures() -> None:
    plain = of(p("Words."))
    with opened(replace(plain, document=replace(plain.document, subject=COUNT))) as pdf:
        assert str(pdf.docinfo["/Subject"]) == "Counts of 10⁹/L"
        assert str(pdf.open_metadata()["dc:description"]) == "Counts of 10⁹/L"


def test_an_entry_of_the_contents_says_what_its_words_say() -> None:
    with opened(of(p("Words."), sections=(COUNTS,))) as pdf:
        said = {str(one.Contents) for page in pdf.pages for one in page.obj.get("/Annots", ())}
    assert said == {"Section", "Counts of 10⁹/L"}


def test_a_link_in_the_text_says_what_its_words_say() -> None:
    link = Link("https://example.org", inlines("10", Superscript(inlines("9"))))
    with opened(of(p("See ", link))) as pdf:
        said = [str(one.Contents) for page in pdf.pages for one in page.obj.get("/Annots", ())]
    assert said[-2:] == ["10", "⁹"]


def test_a_screen_reader_is_told_that_a_figure_is_raised_or_lowered() -> None:
    formula = p("H", Subscript(inlines("2")), "O at 10", Superscript(inlines("\u22123")), " or C")
    with opened(of(formula, sections=(COUNTS,))) as pdf:
        in_contents = ("/Link", "⁹")
        assert spans(pdf) == [("/P", "₂"), ("/P", "⁻³"), ("/H1", "⁹"), in_contents]


def test_letters_are_as_they_are_drawn() -> None:
    with opened(of(p("C", Subscript(inlines("max")), " and 4", Superscript(inlines("th"))))) as pdf:
        assert spans(pdf) == []
