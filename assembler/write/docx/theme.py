"""Font table and theme: parts that Word adds to any file that lacks them, and validators ask for.

No style refers to the theme; its fonts are the look's, its colours Office's greys and blues.
"""

from collections.abc import Iterable, Mapping

from lxml import etree

from assembler.write.docx.xml import Element, root, serialised, sub
from assembler.write.look import Look

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
COLOURS = {
    "dk1": "000000", "lt1": "FFFFFF", "dk2": "44546A", "lt2": "E7E6E6", "accent1": "4472C4",
    "accent2": "ED7D31", "accent3": "A5A5A5", "accent4": "FFC000", "accent5": "5B9BD5",
    "accent6": "70AD47", "hlink": "", "folHlink": "",
}  # fmt: skip
"""The two link colours are the look's."""


def font_table(look: Look, others: Iterable[str] = ()) -> bytes:
    """`word/fontTable.xml`: the two families of the look, and the names of others."""
    fonts = root("fonts")
    kinds = {look.serif.word: "roman", look.sans.word: "swiss"}
    for name in dict.fromkeys((*kinds, *others)):
        font = sub(fonts, "font", name=name)
        sub(font, "charset", val="00")
        sub(font, "family", val=kinds.get(name, "auto"))
        sub(font, "pitch", val="variable")
    return serialised(fonts)


NONE: Mapping[str, str] = {}


def theme(look: Look, fonts: Mapping[str, str] = NONE, colours: Mapping[str, str] = NONE) -> bytes:
    """`word/theme/theme1.xml`; a company's `major` and `minor` font and its colours by name."""
    element = etree.Element(f"{{{A}}}theme", nsmap={"a": A})
    element.set("name", look.id)
    elements = _sub(element, "themeElements")
    scheme = _sub(elements, "clrScheme", name=look.id)
    for name, colour in COLOURS.items():
        shown = colours.get(name) or colour or look.link[1:].upper()
        _sub(_sub(scheme, name), "srgbClr", val=shown)
    faces = _sub(elements, "fontScheme", name=look.id)
    for kind, family in (("major", look.sans), ("minor", look.serif)):
        font = _sub(faces, f"{kind}Font")
        for script, face in (("latin", fonts.get(kind, family.word)), ("ea", ""), ("cs", "")):
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
    return etree.SubElement(parent, f"{{{A}}}{tag}", attributes)
