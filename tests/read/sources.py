"""Texts in the place of files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assembler.problems import Problem, ProblemsFound
from assembler.read.files import Source
from assembler.read.text import text_errors
from assembler.read.tree import Tree
from assembler.read.trees import tree_of


def source(text: str) -> Source:
    """As a file `f` with this text would be read."""
    return Source(text, "f", "", tuple(text_errors(text, "f")))


def yaml(text: str) -> Tree:
    """The tree in a YAML text."""
    return tree_of(source(text), ".yaml")


def json(text: str) -> Tree:
    """The tree in a JSON text."""
    return tree_of(source(text), ".json")


def problems(read: Callable[[str], object], text: str) -> list[Problem]:
    """The problems that reading the text raises."""
    with pytest.raises(ProblemsFound) as raised:
        read(text)
    return list(raised.value.problems)


def rules(read: Callable[[str], object], text: str) -> list[str]:
    """Their rules."""
    return [problem.rule for problem in problems(read, text)]


def cases(name: str) -> list[Any]:
    """The cases of a file beside this one: `=== title`, the text, `---`, the expected lines."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    found = []
    for case in text.split("\n=== ")[1:]:
        title, _, rest = case.partition("\n")
        typed, _, expected = rest.rpartition("---\n")
        found.append(pytest.param(typed, expected.strip("\n").splitlines(), id=title))
    return found
