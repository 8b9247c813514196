"""One file beside others: written whole or not at all, and never over somebody's own."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from assembler.package.environment import EnvironmentProblem, environment
from assembler.package.manifest import hash_of, sha256
from assembler.problems import error


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a file was written."""

    path: Path
    kept: tuple[Path, ...]
    """The files of this name that hold something else: left as they are."""


def place(path: Path, data: bytes) -> Placed:
    """Write a file, or leave the one that is the same already.

    Whatever else has the name is kept: the new file is `NAME-new.docx`, then `NAME-new-2.docx`.
    Raises EnvironmentProblem; nothing half written stays.
    """
    with environment(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        kept: list[Path] = []
        while True:
            target = _beside(path, len(kept))
            seen = hash_of(target)
            if seen == "other":
                raise EnvironmentProblem(
                    error(
                        "output.regular",
                        f"{target} is a link or a folder, not a file; it is not followed",
                        "give another name with --output",
                    )
                )
            if seen is None or seen == sha256(data):
                break
            kept.append(target)
        if seen is None:
            write_whole(target, data)
    return Placed(target, tuple(kept))


def _beside(path: Path, nth: int) -> Path:
    """`a.docx`, `a-new.docx`, `a-new-2.docx` ..."""
    if nth == 0:
        return path
    return path.with_name(f"{path.stem}-new{f'-{nth}' if nth > 1 else ''}{path.suffix}")


def write_whole(path: Path, data: bytes) -> None:
    """Write a file, whole or not at all; a link of its name is replaced, not followed.

    The folder is there. Raises OSError.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
