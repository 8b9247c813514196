"""What the records give today beside what was built: places that came or went."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from assembler.document.nodes import ValueId
from assembler.review.case import Case
from assembler.review.states import Finding, State
from assembler.write.docx.evidence import Evidence
from assembler.write.docx.evidence_lines import BlockEvidence

NAMED = 4
"""Values that a finding names."""


def today_findings(case: Case) -> Iterator[Finding]:
    """Values that the document built today no longer prints, or prints besides; told once for each
    section or table. Nothing when the records were not asked."""
    if case.today is None:
        return
    gone = [v for v in case.evidence.values if v not in case.today.values]
    for values in _by_place(case.evidence, gone).values():
        message = f"{_listed(case.evidence, values)}: the document built today does not print this"
        remedy = "bring the file up to date by hand: compare it with a new build"
        found = replace(Finding(State.RECORD_GONE, False, message, remedy), values=tuple(values))
        block, begin, end = case.aligned.at_value[values[0]]
        unit = case.aligned.unit_of(block)
        occurrences = case.live(values[0])
        if occurrences:
            yield replace(
                case.at_occurrence(found, occurrences[0]), path=_path(case.evidence, values[0])
            )
        elif unit is None:
            yield case.at_block(found, block, begin, end)
        else:
            yield case.at_unit(found, unit)
    added = [v for v in case.today.values if v not in case.evidence.values]
    for (section, place), values in _by_place(case.today, added).items():
        where = _titled(case.today, place or section)
        message = f"{_listed(case.today, values)}: printed today in {where}, not in the file"
        remedy = "bring the file up to date by hand: compare it with a new build"
        found = replace(Finding(State.RECORD_ADDED, False, message, remedy), values=tuple(values))
        yield replace(
            found,
            section=_titled(case.today, section),
            path=_path(case.today, values[0]),
            at=_position(case, section),
        )


def _by_place(
    evidence: Evidence, values: Sequence[ValueId]
) -> Mapping[tuple[str, str], list[ValueId]]:
    """By section, and table or figure in it."""
    block_of: dict[ValueId, BlockEvidence] = {a.id: b for b in evidence.blocks for a in b.anchors}
    places: dict[tuple[str, str], list[ValueId]] = {}
    for value in values:
        block = block_of.get(value)
        if block is not None:
            label = block.label if block.kind != "heading" else ""
            places.setdefault((block.section, label), []).append(value)
    return places


def _listed(evidence: Evidence, values: Sequence[ValueId]) -> str:
    texts = ", ".join(f"'{evidence.values[value].text}'" for value in values[:NAMED])
    return f"{texts} and {len(values) - NAMED} more" if len(values) > NAMED else texts


def _titled(evidence: Evidence, label: str) -> str:
    for block in evidence.blocks:
        if block.label == label and block.kind in ("heading", "caption"):
            return block.text if block.kind == "heading" else block.text.partition(". ")[0]
    return "the front"


def _path(evidence: Evidence, value: ValueId) -> str:
    paths = evidence.values[value].paths
    return paths[0] if paths else ""


def _position(case: Case, section: str) -> float:
    for number, block in enumerate(case.evidence.blocks):
        if block.section == section:
            return case.positions[number]
    return float(len(case.units))
