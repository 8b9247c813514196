"""Looks: roles -> fonts, sizes, spacing; one YAML file is the look of every format."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

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
    "reference",
    "header",
    "footer",
]
Points = Annotated[float, Field(ge=0, le=200)]
Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Page(_Frozen):
    """Page size and margins, all in points; text stays inside, header and footer in the margin."""

    size: Literal["A4", "Letter"]
    left: Points
    right: Points
    top: Points
    bottom: Points
    header: Points = Field(description="From the page's top edge to the header's base line.")
    footer: Points = Field(description="From the page's bottom edge to the footer's base line.")

    @property
    def width(self) -> float:
        """Width of the portrait page, points."""
        return 595.276 if self.size == "A4" else 612.0

    @property
    def height(self) -> float:
        """Height of the portrait page, points."""
        return 841.89 if self.size == "A4" else 792.0


class Role(_Frozen):
    """How one role of text looks. Sizes in points."""

    family: Literal["serif", "sans"] = "serif"
    size: Points
    leading: Points
    bold: bool = False
    italic: bool = False
    before: Points = 0
    after: Points = 0
    align: Literal["left", "center"] = "left"
    colour: Colour = "#000000"


class Family(_Frozen):
    """A font family: the name that Word uses, and the shipped family of the same widths."""

    word: str
    pdf: Literal["Tinos", "Arimo"]


class Look(_Frozen):
    """The look of a document in every format."""

    id: str
    page: Page
    serif: Family
    sans: Family
    link: Colour
    roles: dict[RoleName, Role]
    word_styles: dict[RoleName, str] = Field(description="Role -> Word style name.")


def load_look(folder: Path, name: str) -> Look:
    """The look `name` of the folder of looks. Raises ProblemsFound."""
    raise NotImplementedError
