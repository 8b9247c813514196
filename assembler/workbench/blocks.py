"""Blocks of templates that cannot be read, and the shells that they place or leave unused."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from assembler.compose.directives import DIRECTIVES
from assembler.compose.loader import Finder
from assembler.compose.syntax import without_remarks
from assembler.compose.unused import KINDS
from assembler.problems import Position, Problem, Severity, error, nearest
from assembler.workbench.placed import placed_shells

_FENCE = re.compile(r"^[ \t]*:{3,}[ \t]*(?:\{([^}\n]*)\}|([A-Za-z][^\n]*))?[^\n]*$", re.MULTILINE)
_WAYS = re.compile(r"\{%-?\s*(?:else|elif)\b")


def blocks_told(text: str, file: str) -> Iterator[Problem]:
    """Blocks that are not known; and in a text without `else`, those that are never closed."""
    text = without_remarks(text)
    opened: list[tuple[str, int]] = []
    for found in _FENCE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        name = found[1] if found[1] is not None else found[2]
        if name is None:
            if opened:
                opened.pop()
            continue
        opened.append((name, line))
        if name not in DIRECTIVES and "{" not in found[0].replace(f"{{{name}}}", ""):
            near = nearest(name, DIRECTIVES)
            known = ", ".join(f":::{{{one}}}" for one in DIRECTIVES)
            yield error(
                "directive.known",
                f"no block is called '{name}'",
                f"write :::{{{near}}}" if near else f"the blocks are: {known}",
                at=Position(file, line),
            )
    if opened and not _WAYS.search(text):
        name, line = opened[-1]
        yield error(
            "directive.closes",
            f"the block :::{{{name}}} is never closed",
            "close it with ::: on a line of its own",
            at=Position(file, line),
        )


def shells_told(finder: Finder, name: str, text: str, file: str) -> Iterator[Problem]:
    """The shells that a template places and no folder has."""
    folder = PurePosixPath(name).parts[0]
    for one in placed_shells(without_remarks(text)):
        if one.shell is None:
            continue
        kind = KINDS[one.kind]
        files = finder.names(f"shared/{kind.folder}", ".yaml")
        if folder == "shared":  # the shell may be that of any document
            files += [f for f in finder.names("", ".yaml") if f"/{kind.folder}/" in f]
        else:
            files += finder.names(f"{folder}/{kind.folder}", ".yaml")
        known = {PurePosixPath(one).stem for one in files}
        if one.shell not in known:
            near = nearest(one.shell, sorted(known))
            own = f"{folder}/{kind.folder}/{one.shell}.yaml"
            yield error(
                "shell.found",
                f"no {kind.name} shell is called '{one.shell}'",
                f"did you mean '{near}'?" if near else f"add {own}",
                at=Position(file, one.line),
            )


def unused_shared(finder: Finder, texts: Mapping[str, str]) -> Iterator[Problem]:
    """A note for each shared shell that no template of any document places."""
    placed = [one for text in texts.values() for one in placed_shells(text)]
    for kind in KINDS.values():
        named = {one.shell for one in placed if one.kind == kind.name}
        begun = {one.label.partition("{")[0] for one in placed if "{" in one.label}
        worked_out = any(dict(one.options).get("shell", "").startswith("{") for one in placed)
        for file in finder.names(f"shared/{kind.folder}", ".yaml"):
            stem, found = PurePosixPath(file).stem, finder.find(file)
            maybe = any(f"{kind.prefix}{stem}".startswith(one) for one in begun if one)
            if stem not in named and not maybe and not worked_out and found is not None:
                yield Problem(
                    "shell.used",
                    Severity.NOTE,
                    f"no template uses the shared {kind.name} shell '{stem}'",
                    f"place it with :::{{{kind.name}}} {kind.prefix}{stem}, or delete it",
                    Position(found[0].name_of(file)),
                )
