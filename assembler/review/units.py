"""The lines of an edited file: paragraphs and table rows, as the evidence counts them."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from assembler.review.folding import folded
from assembler.write.docx.reading import Occurrence, ReadDocx, ReadParagraph

_COUNTED = frozenset(("REF", "PAGEREF", "NOTEREF", "SEQ", "STYLEREF", "PAGE", "NUMPAGES", "ADDIN"))
"""Fields whose results are no words that somebody has typed."""


@dataclass(frozen=True, slots=True)
class Anchored:
    """An anchor in a line."""

    occurrence: Occurrence
    begin: int
    end: int
    """In the text of the line."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph, or the cells of a table row with tabs between them."""

    text: str
    key: str
    """Its words folded, without its computed number."""
    numbered: str
    """Its words folded, behind the computed number of its first paragraph."""
    paragraphs: tuple[int, ...]
    """In `ReadDocx.paragraphs`."""
    starts: tuple[int, ...]
    """Where each of them begins in the text."""
    level: int
    table: int | None
    """Which table it is a row of."""
    anchors: tuple[Anchored, ...]
    computed: tuple[tuple[int, int], ...]
    """Where the results of fields stand, in order."""

    def paragraph(self, at: int) -> int:
        """The paragraph in which a place of the text stands."""
        return self.paragraphs[max(bisect_right(self.starts, at) - 1, 0)]


@dataclass(slots=True)
class _Making:
    text: str = ""
    starts: list[int] = field(default_factory=list)
    anchors: list[Anchored] = field(default_factory=list)
    computed: list[tuple[int, int]] = field(default_factory=list)


def units(read: ReadDocx) -> tuple[Unit, ...]:
    """The lines of the body in order. Contents and lists of tables are none; nor are empty ones."""
    at: dict[int, list[Occurrence]] = {}
    for occurrence in read.occurrences:
        if occurrence.is_in_body:
            at.setdefault(occurrence.paragraph, []).append(occurrence)
    numbered = enumerate(read.paragraphs)
    lines = groupby(numbered, key=lambda pair: _line(*pair))
    return tuple(unit for _, line in lines if (unit := _unit(list(line), at)).key)


def struck_lines(read: ReadDocx) -> frozenset[str]:
    """The words, folded, of the lines that a pending change deletes as a whole."""
    found: set[str] = set()
    for _, line in groupby(enumerate(read.paragraphs), key=lambda pair: _line(*pair)):
        paragraphs = [paragraph for _, paragraph in line]
        if any(paragraph.text.strip() for paragraph in paragraphs):
            continue
        was = folded(" ".join(paragraph.before for paragraph in paragraphs))
        if was:
            found |= {was, f"{paragraphs[0].number} {was}"}
    return frozenset(found)


def loose_units(paragraphs: Sequence[ReadParagraph]) -> Iterator[Unit]:
    """Paragraphs outside the body, each as a line; their anchors are left out."""
    for number, paragraph in enumerate(paragraphs):
        yield _unit([(number, paragraph)], {})


def _line(number: int, paragraph: ReadParagraph) -> tuple[int, int, int]:
    """The same for the paragraphs of a row, another one for every other paragraph."""
    if paragraph.cell is None:
        return (-1, -1, number)
    return (paragraph.cell.table, paragraph.cell.row, -1)


def _unit(line: list[tuple[int, ReadParagraph]], at: Mapping[int, list[Occurrence]]) -> Unit:
    line = [(number, paragraph) for number, paragraph in line if not paragraph.is_derived]
    if not line:
        return Unit("", "", "", (0,), (0,), 0, None, (), ())
    making = _Making()
    cell = None
    for number, paragraph in line:
        if paragraph is not line[0][1]:
            making.text += "\n" if paragraph.cell == cell else "\t"
        cell = paragraph.cell
        _add(making, paragraph, at.get(number, ()))
    first = line[0][1]
    key = folded(making.text)
    return Unit(
        making.text,
        key,
        f"{first.number} {key}" if first.number else key,
        tuple(number for number, _ in line),
        tuple(making.starts),
        first.level,
        None if first.cell is None else first.cell.table,
        tuple(making.anchors),
        tuple(sorted(making.computed)),
    )


def _add(making: _Making, paragraph: ReadParagraph, occurrences: Sequence[Occurrence]) -> None:
    start = len(making.text)
    making.starts.append(start)
    making.text += paragraph.text
    making.anchors += (Anchored(o, start + o.begin, start + o.end) for o in occurrences)
    making.computed += (
        (start + f.begin, start + f.end)
        for f in paragraph.fields
        if f.instruction.partition(" ")[0] in _COUNTED
    )
