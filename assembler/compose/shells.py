"""Table shells -> tables: the statistician's shells as data, filled from the records."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from assembler.compose.abbreviations import Abbreviations
from assembler.compose.environment import Templates
from assembler.compose.forms import source_line
from assembler.compose.markdown import parse_inline
from assembler.compose.parentage import Parentage
from assembler.compose.views import View, raw, slot_of
from assembler.document.nodes import (
    Block,
    Cell,
    Column,
    Inlines,
    Label,
    Paragraph,
    Row,
    Table,
    Text,
)
from assembler.problems import Position, ProblemsFound, error
from assembler.read import Tree, read_tree, validate
from assembler.records.base import Absence

_EACH = re.compile(r"([a-z_][a-z0-9_]*) in (.+)", re.S)
LANDSCAPE_ABOVE = 7
"""Columns above which a table turns: reviewers' practice."""

Scope = Mapping[str, object]
"""The names that a `for` or `each` has bound."""
Steps = tuple[str | int, ...]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class ShellColumn(_Part):
    """A column, or with `for` one column for each item."""

    head: str = ""
    """Template of the head."""
    span: str | None = None
    """Template of the head above; neighbours with the same words share it."""
    each: Annotated[str | None, Field(alias="for", pattern=r"^[a-z_][a-z0-9_]* in .+$")] = None
    value: str | None = None
    """Bare expression: one record value."""
    text: str | None = None
    """Template: words with values."""
    width: Annotated[float, Field(gt=0, le=100)] = 1
    align: Literal["left", "center", "decimal"] = "left"


class ShellRow(_Part):
    """A row of a block of rows."""

    label: str
    """Template of the first cell."""
    each: Annotated[str | None, Field(alias="for", pattern=r"^[a-z_][a-z0-9_]* in .+$")] = None
    value: str | None = None
    """Bare expression, evaluated for each further column."""
    text: str | None = None
    """Template, evaluated for each further column."""
    across: str | None = None
    """Bare expression of one cell over all further columns."""
    when: str | None = None
    indent: Annotated[int, Field(ge=0, le=4)] = 0


class ShellNote(_Part):
    """A note below the table that holds under a condition."""

    text: str
    when: str | None = None


class Shell(_Part):
    """A table shell."""

    caption: str
    needs: tuple[str, ...] = ()
    """Record paths without which the table is not made."""
    each: Annotated[str | None, Field(pattern=r"^[a-z_][a-z0-9_]* in .+$")] = None
    """`analysis in efficacy.analyses`: one row, or one block of rows, for each item."""
    when: str | None = None
    """Bare expression: which items."""
    group: str | None = None
    """Template of a row that heads each block of rows."""
    columns: Annotated[tuple[ShellColumn, ...], Field(min_length=1)]
    rows: tuple[ShellRow, ...] = ()
    notes: tuple[str | ShellNote, ...] = ()
    source: str | None = None
    """Bare expression: the source of an item."""
    landscape: bool = False
    empty: str | None = None
    """Template of the sentence that stands for the table when there is nothing to show."""

    @model_validator(mode="after")
    def _cells_have_data(self) -> Self:
        if not self.rows:
            for index, column in enumerate(self.columns):
                if column.value is None and column.text is None:
                    raise PydanticCustomError(
                        "shell.column-has-data",
                        "the column '{head}' has neither value nor text",
                        {
                            "head": column.head,
                            "field": f"columns[{index}]",
                            "remedy": "add `value:` with an expression, or `text:` with words",
                        },
                    )
        for index, row in enumerate(self.rows):
            if sum(part is not None for part in (row.value, row.text, row.across)) != 1:
                raise PydanticCustomError(
                    "shell.row-has-data",
                    "the row '{label}' needs one of value, text and across",
                    {
                        "label": row.label,
                        "field": f"rows[{index}]",
                        "remedy": "keep one of the three",
                    },
                )
        return self


@dataclass(frozen=True, slots=True)
class _Filling:
    """A shell on its way to a table."""

    shell: Shell
    tree: Tree
    label: Label
    templates: Templates
    parentage: Parentage
    abbreviations: Abbreviations

    def at(self, steps: Steps) -> Position:
        return self.tree.at(steps)

    def true(self, expression: str | None, scope: Scope, steps: Steps) -> bool:
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

    def words(self, template: str, scope: Scope, steps: Steps) -> Inlines:
        """A template as inlines."""
        at = self.at(steps)
        text = self.templates.fill_text(template, scope, at) if "{" in template else template
        return self._inlines(text, at)

    def cell(self, value: str | None, text: str | None, scope: Scope, steps: Steps) -> Inlines:
        """The content of a cell from an expression or from a template."""
        if value is None:
            return self.words(text or "", scope, (*steps, "text"))
        at = self.at((*steps, "value"))
        result = self.templates.value(value, scope, at)
        if isinstance(result, View):
            return (self.parentage.node(slot_of(result), self.label),)
        return self._inlines(str(result), at)

    def _inlines(self, text: str, at: Position) -> Inlines:
        return parse_inline(
            text, self.label, at, parentage=self.parentage, abbreviations=self.abbreviations
        )


@dataclass(frozen=True, slots=True)
class _Body:
    rows: tuple[Row, ...]
    notes: tuple[Inlines, ...]
    source: Inlines


def fill_shell(
    path: Path,
    label: Label,
    *,
    root: Path,
    shown: str,
    scope: Scope,
    at: Position,
    landscape: bool,
    templates: Templates,
    parentage: Parentage,
    abbreviations: Abbreviations,
) -> list[Block]:
    """The table that the shell in `path` makes, or its sentence when there is nothing to show.

    Raises ProblemsFound.
    """
    tree = read_tree(path, root=root, shown=shown)
    shell = validate(Shell, tree)
    filling = _Filling(shell, tree, label, templates, parentage, abbreviations)
    body = _body(filling, scope) if _needs_met(filling, scope) else None
    if body is None or not body.rows:
        if shell.empty is None:
            raise ProblemsFound(
                [
                    error(
                        "table.has-rows",
                        f"the table '{label}' has nothing to show",
                        "add the records, or give the shell a sentence under `empty:`",
                        at=at,
                    )
                ]
            )
        return [Paragraph(filling.words(shell.empty, scope, ("empty",)), at)]
    columns = list(_columns(filling, scope))
    caption = filling.words(shell.caption, scope, ("caption",))
    head = tuple(_head(filling, columns))
    contents = [caption, *(c.content for row in (*head, *body.rows) for c in row.cells)]
    table = Table(
        label,
        caption,
        tuple(Column(column.width, column.align) for _, column, _ in columns),
        head,
        body.rows,
        body.notes,
        abbreviations.line([*contents, *body.notes]),
        body.source,
        shell.landscape or landscape or len(columns) > LANDSCAPE_ABOVE,
        at,
    )
    return [table]


def _needs_met(filling: _Filling, scope: Scope) -> bool:
    for index, path in enumerate(filling.shell.needs):
        value = filling.templates.value(path, scope, filling.at(("needs", index)))
        held = raw(value)
        if isinstance(held, Absence) or held in ((), {}):
            return False
    return True


_Columns = list[tuple[int, ShellColumn, Scope]]


def _columns(filling: _Filling, scope: Scope) -> Iterator[tuple[int, ShellColumn, Scope]]:
    """The columns in order, those with `for` once for each item."""
    for index, column in enumerate(filling.shell.columns):
        for bound in filling.scopes(column.each, scope, ("columns", index, "for")):
            yield index, column, bound


def _head(filling: _Filling, columns: _Columns) -> Iterator[Row]:
    if any(column.span for _, column, _ in columns):
        cells: list[Cell] = []
        for index, column, scope in columns:
            words: Inlines = ()
            if column.span:
                words = filling.words(column.span, scope, ("columns", index, "span"))
            if cells and words and cells[-1].content == words:
                cells[-1] = Cell(words, cells[-1].span + 1)
            else:
                cells.append(Cell(words))
        yield Row(tuple(cells))
    yield Row(
        tuple(
            Cell(filling.words(column.head, scope, ("columns", index, "head")))
            for index, column, scope in columns
        )
    )


def _body(filling: _Filling, scope: Scope) -> _Body:
    shell = filling.shell
    rows: list[Row] = []
    notes: dict[Inlines, None] = {}
    sources: dict[str, Inlines] = {}
    columns = list(_columns(filling, scope))
    for item in filling.scopes(shell.each, scope, ("each",)):
        if not filling.true(shell.when, item, ("when",)):
            continue
        block = list(_rows(filling, columns, item))
        if block and shell.group is not None:
            words = filling.words(shell.group, item, ("group",))
            rows.append(Row((Cell(words, span=len(columns)),), group=True))
        rows += block
        for steps, note in _notes(filling, item):
            notes.setdefault(filling.words(note, item, steps))
        if shell.source is not None:
            source = filling.templates.value(shell.source, item, filling.at(("source",)))
            if isinstance(source, View) and not isinstance(raw(source), Absence):
                text = source_line(source)
                plain = filling.parentage.slots.plain(text)
                if plain not in sources:
                    sources[plain] = filling._inlines(text, filling.at(("source",)))
    return _Body(tuple(rows), tuple(notes), _joined(sources))


def _notes(filling: _Filling, scope: Scope) -> Iterator[tuple[Steps, str]]:
    for index, note in enumerate(filling.shell.notes):
        steps: Steps = ("notes", index)
        if isinstance(note, str):
            yield steps, note
        elif filling.true(note.when, scope, (*steps, "when")):
            yield (*steps, "text"), note.text


def _joined(sources: Mapping[str, Inlines]) -> Inlines:
    joined: Inlines = ()
    for words in sources.values():
        joined += (Text("; " if joined else "Source: "), *words)
    return (*joined, Text(".")) if joined else ()


def _rows(filling: _Filling, columns: _Columns, scope: Scope) -> Iterator[Row]:
    shell = filling.shell
    if not shell.rows:
        yield Row(
            tuple(
                Cell(filling.cell(column.value, column.text, {**scope, **own}, ("columns", index)))
                for index, column, own in columns
            )
        )
        return
    for index, row in enumerate(shell.rows):
        steps: Steps = ("rows", index)
        for bound in filling.scopes(row.each, scope, (*steps, "for")):
            if not filling.true(row.when, bound, (*steps, "when")):
                continue
            label = Cell(filling.words(row.label, bound, (*steps, "label")), indent=row.indent)
            if row.across is not None:
                content = filling.cell(row.across, None, bound, steps)
                cells = [Cell(content, span=len(columns) - 1)]
            else:
                cells = [
                    Cell(filling.cell(row.value, row.text, {**bound, **own}, steps))
                    for _, _, own in columns[1:]
                ]
            yield Row((label, *cells))
