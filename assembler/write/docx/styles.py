"""The roles of a look as Word styles."""

from collections.abc import Mapping
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.shared import Pt, RGBColor

from assembler.write.docx.definitions import Definition, Values, dress, put
from assembler.write.docx.reference import Reference
from assembler.write.docx.xml import Element, qn, sub, twips
from assembler.write.look import CONTENTS_ROLES, HEADING_ROLES, Look, Role, RoleName
from assembler.write.text.rooms import Rooms, contents_indent

TABLE_STYLE = "DossierTable"
LISTING_STYLE = "DossierListing"
TABLE_GROUP = "TableGroup"
TABLE_CONTINUED = "TableContinued"
TABLE_END = "TableEnd"
FIGURE = "Figure"
LIST_OF_TABLES = "TableofFigures"
LINK = "Hyperlink"
CROSS_REFERENCE = "CrossReference"
OWED = "Owed"
FOOTNOTE_REFERENCE = "FootnoteReference"
HEADING_LEVELS = len(HEADING_ROLES)

NOTE_INDENT_POINTS = 10
"""Left indent of a boxed note: its bar stands left of it, inside the margin."""
_NOTE_GROUND = "F4F5F7"
_NOTE_BAR = "596B8C"
_NOTE_PAD_POINTS = 4
TABLE_NOTE_INDENT_POINTS = 4
"""So that notes begin where the words of the first column begin."""

# Word knows its own styles by these names; `Heading 1` is how it shows `heading 1`.
_BUILT_IN = {
    "Title", "Subtitle", "Body Text", "List Paragraph", "Caption", "Header", "Footer",
    "Bibliography", "Footnote Text", "TOC Heading", *(f"Heading {n}" for n in range(1, 10)),
    *(f"TOC {n}" for n in range(1, 10)),
}  # fmt: skip
_LOWER = ("Caption", "Header", "Footer", "Footnote ", "Heading ", "TOC ")

# Children of w:pPr and w:rPr after which python-docx does not know where ours belong.
_AFTER_BORDER = (
    "shd", "tabs", "suppressAutoHyphens", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl",
)  # fmt: skip
_AFTER_NUMBER = ("suppressLineNumbers", "pBdr", *_AFTER_BORDER)


def style_id(look: Look, role: RoleName) -> str:
    """The id of the style that prints a role: its name without blanks, as Word makes it."""
    return look.word_styles[role].replace(" ", "")


def heading_style(look: Look, level: int) -> str:
    """The style id of a heading, level 1 at the top."""
    return style_id(look, HEADING_ROLES[min(level, HEADING_LEVELS) - 1])


def heading_styles(look: Look) -> frozenset[str]:
    """The style ids of all headings."""
    return frozenset(style_id(look, role) for role in HEADING_ROLES)


def define_styles(
    styles: Any, look: Look, language: str, rooms: Rooms, reference: Reference | None = None
) -> dict[RoleName, Any]:
    """Fill python-docx's empty `styles` with the look's roles and the few styles beside them.

    What `reference` has of them comes from there; no style is then based on another, for none
    would look as the look says, or as its own file does.
    """
    theirs = reference.roles if reference else {}
    _defaults(styles.element, look, language)
    normal = _paragraph_style(styles, "Normal", built_in=True, based_on=None)
    normal.element.set(qn("default"), "1")
    if reference:
        dress(normal, reference.normal)
    else:
        _apply(normal, look, look.roles["body"].model_copy(update={"before": 0, "after": 0}))
    plain = styles.add_style("Default Paragraph Font", WD_STYLE_TYPE.CHARACTER, True)
    plain.element.set(qn("default"), "1")
    _table_style(styles, reference.table if reference else {})
    by_role: dict[RoleName, Any] = {}
    by_name = {"Normal": normal}
    for role, name in look.word_styles.items():
        if name in by_name:  # roles may share a style; it looks as the first of them
            by_role[role] = by_name[name]
            continue
        built_in = name in _BUILT_IN
        base = None if reference else normal
        style = _paragraph_style(styles, name, built_in=built_in, based_on=base)
        by_role[role] = by_name[name] = style
        if role in theirs:
            dress(style, theirs[role])
        else:
            _apply(style, look, look.roles[role])
            _adorn(style, role)
        _behave(style, role)
    for level, role in enumerate(CONTENTS_ROLES, start=1):
        _contents_tabs(by_role[role].paragraph_format, look, level, rooms)
    _beside(styles, by_role, look, reference.characters if reference else {})
    _contents_tabs(styles["table of figures"].paragraph_format, look, 0, rooms)
    return by_role


def _defaults(styles: Element, look: Look, language: str) -> None:
    defaults = sub(styles, "docDefaults")
    run = sub(sub(defaults, "rPrDefault"), "rPr")
    _fonts(run, look.serif.word)
    sub(run, "lang", val=language, eastAsia="ja-JP", bidi="ar-SA")
    sub(sub(defaults, "pPrDefault"), "pPr")


def _fonts(run: Element, name: str) -> None:
    sub(run, "rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name)


def _paragraph_style(styles: Any, name: str, *, built_in: bool, based_on: Any | None) -> Any:
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, built_in)
    style.element.set(qn("styleId"), name.replace(" ", ""))
    if built_in and name.startswith(_LOWER) and name != "TOC Heading":
        style.element.find(qn("name")).set(qn("val"), name.lower())
    if based_on is not None:
        style.base_style = based_on
    style.quick_style = True
    return style


def _apply(style: Any, look: Look, role: Role) -> None:
    """Font, spacing and alignment of a role. Leading is `at least`: no glyph is ever cut."""
    family = look.serif if role.family == "serif" else look.sans
    font = style.font
    font.name = family.word
    fonts = style.element.rPr.find(qn("rFonts"))
    for script in ("eastAsia", "cs"):
        fonts.set(qn(script), family.word)
    font.bold = font.cs_bold = role.bold or None
    font.italic = font.cs_italic = role.italic or None
    font.size = Pt(role.size)
    if role.colour != "#000000":
        font.color.rgb = RGBColor.from_string(role.colour[1:].upper())
    paragraph = style.paragraph_format
    paragraph.space_before = Pt(role.before)
    paragraph.space_after = Pt(role.after)
    paragraph.line_spacing = Pt(role.leading)
    paragraph.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
    if role.align == "center":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _behave(style: Any, role: RoleName) -> None:
    """What a role does, whoever gives its looks: keeps, outline level."""
    paragraph = style.paragraph_format
    if role.startswith("heading-"):
        level = int(role[-1])
        paragraph.keep_with_next = True
        paragraph.keep_together = True
        properties = style.element.get_or_add_pPr()
        sub(properties, "outlineLvl", val=level - 1)
        style.next_paragraph_style = None
    elif role in ("title", "caption", "contents-title"):
        paragraph.keep_with_next = True
        paragraph.keep_together = True
    elif role in ("table-head", "table-note", "reference"):
        paragraph.keep_together = True


def _adorn(style: Any, role: RoleName) -> None:
    """What a role shows beyond its font and spacing: indents, borders, ground."""
    if role == "table-note":
        style.paragraph_format.left_indent = Pt(TABLE_NOTE_INDENT_POINTS)
    elif role == "header":
        _put_borders(style, {"bottom": (4, 4, "999999")})
    elif role == "note":
        _box(style)


def _contents_tabs(paragraph: Any, look: Look, level: int, rooms: Rooms) -> None:
    """An entry: number, tab, title, dotted line, page at the right margin of the text.

    No right indent keeps its words from the page numbers: LibreOffice prints no number beyond it.
    """
    indent, hanging = contents_indent(level), rooms.contents[level]
    width = look.page.width - look.page.left - look.page.right
    paragraph.left_indent = Pt(indent + hanging)
    paragraph.first_line_indent = Pt(-hanging)
    tabs = sub_tabs(paragraph.element.get_or_add_pPr())
    sub(tabs, "tab", val="left", pos=twips(indent + hanging))
    sub(tabs, "tab", val="right", leader="dot", pos=twips(width))


def sub_tabs(properties: Any) -> Element:
    """A new `w:tabs` in its place among the paragraph properties."""
    tabs: Element = OxmlElement("w:tabs")
    properties.insert_element_before(tabs, *_tags(_AFTER_BORDER[2:]))
    return tabs


def _box(style: Any) -> None:
    """A boxed note: a bar at the left on a tinted ground, padded by borders of its colour."""
    pad = (4, _NOTE_PAD_POINTS, _NOTE_GROUND)
    _put_borders(
        style, {"top": pad, "left": (18, _NOTE_PAD_POINTS * 2, _NOTE_BAR), "bottom": pad,
                "right": pad}
    )  # fmt: skip
    ground = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _NOTE_GROUND)):
        ground.set(qn(name), value)
    style.element.get_or_add_pPr().insert_element_before(ground, *_tags(_AFTER_BORDER[1:]))
    style.paragraph_format.left_indent = Pt(NOTE_INDENT_POINTS)
    style.paragraph_format.right_indent = Pt(_NOTE_PAD_POINTS + 1)


def _put_borders(style: Any, sides: Mapping[str, tuple[int, int, str]]) -> None:
    """Borders by side: width in eighths of a point, distance in points, colour."""
    border: Any = OxmlElement("w:pBdr")
    for side, (width, space, colour) in sides.items():
        sub(border, side, val="single", sz=width, space=space, color=colour)
    style.element.get_or_add_pPr().insert_element_before(border, *_tags(_AFTER_BORDER))


def _tags(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"w:{name}" for name in names)


def number_style(style: Any, num_id: int, level: int) -> None:
    """Link a paragraph style to a level of a list."""
    number: Any = OxmlElement("w:numPr")
    if level:
        sub(number, "ilvl", val=level)
    sub(number, "numId", val=num_id)
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(number, *_tags(_AFTER_NUMBER))


def _table_style(styles: Any, theirs: Values) -> None:
    """Rules above and below, none vertical; cells with narrow sides. Or rules of a company."""
    normal = styles.add_style("Normal Table", WD_STYLE_TYPE.TABLE, True)
    normal.element.set(qn("default"), "1")
    normal.element.set(qn("styleId"), "TableNormal")
    normal.element.find(qn("name")).set(qn("val"), "Normal Table")
    _cell_margins(sub(normal.element, "tblPr"), 5.4)
    style = styles.add_style("Dossier Table", WD_STYLE_TYPE.TABLE)
    style.element.set(qn("styleId"), TABLE_STYLE)
    style.base_style = normal
    properties = sub(style.element, "tblPr")
    rule = {"val": "single", "sz": "8", "space": "0", "color": "000000"}
    put(properties, theirs or {f"tblBorders/{side}": rule for side in ("top", "bottom")})
    _cell_margins(properties, 4)
    listing = styles.add_style("Dossier Listing", WD_STYLE_TYPE.TABLE)
    listing.element.set(qn("styleId"), LISTING_STYLE)
    listing.base_style = style


def _cell_margins(properties: Element, points: float) -> None:
    margins = sub(properties, "tblCellMar")
    for side, width in (("top", 0), ("left", points), ("bottom", 0), ("right", points)):
        sub(margins, side, w=twips(width), type="dxa")


def _beside(
    styles: Any,
    by_role: Mapping[RoleName, Any],
    look: Look,
    theirs: Mapping[str, Definition],
) -> None:
    """Styles that no role names: they follow from one that a role names, or from their name."""
    cell = by_role["table-cell"]
    group = _paragraph_style(styles, "Table Group", built_in=False, based_on=cell)
    group.font.bold = group.font.cs_bold = True
    continued = _paragraph_style(
        styles, "Table Continued", built_in=False, based_on=by_role["caption"]
    )
    continued.paragraph_format.page_break_before = True
    continued.paragraph_format.space_before = Pt(0)
    end = _paragraph_style(styles, "Table End", built_in=False, based_on=cell)
    end.font.size = Pt(1)
    for name, points in (("space_before", 0), ("space_after", 0), ("line_spacing", 8)):
        setattr(end.paragraph_format, name, Pt(points))
    figure = _paragraph_style(styles, "Figure", built_in=False, based_on=styles["Normal"])
    figure.paragraph_format.keep_with_next = True
    figure.paragraph_format.space_before = Pt(12)
    figure.paragraph_format.space_after = Pt(7)
    entry = _paragraph_style(
        styles, "table of figures", built_in=True, based_on=by_role["contents-2"]
    )
    entry.element.set(qn("styleId"), LIST_OF_TABLES)
    for name, identity, built_in, colour in (
        ("Hyperlink", LINK, True, look.link),
        ("Cross Reference", CROSS_REFERENCE, False, look.link),
        ("Owed", OWED, False, look.owed),
    ):
        style = styles.add_style(name, WD_STYLE_TYPE.CHARACTER, built_in)
        style.element.set(qn("styleId"), identity)
        if name in theirs:
            dress(style, theirs[name])
            continue
        style.font.color.rgb = RGBColor.from_string(colour[1:].upper())
    mark = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, True)
    mark.element.set(qn("styleId"), FOOTNOTE_REFERENCE)
    mark.font.color.rgb = RGBColor.from_string(look.link[1:].upper())
    mark.font.superscript = True
