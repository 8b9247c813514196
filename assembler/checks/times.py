"""Times: units that one can be turned into another, and the order of cut-offs."""

from decimal import Decimal

from assembler.checks.numbers import range_of
from assembler.records.efficacy import Analysis, Timing
from assembler.records.scalars import Date, Quantity

_DAYS = {
    "day": Decimal(1),
    "week": Decimal(7),
    "month": Decimal("30.4375"),
    "year": Decimal("365.25"),
}
_ORDER = {Timing.INTERIM: 0, Timing.FINAL: 1, Timing.UPDATE: 2}


def days(quantity: Quantity) -> tuple[Decimal, Decimal] | None:
    """The least and the greatest number of days that a printed time may stand for.

    None for other units, and for a time with a sign such as `<`. A month is a twelfth of a year.
    """
    unit = _DAYS.get(quantity.unit.casefold().removesuffix("s"))
    if unit is None or quantity.number.relation != "=":
        return None
    low, high = range_of(quantity.number.decimal)
    return low * unit, high * unit


def surely_longer(one: Quantity, other: Quantity) -> bool:
    """Whether a time is longer than another, whatever was rounded; no where units do not tell."""
    if one.unit == other.unit:
        if {one.number.relation, other.number.relation} != {"="}:
            return False
        return range_of(one.number.decimal)[0] > range_of(other.number.decimal)[1]
    first, second = days(one), days(other)
    return first is not None and second is not None and first[0] > second[1]


def apart_in_time(one: Date | None, other: Date | None) -> bool:
    """Whether two dates are surely not the same day."""
    if one is None or other is None:
        return False
    return one.earliest > other.latest or other.earliest > one.latest


def surely_later(one: Analysis, other: Analysis) -> bool:
    """Whether an analysis has the later cut-off; where none is given, by its timing."""
    if one.cut_off is not None and other.cut_off is not None:
        return one.cut_off.earliest > other.cut_off.latest
    if one.timing is None or other.timing is None:
        return False
    return _ORDER[one.timing] > _ORDER[other.timing]


def in_time(analysis: Analysis) -> tuple[tuple[int, int, int], int]:
    """Sorts analyses by cut-off, then by timing; without a cut-off first; no timing is final."""
    cut_off = analysis.cut_off.earliest if analysis.cut_off is not None else (0, 0, 0)
    return cut_off, _ORDER[analysis.timing or Timing.FINAL]
