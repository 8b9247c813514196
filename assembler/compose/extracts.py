"""Rows of a data set for a listing: those that are asked for, in order, as texts."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from assembler.compose.listing_shells import ListingShell, ListingShellColumn
from assembler.compose.loader import TemplateRoot
from assembler.document.listings import ListingGroup
from assembler.problems import Position, Problem, ProblemsFound, did_you_mean, error, refused
from assembler.read.datasets.dataset import DataSet, File, Reading
from assembler.read.datasets.opening import data_sets_of
from assembler.read.tree import Tree
from assembler.records.references import SourceDocument

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_DAYS = re.compile(r"-?\d{1,7}", re.ASCII)
_FIRST_DAY = date(1960, 1, 1)
"""The day from which SAS counts."""
_MISSING = "(missing)"
"""What a group's heading says for a missing value."""


@dataclass(frozen=True, slots=True)
class DataSets:
    """The data sets that a study has beside its records."""

    sources: Mapping[str, SourceDocument]
    """By id."""
    folder: TemplateRoot | None
    """The study's folder; None where there is none to read from."""
    at: Callable[[str], Position]
    """Where a record path stands."""

    def file_of(self, name: str) -> str | None:
        """The file of a data set; None where the study has none of that id."""
        source = self.sources.get(name)
        return source.file if source and self.folder else None

    def open(self, shell: ListingShell, tree: Tree, reading: Reading) -> DataSet:
        """The data set of a shell, whose `file_of` is known. Raises ProblemsFound."""
        name, folder = self.file_of(shell.data) or "", self.folder
        root = folder.path if folder else Path()
        shown = folder.name_of(name) if folder else name
        found = data_sets_of(File(root / name, reading, root, shown))
        wanted = (shell.data_set or shell.data).upper()
        if shell.data_set is None and len(found) == 1:
            return found[0]
        for one in found:
            if one.name == wanted:
                return one
        names = [one.name for one in found]
        at = tree.at(("data_set",) if shell.data_set else ("data",))
        message = f"{name} holds no data set {wanted}"
        remedy = did_you_mean(wanted, names, otherwise=f"it holds {', '.join(names)}")
        raise refused("listing.data-set-there", message, remedy, at=at)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a listing."""

    texts: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    """Of each row its number in the data set, from 1."""
    groups: tuple[ListingGroup, ...]
    of: int
    """How many rows the data set has."""


def rows_of(shell: ListingShell, tree: Tree, data: DataSet) -> Rows:
    """The rows that a shell asks for, its groups in the order of the numbers that ADaM gives beside
    their names (`TRTAN` of `TRTA`), else of the names. Raises ProblemsFound: a variable that is not
    there, a row that is not as the file says."""
    if problems := list(_unknown(shell, tree, data)):
        raise ProblemsFound(problems)
    grouped = [group.variable.upper() for group in shell.group]
    numbered = [number for name in grouped for number in (f"{name}N", name) if data.has(number)]
    order = list(dict.fromkeys([*numbered, *(name.upper() for name in shell.sort)]))
    names = [tuple(variables_of(column, data)) for column in shell.columns]
    where = [
        (name.upper(), {wanted} if isinstance(wanted, str) else {*wanted})
        for name, wanted in shell.where.items()
    ]
    columns = (name for column in names for name in column)
    read = list(dict.fromkeys([*columns, *order, *(name for name, _ in where)]))
    place = {name: n for n, name in enumerate(read)}
    tests = [(place[name], wanted) for name, wanted in where]
    texts: dict[str, str] = {}  # a text that stands in many cells is kept once
    taken: list[tuple[str, ...]] = []
    numbers: list[int] = []
    of = 0
    for of, row in enumerate(data.rows(read), start=1):
        if all(row[n] in wanted for n, wanted in tests):
            taken.append(tuple([texts.setdefault(text, text) for text in row]))
            numbers.append(of)
    sequence = _in_order(taken, [place[name] for name in order])
    shown = [  # of a column with one variable both are the same
        (place[column[0]], place[column[-1]], c.form == "date")
        for column, c in zip(names, shell.columns, strict=True)
    ]
    return Rows(
        tuple(
            tuple(
                [_day(row[a] or row[b]) if is_day else row[a] or row[b] for a, b, is_day in shown]
            )
            for row in (taken[n] for n in sequence)
        ),
        tuple(numbers[n] for n in sequence),
        tuple(_groups(shell, [taken[n] for n in sequence], [place[name] for name in grouped])),
        of,
    )


def variables_of(column: ListingShellColumn, data: DataSet) -> list[str]:
    """The variables of a column that the data set has, in capitals, the first one leading."""
    asked = (column.variable, column.otherwise) if column.otherwise else (column.variable,)
    return [name.upper() for name in asked if data.has(name.upper())]


def _unknown(shell: ListingShell, tree: Tree, data: DataSet) -> Iterator[Problem]:
    """A problem for each variable that the data set lacks."""
    asked: list[tuple[str, tuple[str | int, ...]]] = [
        *(
            (c.variable, ("columns", n, "variable"))
            for n, c in enumerate(shell.columns)
            if not variables_of(c, data)
        ),
        *((g.variable, ("group", n, "variable")) for n, g in enumerate(shell.group)),
        *((name, ("sort", n)) for n, name in enumerate(shell.sort)),
        *((name, ("where", name)) for name in shell.where),
    ]
    names = [variable.name for variable in data.variables]
    for name, steps in asked:
        if not data.has(name.upper()):
            message = f"{data.name} has no variable {name}"
            remedy = did_you_mean(name.upper(), names, otherwise=f"it has {', '.join(names)}")
            yield error("listing.variables-there", message, remedy, at=tree.at(steps))


def _in_order(rows: Sequence[tuple[str, ...]], keys: Sequence[int]) -> list[int]:
    """The indices of the rows as the keys put them; rows alike stay as they stand."""
    sequence = list(range(len(rows)))
    for key in reversed(keys):
        texts = {row[key] for row in rows}
        ranks = {text: (bool(text), Decimal(0), text) for text in texts}
        if all(not text or _NUMBER.fullmatch(text) for text in texts):
            ranks = {text: (bool(text), Decimal(text or 0), text) for text in texts}
        here = [ranks[row[key]] for row in rows]
        sequence.sort(key=here.__getitem__)
    return sequence


def _groups(
    shell: ListingShell, rows: Sequence[tuple[str, ...]], keys: Sequence[int]
) -> Iterator[ListingGroup]:
    last: tuple[str, ...] | None = None
    for number, row in enumerate(rows if keys else ()):
        here = tuple(row[key] for key in keys)
        if here != last:
            last = here
            said = zip(shell.group, here, strict=True)
            words = "; ".join(f"{group.head}: {text or _MISSING}" for group, text in said)
            yield ListingGroup(number, words)


def _day(text: str) -> str:
    """A count of days as a date, ISO 8601; any other text as it is."""
    if not _DAYS.fullmatch(text):
        return text
    try:
        return (_FIRST_DAY + timedelta(days=int(text))).isoformat()
    except OverflowError:
        return text
