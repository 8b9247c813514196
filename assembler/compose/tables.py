"""What every table has, however it was made: its lines below, and its turn of the page."""

from collections.abc import Sequence

from assembler.compose.abbreviations import Abbreviations
from assembler.document.nodes import Column, Inlines, Label, MarkedNote, Row, Table, Text
from assembler.problems import Position

LANDSCAPE_ABOVE = 7
"""Columns above which a table turns: reviewers' practice."""


def made_table(
    label: Label,
    caption: Inlines,
    *,
    columns: Sequence[Column],
    head: Sequence[Row],
    rows: Sequence[Row],
    notes: Sequence[Inlines],
    marked: Sequence[MarkedNote] = (),
    source: Inlines,
    landscape: bool,
    at: Position,
    abbreviations: Abbreviations,
) -> Table:
    """The table with the line of its abbreviations; turned when it has many columns."""
    cells = [cell.content for row in (*head, *rows) for cell in row.cells]
    return Table(
        label,
        caption,
        tuple(columns),
        tuple(head),
        tuple(rows),
        tuple(notes),
        abbreviations.line([caption, *cells, *(note.content for note in marked), *notes]),
        source,
        landscape or len(columns) > LANDSCAPE_ABOVE,
        at,
        tuple(marked),
    )


def source_line(words: Inlines) -> Inlines:
    """`Source: ... .`: the words with what stands around them; nothing when there are none."""
    if not words:
        return ()
    *before, last = words
    if isinstance(last, Text):
        return (Text("Source: "), *before, Text(f"{last.text.rstrip(' .')}."))
    return (Text("Source: "), *words, Text("."))
