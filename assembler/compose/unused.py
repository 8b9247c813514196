"""The kinds of shells, where each lies; what nothing uses, of shells and of author's texts."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assembler.compose.loader import AUTHOR, FILE, Finder, TemplateRoot
from assembler.compose.outline import templates_of
from assembler.compose.outline_changes import outline_of
from assembler.problems import Position, Problem, Severity, nearest, refused

_ASKED = re.compile(
    r"""author_text\(\s*(?:"([^"]*)"|'([^']*)')?(?:\s*,\s*"[^"]*")?(\s*,\s*of\s*=)?"""
)
"""The name that a template asks for, and whether the ids of records follow it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What is made from shells."""

    name: str
    folder: str
    """Where its shells lie, below a document's folder or the shared one."""
    prefix: str
    """How its labels begin."""


KINDS: Mapping[str, Kind] = {
    "table": Kind("table", "tables", "tbl-"),
    "figure": Kind("figure", "figures", "fig-"),
    "listing": Kind("listing", "listings", "lst-"),
}
"""By the name of the block that places it."""


def shell_file(
    finder: Finder, document_id: str, kind: Kind, name: str, at: Position
) -> tuple[TemplateRoot, str]:
    """Folder and file of a shell: the document's own, else the shared one. Raises ProblemsFound."""
    folders = [f"{one}/{kind.folder}" for one in (document_id, "shared")]
    if FILE.fullmatch(name):
        for folder in folders:
            found = finder.find(f"{folder}/{name}.yaml")
            if found is not None:
                return found
    files = [file for folder in folders for file in finder.names(folder, ".yaml")]
    near = nearest(name, {Path(file).stem for file in files})
    message = f"no {kind.name} shell is called '{name}'"
    remedy = f"did you mean '{near}'?" if near else f"add {folders[0]}/{name}.yaml"
    if lost := _elsewhere(finder, name):
        root, file = lost
        remedy = f"move {root.name_of(file)} to {root.name_of(f'{folders[0]}/{name}.yaml')}"
    raise refused("shell.found", message, remedy, at=at)


def _elsewhere(finder: Finder, name: str) -> tuple[TemplateRoot, str] | None:
    """A file that is called like a shell and lies where none is looked for, or ends otherwise."""
    for suffix in (".yaml", ".yml"):
        for file in finder.names("", suffix):
            kinds = [kind.folder for kind in KINDS.values()]
            is_shell = suffix == ".yaml" and Path(file).parent.name in kinds
            if Path(file).stem == name and not (is_shell and file.count("/") == 2):
                return finder.find(file)
    return None


def unused_shells(finder: Finder, document_id: str, used: Collection[str]) -> Iterator[Problem]:
    """A note for each shell in the document's folder that no template of it names.

    A shell that this study's data did not call for, but a template names, is in use.
    """
    unused = [
        (kind, file)
        for kind in KINDS.values()
        for file in finder.names(f"{document_id}/{kind.folder}", ".yaml")
        if file not in used
    ]
    named = "".join(_texts(finder, document_id)) if unused else ""
    for kind, file in unused:
        stem = Path(file).stem
        naming = rf"(?:{kind.prefix}|:shell:[ \t]*){re.escape(stem)}(?![A-Za-z0-9.-])"
        found = finder.find(file)
        if found is None or re.search(naming, named):
            continue
        yield Problem(
            "shell.used",
            Severity.NOTE,
            f"no template of {document_id} uses the {kind.name} shell '{stem}'",
            f"place it with :::{{{kind.name}}} {kind.prefix}{stem}, or delete it",
            Position(found[0].name_of(file)),
        )


def unused_sections(finder: Finder, document_id: str) -> Iterator[Problem]:
    """A warning for each file among a document's sections that neither outline nor template names.

    Mostly it was to take the place of a section, and its name is another.
    """
    folder = f"{document_id}/"
    files = [name.removeprefix(folder) for name in finder.names(f"{folder}sections", ".md")]
    if not files or finder.find(f"{folder}outline.yaml") is None:
        return
    planned = templates_of(outline_of(finder, document_id)[0])
    unnamed = [file for file in files if file not in planned]
    named = "".join(_texts(finder, "")) if unnamed else ""
    for file in unnamed:
        found = finder.find(folder + file)
        if file in named or found is None:
            continue
        near = _alike(file, [other for other in files if other not in unnamed])
        yield Problem(
            "section.used",
            Severity.WARNING,
            f"the outline of {document_id} has no section '{file}': it is printed nowhere",
            f"did you mean '{near}'?"
            if near
            else "name it as the section that it replaces, or name it in outline.yaml",
            Position(found[0].name_of(found[1])),
        )


def _alike(file: str, others: Sequence[str]) -> str | None:
    """The file that begins alike, `2.5.2-overview.md` for `2.5.2.md`; else the nearest name."""
    alike = [other for other in others if other.startswith(file.removesuffix(".md"))]
    return alike[0] if alike else nearest(file, others)


def unused_texts(finder: Finder) -> Iterator[Problem]:
    """A warning for each of the author's texts that no template of any document asks for.

    None where a template works out the name: then every text may be meant.
    """
    yield from _strays(finder)
    texts = finder.texts()
    named = "".join(_texts(finder, "")) if texts else ""
    found = _ASKED.findall(named)
    asked = {a or b for a, b, of in found if not of}
    of_records = tuple(f"{a or b}-" for a, b, of in found if of)
    if "" in asked:
        return
    for root, file in texts:
        stem = Path(file).stem
        if stem in asked or stem.startswith(of_records) or f"{AUTHOR}{file}" in named:
            continue
        near = nearest(stem, asked)
        yield Problem(
            "text.used",
            Severity.WARNING,
            f"no template asks for the author's text '{stem}': it is printed nowhere",
            f"did you mean '{near}.md'?" if near else "name it after the section: 2.5.4.md",
            Position(root.name_of(file)),
        )


def _strays(finder: Finder) -> Iterator[Problem]:
    for root, file in finder.strays():
        yield Problem(
            "text.used",
            Severity.WARNING,
            f"{file} lies among the author's texts, and only files that end with .md are read",
            f"put its words, as plain text, into {Path(file).stem}.md",
            Position(root.name_of(file)),
        )


def misplaced(finder: Finder) -> Iterator[Problem]:
    """A warning for each file in a folder like those of documents that lies in none of them."""
    documents = {name.rpartition("/")[0] for name in finder.names("", "/outline.yaml")}
    known = {*documents, "looks", "shared"}
    like = {"sections", *(kind.folder for kind in KINDS.values())}
    files = [file for suffix in (".md", ".yaml") for file in finder.names("", suffix)]
    meant: dict[str, str] = {}
    for file in files:
        if file.partition("/")[0] in known:
            meant.setdefault(Path(file).name, file)
    for file in files:
        if file.partition("/")[0] not in like - known:
            continue
        root = finder.having(file)[0]
        own = root.name_of(meant.get(Path(file).name, f"DOCUMENT/{file}"))
        remedy = f"move it to {own}"
        if root.path.name in documents:
            remedy = f"name the folder above it behind --templates: that of {root.shown}"
        yield Problem(
            "section.used",
            Severity.WARNING,
            f"'{file}' lies in the folder of no document: it is printed nowhere",
            remedy,
            Position(root.name_of(file)),
        )


def _texts(finder: Finder, document_id: str) -> Iterator[str]:
    for name in finder.names(document_id, ".md"):
        found = finder.find(name)
        if found is not None:
            yield finder.text(found[0], name)
