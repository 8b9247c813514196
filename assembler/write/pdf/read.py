"""A PDF read back: its marked content in order, with artifacts apart. By pypdfium2."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
from pikepdf import NameTree

from assembler.write.pdf.mapped import mapped
from assembler.write.pdf.pieces import Chunk, Pieces
from assembler.write.written import Beside


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says."""

    chunks: list[Chunk]
    """Marked content in the order of the content streams; the parts of a cell together."""
    artifacts: list[str]
    """The text of each page's artifacts; empty of one that was not read."""
    unmarked: list[tuple[int, str]]
    """Page and text of what is neither marked content nor artifact."""
    alternatives: list[str]
    """The alternative texts of the figures, in order."""
    destinations: dict[str, int] = field(default_factory=dict)
    """Named destination -> page from 1."""


def read(data: bytes, beside: Beside | None = None, *, but: Collection[int] = ()) -> Reading:
    """The text of a PDF by marked content, and its named destinations; of no page that `but` names.

    `beside` is given every page as it is opened: its number from 1, the page, its text page.
    """
    chunks: list[Chunk] = []
    artifacts: list[str] = []
    unmarked: list[tuple[int, str]] = []
    alternatives: list[str] = []
    pieces = Pieces()
    with pdfium.PdfDocument(data) as pdf:
        for number in range(1, len(pdf) + 1):
            if number in but:
                artifacts.append("")
                continue
            page = pdf[number - 1]
            text_page = page.get_textpage()
            aside: list[str] = []
            for chunk in pieces.of(number, page.raw, text_page.raw):
                if chunk.mcid >= 0:
                    last = chunks[-1] if chunks else None
                    if last and last.page == number and last.mcid == chunk.mcid:
                        chunks[-1] = last._replace(text=last.text + chunk.text)
                    else:
                        chunks.append(chunk)
                elif chunk.tag == "Artifact":
                    aside.append(chunk.text)
                else:
                    unmarked.append((number, chunk.text))
            if beside is not None:
                beside(number, page, text_page)
            artifacts.append(" ".join(aside))
            alternatives += pieces.alternatives()
            text_page.close()
            page.close()
    joined = list(_joined(chunks))
    return Reading(joined, artifacts, unmarked, alternatives, _destinations(data))


def _joined(chunks: list[Chunk]) -> Iterator[Chunk]:
    """The chunks with the later parts of a cell after its first."""
    parts: dict[int, list[Chunk]] = {}
    for chunk in chunks:
        if chunk.part:
            parts.setdefault(chunk.part, []).append(chunk)
    for chunk in chunks:
        if not chunk.part:
            yield chunk
        else:
            yield from parts.pop(chunk.part, ())


def _destinations(data: bytes) -> dict[str, int]:
    """By pikepdf: pdfium looks through all names, or all pages, for each of them."""
    with mapped(data) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        if "/Names" not in pdf.Root or "/Dests" not in pdf.Root.Names:
            return {}
        named = NameTree(pdf.Root.Names.Dests).items()
        return {str(name): pages[place[0].objgen] for name, place in named}
