"""Numerals that somebody typed into the file: no record stands behind them."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from assembler.compose.numerals import Allowed, Numeral, every_numeral, numerals
from assembler.review.case import Case
from assembler.review.near import Nearest
from assembler.review.states import Finding, State
from assembler.review.units import Anchored, loose_units
from assembler.write.docx.evidence_lines import BlockEvidence

NAMED = 4
"""Numerals of one line that are told one by one; more are told as one finding."""
_CONTINUED = " (continued)"
_Spans = Sequence[tuple[int, int]]


def typed_findings(
    case: Case, allowed: Allowed, spoken_of: Mapping[int, _Spans], told: frozenset[int]
) -> Iterator[Finding]:
    """Every numeral of the file that was not built where it stands, and stands in no anchor.

    What `spoken_of` covers, and the lines in `told`, are told of already.
    """
    nearest = Nearest(case.evidence)
    known = set(case.aligned.keys)
    for number, unit in enumerate(case.units):
        if number in told or unit.key.removesuffix(_CONTINUED) in known or unit.numbered in known:
            continue
        anchors = [(a.begin, a.end) for a in unit.anchors if _holds(case, a)]
        covered = [*anchors, *unit.computed, *spoken_of.get(number, ())]
        typed = _beyond(unit.text, covered, allowed, _built_near(case, number))
        section = case.sections[number]
        for found, span in _told(typed, nearest, section):
            yield case.at_unit(found, number, *span)
    yield from _elsewhere(case, allowed, nearest)


def _holds(case: Case, anchor: Anchored) -> bool:
    """Whether what stands in an anchor is told of by itself: an author's text is not."""
    value = anchor.occurrence.value
    return value in case.aligned.at_value and not case.is_owed_text(value)


def _elsewhere(case: Case, allowed: Allowed, nearest: Nearest) -> Iterator[Finding]:
    """Text boxes, notes and running heads; what these repeat of the title is known."""
    title = " ".join(b.text for b in case.evidence.blocks if b.section == "front")
    known = Counter(numeral.text for numeral in every_numeral(title))
    lines = loose_units(case.read.elsewhere)
    for unit, paragraph in zip(lines, case.read.elsewhere, strict=True):
        typed = _beyond(unit.text, unit.computed, allowed, known)
        where = {"box": "text box"}.get(paragraph.place, paragraph.place)
        for found, (begin, end) in _told(typed, nearest, ""):
            yield replace(
                found,
                message=f"in a {where}: {found.message}",
                before=unit.text[:begin][-80:],
                marked=unit.text[begin:end],
                behind=unit.text[end:][:80],
                at=float(len(case.units)),
            )


def _built_near(case: Case, number: int) -> Counter[str]:
    """The numerals that were built as plain words in the line; where it was not built, in the
    lines round it, for a paragraph may have been cut in two; and in a line as built next to it
    that is gone, for two may have been made one."""
    block = case.aligned.block_of.get(number)
    blocks = {block} if block is not None else set()
    if block is None:
        around = (case.aligned.block_of.get(beside) for beside in (number - 1, number + 1))
        blocks = {beside for beside in around if beside is not None}
    for one in tuple(blocks):
        beside = {one - 1, one + 1} & set(range(len(case.evidence.blocks)))
        blocks |= {other for other in beside if case.aligned.unit_of(other) is None}
    counted: Counter[str] = Counter()
    for one in blocks:
        built = case.evidence.blocks[one]
        spans = [(0, _computed(built)), *((a.begin, a.end) for a in built.anchors)]
        typed = _outside(every_numeral(built.text), spans)
        counted |= Counter(numeral.text for numeral in typed)
    return counted


def _computed(block: BlockEvidence) -> int:
    """How much of a line as built is a number that Word computes: `2.5.4 `, `Table 1. `, `6. `."""
    behind = {"heading": " ", "caption": ". ", "reference": ". "}.get(block.kind)
    return 0 if behind is None else block.text.find(behind) + 1


def _beyond(text: str, covered: _Spans, allowed: Allowed, known: Counter[str]) -> list[Numeral]:
    """The numerals in no allowed form and not covered, without those that are known."""
    if not re.search(r"\d", text):
        return []
    left = Counter(known)
    found: list[Numeral] = []
    for numeral in _outside(numerals(text, allowed), covered):
        if left[numeral.text] > 0:
            left[numeral.text] -= 1
        else:
            found.append(numeral)
    return found


def _outside(found: Iterable[Numeral], covered: _Spans) -> Iterator[Numeral]:
    """Those with a digit that is not covered."""
    spans = _merged(covered)
    return (numeral for numeral in found if _has_digit_beyond(numeral, spans))


def _merged(spans: _Spans) -> list[tuple[int, int]]:
    """In order, those that overlap made one: a field may stand in an anchor."""
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((begin, end))
    return merged


def _has_digit_beyond(numeral: Numeral, spans: _Spans) -> bool:
    first = max(bisect_left(spans, (numeral.begin, 0)) - 1, 0)
    digits = {n for n, c in enumerate(numeral.text, numeral.begin) if c.isdigit()}
    for begin, end in spans[first:]:
        if begin >= numeral.end:
            break
        digits -= set(range(max(begin, numeral.begin), min(end, numeral.end)))
    return bool(digits)


def _told(
    typed: Sequence[Numeral], nearest: Nearest, section: str
) -> Iterator[tuple[Finding, tuple[int, int]]]:
    if len(typed) > NAMED:
        listed = ", ".join(f"'{numeral.text}'" for numeral in typed[:NAMED])
        message = f"{len(typed)} numerals that no record stands behind: {listed} ..."
        found = Finding(State.NUMERAL_TYPED, False, message, _REMEDY, new=typed[0].text)
        yield found, (typed[0].begin, typed[0].end)
        return
    for numeral in typed:
        yield _one(numeral, nearest, section), (numeral.begin, numeral.end)


_REMEDY = "enter it in the records and print it from a template, or take it out"


def _one(numeral: Numeral, nearest: Nearest, section: str) -> Finding:
    """The finding for a numeral, with the value that it may have been meant to be."""
    said = f"'{numeral.text}' was typed: no record stands behind it"
    near = nearest.to(numeral.text, section)
    if near is None:
        return Finding(State.NUMERAL_TYPED, False, said, _REMEDY, new=numeral.text)
    return Finding(
        State.NUMERAL_TYPED,
        False,
        f"{said}; near it is '{near.text}' ({near.paths[0]})",
        f"copy '{near.text}' from where it stands, if it is meant; else {_REMEDY}",
        new=numeral.text,
        near=near.paths[0],
    )
