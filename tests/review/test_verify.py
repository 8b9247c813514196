"""What people do to a built file: each edit is found with its state, and prose is not."""

from collections.abc import Iterable
from copy import deepcopy
from functools import cache

import pytest

from assembler.compose.numerals import Allowed, numerals_in
from assembler.pipeline import composed_today
from assembler.read import read_tree
from assembler.review.edited import Edited
from assembler.review.states import Finding, State, Verified
from assembler.review.verify import verify
from assembler.write.docx.evidence import Evidence, evidence_of
from assembler.write.docx.xml import Element, qn
from tests.acceptance.study import DOCUMENT, Copy
from tests.places import ROOT
from tests.review.changes import docx_of
from tests.review.cuts import RATIO
from tests.review.edits import (
    Edit,
    add_row,
    as_plain_text,
    comment_on,
    control_of,
    copy_paragraph,
    delete,
    delete_paragraph,
    drop_bookmark,
    drop_tags,
    empty,
    made,
    move_paragraph,
    move_value,
    overtype,
    paragraph_of,
    remove_column,
    remove_row,
    remove_table,
    restyle,
    reword,
    split_runs,
    text_box,
    track,
    track_deletion,
    track_move,
    type_at_end,
    type_paragraph,
    unwrap,
)
from tests.write.docx.opened import remove

SHARED = ROOT / "templates" / "shared"
OTHER = RATIO.replace("0.40", "0.41")
SENTENCE = "The hazard ratio for"
SAFETY = "No new signal was seen"
OWED = "[Author: appraise the safety]"


@cache
def allowed() -> Allowed:
    """The shipped list of numerals that need no record."""
    return numerals_in(read_tree(SHARED / "numerals.yaml", root=SHARED))


def verified(data: bytes, *edits: Edit) -> Verified:
    """What is found in the file after these edits."""
    edited = Edited(made(data, *edits))
    return verify(edited.read, edited.evidence, allowed())


def evidence_today(copy: Copy) -> Evidence:
    """The evidence of the mini report as the copy's records give it now."""
    return evidence_of(*composed_today(copy.study, DOCUMENT, copy.request().templates, draft=True))


def states(findings: Iterable[Finding]) -> list[State]:
    return [finding.state for finding in findings]


def test_what_was_built_is_clean(data: bytes) -> None:
    found = verified(data)
    assert found.findings == ()
    assert found.anchored == found.unchanged == 23


PROSE: dict[str, tuple[Edit, ...]] = {
    "a sentence is reworded": (reword(SENTENCE, "We saw that the ratio of the hazards for"),),
    "a sentence is added": (type_at_end(SAFETY, " That is good news for patients."),),
    "a paragraph is added": (type_paragraph(SAFETY, "By RECIST 1.1, in Phase 3, of VEGFR2."),),
    "a paragraph without values is taken out": (delete_paragraph("Prepared from"),),
    "another style, in bold": (restyle(SENTENCE, "Quote"),),
    "runs are split": (split_runs,),
    "runs are split after words were changed": (reword("was studied", "was tried"), split_runs),
    "a comment": (comment_on(SENTENCE),),
    "tags are lost": (drop_tags,),
    "a bookmark is lost": (drop_bookmark("p<0.0001"),),
    "a blank for a no-break space": (overtype(RATIO, RATIO.replace("\u00a0", " ")),),
    "a heading is reworded": (reword("Overview of Safety", "What is known of safety"),),
}


@pytest.mark.parametrize("edits", PROSE.values(), ids=list(PROSE))
def test_prose_is_no_finding(data: bytes, edits: tuple[Edit, ...]) -> None:
    assert verified(data, *edits).findings == ()


NOTES: dict[str, tuple[tuple[Edit, ...], list[State]]] = {
    "a sentence is copied": ((copy_paragraph(SENTENCE),), [State.DUPLICATED]),
    "a paragraph goes to another section": (
        (move_paragraph(SENTENCE, SAFETY),),
        [State.MOVED],
    ),
    "a value goes to another paragraph": ((move_value("120", SAFETY),), [State.MOVED]),
    "a tracked move to another section": (
        (track_move(SENTENCE, SAFETY),),
        [State.MOVED],
    ),
    "a control is removed": ((unwrap("p<0.0001"),), [State.BY_BOOKMARK]),
    "a tracked change says what was built": ((track("120", "120"),), [State.PENDING]),
    "the author's text is written": ((overtype(OWED, "It is as expected."),), [State.WRITTEN]),
    "the author's text is written over all": ((delete_paragraph(OWED),), [State.WRITTEN]),
}


@pytest.mark.parametrize(("edits", "expected"), NOTES.values(), ids=list(NOTES))
def test_what_makes_no_difference_is_a_note(
    data: bytes, edits: tuple[Edit, ...], expected: list[State]
) -> None:
    found = verified(data, *edits)
    assert states(found.notes) == expected
    assert found.differences == ()


DIFFERENCES: dict[str, tuple[tuple[Edit, ...], list[State]]] = {
    "a value is typed over": ((overtype(RATIO, OTHER),), [State.OVERTYPED]),
    "a value in a table is typed over": ((overtype("30", "31"),), [State.OVERTYPED]),
    "a value in the reference's cluster": (
        (overtype("[1,\u00a02]", "[1]"),),
        [State.CITATION_CHANGED],
    ),
    "a value is deleted": ((delete("p<0.0001"),), [State.DELETED]),
    "a control is emptied": ((empty("p<0.0001"),), [State.DELETED]),
    "a paragraph with values is deleted": ((delete_paragraph(SENTENCE),), [State.DELETED]),
    "a tracked change of a value": ((track(RATIO, OTHER),), [State.PENDING]),
    "a tracked deletion of a value": ((track(RATIO, ""),), [State.PENDING]),
    "a tracked deletion of a paragraph": ((track_deletion(SENTENCE),), [State.PENDING]),
    "control and bookmark are lost": ((as_plain_text("p<0.0001"),), [State.UNLINKED]),
    "they are lost and the text is changed": (
        (as_plain_text("p<0.0001"), reword("p<0.0001", "p=0.03")),
        [State.UNLINKED],
    ),
    "a row is deleted": ((remove_row("Median"),), [State.ROWS_REMOVED]),
    "a table is deleted": ((remove_table("Median"),), [State.TABLE_REMOVED]),
    "a row is added": ((add_row("Median", "Mean", "3.1", "1.6"),), [State.ROWS_ADDED]),
    "a citation is deleted": ((delete("[1,\u00a02]"),), [State.CITATION_REMOVED]),
    "a reference is deleted": ((delete_paragraph("Roe Society"),), [State.REFERENCE_REMOVED]),
    "a heading is deleted": (
        (delete_paragraph("Results of the main cohort"),),
        [State.HEADING_REMOVED],
    ),
    "a number in prose": ((type_at_end(SAFETY, " In 45%."),), [State.NUMERAL_TYPED]),
    "a number in a new paragraph": ((type_paragraph(SAFETY, "In 45."),), [State.NUMERAL_TYPED]),
    "a number in a text box": ((text_box(SAFETY, "In 45."),), [State.NUMERAL_TYPED]),
    "a number in an author's text": (
        (overtype(OWED, "It was 12.5%."),),
        [State.NUMERAL_TYPED],
    ),
    "a digit behind a control": (
        (reword(" was studied in ", " was studied in 1"),),
        [State.NUMERAL_TYPED],
    ),
}


@pytest.mark.parametrize(("edits", "expected"), DIFFERENCES.values(), ids=list(DIFFERENCES))
def test_each_difference_is_found_with_its_state_and_nothing_else(
    data: bytes, edits: tuple[Edit, ...], expected: list[State]
) -> None:
    found = verified(data, *edits)
    assert states(found.differences) == expected
    assert all(finding.remedy for finding in found.differences)


def test_an_overtyped_value_says_old_new_record_source_and_place(data: bytes) -> None:
    (found,) = verified(data, overtype(RATIO, OTHER)).findings
    assert (found.old, found.new) == (RATIO, OTHER)
    assert found.path == "efficacy.analyses.pfs-main.comparison.hazard_ratio"
    assert found.source.startswith("report, Table 14.2.1")
    assert found.section == "2.5.4.1 Results of the main cohort"
    assert found.before.endswith("(PFS) was ") and found.behind.startswith(", p<0.0001")
    assert found.marked == OTHER and not found.is_built


def test_several_values_of_one_paragraph_that_is_gone_are_one_finding(data: bytes) -> None:
    (found,) = verified(data, delete_paragraph(SENTENCE)).findings
    assert len(found.values) == 3
    assert found.is_built and found.behind.startswith(SENTENCE)


def test_a_column_that_is_gone_is_one_finding(data: bytes) -> None:
    edits = [remove_row("p-value"), remove_column("Median", 2)]
    found = verified(data, *edits).differences
    assert states(found) == [State.DELETED, State.DELETED, State.ROWS_REMOVED]


def test_copies_that_do_not_agree_are_a_difference(data: bytes) -> None:
    found = verified(data, copy_paragraph(SENTENCE, (RATIO, OTHER)))
    assert states(found.differences) == [State.OVERTYPED, State.DUPLICATED]
    assert states(found.notes) == [State.DUPLICATED]


def test_one_fact_in_two_places_must_read_the_same_in_both(data: bytes) -> None:
    found = verified(data, overtype("investigator assessment", "central review"))
    assert states(found.differences) == [State.OVERTYPED, State.COPIES_DISAGREE]
    disagree = found.differences[1]
    assert len(disagree.values) == 2
    assert "'investigator assessment' in 2.5.4.1" in disagree.message


def test_one_fact_changed_alike_everywhere_still_agrees(data: bytes) -> None:
    change = overtype("investigator assessment", "central review")
    found = verified(data, change, change)
    assert states(found.differences) == [State.OVERTYPED, State.OVERTYPED]


def test_a_paragraph_that_is_cut_in_two_has_moved_nothing(data: bytes) -> None:
    """Its second half is a paragraph of its own, with its values."""

    def cut(root: Element) -> None:
        first = paragraph_of(root, SENTENCE)
        control = control_of(root, "p<0.0001")
        second = deepcopy(first)
        for child in list(second):
            if child.tag != qn("pPr"):
                second.remove(child)
        begin = control.getprevious()
        assert begin is not None
        second.extend([begin, *begin.itersiblings()])
        first.addnext(second)

    assert verified(data, cut).findings == ()


def test_two_paragraphs_made_one_have_moved_nothing(data: bytes) -> None:
    def join(root: Element) -> None:
        first = paragraph_of(root, "people have the disease")
        second = paragraph_of(root, SAFETY)
        second.extend([child for child in first if child.tag != qn("pPr")])
        remove(first)

    assert verified(data, join).findings == ()


def test_a_typed_numeral_names_the_value_that_is_near(data: bytes) -> None:
    (found,) = verified(data, type_at_end(SAFETY, " The ratio was 0.42.")).findings
    assert found.near == "efficacy.analyses.pfs-main.comparison.hazard_ratio"
    assert f"near it is '{RATIO}'" in found.message
    assert (found.marked, found.values) == ("0.42", ())


def test_many_typed_numerals_of_one_paragraph_are_one_finding(data: bytes) -> None:
    (found,) = verified(data, type_at_end(SAFETY, " Of 11, 12, 13, 14, 15 and 16.")).findings
    assert "6 numerals" in found.message


def test_an_unlinked_value_says_what_stands_in_its_place(data: bytes) -> None:
    plain = as_plain_text("p<0.0001")
    (same,) = verified(data, plain).findings
    assert (same.new, same.marked) == ("p<0.0001", "p<0.0001")
    (other,) = verified(data, plain, reword("p<0.0001", "p=0.03")).findings
    assert (other.old, other.new) == ("p<0.0001", "p=0.03")


def test_citations_that_follow_the_list_are_a_note_and_others_a_difference(data: bytes) -> None:
    """The first reference is taken out: the second one is number 1 now."""

    def remove_first(root: Element) -> None:
        remove(paragraph_of(root, "Doe J"))

    found = verified(data, remove_first)
    assert states(found.differences) == [State.REFERENCE_REMOVED]
    assert "still cited as [1]" in found.differences[0].message


def test_a_cross_reference_whose_target_is_gone_is_broken(data: bytes) -> None:
    found = verified(data, delete_paragraph("Results of main cohort"))
    assert states(found.differences)[:1] == [State.CROSS_REFERENCE_BROKEN]
    assert found.differences[0].marked.replace("\u00a0", " ") == "Table 1"


def test_a_cross_reference_with_another_number_than_its_target_is_stale(data: bytes) -> None:
    def renumber(root: Element) -> None:
        paragraph = paragraph_of(root, SENTENCE)
        result = next(t for t in paragraph.iter(qn("t")) if t.text == "2.5.5")
        result.text = "2.5.6"

    (found,) = verified(data, renumber).findings
    assert found.state is State.CROSS_REFERENCE_STALE
    assert (found.old, found.new) == ("2.5.5", "2.5.6")


def test_an_author_who_writes_below_what_is_owed_changes_nothing(data: bytes) -> None:
    assert verified(data, type_paragraph("[Author", "It is as expected.")).findings == ()


def test_what_is_found_is_told_in_reading_order(data: bytes) -> None:
    found = verified(data, overtype("35", "36"), overtype(RATIO, OTHER), overtype("120", "121"))
    assert [finding.new for finding in found.findings] == ["121", OTHER, "36"]


def test_the_records_of_today_are_asked_too(built: Copy) -> None:
    data = docx_of(built)
    ratio, old = "hazard_ratio: 0.40", "hazard_ratio: 0.45"
    built.edit("study/efficacy.yaml", ratio, old)
    today = evidence_today(built)
    new = RATIO.replace("0.40", "0.45")

    def states_of(*edits: Edit) -> list[tuple[State, bool]]:
        edited = Edited(made(data, *edits))
        found = verify(edited.read, edited.evidence, allowed(), today).findings
        return [(f.state, f.is_note) for f in found if f.path.endswith("hazard_ratio")]

    table = (State.RECORD_CHANGED, False)
    assert states_of() == [(State.RECORD_CHANGED, False), table]
    assert states_of(overtype(RATIO, new)) == [(State.AS_RECORD, True), table]
    assert states_of(overtype(RATIO, OTHER)) == [(State.OVERTYPED, False), table]
    assert states_of(track(RATIO, new)) == [(State.PENDING, True), table]


def test_places_that_the_records_add_or_no_longer_print_are_told_once(built: Copy) -> None:
    data = docx_of(built)
    edited = Edited(data)
    same = verify(edited.read, edited.evidence, allowed(), evidence_today(built))
    assert same.findings == () and same.unchanged == same.anchored == 23
    built.edit(
        f"templates/{DOCUMENT}/sections/efficacy.md",
        "The data cut-off was {{ analysis.cut_off }}.",
        "Events: {{ analysis.arms['placebo'].events }}.",
    )
    found = verify(edited.read, edited.evidence, allowed(), evidence_today(built))
    assert states(found.differences) == [State.RECORD_ADDED, State.RECORD_GONE]
    assert found.differences[0].path.endswith("placebo.events")
    assert found.differences[1].path.endswith("cut_off")
