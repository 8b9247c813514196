"""The style profile: how each kind of value is printed. The forms are data."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from assembler.read import read_tree, validate
from assembler.records.base import Absence, Record, Term
from assembler.records.scalars import Count, Date, Interval, Percentage, Quantity, Reported

NBSP = "\u00a0"
MINUS = "−"


class Forms(BaseModel):
    """`templates/shared/style.yaml`: patterns with named places."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    interval: str
    """`{lower}, {upper}`."""
    ratio_ci: str
    """An estimate with its interval: `{estimate} ({level} CI: {interval})`."""
    ratio_bounds: str
    """The same without the level: `{estimate} ({interval})`."""
    ratio_without_ci: str
    p_value: str
    """In running text: `p{digits}`, the relation being part of the digits."""
    n_percent: str
    absent: dict[Absence, str]
    """What is printed where a value is absent."""
    absent_short: dict[Absence, str]
    """The same in a table cell, where shorter."""
    percent_decimals: int
    number_words: tuple[str, ...]
    """Words for 0, 1, 2 ...: larger counts are printed in digits."""
    labels: dict[str, str]
    """Printed form of a controlled term where it is not just its words."""


@dataclass(frozen=True, slots=True)
class Style:
    """Prints values by the forms of the profile."""

    forms: Forms

    def printed(self, value: object) -> str | None:
        """The printed form of a single value; None for a group of values."""
        match value:
            case Absence():
                return self.forms.absent[value]
            case Term():
                return self.forms.labels.get(value.value, value.label)
            case Reported():
                return digits(value)
            case Quantity():
                return f"{digits(value.number)}{NBSP}{value.unit}"
            case Percentage():
                return f"{digits(value.number)}%"
            case Interval():
                return self.interval(value)
            case Date():
                return value.printed
            case Count():
                return value.text
            case bool():
                return "yes" if value else "no"
            case str():
                return value
            case Record() | tuple() | dict() | None:
                return None
            case _:
                return str(value)

    def interval(self, value: Interval) -> str:
        """Both bounds in the house form, digits as reported."""
        return self.forms.interval.format(lower=signed(value.lower), upper=signed(value.upper))


def digits(value: Reported) -> str:
    """The number as reported, with a real minus sign and typographic relations."""
    text = value.text.replace("<=", "≤").replace(">=", "≥")
    return signed(text)


def signed(text: str) -> str:
    """`-0.3` with a real minus sign."""
    return text.replace("-", MINUS)


def rounded(value: Decimal, decimals: int) -> str:
    """`value` with so many decimals, half away from zero: for derived numbers only."""
    step = Decimal(1).scaleb(-decimals)
    return signed(str(value.quantize(step, rounding=ROUND_HALF_UP)))


def load_style(path: Path, *, root: Path) -> Style:
    """The style profile in `path`. Raises ProblemsFound."""
    return Style(validate(Forms, read_tree(path, root=root)))
