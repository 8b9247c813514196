"""Files in the folder of a dossier: where they lie, and whether their links to each other lead to
what is there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import unquote, urlsplit

import pikepdf
from pikepdf import Array, Dictionary

from assembler.inspect.finding import Finding, Level, Rule, Seen, judged
from assembler.inspect.names import misnamed
from assembler.inspect.pdf.damage import DAMAGED
from assembler.inspect.pdf.targets import Targets
from assembler.inspect.profile import Profile
from assembler.problems import ProblemsFound
from assembler.write.docx.archive import Archive
from assembler.write.docx.read import read_docx
from assembler.write.docx.xml import R, qn


class Outward(NamedTuple):
    """A link to another file."""

    file: str
    """As it is written in the link."""
    place: str = ""
    """The named destination or bookmark there; empty where none is named."""
    page: int | None = None
    """Page of a PDF that has the link, from 1."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of a dossier, and what is known of its files."""

    root: Path
    profile: Profile
    _names: dict[Path, frozenset[str] | None] = field(default_factory=dict)

    def findings(self, path: Path) -> list[Finding]:
        """The links of a file that lead nowhere, and what its path has that no agency takes. A file
        that cannot be opened has no links: that is said elsewhere."""
        is_docx = path.suffix.casefold() == ".docx"
        return list(judged(path.name, path, self.rules("docx" if is_docx else "pdf")))

    def rules(self, kind: Literal["docx", "pdf"]) -> tuple[Rule[Path], ...]:
        """The rules for files of this folder."""
        return (
            Rule(
                f"{kind}.link-files", "With `--root`: links to other files lead to what is there.",
                "FDA PDF Specifications; ICH M8", "put the file there, or correct the link",
                self._broken,
            ),
            Rule(
                f"{kind}.file-path", "With `--root`: folders are named as files are, and the path "
                "is not longer than the agency takes.",
                "ICH eCTD 3.2.2, Appendix 2; FDA eCTD Technical Conformance Guide 2.4",
                "rename the folder", self._misnamed,
                Level.ADVICE if kind == "docx" else Level.ERROR,  # no agency takes a Word file
            ),
        )  # fmt: skip

    def _misnamed(self, path: Path) -> Iterator[Seen]:
        try:
            inside = path.resolve().relative_to(self.root.resolve())
        except ValueError:
            yield Seen("the file lies outside the dossier's folder")
            return
        for folder in inside.parts[:-1]:
            if wrong := misnamed("folder", folder, self.profile.names):
                yield Seen(wrong)
        length = len(inside.as_posix())
        if length > self.profile.path:
            yield Seen(f"a path of {length} characters; at most {self.profile.path}")

    def _broken(self, path: Path) -> Iterator[Seen]:
        for link in _links(path):
            file = _there(path.parent / link.file)
            if file is None:
                message = f"a link to '{link.file}', which is not there"
            elif not file.is_relative_to(self.root.resolve()):
                message = f"a link to '{link.file}', which lies outside the dossier's folder"
            elif link.place and link.place not in self._names_in(file, link.place):
                message = f"a link to '{link.place}' in '{link.file}', where no such place is"
            else:
                continue
            yield Seen(message, link.page)

    def _names_in(self, file: Path, wanted: str) -> frozenset[str]:
        """The places of a file that can be named; one that cannot be looked into has any."""
        if file not in self._names:
            self._names[file] = _names(file)
        names = self._names[file]
        return frozenset((wanted,)) if names is None else names


def _there(path: Path) -> Path | None:
    """The file that a path leads to; None where there is none, or the path is none."""
    try:
        return path.resolve() if path.is_file() else None
    except (OSError, ValueError):  # too long a name, or a character that no name has
        return None


def _links(path: Path) -> Iterator[Outward]:
    try:
        if path.suffix.casefold() == ".docx":
            yield from _links_of_docx(Archive(path.read_bytes()))
            return
        with pikepdf.open(path) as pdf:
            yield from _links_of_pdf(pdf)
    except (*DAMAGED, ProblemsFound):
        return


def _links_of_pdf(pdf: pikepdf.Pdf) -> Iterator[Outward]:
    targets = Targets(pdf)
    for number, page in enumerate(pdf.pages, start=1):
        annotations = page.obj.get("/Annots")
        for one in annotations if isinstance(annotations, Array) else ():
            if isinstance(one, Dictionary):
                target = targets.of(one)
                if target.action in ("GoToR", "Launch") and target.address:
                    yield Outward(target.address, target.place, number)


def _links_of_docx(archive: Archive) -> Iterator[Outward]:
    addresses = {
        (one.part, one.id): one.target
        for one in archive.relationships()
        if one.is_external and one.kind == "hyperlink" and not urlsplit(one.target).scheme
    }
    for part in dict.fromkeys(part for part, _ in addresses):
        root = archive.xml(part)
        for link in root.iter(qn("hyperlink")) if root is not None else ():
            address = addresses.get((part, link.get(f"{{{R}}}id", "")))
            if address is not None:
                file, _, named = unquote(address).partition("#")
                yield Outward(file, link.get(qn("anchor")) or named)


def _names(file: Path) -> frozenset[str] | None:
    """The named destinations or bookmarks of a file; None where it cannot be looked into."""
    try:
        if file.suffix.casefold() == ".docx":
            return frozenset(read_docx(file.read_bytes()).bookmarks)
        with pikepdf.open(file) as pdf:
            return Targets(pdf).names
    except (*DAMAGED, ProblemsFound):
        return None
