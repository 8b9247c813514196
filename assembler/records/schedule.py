"""How a trial runs in time: its epochs, and what is assessed at which visit."""

from pydantic import Field

from assembler.records.base import Block
from assembler.records.ids import ArmId, EpochId
from assembler.records.scalars import Id, Words


class Epoch(Block):
    """A stage that every patient passes through: screening, treatment. CDISC epoch; ICH E3 9.1."""

    id: Id
    """Short name, kebab-case: `screening`."""
    label: Words
    """The name as it is printed: `Screening`."""
    description: Words | None = None
    """What it is for."""
    treatments: dict[ArmId, Words] = Field(default_factory=dict)
    """What each arm receives in it, under the arm's id. ICH E3 9.4.1."""


class Visit(Block):
    """A visit of the plan with what is assessed at it. ICH E3 9.5.1, flow chart."""

    id: Id
    """Short name, kebab-case: `week-2`."""
    label: Words
    """The name as it is printed: `Week 2`."""
    epoch: EpochId | None = None
    """Id of the epoch that it falls in."""
    timing: Words | None = None
    """When it is planned: `2 weeks after Dose`."""
    window: Words | None = None
    """By how much it may be early or late: `-3..3 days`."""
    description: Words | None = None
    """What the plan says of it."""
    assessments: tuple[Words, ...] = ()
    """What is measured or done at it, one a line, in the plan's order."""
