"""Rules about the size of letters."""

from collections import Counter
from collections.abc import Iterator

from assembler.inspect.finding import Level, Rule, Seen
from assembler.inspect.pdf.drawn import Words
from assembler.inspect.pdf.opened import OpenedPdf, Page
from assembler.inspect.pdf.values import dictionary, words

_SMALLEST, _LARGEST = 9.0, 12.0
_NEAR = 0.05
"""Points by which a size may differ from what was meant."""
_SMALL_SHARE = 0.02
"""Share of small characters that raised and lowered ones may make."""
_WIDE = 0.5
"""A line of running text covers so much of the page's width; a cell, or a column of two, less."""
_GAP = 1.5
"""Sizes of the letters between two words of a line, at most; columns stand further apart."""
_LEAST = 1_500
"""Characters of running text, about half a page, from which it has a size."""
_LARGE_SHARE = 0.25
"""Share of it that has the advised size where boxes and notes make the rest."""
_OTHERWISE = frozenset(
    ("Artifact", "TD", "TH", "TOC", "TOCI", "BibEntry", "Note", "Lbl", "Caption", "Figure", "Link")
)
"""Tags of what is no running text."""


def _size(file: OpenedPdf) -> Iterator[Seen]:
    sizes = Counter[float]()
    for page in file.pages:
        for piece in page.words:
            sizes[round(piece.size, 1)] += piece.length
    total = sum(sizes.values())
    small = sum(n for size, n in sizes.items() if size < _SMALLEST - _NEAR)
    if total and small > _SMALL_SHARE * total:
        yield Seen(f"{100 * small / total:.0f}% of the characters are smaller than 9 pt")
    if total:
        most = _most(sizes)
        if not _SMALLEST - _NEAR <= most <= _LARGEST + _NEAR:
            yield Seen(f"most of the text is set in {most:g} pt")


def _body(file: OpenedPdf) -> Iterator[Seen]:
    advised = file.profile.narrative
    if not advised:
        return
    own = dictionary(dictionary(file.root.get("/StructTreeRoot")).get("/RoleMap"))
    meant = {name[1:]: words(role)[1:] for name, role in own.items()}
    sizes = Counter[float]()
    for page in file.pages:
        for line in lines(page):
            if line[-1].box.right - line[0].box.left < _WIDE * page.width:
                continue
            for piece in line:
                if meant.get(piece.tag, piece.tag) not in _OTHERWISE:
                    sizes[round(piece.size, 1)] += piece.length
    running = sum(sizes.values())
    large = sum(n for size, n in sizes.items() if size >= advised - _NEAR)
    if running >= _LEAST and large < _LARGE_SHARE * running:
        yield Seen(f"running text is set in {_most(sizes):g} pt; {advised:g} pt is advised")


def lines(page: Page) -> Iterator[list[Words]]:
    """What is drawn one behind the other on one line, with no more than a blank between."""
    line: list[Words] = []
    for piece in page.words:
        if piece.length and line and not _goes_on(line[-1], piece):
            yield line
            line = []
        if piece.length:
            line.append(piece)
    if line:
        yield line


def _goes_on(before: Words, piece: Words) -> bool:
    overlap = min(before.box.top, piece.box.top) - max(before.box.bottom, piece.box.bottom)
    gap = piece.box.left - before.box.right
    size = max(before.size, piece.size)
    return overlap > 0 and -size <= gap <= _GAP * size


def _most(sizes: Counter[float]) -> float:
    return max(sizes, key=lambda size: (sizes[size], size))


RULES: tuple[Rule[OpenedPdf], ...] = (
    Rule(
        "pdf.font-size", "Text is set in 9 to 12 pt.", "FDA PDF Specifications 3.1",
        "set the text larger", _size, Level.ADVICE,
    ),
    Rule(
        "pdf.body-size", "Running text is set in 12 pt, where the agency advises it.",
        "FDA PDF Specifications 3.1", "set running text in 12 pt", _body, Level.ADVICE,
    ),
)  # fmt: skip
