"""Printed numbers: what they may stand for, and what rounding cannot explain."""

from decimal import Decimal


def half_unit(printed: Decimal) -> Decimal:
    """Half a unit of the last printed digit: 0.005 for 0.27, 0.5 for 93."""
    return Decimal(5).scaleb(_exponent(printed) - 1)


def range_of(printed: Decimal) -> tuple[Decimal, Decimal]:
    """The least and the greatest number that may have been rounded to the one printed."""
    return printed - half_unit(printed), printed + half_unit(printed)


def surely_below(one: Decimal, other: Decimal) -> bool:
    """Whether `one` is below `other` whatever was rounded away.

    Rounding keeps order, so two numbers with the same decimals compare as printed; with
    different decimals the coarser may have been rounded past the finer.
    """
    if _exponent(one) == _exponent(other):
        return one < other
    return range_of(one)[1] < range_of(other)[0]


def _exponent(printed: Decimal) -> int:
    return printed.adjusted() - len(printed.as_tuple().digits) + 1
