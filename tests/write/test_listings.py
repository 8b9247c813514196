"""Listings in every format: the same words, heads again on each page, nothing lost unseen."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from assembler.document.listings import Extract, Listing, ListingColumn, ListingGroup
from assembler.document.nodes import Document, Label
from assembler.inspect.inspect import inspect
from assembler.inspect.profile import EMA
from assembler.problems import ProblemsFound
from assembler.resolve.contents import contents_lists
from assembler.resolve.resolve import Resolved, resolve
from assembler.write import WRITERS, differences, write
from assembler.write.docx.archive import Archive
from assembler.write.docx.listing import parts_of_listing, rows_in
from assembler.write.docx.read import read_docx
from assembler.write.html import write as html
from assembler.write.pdf.read import read
from assembler.write.text.columns import PAD
from assembler.write.text.fonts import Fonts
from assembler.write.text.listed import listing_edges
from assembler.write.text.typeset import Typesetter
from assembler.write.written import Listed, Written
from assembler.write.zipped import unzipped, zipped
from tests.write.short import AT, inlines, look, options, section

COLUMNS = (
    ListingColumn("USUBJID", "Patient"),
    ListingColumn("AETERM", "Event"),
    ListingColumn("AVAL", "Result", align="right"),
)


def rows(count: int) -> tuple[tuple[str, ...], ...]:
    """Rows whose texts tell which they are; the last result is missing."""
    last = count - 1
    return tuple(
        (f"01-{n:05}", f"Event <{n}> & more", f"{n}.0" if n < last else "") for n in range(count)
    )


def of(
    texts: Sequence[tuple[str, ...]],
    groups: tuple[ListingGroup, ...] = (),
    *,
    group_pages: bool = False,
) -> Resolved:
    """A document that is one listing."""
    listing = Listing(
        label=Label("lst-events"),
        caption=inlines("Events by patient"),
        columns=COLUMNS,
        rows=tuple(texts),
        numbers=tuple(range(1, len(texts) + 1)),
        groups=groups,
        group_pages=group_pages,
        extract=Extract("ADAE", "adae.csv", "0" * 64, "references.sources.adae", (), "", 9),
        notes=(inlines("A note."),),
        source=inlines("Source: data."),
        landscape=True,
        at=AT,
    )
    first = section("sec-16.2.7", "16.2.7", inlines("Events"), (listing,))
    return resolve(Document("t", "16.2", "Listings", "en", (), (), (first,), {}, {}))


def listing_of(resolved: Resolved) -> Listing:
    (one,) = resolved.document.sections[0].blocks
    assert isinstance(one, Listing)
    return one


GROUPS = (ListingGroup(0, "Treatment: A"), ListingGroup(40, "Treatment: B"))


@pytest.mark.parametrize("fmt", [*WRITERS])
@pytest.mark.parametrize("count", [1, 60, 1_100], ids=["one", "by cell", "by row"])
@pytest.mark.parametrize("group_pages", [False, True])
def test_every_format_says_the_words_of_a_listing(fmt: str, count: int, group_pages: bool) -> None:
    groups = GROUPS if count > 40 else ()
    resolved = of(rows(count), groups, group_pages=group_pages)
    written = write(fmt, resolved, options())
    assert differences(fmt, written, resolved, options()) == []


def test_a_page_of_html_says_the_words_of_a_listing_too() -> None:
    resolved = of(rows(60), GROUPS)
    assert html.differences(html.write(resolved, options()), resolved, options()) == []


def test_a_text_of_many_letters_and_lines_keeps_every_word() -> None:
    long = " ".join(f"word{n}" for n in range(2_000))
    texts = (("01", long, "1"), ("02", "W" * 300, "\u2265 2 \u00b5mol, \u0391"), ("03", "", ""))
    resolved = of(texts)
    for fmt in WRITERS:
        written = write(fmt, resolved, options())
        assert differences(fmt, written, resolved, options()) == []


def test_a_further_page_has_title_head_and_group_again_as_artifacts() -> None:
    reading = read(write("pdf", of(rows(60), GROUPS), options()).data)
    last = " ".join(reading.artifacts[-1].split())
    assert "Listing 16.2.7.1. Events by patient (continued)" in last
    assert "Patient Event Result" in last
    assert "Treatment: B" in last


def test_no_word_of_a_listing_is_broken_while_it_has_room() -> None:
    text = "NOT RECOVERED/NOT RESOLVED, GASTROINTESTINAL DISORDERS " * 3
    resolved = of([(text, text, "ATRIOVENTRICULAR BLOCK")])
    setter = Typesetter(resolved, look(), Fonts(look()))
    edges = listing_edges(setter, listing_of(resolved), 300)
    for left, right, word in zip(
        edges, edges[1:], ["GASTROINTESTINAL", "GASTROINTESTINAL", "ATRIOVENTRICULAR"], strict=False
    ):
        assert right - left - 2 * PAD >= setter.text(word, "table-cell").width


def test_the_cells_of_a_small_listing_are_cells_and_the_rows_of_a_long_one_are() -> None:
    small = read(write("pdf", of(rows(3)), options()).data)
    assert [chunk.text.strip() for chunk in small.chunks if chunk.tag == "TD"][:3] == [
        "01-00000", "Event <0> & more", "0.0",
    ]  # fmt: skip
    long = read(write("pdf", of(rows(1_100)), options()).data)
    cells = [" ".join(chunk.text.split()) for chunk in long.chunks if chunk.tag == "TD"]
    assert cells[0] == "01-00000 Event <0> & more 0.0"
    assert len(cells) == 1_100


def test_a_character_that_no_font_has_is_named_with_row_and_variable() -> None:
    texts = (*rows(3), ("01", "\U0001f995", ""))
    with pytest.raises(ProblemsFound) as found:
        write("pdf", of(texts), options())
    (problem,) = found.value.problems
    assert problem.rule == "font.has-character"
    assert "row 4 of ADAE, AETERM: " in problem.message


def test_of_a_long_listing_pages_are_counted_and_some_are_read_back() -> None:
    listed = Listed(pages=dict.fromkeys(range(3, 203), 30), parted={150})
    passed = listed.passed_over()
    assert {3, 42, 150, 202}.isdisjoint(passed)
    assert len(passed) == 154


@pytest.mark.parametrize(("rows_less", "letters_less"), [(1, 0), (0, 1)])
def test_a_row_or_a_letter_that_was_not_drawn_is_found(rows_less: int, letters_less: int) -> None:
    resolved, label = of(rows(60)), Label("lst-events")
    written = write("pdf", resolved, options())
    drawn = written.listed[label]
    less = replace(drawn, rows=drawn.rows - rows_less, letters=drawn.letters - letters_less)
    altered = replace(written, listed={label: less})
    assert "were drawn" in differences("pdf", altered, resolved, options())[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [("Event &lt;7&gt;", "Event &lt;8&gt;"), ("01-00007", ""), ("Patient", "Subject")],
)
def test_a_cell_that_says_other_in_the_word_file_is_found(old: str, new: str) -> None:
    resolved = of(rows(20))
    written = write("docx", resolved, options())
    members = unzipped(written.data)
    body = members["word/document.xml"].decode()
    assert old in body
    members["word/document.xml"] = body.replace(old, new, 1).encode()
    altered = Written(zipped(members), places=written.places)
    assert differences("docx", altered, resolved, options())[0].startswith("lst-events, row")


def test_word_gets_tables_of_some_hundred_rows_each_with_its_head_and_group() -> None:
    listing = listing_of(of(rows(700), GROUPS))
    parts = parts_of_listing(listing)
    assert parts == [(0, 300), (300, 600), (600, 700)]
    assert next(rows_in(listing, 300, 600)) == ("Treatment: B (continued)",)
    data = write("docx", of(rows(700), GROUPS), options()).data
    body = Archive(data).data("word/document.xml") or b""
    assert body.count(b"<w:tblHeader/>") == len(parts)


def test_a_group_that_begins_a_page_begins_a_table_in_word() -> None:
    listing = listing_of(of(rows(60), GROUPS, group_pages=True))
    assert parts_of_listing(listing) == [(0, 40), (40, 60)]


def test_the_words_of_a_listing_are_nobody_s_to_verify() -> None:
    text = [p.text for p in read_docx(write("docx", of(rows(5)), options()).data).paragraphs]
    assert not [words for words in text if "01-0000" in words]
    assert "Listing\u00a016.2.7.1. Events by patient" in text


def test_the_same_bytes_from_the_same_listing() -> None:
    for fmt in WRITERS:
        first, second = (write(fmt, of(rows(400), GROUPS), options()).data for _ in range(2))
        assert first == second


def two_sections() -> Resolved:
    """Two listings in one section and one in the next, each of some rows."""
    events = listing_of(of(rows(3)))
    more = replace(events, label=Label("lst-serious"), caption=inlines("Serious events"))
    values = replace(events, label=Label("lst-values"), caption=inlines("Values"))
    document = of(rows(3)).document
    sections = (
        section("sec-16.2.7", "16.2.7", inlines("Events"), (events, more)),
        section("sec-16.2.8", "16.2.8", inlines("Values"), (values,)),
    )
    return resolve(replace(document, sections=sections))


def test_a_list_of_listings_leads_to_each_with_its_page() -> None:
    resolved = two_sections()
    written = write("pdf", resolved, options())
    reading = read(written.data)
    chunks = (chunk.text for chunk in reading.chunks if chunk.tag in ("TOC", "TOCI"))
    said = " ".join(" ".join(chunks).split())
    page = written.pages[Label("lst-serious")]
    listed = said.partition("List of listings ")[2]
    assert listed.startswith("Listing 16.2.7.1. Events by patient ")
    assert f" Listing 16.2.7.2. Serious events {page} Listing 16.2.8.1. Values " in listed
    assert differences("pdf", written, resolved, options()) == []


def test_word_lists_the_listings_of_all_sections_by_one_field() -> None:
    resolved = two_sections()
    data = write("docx", resolved, options()).data
    body = unzipped(data)["word/document.xml"].decode("utf-8").replace("&quot;", '"')
    opened = read_docx(data)
    fields = [field for paragraph in opened.paragraphs for field in paragraph.fields]
    assert '> TOC \\h \\z \\c "Listing" <' in body
    counted = [(f.instruction, f.result) for f in fields if f.instruction.startswith("SEQ")]
    assert counted == [
        ("SEQ Listing \\* ARABIC \\r 1", "1"),
        ("SEQ Listing \\* ARABIC", "2"),
        ("SEQ Listing \\* ARABIC \\r 1", "1"),
    ]


def test_a_document_without_listings_has_no_list_of_them() -> None:
    document = of(rows(3)).document
    bare = resolve(
        replace(document, sections=(section("sec-1", "1", inlines("Words"), ()),), number=None)
    )
    assert [listed.of for listed in contents_lists(bare)] == ["Section"]


def test_the_numbers_of_listings_in_several_sections_break_no_rule_of_captions() -> None:
    data = write("docx", two_sections(), options()).data
    found = {finding.rule for finding in inspect("listings.docx", data, EMA)}
    assert "docx.captions" not in found
    wrong = unzipped(data)
    body = wrong["word/document.xml"]
    wrong["word/document.xml"] = body.replace(b" \\r 1 ", b" ")
    broken = inspect("listings.docx", zipped(wrong), EMA)
    assert "docx.captions" in {finding.rule for finding in broken}


def test_a_list_in_html_leads_to_listings_that_are_there() -> None:
    page = html.write(two_sections(), options()).data.decode("utf-8")
    for label in ("lst-events", "lst-serious", "lst-values"):
        assert f'href="#{label}"' in page
        assert page.count(f'id="{label}"') == 1
