"""What table shells and figure shells share: expressions and templates filled item by item."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict

from assembler.compose.abbreviations import Abbreviations
from assembler.compose.environment import Templates
from assembler.compose.forms import source_line
from assembler.compose.markdown import parse_inline
from assembler.compose.parentage import Parentage
from assembler.compose.views import View, raw, slot_of
from assembler.document.nodes import Inlines, Label, Text
from assembler.problems import Position
from assembler.read import Tree
from assembler.records.base import Absence

EACH = r"^[a-z_][a-z0-9_]* in .+$"
"""`analysis in efficacy.analyses`: a name, and a bare expression that gives its items."""
_EACH = re.compile(r"([a-z_][a-z0-9_]*) in (.+)", re.S)

Scope = Mapping[str, object]
"""The names that a `for` or `each` has bound."""
Steps = tuple[str | int, ...]


class ShellPart(BaseModel):
    """A part of a shell: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class ShellNote(ShellPart):
    """A note below a table or figure that holds under a condition."""

    text: str
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Filling:
    """A shell on its way to a table or figure."""

    tree: Tree
    label: Label
    templates: Templates
    parentage: Parentage
    abbreviations: Abbreviations

    def at(self, steps: Steps) -> Position:
        """Where a part of the shell stands."""
        return self.tree.at(steps)

    def true(self, expression: str | None, scope: Scope, steps: Steps) -> bool:
        """Whether a condition holds; none always does."""
        if expression is None:
            return True
        return bool(self.templates.value(expression, scope, self.at(steps)))

    def scopes(self, each: str | None, scope: Scope, steps: Steps) -> Iterator[Scope]:
        """The scope once, or once for each item with the item's name bound."""
        match = _EACH.fullmatch(each) if each else None
        if match is None:
            yield scope
            return
        items = self.templates.value(match[2], scope, self.at(steps))
        if not isinstance(items, View | list | tuple):
            items = list(items) if isinstance(items, Iterator) else []
        for item in items:
            yield {**scope, match[1]: item}

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
        steps = (*steps, "value")
        result = self.templates.value(value, scope, self.at(steps))
        if isinstance(result, View):
            return (self.parentage.node(slot_of(result), self.label),)
        return self.inlines(str(result), steps)

    def inlines(self, text: str, steps: Steps) -> Inlines:
        """Markdown with slots as inlines."""
        return parse_inline(
            text,
            self.label,
            self.at(steps),
            parentage=self.parentage,
            abbreviations=self.abbreviations,
        )

    def needs_met(self, needs: tuple[str, ...], scope: Scope) -> bool:
        """Whether everything is given without which the table or figure is not made."""
        for index, path in enumerate(needs):
            held = raw(self.templates.value(path, scope, self.at(("needs", index))))
            if isinstance(held, Absence) or held in ((), {}):
                return False
        return True


@dataclass(slots=True)
class Below:
    """What stands below a table or figure: the notes and sources of its items, each once."""

    filling: Filling
    _notes: dict[Inlines, None] = field(default_factory=dict)
    _sources: dict[str, Inlines] = field(default_factory=dict)

    def add(self, notes: tuple[str | ShellNote, ...], source: str | None, scope: Scope) -> None:
        """The notes and the source of one item."""
        filling = self.filling
        for index, note in enumerate(notes):
            steps: Steps = ("notes", index)
            if isinstance(note, str):
                self._notes.setdefault(filling.words(note, scope, steps))
            elif filling.true(note.when, scope, (*steps, "when")):
                self._notes.setdefault(filling.words(note.text, scope, (*steps, "text")))
        if source is not None:
            view = filling.templates.value(source, scope, filling.at(("source",)))
            if isinstance(view, View) and not isinstance(raw(view), Absence):
                text = source_line(view)
                plain = filling.parentage.slots.plain(text)
                if plain not in self._sources:
                    self._sources[plain] = filling.inlines(text, ("source",))

    @property
    def notes(self) -> tuple[Inlines, ...]:
        """The notes in order."""
        return tuple(self._notes)

    @property
    def source(self) -> Inlines:
        """`Source: ...; ... .`; empty when no item has one."""
        joined: Inlines = ()
        for words in self._sources.values():
            joined += (Text("; " if joined else "Source: "), *words)
        return (*joined, Text(".")) if joined else ()
