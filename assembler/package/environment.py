"""What the machine refused: no fault of the records, none of the program (exit code 4)."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assembler.problems import Problem, error

_FULL = (errno.ENOSPC, errno.EDQUOT)
_SAFE = "the earlier files are whole"


class EnvironmentProblem(Exception):
    """Raised when the output could not be written; the last good set is whole."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


@contextmanager
def environment(folder: Path) -> Iterator[None]:
    """Turns what the system refuses inside the block into an EnvironmentProblem."""
    try:
        yield
    except OSError as failure:
        raise refused(failure, folder) from failure


def refused(failure: OSError, folder: Path) -> EnvironmentProblem:
    """The problem that an error of the system stands for."""
    name = failure.filename if isinstance(failure.filename, str) else str(folder)
    reason = failure.strerror or str(failure)
    if failure.errno in _FULL:
        return EnvironmentProblem(
            error(
                "output.space",
                f"the disk that holds {folder} is full; {_SAFE}",
                "free some space, then build again",
            )
        )
    if isinstance(failure, PermissionError):
        return EnvironmentProblem(
            error(
                "output.writable",
                f"{name} may not be written ({reason}); {_SAFE}",
                "close the file if Word or a viewer has it open, or give yourself the right to "
                "write there; then build again",
            )
        )
    return EnvironmentProblem(
        error(
            "output.writable",
            f"{name} cannot be written ({reason}); {_SAFE}",
            "give another output folder, or mend the cause; then build again",
        )
    )


def not_undone(failure: OSError, folder: Path) -> EnvironmentProblem:
    """The problem that a failed swap could not be taken back either."""
    return EnvironmentProblem(
        error(
            "output.mended",
            f"the files in {folder} could be neither swapped nor put back "
            f"({failure.strerror or failure})",
            "mend the cause and build again: the next build starts by putting them back",
        )
    )
