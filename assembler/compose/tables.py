"""What every table has, however it was made: its lines below, and its turn of the page."""

from collections.abc import Iterable, Sequence

from assembler.compose.abbreviations import Abbreviations
from assembler.document.nodes import Column, Inlines, Label, MarkedNote, Row, Table, Text
from assembler.document.walk import leaves
from assembler.problems import Position

LANDSCAPE_ABOVE = 7
"""Columns above which a table turns: reviewers' practice."""
LOOKED_AT_ABOVE = 5
"""Columns above which words can be too wide for an upright page."""
LETTERS = 96
"""Letters that stand beside each other on an upright page, in small type with the room between
columns: the page of A4 has 451 points for about 4.7 of each letter and 8 of each column."""
PADDING = 1.7
"""The room between two columns, in letters."""


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
        landscape or len(columns) > LANDSCAPE_ABOVE or _is_wide(len(columns), (*head, *rows)),
        at,
        tuple(marked),
    )


def _is_wide(columns: int, rows: Iterable[Row]) -> bool:
    """Whether upright the words of many columns would have to be broken."""
    if columns <= LOOKED_AT_ABOVE:
        return False
    widest = [0] * columns
    for row in rows:
        column = 0
        for cell in row.cells:
            if cell.span == 1:
                text = "".join([getattr(leaf, "text", " ") for leaf in leaves(cell.content)])
                for word in text.replace("-", "- ").split(" "):
                    if len(word) > widest[column]:
                        widest[column] = len(word)
            column += cell.span
    return sum(widest) + columns * PADDING > LETTERS


def source_line(words: Inlines) -> Inlines:
    """`Source: ... .`: the words with what stands around them; nothing when there are none."""
    if not words:
        return ()
    *before, last = words
    if isinstance(last, Text):
        return (Text("Source: "), *before, Text(f"{last.text.rstrip(' .')}."))
    return (Text("Source: "), *words, Text("."))
