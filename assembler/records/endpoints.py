"""What a trial sets out to learn: objectives, endpoints, estimands, analysis sets."""

from pydantic import Field

from assembler.records.base import Block, Record, Term
from assembler.records.ids import (
    AnalysisSetId,
    ArmId,
    CohortId,
    EndpointId,
    EstimandId,
    PopulationId,
)
from assembler.records.scalars import Count, Id, Reported, Words, YesNo


class Role(Term):
    """Rank of an endpoint or an objective. ICH E9 2.2.2."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    EXPLORATORY = "exploratory"


class Assessor(Term):
    """Who judged whether the event or the response was there."""

    INDEPENDENT_CENTRAL_REVIEW = "independent-central-review"
    LOCAL_RADIOLOGY_REVIEW = "local-radiology-review"
    INVESTIGATOR = "investigator"
    PATIENT = "patient"


class AssessmentTiming(Term):
    """Whether the assessor judged while the trial ran or afterwards."""

    PROSPECTIVE = "prospective"
    RETROSPECTIVE = "retrospective"


class Strategy(Term):
    """How an estimand deals with an intercurrent event. ICH E9(R1) A.3.2."""

    TREATMENT_POLICY = "treatment-policy"
    HYPOTHETICAL = "hypothetical"
    COMPOSITE_VARIABLE = "composite-variable"
    WHILE_ON_TREATMENT = "while-on-treatment"
    PRINCIPAL_STRATUM = "principal-stratum"


class AnalysisSetKind(Term):
    """What an analysis set is for. ICH E9 5.2."""

    FULL = "full"
    PER_PROTOCOL = "per-protocol"
    SAFETY = "safety"
    RESPONSE_EVALUABLE = "response-evaluable"
    OTHER = "other"


class AnalysisSet(Block):
    """A set of patients that was analysed. ICH E9 5.2."""

    id: Id
    """Short name, kebab-case: `full`."""
    label: Words
    """The name as it is printed: `full analysis set`."""
    kind: AnalysisSetKind | None = None
    """What the set is for."""
    cohort: CohortId | None = None
    """Id of the cohort that it is part of; none when it spans the trial."""
    definition: Words | None = None
    """Who belongs to it."""
    sizes: dict[ArmId, Count] = Field(default_factory=dict)
    """Number of patients of each arm in the set, under the arm's id."""


class Objective(Block):
    """What the trial set out to show. ICH E3 8."""

    id: Id
    """Short name, kebab-case."""
    role: Role
    """Rank of the objective."""
    text: Words
    """The objective in one sentence."""
    endpoints: tuple[EndpointId, ...] = ()
    """Ids of the endpoints that answer it."""


class Endpoint(Block):
    """A variable that the trial measures, with who judged it and how. ICH E9 2.2.2."""

    id: Id
    """Short name, kebab-case: `pfs-pnet`."""
    cohort: CohortId | None = None
    """Id of the cohort that it belongs to; none when it belongs to the trial as a whole."""
    role: Role | None = None
    """Primary, secondary or exploratory."""
    variable: Words
    """What is measured, in full: `progression-free survival`."""
    abbreviation: Words | None = None
    """Its abbreviation: `PFS`."""
    definition: Words | None = None
    """From when to what event, or how it is scored."""
    time_frame: Words | None = None
    """When, or over which time, it is measured, as the source words it: `week 24`."""
    criteria: Words | None = None
    """Criteria by which it is judged: `RECIST 1.1`."""
    assessor: Assessor | None = None
    """Who judged it."""
    assessment_timing: AssessmentTiming | None = None
    """Whether it was judged while the trial ran or afterwards."""
    blinded_review: YesNo | None = None
    """Whether the assessor was blinded: only when the source says so."""
    planned: YesNo | None = None
    """Whether the protocol or the analysis plan names it; `no` for what was added afterwards."""
    estimand: EstimandId | None = None
    """Id of the estimand that it serves."""
    analysis_set: AnalysisSetId | None = None
    """Id of the analysis set of its planned analysis. ICH E9 5.2."""
    test: Words | None = None
    """Statistical test: `stratified log-rank test`. ICH E9 5.5."""
    alpha: Reported | None = None
    """Significance level that is spent on it. ICH E9 5.5."""
    margin: Reported | None = None
    """Margin of non-inferiority or equivalence that the plan fixes, in the unit of the planned
    estimate: of a hazard ratio `1.25`, of rates in percentage points `-10`. ICH E9 3.3.2."""
    interim_boundary: Words | None = None
    """Boundary at the interim analysis, as the plan words it. ICH E9 4.5."""


class IntercurrentEvent(Record):
    """An event after randomisation that bears on the variable. ICH E9(R1) A.3.1."""

    event: Words
    """The event: `start of another cancer therapy`."""
    strategy: Strategy | None = None
    """Which of the five strategies deals with it; none where the source names none of them."""
    handling: Words | None = None
    """How it is dealt with, in words."""


class Estimand(Block):
    """What is to be estimated: five attributes. ICH E9(R1) A.3.3."""

    id: Id
    """Short name, kebab-case."""
    label: Words | None = None
    """The name as it is printed."""
    endpoint: EndpointId | None = None
    """Id of the endpoint that it is built on."""
    treatment: Words | None = None
    """Treatment condition, and what it is compared with."""
    population: PopulationId | None = None
    """Id of the population."""
    analysis_set: AnalysisSetId | None = None
    """Id of the analysis set that estimates it."""
    variable: Words | None = None
    """The variable, with its assessor."""
    intercurrent_events: tuple[IntercurrentEvent, ...] = ()
    """Each intercurrent event with its strategy."""
    summary: Words | None = None
    """Population-level summary: `hazard ratio`."""
