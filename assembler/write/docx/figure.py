"""A figure: the picture in a paragraph of its own, its caption below, the lines under it."""

from typing import Any

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from assembler.document.figures import words_of
from assembler.document.nodes import Figure, Gap, Value
from assembler.document.walk import below, figures, leaves
from assembler.resolve.words import caption_prefix
from assembler.write.docx.anchors import Ledger, bookmark, label_bookmark
from assembler.write.docx.fields import put_field
from assembler.write.docx.inlines import PLAIN, Frame, put_inlines
from assembler.write.docx.paragraphs import Properties, put_paragraph
from assembler.write.docx.styles import FIGURE, style_id
from assembler.write.docx.xml import Element, R, put_text, sub

WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
ASVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
"""Of `a:blip`, since Office 2016: the picture as SVG; the PNG is for those that do not know it."""

BELOW_POINTS = 16
"""Space below a figure with its caption and notes."""
CAPTION_AFTER_POINTS = 2
_EMU = 12_700
"""English metric units in a point."""


def put_figure(body: Element, figure: Figure, frame: Frame, ledger: Ledger) -> None:
    """Append the figure; page break, if one is due, before the picture."""
    due, ledger.page_break = ledger.page_break, False
    paragraph = put_paragraph(body, FIGURE, Properties(page_break=due))
    _put_picture(PLAIN.run(paragraph), figure, frame)
    for words in words_of(figure.drawing):
        for inline in leaves(words):
            if isinstance(inline, Value | Gap):
                ledger.places[inline.id] = figure.label
    notes = list(below(figure))
    _put_caption(body, figure, frame, ledger, last=not notes)
    style = style_id(frame.options.look, "table-note")
    for number, note in enumerate(notes, start=1):
        last = number == len(notes)
        properties = Properties(keep_next=not last, left=0, after=BELOW_POINTS if last else None)
        put_inlines(put_paragraph(body, style, properties), note, PLAIN, frame, ledger)


def _put_caption(
    body: Element, figure: Figure, frame: Frame, ledger: Ledger, *, last: bool
) -> None:
    """`Figure 1` in a bookmark, for REF and PAGEREF, then the words."""
    properties = Properties(
        keep_next=None if last else True,
        before=0,
        after=BELOW_POINTS if last else CAPTION_AFTER_POINTS,
    )
    caption = put_paragraph(body, style_id(frame.options.look, "caption"), properties)
    number = frame.resolved.numbers[figure.label]
    with bookmark(caption, label_bookmark(figure.label), ledger):
        put_text(PLAIN.run(caption), caption_prefix(frame.resolved, figure).removesuffix(number))
        put_field(caption, "SEQ Figure \\* ARABIC", number)
    put_text(PLAIN.run(caption), ". ")
    put_inlines(caption, figure.caption, PLAIN, frame, ledger)


def _put_picture(run: Element, figure: Figure, frame: Frame) -> None:
    """The inline picture with its alternative text."""
    drawn, number = frame.figures[figure.label], frame.resolved.numbers[figure.label]
    width, height = str(round(drawn.width * _EMU)), str(round(drawn.height * _EMU))
    inline = etree.SubElement(sub(run, "drawing"), f"{{{WP}}}inline", nsmap={"wp": WP, "a": A})
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")
    _sub(inline, WP, "extent", cx=width, cy=height)
    _sub(inline, WP, "effectExtent", l="0", t="0", r="0", b="0")
    _sub(inline, WP, "docPr", id=number, name=figure.label, descr=figure.alternative)
    frames = _sub(inline, WP, "cNvGraphicFramePr")
    _sub(frames, A, "graphicFrameLocks", noChangeAspect="1")
    data = _sub(_sub(inline, A, "graphic"), A, "graphicData", uri=PIC)
    picture = etree.SubElement(data, f"{{{PIC}}}pic", nsmap={"pic": PIC})
    names = _sub(picture, PIC, "nvPicPr")
    _sub(names, PIC, "cNvPr", id=number, name=f"figure{number}.png")
    _sub(names, PIC, "cNvPicPr")
    fill = _sub(picture, PIC, "blipFill")
    png, svg = relationships(number)
    blip = _sub(fill, A, "blip")
    blip.set(f"{{{R}}}embed", png)
    extension = _sub(_sub(blip, A, "extLst"), A, "ext", uri=SVG_EXTENSION)
    vectors = etree.SubElement(extension, f"{{{ASVG}}}svgBlip", nsmap={"asvg": ASVG})
    vectors.set(f"{{{R}}}embed", svg)
    _sub(_sub(fill, A, "stretch"), A, "fillRect")
    shape = _sub(picture, PIC, "spPr")
    place = _sub(shape, A, "xfrm")
    _sub(place, A, "off", x="0", y="0")
    _sub(place, A, "ext", cx=width, cy=height)
    _sub(_sub(shape, A, "prstGeom", prst="rect"), A, "avLst")


def relationships(number: str) -> tuple[str, str]:
    """The relationship ids of a figure's PNG and SVG."""
    return f"rIdFigure{number}", f"rIdFigure{number}Svg"


def add_pictures(main: Any, frame: Frame) -> None:
    """The pictures of all figures as parts of the package."""
    for figure in figures(frame.resolved.document):
        drawn, number = frame.figures[figure.label], frame.resolved.numbers[figure.label]
        png, svg = relationships(number)
        for rid, name, kind, data in (
            (png, f"/word/media/figure{number}.png", CT.PNG, drawn.png),
            (svg, f"/word/media/figure{number}.svg", "image/svg+xml", drawn.svg),
        ):
            main.load_rel(RT.IMAGE, Part(PackURI(name), kind, data, main.package), rid)


def _sub(parent: Element, namespace: str, name: str, /, **attributes: str) -> Element:
    return etree.SubElement(parent, f"{{{namespace}}}{name}", attributes)
