"""What table shells and figure shells share: expressions and templates filled item by item."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from assembler.compose.abbreviations import Abbreviations
from assembler.compose.blocks import parse_line
from assembler.compose.environment import Templates
from assembler.compose.forms import source_document
from assembler.compose.lists import entries_of, text_of
from assembler.compose.mistakes import not_allowed
from assembler.compose.parentage import Parentage
from assembler.compose.slots import Slot
from assembler.compose.tables import source_line
from assembler.compose.views import View
from assembler.document.nodes import Inlines, Label
from assembler.problems import Position, Problem
from assembler.read import Tree
from assembler.read.descriptions import describe
from assembler.records.base import Source

EACH = r"^[a-z_][a-z0-9_]* in \S[\s\S]*$"
"""`analysis in efficacy.analyses`: a name, and a bare expression that gives its items."""
Each = Annotated[str, Field(pattern=EACH)]

Scope = Mapping[str, object]
"""The names that a `for`, an `each` or the options of a block have bound."""
Steps = tuple[str | int, ...]
T = TypeVar("T")


class ShellPart(BaseModel):
    """A part of a shell: frozen, unknown keys refused."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, json_schema_extra=describe
    )


class ShellNote(ShellPart):
    """A note below a table or figure that holds under a condition."""

    text: str
    """The note: words with values."""
    when: str | None = None
    """The note stands only where this bare expression is true."""


@dataclass(frozen=True, slots=True)
class Filling:
    """A shell on its way to a table or figure."""

    tree: Tree
    label: Label
    templates: Templates
    parentage: Parentage
    abbreviations: Abbreviations
    warnings: list[Problem] = field(default_factory=list)
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
        return self.inlines(self.filled(template, scope, steps), steps)

    def cell(self, value: str | None, text: str | None, scope: Scope, steps: Steps) -> Inlines:
        """The content of a cell from an expression or from a template."""
        if value is None:
            return self.words(text or "", scope, (*steps, "text"))
        return self.single(value, scope, (*steps, "value"))

    def single(self, expression: str, scope: Scope, steps: Steps) -> Inlines:
        """The content of a cell from a bare expression; one value is kept away from Markdown."""
        found = self.made_of(expression, scope, steps, _to_print)
        if isinstance(found, str):
            return self.inlines(found, steps)
        return (self.parentage.node(found, self.label, self.at(steps)),)

    def inlines(self, text: str, steps: Steps) -> Inlines:
        """Markdown with slots as inlines."""
        content, warnings = parse_line(
            text,
            self.label,
            self.at(steps),
            parentage=self.parentage,
            abbreviations=self.abbreviations,
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


@dataclass(slots=True)
class Below:
    """What stands below a table or figure: the notes and sources of its items, each once."""

    filling: Filling
    _notes: dict[str, Inlines] = field(default_factory=dict)
    """By their words."""
    _sources: "dict[str, _Document]" = field(default_factory=dict)
    """By the record path of the document."""

    def add(self, notes: tuple[str | ShellNote, ...], source: str | None, scope: Scope) -> None:
        """The notes and the source of one item."""
        filling = self.filling
        for index, note in enumerate(notes):
            steps: Steps = ("notes", index)
            if isinstance(note, ShellNote):
                if not filling.true(note.when, scope, (*steps, "when")):
                    continue
                steps, note = (*steps, "text"), note.text
            text = filling.filled(note, scope, steps)
            words = " ".join(filling.parentage.untraced(text).split())
            if words and words not in self._notes:
                self._notes[words] = filling.inlines(text, steps)
        if source is not None:
            filling.made_of(source, scope, ("source",), self._hold)

    def _hold(self, value: object) -> None:
        """Keep a source, or each of a list of sources, under its document."""
        if isinstance(value, list):
            for one in value:
                self._hold(one)
            return
        if not isinstance(value, View):
            raise not_allowed("`source:` names no source", "write source: ITEM.source")
        if not isinstance(value.value, Source) and not value.is_absent:
            value = value.field("source")
        source = value.value
        if not isinstance(source, Source):
            self._sources.setdefault("", _Document(value))
            return
        named = source_document(value)
        document = self._sources.setdefault(named.path, _Document(named))
        document.places.setdefault(source.place, value.field("place"))
        if source.cites:
            document.cites[source.cites] = None

    @property
    def notes(self) -> tuple[Inlines, ...]:
        """The notes in order."""
        return tuple(self._notes.values())

    @property
    def source(self) -> Inlines:
        """`Source: Title, place 1; place 2 [1]; other title, place.`; empty when there is none."""
        text = "; ".join(document.words() for document in self._sources.values())
        return source_line(self.filling.inlines(text, ("source",))) if text else ()


@dataclass(slots=True)
class _Document:
    """A source document with the places in it that a table rests on."""

    named: View
    places: dict[str, View] = field(default_factory=dict)
    cites: dict[str, None] = field(default_factory=dict)

    def words(self) -> str:
        places = "; ".join(str(place) for place in self.places.values())
        cluster = f" [{'; '.join(f'@{key}' for key in self.cites)}]" if self.cites else ""
        return f"{self.named}{', ' if places else ''}{places}{cluster}"
