"""The kinds of number: reported ones, with unit or %, counts, ratios, intervals.

A value is kept as it was typed: `3.0` is not `3`, `<0.0001` is not `0.0001`.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from assembler.records.grammar import (
    INTERVAL,
    PERCENT,
    QUANTITY,
    RATIO,
    RELATIONS,
    REPORTED,
    Relation,
    decimal_of,
)
from assembler.records.scalars.scalar import Scalar, refuse


@dataclass(frozen=True, slots=True)
class Reported(Scalar):
    """A number as it was reported; `text` is what is printed and what equality compares."""

    text: str
    relation: Relation
    decimal: Decimal

    schema = {  # noqa: RUF012 - read only
        "anyOf": [
            {"type": "number"},
            {"type": "string", "pattern": "^[<>=~≤≥≈]{0,2}[-−+]?[0-9.]+$"},
        ]
    }

    @classmethod
    def parse(cls, text: object) -> Self:
        match = REPORTED.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            refuse(
                "number.as-reported",
                text,
                "a number",
                'type the digits as the source prints them: 0.40, 93, "<0.0001"',
            )
        relation = RELATIONS[match[1]] if match[1] else "="
        return cls(match[0], relation, decimal_of(match[2]))

    def __str__(self) -> str:
        return self.text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reported) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)


@dataclass(frozen=True, slots=True, eq=False)
class PValue(Reported):
    """A p-value as it was reported: a number from 0 to 1, often with a relation, `<0.0001`."""

    @classmethod
    def parse(cls, text: object) -> Self:
        number = Reported.parse(text)
        if not 0 <= number.decimal <= 1:
            refuse(
                "p-value.between-0-and-1",
                text,
                "a p-value, which lies between 0 and 1",
                'type the p-value as the source prints it, without the p: "<0.0001", 0.03',
            )
        return cls(number.text, number.relation, number.decimal)


@dataclass(frozen=True, slots=True)
class Ratio(Scalar):
    """An allocation ratio: `2:1`, one whole number for each arm."""

    text: str

    schema = {"type": "string", "pattern": "^[0-9]+(:[0-9]+)+$"}  # noqa: RUF012

    @classmethod
    def parse(cls, text: object) -> Self:
        if not isinstance(text, str) or RATIO.fullmatch(text) is None:
            refuse("ratio.whole-numbers", text, "a ratio", 'type it with colons, quoted: "2:1"')
        return cls(text)

    @property
    def parts(self) -> tuple[int, ...]:
        """The shares in their order: `(2, 1)`."""
        return tuple(int(part) for part in self.text.split(":"))

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Quantity(Scalar):
    """A reported number with its unit: `11.4 months`."""

    number: Reported
    unit: str

    schema = {"type": "string", "pattern": "^[<>=~≤≥≈]{0,2}[-−+]?[0-9.]+ ?\\D"}  # noqa: RUF012

    @classmethod
    def parse(cls, text: object) -> Self:
        match = QUANTITY.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            refuse(
                "quantity.with-unit",
                text,
                "a number with a unit",
                "type the number, a space and the unit: 11.4 months; what was not reached is "
                "listed beside it: not_reached: [median]",
            )
        return cls(Reported.parse(match[1]), match[2].strip())

    @property
    def text(self) -> str:
        return f"{self.number.text} {self.unit}"

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Percentage(Scalar):
    """A reported percentage: `95%`, `48.4%`."""

    number: Reported

    schema = {"type": "string", "pattern": "^[<>=~≤≥≈]{0,2}[-−+]?[0-9.]+%$"}  # noqa: RUF012

    @classmethod
    def parse(cls, text: object) -> Self:
        match = PERCENT.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            bare = isinstance(text, str) and REPORTED.fullmatch(text) is not None
            how = f"type it with its sign: {text}%" if bare else "type the number and %: 48.4%"
            refuse("percentage.with-sign", text, "a percentage", how)
        return cls(Reported.parse(match[1]))

    @property
    def text(self) -> str:
        return f"{self.number.text}%"

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Count(Scalar):
    """A number of people, events or things: digits only."""

    text: str

    schema = {  # noqa: RUF012 - read only
        "anyOf": [
            {"type": "integer", "minimum": 0},
            {"type": "string", "pattern": "^[0-9]+$"},
        ]
    }

    @classmethod
    def parse(cls, text: object) -> Self:
        if not (isinstance(text, str) and text.isascii() and text.isdigit() and len(text) <= 12):
            refuse("count.digits", text, "a count", "type digits only: 93")
        return cls(text)

    @property
    def number(self) -> int:
        return int(self.text)

    def __str__(self) -> str:
        return self.text


_BOUND_SCHEMA = {"type": ["number", "string"]}


@dataclass(frozen=True, slots=True)
class Interval(Scalar):
    """An interval as reported; a bound that is not estimable or not reached is `NE` or `NR`."""

    lower: str
    upper: str

    schema = {  # noqa: RUF012 - read only
        "anyOf": [
            {"type": "string"},
            {
                "type": "object",
                "properties": {
                    "lower": {**_BOUND_SCHEMA, "description": "Lower bound."},
                    "upper": {**_BOUND_SCHEMA, "description": "Upper bound."},
                },
                "required": ["lower", "upper"],
                "additionalProperties": False,
            },
        ]
    }

    @classmethod
    def parse(cls, text: object) -> Self:
        if isinstance(text, dict) and text.keys() == {"lower", "upper"}:
            text = f"{text['lower']} to {text['upper']}"
        match = INTERVAL.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            refuse(
                "interval.two-bounds",
                text,
                "an interval",
                "type both bounds: 0.14 to 0.49 (a bound that is not estimable is NE)",
            )
        return cls(match[1], match[2])

    @property
    def bounds(self) -> tuple[Decimal | None, Decimal | None]:
        """Both bounds as numbers; None where not estimable or not reached."""
        lower, upper = (
            None if b in ("NE", "NR") else decimal_of(b) for b in (self.lower, self.upper)
        )
        return lower, upper

    @property
    def text(self) -> str:
        return f"{self.lower} to {self.upper}"

    def __str__(self) -> str:
        return self.text
