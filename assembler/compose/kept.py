"""What a process that composes the same document again and again makes of unchanged texts once."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class Kept:
    """Things made of texts, by the texts themselves: never older than what they are made of."""

    _now: dict[Hashable, Any] = field(default_factory=dict)
    _before: dict[Hashable, Any] = field(default_factory=dict)

    def of(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was made of `key`, which says what it is and holds all that it depends on; made
        now where it is new. It must not be changed."""
        if key in self._now:
            made: T = self._now[key]
            return made
        made = self._before.pop(key) if key in self._before else make()
        self._now[key] = made
        return made

    def turn(self) -> None:
        """Forget what has not been asked for since the turn before: a document begins anew."""
        self._before, self._now = self._now, {}


class Same:
    """A thing as part of a key: equal only to itself, and kept alive by the key."""

    __slots__ = ("_thing",)

    def __init__(self, thing: object) -> None:
        self._thing = thing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self._thing is other._thing

    def __hash__(self) -> int:
        return id(self._thing)
