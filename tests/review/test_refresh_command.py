"""`assembler refresh`: what it says, its exit codes, and the files it leaves alone."""

import json
from pathlib import Path

import pytest

from tests.acceptance.command import InProcess
from tests.acceptance.study import Copy
from tests.review.changes import (
    docx_of,
    edited_at,
    member,
    words_in,
)
from tests.review.cuts import second_cut


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
