"""The command `inspect`, as a user types it."""

import json
from pathlib import Path

import pytest

from tests.acceptance.command import InProcess
from tests.acceptance.study import Copy
from tests.inspect.broken_pdf import BREAKS, broken

pytestmark = pytest.mark.slow


def test_what_we_build_is_clean(command: InProcess, built: Copy) -> None:
    files = sorted([*built.built.glob("*.pdf"), *built.built.glob("*.docx")])
    assert len(files) == 2
    ended = command("inspect", *files)
    assert ended.code == 0
    assert "2 files" in ended.err


def test_a_finding_names_file_rule_place_and_remedy(command: InProcess, built: Copy) -> None:
    file = built.built / "Mini Report.pdf"
    file.write_bytes(next(built.built.glob("*.pdf")).read_bytes())
    ended = command("inspect", file, "--profile", "fda")
    assert ended.code == 1
    assert "Mini Report.pdf: error [pdf.file-name]" in ended.out
    assert "fix  rename the file" in ended.out
    said = json.loads(command("inspect", file, "--format", "json").out)
    assert said["profile"] == "ema"
    errors = [finding for finding in said["findings"] if finding["level"] == "error"]
    assert [finding["rule"] for finding in errors] == ["pdf.file-name"]


def test_what_is_no_file_or_no_schema_is_said(command: InProcess, tmp_path: Path) -> None:
    assert command("inspect", tmp_path / "gone.pdf").code == 4
    (tmp_path / "a.pdf").write_bytes(b"words")
    ended = command("inspect", tmp_path / "a.pdf", "--schemas", tmp_path)
    assert ended.code == 2
    assert "wml.xsd" in ended.err
    ended = command("inspect", tmp_path / "a.pdf")
    assert ended.code == 1
    assert "pdf.opens" in ended.out


def test_the_standard_fonts_may_be_let_pass(command: InProcess, built: Copy) -> None:
    file = built.built / "standard-font.pdf"
    good = next(p for p in built.built.glob("*.pdf") if p != file).read_bytes()
    file.write_bytes(broken(good, BREAKS["pdf.standard-fonts-embedded"][0]))
    assert command("inspect", file).code == 1
    ended = command("inspect", file, "--allow-base14")
    assert ended.code == 0
    assert "advice [pdf.standard-fonts-embedded]" in ended.out
