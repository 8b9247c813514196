"""A document -> what every writer needs to print it: numbers, order of citations, first uses."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from string import ascii_lowercase, ascii_uppercase

from assembler.document.nodes import (
    Abbreviation,
    Cite,
    CrossRef,
    Document,
    Footnote,
    Inlines,
    Label,
    NoteKey,
    ReferenceKey,
    Section,
)
from assembler.document.walk import (
    figures,
    leaves,
    lettered,
    listings,
    parts_of_label,
    runs,
    tables,
)
from assembler.problems import Position, Problem, ProblemsFound, Severity, did_you_mean, error

ANNEX = "Annex\u00a0"
"""How the number of an annex begins: `Annex A`; the space is a no-break space."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A document with its side tables; what the writers take."""

    document: Document
    numbers: Mapping[Label, str]
    """`sec-2.5.4` -> `2.5.4`; `annex-flags` -> `Annex A`; `tbl-pfs` -> `1`; `lst-adverse-events`
    -> `16.2.7.1`."""
    citations: Mapping[ReferenceKey, int]
    """Reference -> its number, by first citation in reading order."""
    bibliography: tuple[ReferenceKey, ...]
    """The cited references in the order of their numbers."""
    spelt_out: frozenset[int]
    """Uses of abbreviations that are to be spelt out, the first ones: `Abbreviation.use`."""
    abbreviations: Mapping[str, str]
    """Short -> long form of every abbreviation that the document uses, in alphabetical order."""
    letters: Mapping[NoteKey, str]
    """Lettered note of a table -> its letter, by the first mark in reading order."""
    footnotes: Mapping[NoteKey, str]
    """Footnote -> its number, 1 for the first of the document."""
    outward: tuple[CrossRef, ...] = ()
    """The cross-references to other documents, in reading order."""
    elsewhere: Mapping[Label, str] = field(default_factory=dict)
    """Label in another document, with that document's id -> what a cross-reference to it says."""


def resolve(document: Document, listed: Sequence[ReferenceKey] = ()) -> Resolved:
    """Number sections, tables, figures and citations; find first uses of abbreviations.

    `listed` are the references of a list that several documents share, in its order: they have
    their numbers, whether the document cites them or not; see `cited_in`.
    Raises ProblemsFound with every unknown citation key, broken cross-reference and repeated
    label. References to other documents are left to `elsewhere.linked`, which knows those.
    """
    problems: list[Problem] = []
    numbers: dict[Label, str] = {}
    first: dict[Label, Position] = {}
    for label, number, at in _numbered(document):
        if label in numbers:
            problems.append(
                error(
                    "label.unique",
                    f"the label '{label}' is used twice",
                    "give one of the two another label",
                    at=at,
                    also=(first[label],),
                )
            )
        numbers[label] = number
        first.setdefault(label, at)
    citations = {key: number for number, key in enumerate(listed, start=1)}
    used = dict(document.abbreviations)
    spelt_out: set[int] = set()
    defined: set[str] = set()
    footnotes: dict[NoteKey, str] = {}
    outward: list[CrossRef] = []
    for run in runs(document):
        # whoever has not read the footnote has not read what it spells out
        spelt = set(defined) if run.place == "footnote" else defined
        if run.footnote is not None:
            footnotes[run.footnote.key] = str(len(footnotes) + 1)
        for inline in leaves(run.content):
            if isinstance(inline, CrossRef):
                if parts_of_label(inline.label)[0]:
                    outward.append(inline)
                elif inline.label not in numbers:
                    problems.append(_broken(inline, numbers))
            elif isinstance(inline, Abbreviation):
                if inline.short == inline.key or inline.key not in used:
                    used[inline.key] = inline.long  # of `NETs` the list says what NET is
                if run.place in ("prose", "footnote") and inline.key not in spelt:
                    spelt.add(inline.key)
                    if not inline.is_spelt:
                        spelt_out.add(inline.use)
        for cite in _cited(run.content) if run.footnote is None else ():
            for key in cite.keys:
                if key not in document.references:
                    problems.append(_unknown_key(cite, key, document))
                elif key not in citations:
                    citations[key] = len(citations) + 1
    if problems:
        raise ProblemsFound(problems)
    return Resolved(
        document,
        numbers,
        citations,
        tuple(citations),
        frozenset(spelt_out),
        dict(sorted(used.items(), key=lambda pair: pair[0].casefold())),
        {
            note.key: letter(number)
            for table in tables(document)
            for number, note in enumerate(lettered(table))
        },
        footnotes,
        tuple(outward),
    )


def cited_in(documents: Iterable[Document]) -> tuple[ReferenceKey, ...]:
    """The references that documents cite, each once, by first citation through all of them: the
    order of the list that they share. What is not on record is left out."""
    return tuple(
        dict.fromkeys(
            key
            for document in documents
            for run in runs(document)
            if run.footnote is None
            for cite in _cited(run.content)
            for key in cite.keys
            if key in document.references
        )
    )


def uncited(resolved: Resolved) -> list[Problem]:
    """A note for every reference on record that the document does not cite."""
    return [
        Problem(
            "reference.cited",
            Severity.NOTE,
            f"the reference '{key}' is not cited in {resolved.document.id}",
            "cite it, or leave it: only cited references are printed",
            path=f"references.literature.{key}",
        )
        for key in resolved.document.references
        if key not in resolved.citations
    ]


def letter(number: int) -> str:
    """The letter of a table's n-th note, counted from 0: a ... z, then aa, bb ... zz, aaa."""
    return ascii_lowercase[number % 26] * (number // 26 + 1)


def fold(numbers: list[int]) -> list[tuple[int, int]]:
    """Citation numbers as runs, first and last: [6, 7, 8, 11] -> [(6, 8), (11, 11)].

    Two neighbours stay two: `[6, 7]`, not a range.
    """
    folded: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if folded and number == folded[-1][1] + 1:
            folded[-1] = (folded[-1][0], number)
        else:
            folded.append((number, number))
    parts: list[tuple[int, int]] = []
    for first, last in folded:
        if last == first + 1:
            parts += [(first, first), (last, last)]
        else:
            parts.append((first, last))
    return parts


def _cited(content: Inlines) -> Iterator[Cite]:
    """The clusters of a run in the order in which they appear: those in a footnote at its mark."""
    for inline in leaves(content):
        if isinstance(inline, Cite):
            yield inline
        elif isinstance(inline, Footnote):
            yield from _cited(inline.content)


def _numbered(document: Document) -> Iterator[tuple[Label, str, Position]]:
    of_section: dict[Label, str] = {}
    for label, number, at in _numbered_sections(document.sections, document.number or ""):
        of_section[label] = number
        yield label, number, at
    yield from _numbered_listings(document, of_section)
    for n, table in enumerate(tables(document), start=1):
        yield table.label, str(n), table.at
    for n, figure in enumerate(figures(document), start=1):
        yield figure.label, str(n), figure.at


def _numbered_listings(
    document: Document, of_section: Mapping[Label, str]
) -> Iterator[tuple[Label, str, Position]]:
    """`16.2.7.1`: the number of the section, and the n-th listing in it."""
    counts: dict[Label, int] = {}
    for section, listing in listings(document):
        place = section.label if section else Label("")
        counts[place] = counts.get(place, 0) + 1
        around = of_section.get(place, document.number or "").removeprefix(ANNEX)
        yield listing.label, ".".join(filter(None, (around, str(counts[place])))), listing.at


def _numbered_sections(
    sections: tuple[Section, ...], parent: str
) -> Iterator[tuple[Label, str, Position]]:
    last = annexes = 0
    for section in sections:
        if section.is_annex:
            letter = ascii_uppercase[annexes]
            annexes += 1
            yield section.label, f"{ANNEX}{letter}", section.at
            yield from _numbered_sections(section.sections, letter)
            continue
        number = section.number or f"{parent}.{last + 1}".lstrip(".")
        last = int(number.rpartition(".")[2])
        yield section.label, number, section.at
        yield from _numbered_sections(section.sections, number)


def _unknown_key(cite: Cite, key: ReferenceKey, document: Document) -> Problem:
    return error(
        "citation.known",
        f"no reference has the id '{key}'",
        did_you_mean(
            key, document.references, otherwise="add it to references.yaml, or correct the key"
        ),
        at=cite.at,
    )


def _broken(crossref: CrossRef, numbers: Mapping[Label, str]) -> Problem:
    labels = (f"#{label}" for label in numbers)
    return error(
        "crossref.resolves",
        f"nothing in the document has the label '{crossref.label}'",
        did_you_mean(
            f"#{crossref.label}", labels, otherwise="correct the label, or add what it names"
        ),
        at=crossref.at,
    )
