"""Where the words of a picture stand."""

from itertools import combinations
from typing import NamedTuple

from assembler.write.figures.picture import Picture


class Extent(NamedTuple):
    """The room that a run of words takes, points from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def extents(picture: Picture) -> list[Extent]:
    """Every run of words with its room: letters from cap height to descender."""
    found = []
    for words in picture.words:
        text = "".join(run.text for line in words.lines for run in line.runs)
        size = words.lines[0].runs[0].ink.size
        right = max(x + line.width for x, line in zip(words.xs, words.lines, strict=True))
        last = words.base + words.leading * (len(words.lines) - 1)
        found.append(
            Extent(text, min(words.xs), words.base - 0.72 * size, right, last + 0.2 * size)
        )
    return found


def says(picture: Picture) -> list[str]:
    """The words in the order in which they are drawn."""
    return [extent.text for extent in extents(picture)]


def outside(picture: Picture) -> list[Extent]:
    """Words that stand out of the picture."""
    return [
        e
        for e in extents(picture)
        if e.left < -0.1
        or e.top < -0.1
        or e.right > picture.width + 0.1
        or e.bottom > picture.height + 0.1
    ]


def crossings(picture: Picture) -> list[tuple[str, str]]:
    """Words that stand on other words."""
    return [
        (a.text, b.text)
        for a, b in combinations(extents(picture), 2)
        if min(a.right, b.right) - max(a.left, b.left) > 0.1
        and min(a.bottom, b.bottom) - max(a.top, b.top) > 0.1
    ]
