"""What verify says to a person, to a program, and in the margin of a copy."""

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from assembler.review.edited import Edited
from assembler.review.marked import marked
from assembler.review.states import State
from assembler.review.verify import verify
from assembler.review.verify_report import verify_lines
from assembler.write.docx.read import read_docx
from assembler.write.docx.xml import Element
from tests.acceptance.command import InProcess
from tests.acceptance.study import Copy
from tests.review.changes import MAIN, accepted, member, outside, refreshed
from tests.review.cuts import RATIO, second_cut
from tests.review.edits import delete_paragraph, made, overtype, type_at_end
from tests.review.test_verify import (
    OTHER,
    SAFETY,
    SENTENCE,
    allowed,
    evidence_today,
    states,
    verified,
)
from tests.write.docx.opened import edited as edited_part
from tests.write.docx.opened import remove

RELATIONS = "word/_rels/document.xml.rels"


def report_of(data: bytes) -> bytes:
    """The copy with comments."""
    edited = Edited(data)
    return marked(edited, verify(edited.read, edited.evidence, allowed()).findings)


def file(copy: Copy, data: bytes) -> Path:
    """The edited file on disk."""
    path = copy.root / "edited.docx"
    path.write_bytes(data)
    return path


def test_a_clean_file_ends_with_0_and_one_line(
    built: Copy, data: bytes, command: InProcess
) -> None:
    ended = command("verify", file(built, data))
    assert ended.code == 0
    assert ended.out == "23 of 23 values and citations stand as built; no differences\n"


def test_the_terminal_shows_section_states_places_and_counts(data: bytes) -> None:
    found = verified(data, overtype(RATIO, OTHER), type_at_end(SAFETY, " In 45%."))
    assert "\n".join(verify_lines(found)).replace("\u00a0", " ") == (
        "2.5.4.1 Results of the main cohort\n"
        "  overtyped: '0.40 (95% CI: 0.25, 0.64)' was built, '0.41 (95% CI: 0.25, 0.64)' stands "
        "there\n"
        "    in   The hazard ratio for progression-free survival (PFS) was «0.41 (95% CI: 0.25, "
        "0.64)», p<0.0001 (Table 1). Its interval in the placebo arm is not…\n"
        "    at   efficacy.analyses.pfs-main.comparison.hazard_ratio\n"
        "    from report, Table 14.2.1, citing doe-2020 (original seen)\n"
        "    fix  type again what was built; if the new text is right, correct the record and "
        "build again\n"
        "\n"
        "2.5.5 Overview of Safety\n"
        "  numeral typed: '45%' was typed: no record stands behind it\n"
        "    in   No new signal was seen. In «45%».\n"
        "    fix  enter it in the records and print it from a template, or take it out\n"
        "\n"
        "22 of 23 values and citations stand as built; 2 differences (1 overtyped, 1 numeral "
        "typed)"
    )


def test_differences_end_with_3_and_the_file_is_untouched(
    built: Copy, data: bytes, command: InProcess
) -> None:
    edited = made(data, overtype(RATIO, OTHER))
    path = file(built, edited)
    ended = command("verify", path, "--study", built.study, "--templates", built.templates)
    assert ended.code == 3
    assert "as built and as recorded today; 1 difference (1 overtyped)" in ended.out
    assert path.read_bytes() == edited


def test_json_has_stable_keys(built: Copy, data: bytes, command: InProcess) -> None:
    path = file(built, made(data, overtype(RATIO, OTHER)))
    ended = command("verify", path, "--format", "json")
    assert ended.code == 3
    said = json.loads(ended.out)
    assert list(said) == ["file", "document", "with_records", "report", "counts", "findings"]
    assert said["counts"] == {
        "anchored": 23,
        "unchanged": 22,
        "differences": 1,
        "notes": 0,
        "states": {"overtyped": 1},
    }
    (finding,) = said["findings"]
    assert list(finding) == [
        "state", "difference", "message", "remedy", "section", "old", "new", "record", "path",
        "source", "near", "values", "line",
    ]  # fmt: skip
    assert (finding["state"], finding["old"], finding["new"]) == ("overtyped", RATIO, OTHER)
    assert list(finding["line"]) == ["before", "marked", "behind", "as_built"]


def test_a_report_has_a_comment_at_each_difference(data: bytes) -> None:
    edits = [overtype(RATIO, OTHER), type_at_end(SAFETY, " In 45%."), delete_paragraph("[1,")]
    comments = read_docx(report_of(made(data, *edits))).comments
    assert {comment.author for comment in comments} == {"assembler"}
    first, *_ = [comment.text for comment in comments]
    assert first.startswith("Overtyped: '0.40")
    assert "Record: efficacy.analyses.pfs-main.comparison.hazard_ratio" in first
    assert "To do: type again what was built" in first
    assert len(comments) == 2  # what is gone stood behind the paragraph with the numeral


def test_a_report_changes_no_byte_but_its_comments(data: bytes) -> None:
    edited = made(data, overtype(RATIO, OTHER))
    report = report_of(edited)
    assert outside(report) == outside(edited)
    with ZipFile(BytesIO(edited)) as old, ZipFile(BytesIO(report)) as new:
        others = set(old.namelist()) - {
            MAIN, "[Content_Types].xml", "word/_rels/document.xml.rels",
        }  # fmt: skip
        assert all(old.read(name) == new.read(name) for name in others)
        assert set(new.namelist()) - set(old.namelist()) == {"word/comments.xml"}
    assert report == report_of(edited)


def test_comments_of_people_stay_and_are_no_findings(data: bytes) -> None:
    first = report_of(made(data, overtype(RATIO, OTHER)))
    again = report_of(made(first, type_at_end(SAFETY, " In 45%.")))
    texts = [comment.text.partition(":")[0] for comment in read_docx(again).comments]
    assert sorted(texts) == ["Numeral typed", "Overtyped", "Overtyped"]
    assert member(again, "word/comments.xml").startswith(
        member(first, "word/comments.xml").removesuffix(b"</w:comments>")
    )


def test_a_clean_report_is_a_copy(data: bytes) -> None:
    assert report_of(data) == data


def test_a_report_says_the_same_when_it_is_verified(data: bytes) -> None:
    edits = [overtype(RATIO, OTHER), type_at_end(SAFETY, " In 45%.")]
    edited = made(data, *edits)
    assert states(verified(report_of(edited)).findings) == states(verified(edited).findings)


def test_the_command_writes_a_report_and_keeps_what_was_there(
    built: Copy, data: bytes, command: InProcess
) -> None:
    path = file(built, made(data, overtype(RATIO, OTHER)))
    report = built.root / "report.docx"
    ended = command("verify", path, "--report", report)
    assert ended.code == 3 and f"wrote {report}" in ended.out
    first = report.read_bytes()
    assert command("verify", path, "--report", report).code == 3
    assert report.read_bytes() == first
    report.write_bytes(first + b"a remark of somebody")
    ended = command("verify", path, "--report", report)
    assert f"kept  {report}" in ended.err
    assert (built.root / "report-new.docx").read_bytes() == first


def test_the_report_is_never_the_edited_file(built: Copy, data: bytes, command: InProcess) -> None:
    path = file(built, data)
    ended = command("verify", path, "--report", path)
    assert ended.code == 2
    assert path.read_bytes() == data


def test_after_a_refresh_only_pending_changes_are_noted_and_accepted_it_is_clean(
    built: Copy, data: bytes
) -> None:
    new = refreshed(second_cut(built), made(data, type_at_end(SAFETY, " None at all."))).data
    today = evidence_today(built)

    def told(content: bytes) -> set[tuple[State, bool]]:
        edited = Edited(content)
        found = verify(edited.read, edited.evidence, allowed(), today).findings
        return {(finding.state, finding.is_note) for finding in found}

    assert told(new) == {(State.PENDING, True)}
    assert told(accepted(new)) == set()
    assert (State.RECORD_CHANGED, False) in told(data)


def test_what_is_gone_is_commented_at_what_stood_before_it(data: bytes) -> None:
    report = read_docx(report_of(made(data, delete_paragraph(SENTENCE))))
    (comment,) = report.comments
    assert "gone, with the paragraph" in comment.text


def test_a_file_that_has_lost_what_it_carries_is_compared_with_the_file_as_built(
    built: Copy, data: bytes, command: InProcess
) -> None:
    def forget(root: Element) -> None:
        for relationship in list(root):
            if relationship.get("Type", "").endswith("/customXml"):
                remove(relationship)

    path = file(built, edited_part(made(data, overtype(RATIO, OTHER)), forget, RELATIONS))
    alone = command("verify", path)
    assert alone.code == 1 and "--built BUILT.docx" in alone.err
    original = built.built / "mini-report.docx"
    report = built.root / "report.docx"
    ended = command("verify", path, "--built", original, "--report", report)
    assert ended.code == 3 and "1 difference (1 overtyped)" in ended.out
    assert len(read_docx(report.read_bytes()).comments) == 1
