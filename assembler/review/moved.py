"""Values that stand in other places than built, and those that only bookmarks still name."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assembler.document.nodes import ValueId
from assembler.problems import shortened
from assembler.review.case import Case
from assembler.review.folding import folded
from assembler.review.states import Finding, State
from assembler.write.docx.reading import Occurrence

NAMED = 3
"""Values that a finding names."""


def moved_findings(case: Case) -> Iterator[Finding]:
    """Notes, all of them."""
    yield from _moved(case)
    yield from _by_bookmark(case)


def listed(pairs: Sequence[tuple[ValueId, Occurrence]]) -> str:
    """The first few of them, as they stand."""
    texts = ", ".join(f"'{shortened(occurrence.text)}'" for _, occurrence in pairs[:NAMED])
    return f"{texts} and {len(pairs) - NAMED} more" if len(pairs) > NAMED else texts


def _moved(case: Case) -> Iterator[Finding]:
    """Values that stand in another line than built; told once for each pair of sections, or of
    lines in one section. Where a heading is gone, what stood below it has not moved."""
    headings = {
        block.section: number
        for number, block in enumerate(case.evidence.blocks)
        if block.kind == "heading"
    }
    moved: dict[object, list[tuple[ValueId, Occurrence]]] = {}
    for value in case.evidence.values:
        occurrences = case.live(value)
        at = case.aligned.at_value.get(value)
        if len(occurrences) != 1 or at is None or not folded(occurrences[0].text):
            continue
        unit = case.unit_at.get(occurrences[0].paragraph) if occurrences[0].is_in_body else None
        was = case.evidence.blocks[at[0]].section
        now = None if unit is None else case.sections[unit]
        if was != now:
            if was not in headings or case.aligned.unit_of(headings[was]) is not None:
                moved.setdefault((was, now), []).append((value, occurrences[0]))
        elif unit is not None and _is_elsewhere(case, unit, at[0]):
            moved.setdefault((unit, at[0]), []).append((value, occurrences[0]))
    for pairs in moved.values():
        yield _moved_here(case, pairs)


def _moved_here(case: Case, pairs: Sequence[tuple[ValueId, Occurrence]]) -> Finding:
    value, occurrence = pairs[0]
    was = case.evidence.blocks[case.aligned.at_value[value][0]].section
    unit = case.unit_at.get(occurrence.paragraph) if occurrence.is_in_body else None
    whence = f"from {case.section(was) or 'the front'}"
    if unit is not None and case.sections[unit] == was:
        whence = "from another paragraph of the section"
    found = Finding(State.MOVED, True, f"{listed(pairs)}: moved here {whence}")
    found = replace(case.of_value(found, value), values=tuple(value for value, _ in pairs))
    return case.at_occurrence(found, occurrence)


def _is_elsewhere(case: Case, unit: int, block: int) -> bool:
    """Whether a line is another than the one of `block`, which still stands by itself: where two
    paragraphs have been made one, nothing has moved."""
    return case.aligned.block_of.get(unit) != block and case.aligned.unit_of(block) is not None


def _by_bookmark(case: Case) -> Iterator[Finding]:
    """The values that only their bookmarks name: told once for the file."""
    values = [
        value
        for value in (*case.evidence.values, *case.evidence.citations)
        if any(o.recognised == "bookmark" for o in case.live(value))
    ]
    if not values:
        return
    which = f"{len(values)} of the values and citations have lost their controls"
    if len(values) == 1:
        which = f"'{case.live(values[0])[0].text}' has lost its control"
    why = "the file was saved by LibreOffice, or controls were taken away"
    message = f"{which}: bookmarks alone say what is what ({why})"
    yield Finding(State.BY_BOOKMARK, True, message, values=tuple(values))
