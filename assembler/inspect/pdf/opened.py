"""A PDF opened for inspection: its objects by pikepdf, what is drawn on its pages by pdfium."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

import pikepdf
import pypdfium2 as pdfium
from pikepdf.models import PdfMetadata

from assembler.inspect.finding import Seen
from assembler.inspect.pdf.damage import DAMAGED, listening, told
from assembler.inspect.pdf.drawn import Box, Corner, Words, drawn
from assembler.inspect.pdf.elements import Structure, structure_of
from assembler.inspect.pdf.targets import Targets
from assembler.inspect.pdf.values import array, dictionary, number, numbers, words
from assembler.inspect.profile import Profile
from assembler.write.pdf.mapped import mapped

_DEEPEST = 32
"""Outlines and page trees deeper than this are not followed: they may be endless."""


class Link(NamedTuple):
    """A link annotation."""

    box: Box
    framed: bool
    action: str
    """`GoTo`, `URI`, `GoToR` ...; empty without an action or target."""
    page: int | None
    """Page of this file that it leads to, from 1."""
    zoom: str
    """`XYZ 0`, `Fit` ... of its target; empty when it has none."""
    address: str
    """URI or file outside."""


class Bookmark(NamedTuple):
    """One entry of the outline."""

    depth: int
    title: str
    page: int | None
    zoom: str
    action: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it is read."""

    number: int
    width: float
    height: float
    rotation: int
    ink: Box | None
    """The rectangle round all that is drawn; None when nothing is."""
    words: tuple[Words, ...]
    pictured: float
    """Share of the page that its pictures cover."""
    text: str
    links: tuple[Link, ...]
    untagged: int
    """Objects that are neither tagged nor an artifact; 0 where the words are not measured."""


@dataclass(frozen=True, slots=True)
class OpenedPdf:
    """A whole file."""

    name: str
    size: int
    profile: Profile
    pdf: pikepdf.Pdf
    pages: tuple[Page, ...]
    outline: tuple[Bookmark, ...]
    structure: Structure
    targets: Targets
    metadata: PdfMetadata
    """XMP, read and never written."""
    damage: tuple[str, ...] = ()
    """What had to be mended to read the file, in the words of the library."""

    @property
    def root(self) -> pikepdf.Dictionary:
        """The document catalogue."""
        return self.pdf.trailer["/Root"]  # type: ignore[return-value]


class NotOpened(Exception):
    """The file cannot be inspected; says what was seen."""

    def __init__(self, rule: str, seen: Seen) -> None:
        self.rule, self.seen = rule, seen
        super().__init__(seen.message)


@contextmanager
def opened(name: str, data: bytes, profile: Profile) -> Iterator[OpenedPdf]:
    """The file for the time of an inspection. Raises NotOpened."""
    with listening() as heard, _pdf(data) as pdf:
        try:
            targets = Targets(pdf)
            pages, outline = tuple(_pages(pdf, data, targets)), tuple(_outline(pdf, targets))
            tree, metadata = structure_of(pdf), _metadata(pdf)
            damage = told([*pdf.get_warnings(), *heard])
            yield OpenedPdf(
                name, len(data), profile, pdf, pages, outline, tree, targets, metadata, damage
            )
        except DAMAGED as fault:
            raise NotOpened("pdf.opens", _damaged(str(fault))) from fault


class Watched:
    """A file of our own, inspected while the self-check reads it: each page is opened once for
    both. Words are not measured and the structure is not walked: rules that give advice need it.
    """

    def __init__(self, name: str, data: bytes, profile: Profile) -> None:
        self._name, self._size, self._profile = name, len(data), profile
        self._pdf = mapped(data, inherit_page_attributes=True)
        self._targets = Targets(self._pdf)
        self._pages: list[Page] = []

    def look(self, number: int, sheet: pdfium.PdfPage, text_page: pdfium.PdfTextPage) -> None:
        """See a page, which the self-check has open; `number` from 1."""
        page = self._pdf.pages[number - 1]
        seen = page_of(number, page, self._targets, sheet, text_page, measured=False)
        self._pages.append(seen)

    @contextmanager
    def opened(self) -> Iterator[OpenedPdf]:
        """The file with the pages that were seen, for the rules that are not advice."""
        with self._pdf as pdf:
            outline = tuple(_outline(pdf, self._targets))
            seen = {page.number: page for page in self._pages}
            pages = tuple(seen.get(n) or _unseen(n, p) for n, p in enumerate(pdf.pages, start=1))
            yield OpenedPdf(
                self._name,
                self._size,
                self._profile,
                pdf,
                pages,
                outline,
                Structure(),
                self._targets,
                _metadata(pdf),
                told(pdf.get_warnings()),
            )


def _unseen(number: int, page: pikepdf.Page) -> Page:
    """One of many alike pages, whose words the self-check counts and does not read."""
    left, bottom, right, top = numbers(page.mediabox, 4)
    middle = ((right - left) / 2, (top - bottom) / 2)
    return Page(number, right - left, top - bottom, 0, Box(*middle, *middle), (), 0.0, "", (), 0)


def _metadata(pdf: pikepdf.Pdf) -> PdfMetadata:
    """XMP, which pikepdf reads when it is first asked for something: now."""
    metadata = pdf.open_metadata()
    metadata.get("dc:title")
    return metadata


def _pdf(data: bytes) -> pikepdf.Pdf:
    try:
        return mapped(data, inherit_page_attributes=True)
    except pikepdf.PasswordError as fault:
        seen = Seen("the file asks for a password")
        raise NotOpened("pdf.no-security", seen) from fault
    except DAMAGED as fault:
        raise NotOpened("pdf.opens", _damaged(str(fault))) from fault


def _damaged(said: str) -> Seen:
    return Seen(f"the file is damaged or no PDF: {told([said])[0]}")


def _pages(pdf: pikepdf.Pdf, data: bytes, targets: Targets) -> Iterator[Page]:
    with pdfium.PdfDocument(data) as drawn_file:
        if len(drawn_file) != len(pdf.pages):
            counted = f"{len(pdf.pages)} pages in its page tree, {len(drawn_file)} can be drawn"
            raise NotOpened("pdf.opens", _damaged(counted))
        for number, page in enumerate(pdf.pages, start=1):
            sheet = drawn_file[number - 1]
            text_page = sheet.get_textpage()
            yield page_of(number, page, targets, sheet, text_page)
            text_page.close()
            sheet.close()


def page_of(
    number: int,
    page: pikepdf.Page,
    targets: Targets,
    sheet: pdfium.PdfPage,
    text_page: pdfium.PdfTextPage,
    *,
    measured: bool = True,
) -> Page:
    """A page that both libraries have open; its words with sizes and lengths when `measured`."""
    width, height = sheet.get_size()  # as it is read: turned
    left, bottom = numbers(page.cropbox, 2)
    corner = Corner(left, bottom, sheet.get_rotation(), width, height)
    seen = drawn(sheet, text_page, corner, measured=measured)
    links = tuple(_links(page, corner, targets))
    return Page(
        number,
        width,
        height,
        corner.rotation,
        seen.ink,
        seen.words,
        seen.pictured,
        seen.text,
        links,
        seen.untagged,
    )


def _links(page: pikepdf.Page, corner: Corner, targets: Targets) -> Iterator[Link]:
    for annotation in annotations(page):
        if annotation.get("/Subtype") != "/Link":
            continue
        target = targets.of(annotation)
        box = corner.read(*numbers(annotation.get("/Rect"), 4))
        border = annotation.get("/Border")
        width = numbers(border, 3)[2] if border is not None else 1.0
        style = annotation.get("/BS")
        if isinstance(style, pikepdf.Dictionary):
            width = number(style.get("/W"), 1)
        yield Link(box, width > 0, target.action, target.page, target.zoom, target.address)


def annotations(page: pikepdf.Page) -> Iterator[pikepdf.Dictionary]:
    """The annotations of a page that are dictionaries."""
    listed = page.obj.get("/Annots")
    for annotation in listed if isinstance(listed, pikepdf.Array) else ():
        if isinstance(annotation, pikepdf.Dictionary):
            yield annotation


def _outline(pdf: pikepdf.Pdf, targets: Targets) -> Iterator[Bookmark]:
    outlines = pdf.Root.get("/Outlines")
    if isinstance(outlines, pikepdf.Dictionary):
        yield from _entries(outlines.get("/First"), targets, 1, set())


def _entries(
    item: Any, targets: Targets, depth: int, met: set[tuple[int, int]]
) -> Iterator[Bookmark]:
    while isinstance(item, pikepdf.Dictionary) and item.objgen not in met and depth <= _DEEPEST:
        met.add(item.objgen)  # an outline that runs in a circle ends here
        target = targets.of(item)
        yield Bookmark(depth, words(item.get("/Title")), target.page, target.zoom, target.action)
        yield from _entries(item.get("/First"), targets, depth + 1, met)
        item = item.get("/Next")


def named(tree: Any) -> bool:
    """Whether a name tree of the catalogue is there and not empty."""
    tree = dictionary(tree)
    return bool(array(tree.get("/Names")) or array(tree.get("/Kids")))
