"""A PDF opened for inspection: its objects by pikepdf, what is drawn on its pages by pdfium."""

import ctypes
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any, NamedTuple

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from assembler.inspect.finding import Seen
from assembler.inspect.pdf.targets import Targets
from assembler.inspect.profile import Profile

_DEEPEST = 32
"""Outlines and page trees deeper than this are not followed: they may be endless."""


class Box(NamedTuple):
    """A rectangle of the page as it is read, points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float


class Words(NamedTuple):
    """One piece of drawn text."""

    box: Box
    size: float
    """Points, as drawn."""
    colour: tuple[int, int, int]
    length: int
    """Characters."""


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
    """Share of the page that its largest picture covers."""
    text: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class OpenedPdf:
    """A whole file."""

    name: str
    size: int
    profile: Profile
    pdf: pikepdf.Pdf
    pages: tuple[Page, ...]
    outline: tuple[Bookmark, ...]

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
    try:
        pdf = pikepdf.open(BytesIO(data))
    except pikepdf.PasswordError as fault:
        seen = Seen("the file asks for a password")
        raise NotOpened("pdf.no-security", seen) from fault
    except (pikepdf.PdfError, ValueError) as fault:
        seen = Seen(f"the file is damaged or no PDF: {str(fault).splitlines()[0]}")
        raise NotOpened("pdf.opens", seen) from fault
    with pdf:
        try:
            targets = Targets(pdf)
            pages = tuple(_pages(pdf, data, targets))
            yield OpenedPdf(name, len(data), profile, pdf, pages, tuple(_outline(pdf, targets)))
        except (pikepdf.PdfError, pdfium.PdfiumError) as fault:
            seen = Seen(f"the file is damaged: {str(fault).splitlines()[0]}")
            raise NotOpened("pdf.opens", seen) from fault


def _pages(pdf: pikepdf.Pdf, data: bytes, targets: Targets) -> Iterator[Page]:
    with pdfium.PdfDocument(data) as drawn:
        for number, page in enumerate(pdf.pages, start=1):
            sheet = drawn[number - 1]
            text_page = sheet.get_textpage()
            width, height = sheet.get_size()  # as it is read: turned
            corner = _Corner.of(page, sheet.get_rotation(), width, height)
            boxes, words, pictured = _drawn(sheet.raw, text_page.raw, corner)
            yield Page(
                number,
                width,
                height,
                sheet.get_rotation(),
                _round(boxes),
                tuple(words),
                pictured / (width * height),
                text_page.get_text_range(),
                tuple(_links(page, corner, targets)),
            )
            text_page.close()
            sheet.close()


@dataclass(frozen=True, slots=True)
class _Corner:
    """How a rectangle of the file is turned into one of the page as it is read."""

    left: float
    bottom: float
    rotation: int
    width: float
    height: float

    @classmethod
    def of(cls, page: pikepdf.Page, rotation: int, width: float, height: float) -> "_Corner":
        left, bottom = (float(n) for n in list(page.cropbox)[:2])
        return cls(left, bottom, rotation, width, height)

    def read(self, left: float, bottom: float, right: float, top: float) -> Box:
        left, right = left - self.left, right - self.left
        bottom, top = bottom - self.bottom, top - self.bottom
        match self.rotation:
            case 90:
                return Box(bottom, self.height - right, top, self.height - left)
            case 180:
                return Box(
                    self.width - right, self.height - top, self.width - left, self.height - bottom
                )
            case 270:
                return Box(self.width - top, left, self.width - bottom, right)
        return Box(left, bottom, right, top)


def _drawn(page: Any, text_page: Any, corner: _Corner) -> tuple[list[Box], list[Words], float]:
    """The rectangles of all that is drawn, the pieces of text, the area of the largest picture."""
    boxes: list[Box] = []
    words: list[Words] = []
    pictured = 0.0
    edges = [ctypes.c_float() for _ in range(4)]
    colour = [ctypes.c_uint() for _ in range(4)]
    size = ctypes.c_float()
    matrix = pdfium_c.FS_MATRIX()
    for n in range(pdfium_c.FPDFPage_CountObjects(page)):
        obj = pdfium_c.FPDFPage_GetObject(page, n)
        kind = pdfium_c.FPDFPageObj_GetType(obj)
        if not pdfium_c.FPDFPageObj_GetBounds(obj, *edges):
            continue
        box = corner.read(*(edge.value for edge in edges))
        pdfium_c.FPDFPageObj_GetFillColor(obj, *colour)
        inks = (colour[0].value, colour[1].value, colour[2].value)
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            pdfium_c.FPDFTextObj_GetFontSize(obj, size)
            pdfium_c.FPDFPageObj_GetMatrix(obj, matrix)
            length = max(pdfium_c.FPDFTextObj_GetText(obj, text_page, None, 0) // 2 - 1, 0)
            points = size.value * (matrix.c**2 + matrix.d**2) ** 0.5
            words.append(Words(box, points, inks, length))
            if box.right - box.left < 0.01:  # blanks draw nothing
                continue
        elif kind == pdfium_c.FPDF_PAGEOBJ_PATH and _is_background(box, inks, corner):
            continue
        elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            pictured = max(pictured, (box.right - box.left) * (box.top - box.bottom))
        boxes.append(box)
    return boxes, words, pictured


def _is_background(box: Box, colour: tuple[int, int, int], corner: _Corner) -> bool:
    """A white sheet under the page, as some programs draw it."""
    whole = (box.right - box.left) * (box.top - box.bottom) >= 0.98 * corner.width * corner.height
    return whole and min(colour) >= 250


def _round(boxes: list[Box]) -> Box | None:
    if not boxes:
        return None
    return Box(
        min(box.left for box in boxes),
        min(box.bottom for box in boxes),
        max(box.right for box in boxes),
        max(box.top for box in boxes),
    )


def _links(page: pikepdf.Page, corner: _Corner, targets: Targets) -> Iterator[Link]:
    for annotation in annotations(page):
        if annotation.get("/Subtype") != "/Link":
            continue
        target = targets.of(annotation)
        rectangle = [float(n) for n in annotation.get("/Rect", [0, 0, 0, 0])]
        border = annotation.get("/Border", [0, 0, 1])
        width = float(border[2]) if len(border) > 2 else 1.0
        style = annotation.get("/BS")
        if isinstance(style, pikepdf.Dictionary):
            width = float(style.get("/W", 1))
        box = corner.read(*rectangle[:4]) if len(rectangle) >= 4 else Box(0, 0, 0, 0)
        yield Link(box, width > 0, target.action, target.page, target.zoom, target.address)


def annotations(page: pikepdf.Page) -> Iterator[pikepdf.Dictionary]:
    """The annotations of a page that are dictionaries."""
    for annotation in page.obj.get("/Annots", ()):
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
        yield Bookmark(depth, str(item.get("/Title", "")), target.page, target.zoom, target.action)
        yield from _entries(item.get("/First"), targets, depth + 1, met)
        item = item.get("/Next")


def named(tree: Mapping[str, Any] | Any) -> bool:
    """Whether a name tree of the catalogue is there and not empty."""
    if not isinstance(tree, pikepdf.Dictionary):
        return False
    return len(tree.get("/Names", ())) > 0 or len(tree.get("/Kids", ())) > 0
