"""What a process that composes the same document again and again makes of unchanged texts once."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")
LASTING = 32
"""Turns for which a thing is kept that nobody asks for: a part that stays as it is asks for none of
what it was made of, until a neighbour changes."""


@dataclass(slots=True)
class Kept:
    """Things made of texts, by the texts themselves: never older than what they are made of."""

    files: list[str] = field(default_factory=list)
    """Template files by the number that line marks carry: the same in every composition."""
    _numbers: dict[str, int] = field(default_factory=dict)
    """The number of each of them."""
    _made: dict[Hashable, Any] = field(default_factory=dict)
    _asked: dict[Hashable, int] = field(default_factory=dict)
    """In which turn a thing was asked for last."""
    _turn: int = 0

    def number(self, file: str) -> int:
        """The number of a template file; a new one takes the next."""
        number = self._numbers.setdefault(file, len(self.files))
        if number == len(self.files):
            self.files.append(file)
        return number

    def of(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was made of `key`, which says what it is and holds all that it depends on; made
        now where it is new. It must not be changed."""
        if key not in self._made:
            self._made[key] = make()
        self._asked[key] = self._turn
        made: T = self._made[key]
        return made

    def last(self, key: Hashable) -> Any:
        """What was kept last under `key`, which does not say all that it depends on; None if
        nothing was."""
        if key in self._made:
            self._asked[key] = self._turn
        return self._made.get(key)

    def keep(self, key: Hashable, thing: object) -> None:
        """Keep a thing in the place of what was kept under `key`."""
        self._made[key] = thing
        self._asked[key] = self._turn

    def turn(self) -> None:
        """A document begins anew: forget what has not been asked for in `LASTING` turns."""
        self._turn += 1
        idle = [key for key, asked in self._asked.items() if asked < self._turn - LASTING]
        for key in idle:
            del self._made[key], self._asked[key]


class Same:
    """A thing as part of a key: equal only to itself, and kept alive by the key."""

    __slots__ = ("_thing",)

    def __init__(self, thing: object) -> None:
        self._thing = thing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self._thing is other._thing

    def __hash__(self) -> int:
        return id(self._thing)
