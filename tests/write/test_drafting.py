"""Drafting notes in the files: who says them, where they stand, and what they leave as it is."""

from collections import Counter
from dataclasses import replace
from io import BytesIO

import pikepdf
import pypdfium2 as pdfium
import pytest

from assembler.document.nodes import Column, Comment, Inlines, Label, Row, Section, Table
from assembler.inspect.inspect import inspect
from assembler.inspect.profile import PROFILES
from assembler.resolve.resolve import Resolved, resolve
from assembler.write import WRITERS, differences, write
from assembler.write.docx.read import read_docx
from assembler.write.docx.xml import qn
from assembler.write.look import Look, load_look
from assembler.write.pdf.drafting import TAG
from assembler.write.pdf.read import read
from tests.acceptance.pages import extents
from tests.places import ROOT
from tests.write.docx.opened import part, words
from tests.write.sample import document
from tests.write.short import AT, cell, inlines, options, p, section

SAYS = "ICH M4E(R2) 2.5.4: Judge the evidence.\n– its weight\n– its limits"
EDGE = {"eu": 28.35, "us": 27.0}
"""What agencies ask to be left free at the right of the page: 1 cm, 3/8 inch."""


def looks(name: str) -> Look:
    """A shipped look."""
    return load_look(ROOT / "templates" / "looks", name)


def note(said: str = SAYS) -> Comment:
    """A drafting note."""
    return Comment(said, is_drafting=True)


def _noted(one: Section, content: Inlines) -> Section:
    return replace(one, title=(*one.title, *content))


def noted(*, with_notes: bool = True) -> Resolved:
    """The sample with notes at a heading, a paragraph, a caption, on a landscape page, in the
    front; or the same without them."""
    said = (note(),) if with_notes else ()
    whole = document()
    rows = tuple(Row((cell(f"row {n}"), cell("words"))) for n in range(3))
    columns, head = (Column(), Column()), (Row((cell("a"), cell("b"))),)
    turned = Table(
        Label("tbl-turned"), inlines("Turned", *said), columns, head, rows, (), (), (), True, AT
    )
    more = section("sec-2.5.9", "2.5.9", inlines("More", *said), (p("Words.", *said), turned))
    first, *others = whole.sections
    return resolve(
        replace(
            whole,
            front=(p("In front.", *said), *whole.front),
            sections=(_noted(first, said), *others, more),
        )
    )


COUNT = 5
MARKS = [f"D{number}" for number in range(1, COUNT + 1)]


@pytest.mark.parametrize("fmt", WRITERS)
@pytest.mark.parametrize("look", ["eu", "us"])
def test_a_file_with_notes_says_what_the_model_says(fmt: str, look: str) -> None:
    given = options(comments=True, look=looks(look))
    written = write(fmt, noted(), given)
    assert differences(fmt, written, noted(), given) == []


# --- Word


def test_word_has_them_as_comments_of_the_template_only_when_asked_for() -> None:
    asked = read_docx(write("docx", noted(), options(comments=True)).data)
    assert [(one.author, one.text) for one in asked.comments] == [("Template", SAYS)] * COUNT
    plain = read_docx(write("docx", noted(), options()).data)
    assert plain.comments == ()
    assert asked.paragraphs == plain.paragraphs


def test_the_range_of_a_note_is_its_whole_paragraph() -> None:
    other = Comment("Flag.")
    blocks = (p("One", other, " and two.", other, note()),)
    one = resolve(replace(document(), front=(), sections=(section("sec-a", "2.5.1", (), blocks),)))
    root = part(write("docx", one, options(comments=True)).data)
    (start,) = (e for e in root.iter(qn("commentRangeStart")) if e.get(qn("id")) == "2")
    (end,) = (e for e in root.iter(qn("commentRangeEnd")) if e.get(qn("id")) == "2")
    paragraph = start.getparent()
    assert paragraph is not None
    assert paragraph.index(start) == 1  # behind the properties
    assert paragraph.index(end) == len(paragraph) - 2
    assert words(paragraph) == "One and two."


def test_a_comment_that_says_something_else_is_found() -> None:
    given = options(comments=True)
    written = write("docx", noted(), given)
    found = differences("docx", written, noted(with_notes=False), given)
    assert any("the file has besides ('Template'" in one for one in found)


# --- PDF


@pytest.mark.parametrize("look", ["eu", "us"])
def test_notes_move_no_line_to_another_page(look: str) -> None:
    given = options(look=looks(look))
    noted_, plain = (write("pdf", noted(with_notes=one), given) for one in (True, False))
    assert noted_.pages == plain.pages
    assert noted_.places == plain.places
    assert noted_.page_count > plain.page_count
    before, after = (
        [(c.page, c.text.strip()) for c in read(one.data).chunks if c.tag != TAG]
        for one in (plain, noted_)
    )
    assert before == after


def test_every_note_has_a_mark_in_the_margin_and_an_entry_in_the_list() -> None:
    said = [c.text for c in read(write("pdf", noted(), options()).data).chunks if c.tag == TAG]
    assert said[:COUNT] == MARKS
    assert said[COUNT] == "Drafting notes"
    entries = [text for text in said if text.split()[0] in MARKS and text not in MARKS]
    assert entries[0] == "D1 Title page"
    assert entries[1].startswith("D2 2.5.4 ")
    assert entries[-1] == "D5 2.5.9 More"
    assert said.count("– its weight") == COUNT


@pytest.mark.parametrize("look", ["eu", "us"])
def test_a_mark_stands_in_the_margin_beside_its_line(look: str) -> None:
    page = looks(look).page
    data = write("pdf", noted(), options(look=looks(look))).data
    found = 0
    with pdfium.PdfDocument(data) as pdf:
        for sheet in pdf:
            text = sheet.get_textpage()
            for n in range(text.count_rects()):
                box = text.get_rect(n)
                if box[0] >= sheet.get_width() - page.right:
                    assert text.get_text_bounded(*box).strip() in MARKS
                    found += 1
                    beside = text.get_text_bounded(page.left, box[1], box[0] - 1, box[3])
                    assert beside.strip()
    assert found == COUNT
    for sheet in extents(data):
        assert sheet.right <= sheet.width - EDGE[look]


def test_mark_and_entry_lead_to_each_other() -> None:
    with pikepdf.open(BytesIO(write("pdf", noted(), options()).data)) as pdf:
        leads = Counter(
            str(link.Dest)
            for page in pdf.pages
            for link in page.obj.get("/Annots", ())
            if str(link.get("/Dest", "")).startswith("drafting:")
        )
        names = {str(name) for name in pikepdf.NameTree(pdf.Root.Names.Dests)}
    each = range(1, COUNT + 1)
    wanted = {f"drafting:{kind}-{n}" for kind in ("mark", "note") for n in each}
    assert leads == dict.fromkeys(wanted, 1)
    assert wanted | {"drafting:notes"} <= names


@pytest.mark.parametrize(("look", "agency"), [("eu", "ema"), ("us", "fda")])
def test_a_draft_with_notes_breaks_no_rule(look: str, agency: str) -> None:
    marked = section("sec-2.5.4", "2.5.4", inlines("Efficacy", note()), (p("Words.", note()),))
    whole = replace(document(), front=(), sections=(marked,))
    data = write("pdf", resolve(whole), options(look=looks(look))).data
    assert inspect("a.pdf", data, PROFILES[agency]) == []


def test_a_mark_that_is_not_drawn_is_found() -> None:
    given = options()
    written = write("pdf", noted(with_notes=False), given)
    assert any("D1" in one for one in differences("pdf", written, noted(), given))


# --- a final


@pytest.mark.parametrize("fmt", WRITERS)
def test_a_writer_puts_no_note_into_a_final_whatever_the_model_holds(fmt: str) -> None:
    given = options(draft=False, comments=True)
    written = write(fmt, noted(), given)
    assert written.data == write(fmt, noted(with_notes=False), given).data
    assert differences(fmt, written, noted(), given) == []
