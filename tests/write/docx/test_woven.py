"""Footnotes among the paragraphs of the body: behind what marks them, never between the cells."""

from copy import deepcopy

from assembler.review.units import units
from assembler.write.docx.read import read_docx
from assembler.write.docx.write import write
from assembler.write.docx.xml import Element, qn
from tests.write.docx.opened import edited, words
from tests.write.sample import sample
from tests.write.short import options


def moved(into: str) -> bytes:
    """The sample with the mark of its second footnote in the paragraph that says `into`."""

    def move(root: Element) -> None:
        mark = [*root.iter(qn("footnoteReference"))][1].getparent()
        target = next(p for p in root.iter(qn("p")) if words(p) == into)
        assert mark is not None
        target.append(deepcopy(mark))
        held = mark.getparent()
        assert held is not None
        held.remove(mark)

    return edited(write(sample(), options()).data, move)


def test_a_footnote_that_somebody_marks_in_a_table_is_read_behind_the_table() -> None:
    read = read_docx(moved("Randomisation"))
    at = next(n for n, p in enumerate(read.paragraphs) if p.text.strip().startswith("Of 2.0"))
    note, before, after = read.paragraphs[at], read.paragraphs[at - 1], read.paragraphs[at + 1]
    assert note.place == "footnote"
    assert before.cell is not None and after.cell is None
    assert after.text.startswith("Source: invented")
    assert any(unit.text == "Randomisation\t2:1" for unit in units(read))


def test_occurrences_and_bookmarks_name_the_paragraphs_in_which_they_stand() -> None:
    for data in (write(sample(), options()).data, moved("Randomisation"), moved("one")):
        read = read_docx(data)
        for one in read.occurrences:
            if one.is_in_body:
                assert read.paragraphs[one.paragraph].text[one.begin : one.end] == one.text
        for name, mark in read.bookmarks.items():
            if name.startswith("_v_"):
                assert mark.text in read.paragraphs[mark.paragraph].text
        assert [one.paragraph for one in read.occurrences if one.is_in_body] == sorted(
            one.paragraph for one in read.occurrences if one.is_in_body
        )


def test_a_footnote_that_nothing_marks_is_left_out() -> None:
    def unmark(root: Element) -> None:
        for mark in list(root.iter(qn("footnoteReference"))):
            held = mark.getparent()
            assert held is not None
            held.remove(mark)

    read = read_docx(edited(write(sample(), options()).data, unmark))
    places = [p.place for p in (*read.paragraphs, *read.elsewhere)]
    assert "footnote" not in places
    assert not [one for one in read.occurrences if one.part == "word/footnotes.xml"]


def test_a_mark_is_a_place_in_the_words_and_no_word() -> None:
    read = read_docx(write(sample(), options()).data)
    marking = [p for p in read.paragraphs if p.marks]
    assert [p.text[: p.marks[0]] for p in marking] == [
        "First, with a value 16.7 months.",
        "The design is in Table\u00a01",
    ]
