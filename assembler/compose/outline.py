"""Outlines: the sections of a document type, with their ICH numbers and clauses, as data."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from assembler.compose.sections import slug
from assembler.compose.shape import types_at
from assembler.document.nodes import Label
from assembler.problems import Problem, error
from assembler.read import Tree, read_tree, validate
from assembler.read.descriptions import FilePart
from assembler.records import Dossier

_LABEL = r"^sec-[a-z0-9]+([.-][a-z0-9]+)*$"
GROUP = r"^[a-z0-9]+(-[a-z0-9]+)*$"
NUMBER = r"^[1-9][0-9]{0,2}(\.[1-9][0-9]{0,2})*$"
Area = Literal["efficacy", "safety"]
"""What a flag is about."""


class OutlineAdded(FilePart):
    """A subsection that the guideline does not ask for: the program numbers it, by its place."""

    title: Annotated[str, Field(min_length=1)]
    """Its title: `Exposure and response`."""
    template: str
    """Its template, in the document's folder, or in the shared one."""
    name: Annotated[str | None, Field(pattern=_LABEL)] = None
    """What cross-references call it, wherever it is moved: `sec-exposure`. Without it the label is
    made of the section around it and the title: `sec-2.5.3-exposure-and-response`."""
    added: tuple["OutlineAdded", ...] = ()
    """The subsections inside it, in their order."""

    def label(self, around: Label) -> Label:
        """The name, or what is made of the section around it and the title."""
        return Label(self.name or f"{around}-{slug(self.title)}")


class OutlineExpected(FilePart):
    """What a document type expects of the records: where nobody has entered it or listed it as
    absent, it is a row of the gap register."""

    needs: Annotated[str, Field(min_length=1)]
    """What is expected, as the gap register says it: `disposition by arm`."""
    paths: Annotated[tuple[str, ...], Field(min_length=1)]
    """The record paths that may hold it: one that does, or that is listed as absent, is enough."""
    owner: Annotated[str, Field(min_length=1)]
    """Who supplies it: `statistics`."""
    expected_in: Annotated[str, Field(min_length=1)]
    """The document that is expected to hold it: `clinical study report`."""

    @model_validator(mode="after")
    def _leads_to_records(self) -> Self:
        for index, path in enumerate(self.paths):
            if not types_at(Dossier, path):
                raise PydanticCustomError(
                    "record.known",
                    "the records have no '{path}'",
                    {
                        "path": path,
                        "field": ("paths", index),
                        "remedy": "name a list or value of the records: trial.disposition.rows",
                    },
                )
        return self


class OutlineSection(FilePart):
    """One section of an outline: never dropped or moved."""

    number: Annotated[str, Field(pattern=NUMBER)]
    """The number that the guideline gives it: `2.5.4`."""
    title: str
    """The title that the guideline gives it."""
    clause: str
    """Where number and title come from: `ICH M4E(R2) 2.5.4`."""
    checked: bool = True
    """Whether someone has held number and title against the original."""
    template: str | None = None
    """The section's template, in the document's folder, or in the shared one."""
    needs: tuple[str, ...] = ()
    """Record paths without which the section cannot be written."""
    expects: tuple[OutlineExpected, ...] = ()
    """What the records should give the section: what is not there is a row of the gap register."""
    empty: str | None = None
    """The sentence that stands for the section when the records lack what it needs."""
    sections: tuple["OutlineSection", ...] = ()
    """The sections inside it that the guideline numbers."""
    added: tuple[OutlineAdded, ...] = ()
    """Subsections of your own, in their order, behind those of the section's template; not in a
    section that the guideline divides itself."""

    @property
    def label(self) -> Label:
        """`sec-2.5.4`."""
        return Label(f"sec-{self.number}")


class OutlineAnnex(FilePart):
    """An annex: stands in drafts only, lettered in its order behind the last section."""

    title: Annotated[str, Field(min_length=1)]
    """Its title: `Gap register`."""
    template: str
    """Its template, in the document's folder, or in the shared one."""
    needs: tuple[str, ...] = ()
    """What has to be there: record paths, or `gaps`, `flags` or `picks`; else it is left out."""

    @property
    def label(self) -> Label:
        """`annex-gap-register`."""
        return Label(f"annex-{slug(self.title)}")


class Outline(FilePart):
    """`outline.yaml` of a document type."""

    number: Annotated[str | None, Field(pattern=NUMBER)] = None
    """CTD number of the whole: `2.5`, or `2.7.5` where that one section is the whole; none of a
    document that has no place in the CTD, whose sections are 1, 2, 3."""
    title: str
    """Title of the whole."""
    subject: str
    """The line below the title: words with values."""
    front: str | None = None
    """Template of what stands before the contents, in the document's folder or the shared one."""
    reference_group: Annotated[str | None, Field(pattern=GROUP)] = None
    """Documents of one group number their citations through all of them, in the order of the CTD,
    and print one list of references: `clinical-summary`. Without it the list is the document's."""
    flags: tuple[Area, ...] = ("efficacy", "safety")
    """What the flags, and the facts picked from several sources, are about that the document
    prints: those of other areas concern others."""
    sections: tuple[OutlineSection, ...]
    """The sections in the guideline's order."""
    annexes: Annotated[tuple[OutlineAnnex, ...], Field(max_length=26)] = ()
    """What stands behind the sections of a draft, and in no final document."""

    @model_validator(mode="after")
    def _numbers_nest(self) -> Self:
        around = self.number or ""
        if [one.number for one in self.sections] == [around]:  # the whole is this one section
            around = around.rpartition(".")[0]
        _nest(around, self.sections, ())
        return self


_Steps = tuple[str | int, ...]


def _nest(parent: str, sections: tuple[OutlineSection, ...], steps: _Steps) -> None:
    last = 0
    for index, section in enumerate(sections):
        here: _Steps = (*steps, "sections", index)
        holder, _, own = section.number.rpartition(".")
        if holder != parent or int(own) <= last:
            raise PydanticCustomError(
                "outline.numbers-nest",
                "section {number} does not stand in its place{parent}",
                {
                    "number": section.number,
                    "parent": f" under {parent}" if parent else "",
                    "field": (*here, "number"),
                    "remedy": f"the guideline's sections are not moved: numbers under {parent} are "
                    f"{parent}.1, {parent}.2 ... in order"
                    if parent
                    else "without a number of the whole its sections are 1, 2 ... in order",
                },
            )
        if section.sections and section.added:
            raise PydanticCustomError(
                "outline.added-apart",
                "subsections are added to section {number}, which the guideline divides itself",
                {
                    "number": section.number,
                    "field": (*here, "added"),
                    "remedy": "add them to one of its sections: their numbers would be taken for "
                    "the guideline's",
                },
            )
        last = int(own)
        _nest(section.number, section.sections, here)


def departing(outline: Outline, tree: Tree, guideline: Outline, shipped: Tree) -> Iterator[Problem]:
    """What an outline drops or renames of the one that ships with the document."""
    own = {section.number: (section, steps) for section, steps in walk(outline.sections)}
    for section, steps in walk(guideline.sections):
        held = own.get(section.number)
        if held is None:
            message = f"the outline lacks section {section.number} {section.title}"
            remedy = f"add it: {section.clause} asks for it. Without data it says so, in `empty:`"
            at = tree.key_at(("sections",))
        elif held[0].title != section.title:
            message = f"section {section.number} is called '{held[0].title}'"
            remedy = f"call it '{section.title}', as {section.clause} does"
            at = tree.at((*held[1], "title"))
        else:
            continue
        also = (shipped.at(steps),)
        yield error("outline.guideline-kept", message, remedy, at=at, also=also)


def walk(
    sections: tuple[OutlineSection, ...], steps: _Steps = ()
) -> Iterator[tuple[OutlineSection, _Steps]]:
    """Every section, with those inside it, and the steps that lead to it."""
    for index, section in enumerate(sections):
        here: _Steps = (*steps, "sections", index)
        yield section, here
        yield from walk(section.sections, here)


def templates_of(outline: Outline) -> frozenset[str]:
    """The templates that an outline names, as it names them."""

    def named(parts: Iterable[OutlineSection | OutlineAdded | OutlineAnnex]) -> Iterator[str]:
        for one in parts:
            if one.template:
                yield one.template
            if isinstance(one, OutlineSection):
                yield from named(one.sections)
            if not isinstance(one, OutlineAnnex):
                yield from named(one.added)

    front = (outline.front,) if outline.front else ()
    return frozenset((*front, *named(outline.sections), *named(outline.annexes)))


def load_outline(path: Path, *, root: Path, shown: str | None = None) -> tuple[Outline, Tree]:
    """The outline in `path`, and where its parts stand. Raises ProblemsFound."""
    tree = read_tree(path, root=root, shown=shown)
    return validate(Outline, tree), tree


def document_types(root: Path) -> list[str]:
    """The document types of a template root: the folders that have an outline."""
    return sorted(path.parent.name for path in root.glob("*/outline.yaml"))
