"""Whether a changed result still says the same: sides of 1 or 0, of a margin, and of 0.05.

Nothing is computed here: numbers that stand in the records are compared.
"""

from collections.abc import Callable, Iterator, Mapping
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
_MARGIN = ".margin"
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


def margin_in(value: ValueEvidence) -> Reported | None:
    """The margin of non-inferiority or equivalence that the value prints; None where it is none."""
    if len(value.paths) == 1 and value.paths[0].endswith(_MARGIN):
        return _number(value.recorded[0])
    return None


def crossings(
    built: ValueEvidence,
    today: ValueEvidence,
    neutral: Mapping[str, Decimal],
    *,
    margin: Reported | None = None,
) -> Iterator[str]:
    """What a sentence that was written for the earlier result may no longer say.

    `margin` is the one that the sentence names, if it names one.
    """
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
            if margin and (left := _left(old, new, margin, _side)):
                yield f"the {name} bound {old} is {new} now: no longer {left}"
        elif key == "interval" and parent in neutral:
            inside = [_includes(text, neutral[parent]) for text in (old, new)]
            if None not in inside and inside[0] != inside[1]:
                does = "includes" if inside[1] else "excludes"
                yield f"the {name} {old} is {new} now: it {does} {neutral[parent]}"
            if margin and (left := _left(old, new, margin, _lies)):
                yield f"the {name} {old} is {new} now: no longer {left}"
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


def _lies(text: str, middle: Decimal) -> str | None:
    """Where an interval lies: below or above the number, or across it."""
    try:
        lower, upper = Interval.parse(text).bounds
    except PydanticCustomError:
        return None
    if lower is None or upper is None:
        return None
    return "below" if upper < middle else "above" if lower > middle else "across"


def _left(
    old: str, new: str, margin: Reported, where: Callable[[str, Decimal], str | None]
) -> str | None:
    """`above the margin 0.67`, where the old text lay and the new one does not; else None."""
    before, now = where(old, margin.decimal), where(new, margin.decimal)
    if before is None or now is None or before == now:
        return None
    return f"{before} the margin {margin.text}"


def _is_below(text: str) -> bool | None:
    number = _number(text)
    if number is None:
        return None
    if number.relation in ("<", "<=") and number.decimal <= _LEVEL:
        return number.relation == "<" or number.decimal < _LEVEL
    return number.decimal < _LEVEL
