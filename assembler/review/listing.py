"""The reference list of an edited file: entries enter, leave and change as tracked paragraphs."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace

from lxml import etree

from assembler.document.nodes import (
    Emphasis,
    Inlines,
    Link,
    ReferenceKey,
    Strong,
    Subscript,
    Superscript,
)
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import inline_text, reference_label
from assembler.review.citing import Cluster, Numbers
from assembler.review.edited import Edited
from assembler.review.folding import folded
from assembler.review.found import Item
from assembler.review.packed import Relations
from assembler.review.splice import Edit, fragment
from assembler.review.tracked import Hindered, live_runs, removed
from assembler.review.values import How
from assembler.write.docx.anchors import label_bookmark
from assembler.write.docx.evidence import Evidence
from assembler.write.docx.inlines import PLAIN, Format
from assembler.write.docx.read import ReadParagraph
from assembler.write.docx.styles import LINK
from assembler.write.docx.xml import Element, R, W, put_text, qn, sub

_Entry = ReferenceKey | int
"""A reference of ours, or the place in the file of a numbered paragraph that somebody added."""


@dataclass(slots=True)
class Listing:
    """The list as it stands, and as it will be."""

    stands: list[_Entry] = field(default_factory=list)
    after: list[_Entry] = field(default_factory=list)
    places: dict[ReferenceKey, int] = field(default_factory=dict)
    """The paragraphs of the entries."""
    first: int = 1

    def numbers(self, entries: Sequence[_Entry]) -> Numbers:
        """The number that Word prints for each of our entries."""
        return {
            entry: number
            for number, entry in enumerate(entries, start=self.first)
            if not isinstance(entry, int)
        }


def listing_of(edited: Edited, today: Evidence) -> Listing:
    """The list as it stands in the file."""
    listing = Listing()
    citations = (*edited.evidence.citations.values(), *today.citations.values())
    for key in dict.fromkeys(key for keys in citations for key in keys):
        place = edited.place_of(reference_label(key))
        if place is not None and edited.read.paragraphs[place].text.strip():
            listing.places[key] = place
    by_place = {place: key for key, place in listing.places.items()}
    if not by_place:
        return listing
    for place in range(min(by_place), max(by_place) + 1):
        if place in by_place or _is_entry(edited.read.paragraphs[place]):
            listing.stands.append(by_place.get(place, place))
    number = edited.read.paragraphs[min(by_place)].number.rstrip(".")
    listing.first = int(number) if number.isascii() and number.isdecimal() else 1
    return listing


def _is_entry(paragraph: ReadParagraph) -> bool:
    """Whether somebody's own paragraph counts in the list."""
    number = paragraph.number.removesuffix(".")
    return number.isascii() and number.isdecimal() and bool(paragraph.text.strip())


@dataclass(frozen=True, slots=True)
class Entries:
    """What is needed to write entries of the list."""

    edited: Edited
    resolved: Resolved
    relations: Relations
    how: How


def plan_listing(
    listing: Listing, clusters: Sequence[Cluster], bibliography: Sequence[ReferenceKey]
) -> None:
    """Fill `listing.after`: what the file cites and the list lacks enters at its place, what
    neither the file nor today's document cites leaves."""
    cited = {key for cluster in clusters for key in cluster.keys}
    kept = cited | set(bibliography)
    entering: dict[ReferenceKey | None, list[_Entry]] = defaultdict(list)
    previous: ReferenceKey | None = None
    for key in bibliography:
        if key in listing.places:
            previous = key
        elif key in cited and listing.stands:
            entering[previous].append(key)
    listing.after = [*entering[None]]
    for entry in listing.stands:
        if isinstance(entry, int) or entry in kept:
            listing.after.append(entry)
        if not isinstance(entry, int):
            listing.after += entering[entry]


def refresh_listing(entries: Entries, listing: Listing, today: Evidence) -> Iterator[Item]:
    """Edit the paragraphs of the list."""
    edited = entries.edited
    old, new = _texts(edited.evidence), _texts(today)
    previous: int | None = None
    for entry in listing.after:
        if isinstance(entry, int):
            previous = entry
        elif entry in listing.places:
            previous = listing.places[entry]
            if entry in old and entry in new and folded(old[entry]) != folded(new[entry]):
                yield from _changed(entries, entry, previous, old[entry], new[entry])
        else:
            _insert(entries, entry, previous, listing)
            yield _item(entries, "reference", listing, entry, new=new.get(entry, ""))
    staying = set(listing.after)
    for entry in listing.stands:
        if not isinstance(entry, int) and entry not in staying:
            yield _leaves(entries, entry, listing, old.get(entry, ""))
    yield from _left(entries, listing, today)


def _left(entries: Entries, listing: Listing, today: Evidence) -> Iterator[Item]:
    bibliography = entries.resolved.bibliography
    if not listing.stands and _texts(entries.edited.evidence) and _texts(today):
        yield Item("reference-left", "", "", "", why="the file has no reference list any more")
        return
    rank = {key: n for n, key in enumerate(bibliography)}
    ours = [e for e in listing.after if not isinstance(e, int) and e in rank]
    if ours != sorted(ours, key=lambda key: rank[key]):
        why = "the order of first citation is another one today; the list keeps its order"
        yield _item(entries, "reference-left", listing, ours[0], why=why)
    known = {*_texts(entries.edited.evidence), *ours}
    for key in bibliography:
        if listing.stands and key not in known:
            why = "it is cited today in words that the file does not have"
            new = _texts(today).get(key, "")
            yield _item(entries, "reference-left", listing, key, new=new, why=why)


def _texts(evidence: Evidence) -> dict[ReferenceKey, str]:
    """The entries as built, without their numbers."""
    return {
        ReferenceKey(block.label.removeprefix("ref-")): block.text.partition(". ")[2]
        for block in evidence.blocks
        if block.kind == "reference"
    }


def _insert(entries: Entries, key: ReferenceKey, previous: int | None, listing: Listing) -> None:
    edited, main = entries.edited, entries.edited.part(entries.edited.main)
    neighbour = edited.element(min(listing.places.values()) if previous is None else previous)
    paragraph = etree.Element(qn("p"), nsmap={"w": W, "r": R})
    given = neighbour.find(qn("pPr"))
    properties = sub(paragraph, "pPr") if given is None else deepcopy(given)
    properties.tail = None
    for name in ("sectPr", "pPrChange", "pageBreakBefore", "rPr"):
        for element in properties.findall(qn(name)):
            properties.remove(element)
    paragraph.append(properties)
    if not entries.how.accept:
        sub(properties, "rPr").append(entries.how.revisions.mark("ins"))
    for element in _written(entries, key, named=True):
        paragraph.append(element)
    span = main.span(neighbour)
    at = span.begin if previous is None else span.end
    edited.edit(main.name, [Edit(at, at, fragment(paragraph, neighbour.nsmap))])


def _written(entries: Entries, key: ReferenceKey, *, named: bool) -> list[Element]:
    """The words of an entry, as an insertion unless that is to be accepted at once."""
    revisions = entries.how.revisions
    holder = etree.Element(qn("p"), nsmap={"w": W, "r": R})
    identity = revisions.next_id()
    if named:
        sub(holder, "bookmarkStart", id=identity, name=label_bookmark(reference_label(key)))
    _put(holder, entries.resolved.document.references[key], PLAIN, entries)
    if named:
        sub(holder, "bookmarkEnd", id=identity)
    if not entries.how.accept:
        for run in list(holder.iter(qn("r"))):
            mark = revisions.mark("ins")
            run.addprevious(mark)
            mark.append(run)
    return list(holder)


def _put(parent: Element, content: Inlines, form: Format, entries: Entries) -> None:
    """The words with their links; nothing in an entry is anchored."""
    for inline in content:
        match inline:
            case Link():
                link = sub(parent, "hyperlink", history=1)
                link.set(f"{{{R}}}id", entries.relations.add_link(inline.url))
                _put(link, inline.children, replace(form, style=LINK), entries)
            case Emphasis():
                _put(parent, inline.children, replace(form, italic=True), entries)
            case Strong():
                _put(parent, inline.children, replace(form, bold=True), entries)
            case Superscript():
                _put(parent, inline.children, replace(form, raised="superscript"), entries)
            case Subscript():
                _put(parent, inline.children, replace(form, raised="subscript"), entries)
            case _:
                put_text(form.run(parent), inline_text(entries.resolved, inline))


def _leaves(entries: Entries, key: ReferenceKey, listing: Listing, built: str) -> Item:
    edited, how = entries.edited, entries.how
    main = edited.part(edited.main)
    place = listing.places[key]
    paragraph, stands = edited.element(place), edited.read.paragraphs[place].text
    own = folded(stands) == folded(built)
    ends_section = paragraph.find(f"{qn('pPr')}/{qn('sectPr')}") is not None
    if ends_section or (not own and not how.take_records):
        why = "nothing cites it any more, and "
        why += "a section ends with it" if ends_section else "somebody has changed its words"
        return _item(entries, "reference-left", listing, key, old=stands, why=why)
    try:
        runs = list(live_runs(list(paragraph), fields=True))
        edited.claim(runs)
    except Hindered as hindrance:
        return _item(entries, "reference-left", listing, key, old=stands, why=str(hindrance))
    if how.accept:
        edits = [Edit(*main.span(paragraph), b"")]
    else:
        edits = [*removed(main, runs, how.revisions), _mark_deleted(entries, paragraph)]
    edited.edit(main.name, edits)
    return _item(entries, "reference", listing, key, old=stands, is_taken=not own)


def _mark_deleted(entries: Entries, paragraph: Element) -> Edit:
    """The edit that marks the end of a paragraph as deleted."""
    main = entries.edited.part(entries.edited.main)
    given = paragraph.find(qn("pPr"))
    properties = etree.Element(qn("pPr"), nsmap={"w": W}) if given is None else deepcopy(given)
    properties.tail = None
    letters = properties.find(qn("rPr"))
    if letters is None:
        letters = sub(properties, "rPr")
        change = properties.find(qn("pPrChange"))
        if change is not None:
            change.addprevious(letters)
    letters.insert(0, entries.how.revisions.mark("del"))
    data = fragment(properties, paragraph.nsmap)
    if given is not None:
        return Edit(*main.span(given), data)
    at = main.span(paragraph[0]).begin
    return Edit(at, at, data)


def _changed(entries: Entries, key: ReferenceKey, place: int, old: str, new: str) -> Iterator[Item]:
    """An entry whose words are others today."""
    edited, how = entries.edited, entries.how
    main = edited.part(edited.main)
    paragraph, stands = edited.element(place), edited.read.paragraphs[place].text
    listing = Listing(places={key: place})
    if folded(stands) == folded(new):
        return
    own = folded(stands) == folded(old)
    if not own and not how.take_records:
        why = "somebody has changed its words"
        yield _item(entries, "reference-left", listing, key, old=stands, new=new, why=why)
        return
    try:
        runs = list(live_runs(list(paragraph), fields=True))
        edited.claim(runs)
    except Hindered as hindrance:
        why = str(hindrance)
        yield _item(entries, "reference-left", listing, key, old=stands, new=new, why=why)
        return
    edits = removed(main, runs, how.revisions, accept=how.accept)
    name = label_bookmark(reference_label(key))
    start = next(e for e in paragraph.iter(qn("bookmarkStart")) if e.get(qn("name")) == name)
    at = main.span(start).end
    made = b"".join(fragment(e, paragraph.nsmap) for e in _written(entries, key, named=False))
    edited.edit(main.name, [*edits, Edit(at, at, made)])
    yield _item(entries, "reference", listing, key, old=stands, new=new, is_taken=not own)


def _item(
    entries: Entries,
    kind: str,
    listing: Listing,
    key: ReferenceKey,
    *,
    old: str = "",
    new: str = "",
    why: str = "",
    is_taken: bool = False,
) -> Item:
    places: Mapping[ReferenceKey, int] = listing.places
    place = places.get(key, min(places.values(), default=0))
    path = f"references.literature.{key}"
    return Item(kind, entries.edited.section(place), old, new, path, why, "", is_taken)  # type: ignore[arg-type]
