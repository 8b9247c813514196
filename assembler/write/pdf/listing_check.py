"""Listings in the self-check: of thousands of alike pages some are read back, all are counted.

While a listing is drawn its rows and letters are counted; the model's must be as many. The pages at
its ends, the first ones, each fiftieth and those with a part of a row are read back letter by
letter like any other page.
"""

from collections.abc import Collection, Iterator

from assembler.document.walk import listings
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import Line, lines, listed_rows
from assembler.write.text.fonts import printable
from assembler.write.text.listed import letters
from assembler.write.written import Listed, Written


def passed_over(written: Written) -> frozenset[int]:
    """The pages with nothing but rows of a listing that are not read back."""
    return frozenset[int]().union(*(one.passed_over() for one in written.listed.values()))


def counts_differ(written: Written, resolved: Resolved) -> Iterator[str]:
    """Where more or less was drawn than the model has."""
    for _, listing in listings(resolved.document):
        drawn = written.listed.get(listing.label, Listed())
        said = [letters(printable(words)) for words in listed_rows(listing)]
        if (drawn.rows, drawn.letters) != (len(said), sum(said)):
            yield (
                f"{listing.label}: {drawn.rows} rows with {drawn.letters} letters were drawn, "
                f"the model has {len(said)} with {sum(said)}"
            )


def read_back(resolved: Resolved, written: Written, passed: Collection[int]) -> Iterator[Line]:
    """The lines of the document without the rows on pages that are passed over."""
    if not passed:
        yield from lines(resolved)
        return
    pages: Iterator[int] = iter(())
    for line in lines(resolved):
        if line.kind == "caption" and line.label is not None and line.label in written.listed:
            pages = _page_of_each(written.listed[line.label])
        if line.kind != "listed" or next(pages, 0) not in passed:
            yield line


def _page_of_each(listed: Listed) -> Iterator[int]:
    """The page on which each row begins."""
    for page, count in listed.pages.items():
        for _ in range(count):
            yield page
