"""Lists: numbered headings, bullets, ordered lists, the numbered references.

Word counts once per abstract list, whichever `w:num` a paragraph names; a `w:startOverride`
counts anew at the first use of its level. LibreOffice counts once per `w:num`. The plan below
gives the same numbers under both readings.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assembler.document.nodes import Label, Section
from assembler.document.walk import sections_of
from assembler.resolve.resolve import ANNEX, Resolved
from assembler.resolve.words import bullet
from assembler.write.docx.styles import HEADING_LEVELS, NOTE_INDENT_POINTS, heading_style, style_id
from assembler.write.docx.xml import Element, sub, twips
from assembler.write.look import Look
from assembler.write.text.rooms import LIST_INDENT, MARK, Rooms

HEADINGS, REFERENCES, BULLETS, ORDERED, NOTE_BULLETS, NOTE_ORDERED, ANNEXES = range(1, 8)
"""Abstract lists; each has a `w:num` of the same number."""

LEVELS = 9


@dataclass(frozen=True, slots=True)
class HeadingPlan:
    """How the headings come by their numbers."""

    start: int
    """Where level 1 begins: 4 when the first section is 2.5.4."""
    overrides: tuple[Mapping[int, int], ...]
    """Of each further `w:num`: level (0-based) -> number that it begins with."""
    num_of: Mapping[Label, int]
    """Section -> index of its entry in `overrides`, for those after a jump."""
    prefix: str
    """What stands before level 1: `2.5` of section 2.5.4; empty of section 1."""
    in_annexes: frozenset[Label] = frozenset()
    """The annexes and the sections inside them: they count in a list of their own."""


def plan_headings(resolved: Resolved) -> HeadingPlan:
    """The list that counts as `resolved.numbers` says; where a number jumps, a new `w:num`."""
    sections = tuple(one for one in resolved.document.sections if not one.is_annex)
    annexes = tuple(one for one in resolved.document.sections if one.is_annex)
    start = _last(resolved, sections[0]) if sections else 1
    prefix = resolved.numbers[sections[0].label].rpartition(".")[0] if sections else ""
    overrides: list[dict[int, int]] = []
    num_of: dict[Label, int] = {}
    counters: list[int] = []
    pending: dict[int, int] = {}
    for depth, section in sections_of(sections):
        level = depth - 1
        wanted = _last(resolved, section)
        del counters[depth:]
        if level in pending:
            counted = pending[level]
        elif len(counters) == depth:
            counted = counters[level] + 1
        else:
            counted = start if level == 0 else 1
        if counted != wanted:
            pending = {n: counters[n] for n in range(level)} | {level: wanted}
            overrides.append(dict(pending))
        pending.pop(level, None)
        del counters[level:]
        counters.append(wanted)
        if overrides:
            num_of[section.label] = len(overrides) - 1
    in_annexes = frozenset(section.label for _, section in sections_of(annexes))
    return HeadingPlan(start, tuple(overrides), num_of, prefix, in_annexes)


def _last(resolved: Resolved, section: Section) -> int:
    return int(resolved.numbers[section.label].rpartition(".")[2])


@dataclass(slots=True)
class Lists:
    """The `w:num` entries that the body has asked for, in order."""

    plan: HeadingPlan
    nums: list[tuple[int, Mapping[int, int]]] = field(default_factory=list)
    """Abstract list and overrides of every `w:num` beyond those that are always there."""

    def __post_init__(self) -> None:
        self.nums += [(HEADINGS, starts) for starts in self.plan.overrides]

    def heading(self, label: Label) -> int | None:
        """The `w:num` that a heading must name, or None where its style's is right."""
        if label in self.plan.in_annexes:
            return ANNEXES
        index = self.plan.num_of.get(label)
        return None if index is None else ANNEXES + 1 + index

    def bullets(self, *, in_note: bool) -> int:
        """The `w:num` of bullet lists."""
        return NOTE_BULLETS if in_note else BULLETS

    def ordered(self, level: int, start: int, *, in_note: bool) -> int:
        """A new `w:num` that begins at `start` on `level` (0-based)."""
        self.nums.append((NOTE_ORDERED if in_note else ORDERED, {level: start}))
        return ANNEXES + len(self.nums)


def define_lists(numbering: Element, lists: Lists, look: Look, rooms: Rooms) -> None:
    """Fill the numbering part: level 1 is `2.5.%1`; of a document without a number `%1`."""
    _headings(_abstract(numbering, HEADINGS), lists.plan, look, rooms)
    references = _abstract(numbering, REFERENCES, "singleLevel")
    room = rooms.references
    _level(references, 0, "decimal", "%1.", room, room, style=style_id(look, "reference"))
    for number, base in ((BULLETS, 0), (ORDERED, 0), (NOTE_BULLETS, NOTE_INDENT_POINTS),
                         (NOTE_ORDERED, NOTE_INDENT_POINTS)):  # fmt: skip
        abstract = _abstract(numbering, number, "hybridMultilevel")
        for level in range(LEVELS):
            left = base + LIST_INDENT * (level + 1)
            if number in (BULLETS, NOTE_BULLETS):
                text, kind = bullet(level), "bullet"
            else:
                text, kind = f"%{level + 1}.", "decimal"
            # Word moves the frame of a note to where its marks stand: they stand at its edge
            _level(abstract, level, kind, text, left, LIST_INDENT - (0 if base else MARK))
    _annexes(_abstract(numbering, ANNEXES), rooms)
    for number in range(HEADINGS, ANNEXES + 1):
        sub(sub(numbering, "num", numId=number), "abstractNumId", val=number)
    for number, (abstract_id, starts) in enumerate(lists.nums, start=ANNEXES + 1):
        num = sub(numbering, "num", numId=number)
        sub(num, "abstractNumId", val=abstract_id)
        for level, start in sorted(starts.items()):
            sub(sub(num, "lvlOverride", ilvl=level), "startOverride", val=start)


def _abstract(numbering: Element, number: int, kind: str = "multilevel") -> Element:
    abstract = sub(numbering, "abstractNum", abstractNumId=number)
    sub(abstract, "nsid", val=f"{0x0D055000 + number:08X}")
    sub(abstract, "multiLevelType", val=kind)
    return abstract


def _headings(abstract: Element, plan: HeadingPlan, look: Look, rooms: Rooms) -> None:
    for level in range(HEADING_LEVELS):
        counters = (f"%{n}" for n in range(1, level + 2))
        text = ".".join(filter(None, (plan.prefix, *counters)))
        hanging = rooms.headings[level]
        style = heading_style(look, level + 1)
        first = plan.start if level == 0 else 1
        _level(abstract, level, "decimal", text, hanging, hanging, style=style, start=first)


def _annexes(abstract: Element, rooms: Rooms) -> None:
    """`Annex A`, `A.1`: on the styles of the headings, which belong to the other list."""
    for level in range(HEADING_LEVELS):
        hanging = rooms.annexes[level]
        if level == 0:
            _level(abstract, 0, "upperLetter", f"{ANNEX}%1", hanging, hanging)
        else:
            text = ".".join(f"%{n}" for n in range(1, level + 2))
            _level(abstract, level, "decimal", text, hanging, hanging)


def _level(
    abstract: Element,
    level: int,
    kind: str,
    text: str,
    left: float,
    hanging: float,
    *,
    style: str | None = None,
    start: int = 1,
) -> None:
    element = sub(abstract, "lvl", ilvl=level)
    sub(element, "start", val=start)
    sub(element, "numFmt", val=kind)
    if style:
        sub(element, "pStyle", val=style)
    sub(element, "lvlText", val=text)
    sub(element, "lvlJc", val="left")
    properties = sub(element, "pPr")
    sub(properties, "ind", left=twips(left), hanging=twips(hanging))
