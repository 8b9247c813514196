"""Faces of the shipped fonts: widths, the check of every character, the fallback."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from reportlab.pdfbase.ttfonts import TTFont

from assembler.document.nodes import Document, ValueId
from assembler.problems import Position, Problem, error
from assembler.write.look import Look

FOLDER = Path(__file__).resolve().parents[1] / "fonts"
Family = Literal["serif", "sans"]

_STYLES = {
    (False, False): "Regular",
    (True, False): "Bold",
    (False, True): "Italic",
    (True, True): "BoldItalic",
}
_FALLBACKS = {
    (False, False): ("DejaVuSans",),
    (True, False): ("DejaVuSans-Bold", "DejaVuSans"),
    (False, True): ("DejaVuSans-Oblique", "DejaVuSans"),
    (True, True): ("DejaVuSans-BoldOblique", "DejaVuSans-Bold", "DejaVuSans"),
}
"""Which faces lend a character that the text's own face lacks, in order."""

_INKLESS = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff\ufe00-\ufe0f]")
"""Soft hyphen, joiners, variation selectors. `str.translate` would look up every letter."""
_BLANKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]")


def printable(text: str) -> str:
    """The text as it is drawn: NFC, line ends as spaces, characters without ink left out."""
    if text.isascii() and text.isprintable():
        return text
    return _INKLESS.sub("", _BLANKS.sub(" ", unicodedata.normalize("NFC", text)))


class Face:
    """One face of a font: widths in em, and the words that were measured before."""

    __slots__ = ("_words", "chars", "name", "ttf")

    def __init__(self, name: str) -> None:
        self.name = name
        # never registered with pdfmetrics
        self.ttf = TTFont(name, str(FOLDER / f"{name}.ttf"), asciiReadable=1, shapable=False)
        known = self.ttf.face.charToGlyph
        self.chars: dict[str, float] = {
            chr(code): width / 1000
            for code, width in self.ttf.face.charWidths.items()
            if known.get(code)  # glyph 0 is the box that stands for a missing glyph
        }
        self._words: dict[str, float | None] = {}

    def width(self, word: str) -> float | None:
        """Width in em, or None when the face lacks one of the characters."""
        try:
            return self._words[word]
        except KeyError:
            chars = self.chars
            try:
                width: float | None = sum([chars[c] for c in word])
            except KeyError:
                width = None
            self._words[word] = width
            return width

    def plain_width(self, text: str) -> float | None:
        """Width in em of a text of ASCII, which every face has; None of any other text. Nothing is
        kept: the texts of a listing are many."""
        if not (text.isascii() and text.isprintable()):
            return None
        chars = self.chars
        return sum([chars[char] for char in text])


@cache
def _face(name: str) -> Face:
    """One for the process: reading a font takes as long as setting ten pages. What reportlab notes
    of a document, such as the glyphs that it uses, it notes apart from those of all others, and
    forgets with the document."""
    return Face(name)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a text comes from, for the message about a character that no font has."""

    at: Position | None = None
    value: ValueId | None = None
    text: str = ""
    """The words around."""


@dataclass(slots=True)
class Fonts:
    """The faces of a look, and the characters of one build that none of them has."""

    look: Look
    _missing: dict[tuple[str, Position | None, ValueId | None], str] = field(default_factory=dict)

    @property
    def refused(self) -> int:
        """How many places hold a character that no font has."""
        return len(self._missing)

    def face(self, family: Family, *, bold: bool = False, italic: bool = False) -> Face:
        """The face of a family of the look."""
        name = self.look.serif.pdf if family == "serif" else self.look.sans.pdf
        return _face(f"{name}-{_STYLES[bold, italic]}")

    def draw(self, char: str) -> bool:
        """Whether a character can be drawn, plain and bold, in the family of tables."""
        return all(
            self._lender(char, self.face("sans", bold=bold), (bold, False))
            for bold in (False, True)
        )

    def refuse(self, char: str, at: Position, text: str, place: str) -> None:
        """Note a character that no font has; `place` is said in front of the words around it."""
        self._missing.setdefault((char, at, None), place + _around(text, char))

    def split(
        self, word: str, face: Face, style: tuple[bool, bool], origin: Origin
    ) -> list[tuple[Face, str, float]]:
        """A word that `face` lacks characters of, in parts: face, text, width in em.

        A character that no face has is noted, and drawn by none.
        """
        parts: list[tuple[Face, str, float]] = []
        for char in word:
            lender = self._lender(char, face, style)
            if lender is None:
                place = (char, origin.at, origin.value)
                self._missing.setdefault(place, _around(origin.text or word, char))
                continue
            width = lender.chars[char]
            if parts and parts[-1][0] is lender:
                _, text, before = parts[-1]
                parts[-1] = (lender, text + char, before + width)
            else:
                parts.append((lender, char, width))
        return parts

    def problems(self, document: Document) -> list[Problem]:
        """One error for each character that no font has, by place."""
        found: list[Problem] = []
        for (char, at, value), around in self._missing.items():
            trace = document.trace.get(value) if value else None
            name = unicodedata.name(char, "a character without a name")
            where = trace.at[0] if trace and trace.at else at
            found.append(
                error(
                    "font.has-character",
                    f"no shipped font has U+{ord(char):04X} ({name}), in '{around}'",
                    "write it with another character, or in words",
                    at=where,
                    path=trace.paths[0] if trace and trace.paths else None,
                )
            )
        return found

    def _lender(self, char: str, face: Face, style: tuple[bool, bool]) -> Face | None:
        if char in face.chars:
            return face
        for name in _FALLBACKS[style]:
            lender = _face(name)
            if char in lender.chars:
                return lender
        return None


def _around(text: str, char: str) -> str:
    """The character with some of the words before and after it."""
    at = max(text.find(char), 0)
    start, end = max(at - 20, 0), at + 20
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
