"""What a process costs, and how to say it."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from math import log
from pathlib import Path
from time import perf_counter
from typing import NamedTuple


class Cost(NamedTuple):
    """What one process cost, with those that it started and waited for."""

    cpu: float
    """User and system seconds."""
    peak: float
    """Largest resident memory of one process, megabytes of 2**20 bytes."""
    wall: float
    """Seconds by the clock on the wall."""
    said: str
    """What it printed."""


def cost_of(command: Sequence[str], *, folder: Path | None = None) -> Cost:
    """The cost of a command and of all that it starts, to its end. Raises CalledProcessError when
    it fails.

    Needs `wait4`: Linux or macOS. Modules are compiled once, as an installation has them.
    """
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    begun = perf_counter()
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
        process = subprocess.Popen(
            command, stdout=said, stderr=complained, cwd=folder, env=environment
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        complained.seek(0)
        said.seek(0)
        if process.returncode:
            print(complained.read().decode(errors="replace"), file=sys.stderr)
            raise subprocess.CalledProcessError(process.returncode, command)
        scale = 2**20 if sys.platform == "darwin" else 2**10
        return Cost(
            usage.ru_utime + usage.ru_stime,
            usage.ru_maxrss / scale,
            perf_counter() - begun,
            said.read().decode(),
        )


def together(costs: Sequence[Cost]) -> Cost:
    """The cost of commands that ran one after the other."""
    return Cost(
        sum(cost.cpu for cost in costs),
        max(cost.peak for cost in costs),
        sum(cost.wall for cost in costs),
        "".join(cost.said for cost in costs),
    )


def exponent(small: float, large: float, factor: float) -> float:
    """How a cost grows with the size: 1 is in proportion, 2 quadratic."""
    return log(large / small) / log(factor)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first to the right."""
    lines = [head, [":---", *("---:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
