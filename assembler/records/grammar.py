"""How the kinds of scalar are spelt.

ASCII digits only, no underscore, no blanks inside a number, no exponent.
"""

import re
from calendar import monthrange
from decimal import Decimal
from typing import Literal

Relation = Literal["=", "<", ">", "<=", ">=", "~"]

_NUMBER = r"[-−+]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
RELATIONS: dict[str, Relation] = {
    "<=": "<=",
    ">=": ">=",
    "≤": "<=",
    "≥": ">=",
    "<": "<",
    ">": ">",
    "=": "=",
    "~": "~",
    "≈": "~",
}
REPORTED = re.compile(rf"(<=|>=|[<>=~≤≥≈])?({_NUMBER})")
QUANTITY = re.compile(
    rf"((?:<=|>=|[<>=~≤≥≈])?{_NUMBER}) ?"
    r"((?![eE][0-9])[A-Za-zµμ°](?:[A-Za-zµμ°0-9/·.² ]|-(?=[A-Za-z]))*)"
)
PERCENT = re.compile(rf"((?:<=|>=|[<>=~≤≥≈])?{_NUMBER})%")
_BOUND = rf"{_NUMBER}|NE|NR"
INTERVAL = re.compile(
    rf"[\[(]? ?({_BOUND})(?:%)? ?(?:to|-|–|,|;) ?({_BOUND})(?:%)? ?[\])]?", re.ASCII
)
RATIO = re.compile(r"[0-9]{1,6}(?::[0-9]{1,6})+")
DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def decimal_of(digits: str) -> Decimal:
    """The number that digits with an optional sign denote; the minus sign may be a real one."""
    return Decimal(digits.replace("−", "-"))


def exists(year: int, month: int, day: int) -> bool:
    """Whether the day is in the calendar, from 1800 to 2200."""
    in_range = 1800 <= year <= 2200 and 1 <= month <= 12
    return in_range and 1 <= day <= last_day(year, month)


def last_day(year: int, month: int) -> int:
    """The number of days of a month."""
    return monthrange(year, month)[1]
