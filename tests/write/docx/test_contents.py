"""The contents of the Word file: what a heading raises is raised there as well."""

from assembler.document.nodes import Emphasis, Link, Superscript
from assembler.write.docx.write import differences, write
from assembler.write.docx.xml import Element, qn, val
from tests.write.docx.opened import part, words
from tests.write.pdf.made import of
from tests.write.short import inlines, options, p, section, v


def runs_of_the_entry(data: bytes) -> list[tuple[str, str]]:
    """Words and formatting of the runs of the last entry, without number and page."""
    *_, entry = (e for e in part(data).iter(qn("p")) if val(e, "pPr/pStyle") == "TOC1")
    found = [(words(run), _form(run)) for run in entry.iter(qn("r"))]
    return [one for one in found if one[0]][1:-1]


def _form(run: Element) -> str:
    raised = val(run, "rPr/vertAlign")
    return raised or ("italic" if run.find(f"{qn('rPr')}/{qn('i')}") is not None else "")


def test_an_entry_is_formatted_as_its_heading_and_holds_no_anchor() -> None:
    ten = Superscript(inlines(v("x.power", "9")))
    title = inlines("Counts ", v("x.n", "10"), ten, "/L ", Emphasis(inlines("in vivo")))
    linked = (*title, *inlines(" of ", Link("https://example.org", inlines("a site"))))
    resolved = of(sections=(section("sec-in", None, linked, (p("x"),)),))
    written = write(resolved, options())
    assert runs_of_the_entry(written.data) == [
        ("Counts 10", ""),
        ("9", "superscript"),
        ("/L ", ""),
        ("in vivo", "italic"),
        (" of a site", ""),
    ]
    assert differences(written, resolved, options()) == []
