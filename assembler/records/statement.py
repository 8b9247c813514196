"""Statements: what a source says in words, kept as attributed words."""

from assembler.records.base import Block
from assembler.records.ids import CohortId, LiteratureId, OrganisationId
from assembler.records.scalars import Id, Words


class Statement(Block):
    """Something that a source says in words and not in numbers."""

    id: Id
    """Short name of the statement, kebab-case: `consistent-profile`."""
    text: Words
    """The statement in one sentence that says no more than its source."""
    attributed_to: OrganisationId | None = None
    """Id of the organisation that says it, from trial.yaml, under `organisations`."""
    cohorts: tuple[CohortId, ...] = ()
    """Ids of the cohorts that it is about; none when it is about the trial as a whole."""
    references: tuple[LiteratureId, ...] = ()
    """Ids of the references that the source cites for it."""
    caution: Words | None = None
    """What a reader must bear in mind: printed beside the statement."""
