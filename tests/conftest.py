"""What several rooms' tests need: a copy of the mini study, and the command in this process."""

import shutil
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


@pytest.fixture(scope="session")
def first_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of a build of the mini study as it is: not to be changed."""
    copy = Copy.of_mini(tmp_path_factory.mktemp("first") / "mini")
    copy.build()
    return copy.output


@pytest.fixture
def built(mini: Copy, first_build: Path) -> Copy:
    """A copy of the mini study that is built already."""
    shutil.copytree(first_build, mini.output)
    return mini


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
