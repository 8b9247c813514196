"""`assembler templates show`: a template with its place and what it uses."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from assembler.compose.loader import Finder
from assembler.compose.unused import KINDS
from assembler.compose.uses import Reading
from assembler.read import read_text
from assembler.workbench.catalog import (
    Listed,
    PlannedSection,
    document_type,
    document_types_of,
    listed,
)
from assembler.workbench.placed import placed_shells


@dataclass(frozen=True, slots=True)
class Shown:
    """A template that was asked for, and the sections that it is placed as."""

    file: Listed
    document_id: str
    """`shared` of what several documents use."""
    sections: tuple[PlannedSection, ...]


def found_by(finder: Finder, wanted: str) -> list[Shown]:
    """The templates of a section's number or label, or of a file's name or path.

    Raises ProblemsFound where an outline cannot be read.
    """
    sections = [
        (one, section)
        for one in document_types_of(finder)
        for section in document_type(finder, one).sections
    ]
    placed: dict[str, list[PlannedSection]] = {}
    for _, section in sections:
        if section.file is not None:
            placed.setdefault(section.file.name, []).append(section)
    names: dict[str, str] = {}
    for document_id, section in sections:
        if section.file and wanted and wanted in (section.number, section.label):
            names[section.file.name] = document_id
    if not names:
        for file in (*finder.names("", ".md"), *finder.names("", ".yaml")):
            shown = {root.name_of(file) for root in finder.roots}
            path = PurePosixPath(file)
            if wanted in (file, path.name, path.stem, *shown) or file.endswith(f"/{wanted}"):
                names[file] = path.parts[0]
    return [
        Shown(own, document_id, tuple(placed.get(name, ())))
        for name, document_id in names.items()
        if (own := listed(finder, name)) is not None
    ]


def names_of(finder: Finder) -> list[str]:
    """What can be asked for: numbers of sections and names of files."""
    numbers = [
        section.number
        for one in document_types_of(finder)
        for section in document_type(finder, one).sections
        if section.number
    ]
    return [*numbers, *(PurePosixPath(one).stem for one in finder.names("", ".md"))]


def shown_lines(finder: Finder, shown: Shown, readings: Iterable[Reading]) -> Iterator[str]:
    """The template's place, what it uses, and its text with the numbers of its lines."""
    found = finder.find(shown.file.name)
    if found is None:
        return
    root, file = found
    text = read_text(root.path / file, root=root.path, shown=root.shown)
    yield root.name_of(file)
    others = shown.file.folders[1:]
    if others:
        does = "adds to" if shown.file.adds else "takes the place of"
        yield f"  {does} the one in  {', '.join(others)}"
    for section in shown.sections:
        clause = f" ({section.clause})" if section.clause else ""
        yield f"  placed by  {section.at.file}:{section.at.line}"
        yield f"             {f'{section.number} {section.title}'.strip()}{clause}"
        if section.needs:
            yield f"  needs      {', '.join(section.needs)}"
    own = [one for one in readings if one.name == shown.file.name]
    yield from _listed("records", sorted({use.path for one in own for use in one.uses}))
    files = sorted({name for one in own for name, _ in one.files})
    yield from _listed("templates", files)
    blocks = {name: line for one in own for name, line in one.blocks.items()}
    yield from _listed("blocks", [f"{name} (line {line})" for name, line in blocks.items()])
    yield from _listed("shells", list(_shells(finder, shown.document_id, text)))
    yield ""
    for number, line in enumerate(text.splitlines(), start=1):
        yield f"{number:>5}  {line}".rstrip()


def _shells(finder: Finder, document_id: str, text: str) -> Iterator[str]:
    for one in placed_shells(text):
        if one.shell is None:
            yield f"{one.label} (line {one.line})"
            continue
        folders = [f"{name}/{KINDS[one.kind].folder}" for name in (document_id, "shared")]
        found = next((f for d in folders if (f := finder.find(f"{d}/{one.shell}.yaml"))), None)
        where = found[0].name_of(found[1]) if found else "not found"
        yield f"{one.label} (line {one.line}): {where}"


def _listed(head: str, names: Sequence[str]) -> Iterator[str]:
    for index, name in enumerate(names):
        yield f"  {head if index == 0 else '':<9}  {name}"
