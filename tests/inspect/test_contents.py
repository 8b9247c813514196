"""Which pages are contents, where links need not be blue."""

from assembler.inspect.pdf.navigation import contents_pages
from assembler.inspect.pdf.opened import opened
from assembler.inspect.profile import EMA
from assembler.write.pdf.read import read
from assembler.write.pdf.write import write
from tests.write.pdf.made import of
from tests.write.short import inlines, options, p, section

ONE_LEFT = 664
"""Sections whose contents have one entry on their last page."""


def test_contents_of_many_pages_are_contents_to_their_last_entry() -> None:
    numbers = [f"2.5.{n}" for n in range(2, ONE_LEFT)]
    sections = tuple(section(f"sec-{n}", n, inlines("A section"), ()) for n in numbers)
    data = write(of(p("Words."), sections=sections), options()).data
    pages = [chunk.page for chunk in read(data).chunks if chunk.tag in ("TOC", "TOCI")]
    assert max(pages) > 12 and pages.count(max(pages)) < 5
    with opened("a.pdf", data, EMA) as file:
        assert contents_pages(file) == set(pages)
