"""Whether a changed result still says the same: sides of 1 or 0, and of 0.05, as reported.

Nothing is computed here: numbers that stand in the records are compared.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from pydantic_core import PydanticCustomError

from assembler.records.scalars import Interval, Percentage, Reported
from assembler.write.docx.evidence import Evidence, ValueEvidence

_NO_EFFECT = {
    "hazard_ratio": Decimal(1),
    "odds_ratio": Decimal(1),
    "risk_ratio": Decimal(1),
    "geometric_mean_ratio": Decimal(1),
    "risk_difference": Decimal(0),
    "difference": Decimal(0),
}
"""Estimates by their key, and the number that says that there is no effect."""
_LEVEL = Decimal("0.05")
_INTERVAL = ".interval"


def no_effects(today: Evidence) -> dict[str, Decimal]:
    """Path of a comparison -> the number at which its estimate says that there is no effect."""
    found: dict[str, Decimal] = {}
    for value in today.values.values():
        for path in value.paths:
            parent, _, key = path.rpartition(".")
            if key in _NO_EFFECT:
                found[parent] = _NO_EFFECT[key]
    return found


def crossings(
    built: ValueEvidence, today: ValueEvidence, neutral: Mapping[str, Decimal]
) -> Iterator[str]:
    """What a sentence that was written for the earlier result may no longer say."""
    before = dict(zip(built.paths, built.recorded, strict=True))
    for path, new in zip(today.paths, today.recorded, strict=True):
        old = before.get(path)
        parent, _, key = path.rpartition(".")
        if old is None or old == new:
            continue
        name = key.replace("_", " ")
        if key in _NO_EFFECT:
            sides = [_side(text, _NO_EFFECT[key]) for text in (old, new)]
            if None not in sides and sides[0] != sides[1]:
                yield f"the {name} {old} is {new} now: no longer {sides[0]} {_NO_EFFECT[key]}"
        elif key in ("lower", "upper") and parent.removesuffix(_INTERVAL) in neutral:
            middle = neutral[parent.removesuffix(_INTERVAL)]
            sides = [_side(text, middle) for text in (old, new)]
            if None not in sides and sides[0] != sides[1]:
                yield f"the {name} bound {old} is {new} now: no longer {sides[0]} {middle}"
        elif key == "interval" and parent in neutral:
            inside = [_includes(text, neutral[parent]) for text in (old, new)]
            if None not in inside and inside[0] != inside[1]:
                does = "includes" if inside[1] else "excludes"
                yield f"the {name} {old} is {new} now: it {does} {neutral[parent]}"
        elif key == "p_value":
            below = [_is_below(text) for text in (old, new)]
            if None not in below and below[0] != below[1]:
                side = "below" if below[1] else "not below"
                yield f"the p-value {old} is {new} now: {side} {_LEVEL}"


def _number(text: str) -> Reported | None:
    try:
        if text.endswith("%"):
            return Percentage.parse(text).number
        return Reported.parse(text)
    except PydanticCustomError:  # an absence: `not reported`
        return None


def _side(text: str, middle: Decimal) -> str | None:
    number = _number(text)
    if number is None:
        return None
    if number.decimal == middle:
        return "equal to"
    return "below" if number.decimal < middle else "above"


def _includes(text: str, middle: Decimal) -> bool | None:
    try:
        bounds = Interval.parse(text)
    except PydanticCustomError:
        return None
    lower, upper = bounds.bounds
    return None if lower is None or upper is None else lower <= middle <= upper


def _is_below(text: str) -> bool | None:
    number = _number(text)
    if number is None:
        return None
    if number.relation in ("<", "<=") and number.decimal <= _LEVEL:
        return number.relation == "<" or number.decimal < _LEVEL
    return number.decimal < _LEVEL
