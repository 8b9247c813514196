"""Files that were made to do harm, or that are merely odd: refused with a remedy, or refreshed."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from assembler.problems import ProblemsFound
from assembler.review.part import Part
from assembler.write.docx.read import read_docx
from assembler.write.docx.xml import Element, qn, sub
from tests.acceptance.study import Copy
from tests.review.changes import MAIN, docx_of, member, outside, refreshed, texts, with_member
from tests.review.test_refresh_around import other_side

EVIDENCE = "customXml/item1.xml"
TYPES = "[Content_Types].xml"
RELATIONS = "word/_rels/document.xml.rels"
Spoil = Callable[[bytes], bytes]


def tree(edit: Callable[[Element], object], name: str = MAIN) -> Spoil:
    """A spoiler that edits the tree of a part."""

    def spoil(data: bytes) -> bytes:
        root = etree.fromstring(member(data, name))
        edit(root)
        return with_member(data, etree.tostring(root), name)

    return spoil


def replacing(old: bytes, new: bytes, name: str = MAIN) -> Spoil:
    """A spoiler that replaces bytes of a part."""

    def spoil(data: bytes) -> bytes:
        content = member(data, name)
        assert old in content
        return with_member(data, content.replace(old, new), name)

    return spoil


def without(name: str) -> Spoil:
    """A spoiler that leaves a member out."""

    def spoil(data: bytes) -> bytes:
        buffer = BytesIO()
        with ZipFile(BytesIO(data)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
            for info in old.infolist():
                if info.filename != name:
                    new.writestr(info, old.read(info))
        return buffer.getvalue()

    return spoil


def twice(data: bytes) -> bytes:
    buffer = BytesIO(data)
    with pytest.warns(UserWarning, match="Duplicate"), ZipFile(buffer, "a") as zipped:
        zipped.writestr(MAIN, b"<a/>")
    return buffer.getvalue()


def control(root: Element) -> Element:
    """The control of the hazard ratio."""
    word = next(t for t in root.iter(qn("t")) if (t.text or "").startswith("0.40"))
    return next(word.iterancestors(qn("sdt")))


def deep(data: bytes) -> bytes:
    inner = b"<w:smartTag>" * 400 + b"</w:smartTag>" * 400
    return replacing(b"</w:body>", b"<w:p>" + inner + b"</w:p></w:body>")(data)


def utf16(data: bytes) -> bytes:
    text = member(data).decode().replace("UTF-8", "UTF-16")
    return with_member(data, text.encode("utf-16"))


def latin(data: bytes) -> bytes:
    text = member(data).decode().replace("UTF-8", "ISO-8859-1")
    return with_member(data, text.encode("ascii", "xmlcharrefreplace"))


def bomb(data: bytes) -> bytes:
    return with_member(data, bytes(70 * 2**20), "word/media/image1.png")


def strangers(root: Element) -> None:
    """A row that stands for values which the file does not have."""
    rows = next(e for e in root if str(e.tag).endswith("}rows"))
    row = etree.SubElement(rows, f"{{{etree.QName(root).namespace}}}row", anchor="0" * 16)
    etree.SubElement(row, f"{{{etree.QName(root).namespace}}}value", id="1" * 16)


REFUSED: dict[str, tuple[Spoil, str]] = {
    "nothing": (lambda data: b"", "docx.opens"),
    "no zip": (lambda data: b"PK nothing", "docx.opens"),
    "cut off": (lambda data: data[:-400], "docx.opens"),
    "no body": (without(MAIN), "docx.opens"),
    "two bodies": (twice, "docx.names-unique"),
    "zip bomb": (bomb, "docx.size"),
    "doctype": (
        replacing(b"<w:document ", b'<!DOCTYPE w [<!ENTITY a "aaa">]><w:document '),
        "docx.no-doctype",
    ),
    "broken": (replacing(b"</w:body>", b"</w:bod>"), "docx.well-formed"),
    "too deep": (deep, "docx.well-formed"),
    "UTF-16": (utf16, "docx.utf-8"),
    "Latin-1": (latin, "docx.utf-8"),
    "no evidence": (without(EVIDENCE), "docx.has-evidence"),
    "no relations": (without(RELATIONS), "docx.has-evidence"),
    "another document": (replacing(b'"mini-report"', b'"no-report"', EVIDENCE), "document.known"),
    "anchors outside the line": (
        replacing(b' anchors="', b' anchors="0000000000000000 7 9999 ', EVIDENCE),
        "docx.evidence-whole",
    ),
    "a row of strangers": (
        tree(strangers, EVIDENCE),
        "docx.evidence-whole",
    ),
    "no types": (replacing(b"<Override", b"<Other", TYPES), ""),
    "no types at all": (without(TYPES), "docx.well-formed"),
}


def nested(root: Element) -> None:
    """A control inside itself, and one that is inserted inside an insertion."""
    outer = control(root)
    content = outer.find(qn("sdtContent"))
    assert content is not None
    inner = etree.fromstring(etree.tostring(outer))
    content.append(inner)


def emptied(root: Element) -> None:
    content = control(root).find(qn("sdtContent"))
    assert content is not None
    content.clear()


def placeholder(root: Element) -> None:
    properties = control(root).find(qn("sdtPr"))
    assert properties is not None
    sub(properties, "showingPlcHdr")


def round_paragraphs(root: Element) -> None:
    """A control of the value's tag round a whole paragraph."""
    found = control(root)
    paragraph = next(found.iterancestors(qn("p")))
    outer = etree.Element(qn("sdt"))
    properties = found.find(qn("sdtPr"))
    assert properties is not None
    outer.append(etree.fromstring(etree.tostring(properties)))
    paragraph.addprevious(outer)
    sub(outer, "sdtContent").append(paragraph)


def boxed(root: Element) -> None:
    """The paragraph of the value, in a text box with its fallback."""
    paragraph = next(control(root).iterancestors(qn("p")))
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    holder = etree.Element(qn("p"))
    paragraph.addprevious(holder)
    alternate = etree.SubElement(sub(holder, "r"), f"{{{mc}}}AlternateContent")
    choice = etree.SubElement(alternate, f"{{{mc}}}Choice", Requires="wps")
    copy = etree.fromstring(etree.tostring(paragraph))
    sub(choice, "txbxContent").append(paragraph)
    sub(etree.SubElement(alternate, f"{{{mc}}}Fallback"), "txbxContent").append(copy)


def open_bookmark(root: Element) -> None:
    """A value without a control whose bookmark never ends."""
    found = control(root)
    run = next(found.iter(qn("r")))
    found.addprevious(run)
    for element in (found, found.getnext()):
        assert element is not None
        parent = element.getparent()
        assert parent is not None
        parent.remove(element)


def same_ids(root: Element) -> None:
    for element in root.iter(qn("bookmarkStart"), qn("bookmarkEnd")):
        element.set(qn("id"), "1")


def odd_ids(root: Element) -> None:
    for number, element in enumerate(root.iter(qn("proofErr"), qn("sdt"))):
        element.set(qn("id"), ("-1", "99999999999999999999", "x", "٣")[number % 4])


def inside_insertions(root: Element) -> None:
    found = control(root)
    run = next(found.iter(qn("r")))
    content = run.getparent()
    assert content is not None
    outer = sub(content, "ins", id=9, author="x", date="2024-07-02T12:00:00Z")
    sub(outer, "ins", id=10, author="y", date="2024-07-02T12:00:00Z").append(run)


def lost_fields(root: Element) -> None:
    for mark in list(root.iter(qn("fldChar")))[::3]:
        parent = mark.getparent()
        assert parent is not None
        parent.remove(mark)


READ: dict[str, Spoil] = {
    "a control in itself": tree(nested),
    "a control without content": tree(emptied),
    "a placeholder": tree(placeholder),
    "a control round paragraphs": tree(round_paragraphs),
    "a text box": tree(boxed),
    "a bookmark without end": tree(open_bookmark),
    "bookmarks of one id": tree(same_ids),
    "ids that are no numbers": tree(odd_ids),
    "insertions in insertions": tree(inside_insertions),
    "fields without end": tree(lost_fields),
    "a relation out of the file": replacing(
        b'Target="styles.xml"', b'Target="../../../../etc/passwd"', RELATIONS
    ),
    "comments that are not there": replacing(
        b"</Relationships>",
        b'<Relationship Id="c" Type="x/comments" Target="none.xml"/></Relationships>',
        RELATIONS,
    ),
    "a body with a comment": replacing(b"<w:body>", b"<!-- <w:p/> /> --><w:body><?pi /?>"),
    "text like a tag": replacing(b"<w:t>120</w:t>", b"<w:t>/></w:t>"),
    "data in brackets": replacing(b"<w:t>120</w:t>", b"<w:t><![CDATA[</w:t>]]></w:t>"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_a_remedy(name: str, built: Copy) -> None:
    spoil, rule = REFUSED[name]
    data = spoil(docx_of(built))
    other_side(built)
    if not rule:
        assert refreshed(built, data).is_changed
        return
    with pytest.raises(ProblemsFound) as found:
        refreshed(built, data)
    assert {problem.rule for problem in found.value.problems} == {rule}
    assert all(problem.remedy for problem in found.value.problems)


@pytest.mark.slow
@pytest.mark.parametrize("name", READ)
def test_it_is_refreshed_and_can_be_read_again(name: str, built: Copy) -> None:
    data = READ[name](docx_of(built))
    other_side(built)
    for accept in (False, True):
        result = refreshed(built, data, accept=accept, take_records=True)
        etree.fromstring(member(result.data))
        again = refreshed(built, result.data, accept=accept)
        assert again.data is result.data


@pytest.mark.slow
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_letter_typed_outside_the_anchors_is_kept(built: Copy, data: st.DataObject) -> None:
    file = docx_of(built)
    if "1.10" not in (built.study / "efficacy.yaml").read_text(encoding="utf-8"):
        other_side(built)
    root = etree.fromstring(member(file))
    free = [t for t in root.iter(qn("t")) if next(t.iterancestors(qn("sdt")), None) is None]
    word = data.draw(st.sampled_from(free))
    words = word.text or ""
    at = data.draw(st.integers(0, len(words)))
    word.text = words[:at] + data.draw(st.sampled_from("x7 é<&\u00a0–")) + words[at:]
    edited = with_member(file, etree.tostring(root))
    result = refreshed(built, edited)
    assert result.is_changed
    assert outside(result.data) == outside(edited)


def test_the_spans_of_a_part_are_its_elements(built: Copy) -> None:
    part = Part(MAIN, member(docx_of(built)))
    for element in part.root.iter("*"):
        said = part.data[slice(*part.span(element))]
        tag = etree.QName(element).localname.encode()
        assert said.startswith((b"<w:" + tag + b" ", b"<w:" + tag + b">", b"<w:" + tag + b"/>"))
        assert said.endswith((b"</w:" + tag + b">", b"/>"))
    assert read_docx(docx_of(built)).paragraphs
    assert texts(docx_of(built))
