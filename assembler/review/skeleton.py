"""The lines of two builds against each other: what is the same but for its values."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assembler.document.nodes import Label, ValueId
from assembler.write.docx.evidence import Evidence
from assembler.write.docx.evidence_lines import BlockEvidence

_CITED = "\ufffc[cited]"
_NUMBERED = {"heading": " ", "caption": ". ", "reference": ". "}
"""What stands behind the number of a line."""


@dataclass(frozen=True, slots=True)
class Rewording:
    """Lines of one place that are not the same in two builds."""

    section: Label
    label: Label
    """The table or figure; empty for prose."""
    gone: tuple[BlockEvidence, ...]
    """Only in the earlier build."""
    come: tuple[BlockEvidence, ...]
    """Only in the later one."""


def skeleton(block: BlockEvidence, citations: object) -> tuple[str, ...]:
    """A line without its number and with ids in the place of values, so that it is the same as
    long as only records change; a cluster of citations is any cluster."""
    pieces = [block.kind]
    at = 0
    between = _NUMBERED.get(block.kind)
    if between is not None:
        at = block.text.find(between) + len(between) if between in block.text else 0
    for anchor in block.anchors:
        is_cluster = anchor.id in citations  # type: ignore[operator]
        pieces += [block.text[at : anchor.begin], _CITED if is_cluster else anchor.id]
        at = anchor.end
    return (*pieces, block.text[at:])


def rewordings(built: Evidence, today: Evidence) -> Iterator[Rewording]:
    """What the later build says in other words, by section and, in it, by table or figure.

    References are left out: the list is brought up to date entry by entry. So are drawings, which
    are held against the pictures in the file.
    """
    before, after = _by_place(built), _by_place(today)
    for place in dict.fromkeys((*before, *after)):
        old, new = before.get(place, []), after.get(place, [])
        gone = _without(old, built, new, today)
        come = _without(new, today, old, built)
        if gone or come:
            yield Rewording(place[0], place[1], tuple(gone), tuple(come))


def _by_place(evidence: Evidence) -> dict[tuple[Label, Label], list[BlockEvidence]]:
    found: dict[tuple[Label, Label], list[BlockEvidence]] = defaultdict(list)
    for block in evidence.blocks:
        if block.kind not in ("reference", "figure"):
            label = block.label if block.kind != "heading" else Label("")
            found[block.section, label].append(block)
    return found


def _without(
    blocks: Sequence[BlockEvidence],
    own: Evidence,
    others: Sequence[BlockEvidence],
    theirs: Evidence,
) -> list[BlockEvidence]:
    """The lines that are not among `others`."""
    known = Counter(skeleton(block, theirs.citations) for block in others)
    rest: list[BlockEvidence] = []
    for block in blocks:
        key = skeleton(block, own.citations)
        if known[key]:
            known[key] -= 1
        else:
            rest.append(block)
    return rest


def paired_clusters(built: Evidence, today: Evidence) -> dict[ValueId, ValueId]:
    """Cluster of the earlier build -> the one that stands in its place in the later build.

    A cluster's id depends on its keys, so its line tells which it has become.
    """
    lines: dict[tuple[Label, tuple[str, ...]], list[BlockEvidence]] = defaultdict(list)
    for block in today.blocks:
        lines[block.section, skeleton(block, today.citations)].append(block)
    for found in lines.values():
        found.reverse()
    pairs: dict[ValueId, ValueId] = {}
    for block in built.blocks:
        waiting = lines.get((block.section, skeleton(block, built.citations)))
        if waiting:
            ours = (a.id for a in block.anchors if a.id in built.citations)
            theirs = (a.id for a in waiting.pop().anchors if a.id in today.citations)
            pairs.update(zip(ours, theirs, strict=False))
    for cluster in built.citations:
        if cluster in today.citations:
            pairs.setdefault(cluster, cluster)
    return pairs


def texts_of(evidence: Evidence) -> dict[ValueId, str]:
    """Anchor -> its text as built, clusters of citations included."""
    return {a.id: b.text[a.begin : a.end] for b in evidence.blocks for a in b.anchors}
