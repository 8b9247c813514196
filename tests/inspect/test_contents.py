"""Which pages are contents, where links need not be blue."""

from dataclasses import replace

from assembler.document.nodes import Abbreviation, AbbreviationList, Contents
from assembler.inspect.pdf.navigation import contents_pages
from assembler.inspect.pdf.opened import opened
from assembler.inspect.profile import EMA
from assembler.resolve.resolve import resolve
from assembler.write.pdf.read import read
from assembler.write.pdf.write import write
from tests.write.pdf.made import of
from tests.write.short import AT, inlines, options, p, section

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


def test_the_last_entries_may_have_other_words_below_them() -> None:
    numbers = [f"2.5.{n}" for n in range(2, ONE_LEFT)]
    sections = tuple(section(f"sec-{n}", n, inlines("A section"), ()) for n in numbers)
    short = tuple(
        Abbreviation(1_000_000 + n, f"AB{n:02d}", f"abbreviation {n}", f"AB{n:02d}")
        for n in range(20)
    )
    front = (Contents(AT), AbbreviationList("List of abbreviations", AT))
    resolved = of(p(*short), sections=sections)
    resolved = resolve(replace(resolved.document, front=front))
    data = write(resolved, options()).data
    chunks = read(data).chunks
    last = max(chunk.page for chunk in chunks if chunk.tag in ("TOC", "TOCI"))
    assert any(chunk.page == last and "abbreviation 1" in chunk.text for chunk in chunks)
    with opened("a.pdf", data, EMA) as file:
        assert max(contents_pages(file)) == last
