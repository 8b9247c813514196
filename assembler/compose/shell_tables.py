"""Table shells filled from the records: a table, or the sentence that stands for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assembler.compose.below import Below
from assembler.compose.dialect import NOTE_MARK
from assembler.compose.filling import Filling, Scope, Steps
from assembler.compose.lettered import Lettered, marked, settled
from assembler.compose.shells import Shell, ShellColumn, ShellRow
from assembler.compose.tables import made_table
from assembler.compose.views import View
from assembler.document.nodes import Block, Cell, Column, Inlines, NoteKey, Paragraph, Row, Text
from assembler.problems import Position, refused

_PAIR = 2
NOT_ITS_OWN = "–"
"""In the columns that a row `under` another one is not about."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that stands in the table: its shell, its place in the file, its names."""

    shell: ShellColumn
    steps: Steps
    scope: Scope


def fill_shell(
    shell: Shell, filling: Filling, scope: Scope, *, landscape: bool, at: Position
) -> Block:
    """The table that a shell makes, or its sentence when there is nothing to show.

    `scope` holds the options of the block, which stands at `at`. Raises ProblemsFound.
    """
    columns = list(_columns(shell, filling, scope)) if filling.needs_met(shell.needs, scope) else []
    below = Below(filling)
    lettered = Lettered(filling, shell.notes)
    marking = replace(filling, marking=lettered.marking)
    rows: list[Row] = []
    if len(columns) > bool(shell.rows):  # with rows, the first column holds their labels only
        rows = _rows(shell, marking, columns, below, scope)
    if not rows:
        return _instead(shell, filling, scope, at)
    head, rows, general = settled(list(_head(marking, columns)), rows)
    for key in general:
        below.hold(lettered.said(key))
    return made_table(
        filling.label,
        filling.words(shell.caption, scope, ("caption",)),
        columns=[Column(c.shell.width, c.shell.align) for c in columns],
        head=head,
        rows=rows,
        notes=below.notes,
        marked=lettered.notes(general),
        source=below.source,
        landscape=shell.landscape or landscape,
        at=at,
        abbreviations=filling.abbreviations,
    )


def _instead(shell: Shell, filling: Filling, scope: Scope, at: Position) -> Paragraph:
    if shell.empty is None:
        message = f"the table '{filling.label}' has nothing to show"
        remedy = "add the records, or give the shell a sentence under `empty:`"
        raise refused("table.has-rows", message, remedy, at=at)
    return Paragraph(filling.words(shell.empty, scope, ("empty",)), at)


def _columns(shell: Shell, filling: Filling, scope: Scope) -> Iterator[_Column]:
    """The columns that stand in the table, in order, those with `for` once for each item."""
    for index, column in enumerate(shell.columns):
        steps: Steps = ("columns", index)
        for bound in filling.scopes(column.each, scope, (*steps, "for")):
            if filling.true(column.when, bound, (*steps, "when")):
                yield _Column(column, steps, bound)


# --- the head


def _head(filling: Filling, columns: list[_Column]) -> Iterator[Row]:
    spans = [_filled_spans(filling, column) for column in columns]
    for level in range(max(map(len, spans)), 0, -1):
        yield Row(tuple(_level(filling, columns, spans, level)))
    yield Row(
        tuple(Cell(filling.words(c.shell.head, c.scope, (*c.steps, "head"))) for c in columns)
    )


@dataclass(frozen=True, slots=True)
class _Span:
    """A head above a head."""

    words: str
    text: str
    """The same with slots."""
    steps: Steps


def _filled_spans(filling: Filling, column: _Column) -> list[_Span]:
    """What stands above the head of a column, the lowest first."""
    made: list[_Span] = []
    for index, span in enumerate(column.shell.spans):
        at: Steps = (*column.steps, "span", *([index] if column.shell.span != span else []))
        text = filling.filled(span, column.scope, at)
        made.insert(0, _Span(filling.parentage.untraced(text), text, at))
    return made


def _level(
    filling: Filling, columns: list[_Column], spans: list[list[_Span]], level: int
) -> Iterator[Cell]:
    """A row of heads above heads, counted from the lowest: neighbours with the same words share
    one, unless other words part them above."""
    start = 0
    for end in range(1, len(columns) + 1):
        above = [span.words for span in spans[start][level - 1 :]]
        if end < len(columns) and any(above[:1]):  # empty words are shared by nobody
            following = [span.words for span in spans[end][level - 1 :]]
            if following == above:
                continue
        content: Inlines = ()
        if len(spans[start]) >= level:
            span = spans[start][level - 1]
            content = filling.inlines(span.text, span.steps, columns[start].scope)
        yield Cell(content, end - start)
        start = end


# --- the body


def _rows(
    shell: Shell, filling: Filling, columns: list[_Column], below: Below, scope: Scope
) -> list[Row]:
    """The rows of every item, each block of them headed by its group where that changes."""
    made: list[Row] = []
    group, headed = "", 0
    for item in filling.scopes(shell.each, scope, ("each",)):
        if not filling.true(shell.when, item, ("when",)):
            continue
        rows = list(_block(shell, filling, columns, item))
        if not rows:
            continue
        if shell.group is not None:
            text = filling.filled(shell.group, item, ("group",))
            words = filling.parentage.untraced(text)
            if not words.strip():
                pass  # what belongs to no group has no row above it
            elif words == group:
                made[headed] = _joined(made[headed], text, filling, item)
            else:
                headed = len(made)
                content = filling.inlines(text, ("group",), item)
                made.append(Row((Cell(content, span=len(columns)),), group=True))
            group = words
        made += rows
        below.add(shell.notes, shell.source, item)
    return made


def _joined(row: Row, text: str, filling: Filling, scope: Scope) -> Row:
    """The group row of several items, with the marks of one more of them."""
    names = NOTE_MARK.findall(text)
    if filling.marking is None or not row.group or not names:
        return row
    marking = filling.marking(scope)
    keys: list[NoteKey] = [key for name in names for key in marking.notes(name)]
    return replace(row, cells=(marked(row.cells[0], tuple(keys)),))


def _block(shell: Shell, filling: Filling, columns: list[_Column], scope: Scope) -> Iterator[Row]:
    """What an item makes: one row, or the rows of the shell."""
    if not shell.rows:
        yield Row(
            tuple(
                Cell(_content(filling, c.shell.value, c.shell.text, scope, c, c.steps))
                for c in columns
            )
        )
        return
    further = columns[1:]
    for index, row in enumerate(shell.rows):
        steps: Steps = ("rows", index)
        for bound in filling.scopes(row.each, scope, (*steps, "for")):
            if not filling.true(row.when, bound, (*steps, "when")):
                continue
            label = Cell(filling.words(row.label, bound, (*steps, "label")), indent=row.indent)
            if row.across is not None:
                content = filling.single(row.across, bound, (*steps, "across"))
                yield Row((label, *_across(filling, row, content, further, bound, steps)))
            else:
                cells = (
                    Cell(_content(filling, row.value, row.text, bound, column, steps))
                    for column in further
                )
                yield Row((label, *cells))


def _across(
    filling: Filling,
    row: ShellRow,
    content: Inlines,
    columns: Sequence[_Column],
    scope: Scope,
    steps: Steps,
) -> Iterator[Cell]:
    """One cell over the columns; under the one of several that it is about where the row names it:
    in the middle of three it would be read as that of the second."""
    about = None
    if row.under is not None and len(columns) > _PAIR:
        about = filling.made_of(row.under, scope, (*steps, "under"), _path_of)
    own = [any(_path_of(named) == about for named in column.scope.values()) for column in columns]
    if about is None or own.count(True) != 1:
        yield Cell(content, span=len(columns))
        return
    for is_own in own:
        yield Cell(content if is_own else (Text(NOT_ITS_OWN),))


def _path_of(value: object) -> str | None:
    return value.path if isinstance(value, View) else None


def _content(
    filling: Filling,
    value: str | None,
    text: str | None,
    scope: Scope,
    column: _Column,
    steps: Steps,
) -> Inlines:
    return filling.cell(value, text, {**scope, **column.scope}, steps)
