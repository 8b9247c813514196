"""What stands together, and where a page ends."""

from dataclasses import replace

from assembler.document.nodes import (
    Abbreviation,
    AbbreviationList,
    Block,
    BulletList,
    Item,
    Label,
    PageBreak,
    Paragraph,
)
from assembler.resolve.resolve import resolve
from assembler.resolve.words import reference_label
from assembler.write.pdf.boxes import Box, Placed
from assembler.write.pdf.flow import fill
from assembler.write.pdf.read import read
from assembler.write.pdf.write import write
from tests.write.pdf.made import built, of, reading
from tests.write.sample import sample
from tests.write.short import AT, inlines, look, options, p, section, v

PAGE = look().page
ROOM = PAGE.height - PAGE.top - PAGE.bottom


def placed(boxes: list[Box]) -> list[Placed]:
    return list(fill(boxes, PAGE))


def test_boxes_that_are_kept_together_go_to_the_next_page_together() -> None:
    boxes = [Box(height=ROOM - 30), Box(height=20, keep=True), Box(height=20)]
    assert [place.sheet for place in placed(boxes)] == [0, 1, 1]


def test_boxes_kept_together_that_are_taller_than_a_page_are_parted() -> None:
    boxes = [Box(height=ROOM / 3, keep=True) for _ in range(10)]
    places = placed(boxes)
    assert all(place.top - place.box.height >= PAGE.bottom - 0.1 for place in places)
    assert places[-1].sheet == 3


def test_of_two_spaces_the_larger_counts_and_none_at_the_top_of_a_page() -> None:
    first, second = placed([Box(height=10, before=50, after=5), Box(height=10, before=8)])
    assert first.top == PAGE.height - PAGE.top
    assert second.top == first.top - 10 - 8


def test_a_page_break_makes_no_blank_page() -> None:
    blocks = (p("one"), PageBreak(AT), PageBreak(AT), p("two"), PageBreak(AT))
    written = write(of(*blocks), options())
    assert written.page_count == 3
    pages = {chunk.text: chunk.page for chunk in read(written.data).chunks if chunk.tag == "P"}
    assert (pages["one"], pages["two"]) == (2, 3)


def test_a_heading_never_stands_at_the_foot_of_a_page() -> None:
    words = "word " * 60
    for lines in range(30, 44):
        blocks = tuple(p("x") for _ in range(lines))
        more = section("sec-next", "2.5.2", inlines("Next section"), (p(words),))
        written = write(of(*blocks, sections=(more,)), options())
        chunks = read(written.data).chunks
        at = next(n for n, c in enumerate(chunks) if c.text.startswith("2.5.2") and c.tag == "H1")
        assert chunks[at].page == chunks[at + 1].page


def test_no_line_of_a_paragraph_stands_alone() -> None:
    words = "several words that fill the line of this paragraph to its end and go on " * 3
    for lines in range(28, 36):
        blocks = (*(p("x") for _ in range(lines)), p(words))
        chunks = read(write(of(*blocks), options()).data).chunks
        parts = [c.text for c in chunks if "several" in c.text or "paragraph" in c.text]
        if len(parts) == 2:
            assert all(len(part) > 110 for part in parts)


def test_a_table_repeats_its_head_as_an_artifact() -> None:
    chunks = reading().chunks
    heads = [chunk for chunk in chunks if chunk.tag == "TH" and "Preferred term" in chunk.text]
    captions = [c for c in chunks if c.tag == "Caption" and "Adverse events" in c.text]
    assert len(heads) == len(captions) == 1
    first, last = captions[0].page, built().pages[Label("sec-2.5.7")]
    for page in range(first + 1, last + 1):
        assert "safety population (continued)" in reading().artifacts[page - 1]
        assert "Preferred term" in reading().artifacts[page - 1]
    assert "(continued)" not in reading().artifacts[first - 1]


def test_the_source_line_is_never_apart_from_the_last_rows() -> None:
    chunks = reading().chunks
    at = next(n for n, c in enumerate(chunks) if c.text.startswith("Source: invented."))
    rows = [chunk for chunk in chunks[:at] if chunk.tag == "TD"]
    assert {chunk.page for chunk in rows[-6:]} == {chunks[at].page}


def test_every_page_has_its_number_and_the_total() -> None:
    total = built().page_count
    for number, text in enumerate(reading().artifacts, start=1):
        assert f"Page {number} of {total}" in text
        assert "2.5 Clinical Overview" in text
        assert "Cabozantinib in neuroendocrine tumours" in text
        assert "Draft" in text
    final = write(of(p("x")), options(draft=False))
    assert all("Draft" not in text for text in read(final.data).artifacts)


def test_values_have_the_page_on_which_they_are_drawn() -> None:
    written = write(of(p(v("a", "3.0")), PageBreak(AT), p(v("b", "11.4"))), options())
    assert list(written.places.values()) == ["page 2", "page 3"]


def test_words_that_announce_a_list_stand_with_its_first_item() -> None:
    items = BulletList(tuple(Item((p("item"),)) for _ in range(3)), AT)
    for lines in range(30, 36):
        blocks: tuple[Block, ...] = (
            *(p("x") for _ in range(lines)),
            p("It could change in two ways:"),
            items,
        )
        chunks = read(write(of(*blocks), options()).data).chunks
        pages = {chunk.text: chunk.page for chunk in reversed(chunks)}
        assert pages["It could change in two ways:"] == pages["item"]


def test_a_short_list_of_abbreviations_is_on_one_page() -> None:
    used = tuple(Abbreviation(n, f"A{n}", f"form {n}", f"A{n}") for n in range(1, 9))
    for lines in range(26, 36):
        before = (p("x") for _ in range(lines))
        blocks: tuple[Block, ...] = (*before, AbbreviationList("Short forms", AT), PageBreak(AT))
        chunks = read(write(of(*blocks, Paragraph(used, AT)), options()).data).chunks
        pages = {chunk.text: chunk.page for chunk in reversed(chunks)}
        assert len({pages[one] for one in ("Short forms", "A1 form 1", "A8 form 8")}) == 1


def test_a_reference_is_on_one_page_and_neither_the_first_nor_the_last_alone() -> None:
    whole = sample().document
    references = next(one for one in whole.sections if one.label == "sec-2.5.7")
    for lines in range(20, 40):
        blocks = (*(p("x") for _ in range(lines)), *references.blocks)
        resolved = resolve(replace(whole, front=(), sections=(replace(references, blocks=blocks),)))
        written = write(resolved, options())
        begins = [written.pages[reference_label(key)] for key in resolved.bibliography]
        links = {c.text.strip(): c.page for c in read(written.data).chunks if c.tag == "Link"}
        numbers = [int(key.rpartition("-20")[2]) for key in resolved.bibliography]
        assert [links[f"doi:10.1000/{n}"] for n in numbers] == begins
        assert begins[0] == begins[1] and begins[-1] == begins[-2]
