"""Drafted records -> the study's files: merged, validated, as changes that are not yet written."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from assembler.importers.drafted import ArmOfStudy, Drafted, Grid, Into, Records, files_of
from assembler.importers.earlier import (
    FOLDER,
    Earlier,
    earlier,
    every_earlier,
    grid_bytes,
    kept_bytes,
)
from assembler.importers.imported import Added, Change, Imported, Lost
from assembler.importers.sound import sound
from assembler.importers.standing import Standing, StudyFile, standing_of
from assembler.importers.three_way import Merging
from assembler.importers.yaml_edit import changed
from assembler.importers.yaml_text import block
from assembler.problems import Position, Problem, Severity, in_order
from assembler.read import Data
from assembler.read.files import read_bytes
from assembler.read.shape import Step, shape_of
from assembler.read.tree import DataPath
from assembler.records import Dossier


def into_of(folder: Path, named: Mapping[str, str]) -> Into:
    """The study in `folder`; `named`: groups of the file whose arms were named just now.

    Raises ProblemsFound: no folder, or files that cannot be read.
    """
    records = standing_of(folder).records
    arms = records.get("trial", {}).get("arms")
    found = tuple(
        ArmOfStudy(*(str(arm.get(key, "")) for key in ("id", "label", "treatment")))
        for arm in (arms if isinstance(arms, list) else [])
        if isinstance(arm, dict)
    )
    before = {group: str(arm) for one in every_earlier(folder) for group, arm in one.arms.items()}
    return Into(folder, records, found, {**before, **named})


def land(into: Into, drafted: Drafted) -> Imported:
    """What the drafted records do to the study; nothing is written yet.

    A value that no record may hold is left out, and listed as lost. Raises ProblemsFound: files
    of the study that cannot be read, or that cannot be added to without changing them.
    """
    standing = standing_of(into.folder)
    before = earlier(into.folder, drafted.name)
    is_block = _is_block()

    def merge(one: Drafted) -> tuple[Records, Merging]:
        merging = Merging(is_block, one.origin, standing.at, dict(standing.records))
        result = merging.merged(dict(before.records), dict(standing.records), dict(one.records))
        return files_of(result), merging

    kept = sound(standing, drafted, lambda one: merge(one)[0])
    drafted = kept.drafted
    merged, merging = merge(drafted)
    grids, differing = _grids(into.folder, before, drafted)
    lost = (*drafted.lost, *kept.lost)
    left = before.path.with_suffix(".no-home.csv")
    hashes = {grid.name: _sha256(grid_bytes(grid)) for grid in drafted.grids}
    return Imported(
        (
            *_changes(standing, merged),
            *grids,
            _change(into.folder, before.path, kept_bytes(before, drafted, into.named, hashes)),
            _change(into.folder, left, grid_bytes(_left(lost))),
        ),
        tuple(Added(path, drafted.origin(path), ()) for path in merging.added),
        tuple(merging.updated),
        (),
        lost,
        tuple(in_order([*drafted.problems, *merging.problems, *differing])),
        left,
    )


def _left(lost: Sequence[Lost]) -> Grid:
    """What had no home, for a person to look through."""
    rows = [
        {"file": one.file, "line": str(one.tag.line), "name": one.tag.name, "text": one.tag.text}
        for one in lost
    ]
    return Grid("", ("file", "line", "name", "text"), rows)


def _is_block() -> Callable[[DataPath], bool]:
    """Whether the record at a path has a source and absences of its own."""
    shape = shape_of(Dossier)

    @cache
    def is_block(path: DataPath) -> bool:
        return "not_reported" in shape.names([Step(step) for step in path])

    return lambda path: is_block(tuple(0 if isinstance(step, int) else step for step in path))


def _changes(standing: Standing, merged: Records) -> Iterator[Change]:
    for name, value in merged.items():
        one = standing.files[name]
        if value == one.value:
            continue
        yield Change(one.path, one.raw, _text(one, value).encode("utf-8"))


def _text(one: StudyFile, value: dict[str, Data]) -> str:
    if one.raw is None:
        return block(value) + "\n"
    return changed(one.text, one.value, value, file=one.file)


def _grids(folder: Path, before: Earlier, drafted: Drafted) -> tuple[list[Change], list[Problem]]:
    """The CSV files, each new, changed, or kept as a person has edited it."""
    changes: list[Change] = []
    problems: list[Problem] = []
    for grid in drafted.grids:
        path = folder / grid.name
        new = grid_bytes(grid)
        change = _change(folder, path, new)
        stands, was = change.before, before.grids.get(grid.name)
        if stands is None or stands == new or _sha256(stands) == was:
            changes.append(change)
        elif _sha256(new) == was:
            problems.append(_edited(path, Severity.NOTE, "the file has not changed"))
        else:
            beside = folder / FOLDER / grid.name
            changes.append(_change(folder, beside, new))
            problems.append(
                _edited(path, Severity.WARNING, f"the file's rows stand in {beside.as_posix()}")
            )
    return changes, problems


def _edited(path: Path, severity: Severity, said: str) -> Problem:
    is_warning = severity is Severity.WARNING
    return Problem(
        "import.as-recorded" if is_warning else "import.edited-since",
        severity,
        f"{path.as_posix()} has other rows than the file gives, and is kept; {said}",
        "compare the two, and take over what is right"
        if is_warning
        else "nothing, if that was meant",
        Position(path.as_posix()),
    )


def _change(folder: Path, path: Path, after: bytes) -> Change:
    there = path.exists()
    before = read_bytes(path, root=folder, file=path.as_posix()) if there else None
    return Change(path, before, after)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
