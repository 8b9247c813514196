"""The clinical study report of a trial: who investigated, what was concluded, where it stands."""

from assembler.records.base import Block, Term
from assembler.records.scalars import Date, Id, Words


class StudyStatus(Term):
    """How far a study has come. ICH M4E Module 5.2."""

    PLANNED = "planned"
    ONGOING = "ongoing"
    COMPLETED = "completed"
    TERMINATED = "terminated"
    WITHDRAWN = "withdrawn"


class ReportKind(Term):
    """How full a report is. ICH M4E Module 5.2."""

    FULL = "full"
    ABBREVIATED = "abbreviated"
    INTERIM = "interim"
    SYNOPSIS = "synopsis"


class Investigator(Block):
    """Somebody who investigated. ICH E3 6 and synopsis."""

    id: Id
    """Short name, kebab-case."""
    name: Words
    """The name as the source gives it, with degrees."""
    role: Words | None = None
    """As what: `coordinating investigator`, `principal investigator`."""
    affiliation: Words | None = None
    """Hospital or institution, with its place."""


class StudyReport(Block):
    """The clinical study report. ICH E3 1 and synopsis."""

    number: Words | None = None
    """Number of the report in the company's system."""
    date: Date | None = None
    """Date of the report. ICH E3 synopsis."""
    kind: ReportKind | None = None
    """Full, abbreviated, interim, or a synopsis alone."""
    location: Words | None = None
    """Where in the dossier it stands: `Module 5.3.5.1`."""
    volume: Words | None = None
    """Its volume there, for the individual study table of the synopsis."""
    page: Words | None = None
    """Its page there, for the individual study table of the synopsis."""
