"""The command line: what it prints, whatever the machine."""

import errno
import os
import sys
from io import BytesIO, RawIOBase, TextIOWrapper
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from assembler.cli import main
from assembler.cli.app import Exit, say
from assembler.cli.entry import _write_utf8
from tests.acceptance.command import InProcess
from tests.acceptance.study import Copy


def test_what_is_piped_is_utf_8_whatever_the_machine(
    mini: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    mini.edit("study/dossier.yaml", "Fictivinib in", "Fictivinib ≥ 10 µg in")
    piped = BytesIO()
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(piped, encoding="cp1252", newline="\r\n"))
    arguments = ["show", str(mini.study), "--stage", "records"]
    monkeypatch.setattr(sys, "argv", ["assembler", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    said = piped.getvalue().decode("utf-8")
    assert "Fictivinib ≥ 10 µg in" in said and "\r" not in said


def test_a_name_that_is_no_text_is_told_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    piped = BytesIO()
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(piped, encoding="utf-8"))
    _write_utf8(sys.stdout)
    say("study-\udcff")  # as Python reads a name that is no UTF-8
    sys.stdout.flush()
    assert rb"study-\udcff" in piped.getvalue()


@pytest.mark.parametrize("verb", ["check", "build"])
def test_the_line_of_a_record_that_is_wrong_is_shown(
    mini: Copy, command: InProcess, verb: str
) -> None:
    mini.edit("study/efficacy.yaml", "hazard_ratio: 0.40", "hazard_ratio: 0.70")
    said = command(verb, mini.study)
    assert said.code == 1
    assert "error [estimate.inside-interval]\n  11 | " in said.err
    assert "hazard_ratio: 0.70" in said.err


class Full(RawIOBase):
    """A file on a full disk."""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("arguments", [["check", "nowhere"], ["buld"], ["explain", "nothing"]])
def test_what_cannot_be_said_for_want_of_space_ends_with_4(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setattr(sys, "stderr", TextIOWrapper(cast(BinaryIO, Full()), write_through=True))
    monkeypatch.setattr(sys, "argv", ["assembler", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == Exit.ENVIRONMENT


def test_what_the_machine_refuses_names_the_file_and_what_to_do(
    tmp_path: Path, command: InProcess
) -> None:
    (tmp_path / "own").write_text("precious", encoding="utf-8")
    said = command("templates", "new", "table", "doses", "--into", tmp_path / "own")
    assert said.code == 4 and "Traceback" not in said.err
    assert "own" in said.err and "fix  mend that" in said.err
    assert (tmp_path / "own").read_text(encoding="utf-8") == "precious"
