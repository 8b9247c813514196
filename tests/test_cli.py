"""The command line: what it prints, whatever the machine."""

import sys
from io import BytesIO, TextIOWrapper

import pytest

from assembler.cli import main
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
