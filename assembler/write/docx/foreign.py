"""The styles of a Word file that anybody may have written, each with all that it inherits."""

from collections.abc import Iterator

from assembler.write.docx.definitions import (
    PARAGRAPH,
    RUN,
    WHITE,
    Definition,
    Values,
    colour,
    font,
    is_legible,
    taken,
)
from assembler.write.docx.theme import COLOURS, A
from assembler.write.docx.xml import Element, qn, val

DEPTH = 20
"""Styles along `w:basedOn` that are followed; Word writes at most eleven."""

_SCRIPTS = {"ascii": "asciiTheme", "hAnsi": "hAnsiTheme"}
"""The fonts of a theme for other scripts are not read: those letters take the font of the Latin."""


class ForeignStyles:
    """The styles of the file by name, each with what it inherits."""

    def __init__(self, styles: Element, theme: Element | None) -> None:
        self.fonts = dict(_theme_fonts(theme))
        self.colours = dict(_theme_colours(theme))
        self._by_id: dict[tuple[str, str], Element] = {}
        self._by_name: dict[tuple[str, str], Element] = {}
        default = None
        for style in styles.iterchildren(qn("style")):
            kind = style.get(qn("type"), "")
            self._by_id.setdefault((kind, style.get(qn("styleId"), "")), style)
            self._by_name.setdefault((kind, (val(style, "name") or "").casefold()), style)
            if kind == "paragraph" and style.get(qn("default")) in ("1", "true", "on"):
                default = style
        defaults = styles.find(qn("docDefaults"))
        self._defaults = Definition(
            taken(_inside(defaults, "pPrDefault", "pPr"), PARAGRAPH),
            self._letters(_inside(defaults, "rPrDefault", "rPr")),
        )
        self.normal = self._whole("paragraph", default, self._defaults)

    def element(self, kind: str, name: str) -> Element | None:
        """The definition as it stands; Word's own names are written `heading 1`."""
        return self._by_name.get((kind, name.casefold()))

    def paragraph(self, name: str) -> Definition | None:
        """A paragraph style with the file's defaults below it."""
        style = self.element("paragraph", name)
        return None if style is None else self._whole("paragraph", style, self._defaults)

    def character(self, name: str) -> Definition | None:
        """A character style: colour and underline are all that a link needs."""
        style = self.element("character", name)
        if style is None:
            return None
        run = self._whole("character", style, Definition()).run
        kept = {key: run[key] for key in ("color", "u") if key in run}
        if not is_legible(kept.get("color", {}).get("val", "auto"), WHITE):
            del kept["color"]
        return Definition(run=kept)

    def _whole(self, kind: str, style: Element | None, below: Definition) -> Definition:
        chain: list[Element] = []
        while style is not None and style not in chain and len(chain) < DEPTH:
            chain.append(style)
            style = self._by_id.get((kind, val(style, "basedOn") or ""))
        for element in reversed(chain):
            paragraph = taken(element.find(qn("pPr")), PARAGRAPH)
            below = Definition(paragraph, self._letters(element.find(qn("rPr")))).over(below)
        return below

    def _letters(self, properties: Element | None) -> Values:
        """The properties of letters, fonts of the theme by their names."""
        values = dict(taken(properties, RUN))
        fonts = None if properties is None else properties.find(qn("rFonts"))
        if fonts is not None:
            named = {
                script: self.fonts[kind]
                for script, attribute in _SCRIPTS.items()
                if (kind := fonts.get(qn(attribute), "")[:5]) in self.fonts
            }
            if named:
                values["rFonts"] = {**values.get("rFonts", {}), **named}
        return values


def _inside(element: Element | None, *names: str) -> Element | None:
    for name in names:
        element = None if element is None else element.find(qn(name))
    return element


def _theme_fonts(theme: Element | None) -> Iterator[tuple[str, str]]:
    if theme is None:
        return
    for kind in ("major", "minor"):
        latin = theme.find(f".//{{{A}}}{kind}Font/{{{A}}}latin")
        found = None if latin is None else font(latin.get("typeface", ""))
        if found:
            yield kind, found


def _theme_colours(theme: Element | None) -> Iterator[tuple[str, str]]:
    scheme = None if theme is None else theme.find(f".//{{{A}}}clrScheme")
    if scheme is None:
        return
    for name in COLOURS:
        for element in scheme.iterfind(f"{{{A}}}{name}/*"):
            found = colour(element.get("lastClr") or element.get("val") or "")
            if found and found != "auto":
                yield name, found
