"""Dates as precisely as a source gives them."""

from dataclasses import dataclass
from typing import Self

from assembler.records.grammar import DATE, exists, last_day
from assembler.records.scalars.scalar import Scalar, refuse

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True, slots=True)
class Date(Scalar):
    """A calendar date, a month or a year, as precisely as the source gives it (ISO 8601)."""

    text: str

    schema = {  # noqa: RUF012 - read only
        "anyOf": [
            {"type": "integer"},
            {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"},
        ]
    }

    @classmethod
    def parse(cls, text: object) -> Self:
        match = DATE.fullmatch(text) if isinstance(text, str) else None
        if match is None or not exists(int(match[1]), int(match[2] or 1), int(match[3] or 1)):
            refuse(
                "date.iso",
                text,
                "a date",
                "type year-month-day, as much as the source gives: 2023-10-22, 2023-10 or 2023",
            )
        return cls(match[0])

    @property
    def printed(self) -> str:
        """`22 Oct 2023`, `Oct 2023` or `2023`, with no-break spaces."""
        parts = self.text.split("-")
        words = [str(int(parts[2]))] if len(parts) == 3 else []
        words += [_MONTHS[int(parts[1]) - 1]] if len(parts) >= 2 else []
        return "\u00a0".join([*words, parts[0]])

    @property
    def earliest(self) -> tuple[int, int, int]:
        """First day that the date can mean."""
        year, month, day = (*self.text.split("-"), "01", "01")[:3]
        return int(year), int(month), int(day)

    @property
    def latest(self) -> tuple[int, int, int]:
        """Last day that the date can mean."""
        year, *rest = (int(part) for part in self.text.split("-"))
        month = rest[0] if rest else 12
        return year, month, rest[1] if len(rest) == 2 else last_day(year, month)

    def __str__(self) -> str:
        return self.text
