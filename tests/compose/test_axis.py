"""Which ticks an axis gets."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembler.compose.axis import MOST_DECADES, ticks_for
from assembler.document.figures import Scale


def ticks(scale: Scale, *values: str) -> list[str]:
    return [tick.text for tick in ticks_for([Decimal(value) for value in values], scale)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["0.14", "0.66"], ["0.1", "0.2", "0.5", "1", "2"]),
        (["0.9", "1.1"], ["0.5", "1", "2"]),
        (["1"], ["0.5", "1", "2"]),
        (["1.2", "4.9"], ["0.5", "1", "2", "5"]),
        (["0.5", "5"], ["0.5", "1", "2", "5"]),
        (["0.02", "3"], ["0.01", "0.1", "1", "10"]),
        (["0.0001", "5000"], ["0.01", "0.1", "1", "10", "100"]),
        (["0", "2"], ["0.5", "1", "2"]),
    ],
)
def test_a_ratio_gets_ones_twos_and_fives_or_powers_of_ten(
    values: list[str], expected: list[str]
) -> None:
    assert ticks("log", *values) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["-12.3", "4"], ["−15", "−10", "−5", "0", "5"]),
        (["0.2", "0.9"], ["−0.2", "0", "0.2", "0.4", "0.6", "0.8", "1"]),
        (["0"], ["−1", "−0.5", "0", "0.5", "1"]),
    ],
)
def test_a_difference_gets_round_steps_on_either_side_of_0(
    values: list[str], expected: list[str]
) -> None:
    assert ticks("linear", *values) == expected


NUMBERS = st.lists(st.decimals(Decimal("-999"), Decimal("999"), places=2), min_size=1, max_size=6)


@given(NUMBERS)
def test_a_linear_axis_holds_every_value_and_0_between_its_ends(values: list[Decimal]) -> None:
    places = [tick.at for tick in ticks_for(values, "linear")]
    assert places == sorted(set(places))
    assert places[0] <= min(values) and max(values) <= places[-1]
    assert places[0] < 0 < places[-1]
    assert len(places) <= 12


@given(NUMBERS)
def test_a_log_axis_holds_1_between_its_ends_and_stays_short(values: list[Decimal]) -> None:
    places = [tick.at for tick in ticks_for(values, "log")]
    assert places == sorted(set(places))
    assert places[0] < 1 < places[-1]
    assert places[0] >= Decimal(10) ** -MOST_DECADES and places[-1] <= Decimal(10) ** MOST_DECADES
    assert len(places) <= 8
