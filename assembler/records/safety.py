"""Safety: exposure, adverse events, deaths, and what the source says in words (safety.yaml)."""

from typing import Annotated

from pydantic import Field

from assembler.records.base import Block, Record
from assembler.records.ids import AnalysisSetId, ArmId, CohortId
from assembler.records.marks import FromCsv
from assembler.records.scalars import (
    Count,
    Date,
    Interval,
    Percentage,
    Quantity,
    Reported,
    Words,
)
from assembler.records.statement import Statement
from assembler.records.vital_signs import NotableChanges


class Exposure(Record):
    """How long and how much the patients of an arm were treated. ICH M4E 2.7.4.1.2."""

    cohort: CohortId | None = None
    """Id of the cohort; none when the row spans the trial."""
    arm: ArmId
    """Id of the arm."""
    n: Count | None = None
    """Number of patients who received at least one dose."""
    median_duration: Quantity | None = None
    """Median duration of treatment, with unit."""
    mean_duration: Quantity | None = None
    """Mean duration of treatment, with unit."""
    duration_range: Interval | None = None
    """Shortest and longest duration, in the unit of the median: `0.2 to 31.4`."""
    patient_time: Quantity | None = None
    """Total exposure: `120.4 patient-years`."""
    dose_intensity: Percentage | None = None
    """Relative dose intensity."""
    mean_dose: Quantity | None = None
    """Mean daily dose."""
    dose_reduced: Count | None = None
    """Number of patients whose dose was reduced."""
    dose_interrupted: Count | None = None
    """Number of patients whose treatment was interrupted."""
    discontinued: Count | None = None
    """Number of patients who discontinued treatment for any reason."""


class Overview(Record):
    """Numbers of patients with adverse events, in one arm. ICH M4E 2.7.4.2.1."""

    cohort: CohortId | None = None
    """Id of the cohort; none when the row spans the trial."""
    arm: ArmId
    """Id of the arm."""
    n: Count | None = None
    """Number of patients in the arm's safety set."""
    any_event: Count | None = None
    """Patients with any adverse event."""
    related: Count | None = None
    """Patients with an event related to treatment."""
    grade_3_or_higher: Count | None = None
    """Patients with an event of grade 3 or higher."""
    serious: Count | None = None
    """Patients with a serious adverse event. ICH E2A II.B."""
    non_serious: Count | None = None
    """Patients with an event that is not serious, as registries count: a patient can stand under
    both."""
    dose_reduced: Count | None = None
    """Patients with an event that led to a lower dose."""
    dose_interrupted: Count | None = None
    """Patients with an event that led to an interruption."""
    discontinued: Count | None = None
    """Patients with an event that led to discontinuation."""
    fatal: Count | None = None
    """Patients with an event that led to death (grade 5)."""
    related_grade_3_or_higher: Count | None = None
    """Patients with an event of grade 3 or higher that is related to treatment."""
    related_serious: Count | None = None
    """Patients with a serious adverse event that is related to treatment."""
    related_fatal: Count | None = None
    """Patients with an event that is related to treatment and led to death."""


class AdverseEvent(Record):
    """One term in one arm: patients, not events, unless said so. ICH E3 12.2.2."""

    cohort: CohortId | None = None
    """Id of the cohort; none when the row spans the trial."""
    arm: ArmId
    """Id of the arm."""
    system_organ_class: Words
    """System organ class, as coded."""
    preferred_term: Words | None = None
    """Preferred term, as coded; none in the row of the whole class."""
    patients: Count | None = None
    """Patients with the event, any grade."""
    percentage: Percentage | None = None
    """Their share of the arm as the source prints it: checked, never printed instead of a count."""
    grade_3_or_higher: Count | None = None
    """Patients with the event at grade 3 or higher."""
    related: Count | None = None
    """Patients with the event related to treatment."""
    serious: Count | None = None
    """Patients with the event as a serious one."""
    non_serious: Count | None = None
    """Patients with the event as one that is not serious; a patient can stand under both."""
    grade_1: Count | None = None
    """Patients whose worst grade of the event was 1; each patient stands under one grade."""
    grade_2: Count | None = None
    """Patients whose worst grade of the event was 2."""
    grade_3: Count | None = None
    """Patients whose worst grade of the event was 3."""
    grade_4: Count | None = None
    """Patients whose worst grade of the event was 4."""
    grade_5: Count | None = None
    """Patients whose worst grade of the event was 5: it was fatal."""
    events: Count | None = None
    """Number of events, which may exceed the number of patients."""
    serious_events: Count | None = None
    """Number of serious events."""
    non_serious_events: Count | None = None
    """Number of events that are not serious."""
    at_risk: Count | None = None
    """Number of patients in whom the event was looked for, where the arm's size is another."""


class AdverseEvents(Block):
    """Adverse events by class and term, and how they were counted. ICH E3 12.2."""

    analysis_set: AnalysisSetId | None = None
    """Id of the safety analysis set."""
    cut_off: Date | None = None
    """Data cut-off."""
    sizes: dict[ArmId, Count] = Field(default_factory=dict)
    """Number of patients in each arm, under the arm's id: the denominators."""
    dictionary: Words | None = None
    """Coding dictionary and version: `MedDRA 26.0`."""
    grading: Words | None = None
    """Grading scale and version: `CTCAE 5.0`."""
    definition: Words | None = None
    """Which events count: `treatment-emergent`, and what that means."""
    window: Words | None = None
    """From when to when: `first dose to 30 days after the last`."""
    threshold: Percentage | None = None
    """Share of patients from which a term is shown."""
    non_serious_threshold: Percentage | None = None
    """Share of patients from which a term is shown under `non_serious`; serious ones all are."""
    threshold_arm: ArmId | None = None
    """Id of the arm in which the threshold is met; none when it is any arm."""
    rows: Annotated[tuple[AdverseEvent, ...], FromCsv()] = ()
    """One row for each term and arm; inline, or `{csv: adverse-events.csv}`."""


class Death(Record):
    """Deaths in one arm by cause. ICH E3 12.3.1."""

    cohort: CohortId | None = None
    """Id of the cohort; none when the row spans the trial."""
    arm: ArmId
    """Id of the arm."""
    cause: Words | None = None
    """Cause of death; none in the row of all causes."""
    period: Words | None = None
    """During treatment, or within how many days after it."""
    patients: Count
    """Number of patients who died."""
    n: Count | None = None
    """Number of patients among whom deaths were counted."""


class ExposureAdjustedRate(Record):
    """How often an event occurred in one arm, for the time that its patients were at risk."""

    cohort: CohortId | None = None
    """Id of the cohort; none when the row spans the trial."""
    arm: ArmId
    """Id of the arm."""
    system_organ_class: Words | None = None
    """System organ class, as coded; none in the row of any event."""
    preferred_term: Words | None = None
    """Preferred term, as coded; none in the row of a whole class and of any event."""
    patients: Count | None = None
    """Patients with the event."""
    rate: Reported
    """The rate as the source prints it, in the `unit` of the table: it is never computed."""
    interval: Interval | None = None
    """Confidence interval of the rate."""


class ExposureAdjustedRates(Block):
    """Incidence rates of adverse events adjusted for exposure, as reported. ICH E3 12.2.2."""

    analysis_set: AnalysisSetId | None = None
    """Id of the safety analysis set."""
    cut_off: Date | None = None
    """Data cut-off."""
    unit: Words
    """What a rate is counted per: `per 100 patient-years`."""
    level: Percentage | None = None
    """Confidence level of the intervals: `95%`."""
    definition: Words | None = None
    """What is divided by which time: `patients with a first event by the time until it`."""
    rows: Annotated[tuple[ExposureAdjustedRate, ...], FromCsv()] = ()
    """One row for each event and arm; inline, or `{csv: exposure-adjusted.csv}`."""


class LaboratoryShift(Record):
    """Patients of one arm who went from one category of a parameter to another. ICH E3 12.4.2."""

    cohort: CohortId | None = None
    """Id of the cohort; none when the row spans the trial."""
    arm: ArmId
    """Id of the arm."""
    parameter: Words
    """The laboratory parameter: `alanine aminotransferase`."""
    baseline_category: Words
    """Category before treatment: `low`, `normal`, `high`, `grade 2`, `missing`."""
    post_baseline_category: Words
    """Category after baseline, of the value that the table counts: the worst, or the last."""
    patients: Count
    """Number of patients who went from the one to the other."""
    n: Count | None = None
    """Number of patients of the arm whom the categories of this parameter add up to."""


class LaboratoryShifts(Block):
    """Shifts of laboratory values from baseline, by parameter and arm. ICH E3 12.4.2."""

    analysis_set: AnalysisSetId | None = None
    """Id of the analysis set."""
    cut_off: Date | None = None
    """Data cut-off."""
    post_baseline_value: Words | None = None
    """Which value after baseline is counted: `worst value on treatment`, `last value`."""
    criteria: Words | None = None
    """How values are put into categories: `CTCAE 5.0`, `reference ranges of the central lab`."""
    categories: tuple[Words, ...] = ()
    """All categories after baseline in their order, `[low, normal, high]`; without them the table
    has them as the rows have."""
    rows: Annotated[tuple[LaboratoryShift, ...], FromCsv()] = ()
    """One row for each arm, parameter and pair of categories; inline, or `{csv: shifts.csv}`."""


class Safety(Block):
    """The safety results of the trial. ICH M4E 2.7.4."""

    analysis_set: AnalysisSetId | None = None
    """Id of the safety analysis set."""
    cut_off: Date | None = None
    """Data cut-off of the safety data."""
    statements: tuple[Statement, ...] = ()
    """What the source says of safety in words, one for each cohort."""
    exposure: Annotated[tuple[Exposure, ...], FromCsv()] = ()
    """Exposure by arm; inline, or `{csv: exposure.csv}`."""
    overview: Annotated[tuple[Overview, ...], FromCsv()] = ()
    """Adverse events at a glance, by arm; inline, or `{csv: overview.csv}`."""
    adverse_events: AdverseEvents | None = None
    """Adverse events by class and term."""
    exposure_adjusted: ExposureAdjustedRates | None = None
    """Rates of adverse events for the time at risk, where the source gives them."""
    deaths: Annotated[tuple[Death, ...], FromCsv()] = ()
    """Deaths by arm and cause; inline, or `{csv: deaths.csv}`."""
    laboratory: Words | None = None
    """Clinical laboratory evaluations, in words. ICH M4E 2.7.4.3."""
    laboratory_shifts: LaboratoryShifts | None = None
    """Shifts of laboratory values from baseline. ICH E3 12.4.2."""
    vital_signs: Words | None = None
    """Vital signs and physical findings, in words. ICH M4E 2.7.4.4."""
    notable_changes: NotableChanges | None = None
    """Patients with notable changes of vital signs, weight and ECG. ICH E3 12.5."""
