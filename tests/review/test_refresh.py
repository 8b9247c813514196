"""New records enter an edited file inside its anchors, and nowhere else."""

import pytest
from lxml import etree

from assembler.write.docx.read import read_docx
from assembler.write.docx.xml import qn
from tests.acceptance.study import Copy
from tests.review.changes import (
    DATED,
    MAIN,
    accepted,
    built_anew,
    control_of,
    docx_of,
    kinds,
    member,
    outside,
    refreshed,
    rejected,
    texts,
    with_member,
)
from tests.review.cuts import NEW_RATIO, RATIO, more_patients, second_cut


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


def test_the_evidence_is_brought_up_to_date(built: Copy, data: bytes) -> None:
    result = refreshed(second_cut(built), data)
    fresh, stands = read_docx(built_anew(built)).evidence, read_docx(result.data).evidence
    assert fresh == stands


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
