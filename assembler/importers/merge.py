"""What is imported against what stands in the records: new, known, or known with other values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assembler.importers.drafted import letters
from assembler.importers.entry import WRITTEN, Draft, shown
from assembler.importers.ids import Ids, wanted_id
from assembler.problems import Position, Problem, Severity
from assembler.records.references import Reference

_NOT_COMPARED = frozenset({"type"})
"""A person corrects the type of what the file calls `misc`."""
_Content = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A draft with the record that it makes, and the source document of its file."""

    draft: Draft
    reference: Reference
    """Its id is not yet the right one."""
    document: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A reference that is in the study."""

    reference: Reference
    at: Position


@dataclass(frozen=True, slots=True)
class Merged:
    """How the drafts stand to the records, in the drafts' order."""

    added: tuple[tuple[str, Incoming], ...]
    """With the new id."""
    known: tuple[tuple[str, Incoming], ...]
    """With the id of the record."""
    differences: tuple[Problem, ...]
    """Values that the record has otherwise (warnings), or not at all (notes)."""


@dataclass(slots=True)
class _Index:
    """References by what tells that they are the same."""

    by_doi: dict[str, Standing] = field(default_factory=dict)
    by_pmid: dict[str, Standing] = field(default_factory=dict)
    by_content: dict[_Content, Standing] = field(default_factory=dict)
    by_place: dict[tuple[str, str], Standing] = field(default_factory=dict)
    by_id: dict[str, Standing] = field(default_factory=dict)
    by_title: dict[str, Standing] = field(default_factory=dict)

    def add(self, standing: Standing) -> None:
        reference = standing.reference
        self.by_id[reference.id] = standing
        if reference.doi:
            self.by_doi.setdefault(reference.doi.casefold(), standing)
        if reference.pmid:
            self.by_pmid.setdefault(reference.pmid, standing)
        self.by_content.setdefault(_content(reference), standing)
        if reference.source:
            place = (reference.source.document, reference.source.place)
            self.by_place.setdefault(place, standing)
        if reference.title:
            self.by_title.setdefault(letters(reference.title), standing)

    def same(self, reference: Reference) -> Standing | None:
        """The reference with the same DOI or PMID, or with the same content."""
        found = self.by_doi.get(reference.doi.casefold()) if reference.doi else None
        if found is None and reference.pmid:
            found = self.by_pmid.get(reference.pmid)
        if found is None:
            found = self.by_content.get(_content(reference))
        return found if found and _may_be_same(found.reference, reference) else None

    def of_place(self, incoming: Incoming) -> Standing | None:
        """The reference that came from this place of this file before, or has the file's key."""
        found = self.by_place.get((incoming.document, shown(incoming.draft.place)))
        if found is None and incoming.draft.key:
            found = self.by_id.get(incoming.draft.key)
        return found if found and _may_be_same(found.reference, incoming.reference) else None


def merge(standing: Sequence[Standing], incoming: Iterable[Incoming]) -> Merged:
    """The drafts sorted into new ones and known ones; no step looks at all references."""
    known, new = _Index(), _Index()
    for reference in standing:
        known.add(reference)
    drafts = list(incoming)
    found: list[Standing | None] = [known.same(one.reference) for one in drafts]
    matched = {same.reference.id for same in found if same}
    ids = Ids(known.by_id)
    added: list[tuple[str, Incoming]] = []
    there: list[tuple[str, Incoming]] = []
    problems: list[Problem] = []
    for one, same in zip(drafts, found, strict=True):
        if same is None:
            same = known.of_place(one)
            if same and same.reference.id in matched:
                same = None
            same = same or new.same(one.reference)
        if same is None:
            id = ids.new(wanted_id(one.draft.key, one.draft.record))
            problems += _alike(id, one, known, new)
            new.add(Standing(one.reference.model_copy(update={"id": id}), one.draft.at))
            added.append((id, one))
        else:
            matched.add(same.reference.id)
            there.append((same.reference.id, one))
            problems += _differences(same, one)
    return Merged(tuple(added), tuple(there), tuple(problems))


def _differences(standing: Standing, incoming: Incoming) -> Iterable[Problem]:
    record, draft = standing.reference, incoming.draft
    for key in draft.record:
        if key in _NOT_COMPARED:
            continue
        seen, stands = _said(incoming.reference, key), _said(record, key)
        if seen == stands or (key == "doi" and seen.casefold() == stands.casefold()):
            continue
        at = Position(draft.file, draft.lines.get(key, draft.line))
        yield Problem(
            "import.as-recorded" if stands else "import.nothing-left-out",
            Severity.WARNING if stands else Severity.NOTE,
            f"`{key}` of {record.id}: the file says '{shown(seen)}', the record "
            + (f"'{shown(stands)}', which is kept" if stands else "has no such key"),
            "if the file is right, correct the record; the import never changes it"
            if stands
            else "if it belongs there, add it to the record by hand",
            standing.at,
            f"references.literature.{record.id}.{key}",
            (at,),
        )


def _alike(id: str, incoming: Incoming, known: _Index, new: _Index) -> Iterable[Problem]:
    title = letters(incoming.reference.title or "")
    other = known.by_title.get(title) or new.by_title.get(title) if title else None
    if other:
        yield Problem(
            "import.once",
            Severity.WARNING,
            f"{id} has the title of {other.reference.id}, and other details",
            "if both are the same publication, remove one of them",
            incoming.draft.at,
            f"references.literature.{id}",
            (other.at,),
        )


def _may_be_same(one: Reference, other: Reference) -> bool:
    """Whether neither the DOI nor the PMID says that they are two."""
    if one.doi and other.doi:
        return one.doi.casefold() == other.doi.casefold()
    return not (one.pmid and other.pmid) or one.pmid == other.pmid


def _content(reference: Reference) -> _Content:
    return tuple(_said(reference, key) for key in _COMPARED)


_COMPARED = tuple(sorted(WRITTEN - {"url", "accessed", "doi", "pmid"}))


def _said(reference: Reference, key: str) -> str:
    """The value as text; an empty one where there is none."""
    value = getattr(reference, key)
    if isinstance(value, tuple):
        names = (f"{a.literal or a.family}{f', {a.given}' if a.given else ''}" for a in value)
        return "; ".join(names)
    return "" if value in (None, False) else "yes" if value is True else str(value)
