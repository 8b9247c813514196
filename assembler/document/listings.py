"""Listings of patient data: rows of a data set as they are. ICH E3, section 16.2.

A listing has thousands of rows, so neither its cells nor its values are nodes: it has one entry of
provenance for all of them.
"""

from dataclasses import dataclass
from typing import Literal

from assembler.document.inlines import Inlines, Label
from assembler.problems import Position

BY_CELL = 3_000
"""A listing of more cells is read row by row, not cell by cell."""


@dataclass(frozen=True, slots=True)
class ListingColumn:
    """A column of a listing: one variable of its data set."""

    variable: str
    """Its name there, in capitals: `USUBJID`; of two, the second for what the first lacks, `AVALC
    or AVAL`."""
    head: str
    width: float | None = None
    """A weight relative to the other columns; None where the texts decide."""
    align: Literal["left", "center", "right"] = "left"


@dataclass(frozen=True, slots=True)
class ListingGroup:
    """Rows of a listing under one heading row."""

    first: int
    """Index of its first row; it ends where the next group begins."""
    words: str


@dataclass(frozen=True, slots=True)
class Extract:
    """Which rows of a data set a listing prints: the parentage of all of them."""

    data_set: str
    """In capitals: `ADAE`."""
    file: str
    """Its file, relative to the study's folder."""
    sha256: str
    """Of the file."""
    path: str
    """Record path of the data set: `references.sources.adae`."""
    keys: tuple[str, ...]
    """The variables that put the rows in order, the leading one first."""
    where: str
    """Which rows are taken: `SAFFL = Y`; empty for all."""
    of: int
    """How many rows the data set has."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of a data set as they are, in thousands: neither cells nor values are nodes. ICH E3,
    16.2."""

    label: Label
    caption: Inlines
    columns: tuple[ListingColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    """The texts under the columns; a missing value is empty."""
    numbers: tuple[int, ...]
    """Of each row its number in the data set, from 1."""
    groups: tuple[ListingGroup, ...]
    """In order, the first with the first row; none where the rows have no headings."""
    group_pages: bool
    """Whether each group begins a page."""
    extract: Extract
    notes: tuple[Inlines, ...]
    """Notes on the whole listing, each on a line of its own below it."""
    source: Inlines
    landscape: bool
    at: Position
