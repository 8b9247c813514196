"""Anchors that the file has lost: gone with their lines, or what stands in their places."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from assembler.document.nodes import Label, ValueId
from assembler.review.anchored import written
from assembler.review.case import Case
from assembler.review.folding import folded
from assembler.review.states import Finding, State

COMPARED = 300
"""Lines that are compared word by word to find what stands in the place of a value."""
WORDS = 1_500
"""Words, blanks and signs of a line beyond which it is not."""
NAMED = 4
"""Values that a finding names one by one."""

_NAMED_LINES = ("row", "note", "footnote", "heading")
_PIECES = re.compile(r"\s+|\w+(?:[.,·]\d+)*|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Stands:
    """What stands in the place of a lost anchor."""

    begin: int
    end: int
    text: str
    is_as_built: bool


@dataclass(frozen=True, slots=True)
class Lost:
    """The findings, and the stretches of lines that they have spoken of."""

    findings: tuple[Finding, ...]
    spoken_of: dict[int, list[tuple[int, int]]]
    """Line -> stretches."""


def lost_anchors(case: Case, told: frozenset[int]) -> Lost:
    """Every value and citation that stands nowhere, or is deleted by a pending change.

    Those of the blocks in `told` are left out: their table or rows are told of as a whole.
    """
    by_block: dict[int, list[ValueId]] = {}
    for value, (block, _, _) in case.aligned.at_value.items():
        if not case.live(value) and value not in case.silent and block not in told:
            by_block.setdefault(block, []).append(value)
    findings: list[Finding] = []
    spoken_of: dict[int, list[tuple[int, int]]] = {}
    comparing = _Comparing(COMPARED)
    for block, values in by_block.items():
        tracked = [value for value in values if case.by_value.get(value)]
        if tracked:
            findings.append(_tracked(case, tracked))
        gone = [value for value in values if not case.by_value.get(value)]
        for value in [value for value in gone if case.is_owed_text(value)]:
            found = case.of_value(written(case, value), value)
            findings.append(case.at_block(found, block))
            gone.remove(value)
        unit = case.aligned.unit_of(block)
        if gone and unit is None:
            findings.append(_with_its_line(case, block, gone))
        elif gone and unit is not None:
            for value in gone:
                stands = comparing.in_place(case, unit, block, value)
                findings.append(_alone(case, unit, value, stands))
                if stands.text.strip():
                    spoken_of.setdefault(unit, []).append((stands.begin, stands.end))
    return Lost(tuple(_by_table(case, findings)), spoken_of)


def unlinked(case: Case, values: Iterable[ValueId]) -> frozenset[ValueId]:
    """Of values that stand nowhere, those in whose places there are words."""
    comparing, found = _Comparing(COMPARED), set[ValueId]()
    for value in values:
        block = case.aligned.at_value[value][0]
        unit = case.aligned.unit_of(block)
        if unit is not None and comparing.in_place(case, unit, block, value).text.strip():
            found.add(value)
    return frozenset(found)


def _by_table(case: Case, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Of many values that are gone from the rows of one table, as when a column is taken out, one
    finding."""
    of_table: dict[str, list[Finding]] = {}
    for found in findings:
        block = case.evidence.blocks[case.aligned.at_value[found.values[0]][0]]
        alone = found.state is State.DELETED and len(found.values) == 1 and not found.is_built
        label = block.label if block.kind in ("head", "row") and alone else ""
        of_table.setdefault(label, []).append(found)
    for label, group in of_table.items():
        if not label or len(group) < NAMED:
            yield from group
            continue
        values = tuple(value for found in group for value in found.values)
        name = case.captions.get(Label(label), "a table")
        message = f"{len(values)} values are gone from rows of {name}: {_listed(case, values)}"
        yield replace(group[0], message=message, values=values, old="", marked="")


def text_as_built(case: Case, value: ValueId) -> str:
    """What a value or a cluster of citations said."""
    block, begin, end = case.aligned.at_value[value]
    return case.evidence.blocks[block].text[begin:end]


def _listed(case: Case, values: Sequence[ValueId]) -> str:
    texts = [f"'{text_as_built(case, value)}'" for value in values[:NAMED]]
    more = f" and {len(values) - NAMED} more" if len(values) > NAMED else ""
    return f"{', '.join(texts)}{more}"


def _about(case: Case, found: Finding, values: Sequence[ValueId]) -> Finding:
    return replace(case.of_value(found, values[0]), values=tuple(values))


def _is_citation(case: Case, value: ValueId) -> bool:
    return value in case.evidence.citations


def _tracked(case: Case, values: Sequence[ValueId]) -> Finding:
    found = Finding(
        State.PENDING,
        False,
        f"a tracked change that nobody has accepted deletes {_listed(case, values)}",
        "accept or reject the change",
        old=text_as_built(case, values[0]) if len(values) == 1 else "",
    )
    found = _about(case, found, values)
    block = case.aligned.at_value[values[0]][0]
    if case.is_struck(block):
        return case.at_block(found, block)
    return case.at_occurrence(found, case.by_value[values[0]][0])


def _with_its_line(case: Case, block: int, values: Sequence[ValueId]) -> Finding:
    kind = case.evidence.blocks[block].kind
    line = "row" if kind == "head" else kind if kind in _NAMED_LINES else "paragraph"
    cited = all(_is_citation(case, value) for value in values)
    found = Finding(
        State.CITATION_REMOVED if cited else State.DELETED,
        False,
        f"{_listed(case, values)}: gone, with the {line} in which it stood"
        if len(values) == 1
        else f"{_listed(case, values)}: gone, with the {line} in which they stood",
        "put it back where it was not meant to go; else take it out of the template",
        old=text_as_built(case, values[0]) if len(values) == 1 else "",
    )
    _, begin, end = case.aligned.at_value[values[0]]
    span = (begin, end) if len(values) == 1 else (0, 0)
    return case.at_block(_about(case, found, values), block, *span)


def _alone(case: Case, unit: int, value: ValueId, stands: Stands) -> Finding:
    built = text_as_built(case, value)
    cited = _is_citation(case, value)
    what = f"the citation {built}" if cited else f"'{built}'"
    if not stands.text.strip():
        found = Finding(
            State.CITATION_REMOVED if cited else State.DELETED,
            False,
            f"{what} is gone from this place",
            "put it back where it was not meant to go; else take it out of the template",
            old=built,
        )
    elif stands.is_as_built:
        found = Finding(
            State.UNLINKED,
            False,
            f"{what} stands there as plain text: nothing says any more where it came from",
            "copy it from the file as built, so that it follows the records",
            old=built,
            new=stands.text,
        )
    else:
        found = Finding(
            State.UNLINKED,
            False,
            f"{what} was built, '{stands.text}' stands there as plain text",
            "copy it from the file as built; if the text is right, correct the record",
            old=built,
            new=stands.text,
        )
    return case.at_unit(case.of_value(found, value), unit, stands.begin, stands.end)


@dataclass(slots=True)
class _Comparing:
    """Finds what stands in the place of a value; comparing lines has a budget."""

    budget: int
    unit: int = -1
    block: int = -1
    opcodes: tuple[tuple[str, int, int, int, int], ...] = ()

    def in_place(self, case: Case, unit: int, block: int, value: ValueId) -> Stands:
        """What the line says where the value was built."""
        _, begin, end = case.aligned.at_value[value]
        line, built = case.units[unit].text, case.evidence.blocks[block].text
        said = built[begin:end]
        if line.count(said) == 1 == built.count(said):
            at = line.index(said)
            return Stands(at, at + len(said), said, True)
        if (unit, block) != (self.unit, self.block):
            self.unit, self.block = unit, block
            self.opcodes = self._compared(built, line)
        return _mapped(self.opcodes, built, line, begin, end)

    def _compared(self, built: str, line: str) -> tuple[tuple[str, int, int, int, int], ...]:
        """The two lines as stretches that are equal or not, in letters."""
        one, other = _PIECES.findall(built), _PIECES.findall(line)
        self.budget -= 1
        if self.budget < 0 or max(len(one), len(other)) > WORDS:
            return (("replace", 0, len(built), 0, 0),)
        starts, others = _starts(one), _starts(other)
        matcher = SequenceMatcher(None, one, other, autojunk=False)
        return tuple(
            (tag, starts[i], starts[k], others[j], others[m])
            for tag, i, k, j, m in matcher.get_opcodes()
        )


def _starts(pieces: Sequence[str]) -> list[int]:
    starts = [0]
    for piece in pieces:
        starts.append(starts[-1] + len(piece))
    return starts


def _mapped(
    opcodes: Sequence[tuple[str, int, int, int, int]], built: str, line: str, begin: int, end: int
) -> Stands:
    first = last = None
    for tag, i, k, j, m in opcodes:
        if k <= begin or i >= end:
            continue
        left, right = (j + max(begin - i, 0), m - max(k - end, 0)) if tag == "equal" else (j, m)
        first = left if first is None else first
        last = right
    if first is None or last is None:
        return Stands(0, 0, "", False)
    text = line[first:last]
    return Stands(first, last, text, folded(text) == folded(built[begin:end]))
