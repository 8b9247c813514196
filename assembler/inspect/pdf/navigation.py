"""Rules about bookmarks, contents and links."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from assembler.inspect.finding import Level, Rule, Seen
from assembler.inspect.letters import folded
from assembler.inspect.pdf.drawn import Box, Words
from assembler.inspect.pdf.opened import Link, OpenedPdf, Page

_LONG = 5
"""Pages from which bookmarks and linked contents are asked for."""
_DEEPEST = 4
_CONTENTS = re.compile(
    r"^\s*(?:(?:table of )?contents|(?:list of )?(?:tables|figures|listings))\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_FRONT = 12
"""The heading of contents is looked for on this many pages."""
_ENTRY = re.compile(r"(?<![.\u2026])[.\u2026]{3}[ .\u2026]{0,300}+\d{1,6}[ \r]*$", re.MULTILINE)
"""The end of an entry of contents: a leader and the number of a page."""
_RUNNING = 4
"""Lines of a page's head and foot."""
_BEGINNING = 60
"""So many letters of a bookmark's title are looked for: a long one may go on on the next page."""
_ABSOLUTE = re.compile(r"^(?:[A-Za-z]:|[\\/]|file:)")


def contents_pages(file: OpenedPdf) -> set[int]:
    """The pages of the contents and the lists of tables, figures and listings: headed so, or going
    on."""
    found: set[int] = set()
    for page in file.pages:
        inside = sum(link.page is not None for link in page.links)
        goes_on = page.number - 1 in found and (_is_of_links(page, inside) or _has_entry(page))
        if page.number > _FRONT and not goes_on:
            break
        if inside and (goes_on or _CONTENTS.search(page.text)):
            found.add(page.number)
    return found


def _is_of_links(page: Page, inside: int) -> bool:
    """Whether every other line leads somewhere in the file: an entry may be broken, or its number
    be read as a line."""
    lines = sum(bool(line.strip()) for line in page.text.splitlines())
    return inside > 0 and 2 * inside >= lines - _RUNNING


def _has_entry(page: Page) -> bool:
    """Whether entries stand there, whatever else does: a list goes on on the page of the next."""
    return any(link.page is not None for link in page.links) and bool(_ENTRY.search(page.text))


def _bookmarks(file: OpenedPdf) -> Iterator[Seen]:
    if len(file.pages) >= _LONG and not file.outline:
        yield Seen(f"{len(file.pages)} pages without bookmarks")


def _contents(file: OpenedPdf) -> Iterator[Seen]:
    if len(file.pages) >= _LONG and not contents_pages(file):
        yield Seen(f"{len(file.pages)} pages without a table of contents that is linked")


def _depth(file: OpenedPdf) -> Iterator[Seen]:
    for bookmark in file.outline:
        if bookmark.depth > _DEEPEST:
            yield Seen(f"level {bookmark.depth}", thing=f"bookmark '{bookmark.title}'")


def _bookmark_targets(file: OpenedPdf) -> Iterator[Seen]:
    for bookmark in file.outline:
        if bookmark.page is None:
            yield Seen("leads to no page of this file", thing=f"bookmark '{bookmark.title}'")


def _bookmark_text(file: OpenedPdf) -> Iterator[Seen]:
    letters: dict[int, str] = {}
    for bookmark in file.outline:
        if bookmark.page is None or not file.pages[bookmark.page - 1].text.strip():
            continue  # it leads nowhere, or to a scan: both have rules of their own
        if bookmark.page not in letters:
            letters[bookmark.page] = folded(file.pages[bookmark.page - 1].text)
        if not bookmark.title.strip():
            yield Seen("a bookmark without words", bookmark.page)
        elif folded(bookmark.title)[:_BEGINNING] not in letters[bookmark.page]:
            yield Seen(
                "its title does not stand on that page",
                bookmark.page,
                f"bookmark '{bookmark.title}'",
            )


def _link_targets(file: OpenedPdf) -> Iterator[Seen]:
    for page in file.pages:
        for link in page.links:
            if link.action in ("", "GoTo") and link.page is None:
                yield Seen("a link leads nowhere", page.number, _place(link))


def _zoom(file: OpenedPdf) -> Iterator[Seen]:
    for bookmark in file.outline:
        if bookmark.zoom not in ("", "XYZ 0"):
            yield Seen(f"zoom {bookmark.zoom}", thing=f"bookmark '{bookmark.title}'")
    for page in file.pages:
        for link in page.links:
            if link.zoom not in ("", "XYZ 0"):
                yield Seen(f"zoom {link.zoom}", page.number, _place(link))


def _paths(file: OpenedPdf) -> Iterator[Seen]:
    for page in file.pages:
        for link in page.links:
            outside = link.action in ("GoToR", "Launch", "GoToE")
            to_a_file = link.action == "URI" and link.address.lower().startswith("file:")
            if to_a_file or (outside and _ABSOLUTE.match(link.address)):
                yield Seen(f"a link to '{link.address}'", page.number, _place(link))


def _look(file: OpenedPdf) -> Iterator[Seen]:
    exempt = contents_pages(file)
    for page in file.pages:
        if page.number in exempt:
            continue
        plain = [link for link in page.links if not link.framed]
        for link, words in _under(page, plain):
            if words is not None and not is_blue(words.colour):
                yield Seen("a link without frame looks like the text", page.number, _place(link))


def _under(page: Page, links: list[Link]) -> Iterator[tuple[Link, Words | None]]:
    """Each link with the first words that lie under it."""
    ordered = sorted(page.words, key=lambda words: words.box.bottom)
    bottoms = [words.box.bottom for words in ordered]
    for link in links:
        yield link, _first_under(link.box, ordered, bottoms)


def _first_under(box: Box, ordered: list[Words], bottoms: list[float]) -> Words | None:
    middle = (box.left + box.right) / 2
    for n in range(bisect_left(bottoms, box.bottom - 6), len(ordered)):
        words = ordered[n].box
        if words.bottom > box.top:
            return None
        height = (words.bottom + words.top) / 2
        if words.left - 1 <= middle <= words.right + 1 and box.bottom <= height <= box.top:
            return ordered[n]
    return None


def is_blue(colour: tuple[int, int, int]) -> bool:
    """Whether a link of this colour, red, green, blue to 255, is seen as one."""
    red, green, blue = colour
    return blue >= 90 and blue > red + 30 and blue > green + 30


def _external(file: OpenedPdf) -> Iterator[Seen]:
    for page in file.pages:
        for address in (link.address for link in page.links if link.action == "URI"):
            yield Seen("a link to the web", page.number, address)


def _place(link: Link) -> str:
    return f"link at {link.box.left:.0f}, {link.box.bottom:.0f} pt"


RULES: tuple[Rule[OpenedPdf], ...] = (
    Rule(
        "pdf.bookmarks", "Files from 5 pages on have bookmarks.", "FDA PDF Specifications",
        "make bookmarks from the headings", _bookmarks,
    ),
    Rule(
        "pdf.contents-linked", "Files from 5 pages on have a linked table of contents.",
        "FDA PDF Specifications", "add a table of contents with links", _contents,
    ),
    Rule(
        "pdf.bookmark-depth", "Bookmarks have at most four levels.",
        "FDA PDF Specifications; ICH M8", "leave the deeper headings out", _depth,
    ),
    Rule(
        "pdf.bookmark-targets", "Every bookmark leads to a page of the file.", "all agencies",
        "mend or remove the bookmark", _bookmark_targets,
    ),
    Rule(
        "pdf.bookmark-text", "A bookmark's title stands on the page that it leads to.",
        "good practice", "make bookmarks from the headings", _bookmark_text,
    ),
    Rule(
        "pdf.link-targets", "Every link leads somewhere.", "all agencies",
        "mend or remove the link", _link_targets,
    ),
    Rule(
        "pdf.inherit-zoom", "Bookmarks and links keep the reader's zoom.",
        "FDA PDF Specifications; ICH M8 2.13", "set the magnification to inherit zoom", _zoom,
    ),
    Rule(
        "pdf.link-paths", "Links to other files are relative.", "FDA PDF Specifications; ICH M8",
        "make the link relative to this file", _paths,
    ),
    Rule(
        "pdf.link-look", "Links are blue or have a thin frame.", "FDA PDF Specifications",
        "set linked words in blue", _look,
    ),
    Rule(
        "pdf.link-external", "Links to the web are known.", "EMA and FDA differ",
        "see that the agency takes links to the web", _external, Level.ADVICE,
    ),
)  # fmt: skip
