"""Figures on pages: text as text with its role, what is told of them, what the self-check finds."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO

import pikepdf
import pytest

from assembler.document.figures import Drawing, words_of
from assembler.document.nodes import Block, Label, PageBreak, ReferenceList
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import text_of
from assembler.write.pdf.read import Reading, read
from assembler.write.pdf.write import differences, write
from assembler.write.written import Written
from tests.write.figures.drawn import curves, dots, figure, flow, forest, schema
from tests.write.pdf.made import of
from tests.write.short import AT, look, options, p, see, value_id

SENTENCE = p("See ", see("fig-forest"), " and ", see("fig-schema"), ".")

SENTENCE_WITHOUT = p("No figure here.")


def document(*more: Block) -> Resolved:
    first: tuple[Block, ...] = (SENTENCE, figure(schema(), "fig-schema"), *more)
    return of(*first, figure(forest()), ReferenceList(AT))


@cache
def built() -> Written:
    return write(document(), options())


@cache
def reading() -> Reading:
    return read(built().data)


def spoilt(change: Callable[[bytes], bytes]) -> list[str]:
    """The differences after a change of the content streams."""
    out = BytesIO()
    changed = False
    with pikepdf.open(BytesIO(built().data)) as pdf:
        for page in pdf.pages:
            data = page.obj.Contents.read_bytes()
            after = change(data)
            changed = changed or data != after
            page.obj.Contents.write(after)
        pdf.save(out)
    assert changed
    return differences(replace(built(), data=out.getvalue()), document(), options())


def test_the_file_says_what_the_model_says() -> None:
    assert differences(built(), document(), options()) == []


def test_curves_flows_and_dots_are_read_back_as_they_are_meant() -> None:
    kinds: tuple[Drawing, ...] = (curves(), flow(), dots())
    held = of(*(figure(one, f"fig-{n}") for n, one in enumerate(kinds)))
    assert differences(write(held, options()), held, options()) == []


def test_every_run_of_words_is_marked_as_part_of_its_figure() -> None:
    drawn = [figure(schema(), "fig-schema"), figure(forest())]
    words = [text_of(document(), w) for one in drawn for w in words_of(one.drawing)]
    said = [chunk.text for chunk in reading().chunks if chunk.tag == "Figure" and chunk.text]
    plain = [" ".join(text.replace("\x02", "-").split()) for text in said]  # a hyphen at an end
    assert plain == [" ".join(text.split()) for text in words]
    assert not [text for _, text in reading().unmarked if text.strip()]


def test_the_alternative_text_stands_in_the_file() -> None:
    assert reading().alternatives == [
        "fig-schema: 0.27 (0.14, 0.49); α ≥ β",
        "fig-forest: 0.27 (0.14, 0.49); α ≥ β",
    ]


def test_every_font_is_embedded() -> None:
    with pikepdf.open(BytesIO(built().data)) as pdf:
        fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)]
        named = [o for o in fonts if o.get("/Type") == pikepdf.Name.FontDescriptor]
        assert named and all("/FontFile2" in font for font in named)


def test_figures_are_numbered_on_their_own_and_referred_to() -> None:
    said = " ".join(" ".join(chunk.text for chunk in reading().chunks).split())
    assert "See Figure 2 and Figure 1" in said


def test_a_figure_stands_on_one_page_with_its_caption_and_notes() -> None:
    pages = {chunk.page for chunk in reading().chunks if "Cohort 1" in chunk.text}
    caption = next(c for c in reading().chunks if c.tag == "Caption" and "Figure" in c.text)
    assert pages == {caption.page} == {built().pages[Label("fig-schema")]}


def test_the_place_of_a_value_in_a_figure_is_its_page() -> None:
    page = built().pages[Label("fig-forest")]
    assert built().places[value_id("n.pnet")] == f"page {page}"


def test_the_list_of_figures_comes_only_with_figures() -> None:
    def contents(resolved: Resolved) -> str:
        chunks = read(write(resolved, options()).data).chunks
        return " ".join(c.text for c in chunks if c.tag in ("TOC", "TOCI"))

    assert "List of figures" in contents(document())
    assert "List of figures" not in contents(of(SENTENCE_WITHOUT))


def test_the_same_document_makes_the_same_bytes() -> None:
    assert write(document(), options()).data == built().data


@pytest.mark.parametrize(("old", "new"), [(b"(0.1) Tj", b"(0.3) Tj"), (b"(Placebo", b"(Pl4cebo")])
def test_a_word_changed_inside_a_figure_is_found(old: bytes, new: bytes) -> None:
    assert spoilt(lambda data: data.replace(old, new, 1))


def test_a_changed_alternative_text_is_found() -> None:
    (told, *_) = spoilt(lambda data: data.replace(b"0030002E00320037", b"0030002E00320038"))
    assert "alternative text" in told


def test_a_figure_that_fits_no_more_goes_to_the_next_page_whole() -> None:
    filler = [p("A sentence of some length that fills the page. " * 8) for _ in range(8)]
    resolved = of(*filler, figure(schema(), "fig-schema"), PageBreak(AT), SENTENCE_WITHOUT)
    written = write(resolved, options())
    assert differences(written, resolved, options()) == []
    assert written.pages[Label("fig-schema")] > written.pages[Label("sec-2.5.1")]


def test_letters_are_never_smaller_than_8_points() -> None:
    assert look().roles["table-cell"].size >= 8
    assert look().roles["table-head"].size >= 8
