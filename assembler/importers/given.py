"""Other people's JSON as it is walked: what is taken is marked, so that nothing else is lost."""

import html
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from assembler.importers.entry import Tag, shown
from assembler.importers.imported import Lost
from assembler.problems import Position, Problem, ProblemsFound, Severity
from assembler.read import Data, Tree
from assembler.read.build import limited
from assembler.read.files import read_source
from assembler.read.json import read_json
from assembler.read.tree import DataPath


@dataclass(slots=True)
class GivenFile:
    """A JSON file of somebody else; a null in it is a value that is not there."""

    tree: Tree
    taken: set[DataPath] = field(default_factory=set)
    """Values that found a home, or need none; with everything inside them."""
    problems: list[Problem] = field(default_factory=list)

    @property
    def file(self) -> str:
        return self.tree.file

    @property
    def root(self) -> "Given":
        return Given(self, (), self.tree.value)

    def lost(self) -> Iterator[Lost]:
        """Every text that nobody took, in the order of the file."""
        yield from _lost(self, (), self.tree.value, "")

    def warn(self, rule: str, message: str, remedy: str, at: Position) -> None:
        self.problems.append(Problem(rule, Severity.WARNING, message, remedy, at))


@dataclass(frozen=True, slots=True)
class Given:
    """A value of the file, or the place where it would stand: then it is false, and holds nothing.

    Reading a key or an item marks nothing; `text`, `texts` and `leave` do. A value of another kind
    than is asked for is a warning; it is not taken, so it is listed as lost.
    """

    of: GivenFile
    path: DataPath
    value: Data | None

    def __bool__(self) -> bool:
        return self.value not in (None, "", [], {})

    def __getitem__(self, key: str) -> "Given":
        """The value of a key."""
        inside = self.value.get(key) if isinstance(self.value, dict) else None
        if self and not isinstance(self.value, dict):
            self._is_no("a mapping")
        return Given(self.of, (*self.path, key), inside)

    def __iter__(self) -> Iterator["Given"]:
        """The items of a list that hold something."""
        if self and not isinstance(self.value, list):
            self._is_no("a list")
            return
        for index, item in enumerate(self.value or ()):
            one = Given(self.of, (*self.path, index), item)
            if one:
                yield one

    def keys(self) -> tuple[str, ...]:
        """The keys of a mapping, in the order of the file."""
        if self and not isinstance(self.value, dict):
            self._is_no("a mapping")
        return tuple(self.value) if isinstance(self.value, dict) else ()

    def mappings(self) -> Iterator["Given"]:
        """Every mapping here and inside, the outer one first, in the order of the file."""
        waiting: list[tuple[DataPath, Data]] = [(self.path, self.value or "")]
        while waiting:
            path, value = waiting.pop()
            if isinstance(value, dict):
                yield Given(self.of, path, value)
                waiting += [((*path, key), inside) for key, inside in reversed(value.items())]
            elif isinstance(value, list):
                waiting += [((*path, i), value[i]) for i in range(len(value) - 1, -1, -1)]

    @property
    def seen(self) -> str:
        """The text, white space folded and HTML entities read; empty where there is none.

        Marks nothing as taken: for looking, not for keeping.
        """
        if not isinstance(self.value, str):
            if self:
                self._is_no("a text")
            return ""
        return " ".join(html.unescape(self.value).split())

    def text(self) -> str | None:
        """As `seen`, and taken: it has found a home. None where there is none."""
        words = self.seen
        if words:
            self.of.taken.add(self.path)
        return words or None

    def texts(self) -> tuple[str, ...]:
        """The texts of a list, all taken."""
        return tuple(words for item in self if (words := item.text()))

    def leave(self) -> None:
        """Mark the value with all that it holds: it needs no home (an internal id, a type)."""
        self.of.taken.add(self.path)

    @property
    def at(self) -> Position:
        return self.of.tree.at(self.path)

    @property
    def place(self) -> str:
        """Where it stands, in the words of the file: `protocolSection.designModule.phases[0]`."""
        words = ""
        for step in self.path:
            words += f"[{step}]" if isinstance(step, int) else f".{step}" if words else step
        return words

    def _is_no(self, kind: str) -> None:
        what = "a mapping" if isinstance(self.value, dict) else "a list"
        what = f"'{shown(self.value)}'" if isinstance(self.value, str) else what
        message = f"{shown(self.place) or 'the file'} is {what}, not {kind}: it is left out"
        problem = Problem(
            "import.as-expected",
            Severity.WARNING,
            message,
            "look at the file; what is left out is listed below",
            self.at,
        )
        if problem not in self.of.problems[-20:]:
            self.of.problems.append(problem)


def read_given(path: Path) -> GivenFile:
    """The JSON file at `path`.

    Raises ProblemsFound: no regular file, larger than 16 MB, not UTF-8, no JSON, a character that
    no text may hold.
    """
    root = Path(os.path.realpath(path)).parent
    source = read_source(path, root=root, shown=None)
    problems = list(source.problems)
    if problems:
        raise ProblemsFound(limited(problems))
    built = read_json(source.text, path.as_posix(), with_nulls=True)
    return GivenFile(Tree(built.value, built.place, path.as_posix(), source.sha256))


def _lost(given: GivenFile, path: DataPath, value: Data, name: str) -> Iterator[Lost]:
    if path in given.taken or value in ("", [], {}):
        return
    if isinstance(value, str):
        line = given.tree.at(path).line
        yield Lost(given.file, "", Tag(name, value, line))
    elif isinstance(value, dict):
        for key, inside in value.items():
            yield from _lost(given, (*path, key), inside, f"{name}.{key}" if name else key)
    else:
        for index, inside in enumerate(value):
            yield from _lost(given, (*path, index), inside, name)
