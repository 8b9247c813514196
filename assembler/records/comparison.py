"""One arm against another: estimate, interval, p-value, and how they were made."""

from typing import ClassVar, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from assembler.records.base import Block, Term
from assembler.records.ids import ArmId
from assembler.records.scalars import Interval, Percentage, PValue, Reported, Words


class PRole(Term):
    """Whether a p-value belongs to a test of the plan or only describes."""

    TESTED = "tested"
    NOMINAL = "nominal"


class Sidedness(Term):
    """Whether a test looks in one direction or in both. ICH E9 5.5."""

    ONE_SIDED = "one-sided"
    TWO_SIDED = "two-sided"


class Comparison(Block):
    """One arm against another: the estimate's interval, its p-value and how they were made."""

    of: ArmId
    """Id of the arm whose effect is estimated."""
    versus: ArmId
    """Id of the arm that it is compared with: the reference."""
    interval: Interval | None = None
    """Confidence interval of the estimate: `0.14 to 0.49`."""
    level: Percentage | None = None
    """Confidence level of the interval: `95%`."""
    margin: Reported | None = None
    """Margin that the estimate was held against, in its unit: `4`, of rates in percentage points
    `-10`. Left out where it is that of the endpoint's plan; `analysis | margin` prints either.
    ICH E9 3.3.2."""
    p_value: PValue | None = None
    """p-value as the source prints it, quoted when it has a sign: `"<0.0001"`."""
    p_role: PRole | None = None
    """Whether the p-value belongs to a test of the plan (tested) or only describes (nominal)."""
    method: Words | None = None
    """Model of the estimate: `stratified Cox model`. ICH E3 9.7.1."""
    strata: tuple[Words, ...] = ()
    """Factors by which the analysis was stratified, one a line."""
    test: Words | None = None
    """Test behind the p-value: `stratified log-rank test`."""
    sidedness: Sidedness | None = None
    """One-sided or two-sided."""
    alpha: Reported | None = None
    """Significance level of this test."""
    boundary: Words | None = None
    """Boundary that the p-value was held against at an interim analysis."""

    estimates: ClassVar[tuple[str, ...]] = ()
    """Keys that can hold the estimate, of which one is filled."""

    @property
    def estimate(self) -> tuple[str, Reported] | None:
        """The key that holds the estimate, and its number; None when none is reported."""
        for key in self.estimates:
            value = getattr(self, key)
            if value is not None:
                return key, value.number if isinstance(value, Percentage) else value
        return None

    @model_validator(mode="after")
    def _one_estimate(self) -> Self:
        given = [key for key in self.estimates if getattr(self, key) is not None]
        if len(given) > 1:
            raise PydanticCustomError(
                "comparison.one-estimate",
                "the comparison holds {given}, but its interval can belong to one only",
                {
                    "given": " and ".join(given),
                    "field": given[1],
                    "remedy": "make an analysis of its own for each estimate",
                },
            )
        return self


class TimeToEventComparison(Comparison):
    """One arm against another by a hazard ratio."""

    hazard_ratio: Reported | None = None
    """Hazard ratio, digits as the source prints them: `0.27`."""

    estimates = ("hazard_ratio",)


class BinaryComparison(Comparison):
    """One arm against another by an odds ratio, a risk ratio or a difference of rates."""

    odds_ratio: Reported | None = None
    """Odds ratio."""
    risk_ratio: Reported | None = None
    """Ratio of the rates."""
    risk_difference: Percentage | None = None
    """Difference of the rates in percentage points, with %: `12.3%`."""

    estimates = ("odds_ratio", "risk_ratio", "risk_difference")


class ContinuousComparison(Comparison):
    """One arm against another by a difference of means, or by a ratio of geometric means."""

    difference: Reported | None = None
    """Difference of the (least-squares) means, in the analysis' unit."""
    standard_error: Reported | None = None
    """Standard error of the difference."""

    geometric_mean_ratio: Reported | None = None
    """Ratio of the geometric means, as of titres or concentrations: `0.91`."""

    estimates = ("difference", "geometric_mean_ratio")
