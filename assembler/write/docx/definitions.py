"""What a style of somebody else's file may say, and what is left of it.

Only what is listed here is taken, within the ranges given. Whatever could hide or change words
stays out: hidden and struck text, numbers and marks of lists, frames, letters of one point, lines
of a fixed height that cuts them. Tab stops stay out too: they belong to our numbers, to the width
of our page and to the point on which a column of numbers stands.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from assembler.write.contrast import contrast
from assembler.write.docx.xml import Element, qn, sub

Values = Mapping[str, Mapping[str, str]]
"""Property -> its attributes; `pBdr/top` is a child of a property."""

WHITE = "FFFFFF"

_Rule = Callable[[str], str | None]
"""The text of an attribute -> as it is taken, or None."""


@dataclass(frozen=True, slots=True)
class Definition:
    """The properties of a style with all that it inherits."""

    paragraph: Values = field(default_factory=dict)
    run: Values = field(default_factory=dict)

    def over(self, base: "Definition") -> "Definition":
        """These properties, and those of `base` of which they say nothing."""
        return Definition(
            _merged(base.paragraph, self.paragraph, PARAGRAPH), _merged(base.run, self.run, RUN)
        )

    def without(self, *names: str) -> "Definition":
        """The same without these properties."""
        return Definition(
            {name: a for name, a in self.paragraph.items() if name not in names},
            {name: a for name, a in self.run.items() if name not in names},
        )

    @property
    def font(self) -> str | None:
        """The font of its Latin letters."""
        return self.run.get("rFonts", {}).get("ascii")

    @property
    def size(self) -> float | None:
        """Size of its letters, points."""
        return int(self.run["sz"]["val"]) / 2 if "sz" in self.run else None

    def space(self, side: str) -> float | None:
        """Space `before` or `after`, points."""
        twentieths = self.paragraph.get("spacing", {}).get(side)
        return None if twentieths is None else int(twentieths) / 20


def _whole(least: int, most: int) -> _Rule:
    def rule(text: str) -> str | None:
        found = re.fullmatch(r"-?[0-9]{1,6}", text, re.ASCII)
        return text if found and least <= int(text) <= most else None

    return rule


def _one_of(*names: str, **renamed: str) -> _Rule:
    known = {**{name: name for name in names}, **renamed}
    return known.get


def colour(text: str) -> str | None:
    """A colour as Word writes it, six hexadecimal digits or `auto`, or None."""
    if text == "auto":
        return text
    return text.upper() if re.fullmatch(r"[0-9A-Fa-f]{6}", text) else None


def font(text: str) -> str | None:
    """The name of one font, at most the 31 characters that Word takes, or None."""
    is_one = 0 < len(text) <= 31 and text.isprintable() and not set(text) & {";", ","}
    return text if is_one else None


@dataclass(frozen=True, slots=True)
class Property:
    """The attributes of a property that are taken, and those without which it says nothing."""

    rules: Mapping[str, _Rule]
    needs: tuple[str, ...] = ("val",)


_SWITCH = Property({"val": _one_of("0", "1", "true", "false", on="1", off="0")}, ())
"""On, where it stands without a value."""
_BORDER = Property(
    {
        "val": _one_of("none", "nil", "single", "double", "dotted", "dashed", "thick"),
        "sz": _whole(2, 48),
        "space": _whole(0, 31),
        "color": colour,
    }
)

PARAGRAPH: Mapping[str, Property] = {
    "keepNext": _SWITCH,
    "keepLines": _SWITCH,
    "widowControl": _SWITCH,
    **{f"pBdr/{side}": _BORDER for side in ("top", "left", "bottom", "right")},
    "shd": Property({"val": _one_of("clear"), "fill": colour}, ("val", "fill")),
    "suppressAutoHyphens": _SWITCH,
    "spacing": Property(
        {
            "before": _whole(0, 2000),
            "after": _whole(0, 2000),
            "line": _whole(200, 1440),
            # A line of a fixed height cuts what is higher.
            "lineRule": _one_of("auto", "atLeast", exact="atLeast"),
        },
        (),
    ),
    "ind": Property(
        {
            "left": _whole(0, 2880),
            "right": _whole(0, 2880),
            "firstLine": _whole(0, 1440),
            "hanging": _whole(0, 1440),
        },
        (),
    ),
    "contextualSpacing": _SWITCH,
    "jc": Property({"val": _one_of("left", "center", "right", "both", start="left", end="right")}),
}
"""Properties of paragraphs in the order of the schema. Lengths in twentieths of a point."""

RUN: Mapping[str, Property] = {
    "rFonts": Property(dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), font), ()),
    "b": _SWITCH,
    "bCs": _SWITCH,
    "i": _SWITCH,
    "iCs": _SWITCH,
    "caps": _SWITCH,
    "smallCaps": _SWITCH,
    "color": Property({"val": colour}),
    "spacing": Property({"val": _whole(-20, 100)}),
    "kern": Property({"val": _whole(0, 400)}),
    "sz": Property({"val": _whole(12, 96)}),
    "szCs": Property({"val": _whole(12, 96)}),
    "u": Property({"val": _one_of("none", "single", "double"), "color": colour}),
}
"""Properties of letters in the order of the schema. Sizes in half points."""

TABLE: Mapping[str, Property] = {
    f"tblBorders/{side}": _BORDER
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
}
"""Rules of a table."""

_BY_ATTRIBUTE = ("spacing", "ind", "rFonts")
"""Properties that a style may say in part."""
_SAME = {"start": "left", "end": "right"}


def taken(properties: Element | None, known: Mapping[str, Property]) -> Values:
    """What `properties` (a `w:pPr`, `w:rPr` or `w:tblPr`) says of the properties known."""
    values: dict[str, Mapping[str, str]] = {}
    if properties is None:
        return values
    for name, one in known.items():
        element = properties.find("/".join(map(qn, name.split("/"))))
        if element is None:
            continue
        said = dict(_attributes(element))
        accepted = {
            key: text
            for key, rule in one.rules.items()
            if key in said and (text := rule(said[key])) is not None
        }
        if "line" not in accepted:
            accepted.pop("lineRule", None)
        is_whole = accepted or (one is _SWITCH and "val" not in said)
        if is_whole and all(key in accepted for key in one.needs):
            values[name] = accepted
    return values


def _attributes(element: Element) -> Iterator[tuple[str, str]]:
    for name, text in element.attrib.items():
        key = str(name).removeprefix(qn(""))
        yield _SAME.get(key, key), str(text)


def _merged(base: Values, over: Values, known: Iterable[str]) -> Values:
    merged: dict[str, Mapping[str, str]] = {}
    for name in known:
        if name in over and name in base and name in _BY_ATTRIBUTE:
            merged[name] = _joined(base[name], over[name])
        elif name in over or name in base:
            merged[name] = over.get(name, base.get(name, {}))
    return merged


def _joined(base: Mapping[str, str], over: Mapping[str, str]) -> Mapping[str, str]:
    """Of a first line that hangs and one that is set in, the later one counts."""
    first = {"firstLine", "hanging"}
    dropped = first if first & over.keys() else set()
    return {**{key: text for key, text in base.items() if key not in dropped}, **over}


def dress(style: Any, definition: Definition) -> None:
    """Give a new style these properties; letters of every script have the font of the Latin."""
    run = dict(definition.run)
    if definition.font:
        run["rFonts"] = {**dict.fromkeys(RUN["rFonts"].rules, definition.font), **run["rFonts"]}
    put(style.element.get_or_add_pPr(), definition.paragraph)
    put(style.element.get_or_add_rPr(), run)


def put(parent: Element, values: Values) -> None:
    """Append the properties to a `w:pPr`, `w:rPr` or `w:tblPr`, in the order in which they are."""
    for name, attributes in values.items():
        outer, _, inner = name.rpartition("/")
        holder = parent
        if outer:
            found = parent.find(qn(outer))
            holder = sub(parent, outer) if found is None else found
        sub(holder, inner, **attributes)


def is_legible(colour: str, ground: str) -> bool:
    """Whether letters of the one colour can be read on the other; WCAG's ratio for large text."""
    if "auto" in (colour, ground):
        return True
    return contrast(colour, ground) >= 3
