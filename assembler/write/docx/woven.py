"""The paragraphs of the body with those of footnotes among them, in the order of reading.

A footnote is read behind the paragraph that marks it; one that is marked in a table, behind the
table. What nothing marks, Word does not print, and it is left out.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assembler.write.docx.reading import Bookmark, Occurrence, ReadParagraph
from assembler.write.docx.walk import Reference, Walk


@dataclass(frozen=True, slots=True)
class Woven:
    """The text of a file; occurrences and bookmarks name its paragraphs."""

    paragraphs: tuple[ReadParagraph, ...]
    occurrences: tuple[Occurrence, ...]
    bookmarks: Mapping[str, Bookmark]


def woven(body: Walk, notes: Sequence[Walk]) -> Woven:
    """The text of the body with its footnotes, of which `notes` holds the part, if there is one."""
    if not notes or not body.references:
        return Woven(tuple(body.paragraphs()), tuple(body.occurrences()), dict(body.bookmarks()))
    (words,) = notes
    of_note: dict[str, list[int]] = defaultdict(list)
    for number, note in enumerate(words.notes()):
        of_note[note].append(number)
    of_note.pop("", None)
    paragraphs, held = list(body.paragraphs()), list(words.paragraphs())
    in_body, in_notes = dict[int, int](), dict[int, int]()
    deleted: set[int] = set()
    text: list[ReadParagraph] = []
    for number, reference in _in_order(body.references, paragraphs):
        if reference is None:
            in_body[number] = len(text)
            text.append(paragraphs[number])
            continue
        for one in of_note.pop(reference.note, ()):
            in_notes[one] = len(text)
            if reference.is_deleted:
                deleted.add(one)
            text.append(_marked(held[one], paragraphs[number], reference))
    occurrences = [*body.occurrences(in_body.__getitem__)]
    occurrences += (
        replace(
            o,
            paragraph=in_notes[o.paragraph],
            is_in_body=True,
            pending="deleted" if o.paragraph in deleted else o.pending,
        )
        for o in words.occurrences()
        if o.paragraph in in_notes
    )
    occurrences.sort(key=lambda o: o.paragraph)
    bookmarks = dict(body.bookmarks(lambda number: in_body.get(number, -1)))
    for name, mark in words.bookmarks():
        if mark.paragraph in in_notes:
            bookmarks.setdefault(name, replace(mark, paragraph=in_notes[mark.paragraph]))
    return Woven(tuple(text), tuple(occurrences), bookmarks)


def _in_order(
    references: Sequence[Reference], paragraphs: Sequence[ReadParagraph]
) -> Iterator[tuple[int, Reference | None]]:
    """The number of each paragraph of the body, and behind it, once for each footnote that is to
    be read there, the number of the paragraph that marks it with the mark."""
    marks: dict[int, list[Reference]] = defaultdict(list)
    for reference in references:
        marks[reference.paragraph].append(reference)
    waiting: list[tuple[int, Reference]] = []
    for number, paragraph in enumerate(paragraphs):
        if paragraph.cell is None:
            yield from waiting
            waiting = []
        yield number, None
        waiting += ((number, reference) for reference in marks.get(number, ()))
        if paragraph.cell is None:
            yield from waiting
            waiting = []
    yield from waiting


def _marked(
    paragraph: ReadParagraph, marking: ReadParagraph, reference: Reference
) -> ReadParagraph:
    """A paragraph of a footnote: in the body it stands where its mark does, and goes with it."""
    if reference.is_deleted:
        return replace(paragraph, element=marking.element, text="", before=paragraph.text)
    return replace(paragraph, element=marking.element)
