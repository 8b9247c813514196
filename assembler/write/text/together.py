"""What stands together on a page: the same rules for pages that we lay out and for Word's."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from assembler.document.nodes import (
    Block,
    Blocks,
    BulletList,
    CrossRef,
    Figure,
    Label,
    OrderedList,
    Paragraph,
    Row,
    Table,
    Text,
)
from assembler.document.walk import below, leaves
from assembler.resolve.words import caption_prefix, text_of
from assembler.write.look import Role, RoleName
from assembler.write.text.cells import Measured, MeasuredTable
from assembler.write.text.columns import INDENT, PAD, Columns
from assembler.write.text.lines import SLACK
from assembler.write.text.typeset import Typesetter

WHOLE = 1 / 3
"""A table of at most this part of a page is not broken over pages."""
WHOLE_ROWS = 60
"""A table of more rows is not measured for it."""
_ROWS = 3
"""A broken table has at least so many rows on each page; group rows are not counted."""
_LETTERS = 160
"""No line has more, but one of a landscape page."""
_GROUP_ROWS = 6
"""A group of no more rows, its heading included, is not broken, if its rows are short."""
_GROUP_LETTERS = 1200
"""More letters make paragraphs of a group's rows: kept whole, they left half a page empty."""
_LINES = 2
"""A paragraph of so many lines right before a table or figure announces it."""


def leading_in(
    setter: Typesetter, blocks: Blocks, role: RoleName, width: float, *, headed: bool = False
) -> Iterator[tuple[Block, bool]]:
    """Each block, and whether it stays on the page of the next one.

    So does a paragraph right before a list, a short one right before a table or a figure that none
    before it has announced, and of one line right behind a heading, which would else stand at the
    foot with it. A landscape table has pages of its own. `width` in points.
    """
    announced: set[Label] = set()
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        stays = isinstance(block, Paragraph) and (
            isinstance(following, BulletList | OrderedList)
            or (isinstance(following, Table | Figure) and following.label not in announced
                and _is_upright(following) and _is_short(setter, block, role, width, _LINES))
            or (headed and index == 0 and following is not None and not _is_table(following)
                and _is_short(setter, block, role, width, 1))
        )  # fmt: skip
        if isinstance(block, Paragraph):
            announced |= {one.label for one in leaves(block.content) if isinstance(one, CrossRef)}
        yield block, stays


def entry_kept(number: int, entries: int) -> bool:
    """Whether an entry of a list, `number` from 1, stays with the next one, so that neither the
    first nor the last of them stands alone."""
    return number < entries and number in (1, entries - 1)


def rows_kept(rows: Sequence[Row], *, whole: bool, noted: bool) -> list[bool]:
    """Of each row of a table whether it stays with what follows; `noted`: notes follow the last.

    The first rows stand together, and so do the last ones: a broken table leaves no lone row. It
    is broken between groups where they are short, and not between a row and the few below it that
    are indented alike: a term and its grades.
    """
    kept = [whole or row.group for row in rows]
    for n, (row, following) in enumerate(pairwise(rows)):
        kept[n] |= row.cells[0].indent < following.cells[0].indent  # a class and its first term
    groups = [n for n, row in enumerate(rows) if row.group]
    for start, end in [*pairwise([*groups, len(rows)]), *_indented(rows)]:
        if end - start <= _GROUP_ROWS and _letters(rows[start:end]) <= _GROUP_LETTERS:
            kept[start : end - 1] = [True] * (end - 1 - start)
    plain = [n for n, row in enumerate(rows) if not row.group]
    if plain:
        first, last = plain[:_ROWS][-1], plain[-_ROWS:][0]
        kept[:first] = [True] * first
        kept[last:] = [True] * (len(rows) - last)
    if kept:
        kept[-1] = noted
    return kept


def headings_above(rows: Sequence[Row]) -> Iterator[tuple[int, ...]]:
    """Of each row the indices of the headings that it stands below: the group row, then the rows
    above it of which each is indented less than the next."""
    above: list[tuple[int, int]] = []
    for n, row in enumerate(rows):
        level = -1 if row.group else row.cells[0].indent
        while above and above[-1][1] >= level:
            above.pop()
        yield tuple(index for index, _ in above)
        if row.cells[0].content:
            above.append((n, level))


def _letters(rows: Sequence[Row]) -> int:
    """How many letters stand in the cells of rows."""
    cells = (cell for row in rows for cell in row.cells)
    return sum(len(getattr(leaf, "text", "")) for cell in cells for leaf in leaves(cell.content))


def _indented(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Each row with the rows of one indent below it: the first, and the one behind the last."""
    levels = [-1 if row.group else row.cells[0].indent for row in rows]
    starts = [n for n, (one, other) in enumerate(pairwise(levels)) if one != other]
    for start, following in pairwise([*starts, len(rows) - 1]):
        if levels[start + 1] > levels[start] >= 0:
            yield start, following + 1


def is_whole(
    setter: Typesetter, table: Table, cells: MeasuredTable, columns: Columns, page_height: float
) -> bool:
    """Whether a table is not broken over pages `page_height` points high."""
    if len(table.rows) > WHOLE_ROWS:
        return False
    height = 0.0
    for part in _heights(setter, table, cells, columns):
        height += part
        if height > WHOLE * page_height:
            return False
    return True


def _heights(
    setter: Typesetter, table: Table, cells: MeasuredTable, columns: Columns
) -> Iterator[float]:
    """Heights of a table's title, rows and notes, points."""
    width = columns.edges[-1]
    title = (Text(f"{caption_prefix(setter.resolved, table)}. "), *table.caption)
    caption, note = setter.role("caption"), setter.role("table-note")
    yield len(setter.lines(title, "caption", width, table.at)) * caption.leading + caption.after
    parts: tuple[tuple[Sequence[Row], list[list[Measured]], RoleName], ...] = (
        (table.head, cells.head, "table-head"),
        (table.rows, cells.body, "table-cell"),
    )
    for rows, words, name in parts:
        role = setter.role(name)
        for row, said in zip(rows, words, strict=True):
            yield _row_height(row, said, columns, role)
    for line in below(table):
        yield len(setter.lines(line, "table-note", width - PAD, table.at)) * note.leading


def _row_height(row: Row, words: Sequence[Measured], columns: Columns, role: Role) -> float:
    most, column = 1, 0
    for cell, said in zip(row.cells, words, strict=True):
        room = columns.edges[column + cell.span] - columns.edges[column] - 2 * PAD
        if said.units:
            most = max(most, len(said.lines(room - cell.indent * INDENT + SLACK)))
        column += cell.span
    return most * role.leading + role.before + role.after


def _is_upright(block: Block | None) -> bool:
    return isinstance(block, Figure) or (isinstance(block, Table) and not block.landscape)


def _is_table(block: Block | None) -> bool:
    return isinstance(block, Table | Figure)


def _is_short(
    setter: Typesetter, paragraph: Paragraph, role: RoleName, width: float, most: int
) -> bool:
    if len(text_of(setter.resolved, paragraph.content)) > most * _LETTERS:
        return False  # seen without measuring it
    return len(setter.lines(paragraph.content, role, width, paragraph.at)) <= most
