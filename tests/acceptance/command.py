"""The command `assembler`, in a process of its own or in this one."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.acceptance.study import DOCUMENT, Copy
from tests.places import ROOT


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


InProcess = Callable[..., Ended]
"""The fixture `command`: the arguments of the command line -> how it ended."""


def run(*arguments: str | Path, cwd: Path | None = None, **environment: str) -> Ended:
    """Run `python -m assembler` as a user does."""
    done = subprocess.run(
        [sys.executable, "-m", "assembler", *map(str, arguments)],
        cwd=cwd,
        env=surroundings(**environment),
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def surroundings(**changes: str) -> dict[str, str]:
    """This process's environment, with the package importable from every folder."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONIOENCODING": "utf-8",
        **changes,
    }


def of(copy: Copy) -> tuple[str | Path, ...]:
    """The arguments that build a copy of the mini study."""
    return (
        "build", copy.study, "--output", copy.output,
        "--templates", copy.templates, "--document", DOCUMENT,
    )  # fmt: skip
