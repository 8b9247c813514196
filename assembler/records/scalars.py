"""The kinds of scalar that a record holds: each parses text by a grammar of its own.

A value is kept as it was typed: `3.0` is not `3`, `<0.0001` is not `0.0001`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, NoReturn, Self

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, StringConstraints
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from assembler.problems import shortened
from assembler.records.grammar import (
    DATE,
    INTERVAL,
    PERCENT,
    QUANTITY,
    RATIO,
    RELATIONS,
    REPORTED,
    Relation,
    decimal_of,
    exists,
    last_day,
)

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_TRUE, _FALSE = ("yes", "true"), ("no", "false")
_BLANKS = re.compile(r"[ \t\n]+")


def _refuse(rule: str, seen: object, wanted: str, remedy: str) -> NoReturn:
    raise PydanticCustomError(
        rule,
        "{seen} is not {wanted}",
        {"seen": f"'{shortened(str(seen))}'", "wanted": wanted, "remedy": remedy},
    )


class _Scalar:
    """A scalar that is built from the text typed; equal and hashed by that text."""

    schema: dict[str, Any]
    __slots__ = ()

    @classmethod
    def parse(cls, text: object) -> Self:
        """The scalar that `text` denotes; a PydanticCustomError says what is wrong."""
        raise NotImplementedError

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._validate,
            serialization=core_schema.to_string_ser_schema(),
        )

    @classmethod
    def _validate(cls, value: object) -> Self:
        return value if isinstance(value, cls) else cls.parse(value)

    @classmethod
    def __get_pydantic_json_schema__(cls, source: CoreSchema, handler: Any) -> dict[str, Any]:
        return dict(cls.schema)


@dataclass(frozen=True, slots=True)
class Reported(_Scalar):
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
            _refuse(
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
            _refuse(
                "p-value.between-0-and-1",
                text,
                "a p-value, which lies between 0 and 1",
                'type the p-value as the source prints it, without the p: "<0.0001", 0.03',
            )
        return cls(number.text, number.relation, number.decimal)


@dataclass(frozen=True, slots=True)
class Ratio(_Scalar):
    """An allocation ratio: `2:1`, one whole number for each arm."""

    text: str

    schema = {"type": "string", "pattern": "^[0-9]+(:[0-9]+)+$"}  # noqa: RUF012

    @classmethod
    def parse(cls, text: object) -> Self:
        if not isinstance(text, str) or RATIO.fullmatch(text) is None:
            _refuse("ratio.whole-numbers", text, "a ratio", 'type it with colons, quoted: "2:1"')
        return cls(text)

    @property
    def parts(self) -> tuple[int, ...]:
        """The shares in their order: `(2, 1)`."""
        return tuple(int(part) for part in self.text.split(":"))

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Quantity(_Scalar):
    """A reported number with its unit: `11.4 months`."""

    number: Reported
    unit: str

    schema = {"type": "string", "pattern": "^[<>=~≤≥≈]{0,2}[-−+]?[0-9.]+ ?\\D"}  # noqa: RUF012

    @classmethod
    def parse(cls, text: object) -> Self:
        match = QUANTITY.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            _refuse(
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
class Percentage(_Scalar):
    """A reported percentage: `95%`, `48.4%`."""

    number: Reported

    schema = {"type": "string", "pattern": "^[<>=~≤≥≈]{0,2}[-−+]?[0-9.]+%$"}  # noqa: RUF012

    @classmethod
    def parse(cls, text: object) -> Self:
        match = PERCENT.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            bare = isinstance(text, str) and REPORTED.fullmatch(text) is not None
            how = f"type it with its sign: {text}%" if bare else "type the number and %: 48.4%"
            _refuse("percentage.with-sign", text, "a percentage", how)
        return cls(Reported.parse(match[1]))

    @property
    def text(self) -> str:
        return f"{self.number.text}%"

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Count(_Scalar):
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
            _refuse("count.digits", text, "a count", "type digits only: 93")
        return cls(text)

    @property
    def number(self) -> int:
        return int(self.text)

    def __str__(self) -> str:
        return self.text


_BOUND_SCHEMA = {"type": ["number", "string"]}


@dataclass(frozen=True, slots=True)
class Interval(_Scalar):
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
            _refuse(
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


@dataclass(frozen=True, slots=True)
class Date(_Scalar):
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
            _refuse(
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


def _yes_no(value: object) -> object:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in _TRUE + _FALSE:
        return value.lower() in _TRUE
    _refuse("answer.yes-or-no", value, "an answer", "type yes or no")


# Blanks, soft hyphen, joiners, variation selectors: a text of these alone prints nothing.
_UNSEEN = re.compile(r"[\s\u00ad\u034f\u180b-\u180e\u200b-\u200d\u2060-\u2064\ufe00-\ufe0f]*")


def _text(value: object) -> object:
    if not isinstance(value, str):
        return value  # pydantic says that a string is wanted
    words = _BLANKS.sub(" ", value).strip(" ")
    if _UNSEEN.fullmatch(words):
        _refuse("text.not-empty", value, "a text", "type the text, or list the key as not_reported")
    return words


_yes_no_validator: Callable[[object], object] = _yes_no

YesNo = Annotated[
    bool,
    BeforeValidator(_yes_no_validator),
    Field(json_schema_extra={"type": ["boolean", "string"], "enum": [True, False, "yes", "no"]}),
]
"""`yes` or `no`."""

Words = Annotated[str, BeforeValidator(_text)]
"""Free text, printed literally; blanks are folded, so a line break is a space. A no-break space
stays one."""

_LANGUAGE = r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"


def _language(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(_LANGUAGE, value):
        _refuse("language.bcp-47", value, "a language tag", "type it as in en-GB, en-US or de")
    return value


Language = Annotated[
    str, BeforeValidator(_language), Field(json_schema_extra={"pattern": f"^{_LANGUAGE}$"})
]
"""A language, with script and region where they matter: `en-GB`. BCP 47."""

Numbering = Annotated[
    str,
    BeforeValidator(_text),
    Field(json_schema_extra={"type": ["string", "integer"]}),
]
"""A volume, an issue, a page: printed literally, so `07` stays `07`."""

RuleId = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*$", max_length=60),
]
"""The id of a rule of `docs/rules.md`: `estimate.inside-interval`."""

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""A kebab-case id: `pfs-pnet`."""
