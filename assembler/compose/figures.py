"""Figure shells filled from the records: a figure, or the sentence that stands for it."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, RootModel

from assembler.compose.curves import CurveShell, kaplan_meier
from assembler.compose.dots import DotShell, dot_plot
from assembler.compose.drawing import FigureShell, Made
from assembler.compose.filling import Filling, Scope
from assembler.compose.flow import FlowShell, patient_flow
from assembler.compose.forest import ForestShell, forest_plot
from assembler.compose.study_schema import SchemaShell, study_schema
from assembler.document.figures import words_of
from assembler.document.nodes import Block, Figure, Paragraph
from assembler.problems import Position, refused
from assembler.read import Tree, read_tree, validate


class AnyFigureShell(
    RootModel[
        Annotated[
            ForestShell | SchemaShell | CurveShell | FlowShell | DotShell,
            Field(discriminator="kind"),
        ]
    ]
):
    """A figure shell: what the figure shows of the records."""


def load_figure_shell(path: Path, *, root: Path, shown: str) -> tuple[FigureShell, Tree]:
    """The shell in `path`, and where its parts stand. Raises ProblemsFound."""
    tree = read_tree(path, root=root, shown=shown)
    return validate(AnyFigureShell, tree).root, tree


def fill_figure(shell: FigureShell, filling: Filling, scope: Scope, *, at: Position) -> Block:
    """The figure that a shell makes, or its sentence when there is nothing to show.

    `scope` holds the options of the block, which stands at `at`. Raises ProblemsFound.
    """
    made = _made(shell, filling, scope) if filling.needs_met(shell.needs, scope) else None
    if made is None:
        if shell.empty is None:
            message, remedy = shell.lacking
            message = message.format(label=filling.label)
            raise refused("figure.has-data", message, remedy, at=at)
        return Paragraph(filling.words(shell.empty, scope, ("empty",)), at)
    caption = filling.words(shell.caption, scope, ("caption",))
    notes = (*made.key, *made.below.notes)
    return Figure(
        filling.label,
        caption,
        made.drawing,
        made.alternative,
        notes,
        filling.abbreviations.line([caption, *words_of(made.drawing), *notes]),
        made.below.source,
        at,
    )


def _made(shell: FigureShell, filling: Filling, scope: Scope) -> Made | None:
    match shell:
        case ForestShell():
            return forest_plot(shell, filling, scope)
        case SchemaShell():
            return study_schema(shell, filling, scope)
        case CurveShell():
            return kaplan_meier(shell, filling, scope)
        case FlowShell():
            return patient_flow(shell, filling, scope)
        case DotShell():
            return dot_plot(shell, filling, scope)
        case _:
            raise TypeError(f"nothing draws {type(shell).__name__}")
