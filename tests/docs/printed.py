"""The words of a section as a page shows them: a row of a table on a line, its cells apart."""

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from assembler.document.listings import Listing
from assembler.document.nodes import (
    AbbreviationList,
    Blocks,
    BulletList,
    Contents,
    Figure,
    Note,
    OrderedList,
    PageBreak,
    Paragraph,
    ReferenceList,
    Section,
    Table,
)
from assembler.document.walk import below, footnotes_in
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import caption_prefix, listed_rows, text_of

_APART = " | "


def words_of(resolved: Resolved, section: Section) -> list[str]:
    """The lines of a section and its subsections, without its own heading. Letters and numbers of
    notes stand in brackets: `93[a]`. Of a figure its caption and what stands below."""
    resolved = replace(
        resolved,
        letters={key: f"[{one}]" for key, one in resolved.letters.items()},
        footnotes={key: f"[{one}]" for key, one in resolved.footnotes.items()},
    )
    return [line.replace("\u00a0", " ") for line in _of_section(resolved, section)]


def _of_section(resolved: Resolved, section: Section) -> Iterator[str]:
    yield from _of_blocks(resolved, section.blocks)
    for child in section.sections:
        yield f"{resolved.numbers[child.label]} {text_of(resolved, child.title)}"
        yield from _of_section(resolved, child)


def _of_blocks(resolved: Resolved, blocks: Blocks, before: str = "") -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph():
                yield before + text_of(resolved, block.content)
                for note in footnotes_in(block.content):
                    yield f"{resolved.footnotes[note.key]} {text_of(resolved, note.content)}"
            case BulletList():
                for item in block.items:
                    yield from _of_blocks(resolved, item.blocks, "- ")
            case OrderedList():
                for number, item in enumerate(block.items, start=block.start):
                    yield from _of_blocks(resolved, item.blocks, f"{number}. ")
            case Note():
                yield from _of_blocks(resolved, block.blocks)
            case Table() | Listing():
                yield f"{caption_prefix(resolved, block)}. {text_of(resolved, block.caption)}"
                yield from _rows(resolved, block)
                yield from (text_of(resolved, line) for line in below(block))
            case Figure():
                yield f"{caption_prefix(resolved, block)}. {text_of(resolved, block.caption)}"
                yield from (text_of(resolved, line) for line in below(block))
            case ReferenceList():
                for number, key in enumerate(resolved.bibliography, start=1):
                    yield f"{number}. {text_of(resolved, resolved.document.references[key])}"
            case AbbreviationList() | Contents() | PageBreak():
                pass
            case _:
                assert_never(block)


def _rows(resolved: Resolved, block: Table | Listing) -> Iterator[str]:
    """Heads and rows; a line end inside a cell is a blank."""
    if isinstance(block, Listing):
        yield _APART.join(column.head for column in block.columns)
        yield from listed_rows(block)
        return
    for row in (*block.head, *block.rows):
        cells = (text_of(resolved, cell.content).replace("\n", " ") for cell in row.cells)
        yield _APART.join(cells)
