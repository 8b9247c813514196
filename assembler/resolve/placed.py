"""The lines of a document, each with the document, the section and the template's line."""

from collections.abc import Iterator
from typing import NamedTuple

from assembler.document.nodes import (
    Blocks,
    Figure,
    Inlines,
    Paragraph,
    Section,
    Table,
    Trace,
    Value,
)
from assembler.document.walk import (
    blocks_of,
    footnotes_in,
    runs_of_figure,
    runs_of_table,
    sections_of,
)
from assembler.problems import Position
from assembler.resolve.resolve import Resolved


class Place(NamedTuple):
    """Where something stands in a document."""

    document: str
    section: str
    """Its number; empty in front of the first section."""
    at: Position | None

    def __str__(self) -> str:
        return f"{self.document}{', section ' if self.section else ''}{self.section}"


class Line(NamedTuple):
    """A paragraph, cell, caption or heading of a document."""

    content: Inlines
    place: Place
    resolved: Resolved

    def trace(self, value: Value) -> Trace | None:
        """What a value of the line was printed from."""
        return self.resolved.document.trace.get(value.id)


def placed_lines(resolved: Resolved) -> Iterator[Line]:
    """Every line in reading order, those of tables and figures where their directive stands; rows
    of listings and formatted references left out."""
    document = resolved.document
    yield from _lines_of(resolved, document.front, None)
    for _, section in sections_of(document.sections):
        yield Line(section.title, _place(resolved, section, section.at), resolved)
        yield from _lines_of(resolved, section.blocks, section)


def _lines_of(resolved: Resolved, blocks: Blocks, section: Section | None) -> Iterator[Line]:
    for block in blocks_of(blocks):
        if isinstance(block, Paragraph):
            yield Line(block.content, _place(resolved, section, block.at), resolved)
            for note in footnotes_in(block.content):
                yield Line(note.content, _place(resolved, section, note.at), resolved)
        elif isinstance(block, Table):
            for run in runs_of_table(block, section):
                yield Line(run.content, _place(resolved, section, block.at), resolved)
        elif isinstance(block, Figure):
            for run in runs_of_figure(block, section):
                yield Line(run.content, _place(resolved, section, block.at), resolved)


def _place(resolved: Resolved, section: Section | None, at: Position | None) -> Place:
    number = resolved.numbers[section.label] if section is not None else ""
    return Place(resolved.document.id, number, at)
