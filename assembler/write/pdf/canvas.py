"""Finished pages -> the bytes of a PDF, through reportlab's canvas."""

import zlib
from collections.abc import Sequence
from io import BytesIO
from typing import Any
from urllib.parse import quote

from pikepdf import String
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFObject, PDFStream
from reportlab.pdfgen.canvas import Canvas

from assembler.document.nodes import Label
from assembler.document.walk import parts_of_label
from assembler.write.pdf.page import Ledger, Sheet, Target
from assembler.write.text.lines import Ink

_URL_SAFE = "!#$%&'()*+,/:;=?@[]~"


class _Canvas(Canvas):  # type: ignore[misc]
    """reportlab's canvas without the first font: it would name an unembedded Helvetica."""

    def _make_preamble(self) -> None:
        self._preamble = ""

    def _setAnnotations(self, page: Any) -> None:  # noqa: N802 - reportlab's name
        """The page's content is complete here. reportlab would keep it as it is, and look up every
        letter of it to write it."""
        dictionary = PDFDictionary({"Filter": PDFName("FlateDecode")})
        content = zlib.compress(page.stream.encode("ascii"))
        page.Contents, page.stream = PDFStream(dictionary, content), None
        super()._setAnnotations(page)


class _Raw(PDFObject):  # type: ignore[misc]
    """A PDF object that is written as it is."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def format(self, _document: object) -> bytes:
        return self._data


class Drawing:
    """A PDF file being drawn; hands out the operators that show text."""

    def __init__(self) -> None:
        self._buffer = BytesIO()
        # streams of fonts are left uncompressed here: pikepdf compresses them when it writes the
        # file, and reportlab's global switch for ASCII85 then has no say
        self._canvas = _Canvas(
            self._buffer,
            pagesize=(1, 1),
            pageCompression=0,
            invariant=1,
            pdfVersion=(1, 7),
            initialFontName="Tinos-Regular",
        )
        self._names: dict[object, str] = {}

    def show(self, text: str, ink: Ink) -> str:
        """The operators that select the face and show the text."""
        ttf = ink.face.ttf
        document = self._canvas._doc
        if text.isascii():
            name = self._names.get(ttf)
            if name is None:
                ttf.splitString(" ", document)
                name = self._names[ttf] = ttf.getSubsetInternalName(0, document)
            if "(" in text or ")" in text or "\\" in text:
                text = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
            return f"{name} {ink.size:.4g} Tf ({text}) Tj"
        chunks = ttf.splitString(text, document)
        if len(chunks) > 1:
            chunks = _with_spaces(chunks, ttf.state[document])
        return " ".join(
            f"{ttf.getSubsetInternalName(subset, document)} {ink.size:.4g} Tf <{codes.hex()}> Tj"
            for subset, codes in chunks
        )

    def save(self, sheets: Sequence[Sheet], ledger: Ledger) -> bytes:
        """The file: pages, links, bookmarks. What was drawn is given up on the way: of thousands of
        pages there would be several copies in memory."""
        canvas, buffer = self._canvas, self._buffer
        del self._canvas, self._buffer
        marks: dict[int, list[tuple[str, float]]] = {}
        wanted = {name for _, _, name in ledger.outline}
        for name, (number, y) in ledger.destinations.items():
            if name in wanted:
                marks.setdefault(number, []).append((name, y))
        key = len(sheets)  # in the parent tree the links come after the pages
        for sheet in sheets:
            canvas.setPageSize((sheet.width, sheet.height))
            canvas._code = [sheet.content()]
            sheet.ops.clear()
            for link in sheet.links:
                canvas._addAnnotation(_Raw(_annotation(link, key)))
                key += 1
            for name, y in marks.get(sheet.number, ()):
                canvas.bookmarkHorizontalAbsolute(name, round(y + 4, 2))
            canvas.showPage()
        for level, title, name in ledger.outline:
            canvas.addOutlineEntry(title, name, level, 0)
        canvas._doc.SaveToFile(buffer, canvas)
        return buffer.getvalue()


def _with_spaces(chunks: list[tuple[int, bytes]], state: Any) -> list[tuple[int, bytes]]:
    """The chunks of a text by subset, each space in the subset of what stands before it.

    reportlab keeps code 32 for the space in every subset, but draws it from the first one; a
    space drawn alone is lost by readers. A subset that has not come to 32 goes on after it.
    """
    for number, subset in enumerate(state.subsets):
        if len(subset) <= 32:
            subset += [0] * (32 - len(subset)) + [32]
            state.nextCode = (number << 8) + 33
    joined: list[tuple[int, bytes]] = []
    for number, codes in chunks:
        if joined and joined[-1][0] != number:
            letters = codes.lstrip(b" ")
            joined[-1] = (joined[-1][0], joined[-1][1] + b" " * (len(codes) - len(letters)))
            codes = letters
        if codes:
            if joined and joined[-1][0] == number:
                codes = joined.pop()[1] + codes
            joined.append((number, codes))
    return joined


def _annotation(link: Target, key: int) -> bytes:
    """A link without a frame: to a named destination, here or in another file, or to an address."""
    rect = f"{link.left:.2f} {link.bottom:.2f} {link.right:.2f} {link.top:.2f}"
    head = f"<< /Type /Annot /Subtype /Link /Rect [{rect}] /Border [0 0 0] /F 4 ".encode()
    head += f"/StructParent {key} /Contents ".encode() + String(link.words).unparse() + b" "
    if link.to.startswith("#"):
        document, label = parts_of_label(Label(link.to[1:]))
        if document:
            return head + b"/A " + _elsewhere(f"{document}.pdf", label) + b" >>"
        return head + b"/Dest " + String(label).unparse() + b" >>"
    address = String(quote(link.to, safe=_URL_SAFE)).unparse()
    return head + b"/A << /Type /Action /S /URI /URI " + address + b" >> >>"


def _elsewhere(file: str, label: Label) -> bytes:
    """An action that leads to a named destination of a file in the same folder."""
    name = String(file).unparse()
    named = b"<< /Type /Filespec /F " + name + b" /UF " + name + b" >>"
    return b"<< /Type /Action /S /GoToR /F " + named + b" /D " + String(label).unparse() + b" >>"
