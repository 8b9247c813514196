"""Which line as built each line of an edited file is: four steps, none of them quadratic.

First what is certain (bookmarks of headings, captions and references), then the anchors in the
line, then equal words, then, between two lines that are known, the most words in common.
"""

from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assembler.document.nodes import ValueId
from assembler.review.folding import folded
from assembler.review.units import Unit
from assembler.write.docx.anchors import label_bookmark
from assembler.write.docx.evidence import Evidence
from assembler.write.docx.evidence_lines import BlockEvidence
from assembler.write.docx.reading import ReadDocx

IN_A_GAP = 40
"""Lines between two known ones that are compared word by word, on either side."""
COMPARED = 20_000
"""Pairs of lines that are compared word by word in one file."""
WORDS = 400
"""Words of a line that are compared."""
ALIKE_SHORTER, ALIKE_LONGER = 0.5, 0.2
"""Shares of the words of the shorter and of the longer line that two lines must have in common: a
line that was cut in three is still known."""


@dataclass(slots=True)
class Aligned:
    """Lines as they stand and lines as built, matched."""

    units: Sequence[Unit]
    blocks: Sequence[BlockEvidence]
    keys: Sequence[str]
    """The words of each block, folded."""
    block_of: dict[int, int] = field(default_factory=dict)
    """Line -> block. A line that was copied or cut in two names its block again."""
    units_of: dict[int, list[int]] = field(default_factory=dict)
    """Block -> lines."""
    at_value: dict[ValueId, tuple[int, int, int]] = field(default_factory=dict)
    """Anchor as built -> block, begin, end."""

    def unit_of(self, block: int) -> int | None:
        """The line that stands for a block: the one that says the same, else the first."""
        found = self.units_of.get(block, [])
        same = (u for u in found if self.keys[block] in (self.units[u].key, self.units[u].numbered))
        return next(same, found[0] if found else None)

    def match(self, unit: int, block: int) -> None:
        """Say that a line is a block."""
        if unit not in self.block_of:
            self.block_of[unit] = block
            self.units_of.setdefault(block, []).append(unit)


def align(units: Sequence[Unit], read: ReadDocx, evidence: Evidence) -> Aligned:
    """Match the lines of the file with those of the evidence."""
    keys = [folded(block.text) for block in evidence.blocks]
    aligned = Aligned(units, evidence.blocks, keys)
    for number, block in enumerate(evidence.blocks):
        for anchor in block.anchors:
            aligned.at_value[anchor.id] = (number, anchor.begin, anchor.end)
    _by_label(aligned, read)
    _by_anchors(aligned)
    _by_words(aligned)
    _by_likeness(aligned)
    return aligned


def _by_label(aligned: Aligned, read: ReadDocx) -> None:
    unit_at = {p: number for number, unit in enumerate(aligned.units) for p in unit.paragraphs}
    for number, block in enumerate(aligned.blocks):
        if block.label and block.kind in ("heading", "caption", "reference"):
            mark = read.bookmarks.get(label_bookmark(block.label))
            unit = None if mark is None else unit_at.get(mark.paragraph)
            if unit is not None:
                aligned.match(unit, number)


def _by_anchors(aligned: Aligned) -> None:
    """A line is the block in which most of its anchors were built; of several, the first."""
    for number, unit in enumerate(aligned.units):
        votes: Counter[int] = Counter()
        for anchor in unit.anchors:
            built = aligned.at_value.get(anchor.occurrence.value)
            if built is not None and anchor.occurrence.pending != "deleted":
                votes[built[0]] += 1
        if votes:
            most = max(votes.values())
            aligned.match(number, min(block for block, n in votes.items() if n == most))


def _by_words(aligned: Aligned) -> None:
    waiting: dict[str, deque[int]] = {}
    for number, key in enumerate(aligned.keys):
        if number not in aligned.units_of:
            waiting.setdefault(key, deque()).append(number)
    for number, unit in enumerate(aligned.units):
        if number in aligned.block_of:
            continue
        for key in (unit.numbered, unit.key):
            if waiting.get(key):
                aligned.match(number, waiting[key].popleft())
                break


def _by_likeness(aligned: Aligned) -> None:
    free = [number for number in range(len(aligned.blocks)) if number not in aligned.units_of]
    words: dict[int, Counter[str]] = {}
    budget = COMPARED
    for run, first, last in _runs(aligned):
        begin, end = bisect_right(free, first), bisect_right(free, last)
        near = free[begin : min(end, begin + IN_A_GAP)]
        candidates = [block for block in near if block not in aligned.units_of]
        for unit in run[:IN_A_GAP]:
            if budget < len(candidates) or not candidates:
                break
            budget -= len(candidates)
            best = _most_alike(aligned, unit, candidates, words)
            if best is not None:
                aligned.match(unit, best)
                candidates.remove(best)


def _runs(aligned: Aligned) -> Iterator[tuple[list[int], int, int]]:
    """Runs of lines that are not known, with the blocks of the known lines round them; the end
    of all where those are not in the order in which they were built."""
    run: list[int] = []
    first = -1
    for number in range(len(aligned.units) + 1):
        block = aligned.block_of.get(number)
        if block is None and number < len(aligned.units):
            run.append(number)
            continue
        last = len(aligned.blocks) if block is None else block
        if run:
            yield run, first, last if last > first else len(aligned.blocks)
        run = []
        first = last


def _most_alike(
    aligned: Aligned, unit: int, candidates: Sequence[int], words: dict[int, Counter[str]]
) -> int | None:
    said = _words(aligned.units[unit].key)
    is_row = aligned.units[unit].table is not None
    best: tuple[float, int] | None = None
    for block in candidates:
        if is_row is not (aligned.blocks[block].kind in ("head", "row")):
            continue
        if block not in words:
            words[block] = _words(aligned.keys[block])
        share = _in_common(said, words[block])
        if share and (best is None or share > best[0]):
            best = share, block
    return None if best is None else best[1]


def _words(text: str) -> Counter[str]:
    return Counter(text.split(" ", WORDS)[:WORDS])


def _in_common(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    """The share of the shorter line's words that stand in both; 0 where that is too little."""
    shorter, longer = sorted((one, other), key=lambda words: sum(words.values()))
    common = sum(min(n, longer.get(word, 0)) for word, n in shorter.items())
    share = common / max(sum(shorter.values()), 1)
    enough = share >= ALIKE_SHORTER and common >= ALIKE_LONGER * sum(longer.values())
    return share if enough else 0.0
