"""What stands in the files, read by other means than the self-check's."""

import ctypes
import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def docx_parts(data: bytes) -> dict[str, etree._Element]:
    """Every XML part of a DOCX, parsed."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {
            name: etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }


def docx_lines(data: bytes) -> list[str]:
    """The words of every paragraph of the body; a break is a newline, a tab a tab."""
    body = docx_parts(data)["word/document.xml"]
    marks = {f"{_W}br": "\n", f"{_W}tab": "\t"}
    lines: list[str] = []
    for paragraph in body.iter(f"{_W}p"):
        runs = (
            node.text or "" if node.tag == f"{_W}t" else marks[node.tag]
            for node in paragraph.iter(f"{_W}t", *marks)
            if node.xpath("parent::*[local-name()='r']")  # tab stops of properties are no text
        )
        lines.append("".join(runs))
    return lines


def docx_rows(data: bytes) -> list[list[int]]:
    """For each table the number of grid columns that each of its rows covers."""
    body = docx_parts(data)["word/document.xml"]
    tables: list[list[int]] = []
    for table in body.iter(f"{_W}tbl"):
        rows: list[int] = []
        for row in table.iter(f"{_W}tr"):
            spans = (cell.find(f"{_W}tcPr/{_W}gridSpan") for cell in row.iter(f"{_W}tc"))
            rows.append(sum(int(s.get(f"{_W}val", "1")) if s is not None else 1 for s in spans))
        tables.append(rows)
    return tables


def pdf_pages(data: bytes) -> list[str]:
    """The text of each page, line ends as newlines."""
    with pdfium.PdfDocument(data) as pdf:
        return [
            page.get_textpage().get_text_range().replace("\r\n", "\n").replace("\ufffe", "-")
            for page in pdf
        ]


@dataclass(frozen=True, slots=True)
class Extent:
    """The box that all visible glyphs of a page fill, points from the lower left corner."""

    left: float
    bottom: float
    right: float
    top: float
    width: float
    """Of the page."""
    height: float


def extents(data: bytes) -> list[Extent]:
    """For each page the box of its glyphs."""
    with pdfium.PdfDocument(data) as pdf:
        return [_extent(page) for page in pdf]


def _extent(page: pdfium.PdfPage) -> Extent:
    text = page.get_textpage()
    letters = text.get_text_range()
    boxes = [
        text.get_charbox(index)
        for index in range(text.count_chars())
        if index >= len(letters) or not letters[index].isspace()
    ]
    left, bottom, right, top = zip(*boxes, strict=True)
    return Extent(min(left), min(bottom), max(right), max(top), *page.get_size())


def folded(text: str) -> str:
    """White space folded, no-break spaces too."""
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ")).strip()


def unspaced(text: str) -> str:
    """Without white space: how a word broken over lines is found."""
    return re.sub(r"[\s\u00a0]", "", text)


def in_order(text: str, *parts: str) -> bool:
    """Whether the parts stand in the text one after the other."""
    places = [text.find(part) for part in parts]
    return -1 not in places and all(a < b for a, b in pairwise(places))


def web_links(page: pdfium.PdfPage) -> list[str]:
    """The addresses that the link annotations of a page open."""
    found: list[str] = []
    position, link = ctypes.c_int(0), pdfium_c.FPDF_LINK()
    while pdfium_c.FPDFLink_Enumerate(page.raw, position, link):
        action = pdfium_c.FPDFLink_GetAction(link)
        if action:
            size = pdfium_c.FPDFAction_GetURIPath(page.pdf.raw, action, None, 0)
            buffer = ctypes.create_string_buffer(size)
            pdfium_c.FPDFAction_GetURIPath(page.pdf.raw, action, buffer, size)
            found.append(buffer.value.decode())
    return found
