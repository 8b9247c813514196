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

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
TOUR = (ROOT / "docs" / "tour.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks() -> Iterator[tuple[str, str]]:
    """The fenced blocks in order: language and content."""
    for match in BLOCK.finditer(TOUR):
        yield match[1], match[2]


def says(printed: str, expected: str) -> bool:
    """Whether the page's lines are what was printed; a line `...` stands for any lines."""
    lines = printed.replace("\N{NO-BREAK SPACE}", " ").splitlines()
    *before, last = _pieces(expected.splitlines())
    start, free = 0, False
    for piece in before:
        found = _found(lines, piece, start, free=free)
        if found is None:
            return False
        start, free = found, True
    if not before:
        return lines == last
    return len(lines) - start >= len(last) and lines[len(lines) - len(last) :] == last


def _pieces(lines: list[str]) -> list[list[str]]:
    """The lines between the dots."""
    pieces: list[list[str]] = [[]]
    for line in lines:
        if line == "...":
            pieces.append([])
        else:
            pieces[-1].append(line)
    return pieces


def _found(lines: list[str], piece: list[str], start: int, *, free: bool) -> int | None:
    """Where the piece ends in the lines; it begins at `start`, or with `free` anywhere after."""
    starts = range(start, len(lines) - len(piece) + 1) if free else (start,)
    ends = (at + len(piece) for at in starts if lines[at : at + len(piece)] == piece)
    return next(ends, None)


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
