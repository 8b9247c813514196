"""A study's folder -> its dossier, with the position of every record."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assembler.folder import no_study
from assembler.problems import (
    Position,
    Problem,
    ProblemsFound,
    Severity,
    did_you_mean,
    error,
    in_order,
    refused,
)
from assembler.read import Data, Finder, Place, Tree, find, read_csv, read_tree, validate
from assembler.read.tree import DataPath
from assembler.records import Dossier

NAMES = tuple(Dossier.model_fields)
"""The files of a study, without suffix."""
_FILES = tuple(f"{name}.yaml" for name in NAMES)
_SUFFIXES = (".yaml", ".yml", ".json")
_MOST_CUTS = 4
"""Rounds in which what is not valid is taken out: first the value, then the block that lacks it."""
# No way out of the folder, and no name that a platform reads as something else (`\\\\host\\x`).
_GRID = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/)*[A-Za-z0-9_][A-Za-z0-9_.-]*\.csv", re.ASCII)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A study as read."""

    dossier: Dossier
    tree: Tree
    """What was read: one value, with a key for each file."""
    files: tuple[tuple[str, str], ...]
    """Every file that was read: name relative to the study's folder, SHA-256; sorted."""
    warnings: tuple[Problem, ...]
    finder: Finder

    def at(self, path: str) -> Position:
        """Where the record stands that `path` names, or what is nearest around it.

        `efficacy.analyses.pfs-pnet-local.comparison.hazard_ratio` -> efficacy.yaml:22:19.
        """
        return self.tree.at(self.finder.find(path))


def load(study: Path, *, shown: str | None = None) -> Loaded:
    """The dossier in the folder `study`: one file for each field of `Dossier`, YAML or JSON.

    A list `{csv: name.csv}` is replaced by the rows of that file, empty cells left out. Positions
    name files by `shown` (default: the folder as given; "" for names relative to it). Raises
    ProblemsFound with every problem of every file.
    """
    folder = study.as_posix() if shown is None else shown
    reading, tree, present = _read(study, shown)
    found = list(reading.problems)
    dossier = None
    try:
        dossier = validate(Dossier, tree)
    except ProblemsFound as misfits:
        # A file that could not be read is not missing.
        found += (_with_files(p, folder) for p in misfits.problems if p.path not in reading.failed)
    if dossier is None or found:
        raise ProblemsFound(in_order(found))
    return _loaded(dossier, tree, reading, _unknown(present, study, shown))


def load_sound(study: Path, *, shown: str | None = None) -> Loaded | None:
    """What of a study is valid, without the values and entries that are not; as `load`.

    For saying more of a study that `load` has refused, and never for building it: ids may lead
    nowhere, and totals lack parts. None where no dossier is left. Raises ProblemsFound only where
    there is no study.
    """
    reading, tree, present = _read(study, shown)
    for _ in range(_MOST_CUTS):
        try:
            dossier = validate(Dossier, tree)
        except ProblemsFound as misfits:
            cuts = {_cut(tree, problem.path or "") for problem in misfits.problems}
            if () in cuts:
                return None
            tree = Tree(*_without(tree.value, tree.place, cuts), tree.file)
        else:
            return _loaded(dossier, tree, reading, _unknown(present, study, shown))
    return None


def _read(study: Path, shown: str | None) -> tuple["_Reading", Tree, list[str]]:
    """What was read, all files as one value, and the names in the folder."""
    folder = study.as_posix() if shown is None else shown
    reading = _Reading(study, shown)
    try:
        present = sorted(entry.name for entry in study.iterdir())
    except OSError as failure:
        raise _no_folder(study, folder or study.name, failure) from None
    for name in NAMES:
        reading.read(name, present)
    if reading.is_empty:
        raise ProblemsFound([no_study(study, folder or study.name, present, _FILES)])
    return reading, reading.tree(Position(folder or study.name)), present


def _loaded(
    dossier: Dossier, tree: Tree, reading: "_Reading", unknown: Iterator[Problem]
) -> Loaded:
    return Loaded(
        dossier,
        tree,
        tuple(sorted(reading.files.items())),
        tuple(in_order([*reading.warnings, *unknown])),
        Finder(tree.value),
    )


def _cut(tree: Tree, path: str) -> DataPath:
    """What is taken out for a problem: the value, or the block that lacks it; no whole file."""
    way = find(tree.value, path)
    return way if len(way) > 1 or way == ("disease",) else ()


def _without(value: Data, place: Place, cuts: set[DataPath]) -> tuple[Data, Place]:
    """The value without what is at the paths, and the places of what is left."""
    here = {cut[0] for cut in cuts if len(cut) == 1}
    inside: dict[str | int, set[DataPath]] = {}
    for cut in cuts:
        if len(cut) > 1 and cut[0] not in here:
            inside.setdefault(cut[0], set()).add(cut[1:])
    if isinstance(value, str):
        return value, place
    items = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
    kept: list[tuple[str | int, Data, Place]] = []
    for key, child in items:
        if key not in here:
            rest = inside.get(key)
            found = place.children[key]
            kept.append((key, *(_without(child, found, rest) if rest else (child, found))))
    if isinstance(value, dict):
        places = {key: at for key, _, at in kept}
        return {str(key): child for key, child, _ in kept}, Place(place.at, place.key, places)
    places = {index: at for index, (_, _, at) in enumerate(kept)}
    return [child for _, child, _ in kept], Place(place.at, place.key, places)


class _Reading:
    """What has been read of one study."""

    def __init__(self, study: Path, shown: str | None) -> None:
        self._study = study
        self._shown = shown
        self._values: dict[str, Data] = {}
        self._places: dict[str | int, Place] = {}
        self.files: dict[str, str] = {}
        self.failed: set[str] = set()
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []

    def read(self, name: str, present: list[str]) -> None:
        """Read the file that holds the field `name`, if there is one."""
        found = [name + suffix for suffix in _SUFFIXES if name + suffix in present]
        if not found:
            return
        if len(found) > 1:
            self.problems.append(
                error(
                    "study.one-file-each",
                    f"{' and '.join(found)} hold the same records",
                    "keep one of them",
                    at=self._at(found[0]),
                    also=tuple(self._at(other) for other in found[1:]),
                )
            )
        try:
            tree = read_tree(self._study / found[0], root=self._study, shown=self._shown)
        except ProblemsFound as failure:
            self.problems += failure.problems
            self.failed.add(name)
            return
        self.files[found[0]] = tree.sha256
        self.warnings += tree.warnings
        value = tree.value
        if isinstance(value, dict) and "$schema" in value:  # names the schema for editors
            value = {key: inside for key, inside in value.items() if key != "$schema"}
        self._values[name], self._places[name] = self._with_grids(value, tree.place)

    @property
    def is_empty(self) -> bool:
        """Whether none of the study's files is there."""
        return not self._values and not self.failed

    def tree(self, at: Position) -> Tree:
        """All files as one value."""
        return Tree(dict(self._values), Place(at, None, self._places), at.file)

    def _with_grids(self, value: Data, place: Place) -> tuple[Data, Place]:
        """The value with the rows of each CSV file in the place of `{csv: name}`."""
        if isinstance(value, dict) and value.keys() == {"csv"}:
            return self._grid(value["csv"], place)
        if isinstance(value, str):
            return value, place
        items: list[tuple[str | int, Data]]
        items = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
        changed: dict[str | int, tuple[Data, Place]] = {}
        for key, inside in items:
            new = self._with_grids(inside, place.children[key])
            if new[0] is not inside:
                changed[key] = new
        if not changed:
            return value, place
        places = {**place.children, **{key: new[1] for key, new in changed.items()}}
        kept: Data
        if isinstance(value, dict):
            kept = {k: changed[k][0] if k in changed else inside for k, inside in value.items()}
        else:
            kept = [changed[i][0] if i in changed else inside for i, inside in enumerate(value)]
        return kept, Place(place.at, place.key, places)

    def _grid(self, name: Data, place: Place) -> tuple[Data, Place]:
        at = place.children["csv"].at
        if not isinstance(name, str) or not _GRID.fullmatch(name):
            self.problems.append(
                error(
                    "grid.named",
                    f"{name!r} is no name of a CSV file in the study's folder",
                    "use letters, digits, - and _: adverse-events.csv",
                    at=at,
                )
            )
            return [], place
        try:
            tree = read_csv(self._study / name, root=self._study, shown=self._shown)
        except ProblemsFound as failure:
            self.problems += (
                problem if problem.rule != "file.exists" else _moved(problem, at)
                for problem in failure.problems
            )
            return [], place
        self.files[name] = tree.sha256
        rows = tree.value if isinstance(tree.value, list) else []
        filled: list[Data] = [
            {key: cell for key, cell in row.items() if cell != ""}
            for row in rows
            if isinstance(row, dict)
        ]
        return filled, Place(tree.place.at, place.key, tree.place.children)

    def _at(self, name: str) -> Position:
        return _file(name, self._study, self._shown)


def _file(name: str, study: Path, shown: str | None) -> Position:
    folder = study.as_posix() if shown is None else shown
    return Position(f"{folder.rstrip('/')}/{name}" if folder not in ("", ".") else name)


def _moved(problem: Problem, at: Position) -> Problem:
    """The problem where the missing file is named."""
    return error(problem.rule, problem.message, problem.remedy, at=at)


def _no_folder(study: Path, folder: str, failure: OSError) -> ProblemsFound:
    remedy = "name the folder that holds the study's records (dossier.yaml and the others)"
    if isinstance(failure, NotADirectoryError):
        message = f"{folder} is a file, not a study's folder"
    elif isinstance(failure, FileNotFoundError):
        message = f"there is no folder {folder}"
        try:
            beside = sorted(entry.name for entry in study.parent.iterdir() if entry.is_dir())
        except OSError:
            beside = []
        remedy = did_you_mean(study.name, beside, otherwise=remedy)
    else:
        message = f"the folder {folder} cannot be read: {failure.strerror}"
    return refused("study.folder", message, remedy, at=Position(folder))


def _with_files(problem: Problem, folder: str) -> Problem:
    """A missing field of the dossier is a missing file."""
    if problem.rule != "key.given" or problem.path not in NAMES:
        return problem
    return error(
        "study.files",
        f"the study has no {problem.path}.yaml",
        f"add {problem.path}.yaml to the folder {folder}" if folder else "add the file",
        at=problem.at,
        path=problem.path,
    )


def _unknown(present: list[str], study: Path, shown: str | None) -> Iterator[Problem]:
    """A warning for each file that looks like records and is none of the study's."""
    for name in present:
        stem, suffix = os.path.splitext(name)  # noqa: PTH122 - a name, not a path
        if suffix.lower() not in _SUFFIXES or name.startswith(".") or _is_read(stem, suffix):
            continue
        name = name.encode("utf-8", "replace").decode()  # a name need not be text
        yield Problem(
            "study.files",
            Severity.WARNING,
            f"{name} is none of the study's files, and nothing reads it",
            did_you_mean(f"{stem}.yaml", _FILES, otherwise=f"the files are: {', '.join(_FILES)}"),
            _file(name, study, shown),
        )


def _is_read(stem: str, suffix: str) -> bool:
    return stem in NAMES and suffix in _SUFFIXES
