"""`assembler templates new` and `copy`: files that work as they are, in a folder of one's own."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from assembler.compose.loader import Finder
from assembler.compose.outline import walk
from assembler.compose.outline_changes import outline_of
from assembler.importers.yaml_edit import changed
from assembler.package import write_whole
from assembler.problems import Position, did_you_mean, refused
from assembler.read import Data, read_text, read_tree

_TABLE = """\
caption: "Arms of {{ trial.title }}"
each: arm in trial.arms
columns:
  - {head: Arm, value: arm.label}
  - {head: Treatment, value: arm.treatment}
source: trial.source
"""
_SCHEMA = "# yaml-language-server: $schema="
_SECTION = "Words on {{ trial.title }}.\n"
_CHANGES = """\
# What differs from the outline behind this one; all else stays as it is.
from: base
sections:
  - number: {number}
    added:
      - {{title: {title}, template: {file}, name: sec-{name}}}
"""
_OUTLINE = """\
# The sections in their order. Documents without a number of the CTD count them from 1.
title: {title}
subject: "{{{{ dossier.study.title }}}}"
front: front.md
sections:
  - number: "1"
    title: Introduction
    clause: a document of our own
    template: {file}
# In drafts only.
annexes:
  - {{title: Gap register, template: annexes/gap-register.md}}
  - {{title: Sources used, template: annexes/sources-used.md}}
  - {{title: Flags, template: annexes/flags.md}}
  - {{title: Decisions, template: annexes/decisions.md, needs: [picks or dossier.waivers]}}
"""
_INTRODUCTION = """\
Words on {{ trial.title }}.

# Literature references

:::{references} No literature is cited.
:::
"""
_TAKEN = ("looks", "shared")
"""Folders of the template folders that hold no document."""


def new_table(into: Path, document_id: str, name: str) -> Path:
    """A table shell in the folder `into`; the path of the file. Raises ProblemsFound."""
    return _written(into, f"{document_id}/tables/{name}.yaml", _TABLE)


def new_document(finder: Finder, into: Path, document_id: str) -> tuple[Path, Path]:
    """The outline of a new document type in the folder `into`, and its one section; their paths.

    Raises ProblemsFound.
    """
    outline, file = f"{document_id}/outline.yaml", "sections/introduction.md"
    there = finder.find(outline)
    if there is not None or document_id in _TAKEN:
        at = Position(there[0].name_of(outline) if there else f"{into.as_posix()}/{document_id}")
        message = f"'{document_id}' is the name of {'a document' if there else 'another folder'}"
        remedy = "name another; what differs in a document goes into an outline with `from: base`"
        raise refused("template.new", message, remedy, at=at)
    title = document_id.replace("-", " ").title()
    section = _written(into, f"{document_id}/{file}", _INTRODUCTION)
    return _written(into, outline, _OUTLINE.format(title=title, file=file)), section


def new_section(
    finder: Finder, into: Path, document_id: str, name: str, under: str
) -> tuple[Path, Path]:
    """A section, and the outline in `into` that places it under a numbered one; the paths of both.

    An outline that `into` lacks is made, and says only what differs. Raises ProblemsFound.
    """
    outline, tree = outline_of(finder, document_id)
    numbers = [section.number for section, _ in walk(outline.sections)]
    if under not in numbers:
        remedy = did_you_mean(under, numbers, otherwise=f"the sections: {', '.join(numbers)}")
        message = f"the outline of {document_id} has no section {under}"
        raise refused("section.known", message, remedy, at=tree.key_at(("sections",)))
    target = into / document_id / "outline.yaml"
    file, title = f"sections/{name}.md", name.replace("-", " ").capitalize()
    text = _CHANGES.format(number=under, title=title, file=file, name=name)
    if target.is_file():
        added: Data = {"title": title, "template": file, "name": f"sec-{name}"}
        text = _with_section(target, into, under, added)
    made = _written(into, f"{document_id}/{file}", _SECTION)
    try:
        write_whole(target, text.encode("utf-8"))
    except OSError:
        made.unlink()  # a section that no outline names would only be in the way
        raise
    return made, target


def copied(finder: Finder, name: str, into: Path) -> Path:
    """A copy of a template in the folder `into`; its path. Raises ProblemsFound.

    The line that names the schema is left out where the copy would look for it in vain.
    """
    root, path = finder.found(name)
    text = read_text(path, root=root.path, shown=root.shown)
    first, _, rest = text.partition("\n")
    if first.startswith(_SCHEMA):
        schema = (into / name).parent / first.removeprefix(_SCHEMA).strip()
        text = text if schema.resolve().is_file() else rest
    return _written(into, name, text)


def _with_section(path: Path, into: Path, under: str, added: Data) -> str:
    """The text of an outline that is there already, with one more subsection."""
    shown = into.as_posix()
    raw = read_text(path, root=into, shown=shown)
    before = cast(Mapping[str, Data], read_tree(path, root=into, shown=shown).value)
    sections, is_placed = _placed(_entries(before, "sections"), under, added)
    if not is_placed:  # it changes other sections only
        sections.append({"number": under, "added": [added]})
    after = {**before, "sections": sections}
    return changed(raw, before, after, file=f"{shown}/{path.relative_to(into).as_posix()}")


def _placed(sections: list[Data], under: str, added: Data) -> tuple[list[Data], bool]:
    """Sections with the entry behind those that the one of that number has; whether it has one."""
    made: list[Data] = []
    is_placed = False
    for one in sections:
        section = dict(one) if isinstance(one, dict) else {}
        if section.get("number") == under:
            section["added"], is_placed = [*_entries(section, "added"), added], True
        elif inside := _entries(section, "sections"):
            section["sections"], found = _placed(inside, under, added)
            is_placed |= found
        made.append(section)
    return made, is_placed


def _entries(mapping: Mapping[str, Data], key: str) -> list[Data]:
    held = mapping.get(key)
    return list(held) if isinstance(held, list) else []


def _written(into: Path, name: str, text: str) -> Path:
    path = into / name
    if os.path.lexists(path):
        message, remedy = "the file is there already", "name another, or edit it"
        raise refused("template.new", message, remedy, at=Position(path.as_posix()))
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text.encode("utf-8"))
    return path
