"""An edited file beside what it was built from: what every question of `verify` is asked of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assembler.compose.loader import AUTHOR
from assembler.document.nodes import Label, ValueId
from assembler.resolve.plain import folded
from assembler.review.align import Aligned, align
from assembler.review.states import Finding
from assembler.review.units import Unit, struck_lines, units
from assembler.write.docx.evidence import Evidence
from assembler.write.docx.reading import Occurrence, ReadDocx

AROUND = 160
"""Letters of a line that are quoted before and behind the place."""
_FRONT = Label("front")


@dataclass(frozen=True, slots=True)
class Case:
    """The file, what it carries, what the records give today, and how their lines match."""

    read: ReadDocx
    evidence: Evidence
    today: Evidence | None
    aligned: Aligned
    unit_at: Mapping[int, int]
    """Paragraph -> line."""
    sections: Sequence[Label]
    """The section of every line, as the headings stand."""
    titles: Mapping[Label, str]
    """Section -> number and title as built."""
    positions: Sequence[float]
    """Block -> where it stands, or would stand, among the lines of the file."""
    anchors: Mapping[Occurrence, tuple[int, int, int]]
    """Anchor of the body -> its line, and where it stands in it."""
    by_value: Mapping[ValueId, Sequence[Occurrence]]
    captions: Mapping[Label, str]
    """Table or figure -> `Table 3`, as built."""
    silent: frozenset[ValueId]
    """Values of large tables that the control of another value stands for."""
    struck: frozenset[str]
    """Words of the lines that a pending change deletes as a whole."""

    @property
    def units(self) -> Sequence[Unit]:
        """The lines of the file."""
        return self.aligned.units

    def live(self, value: ValueId) -> list[Occurrence]:
        """The occurrences that no pending change deletes."""
        return [o for o in self.by_value.get(value, ()) if o.pending != "deleted"]

    def record(self, value: ValueId) -> str | None:
        """What the records give today; None when they were not asked, or do not give it."""
        given = self.today.values.get(value) if self.today else None
        return None if given is None else given.text

    def is_struck(self, block: int) -> bool:
        """Whether a pending change deletes the whole line."""
        return self.aligned.keys[block] in self.struck

    def is_owed_text(self, value: ValueId) -> bool:
        """Whether it is what stands for a text that an author still has to write."""
        built = self.evidence.values.get(value)
        if built is None or not built.is_gap:
            return False
        return any(path.startswith(AUTHOR) for path in built.paths)

    def section(self, label: Label) -> str:
        """Number and title of a section as built."""
        return self.titles.get(label, "")

    def of_value(self, found: Finding, value: ValueId) -> Finding:
        """The finding with what is known of the value."""
        built = self.evidence.values.get(value)
        if built is None:
            return replace(found, values=(*found.values, value))
        return replace(
            found,
            values=(*found.values, value),
            path=built.paths[0] if built.paths else "",
            source=built.source,
            record=self.record(value),
        )

    def at_occurrence(self, found: Finding, occurrence: Occurrence) -> Finding:
        """The finding at a place of the file, with the line around it."""
        anchored = self.anchors.get(occurrence)
        if anchored is None:
            lines = self.read.paragraphs if occurrence.is_in_body else self.read.elsewhere
            if not 0 <= occurrence.paragraph < len(lines):
                return found
            text = lines[occurrence.paragraph].text
            return _quoted(found, text, occurrence.begin, occurrence.end)
        return replace(
            self.at_unit(found, *anchored),
            paragraph=occurrence.paragraph,
            occurrence=occurrence,
        )

    def at_unit(self, found: Finding, unit: int, begin: int = 0, end: int = 0) -> Finding:
        """The finding at a line of the file."""
        line = self.units[unit]
        return replace(
            _quoted(found, line.text, begin, end),
            section=found.section or self.section(self.sections[unit]),
            paragraph=line.paragraph(begin),
            at=float(unit),
        )

    def at_block(self, found: Finding, block: int, begin: int = 0, end: int = 0) -> Finding:
        """The finding at a line that is gone, quoted as it was built."""
        built = self.evidence.blocks[block]
        at = self.positions[block]
        paragraph = self.units[int(at)].paragraphs[-1] if 0 <= at < len(self.units) else None
        return replace(
            _quoted(found, built.text, begin, end),
            section=self.section(built.section),
            paragraph=paragraph,
            is_built=True,
            at=at,
        )


def make_case(read: ReadDocx, evidence: Evidence, today: Evidence | None) -> Case:
    """Everything matched once, for all questions."""
    lines = units(read)
    aligned = align(lines, read, evidence)
    by_value: dict[ValueId, list[Occurrence]] = {}
    for occurrence in read.occurrences:
        by_value.setdefault(occurrence.value, []).append(occurrence)
    return Case(
        read,
        evidence,
        today,
        aligned,
        {p: number for number, unit in enumerate(lines) for p in unit.paragraphs},
        _sections(aligned),
        {b.section: folded(b.text) for b in evidence.blocks if b.kind == "heading"},
        _positions(aligned),
        {a.occurrence: (n, a.begin, a.end) for n, unit in enumerate(lines) for a in unit.anchors},
        by_value,
        {b.label: _numbered(b.text) for b in evidence.blocks if b.kind == "caption"},
        frozenset(v for row in evidence.rows.values() for v in row) - frozenset(evidence.rows),
        struck_lines(read),
    )


def _numbered(caption: str) -> str:
    """`Table 3` of a caption."""
    return folded(caption).partition(". ")[0]


def _sections(aligned: Aligned) -> list[Label]:
    section, found = _FRONT, []
    for number in range(len(aligned.units)):
        block = aligned.block_of.get(number)
        if block is not None and aligned.blocks[block].kind == "heading":
            section = aligned.blocks[block].section
        found.append(section)
    return found


def _positions(aligned: Aligned) -> list[float]:
    at, found = -0.5, []
    for block in range(len(aligned.blocks)):
        unit = aligned.unit_of(block)
        if unit is not None:
            at = unit + 0.5
        found.append(at if unit is None else float(unit))
    return found


def _quoted(found: Finding, text: str, begin: int, end: int) -> Finding:
    before, marked, behind = text[:begin], text[begin:end], text[end:]
    if len(before) > AROUND:
        before = f"…{before[-AROUND:].partition(' ')[2]}"
    if len(behind) > AROUND:
        behind = f"{behind[:AROUND].rpartition(' ')[0]}…"
    if not marked.strip():
        before, marked = before + marked, ""
    return replace(found, before=_line(before), marked=_line(marked), behind=_line(behind))


def _line(text: str) -> str:
    """On one line; the cells of a row with bars between them."""
    return text.replace("\t", " | ").replace("\n", " ")
