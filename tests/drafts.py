"""Drafts of the shipped documents, and their words as somebody would type them."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from assembler.document.nodes import Row, Table
from assembler.document.walk import tables
from assembler.pipeline import composed_today
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import shown_lines, text_of


def draft(study: Path, document: str) -> Resolved:
    """A document of the study in the folder, as it stands now."""
    return composed_today(study, document, (), draft=True)[0]


kept_draft = cache(draft)
"""The same, composed once for all tests: of a folder that nobody changes."""


def plain(words: str) -> str:
    """With plain blanks for those that do not break."""
    return words.replace("\N{NO-BREAK SPACE}", " ")


def said(resolved: Resolved, section: str | None = None) -> str:
    """The whole document, or a section, one block a line after its kind."""
    return plain(shown_lines(resolved, section=section))


def table_of(resolved: Resolved, label: str) -> Table:
    """The table with this label, which stands once."""
    (found,) = (table for table in tables(resolved.document) if table.label == label)
    return found


def cells(resolved: Resolved, rows: Iterable[Row]) -> list[list[str]]:
    """The words of rows of a table, each cell on one line."""
    return [
        [plain(text_of(resolved, cell.content)).replace("\n", " ") for cell in row.cells]
        for row in rows
    ]
