"""Table shells -> tables: the statistician's shells as data, filled from the records."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from assembler.compose.abbreviations import Abbreviations
from assembler.compose.environment import Templates
from assembler.compose.filling import EACH, Below, Filling, Scope, ShellNote, ShellPart, Steps
from assembler.compose.parentage import Parentage
from assembler.document.nodes import (
    Block,
    Cell,
    Column,
    Inlines,
    Label,
    Paragraph,
    Row,
    Table,
)
from assembler.problems import Position, ProblemsFound, error
from assembler.read import read_tree, validate

LANDSCAPE_ABOVE = 7
"""Columns above which a table turns: reviewers' practice."""


class ShellColumn(ShellPart):
    """A column, or with `for` one column for each item."""

    head: str = ""
    """Template of the head."""
    span: str | None = None
    """Template of the head above; neighbours with the same words share it."""
    each: Annotated[str | None, Field(alias="for", pattern=EACH)] = None
    value: str | None = None
    """Bare expression: one record value."""
    text: str | None = None
    """Template: words with values."""
    width: Annotated[float, Field(gt=0, le=100)] = 1
    align: Literal["left", "center", "decimal"] = "left"


class ShellRow(ShellPart):
    """A row of a block of rows."""

    label: str
    """Template of the first cell."""
    each: Annotated[str | None, Field(alias="for", pattern=EACH)] = None
    value: str | None = None
    """Bare expression, evaluated for each further column."""
    text: str | None = None
    """Template, evaluated for each further column."""
    across: str | None = None
    """Bare expression of one cell over all further columns."""
    when: str | None = None
    indent: Annotated[int, Field(ge=0, le=4)] = 0


class Shell(ShellPart):
    """A table shell."""

    caption: str
    needs: tuple[str, ...] = ()
    """Record paths without which the table is not made."""
    each: Annotated[str | None, Field(pattern=EACH)] = None
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
    filling = Filling(tree, label, templates, parentage, abbreviations)
    body = _body(filling, shell, scope) if filling.needs_met(shell.needs, scope) else None
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
    columns = list(_columns(filling, shell, scope))
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


_Columns = list[tuple[int, ShellColumn, Scope]]


def _columns(
    filling: Filling, shell: Shell, scope: Scope
) -> Iterator[tuple[int, ShellColumn, Scope]]:
    """The columns in order, those with `for` once for each item."""
    for index, column in enumerate(shell.columns):
        for bound in filling.scopes(column.each, scope, ("columns", index, "for")):
            yield index, column, bound


def _head(filling: Filling, columns: _Columns) -> Iterator[Row]:
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


def _body(filling: Filling, shell: Shell, scope: Scope) -> _Body:
    rows: list[Row] = []
    below = Below(filling)
    columns = list(_columns(filling, shell, scope))
    for item in filling.scopes(shell.each, scope, ("each",)):
        if not filling.true(shell.when, item, ("when",)):
            continue
        block = list(_rows(filling, shell, columns, item))
        if block and shell.group is not None:
            words = filling.words(shell.group, item, ("group",))
            rows.append(Row((Cell(words, span=len(columns)),), group=True))
        rows += block
        below.add(shell.notes, shell.source, item)
    return _Body(tuple(rows), below.notes, below.source)


def _rows(filling: Filling, shell: Shell, columns: _Columns, scope: Scope) -> Iterator[Row]:
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
