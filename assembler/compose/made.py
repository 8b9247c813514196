"""Shells of every kind: loaded by the block that places them, filled with the records."""

from collections.abc import Callable, Mapping

from assembler.compose.directives import Directive
from assembler.compose.drawing import FigureShell
from assembler.compose.extracts import DataSets
from assembler.compose.figures import fill_figure, load_figure_shell
from assembler.compose.filling import Filling, Scope
from assembler.compose.listing_shells import ListingShell, load_listing_shell
from assembler.compose.listings import fill_listing
from assembler.compose.shell_tables import fill_shell
from assembler.compose.shells import Shell, load_shell
from assembler.compose.unused import KINDS
from assembler.document.nodes import Block
from assembler.problems import refused
from assembler.read import Tree

AnyShell = Shell | FigureShell | ListingShell
_LOADERS: Mapping[str, Callable[..., tuple[AnyShell, Tree]]] = {
    "table": load_shell,
    "figure": load_figure_shell,
    "listing": load_listing_shell,
}
"""By the name of the block that places it."""


def loader_of(kind: str) -> Callable[..., tuple[AnyShell, Tree]]:
    """What loads a shell of this kind, and where its parts stand."""
    return _LOADERS[kind]


def check_label(directive: Directive) -> None:
    """Refuse a label that does not begin as those of its kind. Raises ProblemsFound."""
    name, label, prefix = directive.name, directive.argument, KINDS[directive.name].prefix
    if not label.startswith(prefix):
        message = f"the {name}'s label '{label}' does not begin with {prefix}"
        if not label:
            message = f"the {name} has no label"
        remedy = f"write :::{{{name}}} {prefix}NAME"
        raise refused(f"{name}.labelled", message, remedy, at=directive.at)


def made_from(
    shell: AnyShell,
    filling: Filling,
    scope: Scope,
    data: DataSets,
    *,
    directive: Directive,
    landscape: bool,
) -> Block:
    """The table, figure or listing of a shell; `scope` holds the options of its block. Raises
    ProblemsFound."""
    at = directive.at
    if isinstance(shell, Shell):
        return fill_shell(shell, filling, scope, landscape=landscape, at=at)
    if isinstance(shell, ListingShell):
        return fill_listing(shell, filling, scope, data, at=at)
    return fill_figure(shell, filling, scope, at=at)
