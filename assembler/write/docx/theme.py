"""Font table and theme: parts that Word adds to any file that lacks them, and validators ask for.

No style refers to the theme; its fonts are the look's, its colours Office's greys and blues.
"""

from lxml import etree

from assembler.write.docx.xml import Element, root, serialised, sub
from assembler.write.look import Look

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_COLOURS = {
    "dk1": "000000", "lt1": "FFFFFF", "dk2": "44546A", "lt2": "E7E6E6", "accent1": "4472C4",
    "accent2": "ED7D31", "accent3": "A5A5A5", "accent4": "FFC000", "accent5": "5B9BD5",
    "accent6": "70AD47", "hlink": "", "folHlink": "",
}  # fmt: skip
"""The two link colours are the look's."""


def font_table(look: Look) -> bytes:
    """`word/fontTable.xml`: the two families of the look."""
    fonts = root("fonts")
    for family, kind in ((look.serif, "roman"), (look.sans, "swiss")):
        font = sub(fonts, "font", name=family.word)
        sub(font, "charset", val="00")
        sub(font, "family", val=kind)
        sub(font, "pitch", val="variable")
    return serialised(fonts)


def theme(look: Look) -> bytes:
    """`word/theme/theme1.xml`."""
    element = etree.Element(f"{{{_A}}}theme", nsmap={"a": _A})
    element.set("name", look.id)
    elements = _sub(element, "themeElements")
    colours = _sub(elements, "clrScheme", name=look.id)
    for name, colour in _COLOURS.items():
        _sub(_sub(colours, name), "srgbClr", val=colour or look.link[1:].upper())
    fonts = _sub(elements, "fontScheme", name=look.id)
    for name, family in (("majorFont", look.sans), ("minorFont", look.serif)):
        font = _sub(fonts, name)
        for script, face in (("latin", family.word), ("ea", ""), ("cs", "")):
            _sub(font, script, typeface=face)
    formats = _sub(elements, "fmtScheme", name=look.id)
    for name in ("fillStyleLst", "lnStyleLst", "effectStyleLst", "bgFillStyleLst"):
        styles = _sub(formats, name)
        for _ in range(3):  # the schema wants three of each
            if name == "effectStyleLst":
                _sub(_sub(styles, "effectStyle"), "effectLst")
            else:
                outer = _sub(styles, "ln", w="6350") if name == "lnStyleLst" else styles
                _sub(_sub(outer, "solidFill"), "schemeClr", val="phClr")
    return serialised(element)


def _sub(parent: Element, tag: str, /, **attributes: str) -> Element:
    return etree.SubElement(parent, f"{{{_A}}}{tag}", attributes)
