"""Every value that a document prints: where it stands, the words around it, its parentage."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal, NamedTuple

from assembler.document.nodes import (
    Emphasis,
    Footnote,
    Gap,
    Inline,
    Inlines,
    Link,
    NoteMark,
    ReferenceList,
    Row,
    Section,
    Strong,
    Subscript,
    Superscript,
    Table,
    Trace,
    Value,
    ValueId,
)
from assembler.document.walk import (
    Run,
    blocks_of,
    leaves,
    listings,
    runs,
    sections_of,
    without_marks,
)
from assembler.problems import Position
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import caption_prefix, inline_text, text_of

AROUND = 30
"""Characters of text on each side of a value."""
LONGEST = 60
"""Characters of a value, a row's name or a column's head that the text around it shows."""

Kind = Literal["value", "name", "absence", "to do", "reference", "listing"]
"""A name (`cabozantinib`) is a value without an anchor in the files; a listing is one entry for all
of its rows."""

NO_SOURCE = "no source on record"
_PLACES = {"front": "front page", "title": "heading", "prose": "text"}


class Operand(NamedTuple):
    """One record that a printed value is made from; each part on one line."""

    path: str
    recorded: str
    """The value as recorded; empty where there is none to record."""
    stands_in: str
    """File and line: `efficacy.yaml:13`."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One value or absence as it stands on the page."""

    id: ValueId
    kind: Kind
    text: str
    section: str
    """Number of its section; empty before the first one."""
    where: str
    """`text`, `heading`, `footnote 2`, `Table 2`, `Table 2, note`, `Figure 1`, `reference 3`."""
    around: str
    """About sixty characters of what is printed round it, the value between « and »; of a cell,
    the group, the row and the head of the column in front."""
    trace: Trace

    @property
    def operands(self) -> list[Operand]:
        """The records behind it, the leading one first."""
        trace = self.trace
        places = [f"{at.file}:{at.line}" for at in trace.at]
        columns = ([_one_line(part) for part in parts]
                   for parts in (trace.paths, trace.recorded, places))  # fmt: skip
        return [Operand(*parts) for parts in zip_longest(*columns, fillvalue="")]

    @property
    def source(self) -> str:
        """Document and place, and what that cites; or that there is none."""
        return self.trace.source or NO_SOURCE


def printed(resolved: Resolved) -> Iterator[Printed]:
    """The values and absences of the sections, tables and front page in reading order."""
    document = resolved.document
    table: _TableWords | None = None
    for run in runs(document):
        if run.table is not None and (table is None or table.table is not run.table):
            table = _TableWords(resolved, run.table)
        if run.place == "cell" and table is not None:
            table.enter(run)
        found = list(_in_context(resolved, run.content))
        if not found:
            continue
        before = table.before(run) if run.place == "cell" and table is not None else ""
        for inline, around in found:
            yield Printed(
                inline.id,
                _kind(inline, run),
                inline.text,
                resolved.numbers[run.section.label] if run.section else "",
                _where(resolved, run),
                before + around,
                document.trace[inline.id],
            )


def printed_references(resolved: Resolved) -> Iterator[Printed]:
    """The printed entries of the reference list, each as one value; none without a list."""
    document = resolved.document
    section = _section_of_list(document.sections)
    if section is None:
        return
    for number, key in enumerate(resolved.bibliography, start=1):
        content = document.references[key]
        values = [inline.id for inline in leaves(content) if isinstance(inline, Value)]
        if not values:
            continue
        text = text_of(resolved, content)
        where = f"reference {number}"
        around = f"{number}. «{_shortened(text)}»"
        trace = _joined([document.trace[value] for value in values if value in document.trace])
        of_list = resolved.numbers[section.label]
        yield Printed(values[0], "reference", text, of_list, where, around, trace)


def printed_listings(resolved: Resolved) -> Iterator[Printed]:
    """Each listing as one value: its rows come from one data set."""
    for section, listing in listings(resolved.document):
        extract = listing.extract
        rows = f"{len(listing.rows):,} of {extract.of:,} rows"
        said = "; ".join(filter(None, (f"{extract.data_set}: {rows}", extract.where)))
        trace = Trace(
            (extract.path,),
            (f"{extract.file}, SHA-256 {extract.sha256}",),
            "as in the data set",
            text_of(resolved, listing.source),
            (Position(extract.file),),
        )
        number = resolved.numbers[section.label] if section else ""
        where = caption_prefix(resolved, listing)
        around = f"«{text_of(resolved, listing.caption)}»"
        yield Printed(ValueId(listing.label), "listing", said, number, where, around, trace)


def _joined(traces: Sequence[Trace]) -> Trace:
    """The parentage of a text that several values make up."""
    return Trace(
        tuple(path for trace in traces for path in trace.paths),
        tuple(recorded for trace in traces for recorded in trace.recorded),
        ", ".join(dict.fromkeys(trace.derivation for trace in traces)),
        "; ".join(dict.fromkeys(trace.source for trace in traces if trace.source)),
        tuple(at for trace in traces for at in trace.at),
    )


def in_reading_order(resolved: Resolved) -> list[Printed]:
    """Everything printed, the entries of the reference list where the list stands."""
    order = {
        resolved.numbers[section.label]: position
        for position, (_, section) in enumerate(sections_of(resolved.document.sections), start=1)
    }
    values = [*printed(resolved), *printed_listings(resolved), *printed_references(resolved)]
    return sorted(values, key=lambda one: order.get(one.section, 0))  # the order inside is kept


def _kind(inline: Value | Gap, run: Run) -> Kind:
    if isinstance(inline, Gap):
        return "to do" if inline.is_owed else "absence"
    # nothing inside a picture has an anchor, and all of it is to be checked
    return "value" if inline.anchored or run.place == "figure" else "name"


def _where(resolved: Resolved, run: Run) -> str:
    captioned = run.table or run.listing or run.figure
    if run.footnote is not None:
        return f"footnote {resolved.footnotes[run.footnote.key]}"
    if captioned is None:
        return _PLACES.get(run.place, run.place)
    name = caption_prefix(resolved, captioned)
    return name if run.place in ("cell", "figure") else f"{name}, {run.place}"


def _section_of_list(sections: Sequence[Section]) -> Section | None:
    for _, section in sections_of(tuple(sections)):
        if any(isinstance(block, ReferenceList) for block in blocks_of(section.blocks)):
            return section
    return None


class _TableWords:
    """What stands beside the cells of a table that is read row by row."""

    def __init__(self, resolved: Resolved, table: Table) -> None:
        self.table = table
        self._resolved = resolved
        self._heads = [""] * len(table.columns)
        self._group = ""
        self._row: Row | None = None
        self._name = ""
        for row in table.head:
            column = 0
            for cell in row.cells:
                words = self._words(cell.content)
                for n in range(column, column + cell.span):
                    self._heads[n] = ", ".join(filter(None, (self._heads[n], words)))
                column += cell.span

    def enter(self, run: Run) -> None:
        """Take note of the row in which the cell stands."""
        if run.row is self._row or run.row is None:
            return
        self._row = run.row
        name = self._words(run.row.cells[0].content)
        if run.row.group:
            self._group, self._name = name, ""
        else:
            self._name = name

    def before(self, run: Run) -> str:
        """`pNET cohort / PFS | Hazard ratio: `; what the cell itself says is left out."""
        if run.row is None or run.row.group:
            return ""
        rows = (self._group, self._name if run.column else "")
        row = " / ".join(_shortened(name) for name in rows if name)
        beside = " | ".join(filter(None, (row, _shortened(self._heads[run.column]))))
        return f"{beside}: " if beside else ""

    def _words(self, content: Inlines) -> str:
        return " ".join(text_of(self._resolved, without_marks(content)).split())


def _in_context(resolved: Resolved, content: Inlines) -> Iterator[tuple[Value | Gap, str]]:
    """Each value of a run with the text around it."""
    pieces: list[str] = []
    found: list[tuple[Value | Gap, int]] = []
    length = 0
    for inline in leaves(content):
        if isinstance(inline, Value | Gap):
            found.append((inline, length))
        text = _own_text(resolved, inline)
        pieces.append(text)
        length += len(text)
    text = "".join(pieces)
    for inline, start in found:
        before = _tail(text[max(0, start - AROUND - 1) : start])
        end = start + len(inline.text)
        after = _head(text[end : end + AROUND + 1])
        yield inline, f"{before}«{_shortened(inline.text)}»{after}"


def _own_text(resolved: Resolved, inline: Inline) -> str:
    """The words of a leaf; none of a container, whose leaves come by themselves, nor of a mark."""
    marks = isinstance(inline, NoteMark | Footnote)
    silent = marks or isinstance(inline, Emphasis | Strong | Superscript | Subscript | Link)
    return "" if silent else inline_text(resolved, inline)


def _tail(text: str) -> str:
    """The end of a text that is cut in front, from a word's beginning."""
    if len(text) <= AROUND:
        return _flat(text)
    cut = text[1:]
    return "…" + _flat(cut[cut.find(" ") + 1 :])


def _head(text: str) -> str:
    """The beginning of a text that is cut behind, to a word's end."""
    if len(text) <= AROUND:
        return _flat(text)
    cut = text[:-1]
    last = cut.rfind(" ")
    return _flat(cut[:last] if last > 0 else cut) + "…"


def _shortened(text: str) -> str:
    """A long text without its middle."""
    if len(text) <= LONGEST:
        return _flat(text)
    return f"{_flat(text[: LONGEST - 20])}…{_flat(text[-19:])}"


def _flat(text: str) -> str:
    return text.replace("\n", " ")


def _one_line(text: str) -> str:
    return " ".join(text.splitlines())
