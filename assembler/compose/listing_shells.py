"""Listing shells: which rows of a data set stand in a listing, and in what order."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from assembler.read import Tree, read_tree, validate
from assembler.read.descriptions import FilePart

Variable = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]


class ListingShellColumn(FilePart):
    """A column: one variable of the data set."""

    head: str
    """The head, as it is printed."""
    variable: Variable
    """The variable: `AEDECOD`."""
    otherwise: Variable | None = None
    """Another one, whose text stands where the first has none or the data set lacks it: `AVAL`
    behind `AVALC`."""
    width: Annotated[float | None, Field(gt=0, le=100)] = None
    """How wide the column is compared with the others, which count as 1. Best left out of all
    columns: each is then as wide as its texts ask."""
    align: Literal["left", "center", "right"] = "left"
    """How the texts stand."""
    form: Literal["as-recorded", "date"] = "as-recorded"
    """`date`: the data set counts days from 1 January 1960, as SAS does; they are printed as
    2014-01-03."""


class ListingShellGroup(FilePart):
    """A variable that the headings of groups name."""

    head: str
    """What stands before its text: `Treatment`."""
    variable: Variable
    """The variable: `TRTA`."""


class ListingShell(FilePart):
    """A listing shell: a data set's rows as they are. ICH E3, section 16.2."""

    caption: str
    """The title. Words with values."""
    data: str
    """The id of the data set under `sources` in references.yaml, where its `file` stands: `adae`.
    """
    data_set: Variable | None = None
    """Which data set, where the file holds several: `ADAE`."""
    where: dict[Variable, str | tuple[str, ...]] = Field(default_factory=dict)
    """Which rows: `SAFFL: Y`, or one of several, `AESEV: [MODERATE, SEVERE]`."""
    sort: tuple[Variable, ...] = ()
    """The variables that put the rows in order, the leading one first, behind those of the groups;
    without them the order of the data set. Numbers are ordered as numbers, missing ones first."""
    group: tuple[ListingShellGroup, ...] = ()
    """Rows with the same texts here stand under one heading, which pages that follow repeat."""
    group_pages: bool = False
    """Whether each group begins a page."""
    columns: Annotated[tuple[ListingShellColumn, ...], Field(json_schema_extra={"minItems": 1})]
    """The columns in their order."""
    notes: tuple[str, ...] = ()
    """Notes below the listing. Words with values."""
    empty: str | None = None
    """The sentence that stands for the listing when the study has no such data set, or the data set
    no such row."""
    landscape: bool = True
    """Whether the listing stands on pages turned sideways."""

    @model_validator(mode="after")
    def _has_columns(self) -> Self:
        if not self.columns:
            raise PydanticCustomError(
                "shell.columns",
                "the listing has no column",
                {"field": "columns", "remedy": "give it at least one, with `head:`, `variable:`"},
            )
        return self


def load_listing_shell(path: Path, *, root: Path, shown: str) -> tuple[ListingShell, Tree]:
    """The shell in `path`, and where its parts stand. Raises ProblemsFound."""
    tree = read_tree(path, root=root, shown=shown)
    return validate(ListingShell, tree), tree
