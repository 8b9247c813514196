"""The files that a document is made from: when they changed, and which name means which file."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assembler.compose.compose import TemplateRoot
from assembler.pipeline import roots_of

State = tuple[int, int, int]
"""When a file was last written and when it was last touched, in nanoseconds, and its size in bytes:
what is written over it with its old time is touched all the same, where the system says so."""
Stamp = dict[str, State]
"""File as problems name it -> its state."""

_SUFFIXES = (".yaml", ".yml", ".json", ".csv", ".xpt", ".md")


@dataclass(frozen=True, slots=True)
class Inputs:
    """The folders of a study and its templates."""

    study: Path
    templates: tuple[TemplateRoot, ...]

    def stamp(self) -> Stamp:
        """What is there now."""
        return {
            root.name_of(file): (status.st_mtime_ns, status.st_ctime_ns, status.st_size)
            for root in self._roots()
            for file, status in _files(root.path)
        }

    def of_records(self, stamp: Stamp) -> frozenset[tuple[str, State]]:
        """The part of a stamp that is about the files of records."""
        above = TemplateRoot(self.study, self.study.as_posix()).name_of("")
        others = (f"{above}text/", f"{above}templates/")
        return frozenset(
            (name, state)
            for name, state in stamp.items()
            if name.startswith(above) and not name.startswith(others)
        )

    def find(self, name: str) -> tuple[Path, Path] | None:
        """Root and path of a file as problems, traces and templates name it, and no other file:
        a name is only ever compared with those that are there."""
        for root in (*self._roots(), TemplateRoot(self.study, "")):
            for file, _ in _files(root.path):
                if root.name_of(file) == name:
                    return root.path, root.path / file
        return None

    def _roots(self) -> tuple[TemplateRoot, ...]:
        return (TemplateRoot(self.study, self.study.as_posix()), *roots_of(self.templates))


def _files(top: Path) -> Iterator[tuple[str, os.stat_result]]:
    """The files of a folder that records, templates and looks may stand in, by name within it; a
    link to a folder is followed within it, once for each that links lead to."""
    waiting, linked = [("", top)], set[str]()
    while waiting:
        above, folder = waiting.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError:  # gone since it was listed
            continue
        for entry in entries:
            name = f"{above}{entry.name}"
            try:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir():
                    if not entry.is_symlink() or _is_new(folder / entry.name, top, linked):
                        waiting.append((f"{name}/", folder / entry.name))
                elif entry.name.endswith(_SUFFIXES):
                    yield name, entry.stat()
            except OSError:  # an editor has just put another file in its place
                continue


def _is_new(link: Path, top: Path, linked: set[str]) -> bool:
    """Whether a link leads to a folder within `top` that no link has led to before."""
    real = os.path.realpath(link)
    is_new = real not in linked and Path(real).is_relative_to(os.path.realpath(top))
    linked.add(real)
    return is_new
