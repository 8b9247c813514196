"""Clusters of citations in an edited file: refolded and renumbered as the list in the file says."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass

from assembler.document.nodes import ReferenceKey, ValueId
from assembler.resolve.resolve import fold
from assembler.resolve.words import between_citations, reference_label
from assembler.review.edited import Edited
from assembler.review.folding import folded
from assembler.review.found import Item
from assembler.review.skeleton import paired_clusters, texts_of
from assembler.review.splice import Edit, fragment
from assembler.review.tracked import Hindered, Live, replaced
from assembler.review.values import How, done_with
from assembler.write.docx.anchors import label_bookmark, title, value_bookmark
from assembler.write.docx.evidence import Evidence
from assembler.write.docx.fields import put_field
from assembler.write.docx.read import Occurrence
from assembler.write.docx.xml import Element, put_text, qn, sub

Numbers = Mapping[ReferenceKey, int]
_Part = tuple[str, ReferenceKey | None]


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster of citations that stands in the file."""

    occurrence: Occurrence
    before: tuple[ReferenceKey, ...]
    """As built."""
    keys: tuple[ReferenceKey, ...]
    """What it cites today; as built where its sentence is gone from today's document."""
    identity: ValueId
    """Its id in today's document."""
    built: str
    """Its words as built."""


def clusters_of(edited: Edited, today: Evidence) -> list[Cluster]:
    """The clusters that stand in the file, in order; deleted ones left out."""
    pairs = paired_clusters(edited.evidence, today)
    texts = texts_of(edited.evidence)
    found: list[Cluster] = []
    for occurrence in edited.read.occurrences:
        keys = edited.evidence.citations.get(occurrence.value)
        if keys is None or occurrence.pending == "deleted" or not occurrence.text:
            continue
        identity = pairs.get(occurrence.value, occurrence.value)
        now = today.citations.get(identity, keys)
        found.append(Cluster(occurrence, keys, now, identity, texts.get(occurrence.value, "")))
    return found


def refresh_clusters(
    edited: Edited, clusters: Iterable[Cluster], before: Numbers, after: Numbers, how: How
) -> Iterator[Item]:
    """Edit every cluster whose numbers are others now. `before` are the numbers of the list as it
    stands in the file, `after` those when it is brought up to date."""
    for cluster in clusters:
        missing = [key for key in cluster.keys if key not in after]
        if missing:
            why = f"the reference list has no entry for {', '.join(missing)}"
            yield _item(edited, cluster, "citation-left", "", why)
            continue
        parts = list(_parts(cluster.keys, after))
        new = "".join(text for text, _ in parts)
        try:
            yield from _refresh(edited, cluster, parts, new, before, how)
        except Hindered as hindrance:
            yield _item(edited, cluster, "citation-left", new, str(hindrance))


def _refresh(
    edited: Edited,
    cluster: Cluster,
    parts: Sequence[_Part],
    new: str,
    before: Numbers,
    how: How,
) -> Iterator[Item]:
    occurrence = cluster.occurrence
    now = folded(occurrence.text)
    runs = edited.runs(occurrence, fields=True)
    wanted = [_target(key) for _, key in parts if key is not None]
    if now == folded(new) and _targets(runs) in (wanted, []):
        edited.edit(occurrence.part, list(_renamed(edited, cluster)))
        return
    own = {folded(cluster.built)}
    if all(key in before for key in cluster.before):  # as Word prints it after an update of fields
        own.add(folded("".join(text for text, _ in _parts(cluster.before, before))))
    is_own = now in own
    if not is_own and not how.take_records:
        yield _item(edited, cluster, "overtyped", new, "")
        return
    if not runs:
        raise Hindered("no words are left in it")
    edited.claim(runs)
    is_field = bool(_targets(runs))

    def put(parent: Element, properties: Element | None) -> None:
        _put(parent, parts, properties, _linked(runs), with_fields=is_field)

    part = edited.part(occurrence.part)
    edits = replaced(part, runs, put, how.revisions, accept=how.accept)
    if how.accept:
        edits += done_with(edited, occurrence, runs, how)
    edited.edit(occurrence.part, [*edits, *_renamed(edited, cluster)])
    yield _item(edited, cluster, "citation", new, "", is_taken=not is_own)


def _parts(keys: Iterable[ReferenceKey], numbers: Numbers) -> Iterator[_Part]:
    """`[`, 6, `–`, 9, `]`: words, and numbers with their references."""
    by_number = {numbers[key]: key for key in keys}
    opening, ranges = "[", fold(list(by_number))
    for first, last in ranges:
        yield opening, None
        yield str(first), by_number[first]
        if last != first:
            yield "–", None
            yield str(last), by_number[last]
        opening = between_citations(len(ranges))
    yield "]", None


def _put(
    parent: Element,
    parts: Iterable[_Part],
    plain: Element | None,
    linked: Element | None,
    *,
    with_fields: bool,
) -> None:
    """The cluster's runs: its numbers as fields, where they were fields."""

    def run(of: Element, properties: Element | None) -> Element:
        made = sub(of, "r")
        if properties is not None:
            made.append(deepcopy(properties))
        return made

    for text, key in parts:
        if key is None or not with_fields:
            put_text(run(parent, plain), text)
        else:
            instruction = f"REF {_target(key)} \\r \\h"
            put_field(parent, instruction, text, lambda of: run(of, linked))


def _linked(runs: Iterable[Live]) -> Element | None:
    """The properties of the runs of fields."""
    for live in runs:
        if live.run.find(qn("fldChar")) is not None:
            return live.run.find(qn("rPr"))
    return None


def _target(key: ReferenceKey) -> str:
    return label_bookmark(reference_label(key))


def _targets(runs: Iterable[Live]) -> list[str]:
    """The bookmarks to which the fields point."""
    codes = "".join(
        f" {element.text or ''} " if element.tag == qn("instrText") else "\0"
        for live in runs
        for element in live.run.iter(qn("instrText"), qn("fldChar"))
    )
    words = [code.split() for code in codes.split("\0")]
    return [code[1] for code in words if len(code) > 1 and code[0] == "REF"]


def _renamed(edited: Edited, cluster: Cluster) -> Iterator[Edit]:
    """The edits that give an anchor the id of the cluster that stands in its place today."""
    occurrence = cluster.occurrence
    if cluster.identity == occurrence.value:
        return
    part = edited.part(occurrence.part)
    named: list[tuple[Element | None, str, str]] = []
    if occurrence.control is not None:
        properties = part.nth("sdt", occurrence.control).find(qn("sdtPr"))
        if properties is not None:
            shown = title(cluster.identity, "citation")
            named.append((properties.find(qn("tag")), "val", cluster.identity))
            named.append((properties.find(qn("alias")), "val", shown))
    if occurrence.bookmark is not None:
        mark = part.nth("bookmarkStart", occurrence.bookmark)
        named.append((mark, "name", value_bookmark(cluster.identity)))
    for element, attribute, name in named:
        if element is not None:
            copy = deepcopy(element)
            copy.tail = None
            copy.set(qn(attribute), name)
            yield Edit(*part.span(element), fragment(copy, element.nsmap))


def _item(
    edited: Edited, cluster: Cluster, kind: str, new: str, why: str, *, is_taken: bool = False
) -> Item:
    occurrence = cluster.occurrence
    paragraph = edited.paragraph(occurrence)
    section = edited.section(occurrence.paragraph) if occurrence.is_in_body else ""
    around = "" if paragraph is None else paragraph.text
    path = f"references.literature.{cluster.keys[0]}" if cluster.keys else ""
    return Item(kind, section, occurrence.text, new, path, why, around, is_taken)  # type: ignore[arg-type]
