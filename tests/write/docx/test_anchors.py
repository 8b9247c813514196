"""Controls, titles, bookmarks: how a value stands in the file."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembler.document.nodes import Document, Label, ReferenceList, Row, Section, Value
from assembler.resolve.resolve import Resolved, resolve
from assembler.write.docx.anchors import (
    TITLE_LENGTH,
    label_bookmark,
    title,
    value_bookmark,
    value_of_bookmark,
    value_of_title,
)
from assembler.write.docx.evidence import evidence_of
from assembler.write.docx.read import ReadDocx, read_docx
from assembler.write.docx.write import differences, write
from assembler.write.docx.xml import Element, qn, val
from tests.resolve import documents
from tests.write.docx.opened import part
from tests.write.sample import document, sample
from tests.write.sample_tables import long_table, wide_table
from tests.write.short import cell, cite, inlines, options, section, v, value_id


@cache
def read() -> ReadDocx:
    return read_docx(write(sample(), options()).data)


@cache
def controls() -> tuple[Element, ...]:
    return tuple(part(write(sample(), options()).data).iter(qn("sdt")))


@pytest.mark.parametrize("how", ["by_tag", "by_title", "by_bookmark"])
def test_every_value_is_found_with_its_text(how: str) -> None:
    found = getattr(read(), how)()
    expected = {i: [e.text] for i, e in evidence_of(sample(), options()).values.items()}
    assert len(expected) > 400
    assert {i: found.get(i) for i in expected} == expected


def test_a_value_without_an_anchor_is_text() -> None:
    name = Value(value_id("inn"), "cabozantinib", anchored=False)
    made = resolve(_with(section("sec-2.5.4", "2.5.4", inlines("On ", name), ())))
    written = write(made, options())
    assert differences(written, made, options()) == []
    assert value_id("inn") not in read_docx(written.data).by_tag()


def test_controls_stand_in_paragraphs_and_never_in_each_other() -> None:
    for control in controls():
        parent = control.getparent()
        assert parent is not None
        assert parent.tag in (qn("p"), qn("hyperlink"))
        assert control.find(f".//{qn('sdt')}") is control.find(f".//{qn('p')}") is None


def test_controls_are_neither_locked_nor_bound() -> None:
    for control in controls():
        properties = control[0]
        assert properties.find(qn("lock")) is properties.find(qn("dataBinding")) is None


def test_a_bookmark_encloses_each_control() -> None:
    for control in controls():
        before, after = control.getprevious(), control.getnext()
        assert before is not None
        assert after is not None
        tag = val(control, "sdtPr/tag")
        assert (before.tag, before.get(qn("name"))) == (qn("bookmarkStart"), f"_v_{tag}")
        assert (after.tag, after.get(qn("id"))) == (qn("bookmarkEnd"), before.get(qn("id")))


def test_a_raised_value_is_rich_text_because_libreoffice_would_lower_it() -> None:
    kinds = {val(c, "sdtPr/tag"): c[0][-1].tag for c in controls()}
    assert kinds[value_id("exp")] == qn("richText")
    assert kinds[value_id("hr")] == qn("text")


def test_derived_text_has_no_controls() -> None:
    for paragraph in read().paragraphs:
        if paragraph.style.startswith(("TOC", "Tableof")):
            assert paragraph.controls == ()
    assert "Study design in 290 patients" in " ".join(p.text for p in read().paragraphs[:12])


@given(st.text(max_size=80))
def test_a_title_names_its_value_whatever_the_label(label: str) -> None:
    value = value_id("x")
    made = title(value, label)
    assert len(made) <= TITLE_LENGTH
    assert value_of_title(made) == value


def test_a_bookmark_of_a_value_names_it_and_others_name_none() -> None:
    value = value_id("x")
    assert value_of_bookmark(value_bookmark(value)) == value
    assert value_of_bookmark(label_bookmark(Label("tbl-x"))) is None
    assert value_of_title("Someone else's control") is None


@given(st.text("abcdefghij0123456789.-", min_size=1, max_size=80))
def test_bookmarks_of_labels_are_names_that_word_takes(label: str) -> None:
    name = label_bookmark(Label(label))
    assert len(name) <= 40
    assert name.replace("_", "a").isalnum()


def test_labels_that_differ_in_a_sign_have_bookmarks_of_their_own() -> None:
    assert label_bookmark(Label("sec-2.5-4")) != label_bookmark(Label("sec-2.5.4"))


def test_a_large_table_has_one_control_for_each_row() -> None:
    made = large()
    written = write(made, options())
    assert differences(written, made, options()) == []
    in_the_head = 1
    assert len(read_docx(written.data).by_tag()) == in_the_head + 1100
    first, second = value_id("r.7.0"), value_id("r.7.1")
    assert written.places[first] == written.places[second] == value_bookmark(first)
    evidence = read_docx(written.data).evidence
    assert evidence is not None
    assert evidence.rows[first] == (first, second)
    assert evidence.values[second].text == "7.1"


def test_the_head_of_a_continued_table_is_repeated_without_its_controls() -> None:
    written = write(large(), options())
    root = part(written.data)
    assert len(list(root.iter(qn("tbl")))) == 4
    tags = [val(s, "sdtPr/tag") for s in root.iter(qn("sdt"))]
    assert tags.count(value_id("head")) == 1
    words = ["".join(t.text or "" for t in r.iter(qn("t"))) for r in root.iter(qn("tr"))]
    assert words.count("TermN=93x") == 4


@cache
def large() -> Resolved:
    """1,100 rows of three columns: beyond the limit of cells, and cut into four tables."""
    rows = tuple(
        Row((cell(f"t {n}"), cell(v(f"r.{n}.0", f"{n}.0")), cell(v(f"r.{n}.1", f"{n}.1"))))
        for n in range(1100)
    )
    head = (Row((cell("Term"), cell("N=", v("head", "93")), cell("x"))),)
    table = replace(long_table(1), head=head, rows=rows)
    return resolve(_with(section("sec-2.5.4", "2.5.4", inlines("Safety"), (table,))))


def test_a_row_of_a_large_table_without_a_value_keeps_its_citation() -> None:
    name = Value(value_id("name"), "Alpha", anchored=False)
    rows = (*long_table(1020).rows, Row((cell("t"), cell(cite(1, 2)), cell(name))))
    table = replace(long_table(1), rows=rows)
    made = resolve(_with(section("sec-2.5.4", "2.5.4", inlines("Safety"), (table,))))
    written = write(made, options())
    assert differences(written, made, options()) == []
    tags = [val(s, "sdtPr/tag") for s in part(written.data).iter(qn("sdt"))]
    assert value_id("cite-1") in tags and value_id("name") not in tags


def test_a_blank_row_is_no_line_that_somebody_could_take_away() -> None:
    blank = Row((cell(), cell(), cell()))
    table = replace(long_table(1), rows=(*long_table(2).rows, blank))
    made = resolve(_with(section("sec-2.5.4", "2.5.4", inlines("Safety"), (table,))))
    rows = [block.text for block in evidence_of(made, options()).blocks if block.kind == "row"]
    assert len(rows) == 2


def _with(only: Section) -> Document:
    return replace(document(), subject=(), front=(), sections=(only,))


def test_a_reference_with_the_id_of_a_table_has_a_bookmark_of_its_own() -> None:
    table = wide_table()
    run = documents.p(documents.cite(table.label), documents.see(table.label))
    body = documents.section("x", run, table, ReferenceList(run.at))
    made = resolve(documents.document(body, references=(table.label,)))
    written = write(made, options())
    assert differences(written, made, options()) == []
    marks = part(written.data).iter(qn("bookmarkStart"))
    names = [mark.get(qn("name"), "") for mark in marks]
    assert sorted(names) == sorted(set(names))
