"""Room for the numbers and marks at the left of words: measured once, the same in every format."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assembler.document.nodes import Section
from assembler.document.walk import sections_of
from assembler.resolve.contents import LEVELS as CONTENTS_LEVELS
from assembler.resolve.contents import ContentsList, Entry, contents_lists
from assembler.resolve.resolve import Resolved
from assembler.write.look import CONTENTS_ROLES, HEADING_ROLES, RoleName
from assembler.write.text.lines import Line
from assembler.write.text.typeset import Typesetter

LIST_INDENT = 18.0
"""From one level of a list to the next, points."""
MARK = 3.0
"""From the left edge of a list to its marks, points."""
CONTENTS_INDENT = 12.0
"""From one level of the contents to the next, points."""
PAGE_ROOM = 24.0
"""Of an entry of the contents: for the page number and the least of a leader, points."""
_HEADING_GAP = 0.8
"""Between the number of a heading and its words, in sizes of its letters."""
_ALIGNED_LEVELS = 3
"""The words of headings down to this level begin at one place."""
_GAP = 8.0
_LABEL_GAP = 6.0
_LONGEST = 1 / 3
"""Part of a page's width that an abbreviation may take; one that is longer takes a line."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """From the left edge of a number to the words behind it, points."""

    headings: tuple[float, ...]
    """By level, 1 at the top."""
    annexes: tuple[float, ...]
    """The same for annexes and the sections inside them."""
    contents: tuple[float, ...]
    """By level of the entry; those of tables and figures first, as level 0."""
    references: float
    abbreviations: float
    """As wide as the widest asks, but for those that take a line for themselves."""

    def heading(self, level: int, *, in_annex: bool) -> float:
        """That of a heading; there is no deeper level than the last."""
        rooms = self.annexes if in_annex else self.headings
        return rooms[min(level, len(rooms)) - 1]


def rooms(setter: Typesetter) -> Rooms:
    """As wide as the widest number of each kind asks."""
    resolved = setter.resolved
    return Rooms(
        headings=_headings(setter, _sections(resolved, annexes=False)),
        annexes=_annexes(setter, _sections(resolved, annexes=True)),
        contents=_contents(setter, list(contents_lists(resolved))),
        references=_widest(setter, "reference", [f"{len(resolved.bibliography)}."])
        + 1.5 * _LABEL_GAP,
        abbreviations=_abbreviations(setter),
    )


def _abbreviations(setter: Typesetter) -> float:
    widths = [setter.text(short, "item").width for short in setter.resolved.abbreviations]
    most = _LONGEST * setter.look.page.width_of_text()
    return max((width for width in widths if width <= most), default=0.0) + 2 * _LABEL_GAP


def entry_lines(setter: Typesetter, entry: Entry, width: float) -> list[Line]:
    """The lines of an entry's title, the last one with room for the page; broken where Word
    breaks them. `width` in points, from the title to the right edge."""
    role = contents_role(entry.level)
    lines = setter.lines(entry.title, role, width, entry.at)
    if lines[-1].width > width - PAGE_ROOM:
        lines = setter.lines(entry.title, role, width - PAGE_ROOM, entry.at)
    return lines


def is_contents_apart(setter: Typesetter, room: Rooms) -> bool:
    """Whether the contents have a page of their own: the lists behind them do not fit below."""
    page = setter.look.page
    most = page.height_of_text()
    height = 0.0
    for number, listed in enumerate(contents_lists(setter.resolved)):
        for part in _heights(setter, listed, room):
            height += part
            if height > most:
                return number > 0
    return False


def _heights(setter: Typesetter, listed: ContentsList, room: Rooms) -> Iterator[float]:
    """Heights of a list's title and entries, points."""
    title, page = setter.role("contents-title"), setter.look.page
    yield title.before + title.leading + title.after
    for entry in listed.entries:
        role = setter.role(contents_role(entry.level))
        x = contents_indent(entry.level) + room.contents[entry.level]
        lines = entry_lines(setter, entry, page.width_of_text() - x)
        yield len(lines) * role.leading + max(role.before, role.after)


def contents_indent(level: int) -> float:
    """Where the number of an entry stands: those of tables and figures are level 0."""
    return max(level - 1, 0) * CONTENTS_INDENT


def contents_role(level: int) -> RoleName:
    """How an entry is set: tables and figures look like sections of level 2."""
    return CONTENTS_ROLES[(level or 2) - 1]


def _widest(setter: Typesetter, role: RoleName, texts: Iterable[str]) -> float:
    return max((setter.text(text, role).width for text in texts), default=0.0)


def _sections(resolved: Resolved, *, annexes: bool) -> list[tuple[int, Section]]:
    tops = tuple(top for top in resolved.document.sections if top.is_annex == annexes)
    return list(sections_of(tops))


def _by_level(setter: Typesetter, sections: Sequence[tuple[int, Section]]) -> list[float]:
    """The room of each level; of one that no section has, as much as `1.1.1` asks."""
    prefix = setter.resolved.document.number or ""
    made: list[float] = []
    for level, role in enumerate(HEADING_ROLES, start=1):
        here = [
            setter.resolved.numbers[section.label]
            for depth, section in sections
            if min(depth, len(HEADING_ROLES)) == level
        ]
        size = setter.role(role).size
        if here:
            widest = _widest(setter, role, here)
        else:  # in the face of the first level: a face that prints nothing is not loaded
            first = HEADING_ROLES[0]
            widest = _widest(setter, first, [(prefix + ".1" * level).lstrip(".")])
            widest *= size / setter.role(first).size
        made.append(widest + _HEADING_GAP * size)
    return made


def _headings(setter: Typesetter, sections: Sequence[tuple[int, Section]]) -> tuple[float, ...]:
    made = _by_level(setter, sections)
    depth = min(max((level for level, _ in sections), default=1), _ALIGNED_LEVELS)
    common = max(made[:depth])
    return tuple(max(room, common) for room in made)


def _annexes(setter: Typesetter, sections: Sequence[tuple[int, Section]]) -> tuple[float, ...]:
    return tuple(_by_level(setter, sections))


def _contents(setter: Typesetter, lists: Sequence[ContentsList]) -> tuple[float, ...]:
    """The titles of levels 1 and 2 begin at one place."""
    levels: list[list[Entry]] = [[] for _ in range(CONTENTS_LEVELS + 1)]
    for listed in lists:
        for entry in listed.entries:
            levels[entry.level].append(entry)
    made = [
        _widest(setter, contents_role(level), [entry.number for entry in entries]) + _GAP
        for level, entries in enumerate(levels)
    ]
    first = max(made[1], made[2] + CONTENTS_INDENT if levels[2] else 0.0)
    return (made[0], first, first - CONTENTS_INDENT, *made[3:])
