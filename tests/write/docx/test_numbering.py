"""Numbers that Word computes are those of the model."""

from dataclasses import replace
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assembler.document.nodes import Section
from assembler.document.walk import sections_of
from assembler.resolve.resolve import Resolved, resolve
from assembler.write.docx.labels import ListNumbers
from assembler.write.docx.numbering import (
    HEADINGS,
    NOTE_BULLETS,
    NOTE_ORDERED,
    Lists,
    define_lists,
    plan_headings,
)
from assembler.write.docx.paragraphs import Properties, put_paragraph
from assembler.write.docx.read import read_docx
from assembler.write.docx.styles import NOTE_INDENT_POINTS
from assembler.write.docx.write import write
from assembler.write.docx.xml import qn, root, sub
from assembler.write.text.rooms import rooms
from tests.write.docx.opened import part
from tests.write.pdf.made import setter
from tests.write.sample import document, sample
from tests.write.short import inlines, look, options, p, section, see

Tree: TypeAlias = "dict[int, Tree]"


def outline(numbers: list[str]) -> Resolved:
    """A document whose sections have these numbers, each the child of its prefix."""

    def children(prefix: str) -> tuple[Section, ...]:
        depth = prefix.count(".") + 1
        mine = [n for n in numbers if n.startswith(f"{prefix}.") and n.count(".") == depth]
        return tuple(
            section(f"sec-{n}", n, inlines(f"On {n}"), (p(see(f"sec-{n}")),), *children(n))
            for n in mine
        )

    return resolve(replace(document(), subject=(), front=(), sections=children("2.5")))


def computed(resolved: Resolved) -> list[str]:
    """The headings' numbers as counted from the file's lists alone."""
    paragraphs = read_docx(write(resolved, options()).data).paragraphs
    return [p.number for p in paragraphs if p.style.startswith("Heading")]


def test_headings_count_as_the_model_says() -> None:
    expected = [n for label, n in sample().numbers.items() if label.startswith("sec-")]
    assert computed(sample()) == expected


def test_an_outline_without_jumps_needs_no_list_beside_the_styles() -> None:
    plain = plan_headings(outline(["2.5.4", "2.5.4.1", "2.5.4.2", "2.5.5"]))
    assert (plain.start, plain.overrides) == (4, ())


def test_a_jump_begins_a_list_of_its_own() -> None:
    plan = plan_headings(outline(["2.5.4", "2.5.4.1", "2.5.7", "2.5.8"]))
    assert plan.overrides == ({0: 7},)


def test_after_a_jump_inside_a_section_the_next_section_counts_on() -> None:
    numbers = ["2.5.4", "2.5.4.5", "2.5.4.5.2", "2.5.5", "2.5.5.1", "2.5.7"]
    assert computed(outline(numbers)) == numbers


def test_the_one_section_that_is_the_whole_document_has_its_number() -> None:
    (top,) = outline(["2.5.7"]).document.sections
    whole = resolve(replace(document(), subject=(), front=(), number="2.5.7", sections=(top,)))
    assert computed(whole) == ["2.5.7"]


TREES: st.SearchStrategy[Tree] = st.recursive(
    st.just({}), lambda inner: st.dictionaries(st.integers(1, 12), inner, max_size=4), max_leaves=12
)


@settings(max_examples=50)
@given(TREES)
def test_any_outline_counts_as_it_is_written(tree: Tree) -> None:
    numbers = listed("2.5", tree)
    resolved = outline(numbers)
    lists = Lists(plan_headings(resolved))
    numbering = root("numbering")
    define_lists(numbering, lists, look(), rooms(setter()))
    counted = ListNumbers(numbering, None)
    for level, one in sections_of(resolved.document.sections):
        num = lists.heading(one.label) or HEADINGS
        heading = put_paragraph(root("body"), "", Properties(number=(num, level - 1)))
        assert counted.of(heading).number == one.number


def listed(prefix: str, tree: Tree, depth: int = 0) -> list[str]:
    """The numbers of an outline of at most six levels, in reading order."""
    found: list[str] = []
    for number, inner in sorted(tree.items()) if depth < 6 else ():
        found += [f"{prefix}.{number}", *listed(f"{prefix}.{number}", inner, depth + 1)]
    return found


def test_ordered_lists_begin_where_they_should_and_references_count_from_one() -> None:
    data = write(sample(), options()).data
    labels = [(p.number, p.text) for p in read_docx(data).paragraphs if p.number]
    items = [f"{n} {text}" for n, text in labels if text.islower()]
    assert items == ["1. one", "2. two", "3. three", "4. four", "1. inner", "2. next", "5. five"]
    references = [n for n, text in labels if text.startswith("Author")]
    assert references == [f"{n}." for n in range(1, 13)]


@pytest.mark.parametrize(
    ("kind", "start", "expected"),
    [
        ("lowerLetter", 28, "bb."),
        ("upperLetter", 3, "C."),
        ("upperRoman", 1994, "MCMXCIV."),
        ("bullet", 1, ""),
        ("ordinal", 5, "5."),
    ],
)
def test_other_formats_of_edited_files_are_counted(kind: str, start: int, expected: str) -> None:
    numbering = root("numbering")
    level = sub(sub(numbering, "abstractNum", abstractNumId=1), "lvl", ilvl=0)
    for name, value in (("start", start), ("numFmt", kind), ("lvlText", "%1.")):
        sub(level, name, val=value)
    sub(sub(numbering, "num", numId=1), "abstractNumId", val=1)
    paragraph = put_paragraph(root("body"), "", Properties(number=(1, 0)))
    assert ListNumbers(numbering, None).of(paragraph).number == expected


def test_a_circle_of_styles_ends() -> None:
    styles = root("styles")
    for name, base in (("A", "B"), ("B", "A")):
        sub(sub(styles, "style", styleId=name), "basedOn", val=base)
    assert ListNumbers(None, styles).of(put_paragraph(root("body"), "A")).number == ""


def test_marks_in_a_note_stand_where_its_words_begin() -> None:
    """Else Word draws the frame of a note anew, further in."""
    levels = {
        abstract.get(qn("abstractNumId")): next(abstract.iter(qn("lvl")))
        for abstract in part(write(sample(), options()).data, "word/numbering.xml").iter(
            qn("abstractNum")
        )
    }
    for number in (NOTE_BULLETS, NOTE_ORDERED):
        indent = levels[str(number)].find(f"{qn('pPr')}/{qn('ind')}")
        assert indent is not None
        first = int(indent.get(qn("left"), "0")) - int(indent.get(qn("hanging"), "0"))
        assert first == NOTE_INDENT_POINTS * 20
