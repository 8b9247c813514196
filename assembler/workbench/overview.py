"""`assembler templates list`, as text."""

from collections.abc import Iterable, Iterator

from assembler.compose.loader import Finder
from assembler.workbench.catalog import (
    DocumentType,
    Listed,
    PlannedSection,
    document_type,
    document_types_of,
    files_in,
    shells_in,
)

_NAME, _FILE = 54, 50


def catalog_lines(finder: Finder) -> Iterator[str]:
    """Document types, sections, shells, shared files and looks, each with its folder.

    Raises ProblemsFound where an outline cannot be read.
    """
    yield "searched in this order: " + ", ".join(root.shown for root in finder.roots)
    for document_id in document_types_of(finder):
        yield ""
        yield from _document(document_type(finder, document_id))
    yield ""
    yield "shared by all documents"
    yield from _files("templates", files_in(finder, "shared", ".md"), "shared/")
    for kind, shells in shells_in(finder, "shared"):
        yield from _files(kind, shells, "shared/")
    own = (f for f in files_in(finder, "shared", ".yaml") if f.name.count("/") == 1)
    yield from _files("forms and words", own, "shared/")
    yield ""
    yield from _files("looks", files_in(finder, "looks", ".yaml"), "looks/", indent="")


def _document(found: DocumentType) -> Iterator[str]:
    number = f"{found.number} " if found.number else ""
    yield f"{found.id}: {number}{found.title}".ljust(_NAME + _FILE) + _whose(found.outline)
    yield "  sections"
    for section in found.sections:
        yield _section(section, f"{found.id}/")
    for kind, shells in found.shells:
        yield from _files(kind, shells, f"{found.id}/")


def _section(section: PlannedSection, folder: str) -> str:
    title = f"{section.number} {section.title}".strip()
    name = f"    {'  ' * section.depth}{title}".ljust(_NAME)
    if section.file is None:
        missing = f"(no folder has {section.named})" if section.named else "-"
        return f"{name} {missing}"
    file = section.file.name.removeprefix(folder)
    return f"{name} {file.ljust(_FILE)} {_whose(section.file)}"


def _files(head: str, files: Iterable[Listed], folder: str, indent: str = "  ") -> Iterator[str]:
    found = tuple(files)
    if found:
        yield f"{indent}{head}"
        for one in found:
            name = one.name.removeprefix(folder)
            yield f"{indent}  {name.ljust(_NAME + _FILE - len(indent) - 2)} {_whose(one)}".rstrip()


def _whose(file: Listed) -> str:
    first, *others = file.folders
    does = "adds to" if file.adds else "takes the place of"
    return f"{first} ({does} {', '.join(others)})" if others else first
