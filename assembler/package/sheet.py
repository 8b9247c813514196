"""The columns and rows of a QC sheet, before any format."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Row = tuple[str, ...]
"""The cells of one row, as COLUMNS has them."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet; its width in digits."""

    head: str
    width: float
    is_filled_in: bool = False
    """Whether the person who checks writes into it."""


COLUMNS = (
    Column("No.", 4),
    Column("Section", 7),
    Column("Place", 8.5),
    Column("Kind", 6.5),
    Column("Text around it", 25),
    Column("Printed", 15),
    Column("As recorded", 15),
    Column("Record", 20),
    Column("Derivation", 8),
    Column("Source", 18),
    Column("Stands in", 11),
    Column("Checked by", 7.5, is_filled_in=True),
    Column("Date", 7.5, is_filled_in=True),
    Column("Remark", 14, is_filled_in=True),
)
FILLED_IN = sum(column.is_filled_in for column in COLUMNS)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet with what its pages say at the head and foot."""

    title: str
    author: str
    dated: date
    paper: Literal["A4", "Letter"]
    rows: tuple[Row, ...]
