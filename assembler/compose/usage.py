"""What all templates of the template folders use: records, files, shells; read without a study."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from jinja2 import TemplateSyntaxError, nodes

from assembler.compose.filling import EACH
from assembler.compose.kinds import NOTHING, Kind
from assembler.compose.loader import BASE, Finder
from assembler.compose.mistakes import TemplateMistake
from assembler.compose.outline_changes import outline_of
from assembler.compose.uses import (
    Arguments,
    Bound,
    Parsed,
    Reading,
    Scope,
    bare,
    read_template,
)
from assembler.problems import Position, ProblemsFound
from assembler.read import read_text, read_tree
from assembler.read.tree import Data, DataPath, Tree

EXPRESSIONS = frozenset(
    ("across", "arm", "arms", "curves", "each", "estimate", "for", "interval", "margin", "median",
     "needs", "part", "source", "threshold", "threshold_arm", "under", "value", "when", "whole")
)  # fmt: skip
"""Keys of shells and outlines that hold bare expressions."""
_BINDING = ("arms", "each", "for")
_DATA = re.compile(r"(?:[^/]+/)?(?:(?:tables|figures)/[^/]+|flags)\.yaml")
_OUTLINE = re.compile(r"[^/]+/outline\.yaml")
_LISTING = re.compile(r"(?:[^/]+/)?listings/[^/]+\.yaml")
_PATH = re.compile(r"[a-z_]+(?:\.[a-z_]+)*")
_MACRO = re.compile(r"\{%[-+]?\s*macro\b")
_MOST_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """A template, or a text or expression of a shell, an outline or the flags."""

    name: str
    """Name of its file, as templates name it."""
    at: Position
    text: str
    """As typed."""
    parsed: Parsed
    is_expression: bool = False
    bound: tuple[tuple[str, Parsed], ...] = ()
    """Names that the shell binds, each with a loop over its items."""
    is_data: bool = False
    """Whether it is part of a shell, an outline or the flags."""


def pieces(finder: Finder) -> Iterator[Piece]:
    """Every template and every text of the template folders; what cannot be read is left out."""
    for name in finder.names("", ".md"):
        holders = [one for one in finder.roots if (one.path / name).is_file()]
        for passed, root in enumerate(holders):
            try:
                text = read_text(root.path / name, root=root.path, shown=root.shown)
            except ProblemsFound:
                break
            at = Position(root.name_of(name))
            yield Piece(BASE * passed + name, at, text, Parsed(text))
            if BASE not in text and not _MACRO.search(text):  # nothing behind it is reached
                break
    for name in finder.names("", ".yaml"):
        if _OUTLINE.fullmatch(name):
            tree = _outline(finder, name)
        elif _DATA.fullmatch(name) or _LISTING.fullmatch(name):
            tree = tree_of(finder, name)
        else:
            continue
        if tree is not None:
            yield from _of_data(name, tree)


def tree_of(finder: Finder, name: str) -> Tree | None:
    """A YAML file of the template folders; None where it cannot be read."""
    found = finder.find(name)
    try:
        return found and read_tree(
            found[0].path / found[1], root=found[0].path, shown=found[0].shown
        )
    except ProblemsFound:
        return None


def _outline(finder: Finder, name: str) -> Tree | None:
    """An outline with what the folders in front change; None where it cannot be read."""
    try:
        return outline_of(finder, PurePosixPath(name).parts[0])[1]
    except ProblemsFound:
        return None


def _of_data(name: str, tree: Tree) -> Iterator[Piece]:
    listing = _LISTING.fullmatch(name) is not None
    texts = list(_texts(tree.value, ()))
    bound: list[tuple[str, Parsed]] = []
    if isinstance(tree.value, dict) and "kind" in tree.value and "arms" not in tree.value:
        bound.append(("arm", _loop("trial.arms")))  # as the shells of curves and dots have it
    for path, text in texts:
        if path[-1] in _BINDING and re.fullmatch(EACH, text):
            item, _, items = text.partition(" in ")
            bound.append((item, _loop(items)))
        elif "names" in path[:-1]:
            bound.append((str(path[-1]), _loop(text)))
    names = tuple(bound)
    for path, text in texts:
        keys = [step for step in path if isinstance(step, str)]
        key = keys[-1] if keys else ""
        is_path = "expects" in keys and key == "paths" and _PATH.fullmatch(text) is not None
        is_plain = listing or "expects" in keys  # what is expected is told in words
        expression = is_path or (not is_plain and (key in EXPRESSIONS or "names" in keys[:-1]))
        if key in _BINDING and not ("{{" in text or "{%" in text):
            text = text.partition(" in ")[2]
        if expression or "{{" in text or "{%" in text:
            parsed = Parsed(bare(text) if expression else text)
            yield Piece(name, tree.at(path), text, parsed, expression, names, is_data=True)


def _texts(value: Data, path: DataPath) -> Iterator[tuple[DataPath, str]]:
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from _texts(inside, (*path, key))
    elif isinstance(value, list):
        for index, inside in enumerate(value):
            yield from _texts(inside, (*path, index))
    else:
        yield path, value


def usage(finder: Finder) -> tuple[Reading, ...]:
    """What each piece of the templates uses. Templates with a syntax error are left out."""
    return used_by(finder, list(pieces(finder)))


def used_by(finder: Finder, found: Sequence[Piece]) -> tuple[Reading, ...]:
    """What the pieces use, those with a syntax error left out."""
    arguments, scopes = Arguments(), _Scopes()
    readings = [_read(finder, piece, arguments, scopes) for piece in found]
    for _ in range(_MOST_ROUNDS):  # until what macros are given no longer grows
        before = sum(map(len, arguments.given.values()))
        for index, reading in enumerate(readings):
            if reading is not None and reading.macros:  # the others take nothing from a caller
                readings[index] = _read(finder, found[index], arguments, scopes)
        if sum(map(len, arguments.given.values())) == before:
            break
    return tuple(one for one in readings if one is not None)


def _read(finder: Finder, piece: Piece, arguments: Arguments, scopes: "_Scopes") -> Reading | None:
    try:
        scope = scopes.around(piece)
        reading = read_template(piece.parsed, piece.name, piece.at, arguments, scope)
    except TemplateSyntaxError:
        return None
    reading.files = [(_file(finder, one, piece.name), at) for one, at in reading.files]
    behind = finder.behind(piece.name) if reading.macros else None
    if behind is not None:  # it lends what this one lacks
        reading.files.append((behind, piece.at))
    return reading


def _file(finder: Finder, name: str, asking: str) -> str:
    try:
        return finder.based(name, asking) if name.startswith(BASE) else name
    except TemplateMistake:
        return name  # the syntax says so


def _loop(items: str) -> Parsed:
    return Parsed(f"{{% for _ in {items} %}}{{% endfor %}}")


@dataclass(slots=True)
class _Scopes:
    """What shells bind around their texts: the same for every text of a shell."""

    _known: dict[tuple[tuple[str, Parsed], ...], Mapping[str, Bound]] = field(default_factory=dict)

    def around(self, piece: Piece) -> Mapping[str, Bound]:
        """The names that are bound around a piece: of a name with several meanings nothing."""
        if piece.bound not in self._known:
            scope: dict[str, Bound] = {}
            for name, loop in piece.bound:
                entry = _entry(loop, piece, scope)
                scope[name] = entry if scope.get(name, entry) == entry else NOTHING
            self._known[piece.bound] = scope
        return self._known[piece.bound]


def _entry(loop: Parsed, piece: Piece, scope: Scope) -> Kind:
    """What an item of a loop is."""
    entry = NOTHING
    try:
        for one in loop.tree.find_all(nodes.For):
            entry = Reading(piece.name, piece.at, Arguments()).value(one.iter, scope).entry()
    except TemplateSyntaxError:
        return NOTHING
    return entry
