"""What people have done to an edited file: typed over, split, copied, taken away."""

import pytest
from lxml import etree

from assembler.review.verify import verify
from assembler.write.docx.read import read_docx
from assembler.write.docx.xml import Element, qn, sub
from tests.acceptance.study import Copy
from tests.review.changes import (
    DATED,
    accepted,
    built_anew,
    control_of,
    edited_at,
    kinds,
    member,
    occurrence,
    of_value,
    outside,
    refreshed,
    rejected,
    texts,
    words_in,
)
from tests.review.cuts import NEW_RATIO, RATIO, second_cut
from tests.review.test_verify import allowed


def test_edited_prose_stays_as_it_is(built: Copy, data: bytes) -> None:
    edited = edited_at(data, "About ", lambda run: words_in(run, "In all some "))
    result = refreshed(second_cut(built), edited)
    assert set(kinds(result.items)) == {"value"}
    assert outside(result.data) == outside(edited)
    assert any(line.startswith("In all some 35") for line in texts(result.data))


def test_a_value_typed_over_is_left_and_said(built: Copy, data: bytes) -> None:
    edited = edited_at(data, "3.0", lambda run: words_in(run, "3.3"))
    result = refreshed(second_cut(built), edited)
    (left,) = result.left
    assert (left.kind, left.old, left.new) == ("overtyped", "3.3", "3.10")
    assert "3.3" in texts(result.data)
    again = refreshed(built, result.data)
    assert kinds(again.items) == ["overtyped"]
    assert again.data is result.data


def test_a_value_typed_over_is_said_though_its_record_is_the_same(built: Copy, data: bytes) -> None:
    edited = edited_at(data, "31", lambda run: words_in(run, "32"))
    result = refreshed(built, edited)
    assert kinds(result.left) == ["overtyped"]
    assert result.data is edited


def test_with_take_records_the_record_is_taken_as_a_tracked_change(
    built: Copy, data: bytes
) -> None:
    edited = edited_at(data, "3.0", lambda run: words_in(run, "3.3"))
    result = refreshed(second_cut(built), edited, take_records=True)
    taken = next(item for item in result.items if item.is_taken)
    assert (taken.old, taken.new) == ("3.3", "3.10")
    assert texts(accepted(result.data)) == texts(built_anew(built))
    assert texts(rejected(result.data)) == texts(edited)


def test_where_the_record_was_typed_by_hand_only_the_evidence_changes(
    built: Copy, data: bytes
) -> None:
    edited = edited_at(data, "31", lambda run: words_in(run, "32"))
    built.edit("study/efficacy.yaml", "events: 31", "events: 32")
    result = refreshed(built, edited)
    assert not result.items
    assert member(result.data) == member(edited)
    evidence = read_docx(result.data).evidence
    assert evidence is not None
    assert evidence.values[occurrence(result.data, "32").value].text == "32"


def pending(run: Element, text: str) -> None:
    """Type over a run with changes being tracked."""
    content = run.getparent()
    assert content is not None
    gone = sub(content, "del", id=9001, author="A Person", date=DATED)
    come = sub(content, "ins", id=9002, author="A Person", date=DATED)
    words = sub(sub(come, "r"), "t")
    words.text = text
    gone.append(run)
    run[-1].tag = qn("delText")


def test_a_persons_pending_change_is_left_and_said(built: Copy, data: bytes) -> None:
    edited = edited_at(data, "3.0", lambda run: pending(run, "3.3"))
    result = refreshed(second_cut(built), edited)
    (left,) = result.left
    assert (left.kind, left.old, left.new) == ("pending", "3.3", "3.10")
    assert b"3.3" in member(result.data)


def test_a_persons_pending_change_that_says_the_record_is_up_to_date(
    built: Copy, data: bytes
) -> None:
    edited = edited_at(data, "3.0", lambda run: pending(run, "3.10"))
    result = refreshed(second_cut(built), edited)
    assert not result.left
    assert "3.10" not in [item.new for item in result.items]


def test_with_take_records_a_pending_change_keeps_its_author(built: Copy, data: bytes) -> None:
    edited = edited_at(data, "3.0", lambda run: pending(run, "3.3"))
    result = refreshed(second_cut(built), edited, take_records=True)
    assert texts(accepted(result.data)) == texts(built_anew(built))
    assert texts(rejected(result.data)) == texts(data)
    root = etree.fromstring(member(result.data))
    nested = next(root.iter(qn("ins")), None)
    by_person = [e for e in root.iter(qn("ins")) if e.get(qn("author")) == "A Person"]
    assert nested is not None
    assert [child.tag for child in by_person[0]] == [qn("del")]


def split(run: Element) -> None:
    """What Word makes of a run in which somebody has typed: parts, marks, a bookmark."""
    content = run.getparent()
    assert content is not None
    words = run[-1].text or ""
    words_in(run, words[:2])
    run.set(qn("rsidR"), "00AB12CD")
    sub(content, "proofErr", type="spellStart")
    sub(content, "bookmarkStart", id=9100, name="mine")
    second = sub(sub(content, "r", rsidR="00EF34AB"), "t")
    second.text = words[2:]
    sub(content, "bookmarkEnd", id=9100)
    sub(content, "proofErr", type="spellEnd")


def test_runs_split_by_word_are_replaced_together(built: Copy, data: bytes) -> None:
    edited = edited_at(data, RATIO, split)
    result = refreshed(second_cut(built), edited)
    assert not result.left
    assert texts(accepted(result.data)) == texts(built_anew(built))
    assert texts(rejected(result.data)) == texts(data)
    control = control_of(result.data, NEW_RATIO)
    assert len(list(control.iter(qn("proofErr")))) == 2
    assert [e.get(qn("name")) for e in control.iter(qn("bookmarkStart"))] == ["mine"]


def test_the_new_words_have_the_properties_of_the_old_ones(built: Copy, data: bytes) -> None:
    def bold(run: Element) -> None:
        properties = sub(run, "rPr")
        run.insert(0, properties)
        sub(properties, "b")
        sub(properties, "vertAlign", val="superscript")

    result = refreshed(second_cut(built), edited_at(data, "3.0", bold))
    (inserted,) = control_of(result.data, "3.10").iter(qn("ins"))
    properties = inserted[0].find(qn("rPr"))
    assert properties is not None
    assert [child.tag for child in properties] == [qn("b"), qn("vertAlign")]


def test_a_copied_sentence_is_refreshed_with_its_original(built: Copy, data: bytes) -> None:
    from copy import deepcopy

    def copied(run: Element) -> None:
        paragraph = next(run.iterancestors(qn("p")))
        paragraph.addnext(deepcopy(paragraph))

    edited = edited_at(data, "p<0.0001", copied)
    result = refreshed(second_cut(built), edited)
    value = occurrence(data, "p<0.0001").value
    assert of_value(result.data, value) == ["p=0.0009", "p=0.0009"]


def test_a_value_whose_control_is_gone_is_found_by_its_bookmark(built: Copy, data: bytes) -> None:
    def unwrapped(run: Element) -> None:
        control = next(run.iterancestors(qn("sdt")))
        control.addprevious(run)
        control.getparent().remove(control)  # type: ignore[union-attr]

    result = refreshed(second_cut(built), edited_at(data, "p<0.0001", unwrapped))
    assert not result.left
    assert texts(accepted(result.data)) == texts(built_anew(built))


def without_marks(run: Element, *, keep_words: bool) -> None:
    """Take away the control and the bookmark of a value."""
    control = next(run.iterancestors(qn("sdt")))
    for neighbour in (control.getprevious(), control.getnext()):
        assert neighbour is not None
        neighbour.getparent().remove(neighbour)  # type: ignore[union-attr]
    if keep_words:
        control.addprevious(run)
    control.getparent().remove(control)  # type: ignore[union-attr]


@pytest.mark.parametrize(("keep_words", "kind"), [(True, "unlinked"), (False, "deleted")])
def test_a_value_without_an_anchor_is_said_when_it_has_changed(
    built: Copy, data: bytes, *, keep_words: bool, kind: str
) -> None:
    edited = edited_at(data, RATIO, lambda run: without_marks(run, keep_words=keep_words))
    left = refreshed(second_cut(built), edited).left
    assert [(item.kind, item.old, item.new) for item in left] == [(kind, RATIO, NEW_RATIO)]
    assert left[0].section == "2.5.4.1 Results of the main cohort"


@pytest.mark.parametrize("is_elsewhere", [False, True])
@pytest.mark.parametrize("words", ["", "p=0.03", "p<0.0001"])
def test_verify_and_refresh_say_the_same_of_a_lost_value(
    built: Copy, data: bytes, words: str, *, is_elsewhere: bool
) -> None:
    """Also where the words of the value stand somewhere else in the section."""

    def lost(run: Element) -> None:
        paragraph = next(run.iterancestors(qn("p")))
        without_marks(run, keep_words=bool(words))
        if words:
            words_in(run, words)
        if is_elsewhere:
            other = etree.SubElement(etree.Element(qn("p")), qn("r"))
            sub(other, "t").text = "As above, p<0.0001 was found."
            paragraph.addnext(other.getparent())  # type: ignore[arg-type]

    edited = edited_at(data, "p<0.0001", lost)
    read = read_docx(edited)
    assert read.evidence is not None
    said = [f.state for f in verify(read, read.evidence, allowed()).differences if f.old]
    (left,) = refreshed(second_cut(built), edited).left
    assert [str(state) for state in said] == [left.kind]


def test_a_value_without_an_anchor_is_not_said_while_it_is_the_same(
    built: Copy, data: bytes
) -> None:
    edited = edited_at(data, "31", lambda run: without_marks(run, keep_words=True))
    assert not refreshed(second_cut(built), edited).left


def test_a_control_that_holds_a_picture_is_left(built: Copy, data: bytes) -> None:
    edited = edited_at(data, "3.0", lambda run: sub(run, "drawing"))
    (left,) = refreshed(second_cut(built), edited).left
    assert (left.kind, left.why) == ("hindered", "a picture stands in it")


def test_a_deleted_value_is_left_deleted(built: Copy, data: bytes) -> None:
    def deleted(run: Element) -> None:
        content = run.getparent()
        assert content is not None
        sub(content, "del", id=9001, author="A Person", date=DATED).append(run)
        run[-1].tag = qn("delText")

    edited = edited_at(data, "3.0", deleted)
    (left,) = refreshed(second_cut(built), edited).left
    assert (left.kind, left.old, left.new) == ("deleted", "3.0", "3.10")
