"""What an import does to a study: as a value first, then on the disk."""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from assembler.importers.entry import Tag
from assembler.problems import Position, Problem, ProblemsFound, error


@dataclass(frozen=True, slots=True)
class Added:
    """A new record."""

    id: str
    at: Position
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

    change: Change
    added: tuple[Added, ...]
    known: tuple[str, ...]
    """Ids of the records that are there already."""
    lost: tuple[Lost, ...]
    problems: tuple[Problem, ...]
    """Warnings and notes; an error raises."""

    @property
    def writes(self) -> bool:
        return self.change.before != self.change.after and bool(self.added)


def write(change: Change) -> None:
    """Puts the new file in the place of the old one, whole or not at all.

    Raises ProblemsFound where the file has changed since it was read, OSError where the machine
    refuses; the old file is whole then.
    """
    target = Path(os.path.realpath(change.path))
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as stream:
            stream.write(change.after)
            stream.flush()
            os.fsync(stream.fileno())
        now = target.read_bytes() if target.exists() else None
        if now != change.before:
            raise ProblemsFound(
                [
                    error(
                        "import.unchanged",
                        f"{change.path.as_posix()} has changed while it was imported into",
                        "save the file in your editor, then import again",
                        at=Position(change.path.as_posix()),
                    )
                ]
            )
        if now is not None:
            shutil.copymode(target, part)
        part.replace(target)
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
