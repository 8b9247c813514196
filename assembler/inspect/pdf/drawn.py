"""What is drawn on a page, as pdfium sees it: rectangles, pieces of text, pictures, colours."""

import ctypes
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_LONGEST = 64
"""Characters of the name of a mark that are read."""


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
    tag: str = ""
    """Name of its marked content: `P`, `TD`, `Artifact`; empty where it has none."""


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
    """Share of the page that its pictures cover: a scan may come in strips."""
    text: str
    untagged: int
    """Objects that are neither tagged nor an artifact; 0 unless measured."""


def drawn(
    sheet: pdfium.PdfPage, text_page: pdfium.PdfTextPage, corner: Corner, *, measured: bool
) -> Drawn:
    """What is drawn on a page. Sizes and lengths of its words are 0 unless they are to be measured:
    pdfium looks through all letters of the page for each of them. Nor are tags asked for."""
    boxes: list[Box] = []
    words: list[Words] = []
    pictured, untagged = 0.0, 0
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
            tag = next(iter(_tags(obj)), "") if measured else ""
            words.append(Words(box, size, inks, length, tag))
            if box.right - box.left < 0.01:  # blanks draw nothing
                continue
        elif kind == pdfium_c.FPDF_PAGEOBJ_PATH and _is_background(box, inks, corner):
            continue
        elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            pictured += (box.right - box.left) * (box.top - box.bottom)
        untagged += measured and not _is_tagged(obj)
        boxes.append(box)
    share = pictured / (corner.width * corner.height)
    return Drawn(_round(boxes), tuple(words), share, text_page.get_text_range(), untagged)


def _measure(text: Any, text_page: Any) -> tuple[float, int]:
    """Size of a piece of text as drawn, points, and its characters."""
    size, matrix = ctypes.c_float(), pdfium_c.FS_MATRIX()
    pdfium_c.FPDFTextObj_GetFontSize(text, size)
    pdfium_c.FPDFPageObj_GetMatrix(text, matrix)
    length = max(pdfium_c.FPDFTextObj_GetText(text, text_page, None, 0) // 2 - 1, 0)
    return size.value * (matrix.c**2 + matrix.d**2) ** 0.5, length


def _tags(obj: Any) -> list[str]:
    """The names of the marked content in which an object stands."""
    tags: list[str] = []
    name, size = (pdfium_c.FPDF_WCHAR * _LONGEST)(), ctypes.c_ulong()
    for n in range(pdfium_c.FPDFPageObj_CountMarks(obj)):
        mark = pdfium_c.FPDFPageObj_GetMark(obj, n)
        if pdfium_c.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), size):
            end = min(max(size.value - 2, 0), ctypes.sizeof(name))
            tags.append(bytes(name)[:end].decode("utf-16-le", "replace"))
    return tags


def _is_tagged(obj: Any) -> bool:
    """Whether an object belongs to the structure, or says that it is an artifact. Of a form, what
    is drawn in it may say so."""
    if pdfium_c.FPDFPageObj_GetMarkedContentID(obj) >= 0 or "Artifact" in _tags(obj):
        return True
    if pdfium_c.FPDFPageObj_GetType(obj) != pdfium_c.FPDF_PAGEOBJ_FORM:
        return False
    inside = range(pdfium_c.FPDFFormObj_CountObjects(obj))
    return all(_is_tagged(pdfium_c.FPDFFormObj_GetObject(obj, n)) for n in inside)


def _is_background(box: Box, colour: tuple[int, int, int], corner: Corner) -> bool:
    """A white sheet under the page, as some programs draw it."""
    whole = (box.right - box.left) * (box.top - box.bottom) >= 0.98 * corner.width * corner.height
    return whole and min(colour) >= 250


def _round(boxes: list[Box]) -> Box | None:
    if not boxes:
        return None
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return Box(min(lefts), min(bottoms), max(rights), max(tops))
