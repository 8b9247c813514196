"""The numbers that Word computes for numbered paragraphs, and the levels of headings: from
numbering and styles alone."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from assembler.write.docx.xml import Element, child, qn, val

LEVELS = 9
_STYLE, _LIST, _OUTLINE = qn("pStyle"), qn("numPr"), qn("outlineLvl")
_VAL = qn("val")
_PLACE = re.compile(r"%([1-9])")
_HEADING = re.compile(r"heading ([1-9])")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


class Numbered(NamedTuple):
    """What the properties of a paragraph make of it."""

    style: str
    """Style id; empty for the default style."""
    number: str
    """The number printed before it (`2.5.4.1`, `6.`); empty when it has none."""
    level: int
    """Of a heading: 1 to 9; 0 for all else. A heading that Word's own style names makes is one in
    every language: the name in the file stays `heading 1`."""


class ListNumbers:
    """Counts the numbered paragraphs of one file; ask for each paragraph once, in order.

    Counters belong to the abstract list, whichever `w:num` a paragraph names; a start override
    holds at the first use of its level through that `w:num`.
    """

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._levels: dict[str, dict[int, Element]] = {}
        self._abstract: dict[str, str] = {}
        self._overrides: dict[str, dict[int, int]] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._styles = {
            style.get(qn("styleId"), ""): style
            for style in (styles if styles is not None else ())
            if style.tag == qn("style")
        }
        self._of_style: dict[str, tuple[str, int] | None] = {}
        self._level_of_style: dict[str, int] = {}
        for element in numbering if numbering is not None else ():
            if element.tag == qn("abstractNum"):
                levels = {_int(level.get(qn("ilvl"))): level for level in element.iter(qn("lvl"))}
                self._levels[element.get(qn("abstractNumId"), "")] = levels
            elif element.tag == qn("num"):
                number = element.get(qn("numId"), "")
                self._abstract[number] = val(element, "abstractNumId") or ""
                self._overrides[number] = dict(_overrides(element))

    def of(self, paragraph: Element) -> Numbered:
        """Style, number and level of a paragraph. Its properties are looked through once: for each
        of the three by itself they would be the dearest step of reading a file."""
        found: dict[str, Element] = {}
        properties = child(paragraph, "pPr")
        for element in properties if properties is not None else ():
            found.setdefault(element.tag, element)
        style = _said(found.get(_STYLE)) or ""
        own = _said(found.get(_OUTLINE))
        level = self._level_of(style) if own is None else _level(own)
        return Numbered(style, self._number(self._list_of(found.get(_LIST), style)), level)

    def _number(self, found: tuple[str, int] | None) -> str:
        if found is None:
            return ""
        num, level = found
        levels = self._levels.get(self._abstract.get(num, ""), {})
        if level not in levels:
            return ""
        counters = self._counters.setdefault(self._abstract[num], [None] * LEVELS)
        for upper in range(level):
            if counters[upper] is None:
                counters[upper] = _start(levels, upper)
        override = self._overrides[num].get(level)
        counter = counters[level]
        if override is not None and (num, level) not in self._begun:
            counters[level] = override
        else:
            counters[level] = _start(levels, level) if counter is None else counter + 1
        self._begun.add((num, level))
        counters[level + 1 :] = [None] * (LEVELS - level - 1)
        return _printed(levels, level, counters)

    def _level_of(self, style: str) -> int:
        if style not in self._level_of_style:
            self._level_of_style[style] = self._search_level(style)
        return self._level_of_style[style]

    def _list_of(self, own: Element | None, named: str) -> tuple[str, int] | None:
        """`w:num` and level of a paragraph: its own, or else its style's."""
        style = self._list_of_style(named)
        if own is None:
            return style
        num = val(own, "numId") or (style[0] if style else "0")
        level = val(own, "ilvl")
        return None if num == "0" else (num, min(_int(level), LEVELS - 1))

    def _list_of_style(self, style: str) -> tuple[str, int] | None:
        if style not in self._of_style:
            self._of_style[style] = self._search(style)
        return self._of_style[style]

    def _search(self, style: str) -> tuple[str, int] | None:
        for element in self._inherited(style):
            num = val(element, "pPr/numPr/numId")
            if num is not None:
                level = val(element, "pPr/numPr/ilvl")
                return None if num == "0" else (num, min(_int(level), LEVELS - 1))
        return None

    def _search_level(self, style: str) -> int:
        for element in self._inherited(style):
            level = val(element, "pPr/outlineLvl")
            if level is not None:
                return _level(level)
            named = _HEADING.fullmatch((val(element, "name") or "").casefold())
            if named:
                return int(named.group(1))
        return 0

    def _inherited(self, style: str) -> Iterator[Element]:
        """Along `w:basedOn`, each style once: an edited file may hold a circle."""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = val(self._styles[style], "basedOn") or ""


def _said(element: Element | None) -> str | None:
    return None if element is None else element.get(_VAL)


def _level(outline: str) -> int:
    """`w:outlineLvl` counts from 0, and 9 is body text."""
    level = _int(outline, LEVELS)
    return level + 1 if level < LEVELS else 0


def _overrides(num: Element) -> Iterator[tuple[int, int]]:
    for override in num.iter(qn("lvlOverride")):
        start = val(override, "startOverride")
        if start is not None:
            yield _int(override.get(qn("ilvl"))), _int(start)


def _start(levels: Mapping[int, Element], level: int) -> int:
    return _int(val(levels.get(level), "start"), 1)


def _printed(levels: Mapping[int, Element], level: int, counters: list[int | None]) -> str:
    if val(levels[level], "numFmt") == "bullet":
        return ""

    def place(match: re.Match[str]) -> str:
        at = int(match.group(1)) - 1
        return _formatted(counters[at] or 0, val(levels.get(at), "numFmt") or "decimal")

    return _PLACE.sub(place, val(levels[level], "lvlText") or "")


def _formatted(number: int, kind: str) -> str:
    if kind.endswith("Roman") and 0 < number < 4000:
        text = ""
        for size, letters in _ROMAN:
            text += letters * (number // size)
            number %= size
        return text.upper() if kind.startswith("upper") else text
    if kind.endswith("Letter") and number > 0:
        text = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return text.upper() if kind.startswith("upper") else text
    return str(number)


def _int(text: str | None, default: int = 0) -> int:
    """A number of the file; nonsense in an edited file counts as `default`."""
    return int(text) if text and text.isascii() and text.isdecimal() else default
