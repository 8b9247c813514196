"""Prior therapy: what patients had received before they entered the trial."""

from typing import Annotated

from assembler.records.base import Block, Record
from assembler.records.ids import AnalysisSetId, ArmId, CohortId, CriterionId, InterimId
from assembler.records.marks import FromCsv
from assembler.records.scalars import Count, Percentage, Words


class PriorTherapyRow(Record):
    """Patients of one arm who had received a therapy before the trial. ICH E3 11.2."""

    cohort: CohortId | None = None
    """Id of the cohort; none when the row spans the trial."""
    arm: ArmId
    """Id of the arm."""
    therapy: Words
    """Kind of therapy, or what was counted of it: `chemotherapy`, `lines of systemic therapy`."""
    category: Words | None = None
    """Agent, number of lines or statistic: `everolimus`, `2`, `median`; none in the row of the
    whole kind."""
    patients: Count | None = None
    """Patients who had received it, each of them once here; one may stand in several rows."""
    percentage: Percentage | None = None
    """Their share as the source prints it: checked, never printed instead of a count."""
    n: Count | None = None
    """Number of patients that they are a share of; in rows of a cohort nothing else says it."""
    value: Words | None = None
    """Value of the statistic, as reported."""


class PriorTherapy(Block):
    """Therapies before the trial, by kind and arm. ICH E3 11.2; ICH M4E 2.7.3.3.1."""

    analysis_set: AnalysisSetId | None = None
    """Id of the analysis set that is described."""
    interim: InterimId | None = None
    """Id of the interim analysis whose patients are described; none at the end."""
    required_by: CriterionId | None = None
    """Id of the criterion of eligibility that asks for prior therapy."""
    definition: Words | None = None
    """What counts as prior therapy: `systemic therapy for advanced disease`."""
    dictionary: Words | None = None
    """Coding dictionary and version, where agents are coded: `WHODrug Global B3, March 2024`."""
    rows: Annotated[tuple[PriorTherapyRow, ...], FromCsv()] = ()
    """One row for each therapy, category and arm; inline, or `{csv: prior-therapy.csv}`."""
