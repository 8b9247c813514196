"""Values in the footnotes of an edited file: found by verify, brought up to date by refresh."""

from copy import deepcopy
from pathlib import Path

import pytest

from assembler.review.edited import Edited
from assembler.review.states import Finding, State
from assembler.review.verify import verify
from assembler.write.docx.read import read_docx
from assembler.write.docx.xml import Element, qn, val
from tests.acceptance.study import Copy
from tests.review.changes import accepted, built_anew, docx_of, kinds, refreshed
from tests.review.cuts import NEW_RATIO, RATIO, second_cut
from tests.review.edits import Edit, delete, overtype, text_run
from tests.review.test_refresh_around import other_side
from tests.review.test_refresh_citations import cited_first
from tests.review.test_refresh_office import SOFFICE, run
from tests.review.test_verify import allowed
from tests.write.docx.opened import edited, part, remove, words

NOTES = "word/footnotes.xml"
SECTION = "templates/mini-report/sections/efficacy.md"
TYPED = """

All this is early[^cut], as the [placebo](https://example.com/arm) arm shows^[{{ product.inn }} is
early too.].

[^cut]: In {{ trial.cohorts["main"].n }} patients the hazard ratio was
  {{ analysis.comparison | ratio_ci }} [@roe-2021]; see [](#sec-2.5.5) and <https://example.com/x>.
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The mini report with two footnotes in its section on efficacy, as it was built."""
    return docx_of(with_footnotes(Copy.of_mini(tmp_path_factory.mktemp("noted") / "mini")))


@pytest.fixture
def noted(mini: Copy) -> Copy:
    """The same as a copy, to be changed."""
    return with_footnotes(mini)


def with_footnotes(copy: Copy) -> Copy:
    copy.append(SECTION, TYPED)
    copy.build(formats=("docx",))
    return copy


def found(data: bytes) -> tuple[Finding, ...]:
    """What verify finds that makes a difference."""
    opened = Edited(data)
    findings = verify(opened.read, opened.evidence, allowed()).findings
    return tuple(finding for finding in findings if not finding.is_note)


def in_notes(data: bytes, edit: Edit) -> bytes:
    """The file after an edit of its footnotes."""
    return edited(data, edit, NOTES)


def note(root: Element, identity: str) -> Element:
    """A footnote of the part."""
    return next(one for one in root.iter(qn("footnote")) if one.get(qn("id")) == identity)


def lines(data: bytes) -> list[str]:
    """The footnotes as they stand, where they are read."""
    return [p.text.strip() for p in read_docx(data).paragraphs if p.place == "footnote"]


def test_what_was_built_is_clean(data: bytes) -> None:
    assert found(data) == ()


def test_a_footnote_is_read_behind_the_paragraph_that_marks_it(data: bytes) -> None:
    read = read_docx(data)
    at = next(n for n, p in enumerate(read.paragraphs) if p.text.startswith("All this is early"))
    marking, first, second, after = read.paragraphs[at : at + 4]
    assert (first.place, second.place, after.place) == ("footnote", "footnote", "body")
    assert first.text.strip().startswith("In 120 patients the hazard ratio was 0.40")
    assert second.text.strip() == "fictivinib is early too."
    assert [marking.text[:mark][-5:] for mark in marking.marks] == ["early", "shows"]
    assert read.elsewhere and all(p.place != "footnote" for p in read.elsewhere)


def test_a_value_typed_over_in_a_footnote_is_found(data: bytes) -> None:
    findings = found(in_notes(data, overtype(RATIO, RATIO.replace("0.40", "0.41"))))
    (finding,) = (one for one in findings if one.state is not State.COPIES_DISAGREE)
    assert (finding.state, finding.old) == (State.OVERTYPED, RATIO)
    assert finding.section.startswith("2.5.4")
    assert finding.before.strip() == "In 120 patients the hazard ratio was"


def test_a_value_taken_out_of_a_footnote_is_found(data: bytes) -> None:
    (finding,) = found(in_notes(data, delete(RATIO)))
    assert finding.state is State.DELETED


def test_a_numeral_typed_into_a_footnote_is_found(data: bytes) -> None:
    (finding,) = found(in_notes(data, lambda root: text_run(note(root, "1")[-1], " That is 7.77.")))
    assert (finding.state, finding.new) == (State.NUMERAL_TYPED, "7.77")
    assert finding.section.startswith("2.5.4")


def unmark(root: Element) -> None:
    """Take the mark of the first footnote out of the body."""
    marks = root.iter(qn("footnoteReference"))
    remove(next(mark for mark in marks if mark.get(qn("id")) == "1"))


@pytest.mark.parametrize("with_its_words", [True, False])
def test_a_footnote_whose_mark_is_taken_out_is_gone(data: bytes, with_its_words: bool) -> None:
    gone = edited(data, unmark)
    if with_its_words:  # Word drops them when it saves the file
        gone = in_notes(gone, lambda root: remove(note(root, "1")))
    (finding,) = found(gone)
    assert finding.state is State.DELETED
    assert "gone, with the footnote in which they stood" in finding.message


def test_a_mark_that_a_tracked_change_deletes_is_pending(data: bytes) -> None:
    def strike(root: Element) -> None:
        run = next(root.iter(qn("footnoteReference"))).getparent()
        assert run is not None
        change = deepcopy(run)
        change.tag = qn("del")
        change[:] = [deepcopy(run)]
        run.addprevious(change)
        remove(run)

    (finding,) = found(edited(data, strike))
    assert finding.state is State.PENDING
    assert "deletes '120', " in finding.message


def test_a_footnote_of_somebodys_own_is_prose(data: bytes) -> None:
    def write(root: Element) -> None:
        own = deepcopy(note(root, "2"))
        own.set(qn("id"), "7")
        root.append(own)
        [*own.iter(qn("t"))][-1].text = "A thought of my own."

    def mark(root: Element) -> None:
        first = next(root.iter(qn("footnoteReference")))
        own = deepcopy(first)
        own.set(qn("id"), "7")
        first.addprevious(own)

    assert found(in_notes(edited(data, mark), write)) == ()


def settled(data: bytes) -> bytes:
    """The file with the changes accepted, in the body and in the footnotes."""

    def settle(root: Element) -> None:
        for gone in list(root.iter(qn("del"))):
            remove(gone)

    return in_notes(accepted(data), settle)


def test_refresh_brings_a_value_in_a_footnote_up_to_date(noted: Copy) -> None:
    data = docx_of(noted)
    second_cut(noted)
    result = refreshed(noted, data)
    assert not result.left
    assert [words(one) for one in part(result.data, NOTES).iter(qn("ins"))] == [NEW_RATIO]
    assert lines(settled(result.data)) == lines(built_anew(noted))
    assert found(settled(result.data)) == ()


def test_refresh_leaves_what_somebody_typed_in_a_footnote(noted: Copy) -> None:
    data = in_notes(docx_of(noted), overtype(RATIO, "about 0.4"))
    second_cut(noted)
    result = refreshed(noted, data)
    assert kinds(result.left) == ["overtyped"]
    assert "about 0.4" in "".join(lines(settled(result.data)))


def test_a_citation_in_a_footnote_is_renumbered_with_the_list(noted: Copy) -> None:
    data = docx_of(noted)
    assert any("[2]" in line for line in lines(data))
    cited_first(noted)
    result = refreshed(noted, data)
    assert any("[3]" in line for line in lines(settled(result.data)))
    assert lines(settled(result.data)) == lines(built_anew(noted))


def test_a_comment_on_a_footnote_stands_at_the_paragraph_that_marks_it(noted: Copy) -> None:
    data = docx_of(noted)
    other_side(noted)
    result = refreshed(noted, data)
    assert kinds(result.left).count("sentence") == 2
    marked = [
        words(paragraph)
        for paragraph in part(result.data).iter(qn("p"))
        if paragraph.find(qn("commentRangeStart")) is not None
    ]
    assert any(text.startswith("All this is early") for text in marked)
    assert part(result.data, NOTES).find(f".//{qn('commentReference')}") is None


def test_the_style_of_a_footnote_and_of_its_mark_are_words_own(data: bytes) -> None:
    first = note(part(data, NOTES), "1")[0]
    assert val(first, "pPr/pStyle") == "FootnoteText"
    assert val(first[1], "rPr/rStyle") == "FootnoteReference"
    mark = next(part(data).iter(qn("footnoteReference"))).getparent()
    assert val(mark, "rPr/rStyle") == "FootnoteReference"


@pytest.mark.office
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_after_a_save_by_libreoffice_the_values_of_all_footnotes_are_known(tmp_path: Path) -> None:
    copy = Copy.of_mini(tmp_path / "mini")
    copy.append(
        SECTION, '\nAnother one^[Of {{ trial.cohorts["main"].n }} patients [@doe-2020].].\n'
    )
    data = docx_of(with_footnotes(copy))
    (tmp_path / "in.docx").write_bytes(data)
    out = tmp_path / "out"
    run(tmp_path, "--convert-to", "docx", "--outdir", str(out), str(tmp_path / "in.docx"))
    saved = (out / "in.docx").read_bytes()
    assert lines(saved) == lines(data)
    assert found(saved) == ()
    overtyped = in_notes(saved, lambda root: type_over(root, "120", "119"))
    assert {one.state for one in found(overtyped)} == {State.OVERTYPED, State.COPIES_DISAGREE}


def type_over(root: Element, old: str, new: str) -> None:
    """Other words in the first run that says `old`."""
    next(t for t in root.iter(qn("t")) if t.text == old).text = new
