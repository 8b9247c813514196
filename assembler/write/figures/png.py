"""A picture as PNG, for programs that show no SVG: one PDF page, drawn by pdfium in greys."""

import struct
import zlib
from io import BytesIO

import pypdfium2 as pdfium
from reportlab.pdfgen.canvas import Canvas

from assembler.write.figures.operators import operators
from assembler.write.figures.picture import BLEED, Picture
from assembler.write.text.lines import Run

DOTS_PER_INCH = 300
_POINTS_PER_INCH = 72
_INCHES_PER_METRE = 1 / 0.0254


def png(picture: Picture) -> bytes:
    """The file: 8 bits of grey, 300 dots an inch, the same bytes every time."""
    scale = DOTS_PER_INCH / _POINTS_PER_INCH
    with pdfium.PdfDocument(_page(picture)) as pdf:
        page = pdf[0]
        bitmap = page.render(scale=scale, grayscale=True)
        width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        pixels = bytes(bitmap.buffer)
        bitmap.close()
        page.close()
    # a leading 0 in each row: no filter, which packs drawings best
    rows = b"".join(b"\0" + pixels[n * stride : n * stride + width] for n in range(height))
    density = round(DOTS_PER_INCH * _INCHES_PER_METRE)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
            _chunk(b"pHYs", struct.pack(">IIB", density, density, 1)),
            _chunk(b"IDAT", zlib.compress(rows, 6)),  # 9 takes nine times as long for a tenth less
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)


def _page(picture: Picture) -> bytes:
    """A PDF of one page of the picture's size and the room round it."""
    buffer = BytesIO()
    top = picture.height + BLEED
    size = (picture.width + 2 * BLEED, picture.height + 2 * BLEED)
    canvas = Canvas(buffer, size, pageCompression=0, invariant=1)
    code = ["q", *operators(picture, BLEED, top), "Q"]
    for words in picture.words:
        y = top - words.base
        for line, x in zip(words.lines, words.xs, strict=True):
            for run in line.runs:
                code += _text(canvas, run, BLEED + x, y)
                x += run.width
            y -= words.leading
    canvas._code = code
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _text(canvas: Canvas, run: Run, x: float, y: float) -> list[str]:
    ttf, document = run.ink.face.ttf, canvas._doc
    code = [f"BT {run.ink.colour} rg 1 0 0 1 {x:.2f} {y + run.ink.rise:.2f} Tm"]
    for subset, codes in ttf.splitString(run.text, document):
        name = ttf.getSubsetInternalName(subset, document)
        code.append(f"{name} {run.ink.size:.4g} Tf <{codes.hex()}> Tj")
    return [*code, "ET"]
