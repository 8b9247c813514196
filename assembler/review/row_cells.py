"""Large tables, in which one control stands for a row: its other values are whole cells."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import partial

from assembler.document.nodes import ValueId
from assembler.review.derived import with_values
from assembler.review.edited import Edited
from assembler.review.folding import folded
from assembler.review.found import Item
from assembler.review.tracked import Hindered, live_runs, put_words, replaced
from assembler.review.values import How
from assembler.write.docx.evidence import Evidence
from assembler.write.docx.evidence_lines import BlockEvidence

_Cells = Mapping[tuple[int, int], Mapping[int, list[int]]]
"""Table and row -> cell -> its paragraphs."""


def refresh_rows(edited: Edited, today: Evidence, how: How) -> Iterator[Item]:
    """Edit the cells of such rows in which a value has changed; the first value of a row has a
    control and is none of them."""
    built = edited.evidence
    if not built.rows:
        return
    texts = {i: v.text for i, v in today.values.items() if i in built.values}
    cells = _cells(edited)
    occurrences = {o.value: o for o in edited.read.occurrences if o.value in built.rows}
    for block in built.blocks:
        if block.kind != "row" or not block.anchors or block.anchors[0].id not in built.rows:
            continue
        first = block.anchors[0].id
        new = with_values(block, {i: texts[i] for i in built.rows[first] if i in texts})
        if new == block.text:
            continue
        occurrence = occurrences.get(first)
        place = None if occurrence is None else edited.paragraph(occurrence)
        if place is None or place.cell is None:
            section = edited.title_of(block.section)
            yield Item("deleted", section, block.text, new, around=block.text)
            continue
        row = cells.get((place.cell.table, place.cell.row), {})
        yield from _row(edited, block, new, row, place.cell.cell, how)


def _row(
    edited: Edited,
    block: BlockEvidence,
    new: str,
    row: Mapping[int, list[int]],
    anchored: int,
    how: How,
) -> Iterator[Item]:
    values = _values_by_cell(block)
    for cell, (old, text) in enumerate(zip(block.text.split("\t"), new.split("\t"), strict=False)):
        if old == text or (cell == anchored and len(values[cell]) == 1):
            continue
        value = edited.evidence.values[values[cell][0]]
        path = value.paths[0] if value.paths else ""
        paragraphs = row.get(cell, [])
        section = edited.section(paragraphs[0]) if paragraphs else ""
        said = "\n".join(edited.read.paragraphs[n].text for n in paragraphs)
        item = partial(Item, section=section, old=said, new=text, path=path, around=new)
        if folded(said) == folded(text):
            continue
        if cell == anchored or len(paragraphs) != 1:
            yield item("hindered", why="the cell holds more than one value")
        elif folded(said) != folded(old) and not how.take_records:
            yield item("overtyped")
        else:
            part = edited.part(edited.main)
            try:
                runs = list(live_runs(list(edited.element(paragraphs[0]))))
                if not runs:
                    raise Hindered("no words are left in it")
                edited.claim(runs)
            except Hindered as hindrance:
                yield item("hindered", why=str(hindrance))
                continue
            put = partial(put_words, text=text)
            edited.edit(part.name, replaced(part, runs, put, how.revisions, accept=how.accept))
            yield item("value", is_taken=folded(said) != folded(old))


def _values_by_cell(block: BlockEvidence) -> Mapping[int, list[ValueId]]:
    found: dict[int, list[ValueId]] = defaultdict(list)
    cell = at = 0
    for anchor in block.anchors:
        cell += block.text.count("\t", at, anchor.begin)
        at = anchor.begin
        found[cell].append(anchor.id)
    return found


def _cells(edited: Edited) -> _Cells:
    found: dict[tuple[int, int], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, paragraph in enumerate(edited.read.paragraphs):
        if paragraph.cell is not None:
            where = paragraph.cell
            found[where.table, where.row][where.cell].append(number)
    return found
