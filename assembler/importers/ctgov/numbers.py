"""Numbers as the registry gives them: digits kept, `NA` an absence, signs in the records' form."""

import re

from assembler.importers.ctgov.reading import time_unit
from assembler.importers.given import Given
from assembler.records.grammar import REPORTED

_P_VALUE = re.compile(r"(?:p\s*)?(<=|>=|[<>=≤≥])?\s*((?:0|1)?(?:\.[0-9]+)?)", re.IGNORECASE)
_PERCENT = re.compile(
    r"(?:percentage|percent|%)(?: of (?:the )?(?:[a-z-]+ )?"
    r"(?:participants?|patients?|subjects?|people|persons?|individuals?|women|men|children))?",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"(?:number of )?(?:participants?|patients?|subjects?|people|persons?|individuals?)",
    re.IGNORECASE,
)
_LEVEL = re.compile(r"([0-9.]+)\s*% confidence interval", re.IGNORECASE)
_TIMES = re.compile(r"([0-9]+(?:\.[0-9]+)?)[ -]?(days?|weeks?|months?|years?)\b", re.IGNORECASE)
_NOT_REACHED = re.compile(r"\bnot (?:been |yet |yet been )?reached\b|\bNR\b", re.IGNORECASE)
_NA = ("NA", "N/A", "NE")


def number(given: Given) -> str | None:
    """The digits, taken; None of what is no number, which stays lost."""
    text = given.seen
    if not REPORTED.fullmatch(text):
        return None
    given.leave()
    return text


def count(given: Given) -> str | None:
    """A number of people, taken; None of what is none."""
    text = given.seen
    return number(given) if text.isascii() and text.isdigit() and len(text) <= 12 else None


def is_na(given: Given) -> bool:
    """Whether the registry says that there is no value."""
    return given.seen.upper() in _NA


def interval(lower: Given, upper: Given) -> str | None:
    """`7.336 to 31.623`, taken; a bound that is `NA` is `NE`; None where a bound is missing."""
    bounds: list[str] = []
    for bound in (lower, upper):
        text = "NE" if is_na(bound) else bound.seen
        if text != "NE" and (not REPORTED.fullmatch(text) or text[0] in "<>=~≤≥≈"):
            return None
        bounds.append(text)
    if bounds == ["NE", "NE"]:
        return None
    lower.leave()
    upper.leave()
    return f"{bounds[0]} to {bounds[1]}"


def p_value(given: Given) -> str | None:
    """`= 0.0014` -> `0.0014`, `<.0001` and `>.99` as they are; taken."""
    match = _P_VALUE.fullmatch(given.seen)
    if match is None or not match[2]:
        return None
    given.leave()
    relation = match[1] or ""
    return f"{'' if relation == '=' else relation}{match[2]}"


def level(words: str) -> str | None:
    """`95% Confidence Interval` -> `95%`."""
    match = _LEVEL.fullmatch(words)
    return f"{match[1]}%" if match else None


def is_percent(unit: str) -> bool:
    """Whether a unit is percent of people."""
    return _PERCENT.fullmatch(unit) is not None


def is_people(unit: str) -> bool:
    """Whether a unit is people."""
    return _PEOPLE.fullmatch(unit) is not None


def one_time(words: str) -> str | None:
    """The one time that the words name, `4 years after enrollment` -> `4 years`."""
    found = _TIMES.findall(words)
    return f"{found[0][0]} {time_unit(found[0][1])}" if len(found) == 1 else None


def says_not_reached(words: str) -> bool:
    """Whether a comment says that the value was not reached."""
    return _NOT_REACHED.search(words) is not None
