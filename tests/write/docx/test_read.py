"""Reading files that people have edited, and refusing files that are none."""

import gc
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from assembler.document.nodes import ValueId
from assembler.problems import ProblemsFound
from assembler.write.docx import archive
from assembler.write.docx.evidence import NAMESPACE, evidence_of
from assembler.write.docx.opened import Open
from assembler.write.docx.read import read_docx
from assembler.write.docx.write import write
from assembler.write.docx.xml import Element, qn, sub
from tests.write.docx.opened import DOCUMENT, edited, text_run
from tests.write.sample import sample
from tests.write.short import options, value_id


@cache
def data() -> bytes:
    return write(sample(), options()).data


def zipped(**members: bytes) -> bytes:
    """A zip file of these members."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return buffer.getvalue()


def refused(content: bytes) -> str:
    """The rule by which reading refuses the file."""
    with pytest.raises(ProblemsFound) as found:
        read_docx(content)
    (problem,) = found.value.problems
    assert problem.remedy
    return problem.rule


def track(kind: str) -> Callable[[Element], None]:
    """An edit that marks the run of the value `16.7 months` as tracked."""

    def edit(root: Element) -> None:
        run = text_run(root, "16.7 months").getparent()
        assert run is not None
        content = run.getparent()
        assert content is not None
        content.remove(run)
        sub(content, kind, id=9001, author="A").append(run)
        if kind == "del":
            run[0].tag = qn("delText")

    return edit


def test_deleted_text_does_not_count_and_inserted_text_does() -> None:
    value = value_id("li.1")
    assert read_docx(edited(data(), track("del"))).by_tag()[value] == [""]
    assert read_docx(edited(data(), track("ins"))).by_tag()[value] == ["16.7 months"]


def test_a_value_typed_over_is_read_as_it_stands() -> None:
    def edit(root: Element) -> None:
        text_run(root, "16.7 months").text = "17.6 months"

    read = read_docx(edited(data(), edit))
    value = value_id("li.1")
    assert read.by_tag()[value] == read.by_title()[value] == ["17.6 months"]
    assert read.by_bookmark()[value] == ["17.6 months"]


def test_a_sentence_copied_shows_its_value_twice() -> None:
    def edit(root: Element) -> None:
        paragraph = next(text_run(root, "16.7 months").iterancestors(qn("p")))
        paragraph.addnext(deepcopy(paragraph))

    texts = read_docx(edited(data(), edit)).by_tag()[value_id("li.1")]
    assert texts == ["16.7 months", "16.7 months"]


def test_a_control_round_whole_paragraphs_is_read_too() -> None:
    def edit(root: Element) -> None:
        paragraph = next(text_run(root, "16.7 months").iterancestors(qn("p")))
        control = sub(root[0], "sdt")
        sub(sub(control, "sdtPr"), "tag", val="ours")
        content = sub(control, "sdtContent")
        paragraph.addprevious(control)
        content.append(paragraph)

    found = read_docx(edited(data(), edit)).by_tag()
    assert found[ValueId("ours")] == ["First, with a value 16.7 months.\n"]


def test_fields_are_read_with_code_and_result() -> None:
    fields = [f for p in read_docx(data()).paragraphs for f in p.fields]
    assert ("SEQ Table \\* ARABIC", "3") in {(f.instruction, f.result) for f in fields}


def test_evidence_comes_back_as_it_was_written() -> None:
    expected = evidence_of(sample(), options())
    assert read_docx(data()).evidence == expected
    hr = expected.values[value_id("hr")]
    assert (hr.text, hr.place) == ("0.27 (95%\u00a0CI: 0.14, 0.49)", "sec-2.5.4")
    assert hr.paths
    assert hr.source
    assert expected.citations[value_id("cite-2")] == ("author2-2002", "author3-2003")
    assert expected.versions["assembler"] == "0.1.0"
    assert any(b.kind == "row" and "Randomisation\t2:1" in b.text for b in expected.blocks)


def test_the_lines_as_built_say_where_each_anchor_stood() -> None:
    expected = evidence_of(sample(), options())
    stood = {a.id: b.text[a.begin : a.end] for b in expected.blocks for a in b.anchors}
    said = {value: e.text for value, e in expected.values.items()}
    assert {value: stood[value] for value in said} == said
    assert stood[value_id("cite-2")] == "[2,\u00a03]"
    assert set(stood) == set(said) | set(expected.citations)


def test_damaged_evidence_is_a_problem_with_a_remedy() -> None:
    def edit(root: Element) -> None:
        del root[1][0].attrib["id"]

    assert refused(edited(data(), edit, "customXml/item1.xml")) == "docx.evidence-whole"


def test_a_file_without_evidence_has_none() -> None:
    assert read_docx(write(sample(), options(flatten=True)).data).evidence is None


def test_what_is_no_zip_is_refused() -> None:
    assert refused(b"PK nothing") == "docx.opens"
    assert refused(b"") == "docx.opens"
    assert refused(data()[:4000]) == "docx.opens"


def test_a_zip_without_a_document_is_refused() -> None:
    assert refused(zipped(readme=b"x")) == "docx.opens"


def test_too_many_members_are_refused() -> None:
    members = {f"m{n}": b"" for n in range(archive.MEMBERS + 1)}
    assert refused(zipped(**members)) == "docx.members"


def test_a_member_too_large_is_refused_unread() -> None:
    assert refused(zipped(bomb=bytes(archive.MEMBER_BYTES + 1))) == "docx.size"


def test_a_member_that_unpacks_to_far_more_than_is_stored_is_refused() -> None:
    assert refused(zipped(bomb=bytes(2 * archive.RATIO_FROM_BYTES))) == "docx.ratio"


def test_members_too_large_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "TOTAL_BYTES", 1000)
    assert refused(data()) == "docx.size"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused() -> None:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as made:
        made.writestr(DOCUMENT, b"<a/>")
        made.writestr(DOCUMENT, b"<b/>")
    assert refused(buffer.getvalue()) == "docx.names-unique"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_doctype_is_refused(encoding: str) -> None:
    bomb = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE w [<!ENTITY a "aaa">'
        f'<!ENTITY b "&a;&a;">]><w:document xmlns:w="{qn("x")[1:-2]}">&b;</w:document>'
    )
    assert refused(zipped(**{DOCUMENT: bomb.encode(encoding)})) == "docx.no-doctype"


def test_xml_that_is_broken_is_refused() -> None:
    assert refused(zipped(**{DOCUMENT: b"<w:document"})) == "docx.well-formed"


def test_evidence_of_another_kind_is_left_alone() -> None:
    def edit(root: Element) -> None:
        root.tag = f"{{{NAMESPACE}}}other"

    assert read_docx(edited(data(), edit, "customXml/item1.xml")).evidence is None


def test_what_was_open_is_gone_without_a_search_for_circles() -> None:
    content = data()
    gc.disable()  # as a build does
    try:
        assert read_docx(content).controls
        assert not [one for one in gc.get_objects() if isinstance(one, Open)]
    finally:
        gc.enable()
