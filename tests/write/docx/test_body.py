"""What is put by in bytes, and what stays in the tree: together the part as one tree would be."""

from copy import deepcopy
from io import BytesIO

from lxml import etree

from assembler.write.docx.body import put_by, whole
from assembler.write.docx.paragraphs import put_paragraph
from assembler.write.docx.styles import heading_style, style_id
from assembler.write.docx.xml import Element, put_text, root, serialised, sub
from tests.write.short import look

LOOK = look()
BODY, HEADING = style_id(LOOK, "body"), heading_style(LOOK, 1)


def begun(*styles: str) -> Element:
    """A body of paragraphs in these styles, each with its number and signs that XML escapes."""
    body = sub(root("document"), "body")
    for number, style in enumerate(styles):
        put_text(sub(put_paragraph(body, style), "r"), f" {number} <w:body> & </w:body> µ")
    return body


def test_the_bytes_are_those_of_one_tree() -> None:
    body, written = begun(BODY, HEADING, BODY, BODY, HEADING, HEADING), BytesIO()
    once = deepcopy(body.getroottree().getroot())
    put_by(body, LOOK, written)
    for style in (BODY, BODY, HEADING):
        for tree in (body, once[0]):
            put_paragraph(tree, style)
        put_by(body, LOOK, written)
    assert whole(body, written) == serialised(once)
    assert etree.fromstring(written.getvalue())[0].tag == body.tag


def test_the_last_headings_and_the_block_before_them_stay() -> None:
    body, written = begun(BODY, BODY, HEADING, BODY, HEADING, HEADING), BytesIO()
    last = [etree.tostring(one) for one in list(body)[3:]]
    put_by(body, LOOK, written)
    assert [etree.tostring(one) for one in body] == last


def test_headings_alone_stay() -> None:
    body, written = begun(HEADING, HEADING), BytesIO()
    put_by(body, LOOK, written)
    assert len(body) == 2 and not written.getvalue()


def test_a_body_of_which_nothing_was_put_by_is_whole() -> None:
    body = begun(BODY)
    assert whole(body, BytesIO()) == serialised(body.getroottree().getroot())
