"""Headings, tables, rows, figures: what was built and is gone, and rows that were not built."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assembler.document.nodes import Label
from assembler.review.case import Case
from assembler.review.folding import folded
from assembler.review.states import Finding, State

_DECIDE = "accept or reject the change"
NAMED = 3
"""Rows that a finding names."""


@dataclass(frozen=True, slots=True)
class Structure:
    """The findings, and what they have told of as a whole."""

    findings: tuple[Finding, ...]
    blocks: frozenset[int]
    """Lines as built whose anchors need no telling of their own."""
    units: frozenset[int]
    """Lines of the file whose numerals need none."""


def structure(case: Case) -> Structure:
    """What of the skeleton of the document is gone, and which rows are new."""
    findings = [*_headings(case), *_figures(case)]
    blocks: set[int] = set()
    lines: set[int] = set()
    of_table = _rows_by_table(case)
    for label, rows in of_table.items():
        gone = [row for row in rows if case.aligned.unit_of(row) is None]
        struck = [row for row in gone if case.is_struck(row)]
        blocks.update(gone)
        if struck:
            findings.append(_rows_struck(case, label, struck))
        if len(gone) > len(struck):
            findings.append(_rows_gone(case, label, rows, sorted({*gone} - {*struck})))
    for label, new in _new_rows(case).items():
        findings.append(_rows_added(case, label, new))
        lines.update(new)
    return Structure(tuple(findings), frozenset(blocks), frozenset(lines))


def _headings(case: Case) -> Iterator[Finding]:
    for number, block in enumerate(case.evidence.blocks):
        if block.kind != "heading":
            continue
        unit = case.aligned.unit_of(number)
        title = folded(block.text)
        if unit is None and case.is_struck(number):
            message = f"a tracked change that nobody has accepted deletes the heading '{title}'"
            yield case.at_block(Finding(State.PENDING, False, message, _DECIDE), number)
        elif unit is None:
            remedy = "put the heading back: its section is part of the document"
            found = Finding(State.HEADING_REMOVED, False, f"the heading '{title}' is gone", remedy)
            yield case.at_block(replace(found, old=title), number)
        else:
            yield from _renumbered(case, unit, title)


def _renumbered(case: Case, unit: int, title: str) -> Iterator[Finding]:
    now = folded(case.read.paragraphs[case.units[unit].paragraphs[0]].number)
    if not title.startswith(f"{now} "):
        was = title.removesuffix(case.units[unit].key).strip()
        message = f"the heading was built as {was}, it is numbered {now or 'no more'} now"
        found = Finding(State.HEADING_RENUMBERED, True, message, old=was, new=now)
        yield case.at_unit(found, unit)


def _figures(case: Case) -> Iterator[Finding]:
    named = {picture.name for picture in case.read.pictures}
    described = {picture.alternative for picture in case.read.pictures}
    for number, block in enumerate(case.evidence.blocks):
        if block.kind == "figure" and block.label not in named and block.text not in described:
            name = case.captions.get(block.label, "a figure")
            message = f"the picture of {name} is gone, or another one stands there"
            remedy = "build it again, or copy it from the file as built"
            yield case.at_block(Finding(State.FIGURE_REMOVED, False, message, remedy), number)
    built = {(b.label, b.text) for b in case.evidence.blocks if b.kind == "figure"}
    labels, texts = {label for label, _ in built}, {text for _, text in built}
    for picture in case.read.pictures:
        if picture.name not in labels and picture.alternative not in texts:
            message = f"the picture '{picture.name}' was not built: its words are not read"
            yield Finding(State.FIGURE_ADDED, True, message)


def _rows_by_table(case: Case) -> dict[Label, list[int]]:
    tables: dict[Label, list[int]] = {}
    for number, block in enumerate(case.evidence.blocks):
        if block.kind == "row":
            tables.setdefault(block.label, []).append(number)
    return tables


def _rows_gone(case: Case, label: Label, rows: Sequence[int], gone: Sequence[int]) -> Finding:
    name = case.captions.get(label, "a table")
    values = tuple(a.id for row in gone for a in case.evidence.blocks[row].anchors)
    with_values = f", with {len(values)} values" if values else ""
    remedy = "put it back where it was not meant to go; else take it out of the shell"
    if len(gone) == len(rows):
        found = Finding(State.TABLE_REMOVED, False, f"{name} is gone{with_values}", remedy)
    else:
        of = f"{len(gone)} of {len(rows)} rows of {name}"
        verb = "is" if len(gone) == 1 else "are"
        named = ", ".join(f"'{_first_cell(case, row)}'" for row in gone[:NAMED])
        more = " ..." if len(gone) > NAMED else ""
        message = f"{of} {verb} gone{with_values}: {named}{more}"
        found = Finding(State.ROWS_REMOVED, False, message, remedy)
    return case.at_block(replace(found, values=values), gone[0])


def _rows_struck(case: Case, label: Label, struck: Sequence[int]) -> Finding:
    values = tuple(a.id for row in struck for a in case.evidence.blocks[row].anchors)
    rows = "a row" if len(struck) == 1 else f"{len(struck)} rows"
    name = case.captions.get(label, "a table")
    message = f"a tracked change that nobody has accepted deletes {rows} of {name}"
    found = Finding(State.PENDING, False, message, _DECIDE, values=values)
    return case.at_block(found, struck[0])


def _first_cell(case: Case, row: int) -> str:
    return folded(case.evidence.blocks[row].text.partition("\t")[0])


def _new_rows(case: Case) -> dict[Label, list[int]]:
    """Rows that were not built, in tables that were: table as built -> lines."""
    table_of: dict[int, Label] = {}
    for unit, block in case.aligned.block_of.items():
        table = case.units[unit].table
        if table is not None and case.evidence.blocks[block].kind in ("head", "row"):
            table_of.setdefault(table, case.evidence.blocks[block].label)
    known = set(case.aligned.keys)
    found: dict[Label, list[int]] = {}
    for number, line in enumerate(case.units):
        if line.table is None or line.table not in table_of or number in case.aligned.block_of:
            continue
        if line.key not in known:  # the head is repeated where a long table is cut
            found.setdefault(table_of[line.table], []).append(number)
    return found


def _rows_added(case: Case, label: Label, new: Sequence[int]) -> Finding:
    name = case.captions.get(label, "a table")
    named = ", ".join(f"'{folded(case.units[u].text.partition(chr(9))[0])}'" for u in new[:NAMED])
    more = " ..." if len(new) > NAMED else ""
    rows = "a row that was not built" if len(new) == 1 else f"{len(new)} rows that were not built"
    found = Finding(
        State.ROWS_ADDED,
        False,
        f"{name} has {rows}: {named}{more}",
        "enter what it says in the records and add it to the shell, or take it out",
    )
    return case.at_unit(found, new[0])
