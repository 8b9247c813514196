"""The contents and the lists of tables, figures and listings: what every writer prints and reads
back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from assembler.document.listings import Listing
from assembler.document.nodes import Blocks, Contents, Figure, Inlines, Label, Table
from assembler.document.walk import figures, listings, sections_of, tables
from assembler.problems import Position
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import caption_prefix

LEVELS = 3
"""Sections of deeper levels are not listed."""

Listed = Literal["Section", "Table", "Figure", "Listing"]

TITLES: dict[Listed, str] = {
    "Section": "Contents",
    "Table": "List of tables",
    "Figure": "List of figures",
    "Listing": "List of listings",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list: derived text, so nothing in it is anchored."""

    level: int
    """Of the section, 1 at the top; 0 for a table, figure or listing."""
    number: str
    """`2.5.4.1`; of a table, figure or listing the whole `Table 1.`"""
    title: Inlines
    label: Label
    """What it leads to."""
    at: Position


@dataclass(frozen=True, slots=True)
class ContentsList:
    """The contents, or the list of tables, of figures or of listings."""

    of: Listed
    entries: tuple[Entry, ...]
    """One or more."""

    @property
    def title(self) -> str:
        """`Contents`, `List of tables`, `List of figures`, `List of listings`."""
        return TITLES[self.of]


def with_contents(front: Blocks) -> Blocks:
    """The front's blocks with the contents where they are asked for, else at the end."""
    if any(isinstance(block, Contents) for block in front):
        return front
    return (*front, Contents(Position("")))


def contents_lists(resolved: Resolved) -> Iterator[ContentsList]:
    """The lists that are not empty, in the order in which they are printed."""
    document = resolved.document
    sections = tuple(
        Entry(level, resolved.numbers[section.label], section.title, section.label, section.at)
        for level, section in sections_of(document.sections)
        if level <= LEVELS
    )
    lists = (
        ContentsList("Section", sections),
        ContentsList("Table", _captions(resolved, tables(document))),
        ContentsList("Figure", _captions(resolved, figures(document))),
        ContentsList("Listing", _captions(resolved, (one for _, one in listings(document)))),
    )
    yield from (one for one in lists if one.entries)


def _captions(
    resolved: Resolved, captioned: Iterable[Table | Figure | Listing]
) -> tuple[Entry, ...]:
    return tuple(
        Entry(0, f"{caption_prefix(resolved, one)}.", one.caption, one.label, one.at)
        for one in captioned
    )
