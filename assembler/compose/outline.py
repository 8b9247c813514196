"""Outlines: the sections of a document type, with their ICH numbers and clauses, as data."""

import re
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from assembler.document.nodes import Label
from assembler.read import read_tree, validate

_NUMBER = r"^[0-9]+(\.[0-9]+)*$"


class OutlineSection(BaseModel):
    """One section of an outline: never dropped or moved."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: Annotated[str, Field(pattern=_NUMBER)]
    title: str
    clause: str
    """Where the number and title come from: `ICH M4E(R2) 2.5.4`."""
    checked: bool = True
    """Whether someone has held number and title against the original."""
    template: str | None = None
    """The section's template, relative to the document's folder."""
    needs: tuple[str, ...] = ()
    """Record paths without which the section cannot be written."""
    sections: tuple["OutlineSection", ...] = ()

    @property
    def label(self) -> Label:
        """`sec-2.5.4`."""
        return Label(f"sec-{self.number}")


class Outline(BaseModel):
    """`outline.yaml` of a document type."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: Annotated[str, Field(pattern=_NUMBER)]
    """CTD number of the whole: `2.5`."""
    title: str
    subject: str
    """Template of the line below the title."""
    front: str | None = None
    """Template of the blocks before the contents, relative to the document's folder."""
    sections: tuple[OutlineSection, ...]

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


def load_outline(path: Path, *, root: Path) -> Outline:
    """The outline in `path`. Raises ProblemsFound."""
    return validate(Outline, read_tree(path, root=root))


def document_types(root: Path) -> list[str]:
    """The document types of a template root: the folders that have an outline."""
    return sorted(path.parent.name for path in root.glob("*/outline.yaml"))


def is_section_label(label: str) -> bool:
    """Whether a label is one of an outline's: `sec-2.5.4`."""
    return re.fullmatch(r"sec-[0-9.]+", label) is not None
