"""The values of an outcome measure, one for each arm, as the arms of an analysis."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from assembler.importers.ctgov.numbers import (
    count,
    interval,
    is_na,
    is_people,
    is_percent,
    level,
    number,
    one_time,
    says_not_reached,
)
from assembler.importers.ctgov.reading import plain, time_unit, words
from assembler.importers.drafted import letters
from assembler.importers.given import Given
from assembler.read import Data

_SURVIVAL = re.compile(
    r"\btime (?:to|until|from)\b|\bsurvival\b|\bduration of (?:\w+ )?response\b", re.IGNORECASE
)
_CHANGE = re.compile(r"\bchange", re.IGNORECASE)
_VISIT = re.compile(r"(?:week|day|month|year|visit) [0-9]+", re.IGNORECASE)
_SURVIVAL_ESTIMATES = ("hazardratio", "coxproportionalhazard")
_SURVIVAL_TESTS = ("logrank",)
_MEANS = {"mean": "no", "leastsquaresmean": "yes"}


class Kind(StrEnum):
    """Type of an analysis, as the records name it."""

    TIME_TO_EVENT = "time-to-event"
    BINARY = "binary"
    CONTINUOUS = "continuous"


@dataclass(slots=True)
class Measured:
    """What an outcome measure gives."""

    kind: Kind
    result: str
    """The key of an arm that holds the value by which arms are compared."""
    arms: dict[str, dict[str, Data]] = field(default_factory=dict)
    whole: dict[str, Data] = field(default_factory=dict)
    """Keys of the analysis itself."""
    level: str | None = None
    """Confidence level of the intervals of the arms: `95%`."""
    comments: list[str] = field(default_factory=list)
    is_percent: bool = False


_Cells = Sequence[tuple[str, Given]]


def measured(measure: Given, cells: _Cells) -> Measured | None:
    """The arms with their values; None of a kind that no analysis holds: nothing is taken then."""
    made = _made(measure, cells)
    if made is not None:
        for key in ("paramType", "reportingStatus", "unitOfMeasure"):
            measure[key].leave()
        for _, cell in cells:
            comment = words(cell["comment"])
            if comment:
                made.comments.append(comment)
        made.comments = list(dict.fromkeys(made.comments))
        stated = level(measure["dispersionType"].seen)
        if stated is not None and any(map(_has_interval, made.arms.values())):
            made.level = stated
    return made


def _made(measure: Given, cells: _Cells) -> Measured | None:
    kind, unit = letters(measure["paramType"].seen), plain(measure["unitOfMeasure"].seen)
    title = plain(measure["title"].seen)
    is_survival = _SURVIVAL.search(title) is not None or _compares_survival(measure)
    if kind == "median" and is_survival and time_unit(unit):
        return _medians(measure, cells, unit)
    if kind == "number" and is_survival and unit.casefold().startswith(("percent", "%")):
        at = one_time(plain(measure["timeFrame"].seen))
        return _rates_at(measure, cells, at) if at else None
    if kind == "countofparticipants" or (kind == "number" and is_people(unit)):
        return _counts(cells)
    if kind == "number" and is_percent(unit):
        return _rates(measure, cells)
    if kind in _MEANS:
        return _means(measure, cells, unit, least_squares=_MEANS[kind])
    if kind == "geometricmean":
        return _geometric_means(measure, cells, unit)
    if kind == "median":
        made = Measured(Kind.CONTINUOUS, "median", whole=_unit(measure, unit))
        return _filled(made, cells)
    return None


def _compares_survival(measure: Given) -> bool:
    return any(
        letters(analysis["paramType"].seen).startswith(_SURVIVAL_ESTIMATES)
        or letters(analysis["statisticalMethod"].seen).startswith(_SURVIVAL_TESTS)
        for analysis in measure["analyses"]
    )


def _medians(measure: Given, cells: _Cells, unit: str) -> Measured:
    made = Measured(Kind.TIME_TO_EVENT, "median")
    for arm, cell in cells:
        own: dict[str, Data] = {}
        if is_na(cell["value"]):
            reached = says_not_reached(cell["comment"].seen)
            own["not_reached" if reached else "not_estimable"] = ["median"]
            cell["value"].leave()
        else:
            value = number(cell["value"])
            if value is None:
                continue
            own["median"] = f"{value} {time_unit(unit)}"
        _interval(own, "median_interval", measure, cell)
        made.arms[arm] = own
    return made


def _rates_at(measure: Given, cells: _Cells, at: str) -> Measured:
    made = Measured(Kind.TIME_TO_EVENT, "rates")
    for arm, cell in cells:
        value = number(cell["value"])
        if value is not None:
            rate: dict[str, Data] = {"at": at, "rate": f"{value}%"}
            _interval(rate, "interval", measure, cell)
            made.arms[arm] = {"rates": [rate]}
    return made


def _counts(cells: _Cells) -> Measured:
    made = Measured(Kind.BINARY, "responders")
    for arm, cell in cells:
        value = count(cell["value"])
        if value is not None:
            made.arms[arm] = {"responders": value}
    return made


def _rates(measure: Given, cells: _Cells) -> Measured:
    made = Measured(Kind.BINARY, "rate", is_percent=True)
    for arm, cell in cells:
        value = number(cell["value"])
        if value is not None:
            own: dict[str, Data] = {"rate": f"{value}%"}
            _interval(own, "interval", measure, cell)
            made.arms[arm] = own
    return made


def _means(measure: Given, cells: _Cells, unit: str, *, least_squares: str) -> Measured:
    is_change = _CHANGE.search(plain(measure["title"].seen)) is not None
    result = "change" if is_change else "mean"
    made = Measured(Kind.CONTINUOUS, result, whole=_unit(measure, unit))
    spread = letters(measure["dispersionType"].seen)
    for arm, cell in cells:
        value = number(cell["value"])
        if value is None:
            continue
        own: dict[str, Data] = {result: value}
        if least_squares == "yes":
            own["least_squares"] = least_squares
        key = {
            ("standarddeviation", True): "change_standard_deviation",
            ("standarddeviation", False): "standard_deviation",
            ("standarderror", True): "change_standard_error",
        }.get((spread, is_change))
        if key and cell["spread"]:
            measure["dispersionType"].leave()
            dispersed = number(cell["spread"])
            if dispersed:
                own[key] = dispersed
        if is_change:
            _interval(own, "change_interval", measure, cell)
        made.arms[arm] = own
    return made


def _geometric_means(measure: Given, cells: _Cells, unit: str) -> Measured:
    """Geometric means with their intervals; a coefficient of variation has no home."""
    made = _filled(Measured(Kind.CONTINUOUS, "geometric_mean", whole=_unit(measure, unit)), cells)
    for arm, cell in cells:
        if arm in made.arms:
            _interval(made.arms[arm], "geometric_mean_interval", measure, cell)
    return made


def _filled(made: Measured, cells: Iterable[tuple[str, Given]]) -> Measured:
    for arm, cell in cells:
        value = number(cell["value"])
        if value is not None:
            made.arms[arm] = {made.result: value}
    return made


def _interval(own: dict[str, Data], key: str, measure: Given, cell: Given) -> None:
    """The confidence interval of an arm, where the dispersion is one."""
    if level(measure["dispersionType"].seen) is None:
        return
    found = interval(cell["lowerLimit"], cell["upperLimit"])
    if found is not None:
        own[key] = found


def _has_interval(arm: dict[str, Data]) -> bool:
    rates = arm.get("rates")
    inside = [rate for rate in rates if isinstance(rate, dict)] if isinstance(rates, list) else []
    return any(key.endswith("interval") for one in (arm, *inside) for key in one)


def _unit(measure: Given, unit: str) -> dict[str, Data]:
    whole: dict[str, Data] = {"unit": unit} if unit else {}
    frame = plain(measure["timeFrame"].seen)
    if _VISIT.fullmatch(frame):
        # As the title has it, where it names the visit: there it is not said twice.
        named = frame in plain(measure["title"].seen)
        whole["visit"] = frame if named else f"{frame[0].lower()}{frame[1:]}"
    return whole
