"""What table shells and figure shells share: expressions and templates filled item by item."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, TypeVar

from pydantic import Field

from assembler.compose.abbreviations import Abbreviations
from assembler.compose.blocks import parse_line
from assembler.compose.environment import Templates
from assembler.compose.lists import entries_of, text_of
from assembler.compose.parentage import Parentage
from assembler.compose.reading import Marking
from assembler.compose.slots import Slot
from assembler.compose.views import View
from assembler.document.nodes import Inlines, Label
from assembler.problems import Position, Problem
from assembler.read import Tree

EACH = r"^[a-z_][a-z0-9_]* in \S[\s\S]*$"
"""`analysis in efficacy.analyses`: a name, and a bare expression that gives its items."""
Each = Annotated[str, Field(pattern=EACH)]

Scope = Mapping[str, object]
"""The names that a `for`, an `each` or the options of a block have bound."""
Steps = tuple[str | int, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Filling:
    """A shell on its way to a table or figure."""

    tree: Tree
    label: Label
    templates: Templates
    parentage: Parentage
    abbreviations: Abbreviations
    warnings: list[Problem] = field(default_factory=list)
    marking: Callable[[Scope], Marking] | None = None
    """Which notes can be marked where; None where none can."""
    _positions: dict[Steps, Position] = field(default_factory=dict)

    def at(self, steps: Steps) -> Position:
        """Where a part of the shell stands."""
        if steps not in self._positions:
            self._positions[steps] = self.tree.at(steps)
        return self._positions[steps]

    def made_of(
        self, expression: str, scope: Scope, steps: Steps, make: Callable[[object], T]
    ) -> T:
        """What `make` makes of a bare expression's value. Raises ProblemsFound at its place."""
        return self.templates.made_of(expression, scope, self.at(steps), make)

    def true(self, expression: str | None, scope: Scope, steps: Steps) -> bool:
        """Whether a condition holds; none always does."""
        return expression is None or self.made_of(expression, scope, steps, bool)

    def scopes(self, each: str | None, scope: Scope, steps: Steps) -> Iterator[Scope]:
        """The scope once, or once for each item with the item's name bound."""
        if each is None:
            yield scope
            return
        name, _, items = each.partition(" in ")
        for item in self.made_of(items.strip(), scope, steps, lambda v: list(entries_of(v))):
            yield {**scope, name: item}

    def filled(self, template: str, scope: Scope, steps: Steps) -> str:
        """A template as Markdown, its values in slots."""
        if "{" not in template:
            return template
        return self.templates.fill_text(template, scope, self.at(steps))

    def words(self, template: str, scope: Scope, steps: Steps) -> Inlines:
        """A template as inlines."""
        return self.inlines(self.filled(template, scope, steps), steps, scope)

    def cell(self, value: str | None, text: str | None, scope: Scope, steps: Steps) -> Inlines:
        """The content of a cell from an expression or from a template."""
        if value is None:
            return self.words(text or "", scope, (*steps, "text"))
        return self.single(value, scope, (*steps, "value"))

    def single(self, expression: str, scope: Scope, steps: Steps) -> Inlines:
        """The content of a cell from a bare expression; one value is kept away from Markdown."""
        found = self.made_of(expression, scope, steps, _to_print)
        if isinstance(found, str):
            return self.inlines(found, steps, scope)
        return (self.parentage.node(found, self.label, self.at(steps)),)

    def inlines(self, text: str, steps: Steps, scope: Scope | None = None) -> Inlines:
        """Markdown with slots as inlines; with the names of a scope it may mark notes."""
        content, warnings = parse_line(
            text,
            self.label,
            self.at(steps),
            parentage=self.parentage,
            abbreviations=self.abbreviations,
            marking=None if self.marking is None or scope is None else self.marking(scope),
        )
        self.warnings.extend(warnings)
        return content

    def needs_met(self, needs: tuple[str, ...], scope: Scope) -> bool:
        """Whether everything is given without which the table or figure is not made."""
        met = [self.made_of(path, scope, ("needs", n), bool) for n, path in enumerate(needs)]
        return all(met)  # every path is looked at: a misspelt one is found, met or not


def _to_print(value: object) -> Slot | str:
    if not isinstance(value, View):
        return text_of(value)
    slot = value.slot()
    value.records.slots.mark(slot)  # counts it
    return slot
