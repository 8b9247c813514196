"""What an import gave, kept beside the study's records: so that the next one can tell what a
person has changed since."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assembler.importers.drafted import Drafted, Grid
from assembler.importers.three_way import ids_of
from assembler.problems import refused
from assembler.read import Data, read_tree

FOLDER = "imported"
"""Folder of the study that holds these files."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an import of the same name gave before; nothing where there was none."""

    path: Path
    records: Mapping[str, Data] = field(default_factory=dict)
    grids: Mapping[str, Data] = field(default_factory=dict)
    """Name of a CSV file -> SHA-256 of its bytes."""
    arms: Mapping[str, Data] = field(default_factory=dict)
    """Group of the file -> id of its arm."""


def earlier(folder: Path, name: str) -> Earlier:
    """What the import `name` gave to the study in `folder`. Raises ProblemsFound."""
    path = folder / FOLDER / f"{name}.json"
    if not path.exists():
        return Earlier(path)
    tree = read_tree(path, root=folder)
    whole = tree.value if isinstance(tree.value, dict) else {}
    parts = {key: whole.get(key) for key in ("records", "grids", "arms")}
    if not all(isinstance(part, dict) for part in parts.values()):
        raise refused(
            "import.can-compare",
            f"{tree.file} is not as an import has written it",
            "bring it back from your archive; or remove it, and every value of the file "
            "that the records have otherwise is shown once more",
            at=tree.place.at,
        )
    return Earlier(path, **{key: part for key, part in parts.items() if isinstance(part, dict)})


def every_earlier(folder: Path) -> Iterator[Earlier]:
    """What each import gave to the study, by name. Raises ProblemsFound."""
    for path in sorted((folder / FOLDER).glob("*.json")):
        yield earlier(folder, path.stem)


def kept_bytes(
    before: Earlier, drafted: Drafted, named: Mapping[str, str], grids: Mapping[str, str]
) -> bytes:
    """The file that keeps what the imports of a name gave: what the last one leaves unsaid stays as
    an earlier one said it. `named`: groups whose arm a person has named; `grids`: SHA-256 of each
    CSV file."""
    whole = {
        "files": dict(drafted.files),
        "arms": {group: arm for group, arm in named.items() if group in drafted.arms},
        "records": _over(dict(before.records), dict(drafted.records)),
        "grids": {**before.grids, **grids},
    }
    return (json.dumps(whole, indent=1, ensure_ascii=False) + "\n").encode("utf-8")


def _over(before: Data, after: Data) -> Data:
    """What was said last, and before it what is no longer said."""
    if isinstance(before, dict) and isinstance(after, dict):
        said = {key: _over(before[key], v) if key in before else v for key, v in after.items()}
        return {**said, **{key: v for key, v in before.items() if key not in after}}
    old, new = ids_of(before), ids_of(after)
    if old and new:
        said = {id: _over(old[id], v) if id in old else v for id, v in new.items()}
        return [*said.values(), *(item for id, item in old.items() if id not in new)]
    return after


def grid_bytes(grid: Grid) -> bytes:
    """The grid as a CSV file: RFC 4180, line feeds."""
    text = io.StringIO()
    writer = csv.DictWriter(text, grid.columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(grid.rows)
    return text.getvalue().encode("utf-8")
