"""The style profile: how each kind of value is printed. The forms are data."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from string import Formatter
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from assembler.compose.quotation import Quotation, QuotationMarks
from assembler.read import Tree, read_tree, validate
from assembler.read.descriptions import FilePart
from assembler.records.base import Absence, Record, Term
from assembler.records.scalars import Count, Date, Interval, Percentage, Quantity, Reported

NBSP = "\u00a0"
MINUS = "−"


def _pattern(*places: str) -> AfterValidator:
    """A text with named places in braces, all of them and no other; `~` becomes a no-break space.

    No other replacement field is let through: `str.format` would follow attributes, and a width
    can ask for gigabytes. A place that is left out would leave a number out.
    """
    listed = ", ".join(f"{{{place}}}" for place in places)

    def checked(text: str) -> str:
        try:
            fields = list(Formatter().parse(text))
        except ValueError:
            fields = [("", "?", "", None)]
        for _, name, spec, conversion in fields:
            if name is not None and (name not in places or spec or conversion):
                raise PydanticCustomError(
                    "style.named-places",
                    "'{text}' has a place that is not known",
                    {"text": text, "remedy": f"the places are: {listed}"},
                )
        named = {name for _, name, _, _ in fields}
        lacking = [f"{{{place}}}" for place in places if place not in named]
        if lacking:
            raise PydanticCustomError(
                "style.named-places",
                "'{text}' has no place for {lacking}",
                {
                    "text": text,
                    "lacking": " and ".join(lacking),
                    "remedy": f"a number would be lost; the places are: {listed}",
                },
            )
        return text.replace("~", NBSP)

    return AfterValidator(checked)


class Forms(FilePart):
    """`templates/shared/style.yaml`: patterns with named places; `~` is a no-break space."""

    interval: Annotated[str, _pattern("lower", "upper")]
    """Both bounds of an interval: `{lower}, {upper}`."""
    ratio_ci: Annotated[str, _pattern("estimate", "level", "interval")]
    """An estimate with its interval: `{estimate} ({level} CI: {interval})`."""
    ratio_bounds: Annotated[str, _pattern("estimate", "interval")]
    """The same without the level: `{estimate} ({interval})`."""
    ratio_without_ci: Annotated[str, _pattern("estimate", "absent")]
    """An estimate whose interval is absent: `{estimate} (interval {absent})`."""
    p_value: Annotated[str, _pattern("digits")]
    """In running text: `p{digits}`, the relation being part of the digits."""
    n_percent: Annotated[str, _pattern("n", "percent")]
    """A count and the percentage that it is of a whole: `{n} ({percent})`."""
    absent: dict[Absence, str]
    """What is printed where a value is absent."""
    absent_short: dict[Absence, str]
    """The same in a table cell, where shorter."""
    percent_decimals: Annotated[int, Field(ge=0, le=4)]
    """Decimals of a percentage that the program derives; reported ones keep their digits."""
    number_words: tuple[str, ...]
    """Words for 0, 1, 2 ...: larger counts are printed in digits."""
    labels: dict[str, str]
    """Printed form of a controlled term where it is not just its words."""
    as_written: tuple[str, ...] = ()
    """Words that keep their letters where a term in capitals becomes one in sentence case:
    `DNA`, `Parkinson's`."""
    quotation_marks: QuotationMarks | None = None
    """What is printed for typed ' and \"; without it they are printed as they were typed."""


@dataclass(frozen=True, slots=True)
class Style:
    """Prints values by the forms of the profile."""

    forms: Forms

    @property
    def quotation(self) -> Quotation:
        """How typed quotation marks and apostrophes are printed."""
        return Quotation(self.forms.quotation_marks)

    def printed(self, value: object) -> str | None:
        """The printed form of a single value; None for a group of values."""
        match value:
            case Absence():
                return self.quotation.of(self.forms.absent.get(value, f"[{value.label}]"))
            case Term():
                return self.quotation.of(self.forms.labels.get(value.value, value.label))
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
                return self.quotation.of(value)
            case Record() | tuple() | Mapping() | None:
                return None
            case _:
                return str(value)

    def interval(self, value: Interval) -> str:
        """Both bounds in the house form, digits as reported."""
        return self.forms.interval.format(lower=signed(value.lower), upper=signed(value.upper))


def digits(value: Reported) -> str:
    """The number as reported, with a real minus sign and typographic relations."""
    return signed(value.text.replace("<=", "≤").replace(">=", "≥"))


def signed(text: str) -> str:
    """`-0.3` with a real minus sign."""
    return text.replace("-", MINUS)


def rounded(value: Decimal, decimals: int) -> str:
    """`value` with so many decimals, half away from zero: for derived numbers only."""
    step = Decimal(1).scaleb(-decimals)
    return exact(value.quantize(step, rounding=ROUND_HALF_UP))


def exact(value: Decimal) -> str:
    """All digits of a derived number, never in exponents, without a sign on zero."""
    text = format(value, "f")
    return signed(text.removeprefix("-") if not value else text)


def load_style(path: Path, *, root: Path) -> Style:
    """The style profile in `path`. Raises ProblemsFound."""
    return style_in(read_tree(path, root=root))


def style_in(tree: Tree) -> Style:
    """The style profile in a file that was read. Raises ProblemsFound."""
    return Style(validate(Forms, tree))
