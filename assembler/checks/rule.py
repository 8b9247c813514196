"""What a rule is: an id that names the good state, a severity, and a function that finds."""

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from inspect import cleandoc, getsource
from textwrap import dedent
from typing import Generic, ParamSpec

from assembler.problems import Severity
from assembler.records.base import Source
from assembler.records.placed import Placed

P = ParamSpec("P")

Places = Sequence[Placed]
"""Every record of a dossier with its path, source and gap plan: walked once for all rules."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a rule does not hold."""

    path: str
    """Record path of the value to look at first."""
    message: str
    """What was found, with the values."""
    remedy: str
    """What to do, imperative."""
    also: tuple[str, ...] = ()
    """Record paths of the other values, when two disagree."""
    severity: Severity | None = None
    """When this finding weighs less than the rule usually does; no dossier changes it."""


@dataclass(frozen=True, slots=True)
class Rule(Generic[P]):
    """A rule; its documentation is the docstring of its function, and nowhere else."""

    id: str
    severity: Severity
    find: Callable[P, Iterator[Finding]]
    fixed: bool = False
    """Whether later stages rely on it: it can be neither waived nor given another severity."""

    @property
    def good_state(self) -> str:
        """What is so when the rule holds: the first line of the docstring."""
        return _documentation(self.find).partition("\n")[0]

    @property
    def why(self) -> str:
        """Why the rule is there, with the clause: the rest of the docstring."""
        return _documentation(self.find).partition("\n")[2].strip()


def _documentation(find: Callable[..., object]) -> str:
    """The docstring; from the source where `python -OO` has left docstrings out."""
    if find.__doc__ is not None:
        return cleandoc(find.__doc__)
    function = ast.parse(dedent(getsource(find))).body[0]
    return ast.get_docstring(function) or "" if isinstance(function, ast.FunctionDef) else ""


def rule(
    id: str, *, severity: Severity, fixed: bool = False
) -> Callable[[Callable[P, Iterator[Finding]]], Rule[P]]:
    """Makes a function that yields findings a rule. It counts once it stands in `RULES`."""

    def made(find: Callable[P, Iterator[Finding]]) -> Rule[P]:
        return Rule(id, severity, find, fixed)

    return made


def compare(source: Source | None) -> str:
    """`compare with the source (ipsen-2024-07-02, bullet 1)`: the start of a remedy."""
    if source is None:
        return "compare with the source"
    return f"compare with the source ({source.document}, {source.place})"
