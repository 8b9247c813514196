"""Ticks of an axis: where a reader looks for them, and enough of them to hold the estimates."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from assembler.compose.style import signed
from assembler.document.figures import Scale, Tick
from assembler.problems import Position, refused

TIME = r"^[0-9]{1,6}(\.[0-9]{1,6})?$"
"""A mark of an axis that begins at 0, as a shell states it."""

MOST_DECADES = 2
"""A log axis that chooses its own ticks goes no further than this from the line of no difference;
an interval that does is drawn with an arrow."""
CLOSE_DECADES = Decimal("1.7")
"""Over more decades only the powers of ten are marked: more would stand too close."""
_STEPS = (1, 2, 5)
_LINEAR_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_LINEAR_TICKS = 6

NULL: dict[Scale, Decimal] = {"log": Decimal(1), "linear": Decimal(0)}
"""No difference: 1 of a ratio, 0 of a difference."""


def ticks_at(values: Iterable[Decimal]) -> tuple[Tick, ...]:
    """Ticks as printed: `0.5`, `1`, `10`; a real minus sign."""
    return tuple(Tick(value, signed(_plain(value))) for value in values)


def ascending(stated: Sequence[str], at: Position) -> tuple[Tick, ...]:
    """The ticks that a shell states at `at`. Raises ProblemsFound when they make no axis."""
    ticks = ticks_at(map(Decimal, stated))
    places = [tick.at for tick in ticks]
    if len(places) < 2 or places != sorted(set(places)):
        raise refused(
            "figure.axis-ascends",
            f"the ticks {', '.join(stated)} make no axis",
            "give at least two in ascending order",
            at=at,
        )
    return ticks


def share_ticks() -> tuple[Tick, ...]:
    """Fifths of the whole: `0.0` to `1.0`."""
    fifths = (Decimal(n) / 5 for n in range(6))
    return tuple(Tick(share, f"{share:.1f}") for share in fifths)


def ticks_from_zero(most: Decimal) -> tuple[Tick, ...]:
    """Round steps from 0 to the first one that is not below `most`."""
    step = _step(most if most > 0 else Decimal(1))
    last = max(int((most / step).to_integral_value("ROUND_CEILING")), 1)
    return ticks_at(step * n for n in range(last + 1))


def ticks_for(values: Sequence[Decimal], scale: Scale) -> tuple[Tick, ...]:
    """Ticks that hold all the values, and at least one on either side of no difference."""
    chosen = _log_ticks(values) if scale == "log" else _linear_ticks(values)
    return ticks_at(chosen)


def _log_ticks(values: Sequence[Decimal]) -> list[Decimal]:
    """Ones, twos and fives, or over a long axis powers of ten."""
    decades = range(-MOST_DECADES - 1, MOST_DECADES + 1)
    steps = [Decimal(step).scaleb(decade) for decade in decades for step in _STEPS]
    limit = Decimal(10) ** MOST_DECADES
    allowed = [step for step in steps if 1 / limit <= step <= limit]
    held = [value for value in values if value > 0]
    chosen = _around(allowed, held, NULL["log"])
    if (chosen[-1] / chosen[0]).log10() > CLOSE_DECADES:
        tens = [step for step in allowed if step.log10() == step.log10().to_integral_value()]
        return _around(tens, held, NULL["log"])
    return chosen


def _around(steps: list[Decimal], values: list[Decimal], null: Decimal) -> list[Decimal]:
    """The steps from the last one below all values to the first one above, one beside `null`."""
    below = [step for step in steps if step < null]
    above = [step for step in steps if step > null]
    least, most = min([*values, below[-1]]), max([*values, above[0]])
    first = max((step for step in below if step <= least), default=steps[0])
    last = min((step for step in above if step >= most), default=steps[-1])
    return [step for step in steps if first <= step <= last]


def _linear_ticks(values: Sequence[Decimal]) -> list[Decimal]:
    """Round steps, about half a dozen of them."""
    null = NULL["linear"]
    least, most = min([*values, null]), max([*values, null])
    if least == most:
        least, most = null - 1, null + 1
    step = _step(most - least)
    first = min(int((least / step).to_integral_value("ROUND_FLOOR")), -1)
    last = max(int((most / step).to_integral_value("ROUND_CEILING")), 1)
    return [step * n for n in range(first, last + 1)]


def _step(length: Decimal) -> Decimal:
    """The round step that divides an axis into about half a dozen."""
    rough = length / _LINEAR_TICKS
    power = Decimal(1).scaleb(rough.adjusted())
    return next(power * n for n in _LINEAR_STEPS if power * n >= rough)


def _plain(value: Decimal) -> str:
    """Without exponent and without zeros at the end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
