"""Words in lines of a given width."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from assembler.document.nodes import ValueId
from assembler.document.scripts import lowered, raised
from assembler.write.text.fonts import Face

SLACK = 0.01
"""Points by which a line may be too wide: widths are sums of rounded numbers."""


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """How a run of characters is drawn. Points; `colour` as the operands of `rg`."""

    face: Face
    size: float
    colour: str
    rise: float = 0


class Run(NamedTuple):
    """Characters of one ink with one target; a piece of a word, or of a line."""

    text: str
    ink: Ink
    width: float
    target: str | None
    """`#label` inside the document, an address outside it, or None."""


def spoken(runs: Iterable[Run]) -> str:
    """The characters of runs where nothing can be raised or lowered: `10⁹/L`."""
    return "".join(map(_spoken, runs))


def _spoken(run: Run) -> str:
    if not run.ink.rise:
        return run.text
    return raised(run.text) if run.ink.rise > 0 else lowered(run.text)


class Unit(NamedTuple):
    """What is never broken: a word with what is joined to it, with the space before it."""

    runs: tuple[Run, ...]
    width: float
    space: Run | None
    """None where a word may be broken without a space, as after a hyphen."""
    values: tuple[ValueId, ...] = ()
    newline: bool = False
    """No word: the end of a line."""


class Line(NamedTuple):
    """One line; `values` begin in it. A space that a line's end swallowed is kept in the text."""

    runs: tuple[Run, ...]
    width: float
    values: tuple[ValueId, ...] = ()


def break_lines(units: Iterable[Unit], width: float) -> list[Line]:
    """Units in lines of at most `width` points, greedily; at least one line.

    A unit wider than a line is broken anywhere.
    """
    lines: list[Line] = []
    line: list[Unit] = []
    used = 0.0
    limit = width + SLACK
    for unit in units:
        if unit.newline:
            lines.append(_line(line, spaced=True))
            line, used = [], 0.0
            continue
        space = unit.space.width if unit.space and line else 0.0
        if line and used + space + unit.width > limit:
            lines.append(_line(line, spaced=unit.space is not None))
            line, used, space = [], 0.0, 0.0
        if unit.width > limit:
            *full, unit = _cut(unit, width)
            lines += [_line([part]) for part in full]
        line.append(unit)
        used += space + unit.width
    if line or not lines:
        lines.append(_line(line))
    return lines


def _line(units: list[Unit], spaced: bool = False) -> Line:
    """One line; with `spaced` it ends in the space at which it was broken, which takes no room."""
    runs: list[Run] = []
    values: tuple[ValueId, ...] = ()
    for n, unit in enumerate(units):
        if n and unit.space:
            _append(runs, _space(runs[-1], unit.space, unit.runs[0]) if runs else unit.space)
        for run in unit.runs:
            _append(runs, run)
        if unit.values:
            values += unit.values
    line = Line(tuple(runs), sum([run.width for run in runs]), values)
    return with_space(line) if spaced else line


def with_space(line: Line) -> Line:
    """The line with a space at its end: it is read, but takes no room."""
    if not line.runs:
        return line
    *runs, last = line.runs
    return line._replace(runs=(*runs, last._replace(text=last.text + " ")))


def _space(before: Run, space: Run, after: Run) -> Run:
    """The space between two runs, in the ink of one of them.

    A space that is drawn alone is lost by readers that guess spaces from the gaps they see.
    """
    if before.target == space.target and before.ink.size == space.ink.size:
        run = before
    elif after.target == space.target and after.ink is space.ink:
        return space
    else:
        run = after if before.target and not after.target else before
    return Run(" ", run.ink, run.ink.face.chars[" "] * run.ink.size, run.target)


def _append(runs: list[Run], run: Run) -> None:
    if runs:
        last = runs[-1]
        if last.ink is run.ink and last.target == run.target:
            runs[-1] = Run(last.text + run.text, last.ink, last.width + run.width, last.target)
            return
    runs.append(run)


def _cut(unit: Unit, width: float) -> list[Unit]:
    """A unit in parts of at most `width` points, cut between any two characters. A space that
    cannot be broken and would begin a part ends the one before it, and takes no room."""
    parts: list[Unit] = []
    runs: list[Run] = []
    used, is_full = 0.0, False
    for run in unit.runs:
        start, taken = 0, 0.0
        for n, char in enumerate(run.text):
            step = run.ink.face.chars[char] * run.ink.size
            is_over = is_full or used + step > width
            if is_over and used > 0 and not unicodedata.combining(char):
                if char.isspace():
                    is_full = True
                    continue
                if n > start:
                    runs.append(Run(run.text[start:n], run.ink, taken, run.target))
                parts.append(Unit(tuple(runs), used, None))
                runs, used, is_full, start, taken = [], 0.0, False, n, 0.0
            used += step
            taken += step
        if start < len(run.text):
            runs.append(Run(run.text[start:], run.ink, taken, run.target))
    parts.append(Unit(tuple(runs), used, None))
    parts[0] = parts[0]._replace(space=unit.space, values=unit.values)
    return parts
