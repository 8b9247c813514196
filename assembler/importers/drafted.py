"""What somebody's files give, as records of a study, before they meet what stands there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assembler.importers.imported import Lost
from assembler.problems import Position, Problem
from assembler.read import Data

Records = dict[str, dict[str, Data]]
"""Name of a study's file (`trial`) -> its records, every scalar the text that YAML would hold."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows for a CSV file of the study; the records name it: `rows: {csv: adverse-events.csv}`."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Mapping[str, str]]
    """A cell that a row does not have is empty."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """The records that one import gives.

    `records` holds the source documents too, under `references.sources`, each with an id that the
    same file gets every time. Lists of records have ids, or are grids; every other list is one
    value.
    """

    name: str
    """What the import is known by in the study, kebab-case: `ctgov-nct02552212`."""
    records: Records
    grids: tuple[Grid, ...] = ()
    origins: Mapping[str, Position] = field(default_factory=dict)
    """Record path -> where the imported file says so; what is inside a record stands there too."""
    lost: tuple[Lost, ...] = ()
    problems: tuple[Problem, ...] = ()
    arms: Mapping[str, str] = field(default_factory=dict)
    """Group in the file, as it is named there -> id of the arm."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Name of each imported file, without folder -> SHA-256 of its bytes."""

    def origin(self, path: str) -> Position | None:
        """Where the imported file says what stands at a record path, or around it."""
        while path and path not in self.origins:
            path = path.rpartition(".")[0]
        return self.origins.get(path)


def files_of(records: Data) -> Records:
    """The records by file, of the same as one value."""
    whole: Mapping[str, Data] = records if isinstance(records, dict) else {}
    return {name: value for name, value in whole.items() if isinstance(value, dict)}


@dataclass(frozen=True, slots=True)
class ArmOfStudy:
    """An arm that stands in the study."""

    id: str
    label: str
    treatment: str


@dataclass(frozen=True, slots=True)
class Into:
    """The study that is imported into, as far as an importer must know it."""

    folder: Path
    records: Records
    """What stands there, as typed; a grid is `{csv: name}`."""
    arms: tuple[ArmOfStudy, ...]
    named: Mapping[str, str]
    """Groups whose arm was named: on the command line, or at an earlier import."""

    def arm_of(self, group: str) -> str | None:
        """Id of the arm that a group of the file is: as it was named, else by id, label or
        treatment, letter for letter. None: somebody has to name it (`--arm "GROUP=ID"`)."""
        if group in self.named:
            return self.named[group]
        wanted = letters(group)
        for words in ("id", "label", "treatment"):
            found = [arm.id for arm in self.arms if letters(getattr(arm, words)) == wanted]
            if len(found) == 1:
                return found[0]
        return None


def letters(words: str) -> str:
    """Letters and digits only, in lower case: `CZP 200 mg (Q2W)` -> `czp200mgq2w`."""
    return "".join(c for c in words.casefold() if c.isalnum())
