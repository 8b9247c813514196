"""How much work the templates of one document may make, counted so that every machine agrees."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from assembler.compose.mistakes import runaway

T = TypeVar("T")

WORK = 3_000_000
"""Steps: parts of a template evaluated, entries of lists looked at. A few seconds of work; a
table of 10,000 rows and ten columns takes some 700,000."""
CALL = 5
"""Steps that a filter or function of ours costs."""
CHARACTERS = 3_000_000
"""Characters joined to texts: some seven hundred pages of words, in which a value counts as the
eight characters of its slot."""
DEPTH = 40
"""Macros, blocks and files inside one another."""


class Budget:
    """What is left for one document; shared by all of its templates, in whatever order."""

    __slots__ = ("_characters", "_work", "depth")

    def __init__(self, *, work: int = WORK, characters: int = CHARACTERS) -> None:
        self._work = work
        self._characters = characters
        self.depth = 0

    @property
    def left(self) -> tuple[int, int]:
        """The steps and characters that are left."""
        return self._work, self._characters

    @property
    def is_spent(self) -> bool:
        """Whether a template has run away already: nothing more is filled then."""
        return self._work < 0 or self._characters < 0

    def work(self, steps: int) -> None:
        """Take steps; raise TemplateMistake when there are none left."""
        self._work -= steps
        if self._work < 0:
            raise runaway("the templates of this document go round without end")

    def write(self, characters: int) -> None:
        """Take characters; raise TemplateMistake when there are none left."""
        self._characters -= characters
        if self._characters < 0:
            raise runaway(f"the templates of this document write more than {CHARACTERS:,} letters")

    def joined(self, parts: Iterable[str]) -> str:
        """The parts as one text, counted before they are put together."""
        pieces: list[str] = []
        for part in parts:
            self.write(len(part) + 1)
            pieces.append(part)
        return "".join(pieces)

    def counted(self, items: Iterable[T], weight: int = 1) -> Iterator[T]:
        """The items, each of which takes `weight` steps."""
        for item in items:
            self.work(weight)
            yield item
