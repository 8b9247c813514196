"""Looks: roles -> fonts, sizes, spacing; one YAML file is the look of every format."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from assembler.problems import (
    Position,
    Problem,
    ProblemsFound,
    did_you_mean,
    error,
    in_order,
    refused,
    shortened,
)
from assembler.read import Tree, read_tree, validate
from assembler.read.descriptions import FilePart
from assembler.read.overlay import laid_over

RoleName = Literal[
    "title",
    "subject",
    "contents-title",
    "contents-1",
    "contents-2",
    "contents-3",
    "heading-1",
    "heading-2",
    "heading-3",
    "heading-4",
    "heading-5",
    "heading-6",
    "body",
    "item",
    "note",
    "caption",
    "table-head",
    "table-cell",
    "table-note",
    "footnote",
    "reference",
    "header",
    "footer",
]

HEADING_ROLES: tuple[RoleName, ...] = (
    "heading-1", "heading-2", "heading-3", "heading-4", "heading-5", "heading-6",
)  # fmt: skip
CONTENTS_ROLES: tuple[RoleName, ...] = ("contents-1", "contents-2", "contents-3")
"""By level, 1 at the top."""


def _digits(value: object) -> object:
    """Text of a number only: the usual parsers also take `1_0`, `nan` and blanks."""
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,4})?", value):
        raise PydanticCustomError(
            "number.digits",
            "{seen} is no number of points",
            {
                "seen": f"'{shortened(value)}'",
                "remedy": "type digits, with a point before decimals: 11.5",
            },
        )
    return value


Points = Annotated[float, Field(ge=0, le=200), BeforeValidator(_digits)]
Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]


class Page(FilePart):
    """Page size and margins, all in points; text stays inside, header and footer in the margin."""

    size: Literal["A4", "Letter"]
    """Paper size of the portrait page."""
    left: Points
    """Left margin of the portrait page, where pages are bound."""
    right: Points
    """Right margin."""
    top: Points
    """Top margin."""
    bottom: Points
    """Bottom margin."""
    header: Points = Field(description="From the page's top edge to the header's base line.")
    footer: Points = Field(description="From the page's bottom edge to the footer's base line.")

    binding: Points = Field(
        default=0,
        description="Added above the header of a landscape page: its top is the bound edge.",
    )

    @property
    def width(self) -> float:
        """Width of the portrait page, points."""
        return 595.276 if self.size == "A4" else 612.0

    @property
    def height(self) -> float:
        """Height of the portrait page, points."""
        return 841.89 if self.size == "A4" else 792.0

    def top_of(self, *, landscape: bool) -> float:
        """From the page's top edge to the text, points."""
        return self.top + (self.binding if landscape else 0)

    def width_of_text(self, *, landscape: bool = False) -> float:
        """From margin to margin, points."""
        return (self.height if landscape else self.width) - self.left - self.right

    def height_of_text(self, *, landscape: bool = False) -> float:
        """From the first line of a page to the last, points."""
        height = self.width if landscape else self.height
        return height - self.top_of(landscape=landscape) - self.bottom

    def header_of(self, *, landscape: bool) -> float:
        """From the page's top edge to the header's base line, points."""
        return self.header + (self.binding if landscape else 0)


class Role(FilePart):
    """How one role of text looks. Sizes in points."""

    family: Literal["serif", "sans"] = "serif"
    """Which of the look's two font families."""
    size: Points
    """Size of the letters."""
    leading: Points
    """Distance from one base line to the next."""
    bold: bool = False
    """Whether the text is bold."""
    italic: bool = False
    """Whether the text is italic."""
    before: Points = 0
    """Space above."""
    after: Points = 0
    """Space below."""
    align: Literal["left", "center"] = "left"
    """How the lines stand between the margins."""
    colour: Colour = "#000000"
    """Colour of the text: `#404040`."""

    @property
    def base_line(self) -> float:
        """From a line's upper edge down to its base line, points: capitals stand in the middle."""
        return self.leading / 2 + 0.35 * self.size


class Family(FilePart):
    """A font family: the name that Word uses, and the shipped family of the same widths."""

    word: str
    """The font that Word uses: `Times New Roman`."""
    pdf: Literal["Tinos", "Arimo"]
    """The shipped font of the same widths: Tinos for Times New Roman, Arimo for Arial."""


class Look(FilePart):
    """The look of a document in every format."""

    id: str
    """The look's name: its file's name without the ending."""
    base: Annotated[str | None, Field(alias="from")] = None
    """The look that it changes, `eu`: keys and roles that are left out are those of that look."""
    page: Page
    """Paper and margins."""
    serif: Family
    """The family of running text."""
    sans: Family
    """The family of headings and tables."""
    link: Colour
    """Colour of links and cross-references."""
    owed: Colour = Field(description="Of what must not reach a final: `[Author: ...]`.")
    roles: dict[RoleName, Role]
    """How each role of text looks; every role has an entry."""
    word_styles: dict[RoleName, str] = Field(description="Role -> Word style name.")


def load_look(
    folder: Path,
    name: str,
    *,
    shown: str | None = None,
    at: Position | None = None,
    behind: Path | None = None,
) -> Look:
    """The look `name` of the folder of looks, `shown` as the user knows it; `at` says who asks.
    `behind` is the folder of the look that it may change. Raises ProblemsFound.
    """
    names = sorted(file.stem for file in folder.glob("*.yaml"))
    if name not in names:
        remedy = did_you_mean(name, names, otherwise=f"the looks are: {', '.join(names)}")
        raise refused("look.known", f"there is no look '{name}'", remedy, at=at)
    tree = read_tree(folder / f"{name}.yaml", root=folder, shown=shown or folder.name)
    base = tree.value.get("from") if isinstance(tree.value, dict) else None
    if isinstance(base, str):
        tree = laid_over(tree, _base(behind or folder, base, tree))
    look = validate(Look, tree)
    if missing := in_order(_missing(look, tree)):
        raise ProblemsFound(missing)
    return look


def _base(folder: Path, name: str, tree: Tree) -> Tree:
    """The look that another changes. Raises ProblemsFound."""
    names = sorted(file.stem for file in folder.glob("*.yaml"))
    if name not in names:
        remedy = did_you_mean(name, names, otherwise=f"the looks are: {', '.join(names)}")
        message = f"there is no look '{name}' to begin from"
        raise refused("look.known", message, remedy, at=tree.at(("from",)))
    return read_tree(folder / f"{name}.yaml", root=folder, shown=folder.name)


def _missing(look: Look, tree: Tree) -> Iterator[Problem]:
    for key, given in (("roles", look.roles), ("word_styles", look.word_styles)):
        at: Position = tree.key_at((key,))
        for role in get_args(RoleName):
            if role not in given:
                yield error(
                    "look.every-role",
                    f"{key} has no entry for '{role}'",
                    f"add '{role}' to {key}",
                    at=at,
                    path=f"{key}.{role}",
                )
