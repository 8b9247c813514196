"""docs/tour.md is run as it stands: its commands and programs print what the page says."""

import contextlib
import io
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.command import InProcess
from tests.docs.said import says
from tests.places import ROOT

pytestmark = pytest.mark.slow

TOUR = (ROOT / "docs" / "tour.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks() -> Iterator[tuple[str, str]]:
    """The fenced blocks in order: language and content."""
    for match in BLOCK.finditer(TOUR):
        yield match[1], match[2]


def test_the_tour_prints_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: InProcess
) -> None:
    shutil.copytree(ROOT / "examples" / "cabinet", tmp_path / "examples" / "cabinet")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    printed = ""
    for language, content in blocks():
        match language:
            case "console":
                line, _, expected = content.partition("\n")
                said = command(*shlex.split(line.removeprefix("$ assembler ")))
                assert says(said.out + said.err, expected), f"{line}\n{said.out}{said.err}"
            case "python":
                out = io.StringIO()
                with contextlib.redirect_stdout(out):
                    exec(content, names)  # noqa: S102 - the page's own program
                printed = out.getvalue()
            case "text":
                assert says(printed, content), printed


def test_what_the_tour_quotes_stands_in_the_files() -> None:
    quoted = dict(blocks())
    records = (ROOT / "examples/cabinet/efficacy.yaml").read_text(encoding="utf-8")
    words = (ROOT / "templates/shared/words.md").read_text(encoding="utf-8")
    assert quoted["yaml"] in records
    assert quoted["jinja"].strip() in words


def test_dots_stand_for_lines_and_nothing_else_does() -> None:
    assert says("a\nb\nc\n", "...\nb\n...\n")
    assert says("a\nb\n", "a\n...\nb\n")
    assert not says("a\nbb\nc\n", "...\nb\n...\n")
    assert not says("a\nb\n", "a\n")
