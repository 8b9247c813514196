"""Slots: how a record value passes through Jinja and Markdown untouched.

A template never sees the text of a value. Printing a view enters its text and its record paths
here and returns an opaque mark of two private-use characters around a number; the text goes back
on the node after Markdown has been parsed. So `~`, `join`, macros and `{% set %}` keep the
parentage without knowing of it, and a value with `*`, `|`, `<b>` or a link cannot change the
layout. No file may contain private-use characters (`read` refuses them), so a mark cannot be
forged.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

OPEN, CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{OPEN}([0-9]+){CLOSE}")

SlotKind = Literal["value", "name", "gap", "to-do"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One printed value on its way to the page."""

    kind: SlotKind
    text: str
    """As printed."""
    paths: tuple[str, ...]
    """Record paths, the leading one first; of a to-do its wording's key."""
    recorded: tuple[str, ...]
    """As recorded, one for each path."""
    derivation: str


class Slots:
    """The slots of one document in the order in which they were printed."""

    __slots__ = ("_slots",)

    def __init__(self) -> None:
        self._slots: list[Slot] = []

    def mark(self, slot: Slot) -> str:
        """The opaque text that stands for the slot until the page is made."""
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
