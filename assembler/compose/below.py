"""What stands below a table or figure: the notes and the sources of its items, each once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from assembler.compose.filling import Each, Filling, Scope, Steps
from assembler.compose.forms import source_document
from assembler.compose.mistakes import not_allowed
from assembler.compose.tables import source_line
from assembler.compose.views import View
from assembler.document.nodes import Inlines
from assembler.read.descriptions import FilePart
from assembler.records.base import Source

_NAME = re.compile(r"[a-z_]\w*")
_SEEING = {"include", "context"}
"""What is brought in by these sees every name that is bound."""


class ShellNote(FilePart):
    """A note below a table or figure that holds under a condition."""

    text: str
    """The note: words with values."""
    each: Annotated[Each | None, Field(alias="for")] = None
    """`flag in flags_on(analysis)`: one note for each item, under that name."""
    when: str | None = None
    """The note stands only where this bare expression is true."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a note of a shell says in one place."""

    index: int
    """Its place among the notes of the shell."""
    words: str
    """With its values as words: by them equal notes are known."""
    text: str
    """With its values in slots."""
    steps: Steps

    def inlines(self, filling: Filling) -> Inlines:
        """As nodes; made once, for each making numbers the values anew."""
        return filling.inlines(self.text, self.steps)


def said(filling: Filling, note: str | ShellNote, index: int, scope: Scope) -> Iterator[Said]:
    """What a note says where the names of `scope` are known; nothing where it does not hold."""
    steps: Steps = ("notes", index)
    scopes: Iterator[Scope] = iter((scope,))
    if isinstance(note, ShellNote):
        scopes = filling.scopes(note.each, scope, (*steps, "for"))
    for bound in scopes:
        at, text = steps, note
        if isinstance(text, ShellNote):
            if not filling.true(text.when, bound, (*steps, "when")):
                continue
            at, text = (*steps, "text"), text.text
        filled = filling.filled(text, bound, at)
        words = " ".join(filling.parentage.untraced(filled).split())
        if words:
            yield Said(index, words, filled, at)


@dataclass(slots=True)
class Below:
    """The notes on the whole of a table or figure, and its sources."""

    filling: Filling
    _notes: dict[str, tuple[int, Inlines]] = field(default_factory=dict)
    """By their words: the place among the notes of the shell, the note."""
    _sources: "dict[str, _Document]" = field(default_factory=dict)
    """By the record path of the document."""
    _asked: dict[int, Scope] = field(default_factory=dict)
    """By the place of a note: what it named of the item before."""

    def add(self, notes: tuple[str | ShellNote, ...], source: str | None, scope: Scope) -> None:
        """The notes and the source of one item; notes with a mark stand where they are marked."""
        for index, note in enumerate(notes):
            if getattr(note, "mark", None) is None and self._is_asked_anew(index, note, scope):
                for one in said(self.filling, note, index, scope):
                    self.hold(one)
        if source is not None:
            self.filling.made_of(source, scope, ("source",), self._hold_source)

    def _is_asked_anew(self, index: int, note: str | ShellNote, scope: Scope) -> bool:
        """Whether a note can say something else than of the item before: one that looks at the
        whole grid and names no item would else look at it once for each of its rows."""
        parts = (note,) if isinstance(note, str) else (note.text, note.when or "", note.each or "")
        named = {name for part in parts for name in _NAME.findall(part)}
        now = scope if named & _SEEING else {name: scope[name] for name in named & scope.keys()}
        before = self._asked.get(index, {})
        is_known = index in self._asked and before.keys() == now.keys()
        self._asked[index] = now
        return not is_known or any(value is not before[name] for name, value in now.items())

    def hold(self, note: Said) -> None:
        """Keep a note, unless another says the same."""
        if note.words not in self._notes:
            self._notes[note.words] = (note.index, note.inlines(self.filling))

    def _hold_source(self, value: object) -> None:
        """Keep a source, or each of a list of sources, under its document."""
        if isinstance(value, list):
            for one in value:
                self._hold_source(one)
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
        """The notes in the order of the shell."""
        ordered = sorted(self._notes.values(), key=lambda held: held[0])
        return tuple(content for _, content in ordered)

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
