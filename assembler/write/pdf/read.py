"""A PDF read back: its marked content in order, with artifacts apart. By pypdfium2."""

import ctypes
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, NamedTuple

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from pikepdf import NameTree

from assembler.write.written import Beside


class Chunk(NamedTuple):
    """One marked content: page from 1, MCID, the tag in the content stream, the text."""

    page: int
    mcid: int
    tag: str
    text: str
    part: int = 0
    """Chunks of one part number are one cell that goes on on another page; 0 for all others."""


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
    reader = _Reader()
    with pdfium.PdfDocument(data) as pdf:
        for number in range(1, len(pdf) + 1):
            if number in but:
                artifacts.append("")
                continue
            page = pdf[number - 1]
            text_page = page.get_textpage()
            aside: list[str] = []
            for mcid, obj, text in reader.texts(page.raw, text_page.raw):
                if mcid >= 0:
                    last = chunks[-1] if chunks else None
                    if last and last.page == number and last.mcid == mcid:
                        chunks[-1] = last._replace(text=last.text + text)
                    else:
                        tag, part = reader.mark(obj)
                        chunks.append(Chunk(number, mcid, tag, text, part))
                elif reader.mark(obj)[0] == "Artifact":
                    aside.append(text)
                else:
                    unmarked.append((number, text))
            if beside is not None:
                beside(number, page, text_page)
            artifacts.append(" ".join(aside))
            alternatives += reader.alternatives()
            text_page.close()
            page.close()
    joined = list(_joined(chunks))
    return Reading(joined, artifacts, unmarked, alternatives, _destinations(data))


class _Reader:
    """The calls into pdfium, with the buffers that they fill."""

    def __init__(self) -> None:
        self._size = 4096
        self._buffer = (ctypes.c_ushort * self._size)()
        self._name = (ctypes.c_ushort * 64)()
        self._used = ctypes.c_ulong()
        self._number = ctypes.c_int()
        self._tags: dict[bytes, str] = {}
        self._others: list[Any] = []

    def texts(self, page: Any, text_page: Any) -> Iterator[tuple[int, Any, str]]:
        """MCID (-1 without), page object and text of every text object."""
        get = pdfium_c.FPDFPage_GetObject
        kind, marked = pdfium_c.FPDFPageObj_GetType, pdfium_c.FPDFPageObj_GetMarkedContentID
        self._others.clear()
        for n in range(pdfium_c.FPDFPage_CountObjects(page)):
            obj = get(page, n)
            if kind(obj) == pdfium_c.FPDF_PAGEOBJ_TEXT:
                yield marked(obj), obj, self._text(obj, text_page)
            else:
                self._others.append(obj)

    def alternatives(self) -> Iterator[str]:
        """The alternative texts round what is no text on the page whose texts were read, each once
        for the objects inside."""
        last = -1
        for obj in self._others:
            marked = pdfium_c.FPDFPageObj_GetMarkedContentID(obj)
            if marked not in (-1, last) and self.mark(obj)[0] == "Span":
                last = marked
                yield self._alternative(obj)

    def _alternative(self, obj: Any) -> str:
        """The entry `Alt` of the innermost mark of an object; its bytes, since pdfium takes every
        string for UTF-8."""
        mark = pdfium_c.FPDFPageObj_GetMark(obj, pdfium_c.FPDFPageObj_CountMarks(obj) - 1)
        get = pdfium_c.FPDFPageObjMark_GetParamBlobValue
        get(mark, b"Alt", None, 0, self._used)
        buffer = (ctypes.c_ubyte * self._used.value)()
        get(mark, b"Alt", buffer, self._used.value, self._used)
        return bytes(buffer).decode("utf-16", "replace")  # it begins with a byte-order mark

    def mark(self, obj: Any) -> tuple[str, int]:
        """Tag and entry `Part` of the innermost mark of an object; empty and 0 without."""
        count = pdfium_c.FPDFPageObj_CountMarks(obj)
        if count <= 0:
            return "", 0
        mark = pdfium_c.FPDFPageObj_GetMark(obj, count - 1)
        pdfium_c.FPDFPageObjMark_GetName(mark, self._name, 128, self._used)
        name = ctypes.string_at(self._name, min(self._used.value, 128) - 2)
        tag = self._tags.get(name)
        if tag is None:
            tag = self._tags[name] = name.decode("utf-16-le")
        found = pdfium_c.FPDFPageObjMark_GetParamIntValue(mark, b"Part", self._number)
        return tag, self._number.value if found else 0

    def _text(self, obj: Any, text_page: Any) -> str:
        size = pdfium_c.FPDFTextObj_GetText(obj, text_page, self._buffer, self._size * 2)
        if size > self._size * 2:
            self._size = size
            self._buffer = (ctypes.c_ushort * size)()
            size = pdfium_c.FPDFTextObj_GetText(obj, text_page, self._buffer, size * 2)
        return ctypes.string_at(self._buffer, max(size - 2, 0)).decode("utf-16-le", "replace")


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
    with pikepdf.open(BytesIO(data)) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        if "/Names" not in pdf.Root or "/Dests" not in pdf.Root.Names:
            return {}
        named = NameTree(pdf.Root.Names.Dests).items()
        return {str(name): pages[place[0].objgen] for name, place in named}
