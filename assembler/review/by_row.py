"""Large tables, in which one control stands for a whole row."""

from collections.abc import Iterator

from assembler.document.nodes import ValueId
from assembler.review.case import Case
from assembler.review.folding import folded
from assembler.review.states import Finding, State


def row_findings(case: Case) -> Iterator[Finding]:
    """Values without a control of their own, in rows that still stand: compared cell by cell."""
    for row in case.evidence.rows.values():
        block = case.aligned.at_value.get(row[0], (-1, 0, 0))[0]
        unit = case.aligned.unit_of(block)
        if unit is None or case.units[unit].key == case.aligned.keys[block]:
            continue
        for value in row[1:]:
            found = _of_cell(case, unit, block, value)
            if found is not None:
                yield found


def _of_cell(case: Case, unit: int, block: int, value: ValueId) -> Finding | None:
    built, line = case.evidence.blocks[block].text, case.units[unit].text
    _, begin, end = case.aligned.at_value[value]
    cell = built.count("\t", 0, begin)
    cells = line.split("\t")
    if built.count("\t") != len(cells) - 1:
        cells, cell = [line], 0
    stands = cells[cell]
    said = built[begin:end]
    if folded(said) in folded(stands):
        return None
    at = sum(len(c) + 1 for c in cells[:cell])
    found = Finding(
        State.OVERTYPED,
        False,
        f"'{said}' was built, '{stands}' stands in its cell",
        f"type {said} again; if {stands} is right, correct the record and build again",
        old=said,
        new=stands,
    )
    return case.at_unit(case.of_value(found, value), unit, at, at + len(stands))
