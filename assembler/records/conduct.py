"""How a trial was carried out: who runs it, interim analyses, monitoring, crossover, enrolment."""

from typing import Annotated

from assembler.records.base import Block, Record, Term
from assembler.records.ids import (
    AnalysisSetId,
    ArmId,
    CohortId,
    EndpointId,
    InterimId,
    OrganisationId,
)
from assembler.records.marks import FromCsv
from assembler.records.scalars import Count, Date, Id, Percentage, Words, YesNo


class OrganisationRole(Term):
    """What an organisation does in the trial or for the product."""

    SPONSOR = "sponsor"
    LEAD = "lead"
    CONDUCT = "conduct"
    PARTICIPANT = "participant"
    COLLABORATOR = "collaborator"
    FUNDER = "funder"
    PARENT_BODY = "parent-body"
    LICENSOR = "licensor"
    LICENSEE = "licensee"
    APPLICANT = "applicant"


class CrossoverKind(Term):
    """Why patients could change to the other treatment."""

    BY_PROTOCOL = "by-protocol"
    BY_PROTOCOL_AFTER_PROGRESSION = "by-protocol-after-progression"
    BY_MONITORING_BOARD_DECISION = "by-monitoring-board-decision"


class InterimAnalysis(Block):
    """An analysis before the trial's end. ICH E9 4.5."""

    id: Id
    """Short name, kebab-case: `interim-pnet`."""
    cohort: CohortId | None = None
    """Id of the cohort that was analysed; none when it was the trial as a whole."""
    planned: YesNo | None = None
    """Whether it was planned in the protocol."""
    endpoints: tuple[EndpointId, ...] = ()
    """Ids of the endpoints that were analysed."""
    cut_off: Date | None = None
    """Data cut-off: as much of the date as the source gives."""
    information_fraction: Percentage | None = None
    """Share of the planned information: `60%`."""
    boundary: Words | None = None
    """Stopping boundary, as the plan words it."""
    alpha_spending: Words | None = None
    """How alpha is spent: `O'Brien-Fleming`."""
    outcome: Words | None = None
    """What followed from it, as the source words it."""


class Recommendation(Block):
    """A recommendation of the monitoring board."""

    id: Id
    """Short name, kebab-case: `stop-accrual`."""
    text: Words
    """What the board recommended: `stop accrual`."""
    basis: Words | None = None
    """On what grounds, as the source words it."""
    cohorts: tuple[CohortId, ...] = ()
    """Ids of the cohorts that it concerns."""
    date: Date | None = None
    """When it was given."""


class DataMonitoring(Block):
    """The independent board that watched over the data. ICH E9 4.5."""

    board: Words | None = None
    """Name of the board: `Data and Safety Monitoring Board`."""
    independent: YesNo | None = None
    """Whether the source calls it independent."""
    recommendations: tuple[Recommendation, ...] = ()
    """What it recommended, one by one."""


class Crossover(Block):
    """A way for patients of one arm to receive the treatment of another."""

    id: Id
    """Short name, kebab-case: `after-progression`."""
    kind: CrossoverKind
    """By the protocol, as at a visit or for rescue; by the protocol after progression; or by the
    monitoring board's decision."""
    from_arm: ArmId
    """Id of the arm that patients leave."""
    to_arm: ArmId
    """Id of the arm whose treatment they receive."""
    trigger: Words
    """What opens the way, as the source words it."""
    unblinded: YesNo | None = None
    """Whether patients were told their treatment."""
    open_label: YesNo | None = None
    """Whether the treatment after crossover is open-label."""
    patients: Count | None = None
    """How many patients crossed over."""
    bears_on: tuple[EndpointId, ...] = ()
    """Ids of the endpoints whose results it bears on: an author's judgement."""
    bearing: Words | None = None
    """How it bears on them, in one sentence: an author's judgement."""


class Rights(Block):
    """Rights to a product in a territory."""

    id: Id
    """Short name, kebab-case: `ex-us-japan`."""
    scope: Words
    """What the rights are for: `commercialization and further clinical development`."""
    territory: Words
    """Where they hold: `outside of the U.S. and Japan`."""
    exclusive: YesNo | None = None
    """Whether they are exclusive."""
    granted_by: OrganisationId | None = None
    """Id of the organisation that granted them; none when they are held from the start."""
    granted: Date | None = None
    """When they were granted."""
    announced: Date | None = None
    """When they were announced, if the source gives only that."""


class Organisation(Block):
    """An organisation with a part in the trial or rights to the product. ICH E3 6."""

    id: Id
    """Short name, kebab-case: `nci`."""
    name: Words
    """Name in full."""
    abbreviation: Words | None = None
    """Its abbreviation: `NCI`."""
    part_of: Words | None = None
    """The body that it is part of."""
    roles: tuple[OrganisationRole, ...] = ()
    """What it does."""
    description: Words | None = None
    """Its part in one sentence, as the source words it."""
    rights: tuple[Rights, ...] = ()
    """Rights that it holds."""


class Country(Block):
    """A country where patients were enrolled."""

    id: Id
    """Short name, kebab-case: `us`."""
    name: Words
    """The name as it is printed."""
    centres: Count | None = None
    """Number of centres there."""


class Enrolment(Block):
    """Number of patients enrolled. ICH E3 10.1."""

    total: Count | None = None
    """Number of patients enrolled."""
    counted_at: Words | None = None
    """When that was counted: `the time of the interim analyses`."""
    place: Words | None = None
    """Where these patients were enrolled, as the source words it."""


class StudyDates(Block):
    """The studied period. ICH E3 synopsis."""

    first_enrolment: Date | None = None
    """When the first patient was enrolled."""
    primary_completion: Date | None = None
    """When the last patient was examined for the primary endpoint."""
    last_completion: Date | None = None
    """When the last patient completed."""


class DispositionRow(Record):
    """How many patients of an arm reached one state."""

    cohort: CohortId | None = None
    """Id of the cohort."""
    arm: ArmId
    """Id of the arm."""
    state: Words
    """The state: `randomised`, `discontinued: adverse event`."""
    patients: Count
    """Number of patients."""
    percentage: Percentage | None = None
    """Their share of the arm as the source prints it: checked, never printed instead of a count."""


class Disposition(Block):
    """Disposition of patients by arm. ICH E3 10.1."""

    rows: Annotated[tuple[DispositionRow, ...], FromCsv()] = ()
    """One row for each state and arm; inline, or `{csv: disposition.csv}`."""


class BaselineRow(Record):
    """One characteristic of the patients of an arm before treatment."""

    cohort: CohortId | None = None
    """Id of the cohort."""
    arm: ArmId
    """Id of the arm."""
    characteristic: Words
    """The characteristic: `age, years`."""
    category: Words | None = None
    """Category or statistic: `65 and over`, `median`."""
    patients: Count | None = None
    """Number of patients in the category."""
    percentage: Percentage | None = None
    """Their share of the arm as the source prints it: checked, never printed instead of a count."""
    n: Count | None = None
    """Number of patients that they are a share of, where it is not all of the arm: those with
    data."""
    value: Words | None = None
    """Value of the statistic, as reported."""


class Baseline(Block):
    """Demographic and other characteristics before treatment. ICH E3 11.2."""

    analysis_set: AnalysisSetId | None = None
    """Id of the analysis set that is described."""
    interim: InterimId | None = None
    """Id of the interim analysis whose patients are described; none at the end."""
    rows: Annotated[tuple[BaselineRow, ...], FromCsv()] = ()
    """One row for each category and arm; inline, or `{csv: baseline.csv}`."""
