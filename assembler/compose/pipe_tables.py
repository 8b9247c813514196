"""Tables typed in a template: CommonMark's pipe tables inside `:::{table}`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from markdown_it.tree import SyntaxTreeNode

from assembler.compose.dialect import NOTE_MARK, block_tree
from assembler.compose.directives import Directive, Option
from assembler.compose.inlines import inlines
from assembler.compose.reading import Marking, Reading
from assembler.compose.tables import made_table, source_line
from assembler.document.nodes import (
    Cell,
    Column,
    Inlines,
    MarkedNote,
    NoteKey,
    Row,
    Table,
)
from assembler.problems import nearest

OPTIONS = {
    "caption": "the table's title; needed",
    "note": "a note below the table; may come again; one that begins with `[^name]` gets a "
    "letter where cells say `[^name]`",
    "source": "the source line",
    "widths": "how wide the columns are compared with each other: `3 1 1`",
}
"""What each option of a typed table is for."""
_BAR = re.compile(r"(?<!\\)\|")
_NUMBERS = re.compile(r"[0-9]+(?:\.[0-9]+)?", re.ASCII)
_WIDTHS = re.compile(rf"(?:{_NUMBERS.pattern}[ ,]*)+", re.ASCII)
_ALIGNED: Mapping[str, Literal["left", "center", "decimal"]] = {
    "text-align:center": "center",
    "text-align:right": "decimal",
}


def pipe_table(reading: Reading, directive: Directive, *, landscape: bool) -> Iterator[Table]:
    """The table of rows typed in a directive's body; nothing when it is refused."""
    label = reading.label(directive.argument, directive.at, kind="tbl-")
    inside = replace(reading, place=label, footnotes=None, where="a table")
    nodes = block_tree(directive.body).children
    if [node.type for node in nodes] != ["table"]:
        reading.refuse(
            "table.rows",
            f"the block of '{label}' holds something else than one table",
            "type the rows as | a | b |, the second line as |---|---:|, and no other text; "
            "the block of a table from a shell is empty",
            reading.filled.at(directive.body_line),
        )
        return
    lettered = _lettered(inside, directive)
    marking = replace(inside, marking=Marking(tuple(lettered.keys), lettered.marked))
    head, *rows = _rows(marking, nodes[0], directive.body_line)
    _look_at_cells(inside, directive, len(head.cells))
    columns = _columns(inside, nodes[0], directive)
    texts = _texts(inside, directive)
    if not texts.get("caption"):
        message = f"the table '{label}' has no caption"
        reading.refuse("table.caption", message, "add `:caption: ...`", directive.at)
        return
    yield made_table(
        label,
        texts["caption"][0],
        columns=columns,
        head=(head,),
        rows=rows,
        notes=texts.get("note", ()),
        marked=lettered.notes(inside, directive),
        source=source_line(texts["source"][0]) if "source" in texts else (),
        landscape=landscape,
        at=directive.at,
        abbreviations=reading.abbreviations,
    )


@dataclass(slots=True)
class _Lettered:
    """The lettered notes of a typed table, and which of them are marked."""

    keys: dict[str, NoteKey]
    """By what stands in `[^name]`."""
    used: set[str] = field(default_factory=set)

    def marked(self, name: str) -> tuple[NoteKey, ...]:
        """The note of `[^name]`."""
        self.used.add(name)
        return (self.keys[name],)

    def notes(self, reading: Reading, directive: Directive) -> Sequence[MarkedNote]:
        """The notes; one that nothing marks is refused."""
        found: list[MarkedNote] = []
        for option in directive.options:
            name = _mark(option)
            if not name:
                continue
            if name not in self.used:
                reading.refuse(
                    "note.marked",
                    f"nothing bears the mark of the note [^{name}]",
                    f"write [^{name}] in a cell, behind what the note is about",
                    reading.filled.at(option.line),
                )
            words = option.text.lstrip()[len(f"[^{name}]") :]
            found.append(MarkedNote(self.keys[name], inlines(reading, words, option.line)))
        return found


def _lettered(reading: Reading, directive: Directive) -> _Lettered:
    keys: dict[str, NoteKey] = {}
    for option in directive.options:
        name = _mark(option)
        if name in keys:
            message, remedy = f"two notes have the mark [^{name}]", "give one of them another"
            reading.refuse("note.once", message, remedy, reading.filled.at(option.line))
        elif name:
            keys[name] = NoteKey(f"{reading.place}/{len(keys) + 1}")
    return _Lettered(keys)


def _mark(option: Option) -> str:
    """The name of the mark that a note begins with; empty where it has none."""
    match = NOTE_MARK.match(option.text.lstrip()) if option.name == "note" else None
    return match[1] if match else ""


def _look_at_cells(reading: Reading, directive: Directive, columns: int) -> None:
    """Refuse rows with more or fewer cells than the head: Markdown would drop or fill them."""
    for index, line in enumerate(directive.body.rstrip().split("\n")):
        row = line.strip().removeprefix("|")
        row = row[:-1] if row.endswith("|") and not row.endswith("\\|") else row
        cells = len(_BAR.findall(row)) + 1
        if row and cells != columns:
            reading.refuse(
                "table.rows-whole",
                f"the row has {cells} cell{'s' if cells > 1 else ''}, and the head {columns}",
                "put one | between two cells; a | in the words is typed \\|, an empty cell | |",
                reading.filled.at(directive.body_line + index),
            )


def _rows(reading: Reading, table: SyntaxTreeNode, line: int) -> Iterator[Row]:
    for part in table.children:
        for row in part.children:
            first = line + (row.map[0] if row.map else 0)
            yield Row(
                tuple(
                    Cell(inlines(reading, cell.children[0].content, first) if cell.children else ())
                    for cell in row.children
                )
            )


def _columns(reading: Reading, table: SyntaxTreeNode, directive: Directive) -> list[Column]:
    """Aligned as the second line says: a column of numbers, `---:`, on its decimal points."""
    head = table.children[0].children[0].children
    widths: list[float | None] = [None] * len(head)
    for option in directive.options:
        if option.name == "widths":
            numbers = _NUMBERS.findall(option.text)
            if len(numbers) != len(head) or not _WIDTHS.fullmatch(option.text.strip()):
                reading.refuse(
                    "table.widths",
                    f"'{option.text}' does not give a width to each of {len(head)} columns",
                    f"write one number for each column: {' '.join(['1'] * len(head))}",
                    reading.filled.at(option.line),
                )
            else:
                widths = [float(number) for number in numbers]
    aligned = [_ALIGNED.get(str(cell.attrs.get("style", "")), "left") for cell in head]
    return [Column(*column) for column in zip(widths, aligned, strict=True)]


def _texts(reading: Reading, directive: Directive) -> dict[str, tuple[Inlines, ...]]:
    """The options that are words, by name."""
    texts: dict[str, tuple[Inlines, ...]] = {}
    for option in directive.options:
        at = reading.filled.at(option.line)
        if option.name not in OPTIONS:
            near = nearest(option.name, OPTIONS)
            reading.refuse(
                "table.option-known",
                f"a typed table has no option '{option.name}'",
                f"write :{near}:" if near else f"the options are: {', '.join(OPTIONS)}",
                at,
            )
        elif option.name in texts and option.name != "note":
            reading.refuse("table.option-once", f":{option.name}: is given twice", "keep one", at)
        elif option.name != "widths" and not _mark(option):
            words = inlines(reading, option.text, option.line)
            texts[option.name] = (*texts.get(option.name, ()), words)
    return texts
