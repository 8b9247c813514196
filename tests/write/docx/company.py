"""A made-up company's Word file: other fonts and colours, as python-docx writes it."""

from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt, RGBColor

from assembler.write.written import ReferenceFile
from tests.write.docx.opened import edited

BODY, HEADING = "Verdana", "Georgia"
PLUM, GREEN = "7A1F5C", "2F6F4F"
STYLES = "word/styles.xml"


@cache
def company() -> ReferenceFile:
    """The file as it is."""
    document = docx.Document()
    styles = document.styles
    styles["Normal"].font.name = BODY
    styles["Normal"].font.size = Pt(10)
    for level, size, colour in ((1, 18, PLUM), (2, 14, PLUM), (3, 12, GREEN)):
        heading = styles[f"Heading {level}"]
        heading.font.size = Pt(size)
        heading.font.color.rgb = RGBColor.from_string(colour)
        _own_font(heading)
    styles["Heading 1"].font.all_caps = True
    body = styles["Body Text"]
    body.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    body.paragraph_format.space_after = Pt(9)
    caption = styles["Caption"]
    caption.font.size = Pt(9)
    caption.font.italic = True
    caption.font.color.rgb = RGBColor.from_string(GREEN)
    for name in ("Table Text", "Table Head"):
        table = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        table.base_style = styles["Normal"]
        table.font.size = Pt(8.5)
    document.add_paragraph("Words of the company that are none of the dossier's.")
    buffer = BytesIO()
    document.save(buffer)
    return ReferenceFile("acme.docx", buffer.getvalue())


def changed(edit: Callable[[Any], object], part: str = STYLES) -> ReferenceFile:
    """The file after `edit` has changed a part of it, its styles if nothing else is said."""
    return ReferenceFile("acme.docx", edited(company().data, edit, part))


def _own_font(style: Any) -> None:
    """A font by its name: python-docx leaves the theme's beside it, which Word prefers."""
    style.font.name = HEADING
    fonts = style.element.rPr.rFonts
    for name in [name for name in fonts.attrib if "heme" in name]:
        del fonts.attrib[name]
