"""A file of YAML or JSON -> tree, by its suffix."""

from pathlib import Path

from assembler.problems import Position, Problem, ProblemsFound, in_order, refused
from assembler.read.build import limited
from assembler.read.files import Source, read_source, shown_name
from assembler.read.json import read_json
from assembler.read.text import REFUSED
from assembler.read.tree import Tree
from assembler.read.yaml import read_yaml

_YAML = (".yaml", ".yml")


def read_tree(path: Path, *, root: Path, shown: str | None = None) -> Tree:
    """The data in a file of YAML (.yaml, .yml) or JSON (.json) under `root`.

    Positions name the file as `shown` (default: the root as given) and the way from there.
    Raises ProblemsFound with every problem of the file.
    """
    if path.suffix.lower() not in (*_YAML, ".json"):
        file = shown_name(path, root=root, shown=shown)
        raise refused(
            "file.kind",
            f"{file} is neither YAML nor JSON by its name",
            "name it .yaml or .json",
            at=Position(file),
        )
    return tree_of(read_source(path, root=root, shown=shown), path.suffix.lower())


def tree_of(source: Source, suffix: str = ".yaml") -> Tree:
    """The data in a text of YAML or JSON; as `read_tree`."""
    problems = list(source.problems)
    warnings: list[Problem] = []
    # Refused characters are replaced one by one: the parser goes on, and columns stay right.
    text = REFUSED.sub("\N{REPLACEMENT CHARACTER}", source.text) if problems else source.text
    try:
        if suffix == ".json":
            built = read_json(text, source.file)
        else:
            built, warnings = read_yaml(text, source.file)
    except ProblemsFound as found:
        problems += found.problems
        raise ProblemsFound(limited(in_order(problems))) from None
    if problems:
        raise ProblemsFound(limited(in_order(problems)))
    return Tree(built.value, built.place, source.file, source.sha256, tuple(warnings))
