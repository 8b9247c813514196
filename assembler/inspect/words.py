"""The words of a document, each line with its place: what is left over in them of a template."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from assembler.document.listings import Listing
from assembler.document.nodes import (
    AbbreviationList,
    Block,
    Figure,
    Inlines,
    Paragraph,
    Table,
    Value,
)
from assembler.document.walk import (
    blocks_of,
    footnotes_in,
    leaves,
    runs_of_figure,
    runs_of_listing,
    runs_of_table,
    sections_of,
)
from assembler.inspect.leftovers import leftovers
from assembler.problems import Position, Problem, Severity
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import text_of


class Typed(NamedTuple):
    """A rule for what somebody typed or chose."""

    rule: str
    asks: str
    remedy: str


LEFTOVERS = Typed(
    "text.no-leftovers",
    "Nothing of a template or an empty value is left in the text.",
    "mend the text or the record; where the words are meant, waive this and say so",
)


class Line(NamedTuple):
    """A paragraph, a cell, a heading: its words, and where they come from."""

    text: str
    content: Inlines
    at: Position | None


def left_over(resolved: Resolved) -> Iterator[Problem]:
    """What is left over in the words of a document, each with its place."""
    for line in lines_of(resolved):
        for seen in leftovers(line.text):
            inside = (v for v in values_in(line) if next(leftovers(v.text), None))
            yield placed(LEFTOVERS, seen, line, next(inside, None), resolved)


def placed(
    typed: Typed, message: str, line: Line, value: Value | None, resolved: Resolved
) -> Problem:
    """A problem with a line where it stands; or with a value in it, by the path of its record."""
    trace = resolved.document.trace.get(value.id) if value else None
    path = trace.paths[0] if trace and trace.paths else None
    at = None if path else line.at
    return Problem(typed.rule, Severity.WARNING, message, typed.remedy, at, path)


def values_in(line: Line) -> Iterator[Value]:
    """The values in a line."""
    return (inline for inline in leaves(line.content) if isinstance(inline, Value))


def lines_of(resolved: Resolved) -> Iterator[Line]:
    """Every line of a document in reading order, and its references."""
    document = resolved.document

    def line(content: Inlines, at: Position | None) -> Line:
        return Line(text_of(resolved, content), content, at)

    def of(blocks: Iterable[Block]) -> Iterator[Line]:
        for block in blocks:
            match block:
                case Paragraph():
                    yield line(block.content, block.at)
                    for note in footnotes_in(block.content):
                        yield line(note.content, note.at)
                case Table():
                    for run in runs_of_table(block, None):
                        yield line(run.content, block.at)
                case Listing():
                    for run in runs_of_listing(block, None):
                        yield line(run.content, block.at)
                case Figure():
                    for run in runs_of_figure(block, None):
                        yield line(run.content, block.at)
                case AbbreviationList():
                    for short, long in resolved.abbreviations.items():
                        yield Line(f"{short} {long}", (), block.at)
                case _:
                    pass

    yield Line(document.title, (), None)
    yield line(document.subject, None)
    yield from of(blocks_of(document.front))
    for _, section in sections_of(document.sections):
        yield line(section.title, section.at)
        yield from of(blocks_of(section.blocks))
    for key in resolved.bibliography:
        yield line(document.references[key], None)
