"""A study with one value mistyped: copied, changed where a record path leads, and checked."""

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assembler.checks.study import check_study
from assembler.load import Loaded, load
from assembler.problems import Position, Problem
from assembler.read import read_tree

HERE = Path(__file__).resolve().parent
STUDIES: Mapping[str, Path] = {
    "cabinet": HERE.parents[1] / "examples" / "cabinet",
    "complete": HERE / "complete",
}
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_PLAIN = re.compile(r"[^,}\]\n]*?(?=,|\}|\]|[ \t]+#|\n|$)")
_LINE = re.compile(r"[^\n]*?(?=[ \t]+#|\n|$)")
_CELL = re.compile(r"[^,\n]*")

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Slip:
    """One mistyped value, and the one rule that it breaks."""

    title: str
    study: str
    set: Mapping[str, str]
    """Record path -> what stands there now; empty for a line that is added."""
    add: Mapping[str, str]
    """Record path -> lines that are added after the line where it stands."""
    rule: str
    at: str
    """Record path of the value where the finding stands."""
    severity: str
    clears: tuple[str, ...]
    """Rules of which a finding goes."""


def slips(name: str) -> tuple[Slip, ...]:
    """The slips of a file beside this one."""
    entries = read_tree(HERE / name, root=HERE).value
    assert isinstance(entries, list)
    return tuple(map(_slip, entries))


def _slip(entry: object) -> Slip:
    assert isinstance(entry, dict)
    set, add = entry.get("set", {}), entry.get("add", {})
    assert isinstance(set, dict) and isinstance(add, dict)
    first = next(iter({**set, **add}))
    return Slip(
        str(entry["title"]),
        str(entry.get("study", "complete")),
        set,
        add,
        str(entry.get("rule", "")),
        str(entry.get("at", first)),
        str(entry.get("severity", "")),
        tuple(entry.get("clears", ())),
    )


@cache
def findings(study: str) -> tuple[Problem, ...]:
    """What the checks find in the study as it is."""
    return tuple(check_study(STUDIES[study]))


def corrupted(slip: Slip, folder: Path) -> list[Problem]:
    """What the checks find in a copy with the slip."""
    return check_study(changed_copy(slip, folder))


def changed_copy(slip: Slip, folder: Path) -> Path:
    """A copy of the slip's study in `folder`, with the slip."""
    copy = Path(shutil.copytree(STUDIES[slip.study], folder / slip.study))
    edits = [(_replace, path, new) for path, new in slip.set.items()]
    edits += [(_insert, path, new) for path, new in slip.add.items()]
    for number, (edit, path, new) in enumerate(edits):
        # the first finds what stands in every copy; the others what those before them left
        at = load(copy).at(path) if number else _whole(slip.study).at(path)
        edit(copy / Path(at.file).name, at, path, new)
    return copy


@cache
def _whole(study: str) -> Loaded:
    """A study without a slip."""
    return load(STUDIES[study])


def line_of(study: Path, path: str) -> tuple[str, int]:
    """File and line where a record path leads."""
    at = load(study).at(path)
    return Path(at.file).name, at.line


def _replace(file: Path, at: Position, path: str, new: str) -> None:
    lines = file.read_text(encoding="utf-8").split("\n")
    line, column = lines[at.line - 1], at.column - 1
    if file.suffix == ".csv":
        token = _CELL
    elif _QUOTED.match(line, column):
        token = _QUOTED
    else:
        is_flow = "{" in line[:column] or "[" in line[:column]
        token = _PLAIN if is_flow else _LINE
    old = token.match(line, column)
    assert old is not None and old[0] != new, (path, line)
    lines[at.line - 1] = line[:column] + new + line[old.end() :]
    file.write_text("\n".join(lines), encoding="utf-8", newline="\n")


def _insert(file: Path, at: Position, path: str, new: str) -> None:
    lines = file.read_text(encoding="utf-8").split("\n")
    lines[at.line : at.line] = new.rstrip("\n").split("\n")
    file.write_text("\n".join(lines), encoding="utf-8", newline="\n")


def keys(problems: tuple[Problem, ...] | list[Problem]) -> set[Key]:
    """Rule, record path and severity of each."""
    return {(p.rule, p.path or "", str(p.severity)) for p in problems}
