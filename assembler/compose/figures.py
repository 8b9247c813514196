"""Figure shells filled from the records: a figure, or the sentence that stands for it."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, RootModel

from assembler.compose.drawing import FigureShell, Made
from assembler.compose.filling import Each, Filling, Scope
from assembler.compose.forest import ForestShell, forest_plot
from assembler.compose.study_schema import SchemaShell, study_schema
from assembler.document.figures import words_of
from assembler.document.nodes import Block, Figure, Paragraph
from assembler.problems import Position, Problem, ProblemsFound, error
from assembler.read import Tree, read_tree, validate


class CurveShell(FigureShell):
    """Kaplan-Meier curves; known so that they can be refused with the reason."""

    kind: Literal["kaplan-meier"]
    """`kaplan-meier`."""
    each: Each = "analysis in efficacy.analyses"
    """`analysis in efficacy.analyses`: the curves of each item."""
    when: str | None = None
    """Which items: a bare expression."""
    curves: str = "analysis.curves"
    """The points of an item's curves: a bare expression."""


class AnyFigureShell(
    RootModel[Annotated[ForestShell | SchemaShell | CurveShell, Field(discriminator="kind")]]
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
    made = _made(shell, filling, scope, at) if filling.needs_met(shell.needs, scope) else None
    if made is None:
        if shell.empty is None:
            message = f"the figure '{filling.label}' has nothing to show"
            remedy = "add the records, or give the shell a sentence under `empty:`"
            raise ProblemsFound([error("figure.has-data", message, remedy, at=at)])
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


def _made(shell: FigureShell, filling: Filling, scope: Scope, at: Position) -> Made | None:
    if isinstance(shell, ForestShell):
        return forest_plot(shell, filling, scope)
    if isinstance(shell, SchemaShell):
        return study_schema(shell, filling, scope)
    if isinstance(shell, CurveShell):
        raise ProblemsFound([_refused(shell, filling, scope, at)])
    raise TypeError(f"nothing draws {type(shell).__name__}")


def _refused(shell: CurveShell, filling: Filling, scope: Scope, at: Position) -> Problem:
    """Why curves are not drawn: because there are none, or because it is not built yet."""
    given: Callable[[object], bool] = bool
    recorded = [
        filling.made_of(shell.curves, item, ("curves",), given)
        for item in filling.scopes(shell.each, scope, ("each",))
        if filling.true(shell.when, item, ("when",))
    ]
    if any(recorded):
        return error(
            "figure.kind-drawn",
            "curves are recorded, but Kaplan-Meier curves are not drawn yet",
            "take the figure out of the section; the records keep the curves",
            at=at,
        )
    return error(
        "figure.has-data",
        "a Kaplan-Meier curve was asked for, but no curve is recorded; "
        "it cannot be drawn from two medians",
        "take the figure out of the section; even with `curves` recorded from the analysis output "
        "such figures are not drawn yet",
        at=at,
    )
