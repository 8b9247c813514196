"""Rules about pages: paper, margins, orientation, numbers, what must not be left on them."""

import re
from collections.abc import Iterator

from pikepdf import Dictionary, NumberTree

from assembler.inspect.finding import Level, Rule, Seen
from assembler.inspect.leftovers import leftovers
from assembler.inspect.pdf.opened import OpenedPdf, Page
from assembler.inspect.pdf.values import dictionary, number

_NEAR = 3.0
"""Points by which a paper may differ from its standard."""
_TOUCH = 1.0
"""Points by which ink may reach into a margin: a frame's line is drawn half over its edge."""
_NUMBER = re.compile(r"(?<![\d.])\d{1,5}(?![\d.])")
_STRIP = 400
"""Characters at the beginning and the end of a page's text in which its number is looked for."""


def _paper(file: OpenedPdf) -> Iterator[Seen]:
    for page in file.pages:
        width, height = sorted((page.width, page.height))
        if not any(
            abs(width - w) <= _NEAR and abs(height - h) <= _NEAR
            for w, h in file.profile.pages.values()
        ):
            names = " or ".join(file.profile.pages)
            yield Seen(f"{page.width:.0f} x {page.height:.0f} pt is not {names}", page.number)


def _margins(file: OpenedPdf) -> Iterator[Seen]:
    for page in file.pages:
        if page.ink is None:
            continue
        least = file.profile.landscape if page.width > page.height else file.profile.upright
        sides = {
            "left": (page.ink.left, least.left),
            "top": (page.height - page.ink.top, least.top),
            "right": (page.width - page.ink.right, least.right),
            "bottom": (page.ink.bottom, least.bottom),
        }
        short = [
            f"{side} {space:.0f} pt of {asked:.0f}"
            for side, (space, asked) in sides.items()
            if space < asked - _TOUCH
        ]
        if short:
            yield Seen(f"margins are too small: {', '.join(short)}", page.number)


def _orientation(file: OpenedPdf) -> Iterator[Seen]:
    for page in file.pages:
        if page.rotation == 180 or (page.rotation and page.width <= page.height):
            yield Seen(f"the page is turned by {page.rotation} degrees to be read", page.number)


def _numbers(file: OpenedPdf) -> Iterator[Seen]:
    for page in file.pages:
        if page.text.strip() and page.number not in _numbers_at_the_edges(page):
            yield Seen("the page does not print its number in the file", page.number)


def _numbers_at_the_edges(page: Page) -> set[int]:
    """The numbers in the first and the last words of a page."""
    text = page.text
    edges = text if len(text) <= 2 * _STRIP else f"{text[:_STRIP]}\n{text[-_STRIP:]}"
    return {int(digits) for digits in _NUMBER.findall(edges)}


def _labels(file: OpenedPdf) -> Iterator[Seen]:
    tree = file.root.get("/PageLabels")
    if not isinstance(tree, Dictionary):
        return
    for start, label in NumberTree(tree).items():
        said = dictionary(label)
        first = number(said.get("/St", 1))
        if said.get("/S") != "/D" or first != int(start) + 1 or "/P" in said:
            yield Seen("the reader's page box shows another number", int(start) + 1)


def _blank(file: OpenedPdf) -> Iterator[Seen]:
    for page in file.pages:
        if page.ink is None:
            yield Seen("the page is blank", page.number)


def _leftovers(file: OpenedPdf) -> Iterator[Seen]:
    for page in file.pages:
        for left in leftovers(page.text):
            yield Seen(left, page.number)


RULES: tuple[Rule[OpenedPdf], ...] = (
    Rule(
        "pdf.page-size", "Pages are A4 or Letter.", "ICH M8 2.6; FDA PDF Specifications 3.1",
        "print the page on A4 or Letter", _paper,
    ),
    Rule(
        "pdf.margins", "Nothing, header and footer included, stands nearer to the edge than asked.",
        "FDA PDF Specifications 3.1; ICH eCTD Appendix 7", "make the margins wider", _margins,
    ),
    Rule(
        "pdf.page-orientation", "Pages are saved as they are read.", "FDA PDF Specifications 3.1",
        "turn the page before the file is saved", _orientation,
    ),
    Rule(
        "pdf.page-numbers",
        "The printed number is the page's number in the file, from 1, but in files that were cut "
        "or put together.", "FDA PDF Specifications", "number the pages through, the first as 1",
        _numbers,
        Level.ADVICE,
    ),
    Rule(
        "pdf.page-labels", "The reader's page box shows the same numbers.", "ICH M8",
        "remove the page labels or number them from 1", _labels,
    ),
    Rule(
        "pdf.no-blank-pages", "No page is blank.", "good practice", "remove the page", _blank,
    ),
    Rule(
        "pdf.no-leftovers", "Nothing of a template or a dead reference is left in the text.",
        "good practice", "mend the source and make the file again", _leftovers,
    ),
)  # fmt: skip
