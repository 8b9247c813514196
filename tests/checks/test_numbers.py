"""What is true before rounding is never a contradiction after it."""

from decimal import ROUND_HALF_UP, Decimal
from math import exp, log
from statistics import NormalDist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assembler.checks.numbers import half_unit, range_of, surely_below
from assembler.checks.p_values import disagreement, readings
from assembler.records.comparison import ContinuousComparison, Sidedness, TimeToEventComparison
from assembler.records.scalars import PValue

QUIET = settings(max_examples=200)
NORMAL = NormalDist()


def _printed(number: float | Decimal, decimals: int) -> str:
    unit = Decimal(1).scaleb(-decimals)
    return f"{Decimal(number).quantize(unit, rounding=ROUND_HALF_UP):f}"


def _p(number: float, decimals: int) -> str:
    least = Decimal(1).scaleb(-decimals)
    return f"<{least}" if Decimal(number) < least else _printed(number, decimals)


def test_half_a_unit_is_that_of_the_last_printed_digit() -> None:
    assert half_unit(Decimal("0.27")) == Decimal("0.005")
    assert half_unit(Decimal("0.270")) == Decimal("0.0005")
    assert half_unit(Decimal("93")) == Decimal("0.5")
    assert half_unit(Decimal("0.00")) == Decimal("0.005")


@QUIET
@given(st.decimals(-50, 50, places=6), st.integers(0, 5))
def test_a_number_lies_in_the_range_of_its_print(number: Decimal, decimals: int) -> None:
    low, high = range_of(Decimal(_printed(number, decimals)))
    assert low <= number <= high


@QUIET
@given(
    st.decimals(-50, 50, places=6),
    st.decimals(0, 5, places=6),
    st.integers(0, 4),
    st.integers(0, 4),
)
def test_rounding_never_puts_two_numbers_the_other_way_round(
    one: Decimal, more: Decimal, decimals: int, others: int
) -> None:
    lower, upper = _printed(one, decimals), _printed(one + more, others)
    assert not surely_below(Decimal(upper), Decimal(lower))


@pytest.mark.parametrize(
    ("printed", "two_sided"), [("0.5", (0.9, 1.0)), ("0.7", (0.5, 0.7)), ("0.2", (0.3, 0.5))]
)
def test_a_one_sided_p_value_is_doubled_on_its_nearer_side(
    printed: str, two_sided: tuple[float, float]
) -> None:
    (read,) = readings(PValue.parse(printed), Sidedness.ONE_SIDED)
    assert read == pytest.approx(two_sided)


@QUIET
@given(
    st.floats(-2, 2),
    st.floats(0.05, 0.8),
    st.integers(2, 3),
    st.integers(2, 4),
    st.sampled_from([90, 95, 99]),
)
def test_a_p_value_and_an_interval_of_one_estimate_never_disagree(
    log_ratio: float, error: float, decimals: int, p_decimals: int, level: int
) -> None:
    z = NORMAL.inv_cdf(0.5 + level / 200)
    lower, upper = (exp(log_ratio + sign * z * error) for sign in (-1, 1))
    comparison = TimeToEventComparison.model_validate(
        {
            "of": "one",
            "versus": "other",
            "hazard_ratio": _printed(exp(log_ratio), decimals),
            "interval": f"{_printed(lower, decimals)} to {_printed(upper, decimals)}",
            "level": f"{level}%",
            "p_value": _p(2 * NORMAL.cdf(-abs(log_ratio) / error), p_decimals),
        }
    )
    found = disagreement(comparison)
    assert found is None or found[1], found  # a reading as one-sided may be asked for


@QUIET
@given(st.floats(-3, 3), st.floats(0.1, 2), st.booleans())
def test_a_one_sided_p_value_agrees_with_the_two_sided_interval_of_its_estimate(
    difference: float, error: float, turned: bool
) -> None:
    one_sided = NORMAL.cdf(difference / error if turned else -difference / error)
    comparison = ContinuousComparison.model_validate(
        {
            "of": "one",
            "versus": "other",
            "difference": _printed(difference, 3),
            "interval": " to ".join(
                _printed(difference + sign * NORMAL.inv_cdf(0.975) * error, 3) for sign in (-1, 1)
            ),
            "level": "95%",
            "p_value": _p(one_sided, 4),
            "sidedness": "one-sided",
        }
    )
    assert disagreement(comparison) is None


@QUIET
@given(st.floats(0.05, 0.6), st.floats(0.2, 0.9))
def test_an_interval_far_from_the_null_value_and_a_large_p_value_always_disagree(
    ratio: float, p_value: float
) -> None:
    error = -log(ratio) / 4  # four standard errors from 1
    lower, upper = ratio * exp(-1.96 * error), ratio * exp(1.96 * error)
    comparison = TimeToEventComparison.model_validate(
        {
            "of": "one",
            "versus": "other",
            "hazard_ratio": _printed(ratio, 3),
            "interval": f"{_printed(lower, 3)} to {_printed(upper, 3)}",
            "level": "95%",
            "p_value": _printed(p_value, 2),
        }
    )
    found = disagreement(comparison)
    assert found is not None
    assert found[1] is None
