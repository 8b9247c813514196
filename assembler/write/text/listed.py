"""The texts of a listing in lines; the widths of its columns, the same on pages and in Word.

A listing has hundreds of thousands of cells, most of them a word or a number: a text that fits its
column costs one sum of letters and no word.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from assembler.document.listings import Listing
from assembler.document.nodes import Text
from assembler.write.look import RoleName
from assembler.write.text.columns import PAD, Sharing, fair, rows_looked_at, weighted
from assembler.write.text.fonts import printable
from assembler.write.text.lines import SLACK, Ink, Line, Run, break_lines, with_space
from assembler.write.text.typeset import HYPHENS, Typesetter

_KEPT = 4_096
"""Texts of a column whose lines are kept: more would be mostly such as come once."""
_SAMPLE = 2_000
"""Rows that are looked at for widths, at even distances."""
_ROUNDING = 0.1
"""Edges stand on twentieths of a point, Word's unit; a word keeps its room all the same."""


@dataclass(slots=True, eq=False)
class ListedText:
    """A text in the lines of its column."""

    lines: Sequence[Line]
    letters: int
    """Those that the lines show; blanks do not count."""
    shown: list[tuple[int, str, str]] | None = None
    """Kept by a writer: line from 0, left edge and operators of each run as it is drawn."""


@dataclass(slots=True)
class ListedTexts:
    """Sets the texts of one column of a listing."""

    setter: Typesetter
    listing: Listing
    column: int
    room: float
    """Width for words, points."""
    ink: Ink
    _known: dict[str, ListedText] = field(default_factory=dict)

    def set(self, text: str, row: int) -> ListedText:
        """The text of a row, counted from 0, in lines. A character that no font has is noted with
        its row and variable."""
        known = self._known.get(text)
        if known is None:
            known = self._set(text, row)
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[text] = known
        return known

    def _set(self, text: str, row: int) -> ListedText:
        if not text:
            return ListedText((), 0)
        width = self.ink.face.plain_width(text)
        if width is not None and width * self.ink.size <= self.room + SLACK:
            # the space at its end keeps it apart from the next cell for those who read the file
            run = Run(text + " ", self.ink, width * self.ink.size, None)
            return ListedText((Line((run,), run.width),), len(text) - text.count(" "))
        fonts, listing = self.setter.fonts, self.listing
        for char in printable(text):
            if not fonts.draw(char):
                variable = listing.columns[self.column].variable
                place = f"row {listing.numbers[row]} of {listing.extract.data_set}, {variable}: "
                fonts.refuse(char, listing.at, text, place)
        units = self.setter.units((Text(text),), "table-cell", listing.at)
        lines = [with_space(line) for line in break_lines(units, self.room)]
        return ListedText(lines, sum(letters(run.text) for line in lines for run in line.runs))


def letters(text: str) -> int:
    """How many characters of a text leave ink."""
    return len("".join(text.split()))


def listing_edges(setter: Typesetter, listing: Listing, width: float) -> list[float]:
    """The left edges of the columns and the right edge of the last one; points from the left edge
    of the listing, `width` points wide."""
    least, natural = _wishes(setter, listing)
    shares = [column.width for column in listing.columns]
    if any(share is not None for share in shares):
        widths = weighted([1.0 if share is None else share for share in shares], least, width)
    elif sum(natural) <= width:
        widths = [wish + (width - sum(natural)) * wish / sum(natural) for wish in natural]
    elif sum(least) >= width:
        widths = fair(least, width)
    else:
        widths = Sharing(least, natural, _lengths(setter, listing), width).widths(())
    edges, total = [0.0], 0.0
    for column in widths:
        total += column
        edges.append(round(total * 20) / 20)
    return edges


def _wishes(setter: Typesetter, listing: Listing) -> tuple[list[float], list[float]]:
    """The width of each column for its widest word, and for its longest text in one line."""
    step = max(1, len(listing.rows) // _SAMPLE)
    rows = listing.rows[::step]
    least: list[float] = []
    natural: list[float] = []
    for n, column in enumerate(listing.columns):
        words, texts = _widest(setter, [column.head], "table-head")
        own = _widest(setter, dict.fromkeys(row[n] for row in rows), "table-cell")
        around = 2 * PAD + _ROUNDING
        least.append(max(words, own[0]) + around)
        natural.append(max(texts, own[1], words) + around)
    return least, natural


def _lengths(setter: Typesetter, listing: Listing) -> list[list[float]]:
    """Of rows at even distances the lengths of their texts in one line, points."""
    ink = setter.ink(setter.style("table-cell"))
    chars, size = ink.face.chars, ink.size
    step = max(1, len(listing.rows) // rows_looked_at(len(listing.columns)))
    return [
        [sum([chars.get(c, 0.6) for c in text]) * size for text in row]
        for row in listing.rows[::step]
    ]


def _widest(
    setter: Typesetter, texts: Sequence[str] | dict[str, None], role: RoleName
) -> tuple[float, float]:
    """The widest word and the widest text, points; letters that no font has count as nothing."""
    ink = setter.ink(setter.style(role))
    chars, size = ink.face.chars, ink.size
    word = whole = 0.0
    for text in texts:
        parts = (part for one in text.split(" ") for part in HYPHENS.split(one))
        word = max(word, *(sum([chars.get(c, 0.6) for c in part]) for part in parts))
        whole = max(whole, sum([chars.get(c, 0.6) for c in text]))
    return word * size, whole * size
