"""Lettered notes of a table shell: filled where `[^name]` marks them, each once.

A mark goes as far up as its note holds: one that every group carries is a note on the whole
table, one that every cell of a column carries stands at the column's head.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from assembler.compose.below import Said, ShellNote, said
from assembler.compose.filling import Filling, Scope
from assembler.compose.reading import Marking
from assembler.document.nodes import Cell, Inline, Inlines, MarkedNote, NoteKey, NoteMark, Row
from assembler.document.walk import marks_in


class TableNote(ShellNote):
    """A note below a table: on the whole of it, or on what bears its mark."""

    mark: Annotated[str | None, Field(pattern=r"^[a-z][a-z0-9-]*$")] = None
    """A name; where heads, groups, labels or cells say `[^name]`, the note's letter stands."""


@dataclass(slots=True)
class Lettered:
    """The lettered notes of one table."""

    filling: Filling
    entries: tuple[str | TableNote, ...]
    _keys: dict[str, NoteKey] = field(default_factory=dict)
    """By the words of the note."""
    _said: dict[NoteKey, Said] = field(default_factory=dict)

    def marking(self, scope: Scope) -> Marking:
        """What `[^name]` marks where the names of `scope` are known."""
        return Marking(self.names, partial(self._marked, scope))

    @property
    def names(self) -> tuple[str, ...]:
        """The marks of the shell's notes."""
        return tuple(
            entry.mark for entry in self.entries if isinstance(entry, TableNote) and entry.mark
        )

    def _marked(self, scope: Scope, name: str) -> tuple[NoteKey, ...]:
        keys: list[NoteKey] = []
        for index, entry in enumerate(self.entries):
            if isinstance(entry, TableNote) and entry.mark == name:
                for one in said(self.filling, entry, index, scope):
                    fresh = NoteKey(f"{self.filling.label}/{len(self._keys) + 1}")
                    key = self._keys.setdefault(one.words, fresh)
                    self._said.setdefault(key, one)
                    keys.append(key)
        return tuple(keys)

    def notes(self, general: Iterable[NoteKey]) -> tuple[MarkedNote, ...]:
        """The notes that have letters: all but those that hold for the whole table."""
        left_out = set(general)
        return tuple(
            MarkedNote(key, note.inlines(self.filling))
            for key, note in self._said.items()
            if key not in left_out
        )

    def said(self, key: NoteKey) -> Said:
        """What a note says."""
        return self._said[key]


class Settled(NamedTuple):
    """Head and rows whose marks stand where they belong, and the notes that need none."""

    head: list[Row]
    rows: list[Row]
    general: list[NoteKey]


class _Place(NamedTuple):
    """Where marks stand: the head, the group rows, or a column of the other rows."""

    kind: Literal["head", "group", "cell"]
    column: int = 0


def settled(head: list[Row], rows: list[Row]) -> Settled:
    """Marks moved up: from every group to nowhere, from every cell of a column to its head."""
    counts = _counts(head, rows)
    groups = sum(row.group for row in rows)
    others = len(rows) - groups
    general: list[NoteKey] = []
    to_head: dict[NoteKey, int] = {}
    for key, places in counts.items():
        below = {place: count for place, count in places.items() if place.kind != "head"}
        if len(below) != 1:
            continue
        (place, count) = next(iter(below.items()))
        in_head = len(places) > 1
        if place.kind == "group" and count == groups and not in_head:
            general.append(key)
        elif place.kind == "cell" and count == others:
            if place.column == 0 and not in_head:
                general.append(key)
            elif others > 1:
                to_head[key] = place.column
    moved = {*general, *to_head}
    if moved:
        rows = [_without(row, moved) for row in rows]
    if to_head:
        head = [*head[:-1], _with(head[-1], to_head)]
    return Settled(head, rows, general)


def _counts(head: Sequence[Row], rows: Sequence[Row]) -> dict[NoteKey, dict[_Place, int]]:
    """How many cells of each kind of place mark each note."""
    counts: dict[NoteKey, dict[_Place, int]] = {}
    for place, cell in _placed(head, rows):
        for mark in marks_in(cell.content):
            for key in mark.notes:
                of_key = counts.setdefault(key, {})
                of_key[place] = of_key.get(place, 0) + 1
    return counts


def _placed(head: Sequence[Row], rows: Sequence[Row]) -> Iterator[tuple[_Place, Cell]]:
    for row in head:
        for cell in row.cells:
            yield _Place("head"), cell
    for row in rows:
        column = 0
        for cell in row.cells:
            yield (_Place("group") if row.group else _Place("cell", column)), cell
            column += cell.span


def _without(row: Row, keys: set[NoteKey]) -> Row:
    if not any(keys.intersection(m.notes) for c in row.cells for m in marks_in(c.content)):
        return row
    cells = (replace(cell, content=_unmarked(cell.content, keys)) for cell in row.cells)
    return replace(row, cells=tuple(cells))


def _unmarked(content: Inlines, keys: set[NoteKey]) -> Inlines:
    left: list[Inline] = []
    for inline in content:
        if isinstance(inline, NoteMark):
            notes = tuple(key for key in inline.notes if key not in keys)
            if not notes:
                continue
            inline = NoteMark(notes)
        left.append(inline)
    return tuple(left)


def _with(row: Row, keys: dict[NoteKey, int]) -> Row:
    """The head row with marks at the ends of its cells; keys by column."""
    cells: list[Cell] = []
    for column, cell in enumerate(row.cells):
        cells.append(marked(cell, tuple(key for key, at in keys.items() if at == column)))
    return replace(row, cells=tuple(cells))


def marked(cell: Cell, keys: tuple[NoteKey, ...]) -> Cell:
    """The cell with a mark at its end for those of the notes that it does not mark yet."""
    there = {key for mark in marks_in(cell.content) for key in mark.notes}
    new = tuple(key for key in keys if key not in there)
    if not new:
        return cell
    *before, last = cell.content or (NoteMark(()),)
    if isinstance(last, NoteMark):
        return replace(cell, content=(*before, NoteMark((*last.notes, *new))))
    return replace(cell, content=(*cell.content, NoteMark(new)))
