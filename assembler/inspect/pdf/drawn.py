"""What is drawn on a page, as pdfium sees it: rectangles, pieces of text, pictures, colours."""

import ctypes
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c


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


@dataclass(frozen=True, slots=True)
class Corner:
    """How a rectangle of the file is turned into one of the page as it is read."""

    left: float
    """Of the crop box in the file, points; so is `bottom`."""
    bottom: float
    rotation: int
    """Degrees, clockwise: 0, 90, 180 or 270."""
    width: float
    """Of the page as it is read, points; so is `height`."""
    height: float

    def read(self, left: float, bottom: float, right: float, top: float) -> Box:
        """The rectangle as it is read."""
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


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn on one page."""

    ink: Box | None
    """The rectangle round all that is drawn; None when nothing is."""
    words: tuple[Words, ...]
    pictured: float
    """Share of the page that its largest picture covers."""
    text: str


def drawn(
    sheet: pdfium.PdfPage, text_page: pdfium.PdfTextPage, corner: Corner, *, measured: bool
) -> Drawn:
    """What is drawn on a page. Sizes and lengths of its words are 0 unless they are to be measured:
    pdfium looks through all letters of the page for each of them."""
    boxes: list[Box] = []
    words: list[Words] = []
    pictured = 0.0
    page, of_text = sheet.raw, text_page.raw
    edges = [ctypes.c_float() for _ in range(4)]
    left, bottom, right, top = edges
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    for n in range(pdfium_c.FPDFPage_CountObjects(page)):
        obj = pdfium_c.FPDFPage_GetObject(page, n)
        kind = pdfium_c.FPDFPageObj_GetType(obj)
        if not pdfium_c.FPDFPageObj_GetBounds(obj, *edges):
            continue
        box = corner.read(left.value, bottom.value, right.value, top.value)
        pdfium_c.FPDFPageObj_GetFillColor(obj, red, green, blue, alpha)
        inks = (red.value, green.value, blue.value)
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            size, length = _measure(obj, of_text) if measured else (0.0, 0)
            words.append(Words(box, size, inks, length))
            if box.right - box.left < 0.01:  # blanks draw nothing
                continue
        elif kind == pdfium_c.FPDF_PAGEOBJ_PATH and _is_background(box, inks, corner):
            continue
        elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            pictured = max(pictured, (box.right - box.left) * (box.top - box.bottom))
        boxes.append(box)
    share = pictured / (corner.width * corner.height)
    return Drawn(_round(boxes), tuple(words), share, text_page.get_text_range())


def _measure(text: Any, text_page: Any) -> tuple[float, int]:
    """Size of a piece of text as drawn, points, and its characters."""
    size, matrix = ctypes.c_float(), pdfium_c.FS_MATRIX()
    pdfium_c.FPDFTextObj_GetFontSize(text, size)
    pdfium_c.FPDFPageObj_GetMatrix(text, matrix)
    length = max(pdfium_c.FPDFTextObj_GetText(text, text_page, None, 0) // 2 - 1, 0)
    return size.value * (matrix.c**2 + matrix.d**2) ** 0.5, length


def _is_background(box: Box, colour: tuple[int, int, int], corner: Corner) -> bool:
    """A white sheet under the page, as some programs draw it."""
    whole = (box.right - box.left) * (box.top - box.bottom) >= 0.98 * corner.width * corner.height
    return whole and min(colour) >= 250


def _round(boxes: list[Box]) -> Box | None:
    if not boxes:
        return None
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return Box(min(lefts), min(bottoms), max(rights), max(tops))
