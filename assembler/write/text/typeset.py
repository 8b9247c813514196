"""Inlines -> measured words: inks, where words may be broken, what joins to what."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, assert_never

from assembler.document.nodes import (
    Abbreviation,
    Cite,
    Comment,
    CrossRef,
    Emphasis,
    Footnote,
    Gap,
    Inline,
    Inlines,
    LineBreak,
    Link,
    NoteMark,
    Strong,
    Subscript,
    Superscript,
    Text,
    Value,
    ValueId,
)
from assembler.problems import Position
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import (
    abbreviation_text,
    cite_parts,
    crossref_text,
    footnote_label,
    mark_text,
    reference_label,
)
from assembler.write.look import Look, Role, RoleName
from assembler.write.text.fonts import Face, Fonts, Origin, printable
from assembler.write.text.lines import Ink, Line, Run, Unit, break_lines

_SCRIPT_SIZE = 0.66
_RISE = {"super": 0.34, "sub": -0.15}

HYPHENS = re.compile(r"(?<=[^\W\d_]{2}[-‐–/])(?=[^\W\d_]{2})")
"""Where ordinary words may be broken: `placebo-|controlled`; never `p-value`, never a number."""
_ADDRESS = re.compile(r"(?:https?://|www\.|doi:|mailto:)", re.IGNORECASE)
_ADDRESS_BREAKS = re.compile(r"(?<=[/.?\-&=_])(?=[^/.?\-&=_])")
_ADDRESS_HEAD = 8
"""`https://` stays with what follows."""


@dataclass(frozen=True, slots=True)
class _Style:
    """What the inlines around a text make of it."""

    role: RoleName
    bold: bool
    italic: bool
    script: Literal["super", "sub"] | None = None
    target: str | None = None
    owed: bool = False


@dataclass(slots=True)
class Typesetter:
    """Turns the inlines of one document into lines; keeps the inks that it made."""

    resolved: Resolved
    look: Look
    fonts: Fonts
    _inks: dict[object, Ink] = field(default_factory=dict)
    _styles: dict[tuple[RoleName, bool], _Style] = field(default_factory=dict)

    def role(self, role: RoleName) -> Role:
        """The look's role."""
        return self.look.roles[role]

    def style(self, role: RoleName, bold: bool = False) -> _Style:
        """The plain style of a role."""
        style = self._styles.get((role, bold))
        if style is None:
            look = self.look.roles[role]
            style = _Style(role, bold or look.bold, look.italic)
            self._styles[role, bold] = style
        return style

    def ink(self, style: _Style) -> Ink:
        """The ink of a style."""
        ink = self._inks.get(style)
        if ink is None:
            role = self.look.roles[style.role]
            face = self.fonts.face(role.family, bold=style.bold, italic=style.italic)
            size = role.size * (_SCRIPT_SIZE if style.script else 1)
            rise = role.size * _RISE[style.script] if style.script else 0.0
            colour = self.look.link if style.target else role.colour
            colour = self.look.owed if style.owed else colour
            ink = self._inks[style] = Ink(face, size, _operands(colour), rise)
        return ink

    def lend(self, ink: Ink, face: Face) -> Ink:
        """The same ink with the face that lends a character."""
        if face is ink.face:
            return ink
        key = (ink, face.name)
        if key not in self._inks:
            self._inks[key] = Ink(face, ink.size, ink.colour, ink.rise)
        return self._inks[key]

    def units(
        self, content: Inlines, role: RoleName, at: Position | None, *, bold: bool = False
    ) -> list[Unit]:
        """The words of a run of inlines, measured."""
        words = _Words(self, at)
        self._collect(content, self.style(role, bold), words)
        return words.close()

    def lines(
        self,
        content: Inlines,
        role: RoleName,
        width: float,
        at: Position | None,
        *,
        bold: bool = False,
    ) -> list[Line]:
        """A run of inlines in lines of at most `width` points; at least one line."""
        return break_lines(self.units(content, role, at, bold=bold), width)

    def text(self, text: str, role: RoleName, *, bold: bool = False) -> Line:
        """Plain words on one line, however long."""
        return self.lines((Text(text),), role, float("inf"), None, bold=bold)[0]

    def _collect(self, content: Inlines, style: _Style, words: "_Words") -> None:
        for inline in content:
            self._collect_one(inline, style, words)

    def _collect_one(self, inline: Inline, style: _Style, words: "_Words") -> None:
        match inline:
            case Text():
                words.add(inline.text, style, breaks=True)
            case Value():
                is_address = style.target is not None and not inline.anchored
                words.add(inline.text, style, value=inline.id, breaks=is_address)
            case Gap():
                shown = replace(style, owed=True) if inline.is_owed else style
                words.add(inline.text, shown, value=inline.id)
            case Abbreviation():
                words.add(abbreviation_text(self.resolved, inline), style, breaks=True)
            case Emphasis():
                self._collect(inline.children, replace(style, italic=not style.italic), words)
            case Strong():
                self._collect(inline.children, replace(style, bold=True), words)
            case Superscript():
                self._collect(inline.children, replace(style, script="super"), words)
            case Subscript():
                self._collect(inline.children, replace(style, script="sub"), words)
            case Link():
                self._collect(inline.children, replace(style, target=inline.url), words)
            case CrossRef():
                target = replace(style, target=f"#{inline.label}")
                words.add(crossref_text(self.resolved, inline.label), target)
            case Cite():
                for text, key in cite_parts(self.resolved, inline):
                    linked = replace(style, target=f"#{reference_label(key)}") if key else style
                    words.add(text, linked)
            case NoteMark():
                words.add(mark_text(self.resolved, inline), replace(style, script="super"))
            case Footnote():
                target = replace(style, script="super", target=f"#{footnote_label(inline)}")
                words.add(self.resolved.footnotes[inline.key], target)
            case LineBreak():
                words.newline()
            case Comment():
                pass
            case _:
                assert_never(inline)


class _Words:
    """Collects units; words join across inlines where there is no space between them."""

    def __init__(self, setter: Typesetter, at: Position | None) -> None:
        self._setter = setter
        self._at = at
        self._units: list[Unit] = []
        self._runs: list[Run] = []
        self._values: tuple[ValueId, ...] = ()
        self._space: Run | None = None

    def add(
        self, text: str, style: _Style, *, breaks: bool = False, value: ValueId | None = None
    ) -> None:
        """A text: broken at its ordinary spaces, and where `breaks` at hyphens and in addresses."""
        text = printable(text)
        ink = self._setter.ink(style)
        target = style.target
        origin = Origin(self._at, value, text)
        first, placed = True, False
        for word in text.split(" "):
            if not first:
                self._end()
                if self._space is None:
                    self._space = Run(" ", ink, ink.face.chars[" "] * ink.size, target)
            first = False
            if not word:
                continue
            if value is not None and not placed:
                self._values += (value,)
                placed = True
            parts = _parts(word, target) if breaks else (word,)
            self._word(parts[0], ink, style, origin)
            for part in parts[1:]:
                self._end()
                self._word(part, ink, style, origin)
        if value is not None and not placed:  # nothing to print, but it has a place
            self._values += (value,)

    def newline(self) -> None:
        """The end of a line."""
        self._end()
        self._space = None
        self._units.append(Unit((), 0.0, None, newline=True))

    def close(self) -> list[Unit]:
        """The units."""
        self._end()
        if self._values:
            self._units.append(Unit((), 0.0, None, self._values))
        return self._units

    def _word(self, word: str, ink: Ink, style: _Style, origin: Origin) -> None:
        width = ink.face.width(word)
        if width is not None:
            self._runs.append(Run(word, ink, width * ink.size, style.target))
            return
        setter = self._setter
        faces = (style.bold, style.italic)
        for face, part, em in setter.fonts.split(word, ink.face, faces, origin):
            self._runs.append(Run(part, setter.lend(ink, face), em * ink.size, style.target))

    def _end(self) -> None:
        runs = self._runs
        if runs:
            width = runs[0].width if len(runs) == 1 else sum([run.width for run in runs])
            self._units.append(Unit(tuple(runs), width, self._space, self._values))
            self._runs = []
            self._values = ()
            self._space = None


def _parts(word: str, target: str | None) -> list[str]:
    """A word of running text, cut where it may be broken."""
    if word.isalnum():
        return [word]
    if _ADDRESS.match(word) or (target and not target.startswith("#") and "/" in word):
        return list(_address_parts(word))
    return HYPHENS.split(word)


def _address_parts(word: str) -> Iterator[str]:
    held = ""
    for part in _ADDRESS_BREAKS.split(word):
        held += part
        if len(held) >= _ADDRESS_HEAD:
            yield held
            held = ""
    if held:
        yield held


def _operands(colour: str) -> str:
    """`#0000C8` -> `0 0 0.784`."""
    return " ".join(f"{int(colour[n : n + 2], 16) / 255:.3g}" for n in (1, 3, 5))
