"""What an import does to a study: as a value first, then on the disk."""

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from assembler.importers.entry import Tag
from assembler.problems import Position, Problem, ProblemsFound, error


@dataclass(frozen=True, slots=True)
class Added:
    """A new record."""

    id: str
    """Of a reference its id, of any other record its path."""
    at: Position | None
    """Where it stands in the imported file."""
    missing: tuple[str, ...]
    """Keys that the file does not give."""


@dataclass(frozen=True, slots=True)
class Lost:
    """What no record holds."""

    file: str
    entry: str
    tag: Tag


@dataclass(frozen=True, slots=True)
class Change:
    """A file of the study, before and after."""

    path: Path
    before: bytes | None
    """None: there is no such file."""
    after: bytes


@dataclass(frozen=True, slots=True)
class Imported:
    """The result of an import; nothing is written yet."""

    changes: tuple[Change, ...]
    added: tuple[Added, ...]
    updated: tuple[str, ...]
    """Paths of the values that the file gives otherwise than before, and nobody had edited."""
    known: tuple[str, ...]
    """Ids of the records that are there already."""
    lost: tuple[Lost, ...]
    problems: tuple[Problem, ...]
    """Warnings and notes; an error raises."""
    left: Path | None = None
    """The file with everything that had no home."""

    @property
    def writes(self) -> tuple[Change, ...]:
        """The files that it really changes."""
        return tuple(change for change in self.changes if change.before != change.after)


def write(changes: Iterable[Change]) -> None:
    """Puts the new files in the place of the old ones: all, or where the machine refuses, none.

    Raises ProblemsFound where a file has changed since it was read, OSError where the machine
    refuses; the old files are whole then.
    """
    targets = [(change, Path(os.path.realpath(change.path))) for change in changes]
    parts = [target.with_name(f".{target.name}.{os.getpid()}.part") for _, target in targets]
    try:
        for (change, target), part in zip(targets, parts, strict=True):
            target.parent.mkdir(exist_ok=True)
            with part.open("xb") as stream:
                stream.write(change.after)
                stream.flush()
                os.fsync(stream.fileno())
        moved = [change.path for change, target in targets if _now(target) != change.before]
        if moved:
            raise ProblemsFound([_has_changed(path) for path in moved])
        for (change, target), part in zip(targets, parts, strict=True):
            if change.before is not None:
                shutil.copymode(target, part)
            part.replace(target)
    finally:
        for part in parts:
            with suppress(FileNotFoundError):
                part.unlink()


def _now(target: Path) -> bytes | None:
    return target.read_bytes() if target.exists() else None


def _has_changed(path: Path) -> Problem:
    return error(
        "import.unchanged",
        f"{path.as_posix()} has changed while it was imported into",
        "save the file in your editor, then import again",
        at=Position(path.as_posix()),
    )
