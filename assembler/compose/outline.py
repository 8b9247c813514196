"""Outlines: the sections of a document type, with their ICH numbers and clauses, as data."""

from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from assembler.compose.sections import slug
from assembler.document.nodes import Label
from assembler.read import Tree, read_tree, validate
from assembler.read.descriptions import describe

_NUMBER = r"^[0-9]{1,3}(\.[0-9]{1,3})*$"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra=describe)


class OutlineSection(_Part):
    """One section of an outline: never dropped or moved."""

    number: Annotated[str, Field(pattern=_NUMBER)]
    """The number that the guideline gives it: `2.5.4`."""
    title: str
    """The title that the guideline gives it."""
    clause: str
    """Where number and title come from: `ICH M4E(R2) 2.5.4`."""
    checked: bool = True
    """Whether someone has held number and title against the original."""
    template: str | None = None
    """The section's template, relative to the document's folder."""
    needs: tuple[str, ...] = ()
    """Record paths without which the section cannot be written."""
    empty: str | None = None
    """The sentence that stands for the section when the records lack what it needs."""
    sections: tuple["OutlineSection", ...] = ()
    """The sections inside it."""

    @property
    def label(self) -> Label:
        """`sec-2.5.4`."""
        return Label(f"sec-{self.number}")


class OutlineAnnex(_Part):
    """An annex: stands in drafts only, lettered in its order behind the last section."""

    title: Annotated[str, Field(min_length=1)]
    """Its title: `Gap register`."""
    template: str
    """Its template, relative to the document's folder."""

    @property
    def label(self) -> Label:
        """`annex-gap-register`."""
        return Label(f"annex-{slug(self.title)}")


class Outline(_Part):
    """`outline.yaml` of a document type."""

    number: Annotated[str, Field(pattern=_NUMBER)]
    """CTD number of the whole: `2.5`."""
    title: str
    """Title of the whole."""
    subject: str
    """The line below the title: words with values."""
    front: str | None = None
    """Template of the blocks before the contents, relative to the document's folder."""
    sections: tuple[OutlineSection, ...]
    """The sections in the guideline's order."""
    annexes: Annotated[tuple[OutlineAnnex, ...], Field(max_length=26)] = ()
    """What stands behind the sections of a draft, and in no final document."""

    @model_validator(mode="after")
    def _numbers_nest(self) -> Self:
        _nest(self.number, self.sections)
        return self


def _nest(parent: str, sections: tuple[OutlineSection, ...]) -> None:
    last = 0
    for section in sections:
        holder, _, own = section.number.rpartition(".")
        if holder != parent or int(own) <= last:
            raise PydanticCustomError(
                "outline.numbers-nest",
                "section {number} does not stand in its place under {parent}",
                {
                    "number": section.number,
                    "parent": parent,
                    "remedy": f"numbers under {parent} are {parent}.1, {parent}.2 ... in order",
                },
            )
        last = int(own)
        _nest(section.number, section.sections)


def load_outline(path: Path, *, root: Path, shown: str | None = None) -> tuple[Outline, Tree]:
    """The outline in `path`, and where its parts stand. Raises ProblemsFound."""
    tree = read_tree(path, root=root, shown=shown)
    return validate(Outline, tree), tree


def document_types(root: Path) -> list[str]:
    """The document types of a template root: the folders that have an outline."""
    return sorted(path.parent.name for path in root.glob("*/outline.yaml"))
