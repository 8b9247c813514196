"""What was read: plain data in which every value knows where it stands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from assembler.problems import Position, Problem

Data: TypeAlias = dict[str, "Data"] | list["Data"] | str
"""Mappings, lists and the text of scalars; nothing else."""
DataPath = tuple[str | int, ...]
"""Keys and list indices that lead to a value."""

_NONE: Mapping[str | int, "Place"] = MappingProxyType({})
_INDEX = re.compile(r"\[([0-9]{1,9})\]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands, and where the values inside it stand."""

    at: Position
    key: Position | None = None
    """Where its key stands; None for an item of a list."""
    children: Mapping[str | int, "Place"] = field(default_factory=lambda: _NONE)


@dataclass(frozen=True, slots=True)
class Tree:
    """A file as data: `value`, and a `place` of the same shape."""

    value: Data
    place: Place
    file: str
    """As positions show it."""
    sha256: str = ""
    """Of the bytes that were read."""
    warnings: tuple[Problem, ...] = ()

    def at(self, path: DataPath) -> Position:
        """The position of the value at `path`, or of its nearest ancestor."""
        return _place(self.place, path).at

    def key_at(self, path: DataPath) -> Position:
        """The position of the key that holds the value at `path`.

        An item of a list has no key: its own position. The nearest ancestor's where there is no
        such value.
        """
        place = _place(self.place, path)
        return place.key or place.at


def _place(place: Place, path: DataPath) -> Place:
    """The place of the value at `path`, or of its nearest ancestor."""
    for step in path:
        inside = place.children.get(step)
        if inside is None:
            break
        place = inside
    return place


def spell(value: Data, path: DataPath) -> str:
    """The path as people read it: an item of a list by its `id`, else by its place.

    ("efficacy", "analyses", 0, "level") -> `efficacy.analyses.pfs-pnet-local.level`; an item
    without id is `[0]`.
    """
    spelled = ""
    here: Data | None = value
    for step in path:
        inside: Data | None = None
        if isinstance(here, dict) and isinstance(step, str):
            inside = here.get(step)
        elif isinstance(here, list) and isinstance(step, int) and 0 <= step < len(here):
            inside = here[step]
        name = inside.get("id") if isinstance(step, int) and isinstance(inside, dict) else step
        if isinstance(name, str):
            spelled += f".{name}" if spelled else name
        else:
            spelled += f"[{step}]"
        here = inside
    return spelled


def find(value: Data, spelled: str) -> DataPath:
    """The path that `spell` wrote so, as far as the value goes: the inverse of `spell`."""
    return Finder(value).find(spelled)


class Finder:
    """Resolves spelled paths in one value; remembers the ids of each list that it has met, and
    the mappings: each is asked for most of its keys, one after the other."""

    def __init__(self, value: Data) -> None:
        self._value = value
        self._ids: dict[int, dict[str, int]] = {}
        self._mappings: dict[str, tuple[DataPath, Data]] = {}

    def find(self, spelled: str) -> DataPath:
        """The path that `spelled` names, as far as the value goes."""
        holder, _, name = spelled.rpartition(".")
        path, mapping = self._mapping(holder)
        if isinstance(mapping, dict) and name in mapping:
            return (*path, name)
        return self._walk(spelled)[0]

    def _mapping(self, spelled: str) -> tuple[DataPath, Data]:
        """The path and the value that `spelled` names; an empty mapping where it goes too far.

        Mostly one step below a mapping that has been met.
        """
        met = self._mappings.get(spelled)
        if met is not None:
            return met
        holder, _, name = spelled.rpartition(".")
        path, around = self._mapping(holder) if holder else ((), self._value)
        if isinstance(around, dict) and name in around:
            found: tuple[DataPath, Data] = ((*path, name), around[name])
        elif isinstance(around, list) and name in self._ids_of(around):
            index = self._ids_of(around)[name]
            found = ((*path, index), around[index])
        else:
            whole, here, rest = self._walk(spelled)
            found = (whole, {} if rest else here)
        self._mappings[spelled] = found
        return found

    def _walk(self, spelled: str) -> tuple[DataPath, Data, str]:
        """The path as far as the value goes, the value there, and the words that are left."""
        path: list[str | int] = []
        here: Data = self._value
        rest = spelled
        while rest:
            step, taken = self._step(here, rest)
            if step is None:
                break
            path.append(step)
            here = here[step]  # type: ignore[index] # the step fits what is here
            rest = rest[taken:].removeprefix(".")
        return tuple(path), here, rest

    def _step(self, here: Data, rest: str) -> tuple[str | int | None, int]:
        """The key or index that the head of `rest` names, and how many letters name it."""
        index = _INDEX.match(rest)
        if index and isinstance(here, list) and int(index[1]) < len(here):
            return int(index[1]), index.end()
        if isinstance(here, str):
            return None, 0
        names = here if isinstance(here, dict) else self._ids_of(here)
        ends = [m.start() for m in re.finditer(r"[.\[]", rest) if m.start()]
        for end in [*ends, len(rest)]:  # a key may hold a dot: `2.7.3`
            if rest[:end] in names:
                return (rest[:end] if isinstance(here, dict) else names[rest[:end]]), end  # type: ignore[return-value]
        return None, 0

    def _ids_of(self, items: list[Data]) -> dict[str, int]:
        ids = self._ids.get(id(items))
        if ids is None:
            ids = {}
            for index, item in enumerate(items):
                name = item.get("id") if isinstance(item, dict) else None
                if isinstance(name, str):
                    ids.setdefault(name, index)
            self._ids[id(items)] = ids
        return ids
