"""Annexes, the list of abbreviations and the place of the contents, in both formats."""

from dataclasses import replace

import pytest

from assembler.document.nodes import (
    Abbreviation,
    AbbreviationList,
    Contents,
    Document,
    PageBreak,
)
from assembler.pipeline.proving import prove
from assembler.resolve.contents import contents_lists
from assembler.resolve.resolve import resolve
from assembler.resolve.words import lines
from assembler.write import WRITERS, differences, write
from assembler.write.docx.read import read_docx
from assembler.write.pdf.read import read as read_pdf
from assembler.write.text.rooms import rooms
from tests.write.pdf.made import setter
from tests.write.sample import document
from tests.write.short import AT, inlines, options, p, section, see

PFS = Abbreviation(1_000_001, "PFS", "progression-free survival", "PFS")


def with_annexes() -> Document:
    """The sample with two annexes, the first of which has a section of its own."""
    inner = section("annex-first-more", None, inlines("More"), (p("Words."),))
    first = section(
        "annex-first", None, inlines("First"), (p("See ", see("annex-second"), "."),), inner
    )
    second = section("annex-second", None, inlines("Second"), (p("On ", PFS, "."),))
    front = (
        p("Before."),
        PageBreak(AT),
        Contents(AT),
        AbbreviationList("List of abbreviations", AT),
    )
    whole = document()
    annexes = (replace(first, is_annex=True), replace(second, is_annex=True))
    return replace(whole, front=front, sections=(*whole.sections, *annexes))


def test_annexes_are_lettered_behind_the_sections() -> None:
    resolved = resolve(with_annexes())
    listed = next(iter(contents_lists(resolved))).entries
    numbers = [entry.number.replace("\N{NO-BREAK SPACE}", " ") for entry in listed]
    assert numbers[-3:] == ["Annex A", "A.1", "Annex B"]


@pytest.mark.parametrize("fmt", WRITERS)
def test_a_file_with_annexes_and_abbreviations_says_what_the_model_says(fmt: str) -> None:
    resolved = resolve(with_annexes())
    given = options()
    written = write(fmt, resolved, given)
    assert differences(fmt, written, resolved, given) == []


def test_word_counts_the_annexes_by_itself() -> None:
    read = read_docx(write("docx", resolve(with_annexes()), options()).data)
    numbers = [one.number.replace("\N{NO-BREAK SPACE}", " ") for one in read.paragraphs]
    assert [n for n in numbers if n.startswith(("A", "B"))] == ["Annex A", "A.1", "Annex B"]


def test_an_annex_is_named_as_such_where_it_is_referred_to() -> None:
    said = [line.text for line in lines(resolve(with_annexes()))]
    assert "See Annex\N{NO-BREAK SPACE}B." in said


def test_the_abbreviations_used_stand_behind_the_contents() -> None:
    pages = read_pdf(write("pdf", resolve(with_annexes()), options()).data).chunks
    text = " ".join(chunk.text.strip() for chunk in pages)
    assert text.index("Contents") < text.index("List of abbreviations")
    assert "PFS progression-free survival" in " ".join(text.split())


@pytest.mark.parametrize("fmt", WRITERS)
@pytest.mark.parametrize("short", ["EUROPEAN ORGANISATION FOR RESEARCH AND TREATMENT", "W" * 3000])
def test_a_very_long_abbreviation_stays_on_the_page_and_leaves_room_to_the_others(
    fmt: str, short: str
) -> None:
    whole = with_annexes()
    long = Abbreviation(1_000_002, short, "a very long one", short)
    added = section("sec-long", None, inlines("Long"), (p(long, " and ", PFS, "."),))
    resolved = resolve(replace(whole, sections=(added, *whole.sections)))
    given = options()
    prove(fmt, write(fmt, resolved, given), resolved, given, "eu")
    assert rooms(setter(resolved)).abbreviations < 200
