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
LETTERS = 95
"""Letters that stand beside each other on an upright page, the room between columns included: A4
has 451 points, of which a digit in the type of tables takes 4.7 and a column's padding 8."""
PADDING, INDENT = 1.7, 2.1
"""The room between two columns and that before an indented cell, in letters."""
NARROW = 0.55
"""What a narrow letter takes of the room of a digit."""
_NARROW = dict.fromkeys(map(ord, "\N{NO-BREAK SPACE}.,:;()[]'|ijlftrI-–"))


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
    widest = [0.0] * columns
    for row in rows:
        column = 0
        for cell in row.cells:
            if cell.span == 1:
                text = "".join([getattr(leaf, "text", " ") for leaf in leaves(cell.content)])
                for word in text.replace("-", "- ").split(" "):
                    if len(word) > widest[column]:
                        wide = len(word.translate(_NARROW))
                        room = wide + NARROW * (len(word) - wide) + INDENT * cell.indent
                        widest[column] = max(widest[column], room)
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
