"""Rows of tables as text: what stands in the file is what elements would have written."""

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from assembler.document.nodes import ValueId
from assembler.resolve.resolve import resolve
from assembler.write.docx.anchors import Ledger, control, control_text
from assembler.write.docx.inlines import PLAIN
from assembler.write.docx.numbering import Lists, plan_headings
from assembler.write.docx.page import Stories
from assembler.write.docx.xml import as_text, inside, put_text, root, run_text, sub
from tests.write.sample import document

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]) | st.just("\r"))


def ledger() -> Ledger:
    return Ledger(Lists(plan_headings(resolve(document()))), Stories(("", ""), ("", "")))


@given(WORDS)
def test_words_as_text_are_those_of_an_element(text: str) -> None:
    paragraph = root("p")
    put_text(PLAIN.run(paragraph), text)
    assert run_text(text) == inside(paragraph)


@given(WORDS, st.sampled_from(["hazard_ratio", 'a "b" & <c>', "Größe"]))
def test_a_control_as_text_is_that_of_an_element(text: str, label: str) -> None:
    one, other, value = ledger(), ledger(), ValueId("0123456789abcdef")
    paragraph = root("p")
    for _ in range(2):
        with control(paragraph, value, label, one) as content:
            put_text(PLAIN.run(content), text)
    made = [control_text(value, label, run_text(text), other) for _ in range(2)]
    assert "".join(made) == inside(paragraph)
    assert (one.bookmarks, one.controls, one.places) == (
        other.bookmarks,
        other.controls,
        other.places,
    )


def test_an_element_as_text_leaves_its_namespaces_to_the_part() -> None:
    cell = root("tc")
    sub(sub(cell, "p"), "r")
    assert as_text(cell) == "<w:tc><w:p><w:r/></w:p></w:tc>"
    assert inside(etree.Element("p")) == ""
