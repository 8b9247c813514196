"""Vital signs and electrocardiograms: patients with notable changes (in safety.yaml)."""

from typing import Annotated

from assembler.records.base import Block, Record
from assembler.records.ids import AnalysisSetId, ArmId, CohortId
from assembler.records.marks import FromCsv
from assembler.records.scalars import Count, Date, Percentage, Words


class NotableChange(Record):
    """Patients of one arm with a clinically notable value or change of a parameter. ICH E3 12.5."""

    cohort: CohortId | None = None
    """Id of the cohort; none when the row spans the trial."""
    arm: ArmId
    """Id of the arm."""
    parameter: Words
    """The parameter: `systolic blood pressure`, `QTcF interval`, `weight`."""
    criterion: Words
    """What makes it notable: `at least 180 mmHg and 20 mmHg above baseline`."""
    patients: Count | None = None
    """Patients who met the criterion at least once; one may stand under several criteria."""
    percentage: Percentage | None = None
    """Their share as the source prints it: checked, never printed instead of a count."""
    n: Count | None = None
    """Number of patients of the arm with values of the parameter after baseline."""


class NotableChanges(Block):
    """Notable changes of vital signs, weight and ECG, by parameter and arm. ICH M4E 2.7.4.4."""

    analysis_set: AnalysisSetId | None = None
    """Id of the analysis set."""
    cut_off: Date | None = None
    """Data cut-off."""
    post_baseline_value: Words | None = None
    """Which values after baseline are looked at: `any value on treatment`, `last value`."""
    criteria: Words | None = None
    """Where the criteria come from: `section 9.5 of the statistical analysis plan`."""
    rows: Annotated[tuple[NotableChange, ...], FromCsv()] = ()
    """One row for each parameter, criterion and arm; inline, or `{csv: vital-signs.csv}`."""
