"""Files that were made to do harm, or are none of ours: refused or told of, never followed."""

from io import BytesIO
from pathlib import Path
from time import process_time
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from lxml import etree

from assembler.problems import ProblemsFound
from assembler.review.edited import Edited
from assembler.review.states import State
from assembler.write.docx.read import read_docx
from assembler.write.docx.xml import Element, qn, sub
from tests.acceptance.command import InProcess
from tests.review.changes import MAIN, member, with_member
from tests.review.edits import control_of, made, overtype, paragraph_of, text_run
from tests.review.test_verify import SAFETY, states, verified
from tests.write.docx.opened import edited

RELATIONS = "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def related(data: bytes, kind: str, target: str, *, external: bool = False) -> bytes:
    """The file with one more relationship of its body."""

    def edit(root: Element) -> None:
        namespace = etree.QName(root).namespace
        made = etree.SubElement(root, f"{{{namespace}}}Relationship", Id="rIdBad")
        made.set("Type", f"{OFFICE}/{kind}")
        made.set("Target", target)
        if external:
            made.set("TargetMode", "External")

    return edited(data, edit, RELATIONS)


@pytest.mark.parametrize(
    ("kind", "target", "external", "is_note"),
    [
        ("oleObject", "embeddings/oleObject1.bin", False, False),
        ("package", "embeddings/Book1.xlsx", False, False),
        ("control", "activeX/activeX1.xml", False, False),
        ("aFChunk", "chunk.html", False, False),
        ("chart", "charts/chart1.xml", False, False),
        ("diagramData", "diagrams/data1.xml", False, False),
        ("image", "https://example.org/track.png", True, False),
        ("hyperlink", "file:////server/share/x.exe", True, False),
        ("attachedTemplate", "file:///C:/Templates/Company.dotm", True, True),
    ],
)
def test_what_points_elsewhere_or_is_not_read_is_told(
    data: bytes, kind: str, target: str, external: bool, is_note: bool
) -> None:
    (found,) = verified(related(data, kind, target, external=external)).findings
    assert found.state is State.FOREIGN
    assert target in found.message
    assert found.is_note is is_note


def test_an_address_that_a_person_may_open_is_no_finding(data: bytes) -> None:
    linked = related(data, "hyperlink", "https://example.org", external=True)
    assert verified(linked).findings == ()


def test_a_macro_project_is_told(data: bytes) -> None:
    found = verified(with_member(data, b"x", "word/vbaProject.bin")).findings
    assert states(found) == [State.FOREIGN]
    assert "macro" in found[0].message


@pytest.mark.parametrize("code", ["DDEAUTO excel x y", " INCLUDETEXT \\\\server\\x", "dde a b"])
def test_a_field_that_fetches_something_is_told(data: bytes, code: str) -> None:
    def edit(root: Element) -> None:
        paragraph = paragraph_of(root, SAFETY)
        for kind in ("begin", "separate", "end"):
            sub(sub(paragraph, "r"), "fldChar", fldCharType=kind)
            if kind == "begin":
                sub(sub(paragraph, "r"), "instrText").text = code

    assert states(verified(made(data, edit)).findings) == [State.FOREIGN]


def test_contents_that_never_end_do_not_hide_the_rest(data: bytes) -> None:
    """The end of the field is cut away: what follows is still text."""

    def edit(root: Element) -> None:
        depth = 0
        for element in root.iter(qn("fldChar")):
            depth += {"begin": 1, "end": -1}.get(element.get(qn("fldCharType"), ""), 0)
            if depth == 0:
                element.set(qn("fldCharType"), "nothing")
                return

    found = verified(made(data, edit, overtype("120", "121")))
    assert State.OVERTYPED in states(found.findings)


def test_words_in_notes_and_running_heads_are_looked_at(data: bytes) -> None:
    def edit(root: Element) -> None:
        text_run(root[0], " Median 7.5 months")

    found = verified(edited(data, edit, "word/header1.xml")).findings
    assert states(found) == [State.NUMERAL_TYPED]
    assert found[0].message.startswith("in a header: '7.5'")


def test_numbers_in_an_equation_are_looked_at(data: bytes) -> None:
    math = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

    def edit(root: Element) -> None:
        run = etree.SubElement(paragraph_of(root, SAFETY), f"{math}oMath")
        etree.SubElement(etree.SubElement(run, f"{math}r"), f"{math}t").text = "HR = 0.5"

    assert states(verified(made(data, edit)).findings) == [State.NUMERAL_TYPED]


def test_a_sign_of_a_symbol_font_in_a_value_changes_it(data: bytes) -> None:
    def edit(root: Element) -> None:
        control = control_of(root, "p<0.0001")
        sub(next(control.iter(qn("r"))), "sym", font="Symbol", char="F0A3")

    assert states(verified(made(data, edit)).findings) == [State.OVERTYPED]


def test_a_picture_that_was_not_built_is_a_note(data: bytes) -> None:
    drawing = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"

    def edit(root: Element) -> None:
        inline = etree.SubElement(text_run(paragraph_of(root, SAFETY), ""), f"{drawing}inline")
        etree.SubElement(inline, f"{drawing}docPr", name="Picture 7")

    (found,) = verified(made(data, edit)).findings
    assert (found.state, found.is_note) == (State.FIGURE_ADDED, True)


def test_a_flattened_file_is_refused_in_a_clear_sentence(built: object, command: InProcess) -> None:
    from tests.acceptance.study import Copy

    assert isinstance(built, Copy)
    built.build(flatten=True, output=built.root / "flat")
    path = built.root / "flat" / "mini" / "mini-report.docx"
    ended = command("verify", path)
    assert ended.code == 1
    assert "was built with --flatten" in ended.err
    assert str(path) in ended.err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not a readable DOCX file"),
        (b"%PDF-1.7", "not a readable DOCX file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "protected by a password, or an old"),
    ],
)
def test_what_is_no_docx_is_refused(
    tmp_path: Path, command: InProcess, content: bytes, words: str
) -> None:
    path = tmp_path / "edited.docx"
    path.write_bytes(content)
    ended = command("verify", path)
    assert ended.code == 1
    assert words in ended.err
    assert "Traceback" not in ended.err


def test_a_file_in_strict_open_xml_is_refused_by_name(data: bytes) -> None:
    text = member(data).replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    with pytest.raises(ProblemsFound) as found:
        read_docx(with_member(data, text))
    assert "Strict Open XML" in found.value.problems[0].message


def test_names_of_parts_that_differ_in_capitals_only_are_refused(data: bytes) -> None:
    with pytest.raises(ProblemsFound) as found:
        read_docx(with_member(data, b"<a/>", MAIN.upper()))
    assert found.value.problems[0].rule == "docx.names-unique"


@pytest.mark.parametrize("nested", [False, True])
def test_thousands_of_anchors_of_one_value_are_read_in_linear_time(
    data: bytes, nested: bool
) -> None:
    def cost(times: int) -> float:
        def edit(root: Element) -> None:
            parent = paragraph = paragraph_of(root, SAFETY)
            for number in range(times):
                control = sub(parent, "sdt")
                sub(sub(control, "sdtPr"), "tag", val="143d9c75160df0b2")
                content = sub(control, "sdtContent")
                text_run(content, "120")
                sub(parent, "bookmarkStart", id=5000 + number, name="_v_143d9c75160df0b2")
                parent = content if nested and number % 80 else paragraph

        spoilt = made(data, edit)
        begun = process_time()
        verified(spoilt)
        return process_time() - begun

    cost(10)
    assert cost(4000) < 12 * cost(1000) + 1


def test_evidence_that_was_written_in_by_hand_does_not_break_the_reader(data: bytes) -> None:
    def edit(root: Element) -> None:
        for block in root.iter("{*}block"):
            block.set("anchors", "143d9c75160df0b2 5 900000")

    with pytest.raises(ProblemsFound) as found:
        Edited(edited(data, edit, "customXml/item1.xml"))
    assert found.value.problems[0].rule == "docx.evidence-whole"


def test_evidence_whose_lines_were_changed_is_refused(data: bytes) -> None:
    """Else somebody could make the file agree with itself."""

    def edit(root: Element) -> None:
        block = next(e for e in root.iter("{*}block") if "0.40" in (e.text or ""))
        block.text = (block.text or "").replace("0.40", "0.41")

    with pytest.raises(ProblemsFound) as found:
        Edited(edited(data, edit, "customXml/item1.xml"))
    assert found.value.problems[0].rule == "docx.evidence-whole"


def test_a_zip_within_limits_and_without_parts_is_refused(tmp_path: Path) -> None:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as made_zip:
        made_zip.writestr(MAIN, b"<w:document xmlns:w='urn:x'/>")
    with pytest.raises(ProblemsFound):
        Edited(buffer.getvalue())
