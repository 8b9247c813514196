"""The shell of a patient flow: what became of the patients, from the rows of disposition."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from assembler.compose.below import Below
from assembler.compose.drawing import FigureShell, Made
from assembler.compose.filling import Filling, Scope
from assembler.compose.lists import entries_of
from assembler.compose.study_schema import FlowStep, Making, sentences_of
from assembler.document.figures import PatientFlow
from assembler.problems import refused


class FlowShell(FigureShell):
    """A patient flow in the manner of CONSORT: one path for each arm, from top to bottom."""

    kind: Literal["patient-flow"]
    """`patient-flow`."""
    rows: str = "trial.disposition.rows"
    """The rows without which no flow is drawn: a bare expression."""
    names: dict[str, str] = Field(default_factory=dict)
    """Names for lists that the boxes are made of, each a bare expression that may use those before
    it."""
    stages: Annotated[tuple[str, ...], Field(min_length=1)]
    """Heads of the stages from top to bottom; one without a box is left out."""
    start: Annotated[tuple[FlowStep, ...], Field(min_length=1)]
    """Where patients come in."""

    lacking: ClassVar[tuple[str, str]] = (
        "a patient flow was asked for, but no disposition is recorded; "
        "numbers of patients are not computed from the allocation",
        "record `disposition` in trial.yaml, or take the figure out of the section",
    )


def patient_flow(shell: FlowShell, filling: Filling, scope: Scope) -> Made | None:
    """The flow; None when no disposition is recorded. Raises ProblemsFound."""
    if not filling.true(shell.rows, scope, ("rows",)):
        return None
    taken = sorted(filling.templates.records & shell.names.keys())
    if taken:
        message = f"the name '{taken[0]}' is that of the records '{taken[0]}'"
        remedy = "give the list another name, in the boxes too"
        raise refused("shell.options", message, remedy, at=filling.at(("names", taken[0])))
    for name, expression in shell.names.items():
        made = filling.made_of(expression, scope, ("names", name), _list)
        scope = {**scope, name: made}
    heads, start = Making(filling, shell.stages).paths(shell.start, scope)
    if not start:
        return None
    below = Below(filling)
    below.add(shell.notes, shell.source, scope)
    kind = filling.filled("{{ patient | capitalize }} flow.", scope, ("start",))
    return Made(PatientFlow(heads, start), " ".join([kind, *sentences_of(start)]), below)


def _list(value: object) -> list[object]:
    return list(entries_of(value))
