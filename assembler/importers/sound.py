"""Drafted records without what no record may hold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from assembler.importers.drafted import Drafted, Grid, Records, files_of
from assembler.importers.entry import Tag
from assembler.importers.imported import Lost
from assembler.importers.standing import Standing
from assembler.problems import Position, Problem, ProblemsFound, in_order
from assembler.read import Data, Place, Tree, find, read_csv, spell
from assembler.read.build import limited
from assembler.read.tree import DataPath
from assembler.read.validate import misfits
from assembler.records import Dossier

_MOST_ROUNDS = 12
"""First a value is taken out, then the record that lacks it, then what refers to the record."""
_Rows = Callable[[str], list[Data]]


@dataclass(frozen=True, slots=True)
class Sound:
    """A draft that can stand in the records, and what had to be left out of it."""

    drafted: Drafted
    lost: tuple[Lost, ...]


def sound(standing: Standing, drafted: Drafted, merge: Callable[[Drafted], Records]) -> Sound:
    """The draft without each value that would make the merged records invalid.

    What was invalid before the import is not looked at: a study may be half filled in. Raises
    ProblemsFound where records that are valid alone do not go together.
    """
    stand = _rows_of(standing)
    before = {(p.rule, p.path) for p in _misfits(standing.records, stand)}
    lost: list[Lost] = []
    new: list[Problem] = []
    for _ in range(_MOST_ROUNDS):
        grids = {grid.name: _rows(grid) for grid in drafted.grids}
        found = _misfits(merge(drafted), _first_of(grids, stand))
        new = [p for p in found if (p.rule, p.path) not in before and not _is_open(p)]
        if not new:
            return Sound(drafted, tuple(lost))
        whole = _with_rows(dict(drafted.records), _first_of(grids, lambda name: []))
        cuts = {way: problem for problem in new if (way := _way(whole, problem))}
        if not cuts:
            break
        lost += (_lost(drafted, whole, way, problem) for way, problem in cuts.items())
        drafted = _without(drafted, whole, set(cuts))
    raise ProblemsFound(limited(in_order(new)))


def _is_open(problem: Problem) -> bool:
    """Whether it says that a file of the study is not there yet, or lacks a key of its own: that is
    for a person to fill in."""
    depth = (problem.path or "").count(".")
    return not depth or (depth == 1 and problem.rule == "key.given")


def _misfits(records: Records, rows: _Rows) -> list[Problem]:
    """Everything that no dossier may hold, files that are missing as well."""
    value = _with_rows(dict(records), rows)
    return misfits(Dossier, Tree(value, Place(Position("")), ""))


def _first_of(grids: Mapping[str, list[Data]], others: _Rows) -> _Rows:
    return lambda name: grids[name] if name in grids else others(name)


def _rows_of(standing: Standing) -> _Rows:
    """The rows of a grid in the study, read once."""
    known: dict[str, list[Data]] = {}

    def rows(name: str) -> list[Data]:
        if name not in known:
            try:
                read = read_csv(standing.folder / name, root=standing.folder).value
            except ProblemsFound:  # whoever reads the study says so
                read = []
            known[name] = [_filled(row) for row in read] if isinstance(read, list) else []
        return known[name]

    return rows


def _rows(grid: Grid) -> list[Data]:
    return [_filled(dict(row)) for row in grid.rows]


def _filled(row: Data) -> Data:
    """A row without its empty cells: they are no values."""
    return {key: cell for key, cell in row.items() if cell} if isinstance(row, dict) else row


def _with_rows(value: Data, rows: _Rows) -> Data:
    """The records with the rows of each grid in the place of `{csv: name}`."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return [_with_rows(inside, rows) for inside in value]
    if value.keys() == {"csv"}:
        return rows(str(value["csv"]))
    return {key: _with_rows(inside, rows) for key, inside in value.items()}


def _way(whole: Data, problem: Problem) -> DataPath:
    """The path in the draft of what a problem names, or of the record that lacks it; empty where
    the draft says nothing of it."""
    spelled = problem.path or ""
    way = find(whole, spelled)
    if len(way) < 2:
        return ()
    reached = spell(whole, way)
    holder = spelled.rpartition(".")[0]
    return way if reached in (spelled, holder) else ()


def _lost(drafted: Drafted, whole: Data, way: DataPath, problem: Problem) -> Lost:
    spelled = spell(whole, way)
    origin = drafted.origin(spelled)
    file = origin.file if origin else drafted.name
    tag = Tag(spelled, problem.message, origin.line if origin else 1)
    return Lost(file, "", tag)


def _without(drafted: Drafted, whole: Data, cuts: set[DataPath]) -> Drafted:
    """The draft without what stands at the paths; rows go back into their grids."""
    kept = _cut(whole, cuts)
    grids = {grid.name: grid for grid in drafted.grids}
    records = _with_grids(dict(drafted.records), kept, grids)
    return replace(drafted, records=files_of(records), grids=tuple(grids.values()))


def _cut(value: Data, cuts: set[DataPath]) -> Data:
    if isinstance(value, str) or not cuts:
        return value
    here = {cut[0] for cut in cuts if len(cut) == 1}
    inside: dict[str | int, set[DataPath]] = {}
    for cut in cuts:
        if len(cut) > 1:
            inside.setdefault(cut[0], set()).add(cut[1:])
    if isinstance(value, dict):
        return {k: _cut(v, inside.get(k, set())) for k, v in value.items() if k not in here}
    return [_cut(v, inside.get(i, set())) for i, v in enumerate(value) if i not in here]


def _with_grids(drafted: Data, kept: Data, grids: dict[str, Grid]) -> Data:
    """What was kept, with `{csv: name}` where the draft has a grid; `grids` get their new rows."""
    if isinstance(drafted, dict) and drafted.keys() == {"csv"} and isinstance(kept, list):
        name = str(drafted["csv"])
        rows = [
            {key: str(cell) for key, cell in row.items()} for row in kept if isinstance(row, dict)
        ]
        grids[name] = replace(grids[name], rows=rows)
        return drafted
    if isinstance(drafted, dict) and isinstance(kept, dict):
        return {key: _with_grids(drafted[key], value, grids) for key, value in kept.items()}
    return kept
