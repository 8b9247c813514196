"""New records enter an edited file inside its anchors, and nowhere else."""

import json
from pathlib import Path

import pytest
from lxml import etree

from assembler.write.docx.read import read_docx
from assembler.write.docx.xml import Element, qn, sub
from tests.acceptance.command import InProcess
from tests.acceptance.study import Copy
from tests.review.changes import (
    DATED,
    MAIN,
    accepted,
    built_anew,
    docx_of,
    edited_at,
    kinds,
    member,
    occurrence,
    of_value,
    outside,
    refreshed,
    rejected,
    texts,
    with_member,
)

RATIO = "0.40\u00a0(95%\u00a0CI:\u00a00.25,\u00a00.64)"
NEW_RATIO = "0.45\u00a0(95%\u00a0CI:\u00a00.28,\u00a00.72)"


@pytest.fixture
def data(built: Copy) -> bytes:
    """The mini report as it was built."""
    return docx_of(built)


def second_cut(copy: Copy) -> Copy:
    """Other results: the hazard ratio with its interval, a p-value, a median."""
    copy.edit(
        "study/efficacy.yaml",
        'hazard_ratio: 0.40, interval: 0.25 to 0.64, level: 95%, p_value: "<0.0001"',
        'hazard_ratio: 0.45, interval: 0.28 to 0.72, level: 95%, p_value: "0.0009"',
    )
    copy.edit("study/efficacy.yaml", "median: 3.0 months", "median: 3.10 months")
    return copy


def more_patients(copy: Copy) -> Copy:
    """Another number of patients."""
    copy.edit("study/trial.yaml", "n: 120", "n: 121")
    return copy


def words_in(run: Element, text: str) -> None:
    """Type over the words of a run."""
    run[-1].text = text


def test_with_unchanged_records_the_bytes_are_the_same(built: Copy, data: bytes) -> None:
    result = refreshed(built, data)
    assert result.data is data
    assert not result.items
    assert not result.is_changed


def test_every_value_that_changed_is_replaced_and_no_other(built: Copy, data: bytes) -> None:
    result = refreshed(second_cut(built), data)
    assert {(item.old, item.new) for item in result.items} == {
        (RATIO, NEW_RATIO),
        ("p<0.0001", "p=0.0009"),
        ("3.0", "3.10"),
        ("0.40\u00a0(0.25,\u00a00.64)", "0.45\u00a0(0.28,\u00a00.72)"),
        ("<0.0001", "0.0009"),
    }
    assert set(kinds(result.items)) == {"value"}
    first = result.items[0]
    assert first.section == "2.5.4.1 Results of the main cohort"
    assert first.path == "efficacy.analyses.pfs-main.comparison.hazard_ratio"


def test_accepted_the_file_says_what_a_new_build_says(built: Copy, data: bytes) -> None:
    result = refreshed(more_patients(second_cut(built)), data)
    assert texts(accepted(result.data)) == texts(built_anew(built))


def test_rejected_the_file_says_what_it_said(built: Copy, data: bytes) -> None:
    result = refreshed(more_patients(second_cut(built)), data)
    assert texts(rejected(result.data)) == texts(data)


def test_outside_the_anchors_no_byte_is_another(built: Copy, data: bytes) -> None:
    result = refreshed(second_cut(built), data)
    assert member(result.data) != member(data)
    assert outside(result.data) == outside(data)


def test_other_members_keep_their_data(built: Copy, data: bytes) -> None:
    result = refreshed(second_cut(built), data)
    before, after = (read_members(one) for one in (data, result.data))
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {MAIN, "customXml/item1.xml"}


def read_members(data: bytes) -> dict[str, bytes]:
    """Everything in the file, in its order."""
    from io import BytesIO
    from zipfile import ZipFile

    with ZipFile(BytesIO(data)) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def test_the_changes_name_their_author_and_date_and_have_ids_of_their_own(
    built: Copy, data: bytes
) -> None:
    result = refreshed(second_cut(built), data, author="Jo Writer")
    root = etree.fromstring(member(result.data))
    changes = list(root.iter(qn("ins"), qn("del")))
    assert len(changes) == 10
    assert {(e.get(qn("author")), e.get(qn("date"))) for e in changes} == {("Jo Writer", DATED)}
    ids = [e.get(qn("id")) for e in root.iter() if e.get(qn("id")) and e.tag != qn("bookmarkEnd")]
    assert len(ids) == len(set(ids))


def test_a_second_run_changes_nothing(built: Copy, data: bytes) -> None:
    once = refreshed(second_cut(built), data)
    again = refreshed(built, once.data)
    assert again.data is once.data
    assert not again.items


def test_a_third_data_cut_takes_the_place_of_what_nobody_has_accepted(
    built: Copy, data: bytes
) -> None:
    once = refreshed(second_cut(built), data)
    built.edit("study/efficacy.yaml", "median: 3.10 months", "median: 3.2 months")
    twice = refreshed(built, once.data)
    assert [(item.old, item.new) for item in twice.items] == [("3.10", "3.2")]
    assert b"3.10" not in member(twice.data)
    assert texts(accepted(twice.data)) == texts(built_anew(built))
    assert texts(rejected(twice.data)) == texts(data)


def test_accept_leaves_no_tracked_change(built: Copy, data: bytes) -> None:
    result = refreshed(second_cut(built), data, accept=True)
    assert not list(etree.fromstring(member(result.data)).iter(qn("ins"), qn("del")))
    assert texts(result.data) == texts(built_anew(built))
    assert outside(result.data) == outside(data)


def test_accept_is_done_with_the_changes_of_an_earlier_refresh(built: Copy, data: bytes) -> None:
    once = refreshed(second_cut(built), data)
    built.edit("study/efficacy.yaml", "median: 3.10 months", "median: 3.2 months")
    twice = refreshed(built, once.data, accept=True)
    control = control_of(twice.data, "3.2")
    assert not list(control.iter(qn("ins"), qn("del")))


def control_of(data: bytes, text: str) -> Element:
    """The control that says `text`."""
    ordinal = occurrence(data, text).control
    return [*etree.fromstring(member(data)).iter(qn("sdt"))][ordinal or 0]


def test_the_evidence_is_brought_up_to_date(built: Copy, data: bytes) -> None:
    result = refreshed(second_cut(built), data)
    fresh, stands = read_docx(built_anew(built)).evidence, read_docx(result.data).evidence
    assert fresh == stands


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


def test_a_gap_becomes_a_value_and_loses_the_style_of_what_is_owed(mini: Copy) -> None:
    mini.edit("study/efficacy.yaml", "events: 31, ", "")
    mini.build(formats=("docx",))
    data = docx_of(mini)
    gap = next(o.text for o in read_docx(data).occurrences if o.text.startswith("[n"))
    assert b'w:val="Owed"' in etree.tostring(control_of(data, gap))
    mini.edit("study/efficacy.yaml", "placebo: {n: 40, ", "placebo: {n: 40, events: 31, ")
    result = refreshed(mini, data)
    assert [(item.old, item.new) for item in result.done] == [(gap, "31")]
    (inserted,) = control_of(result.data, "31").iter(qn("ins"))
    assert b"Owed" not in etree.tostring(inserted)
    back = docx_of(mini)
    mini.edit("study/efficacy.yaml", "events: 31, ", "")
    assert refreshed(mini, back).data is back


@pytest.mark.parametrize("prefix", ["word", "x"])
def test_the_prefixes_of_the_file_are_kept(built: Copy, data: bytes, prefix: str) -> None:
    body = member(data).replace(b"<w:", f"<{prefix}:".encode())
    body = body.replace(b"</w:", f"</{prefix}:".encode()).replace(b" w:", f" {prefix}:".encode())
    body = body.replace(b"xmlns:w=", f"xmlns:{prefix}=".encode())
    edited = with_member(data, body)
    result = refreshed(second_cut(built), edited)
    assert b"w:ins " not in member(result.data)
    assert b"xmlns" not in member(result.data)[600:]
    assert outside(result.data) == outside(edited)
    assert texts(accepted(result.data)) == texts(built_anew(built))


def test_a_byte_order_mark_moves_nothing(built: Copy, data: bytes) -> None:
    edited = with_member(data, b"\xef\xbb\xbf" + member(data))
    result = refreshed(second_cut(built), edited)
    assert outside(result.data) == outside(edited)
    assert texts(accepted(result.data)) == texts(built_anew(built))


def test_the_command_says_what_it_did_and_where_the_file_is(
    built: Copy, command: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1720000000")
    edited, new = built.built / "mini-report.docx", built.root / "new.docx"
    arguments = ("--study", second_cut(built).study, "--templates", built.templates)
    before = edited.read_bytes()
    ended = command("refresh", edited, *arguments, "--output", new)
    assert ended.code == 0
    assert "3.0 -> 3.10" in ended.out
    assert "5 values refreshed, as tracked changes by assembler" in ended.out
    assert edited.read_bytes() == before
    assert b'w:date="2024-07-03T09:46:40Z"' in member(new.read_bytes())
    ended = command("refresh", new, *arguments, "--output", built.root / "again.docx")
    assert (ended.code, "nothing to refresh" in ended.out) == (0, True)
    assert (built.root / "again.docx").read_bytes() == new.read_bytes()


def test_the_command_ends_with_3_when_something_is_left(built: Copy, command: InProcess) -> None:
    edited = built.root / "edited.docx"
    data = docx_of(built)
    edited.write_bytes(edited_at(data, "3.0", lambda run: words_in(run, "3.3")))
    ended = command(
        "refresh", edited, "--study", built.study, "--templates", built.templates,
        "--output", built.root / "new.docx", "--format", "json",
    )  # fmt: skip
    assert ended.code == 3
    said = json.loads(ended.out)
    assert [item["kind"] for item in said["left"]] == ["overtyped"]
    assert said["counts"] == {"done": 0, "left": 1}


def test_the_edited_file_is_never_the_output(built: Copy, command: InProcess) -> None:
    edited = built.built / "mini-report.docx"
    ended = command("refresh", edited, "--study", built.study, "--output", edited)
    assert ended.code == 2
    assert "another file" in ended.err


def test_another_file_of_the_name_is_kept(built: Copy, command: InProcess) -> None:
    edited, new = built.built / "mini-report.docx", built.root / "new.docx"
    new.write_bytes(b"mine")
    arguments = ("--study", built.study, "--templates", built.templates, "--output", new)
    ended = command("refresh", edited, *arguments)
    assert new.read_bytes() == b"mine"
    assert (built.root / "new-new.docx").read_bytes() == edited.read_bytes()
    assert f"kept  {new}" in ended.err
    assert not list(built.root.glob(".*"))


def test_a_study_with_errors_writes_nothing(
    built: Copy, command: InProcess, tmp_path: Path
) -> None:
    built.edit("study/efficacy.yaml", "interval: 0.25 to 0.64", "interval: 0.55 to 0.64")
    new = tmp_path / "refused.docx"
    ended = command(
        "refresh", built.built / "mini-report.docx", "--study", built.study,
        "--templates", built.templates, "--output", new,
    )  # fmt: skip
    assert ended.code == 1
    assert not new.exists()
