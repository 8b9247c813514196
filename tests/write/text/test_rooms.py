"""Room for numbers: the same in every format."""

from dataclasses import replace
from itertools import pairwise

import pytest

from assembler.document.nodes import Label
from assembler.resolve.resolve import Resolved, resolve
from assembler.write import differences, write
from assembler.write.docx.write import write as write_docx
from assembler.write.docx.xml import qn
from assembler.write.pdf.read import read as read_pdf
from assembler.write.text.rooms import Rooms, is_contents_apart, rooms
from tests.write.docx.opened import part, words
from tests.write.pdf.made import of as body
from tests.write.pdf.made import setter
from tests.write.sample import document, sample
from tests.write.sample_tables import design_table
from tests.write.short import inlines, options, p, section


def of(resolved: Resolved) -> Rooms:
    return rooms(setter(resolved))


def test_the_words_of_headings_begin_at_one_place_and_clear_of_the_widest_number() -> None:
    room = of(sample())
    assert room.headings[0] == room.headings[1] == room.headings[2]
    for name, level in (("2.5.4", 1), ("2.5.4.1", 2), ("2.5.4.1.2", 3)):
        role = ("heading-1", "heading-2", "heading-3")[level - 1]
        width = setter().text(name, role).width  # type: ignore[arg-type]
        assert room.heading(level, in_annex=False) >= width + 6


def test_a_level_without_a_section_has_room_for_its_number_too() -> None:
    deep = of(sample()).headings
    assert all(first <= second for first, second in pairwise(deep))


def test_a_document_without_sections_has_rooms() -> None:
    assert len(of(resolve(replace(document(), sections=()))).headings) == 6


def test_the_letters_of_annexes_have_a_room_of_their_own() -> None:
    annex = replace(section("annex-a", None, inlines("A"), (p("x"),)), is_annex=True)
    room = of(resolve(replace(document(), sections=(*document().sections, annex))))
    assert room.heading(1, in_annex=True) > room.heading(1, in_annex=False)
    assert room.headings == of(sample()).headings


def test_words_levels_hang_by_the_rooms() -> None:
    levels = part(write_docx(sample(), options()).data, "word/numbering.xml").iter(qn("lvl"))
    indent = next(levels).find(f"{qn('pPr')}/{qn('ind')}")
    assert indent is not None
    assert indent.get(qn("hanging")) == str(round(of(sample()).headings[0] * 20))


def test_titles_of_the_first_two_levels_of_the_contents_begin_at_one_place() -> None:
    contents = of(sample()).contents
    assert contents[1] == contents[2] + 12


def listed(sections: int, tables: int) -> Resolved:
    """A document of so many sections and tables."""
    made = tuple(replace(design_table(), label=Label(f"tbl-{n}")) for n in range(tables))
    more = (
        section(f"sec-2.5.{n}", f"2.5.{n}", inlines("More"), ()) for n in range(2, sections + 1)
    )
    plain = tuple(replace(one, rows=(), source=()) for one in made)
    return body(*plain, sections=tuple(more))


def test_contents_have_their_own_page_only_where_the_lists_do_not_fit_below() -> None:
    def apart(resolved: Resolved) -> bool:
        return is_contents_apart(setter(resolved), of(resolved))

    assert not apart(listed(10, 10))
    assert apart(listed(30, 20))
    assert not apart(listed(60, 20))
    assert not apart(listed(30, 0))


@pytest.mark.parametrize("fmt", ["docx", "pdf"])
def test_both_formats_begin_the_lists_on_a_new_page_alike(fmt: str) -> None:
    resolved = listed(30, 20)
    written = write(fmt, resolved, options())
    assert differences(fmt, written, resolved, options()) == []
    if fmt == "pdf":
        chunks = read_pdf(written.data).chunks
        titles = {chunk.text.strip(): chunk.page for chunk in chunks}
        assert titles["List of tables"] == titles["Contents"] + 1
    else:
        tree = part(written.data)
        title = next(p for p in tree.iter(qn("p")) if words(p) == "List of tables")
        assert title.find(f"{qn('pPr')}/{qn('pageBreakBefore')}") is not None
