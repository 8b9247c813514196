"""The self-check finds what is planted."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from assembler.write.docx.write import differences, write
from assembler.write.docx.xml import Element, put_text, qn, sub, val
from assembler.write.written import Written
from tests.write.docx.opened import around, edited, remove, text_run
from tests.write.sample import sample
from tests.write.short import options, value_id

HR = value_id("hr")


@cache
def written() -> Written:
    return write(sample(), options())


def found(edit: Callable[[Element], object], name: str = "word/document.xml") -> str:
    """The differences after an edit, as one text."""
    spoilt = replace(written(), data=edited(written().data, edit, name))
    return "\n".join(differences(spoilt, sample(), options()))


def control(root: Element) -> Element:
    return next(s for s in root.iter(qn("sdt")) if val(s, "sdtPr/tag") == HR)


def paragraph(root: Element, words: str) -> Element:
    return next(text_run(root, words).iterancestors(qn("p")))


def drop_field(root: Element) -> None:
    """A cross-reference turned into typed words."""
    code = next(c for c in root.iter(qn("instrText")) if " REF _l_tbl_pfs" in (c.text or ""))
    runs = list(around(around(code)))
    at = runs.index(around(code))
    for run in (runs[at - 1], runs[at], runs[at + 1], runs[at + 3]):
        remove(run)


def renumber(root: Element) -> None:
    start = next(e for e in root.iter(qn("start")) if e.get(qn("val")) == "4")
    start.set(qn("val"), "5")


def turn_round(root: Element) -> None:
    first = paragraph(root, "inner one")
    following = first.getnext()
    assert following is not None
    following.addnext(first)


PLANTED: dict[str, tuple[str, Callable[[Element], object]]] = {
    "a figure": ("0.72", lambda r: setattr(control(r)[1][0][1], "text", "0.72 (95%)")),
    "a word": ("ours", lambda r: setattr(text_run(r, "After the table."), "text", "ours")),
    "a paragraph lost": ("After the table.", lambda r: remove(paragraph(r, "After the table."))),
    "a paragraph too many": ("besides", lambda r: put_text(sub(sub(r[0], "p"), "r"), "more")),
    "a row lost": ("Randomisation", lambda r: remove(next(
        paragraph(r, "Randomisation").iterancestors(qn("tr"))))),
    "two items in another order": ("inner two", turn_round),
    "a tag": ("tag: the file lacks", lambda r: control(r)[0][1].set(qn("val"), "x")),
    "a title": ("title: the file lacks", lambda r: control(r)[0][0].set(qn("val"), "x")),
    "a bookmark": ("bookmark: the file lacks", lambda r: next(
        b for b in r.iter(qn("bookmarkStart")) if b.get(qn("name")) == f"_v_{HR}"
    ).set(qn("name"), "x")),
    "a contents entry": ("contents", lambda r: setattr(
        text_run(r, "Study design in 290 patients"), "text", "Design")),
    "a cross-reference typed": ("field: the file lacks", drop_field),
    "a target lost": ("points to no bookmark", lambda r: next(
        b for b in r.iter(qn("bookmarkStart")) if b.get(qn("name"), "").startswith("_l_tbl_pfs")
    ).set(qn("name"), "x")),
}  # fmt: skip


@pytest.mark.parametrize("what", PLANTED)
def test_a_planted_difference_is_found(what: str) -> None:
    words, edit = PLANTED[what]
    assert words in found(edit)


def test_a_number_that_word_would_count_otherwise_is_found() -> None:
    assert "2.5.5 Overview of efficacy" in found(renumber, "word/numbering.xml")


def test_evidence_that_says_otherwise_is_found() -> None:
    def edit(root: Element) -> None:
        root[1][0][0].text = "other"

    assert "evidence" in found(edit, "customXml/item1.xml")


def test_places_that_are_not_the_models_are_found() -> None:
    assert differences(replace(written(), places={}), sample(), options())


def test_one_lost_line_does_not_flood_the_report() -> None:
    edit = PLANTED["a paragraph lost"][1]
    assert len(found(edit).splitlines()) <= 31


def test_the_unspoilt_file_has_no_difference() -> None:
    assert found(lambda root: None) == ""
