"""Pages of the example as pictures that text tools can read: SVG files for the README.

    python dev/pictures.py      builds examples/cabinet and renews docs/pages/*.svg

The words stand in the SVG as words, in the fonts of the page or those of the same widths, each run
as long as on the page; rules, boxes and figures as paths.
"""

import ctypes
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from lxml import etree

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from assembler.pipeline import Request, build  # noqa: E402 - run from any folder
from assembler.write.pdf.read import read  # noqa: E402
from assembler.write.text.fonts import Face  # noqa: E402

FOLDER = ROOT / "docs" / "pages"
PAGES = {
    "title": None,
    "design": "fig-study-schema",
    "results": "fig-forest-plot",
}
"""Name of a picture -> what stands on its page; None is the first page."""
_FAMILIES = {
    "Tinos": "Tinos, 'Times New Roman', 'Liberation Serif', Times, serif",
    "Arimo": "Arimo, Arial, 'Liberation Sans', Helvetica, sans-serif",
    "DejaVuSans": "'DejaVu Sans', Arimo, Arial, sans-serif",
}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def main() -> None:
    """Build the example and write the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        built = build(Request(ROOT / "examples" / "cabinet", Path(folder), formats=("pdf",)))
        data = (built.folder / "clinical-overview.pdf").read_bytes()
    FOLDER.mkdir(exist_ok=True)
    for name, svg in pictures(data).items():
        (FOLDER / f"{name}.svg").write_bytes(svg)
        print(f"{FOLDER / name}.svg: {len(svg) // 1000} kB")


def pictures(data: bytes) -> dict[str, bytes]:
    """The chosen pages of a PDF by name."""
    places = read(data).destinations
    with pdfium.PdfDocument(data) as pdf:
        return {
            name: picture(pdf[places[label] - 1 if label else 0]) for name, label in PAGES.items()
        }


def picture(page: pdfium.PdfPage) -> bytes:
    """A page as SVG."""
    width, height = page.get_size()
    svg = etree.Element("svg", xmlns="http://www.w3.org/2000/svg")
    svg.set("viewBox", f"0 0 {_number(width)} {_number(height)}")
    edge = {"width": _number(width - 1), "height": _number(height - 1), "fill": "#ffffff"}
    etree.SubElement(svg, "rect", {"x": "0.5", "y": "0.5", "stroke": "#c0c0c0", **edge})
    texts = page.get_textpage()
    faces: dict[str, Face] = {}
    for thing in page.get_objects():
        if thing.type == pdfium_c.FPDF_PAGEOBJ_TEXT:
            _add_text(svg, thing, texts, height, faces)
        elif thing.type == pdfium_c.FPDF_PAGEOBJ_PATH:
            _add_path(svg, thing, height)
    etree.indent(svg, space="")
    return etree.tostring(svg, encoding="utf-8") + b"\n"


def _add_text(
    svg: etree._Element,
    thing: pdfium.PdfObject,
    texts: pdfium.PdfTextPage,
    height: float,
    faces: dict[str, Face],
) -> None:
    words = _words(thing, texts)
    if not words.strip():
        return
    left, base = thing.get_matrix().get()[4:]
    face, size = _face(thing)
    family, _, style = face.partition("-")
    text = etree.SubElement(svg, "text", x=_number(left), y=_number(height - base))
    text.set("font-family", _FAMILIES[family])
    text.set("font-size", _number(size))
    if "Bold" in style:
        text.set("font-weight", "bold")
    if "Italic" in style or "Oblique" in style:
        text.set("font-style", "italic")
    if (colour := _colour(thing, pdfium_c.FPDFPageObj_GetFillColor)) != "#000000":
        text.set("fill", colour)
    if face not in faces:
        faces[face] = Face(f"{face}-Regular" if face in ("Tinos", "Arimo") else face)
    measured = faces[face].width(words)
    if measured and len(words) > 1:
        text.set("textLength", _number(measured * size))
    text.set(_SPACE, "preserve")
    text.text = words


def _add_path(svg: etree._Element, thing: pdfium.PdfObject, height: float) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(thing.raw, fill, stroke)
    path = etree.SubElement(svg, "path", d=" ".join(_steps(thing, height)))
    filled = _colour(thing, pdfium_c.FPDFPageObj_GetFillColor) if fill.value else "none"
    path.set("fill", filled)
    if stroke.value:
        width = ctypes.c_float()
        pdfium_c.FPDFPageObj_GetStrokeWidth(thing.raw, width)
        path.set("stroke", _colour(thing, pdfium_c.FPDFPageObj_GetStrokeColor))
        path.set("stroke-width", _number(width.value))


def _steps(thing: pdfium.PdfObject, height: float) -> Iterator[str]:
    """The steps of a path; the pages have straight ones only."""
    a, b, c, d, e, f = thing.get_matrix().get()
    for index in range(pdfium_c.FPDFPath_CountSegments(thing.raw)):
        segment = pdfium_c.FPDFPath_GetPathSegment(thing.raw, index)
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        moves = pdfium_c.FPDFPathSegment_GetType(segment) == pdfium_c.FPDF_SEGMENT_MOVETO
        across, up = a * x.value + c * y.value + e, b * x.value + d * y.value + f
        yield f"{'M' if moves else 'L'}{_number(across)} {_number(height - up)}"
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            yield "Z"


def _words(thing: pdfium.PdfObject, texts: pdfium.PdfTextPage) -> str:
    size = pdfium_c.FPDFTextObj_GetText(thing.raw, texts.raw, None, 0)
    buffer = ctypes.create_string_buffer(size)
    room = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    pdfium_c.FPDFTextObj_GetText(thing.raw, texts.raw, room, size)
    return buffer.raw[: size - 2].decode("utf-16-le").rstrip()


def _face(thing: pdfium.PdfObject) -> tuple[str, float]:
    """`Arimo-Bold` and the size, points."""
    size, name = ctypes.c_float(), ctypes.create_string_buffer(200)
    pdfium_c.FPDFTextObj_GetFontSize(thing.raw, size)
    pdfium_c.FPDFFont_GetBaseFontName(pdfium_c.FPDFTextObj_GetFont(thing.raw), name, len(name))
    return name.value.decode().rpartition("+")[2], size.value


def _colour(thing: pdfium.PdfObject, get: object) -> str:
    red, green, blue, opaque = (ctypes.c_uint() for _ in range(4))
    get(thing.raw, red, green, blue, opaque)  # type: ignore[operator]
    return f"#{red.value:02x}{green.value:02x}{blue.value:02x}"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


if __name__ == "__main__":
    main()
