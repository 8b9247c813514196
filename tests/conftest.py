"""What several rooms' tests need: a copy of the mini study, and the command in this process."""

import sys
from pathlib import Path

import pytest
from hypothesis import settings

from tests.acceptance.command import Ended, InProcess
from tests.acceptance.study import Copy

# The same examples on every run, and no verdict by the clock: a busy machine is no failure.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")


@pytest.fixture
def mini(tmp_path: Path) -> Copy:
    """A copy of the mini study with its templates."""
    return Copy.of_mini(tmp_path)


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> InProcess:
    """`command("build", folder, ...)`: the command line without the price of a new process."""
    from assembler.cli import main

    def run(*arguments: str | Path) -> Ended:
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["assembler", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        code = ended.value.code
        return Ended(code if isinstance(code, int) else 1, said.out, said.err)

    return run
