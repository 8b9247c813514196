"""What templates there are: document types, sections, shells, looks, and whose each is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from assembler.compose.loader import ADDING, BASE, Finder, TemplateRoot
from assembler.compose.outline import (
    Outline,
    OutlineAdded,
    OutlineSection,
    document_types,
)
from assembler.compose.outline_changes import changes, outline_of
from assembler.compose.unused import KINDS
from assembler.document.nodes import Label
from assembler.problems import Position
from assembler.read import Tree, read_tree

_EXTENDS = re.compile(rf"""\{{%[-+]?\s*extends\s+["']{BASE}""")


@dataclass(frozen=True, slots=True)
class Listed:
    """A template, a shell or a look: its name, and where it comes from."""

    name: str
    """`clinical-overview/tables/effects.yaml`."""
    folders: tuple[str, ...]
    """The template folders that have it: the first one's is used."""
    adds: bool = False
    """Whether that one is added to what stands behind it, and does not take its place."""

    @property
    def stem(self) -> str:
        """The name without folders and ending: `effects`."""
        return PurePosixPath(self.name).stem


@dataclass(frozen=True, slots=True)
class PlannedSection:
    """A section of an outline, or what stands before or behind the sections."""

    number: str
    """`2.5.4`; empty of what the guideline does not number."""
    label: Label
    title: str
    clause: str
    needs: tuple[str, ...]
    file: Listed | None
    """Its template; None where it has none, or where no folder has it."""
    named: str | None
    """The template as the outline names it."""
    at: Position
    depth: int


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A document type with everything that lies in its folder."""

    id: str
    number: str | None
    title: str
    outline: Listed
    sections: tuple[PlannedSection, ...]
    shells: tuple[tuple[str, tuple[Listed, ...]], ...]
    """Kind of shell -> the shells in the document's own folder."""


def document_types_of(finder: Finder) -> list[str]:
    """The ids of all document types of the template folders."""
    return sorted({one for root in finder.roots for one in document_types(root.path)})


def listed(finder: Finder, name: str) -> Listed | None:
    """A file and the folders that have it; None when none has."""
    roots = [root for root in finder.roots if (root.path / name).is_file()]
    if not roots:
        return None
    adds = len(roots) > 1 and _adds(finder, roots[0], name)
    return Listed(name, tuple(root.shown for root in roots), adds)


def _adds(finder: Finder, root: TemplateRoot, name: str) -> bool:
    """Whether a file says that it builds upon the one of that name behind it."""
    if name in ADDING:
        return True
    if name.endswith(".md"):
        return _EXTENDS.search(finder.source(root, name).text) is not None
    return name.endswith("/outline.yaml") and changes(finder.made("tree", read_tree, root, name))


def files_in(finder: Finder, folder: str, suffix: str) -> tuple[Listed, ...]:
    """The files below a folder, over all template folders, by name."""
    found = (listed(finder, name) for name in finder.names(folder, suffix))
    return tuple(one for one in found if one is not None)


def shells_in(finder: Finder, folder: str) -> tuple[tuple[str, tuple[Listed, ...]], ...]:
    """Kind of shell -> the shells of a document's folder or of the shared one."""
    return tuple(
        (kind.folder, files_in(finder, f"{folder}/{kind.folder}", ".yaml"))
        for kind in KINDS.values()
    )


def document_type(finder: Finder, document_id: str) -> DocumentType:
    """The document type. Raises ProblemsFound where its outline cannot be read."""
    name = f"{document_id}/outline.yaml"
    outline, tree = outline_of(finder, document_id)
    own = listed(finder, name) or Listed(name, ())
    sections = tuple(planned(finder, document_id, outline, tree))
    return DocumentType(
        document_id, outline.number, outline.title, own, sections, shells_in(finder, document_id)
    )


def planned(
    finder: Finder, document_id: str, outline: Outline, tree: Tree
) -> Iterator[PlannedSection]:
    """What an outline places, in the order of the document."""

    def template(named: str | None) -> Listed | None:
        names = (f"{document_id}/{named}", f"shared/{named}") if named else ()
        return next((one for name in names if (one := listed(finder, name))), None)

    def section(
        one: OutlineSection, steps: tuple[str | int, ...], depth: int
    ) -> Iterator[PlannedSection]:
        yield PlannedSection(
            one.number,
            one.label,
            one.title,
            one.clause,
            one.needs,
            template(one.template),
            one.template,
            tree.at(steps),
            depth,
        )
        for index, inside in enumerate(one.sections):
            yield from section(inside, (*steps, "sections", index), depth + 1)
        yield from added(one, one.label, steps, depth)

    def added(
        around: OutlineSection | OutlineAdded,
        label: Label,
        steps: tuple[str | int, ...],
        depth: int,
    ) -> Iterator[PlannedSection]:
        for index, one in enumerate(around.added):
            here, own = (*steps, "added", index), one.label(label)
            file = template(one.template)
            at = tree.at(here)
            yield PlannedSection("", own, one.title, "", (), file, one.template, at, depth + 1)
            yield from added(one, own, here, depth + 1)

    if outline.front:
        file, at = template(outline.front), tree.at(("front",))
        yield PlannedSection("", Label("front"), "front", "", (), file, outline.front, at, 0)
    for index, top in enumerate(outline.sections):
        yield from section(top, ("sections", index), 0)
    for index, annex in enumerate(outline.annexes):
        yield PlannedSection(
            "",
            annex.label,
            f"Annex: {annex.title}",
            "",
            annex.needs,
            template(annex.template),
            annex.template,
            tree.at(("annexes", index)),
            0,
        )
