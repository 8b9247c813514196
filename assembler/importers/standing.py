"""What stands in a study's files before something is imported into them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assembler.importers.drafted import Records
from assembler.load import NAMES
from assembler.problems import Position, Problem, ProblemsFound, in_order, refused
from assembler.read import Data, Tree, tree_of
from assembler.read.files import read_bytes, read_source
from assembler.read.tree import DataPath

_SUFFIXES = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class StudyFile:
    """One file of records."""

    path: Path
    raw: bytes | None
    """None: there is no such file yet."""
    tree: Tree | None
    """None: there is no file, or nothing but remarks in it."""

    @property
    def file(self) -> str:
        return self.path.as_posix()

    @property
    def text(self) -> str:
        return (self.raw or b"").decode("utf-8")

    @property
    def value(self) -> dict[str, Data]:
        """The records, without the key that names the schema for editors."""
        value = self.tree.value if self.tree else {}
        if not isinstance(value, dict):
            return {}
        return {key: inside for key, inside in value.items() if key != "$schema"}


@dataclass(frozen=True, slots=True)
class Standing:
    """The files of a study, as they were typed."""

    folder: Path
    files: Mapping[str, StudyFile]
    """Name of the file without suffix -> the file; of every file that a study may have."""

    @property
    def records(self) -> Records:
        """What stands in the files that have something in them; a grid is `{csv: name}`."""
        return {name: one.value for name, one in self.files.items() if one.tree}

    def at(self, path: DataPath) -> Position:
        """Where the record stands, or what is nearest around it."""
        one = self.files[str(path[0])] if path else None
        if one is None:
            return Position(self.folder.as_posix())
        return one.tree.at(path[1:]) if one.tree else Position(one.file)


def standing_of(folder: Path) -> Standing:
    """The files of the study in `folder`.

    Raises ProblemsFound: no folder, a file that cannot be read, records in JSON.
    """
    _is_folder(folder)
    files: dict[str, StudyFile] = {}
    problems: list[Problem] = []
    for name in NAMES:
        try:
            files[name] = study_file(folder, name)
        except ProblemsFound as found:
            problems += found.problems
    if problems:
        raise ProblemsFound(in_order(problems))
    return Standing(folder, files)


def study_file(folder: Path, name: str) -> StudyFile:
    """The file that holds the records `name`. Raises ProblemsFound."""
    _is_folder(folder)
    names = [name + suffix for suffix in _SUFFIXES if (folder / (name + suffix)).exists()]
    path = folder / (names[0] if names else f"{name}.yaml")
    if not names:
        return StudyFile(path, None, None)
    if path.suffix == ".json":
        raise refused(
            "import.into-yaml",
            f"records of the study stand in {path.as_posix()}, and the import writes YAML",
            f"keep them in {name}.yaml",
            at=Position(path.as_posix()),
        )
    source = read_source(path, root=folder)
    raw = read_bytes(path, root=folder, file=path.as_posix())
    if all(line.strip()[:1] in ("", "#") for line in source.text.split("\n")):
        return StudyFile(path, raw, None)
    return StudyFile(path, raw, tree_of(source))


def _is_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise refused(
            "study.folder",
            f"there is no folder {folder.as_posix()}",
            "name the folder that holds the study's records, after --into",
            at=Position(folder.as_posix()),
        )
