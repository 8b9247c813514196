"""One build at a time in an output folder.

The system's own file locks: they end with the process that holds them, so a dead build's lock is
free, and no process id has to be believed.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from assembler.package.environment import EnvironmentProblem
from assembler.problems import error

LOCK = ".lock"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Holds the folder's lock. Raises EnvironmentProblem when another build holds it."""
    path = folder / LOCK
    handle = _acquired(path)
    try:
        yield
    finally:
        _release(handle, path)


def _acquired(path: Path) -> int:
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        try:
            _lock(handle)
        except (BlockingIOError, PermissionError):
            os.close(handle)
            raise _held(path) from None
        except OSError:  # a file system without locks
            os.close(handle)
            raise
        # The holder before may have removed the file after it was opened here: a lock on a file
        # without a name keeps nobody out.
        if _is_named(handle, path):
            return handle
        os.close(handle)


def _is_named(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), os.lstat(path))
    except FileNotFoundError:
        return False


def _held(path: Path) -> EnvironmentProblem:
    return EnvironmentProblem(
        error(
            "output.one-build",
            f"another build is writing into {path.parent}",
            "wait until it is done, then build again; or give another output folder",
        )
    )


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _release(handle: int, path: Path) -> None:
        # An open file cannot be removed there: first closed, then removed, unless it is taken.
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
        os.close(handle)
        with suppress(OSError):
            path.unlink()

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _release(handle: int, path: Path) -> None:
        with suppress(OSError):
            path.unlink()
        os.close(handle)
