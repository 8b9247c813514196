"""A data set as every format gives it: variables, and rows of text that stream by."""

import codecs
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from assembler.problems import Position, Problem, ProblemsFound, Severity, error
from assembler.read.files import opened
from assembler.read.text import REFUSED, shown, text_problem

LARGEST = 2 * 1024**3
"""Most bytes of a data set."""
_PIECE = 80 * 1024 * 16
"""Bytes that are read at once: a multiple of the 80 bytes of a transport file's records."""

Progress = Callable[[str, int, int], None]
"""Called while a file is read, with its name, the bytes that are done, and all bytes."""
Row = tuple[str, ...]


@dataclass(slots=True)
class Reading:
    """What goes on beside the reading: how far it is, and what was odd on the way."""

    progress: Progress | None = None
    problems: list[Problem] = field(default_factory=list)

    def warn(self, rule: str, message: str, remedy: str, at: Position) -> None:
        self.problems.append(Problem(rule, Severity.WARNING, message, remedy, at))

    def note(self, rule: str, message: str, remedy: str, at: Position) -> None:
        self.problems.append(Problem(rule, Severity.NOTE, message, remedy, at))


@dataclass(frozen=True, slots=True)
class Variable:
    """A column: its name in capitals, and what the file calls it in words."""

    name: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class DataSet:
    """A data set of somebody's file, whose rows are read anew each time that they are asked for."""

    name: str
    """In capitals: `ADSL`."""
    label: str
    file: str
    """As positions show it."""
    sha256: str
    variables: tuple[Variable, ...]
    stream: Callable[[Sequence[int]], Iterator[Row]]
    """The texts under some variables, by their numbers, row for row; a missing value is empty."""
    issued: str | None = None
    """Day on which the file was made, ISO 8601."""

    def has(self, name: str) -> bool:
        return any(variable.name == name for variable in self.variables)

    def rows(self, names: Sequence[str]) -> Iterator[Row]:
        """The texts under these variables, without blanks around; one that is not there is empty.

        Raises ProblemsFound where the file breaks off, a row is not as the head says, or a text
        holds a character that no record may hold.
        """
        numbers = {variable.name: n for n, variable in enumerate(self.variables)}
        there = [name for name in dict.fromkeys(names) if name in numbers]
        columns = [there.index(name) if name in numbers else -1 for name in names]
        for number, row in enumerate(self.stream([numbers[name] for name in there]), start=1):
            if REFUSED.search("\n".join(row)):
                raise ProblemsFound([self._refused(number, dict(zip(there, row, strict=True)))])
            yield tuple(row[column].strip() if column >= 0 else "" for column in columns)

    def _refused(self, number: int, row: Mapping[str, str]) -> Problem:
        name, message = next((n, said) for n, text in row.items() if (said := text_problem(text)))
        return error(
            "text.allowed-characters",
            f"{shown(self.name)}, row {number}, {shown(name)}: {message}",
            "remove the character from the data, or write the visible one that is meant",
            at=self.at,
        )

    @property
    def at(self) -> Position:
        return Position(self.file)


@dataclass(frozen=True, slots=True)
class Scan:
    """What one pass over all bytes of a file tells."""

    size: int
    sha256: str
    marks: tuple[int, ...]
    """Where the searched mark stands at the beginning of an 80-byte record."""
    is_utf8: bool


@dataclass(frozen=True, slots=True)
class File:
    """A file that holds data sets."""

    path: Path
    reading: Reading
    root: Path | None = None
    """The folder that it may not lead out of; None for the one that it really lies in."""
    shown: str | None = None
    """As positions show it; None for its path."""

    @property
    def name(self) -> str:
        """As positions show it."""
        return self.path.as_posix() if self.shown is None else self.shown

    @property
    def at(self) -> Position:
        return Position(self.name)

    def open(self) -> AbstractContextManager[BinaryIO]:
        root = self.root or Path(os.path.realpath(self.path)).parent
        return opened(self.path, root=root, file=self.name)

    def pieces(self, start: int = 0, end: int = LARGEST) -> Iterator[bytes]:
        """The bytes from `start` to `end`, with progress."""
        with self.open() as stream:
            size = stream.seek(0, os.SEEK_END)
            stream.seek(start)
            left = min(end, size) - start
            while left > 0 and (piece := stream.read(min(_PIECE, left))):
                left -= len(piece)
                if self.reading.progress:
                    self.reading.progress(self.name, min(end, size) - left, size)
                yield piece

    def scan(self, mark: bytes = b"") -> Scan:
        """Hash, size and marks. Raises ProblemsFound: no regular file, larger than 2 GB."""
        digest, marks, decoder = hashlib.sha256(), [], codecs.getincrementaldecoder("utf-8")()
        size, is_utf8 = 0, not mark
        for piece in self.pieces(end=LARGEST + 1):
            digest.update(piece)
            at = piece.find(mark) if mark else -1
            while at >= 0:
                if (size + at) % 80 == 0:
                    marks.append(size + at)
                at = piece.find(mark, at + 1)
            if is_utf8:
                try:
                    decoder.decode(piece)
                except UnicodeDecodeError:
                    is_utf8 = False
            size += len(piece)
        if size > LARGEST:
            remedy = "split the data set, or leave out variables that are not counted"
            raise ProblemsFound(
                [self.error("file.size", f"{self.name} has more than 2 GB", remedy)]
            )
        return Scan(size, digest.hexdigest(), tuple(marks), is_utf8)

    def error(self, rule: str, message: str, remedy: str, line: int = 1) -> Problem:
        return error(rule, message, remedy, at=Position(self.name, line))


def variable_names(names: Sequence[str], file: File) -> tuple[str, ...]:
    """The names of variables in capitals. Raises ProblemsFound: empty, or twice the same."""
    found = tuple(name.strip().upper() for name in names)
    problems: list[Problem] = []
    seen: set[str] = set()
    for number, name in enumerate(found, start=1):
        if not name or name in seen:
            message = (
                f"two variables are called {shown(name)}"
                if name
                else f"variable {number} has no name"
            )
            problems.append(
                file.error("import.variables-named", message, "name each variable once")
            )
        seen.add(name)
    if not found:
        problems.append(
            file.error(
                "import.variables-named",
                f"{file.name} has no variables",
                "export the data set again",
            )
        )
    if problems:
        raise ProblemsFound(problems)
    return found
