"""A meeting with an authority: what it is for, what is asked, what is to be submitted and when."""

from assembler.records.base import Block, Record, Term
from assembler.records.scalars import Date, Id, Words


class Area(Term):
    """What a question is about: authorities sort questions by it."""

    QUALITY = "quality"
    NONCLINICAL = "nonclinical"
    CLINICAL_PHARMACOLOGY = "clinical-pharmacology"
    DESIGN = "design"
    EFFICACY = "efficacy"
    SAFETY = "safety"
    BENEFIT_RISK = "benefit-risk"
    INDICATION = "indication"
    DOSSIER = "dossier"
    """Content of the dossier and way of the procedure."""


class Meeting(Block):
    """A meeting with an authority, for which a briefing book is written."""

    authority: Words | None = None
    """The authority that is asked: `European Medicines Agency`."""
    kind: Words | None = None
    """Type of the meeting, as the authority calls it: `pre-submission meeting`, `Type B`."""
    purpose: Words | None = None
    """What the meeting is for: `to agree on the content of the application`."""
    format: Words | None = None
    """How it is held: `face to face`, `written response`."""
    reference: Words | None = None
    """Number of the procedure or application at the authority."""
    requested: Date | None = None
    """When it was asked for."""
    date: Date | None = None
    """When it is held."""
    participants: tuple[Words, ...] = ()
    """Who takes part for the applicant, with their functions, one a line."""


class Question(Record):
    """A question to the authority; documents number the questions in their order.

    The applicant's position is prose: `text/question-ID.md` in the study's folder.
    """

    id: Id
    """Short name, kebab-case: `primary-endpoint`."""
    area: Area
    """What it is about; documents point to their part on it."""
    topic: Words
    """Its topic in a few words: `Assessment of the primary endpoint`."""
    text: Words
    """The question as the authority is to read it."""


class PlannedPart(Record):
    """A part of the dossier that is to be submitted."""

    id: Id
    """Short name, kebab-case: `clinical-overview`."""
    part: Words
    """Where in the dossier: `2.5`, `Module 5.3.5.1`."""
    content: Words
    """What it will hold."""
    status: Words | None = None
    """How far it has come: `in preparation`."""


class Milestone(Record):
    """A step of the timeline."""

    id: Id
    """Short name, kebab-case: `submission`."""
    event: Words
    """What happens: `submission of the application`."""
    date: Date | None = None
    """When: as much of the date as is planned."""
