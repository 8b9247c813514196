"""Outlines that say only what differs from the outline behind them: `from: base`."""

from typing import Annotated, Literal

from pydantic import Field, RootModel

from assembler.compose.loader import Finder
from assembler.compose.outline import (
    GROUP,
    NUMBER,
    Area,
    Outline,
    OutlineAdded,
    OutlineAnnex,
    OutlineExpected,
    departing,
    load_outline,
)
from assembler.compose.outline_laying import changed_outline
from assembler.problems import Problem, ProblemsFound, error
from assembler.read import Tree, read_tree, validate
from assembler.read.descriptions import FilePart

BASE_KEY = "from"
"""The key by which an outline says that it changes the one behind it."""


class ChangedSection(FilePart):
    """A section that is changed, by its number; or, with title and clause, one more."""

    number: Annotated[str, Field(pattern=NUMBER)]
    """Its number: `2.5.4`. Whatever else is left out stays as it is."""
    title: str | None = None
    """The title of a section that is new."""
    clause: str | None = None
    """Where number and title of a new section come from."""
    checked: bool | None = None
    """Whether someone has held number and title against the original."""
    template: str | None = None
    """Another template for the section, in the document's folder, or in the shared one."""
    needs: tuple[str, ...] | None = None
    """Record paths without which the section cannot be written, in the place of those behind."""
    expects: tuple[OutlineExpected, ...] | None = None
    """What the records should give the section, in the place of what is expected behind."""
    empty: str | None = None
    """The sentence that stands for the section when the records lack what it needs."""
    added: tuple[OutlineAdded, ...] = ()
    """Subsections of your own, behind those that are there or in the place of one of that name."""


class OutlineChanges(FilePart):
    """`outline.yaml` of a folder of one's own that says only what differs."""

    base: Annotated[Literal["base"], Field(alias="from")]
    """`base`: this outline changes the one of the same document in the folders behind."""
    number: Annotated[str | None, Field(pattern=NUMBER)] = None
    """CTD number of the whole."""
    title: str | None = None
    """Title of the whole."""
    subject: str | None = None
    """The line below the title: words with values."""
    front: str | None = None
    """Template of what stands before the contents."""
    reference_group: Annotated[str | None, Field(pattern=GROUP)] = None
    """The documents with which this one shares its list of references."""
    flags: tuple[Area, ...] | None = None
    """What the flags are about that the document prints."""
    sections: tuple[ChangedSection, ...] = ()
    """Sections that are changed or new, each by its number, however deep it stands."""
    annexes: tuple[OutlineAnnex, ...] = ()
    """Annexes behind those that are there; one of the same title takes its place."""
    omit: tuple[str, ...] = ()
    """What is left out: names or titles of added subsections, titles of annexes, numbers of
    sections that no guideline asks for."""


class AnyOutline(RootModel[Outline | OutlineChanges]):
    """`outline.yaml`: a whole outline, or with `from: base` what differs from the one behind."""


def outline_of(finder: Finder, document_id: str) -> tuple[Outline, Tree]:
    """The outline of a document with what the folders in front change, and where its parts stand.

    Raises ProblemsFound.
    """
    name = f"{document_id}/outline.yaml"
    finder.found(name)
    over: list[Tree] = []
    for root in finder.having(name):
        tree = finder.made("tree", read_tree, root, name)
        if not changes(tree):
            outline, whole = finder.made("outline", load_outline, root, name)
            break
        validate(OutlineChanges, tree)
        over.append(tree)
    else:
        raise ProblemsFound([_nothing_behind(over[-1])])
    for changing in reversed(over):
        whole = changed_outline(changing, whole)
        outline = validate(Outline, whole)
    return outline, whole


def departures(outline: tuple[Outline, Tree], finder: Finder, document_id: str) -> list[Problem]:
    """What an outline of one's own drops or renames of the one that ships with the document."""
    name = f"{document_id}/outline.yaml"
    shipped = finder.roots[-1]
    having = finder.having(name)
    if len(having) < 2 or having[-1] != shipped:
        return []
    guideline = finder.made("outline", load_outline, shipped, name)
    return list(departing(*outline, *guideline))


def changes(tree: Tree) -> bool:
    """Whether an outline says only what differs from the one behind it."""
    return isinstance(tree.value, dict) and BASE_KEY in tree.value


def _nothing_behind(tree: Tree) -> Problem:
    return error(
        "outline.based",
        "no folder behind this one has an outline of this document",
        "name the folder as the document whose outline is changed; or take `from` away, and write "
        "the outline whole",
        at=tree.key_at((BASE_KEY,)),
    )
