"""Efficacy: one analysis for each endpoint, cohort, assessor and cut-off (efficacy.yaml)."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from assembler.records.base import Block, Record, Term
from assembler.records.comparison import (
    BinaryComparison,
    ContinuousComparison,
    TimeToEventComparison,
)
from assembler.records.endpoints import Assessor
from assembler.records.ids import (
    AnalysisSetId,
    ArmId,
    CohortId,
    EndpointId,
    EstimandId,
    PopulationId,
)
from assembler.records.marks import FromCsv
from assembler.records.scalars import (
    Count,
    Date,
    Id,
    Interval,
    Percentage,
    PValue,
    Quantity,
    Reported,
    Words,
    YesNo,
)
from assembler.records.statement import Statement


class Timing(Term):
    """When in the life of the trial an analysis was made."""

    INTERIM = "interim"
    FINAL = "final"
    UPDATE = "update"


class Grade(Term):
    """How much an analysis can prove, from most to least."""

    CONFIRMATORY_PRIMARY = "confirmatory-primary"
    CONFIRMATORY_SECONDARY = "confirmatory-secondary"
    SUPPORTIVE = "supportive"
    EXPLORATORY = "exploratory"


class Evidence(Record):
    """How much weight the analysis bears: an author's judgement with its reason."""

    grade: Grade
    """Confirmatory primary, confirmatory secondary, supportive or exploratory."""
    reason: Words
    """Why this grade, in one sentence."""


class Rate(Block):
    """Share of patients without the event at a time: a landmark rate."""

    at: Quantity
    """The time: `12 months`."""
    rate: Percentage
    """The share, with %: `48.4%`."""
    interval: Interval | None = None
    """Its confidence interval: `38.1 to 58.7`."""


class TimeToEventArm(Block):
    """The result of one arm in a time-to-event analysis."""

    n: Count | None = None
    """Number of patients analysed in the arm; never computed from a ratio."""
    events: Count | None = None
    """Number of patients with the event."""
    median: Quantity | None = None
    """Median time to the event, with unit: `11.4 months`."""
    median_interval: Interval | None = None
    """Confidence interval of the median: `8.5 to NE`."""
    rates: tuple[Rate, ...] = ()
    """Landmark rates."""


class BinaryArm(Block):
    """The result of one arm in an analysis of responders."""

    n: Count | None = None
    """Number of patients analysed in the arm."""
    responders: Count | None = None
    """Number of patients who responded."""
    rate: Percentage | None = None
    """Share of responders as reported, with %: `12.5%`."""
    interval: Interval | None = None
    """Confidence interval of the rate."""
    interval_method: Words | None = None
    """How that interval was made: `Clopper-Pearson`."""


class ContinuousArm(Block):
    """The result of one arm in an analysis of a measured value."""

    n: Count | None = None
    """Number of patients analysed in the arm."""
    baseline_mean: Reported | None = None
    """Mean before treatment."""
    mean: Reported | None = None
    """Mean at the time of the analysis."""
    standard_deviation: Reported | None = None
    """Standard deviation of that mean."""
    median: Reported | None = None
    """Median at the time of the analysis."""
    geometric_mean: Reported | None = None
    """Geometric mean at the time of the analysis: of titres, of concentrations."""
    geometric_mean_interval: Interval | None = None
    """Confidence interval of the geometric mean."""
    change: Reported | None = None
    """Mean change from baseline."""
    change_standard_deviation: Reported | None = None
    """Standard deviation of the change."""
    change_standard_error: Reported | None = None
    """Standard error of the (least-squares) mean change."""
    change_interval: Interval | None = None
    """Confidence interval of the mean change."""
    least_squares: YesNo | None = None
    """Whether `change`, or `mean` where there is no change, is a least-squares mean."""


class SubgroupArm(Record):
    """The patients of one arm in a subgroup."""

    n: Count | None = None
    """Number of patients."""
    events: Count | None = None
    """Number of patients with the event, or of responders."""


class Subgroup(Block):
    """The estimate in a subgroup of patients. ICH E9 5.7."""

    id: Id
    """Short name, kebab-case: `age-65-and-over`."""
    factor: Words
    """What divides the patients: `age`."""
    level: Words
    """Which part of them: `65 years and over`."""
    arms: dict[ArmId, SubgroupArm] = Field(default_factory=dict)
    """Numbers of patients by arm."""
    estimate: Reported | None = None
    """The estimate, of the same kind as the analysis', a difference in its unit: of rates `12.3`,
    in percentage points."""
    interval: Interval | None = None
    """Its confidence interval, at the analysis' level."""
    interaction_p_value: PValue | None = None
    """p-value of the interaction."""
    prespecified: YesNo | None = None
    """Whether the subgroup was planned."""


class CurvePoint(Record):
    """One point of a Kaplan-Meier curve, or one column of its numbers at risk."""

    arm: ArmId
    """Id of the arm."""
    time: Reported
    """Time, in the unit of the analysis' medians."""
    probability: Reported | None = None
    """Share without the event just after that time, from 0 to 1."""
    at_risk: Count | None = None
    """Number at risk at that time."""
    censored: Count | None = None
    """Number censored at that time."""


_TOPICS = {
    "arm_sizes": "arms.*.n",
    "interval": "comparison.interval",
    "p_value": "comparison.p_value",
    "p_role": "comparison.p_role",
    "method": "comparison.method",
    "strata": "comparison.strata",
    "test": "comparison.test",
    "sidedness": "comparison.sidedness",
    "alpha": "comparison.alpha",
    "boundary": "comparison.boundary",
}


class AnalysisBlock(Block):
    """What every analysis says, whatever its type."""

    id: Id
    """Short name, kebab-case: `pfs-pnet-local`."""
    label: Words | None = None
    """The name as it is printed, when the endpoint's name is not enough."""
    endpoint: EndpointId
    """Id of the endpoint that is analysed, from trial.yaml."""
    cohort: CohortId | None = None
    """Id of the cohort that is analysed; none when the whole trial is."""
    pooled_cohorts: tuple[CohortId, ...] = ()
    """Ids of the cohorts, when the analysis pools several."""
    pooling_prespecified: YesNo | None = None
    """Whether the plan foresaw that pooling."""
    population: PopulationId | None = None
    """Id of the population."""
    analysis_set: AnalysisSetId | None = None
    """Id of the analysis set. ICH E9 5.2."""
    estimand: EstimandId | None = None
    """Id of the estimand that the analysis estimates. ICH E9(R1) A.3."""
    assessor: Assessor | None = None
    """Who judged the events of this analysis: not always the endpoint's assessor."""
    timing: Timing | None = None
    """Interim, final or update; a registry does not say."""
    cut_off: Date | None = None
    """Data cut-off: as much of the date as the source gives."""
    median_follow_up: Quantity | None = None
    """Median follow-up with unit: `16.7 months`. ICH E3 11.4."""
    level: Percentage | None = None
    """Confidence level of the intervals of the arms: `95%`. Left out where it is that of the
    comparison."""
    evidence: Evidence | None = None
    """How much weight the analysis bears, with the reason."""
    subgroups: tuple[Subgroup, ...] = ()
    """Estimates in subgroups."""
    statements: tuple[Statement, ...] = ()
    """What the source says of the result in words."""

    @model_validator(mode="after")
    def _one_cohort_or_a_pool(self) -> Self:
        if self.cohort is not None and self.pooled_cohorts:
            raise PydanticCustomError(
                "analysis.cohort-or-pool",
                "the analysis is of cohort '{cohort}' and of pooled cohorts at once",
                {
                    "cohort": self.cohort,
                    "field": "pooled_cohorts",
                    "remedy": "keep `cohort` or `pooled_cohorts`",
                },
            )
        return self


class TimeToEventAnalysis(AnalysisBlock):
    """An analysis of the time to an event: survival, progression-free survival."""

    type: Literal["time-to-event"]
    """`time-to-event`."""
    arms: dict[ArmId, TimeToEventArm]
    """The result of each arm, under the arm's id."""
    comparison: TimeToEventComparison | None = None
    """One arm against the other; a further comparison is an analysis of its own."""
    curves: Annotated[tuple[CurvePoint, ...], FromCsv()] = ()
    """Kaplan-Meier curves and numbers at risk; inline, or `{csv: pfs-curves.csv}`."""

    topics: ClassVar[Mapping[str, str]] = {
        **_TOPICS,
        "events": "arms.*.events",
        "medians": "arms.*.median",
        "median_intervals": "arms.*.median_interval",
        "rates": "arms.*.rates",
        "hazard_ratio": "comparison.hazard_ratio",
    }


class BinaryAnalysis(AnalysisBlock):
    """An analysis of a yes-or-no outcome: response."""

    type: Literal["binary"]
    """`binary`."""
    arms: dict[ArmId, BinaryArm]
    """The result of each arm, under the arm's id."""
    comparison: BinaryComparison | None = None
    """One arm against the other; a further comparison is an analysis of its own."""

    topics: ClassVar[Mapping[str, str]] = {
        **_TOPICS,
        "responders": "arms.*.responders",
        "rates": "arms.*.rate",
        "rate_intervals": "arms.*.interval",
        "interval_methods": "arms.*.interval_method",
    }


class ContinuousAnalysis(AnalysisBlock):
    """An analysis of a measured value: a score, a change from baseline."""

    type: Literal["continuous"]
    """`continuous`."""
    unit: Words | None = None
    """Unit of the value: `points`."""
    visit: Words | None = None
    """When it was measured: `week 24`."""
    arms: dict[ArmId, ContinuousArm]
    """The result of each arm, under the arm's id."""
    comparison: ContinuousComparison | None = None
    """One arm against the other; a further comparison is an analysis of its own."""

    topics: ClassVar[Mapping[str, str]] = {
        **_TOPICS,
        "means": "arms.*.mean",
        "standard_deviations": "arms.*.standard_deviation",
        "changes": "arms.*.change",
    }


Analysis = Annotated[
    TimeToEventAnalysis | BinaryAnalysis | ContinuousAnalysis, Field(discriminator="type")
]
"""An analysis of one of the three types."""


def effect_of(analysis: Analysis) -> str | None:
    """The key of the estimate, `hazard_ratio`, which is that of its subgroups too; None of a binary
    analysis that gives only those."""
    if analysis.comparison is not None and analysis.comparison.estimate is not None:
        return analysis.comparison.estimate[0]
    if isinstance(analysis, BinaryAnalysis):
        return None
    return "hazard_ratio" if isinstance(analysis, TimeToEventAnalysis) else "difference"


class AwaitedResult(Block):
    """A result that the trial will have and no source gives yet."""

    id: Id
    """Short name, kebab-case: `pfs-pnet-central`."""
    endpoint: EndpointId
    """Id of the endpoint, from trial.yaml."""
    cohort: CohortId | None = None
    """Id of the cohort; none when it is the trial as a whole."""
    result: Words | None = None
    """List this key as not_reported or pending; once known, the result is an analysis."""


class Efficacy(Block):
    """The efficacy results of the trial. ICH M4E 2.7.3."""

    analyses: tuple[Analysis, ...] = ()
    """One analysis for each endpoint, cohort, assessor and cut-off."""
    awaited: tuple[AwaitedResult, ...] = ()
    """Results of the trial's endpoints that no source gives."""
    statements: tuple[Statement, ...] = ()
    """What the source says of efficacy in words."""
