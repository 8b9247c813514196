"""New records enter an edited file: as tracked changes, inside its anchors, and nowhere else."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assembler.document.nodes import ValueId
from assembler.records.scalars import Reported
from assembler.resolve.resolve import Resolved
from assembler.review.citing import clusters_of, refresh_clusters
from assembler.review.crossing import crossings, margin_in, no_effects
from assembler.review.data_sets import kept_listings, left_listings
from assembler.review.derived import refresh_copies
from assembler.review.drawn import stale_figures
from assembler.review.edited import Edited
from assembler.review.folding import folded
from assembler.review.found import Item, Refreshed
from assembler.review.listing import Entries, listing_of, plan_listing, refresh_listing
from assembler.review.margin import Margin
from assembler.review.packed import Relations, packed
from assembler.review.row_cells import refresh_rows
from assembler.review.skeleton import Rewording, rewordings
from assembler.review.tracked import Revisions, largest_id
from assembler.review.values import How, refresh_values
from assembler.write.docx.evidence import Evidence, ValueEvidence, evidence_of, to_xml
from assembler.write.docx.evidence_lines import BlockEvidence
from assembler.write.docx.read import Occurrence
from assembler.write.written import Options

_OF_THE_BUILD = ("reference-docx",)
"""Versions that belong to the file, not to the study: the styles that it was built with."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How the new words are to enter the file."""

    author: str
    dated: str
    """When, as Word writes it: `2024-07-02T00:00:00Z`."""
    accept: bool = False
    """Put them in the place of the old ones, without tracked changes."""
    take_records: bool = False
    """Also where somebody has typed something else."""


def refresh(edited: Edited, resolved: Resolved, options: Options, wish: Wish) -> Refreshed:
    """The edited file with the values of `resolved`, the same document as composed today.

    With nothing to do the bytes are those of the file. Raises ProblemsFound where the file cannot
    be edited.
    """
    before = edited.evidence
    kept = {name: v for name, v in before.versions.items() if name in _OF_THE_BUILD}
    today = evidence_of(resolved, replace(options, versions={**options.versions, **kept}))
    revisions = Revisions(wish.author, wish.dated, largest_id(edited.stories()) + 1)
    how = How(revisions, wish.accept, wish.take_records)
    relations = Relations(edited)
    margin = Margin(edited)
    items = [
        *refresh_values(edited, today, how),
        *refresh_rows(edited, today, how),
        *refresh_copies(edited, today, how),
        *_citations(Entries(edited, resolved, relations, how), today),
        *_sentences(edited, today, margin),
        *stale_figures(edited, resolved, margin),
        *left_listings(edited, today, margin),
        *_rewordings(edited, today, margin),
    ]
    comments, added = margin.write(revisions, relations)
    today = replace(today, listings=kept_listings(before, today))
    changed = {**edited.changed_parts(), **added}
    if today != before:
        changed[edited.evidence_part] = to_xml(today)
    order = {title: number for number, title in enumerate(edited.titles())}
    items.sort(key=lambda item: order.get(item.section, -1))
    data = packed(edited.data, edited.archive, changed) if changed else edited.data
    return Refreshed(data, before.document, tuple(items), comments, bool(changed))


def _citations(entries: Entries, today: Evidence) -> Iterator[Item]:
    """Clusters and the reference list; nothing where the build says what the earlier one said."""
    edited = entries.edited
    if _cited(edited.evidence) == _cited(today):
        return
    clusters = clusters_of(edited, today)
    listing = listing_of(edited, today)
    bibliography = entries.resolved.bibliography
    plan_listing(listing, clusters, bibliography)
    yield from refresh_listing(entries, listing, today)
    before, after = listing.numbers(listing.stands), listing.numbers(listing.after)
    if not listing.stands:
        after = entries.resolved.citations
    yield from refresh_clusters(edited, clusters, before, after, entries.how)


def _cited(evidence: Evidence) -> tuple[object, ...]:
    entries = tuple(block.text for block in evidence.blocks if block.kind == "reference")
    return dict(evidence.citations), entries


def _sentences(edited: Edited, today: Evidence, margin: Margin) -> Iterator[Item]:
    """Sentences round results that lie on another side now."""
    neutral, margins = no_effects(today), _margins(edited, today)
    found: dict[tuple[str, int], list[tuple[Occurrence, ValueEvidence, str]]] = defaultdict(list)
    for occurrence in edited.read.occurrences:
        built = edited.evidence.values.get(occurrence.value)
        new = today.values.get(occurrence.value)
        if built is None or new is None or built == new or occurrence.pending == "deleted":
            continue
        paragraph = edited.paragraph(occurrence)
        if paragraph is not None and paragraph.place not in ("cell", "head"):
            place = (occurrence.part, occurrence.paragraph)
            one = margins.get(place, ())
            said = crossings(built, new, neutral, margin=one[0] if len(one) == 1 else None)
            found[place] += [(occurrence, new, reason) for reason in said]
    for reasons in found.values():
        if reasons:
            yield _sentence(edited, reasons, margin)


def _margins(edited: Edited, today: Evidence) -> dict[tuple[str, int], tuple[Reported, ...]]:
    """Part and paragraph -> the different margins that it names."""
    found: dict[tuple[str, int], tuple[Reported, ...]] = {}
    for occurrence in edited.read.occurrences:
        value = today.values.get(occurrence.value)
        margin = margin_in(value) if value is not None else None
        place = (occurrence.part, occurrence.paragraph)
        if margin is not None and margin not in found.get(place, ()):
            found[place] = (*found.get(place, ()), margin)
    return found


def _sentence(
    edited: Edited, reasons: Sequence[tuple[Occurrence, ValueEvidence, str]], margin: Margin
) -> Item:
    """A paragraph, with everything in it that lies on another side now."""
    first, value, _ = reasons[0]
    in_body = first.is_in_body
    if in_body:
        for occurrence, _, reason in reasons:
            margin.at_anchor(occurrence, f"The sentence may no longer hold: {reason}.")
    section = edited.section(first.paragraph) if in_body else ""
    paragraph = edited.paragraph(first)
    around = "" if paragraph is None else paragraph.text
    why = "; ".join(dict.fromkeys(reason for _, _, reason in reasons))
    return Item("sentence", section, "", "", value.paths[0] if value.paths else "", why, around)


def _rewordings(edited: Edited, today: Evidence, margin: Margin) -> Iterator[Item]:
    """Lines that say more than other values today."""
    places = _Places(edited)
    for one in rewordings(edited.evidence, today):
        kinds = {block.kind for block in (*one.gone, *one.come)}
        place = places.nearest(one)
        section = edited.title_of(one.section)
        if kinds & {"row", "head"}:
            margin.at_paragraph(place, "\n".join((_TABLE, *_shown(one))))
            why = "; ".join(_shown(one))
            yield Item("table", section, "", "", why=why, around=one.label)
        else:
            margin.at_paragraph(place, "\n".join((_WORDING, *_shown(one))))
            yield Item("wording", section, _line(one.gone), _line(one.come))


_TABLE = "The table has other rows or words today. Take it from a new build, or enter by hand:"
_WORDING = "The document built today says this in other words:"
_MOST = 6
"""Lines that a comment shows."""


def _shown(one: Rewording) -> list[str]:
    """The lines that left and those that came, for a person."""
    lines = [f"- {_flat(block.text)}" for block in one.gone]
    lines += [f"+ {_flat(block.text)}" for block in one.come]
    more = len(lines) - _MOST
    return lines if more <= 0 else [*lines[:_MOST], f"and {more} more lines"]


def _line(blocks: tuple[BlockEvidence, ...]) -> str:
    return " / ".join(_flat(block.text) for block in blocks)


def _flat(text: str) -> str:
    return " | ".join(folded(cell) for cell in text.split("\t"))


class _Places:
    """Where in the file what is said otherwise today stands, or stood."""

    def __init__(self, edited: Edited) -> None:
        self._edited = edited
        self._of_value: dict[ValueId, int] = {}
        self._of_words: dict[str, int] = {}
        for occurrence in edited.read.occurrences:
            if occurrence.is_in_body:
                self._of_value.setdefault(occurrence.value, occurrence.paragraph)
        for number, paragraph in enumerate(edited.read.paragraphs):
            if not paragraph.is_derived:
                self._of_words.setdefault(folded(paragraph.text), number)

    def nearest(self, one: Rewording) -> int | None:
        """The caption of the table or figure, else the paragraph, else the section's heading."""
        if one.label and (captioned := self._edited.place_of(one.label)) is not None:
            return captioned
        for block in one.gone:
            for anchor in block.anchors:
                if anchor.id in self._of_value:
                    return self._of_value[anchor.id]
            if folded(block.text) in self._of_words:
                return self._of_words[folded(block.text)]
        return self._edited.place_of(one.section)
