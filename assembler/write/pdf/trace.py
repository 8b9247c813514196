"""The trace copy: a small number in the margin beside each line that holds values, which leads to
the annex; the annex behind the document.

The marks are artifacts, drawn behind all words of their page: what is read, and where lines and
pages end, is the same with and without them. Their links stand in the structure tree, each as a
Link without words of its own in the element that holds the line (PDF/UA-1, 7.18.5).
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from assembler.document.nodes import ValueId
from assembler.write.pdf.blocks import Blockwright
from assembler.write.pdf.drafting import DraftingNotes
from assembler.write.pdf.flow import draw, fill
from assembler.write.pdf.page import Sheet, Target
from assembler.write.text.lines import Ink, Line, Run
from assembler.write.text.rooms import rooms
from assembler.write.text.typeset import Typesetter
from assembler.write.written import TraceAnnex, trace_place, value_place

TITLE = " (internal QC copy)"
"""What the file's title says more than the document's."""
STATUS = "Internal QC copy, not for submission"
"""What the foot of each page says."""
SIZE = 6.0
"""Of the marks' digits, points."""
_GAP = 5.0
"""Between the text and a mark, points."""
_BETWEEN = 3.0
"""Between two pieces of a mark, points."""
_EDGE = 27.0
"""What agencies ask to be left free at the page's edge, points; only a long range goes there."""
_ABOVE = 9.0
"""From a base line up to where a reader who follows a link begins to read, points."""


def traced(pages: Sequence[Sheet], trace: TraceAnnex, setter: Typesetter) -> list[Sheet]:
    """Mark the lines of a document's pages that hold values; the pages of the annex."""
    annex = _annex(pages[0], len(pages) + 1, replace(setter, resolved=trace.annex))
    numbers = {value: number for number, value in enumerate(trace.values, start=1)}
    _name(pages, numbers, value_place)
    _name(annex, numbers, trace_place)
    ink = _ink(setter)
    for sheet in pages:
        for mark in _marks(sheet, numbers, ink):
            _draw(sheet, mark, trace.values, ink)
    return annex


def _annex(of: Sheet, first: int, setter: Typesetter) -> list[Sheet]:
    """The annex of the file that a page is of, laid out and drawn; numbered from `first`."""
    notes = DraftingNotes(setter, of.tree, is_shown=False)
    wright = Blockwright(setter, of.tree, rooms(setter), notes)
    placed = fill(wright.sections(setter.resolved.document.sections), of.page)
    return draw(placed, of.page, first=first, tree=of.tree, show=of.show, ledger=of.ledger)


def _name(
    sheets: Iterable[Sheet], known: Container[ValueId], place: Callable[[ValueId], str]
) -> None:
    """Make named destinations of the lines and rows that hold values."""
    for sheet in sheets:
        for y, _, values in sheet.places:
            for value in values:
                if value in known:
                    sheet.anchor(place(value), y + _ABOVE)


class _Piece(NamedTuple):
    """`12` or `12–15`: its first number, how it is drawn and named, its width in points."""

    first: int
    text: str
    named: str
    width: float


class _Mark(NamedTuple):
    """The numbers that stand beside one line, its base line, the element that holds it."""

    y: float
    element: int
    numbers: list[int]


def _marks(sheet: Sheet, numbers: Mapping[ValueId, int], ink: Ink) -> Iterator[_Mark]:
    """From the page's top down. A line that the mark above leaves no room beside has that mark:
    the words of a figure keep no lines."""
    last: _Mark | None = None
    for y, element, values in sorted(sheet.places, key=lambda place: -place.y):
        own = [numbers[value] for value in values if value in numbers]
        if not own:
            continue
        if last is not None and last.y - y <= SIZE * len(_rows(sheet, last, ink)):
            last.numbers.extend(own)
            continue
        if last is not None:
            yield last
        last = _Mark(y, element, own)
    if last is not None:
        yield last


def _rows(sheet: Sheet, mark: _Mark, ink: Ink) -> list[list[_Piece]]:
    """The pieces of a mark in rows that leave the page's edge free; no piece is broken."""
    room = sheet.page.right - _GAP - _EDGE
    rows: list[list[_Piece]] = []
    used = 0.0
    for first, last in _ranges(mark.numbers):
        text = str(first) if first == last else f"{first}–{last}"
        named = f"value {first}" if first == last else f"values {first} to {last}"
        piece = _Piece(first, text, named, (ink.face.width(text) or 0.0) * ink.size)
        if rows and used + _BETWEEN + piece.width <= room:
            rows[-1].append(piece)
            used += _BETWEEN + piece.width
        else:
            rows.append([piece])
            used = piece.width
    return rows


def _draw(sheet: Sheet, mark: _Mark, values: Sequence[ValueId], ink: Ink) -> None:
    """The numbers, and the link from each piece of them to the annex."""
    for n, row in enumerate(_rows(sheet, mark, ink)):
        x, y = sheet.width - sheet.page.right + _GAP, mark.y - n * SIZE
        for first, text, named, width in row:
            sheet.artifact(Line((Run(text, ink, width, None),), width), x, y)
            link = sheet.tree.add("Link", mark.element)
            to, said = f"#{trace_place(values[first - 1])}", f"{named} in the trace annex"
            sheet.links.append(Target(x - 1, y - 2, x + width + 1, y + SIZE, to, link, said))
            x += width + _BETWEEN


def _ranges(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Runs of neighbours, first and last: 6, 7, 8, 11 -> (6, 8), (11, 11)."""
    ordered = enumerate(sorted(set(numbers)))
    runs = ([n for _, n in run] for _, run in groupby(ordered, lambda pair: pair[1] - pair[0]))
    return [(run[0], run[-1]) for run in runs]


def _ink(setter: Typesetter) -> Ink:
    """Small, in the letters of the foot and the colour of links."""
    ink = setter.ink(replace(setter.style("footer"), target="#"))
    return Ink(ink.face, SIZE, ink.colour)
