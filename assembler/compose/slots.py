"""Slots: how a record value passes through Jinja and Markdown untouched.

A template never sees the text of a value. Printing a view enters its text and its record paths
here and returns an opaque mark of two private-use characters around a number; the text goes back
on the node after Markdown has been parsed. So `~`, `join`, macros and `{% set %}` keep the
parentage without knowing of it, and a value with `*`, `|`, `<b>` or a link cannot change the
layout. No file may contain private-use characters, nor may a template spell one by an escape or
an entity: a mark cannot be forged.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assembler.compose.mistakes import runaway

OPEN, CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{OPEN}([0-9]+){CLOSE}")
MOST = 200_000
"""Values that one document may print: about a hundred bytes of memory each, and a kilobyte more
for the node and its trace. A table of 10,000 rows and ten columns is half of it."""

SlotKind = Literal["value", "name", "gap", "to-do", "comment"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One printed value on its way to the page."""

    kind: SlotKind
    text: str
    """As printed."""
    paths: tuple[str, ...]
    """Record paths, the leading one first; of a to-do the file that is to be written."""
    recorded: tuple[str, ...]
    """As recorded, one for each path."""
    derivation: str
    not_entered: bool = False
    """Whether it prints a value that nobody has said anything about yet."""
    comment: str = ""
    """Of a comment, which prints nothing: what stands in the margin."""


class Slots:
    """The slots of one document in the order in which they were printed."""

    __slots__ = ("_elsewhere", "_slots")

    def __init__(self) -> None:
        self._slots: list[Slot] = []
        self._elsewhere = 0

    @property
    def count(self) -> int:
        """How many values were printed."""
        return len(self._slots) + self._elsewhere

    def pass_over(self, count: int) -> None:
        """Count values of this document that need no slot: their nodes are made already."""
        self._elsewhere += count

    def mark(self, slot: Slot) -> str:
        """The opaque text that stands for the slot until the page is made."""
        if self.count >= MOST:
            raise runaway(f"the templates of this document print more than {MOST:,} values")
        self._slots.append(slot)
        return f"{OPEN}{len(self._slots) - 1}{CLOSE}"

    def split(self, text: str) -> Iterator[str | Slot]:
        """The literal pieces and the slots of `text`, in order; empty pieces left out."""
        for index, piece in enumerate(_MARK.split(text)):
            if index % 2:
                yield self._slots[int(piece)]
            elif piece:
                yield piece

    def plain(self, text: str) -> str:
        """`text` with every slot replaced by what it prints."""
        return _MARK.sub(lambda match: self._slots[int(match[1])].text, text)


def has_slot(text: str) -> bool:
    """Whether a slot's mark is in the text."""
    return OPEN in text
