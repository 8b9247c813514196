"""What a refresh did, and what it leaves to a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Done = Literal["value", "copy", "citation", "reference"]
"""Taken from the records: a value; derived text that repeats one; a cluster of citations; an entry
of the reference list."""
Left = Literal[
    "overtyped",
    "pending",
    "deleted",
    "unlinked",
    "hindered",
    "other-form",
    "gone",
    "copy-left",
    "citation-left",
    "reference-left",
    "wording",
    "table",
    "figure",
    "listing",
    "sentence",
]

LEFT: Mapping[Left, str] = {
    "overtyped": "somebody has typed over it",
    "pending": "a change by somebody stands in it, neither accepted nor rejected",
    "deleted": "it is no longer in the file",
    "unlinked": "words stand in its place, but nothing says that they are this value",
    "hindered": "more than words stands in it",
    "other-form": "the template prints it in another form now",
    "gone": "the document built today does not print it here",
    "copy-left": "derived text repeats it, and somebody has changed that text",
    "citation-left": "the cluster was not refolded",
    "reference-left": "the reference list was not changed here",
    "wording": "the document built today says it in other words",
    "table": "the table has other rows, columns or words today",
    "figure": "the figure is drawn otherwise today",
    "listing": "its rows come from a data set that has changed",
    "sentence": "the sentence may no longer hold",
}
"""Why something is left to a person."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was done or left."""

    kind: Done | Left
    section: str
    """Number and title of the section where it stands."""
    old: str
    """What stands in the file, or stood there."""
    new: str
    """What the records say today."""
    path: str = ""
    """The leading record path."""
    why: str = ""
    """Of what is left: what exactly is in the way."""
    around: str = ""
    """The paragraph round it."""
    is_taken: bool = False
    """Whether somebody's own words were replaced, because that was asked for."""

    @property
    def is_left(self) -> bool:
        """Whether a person has to look at it."""
        return self.kind in LEFT


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The refreshed file."""

    data: bytes
    """The same bytes as were given where nothing has changed."""
    document: str
    items: tuple[Item, ...]
    comments: int
    """Comments put into the margin."""
    is_changed: bool

    @property
    def done(self) -> tuple[Item, ...]:
        """What was taken from the records."""
        return tuple(item for item in self.items if not item.is_left)

    @property
    def left(self) -> tuple[Item, ...]:
        """What needs a person."""
        return tuple(item for item in self.items if item.is_left)
