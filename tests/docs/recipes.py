"""docs/recipes.md as its readers follow it: files are written, commands typed, words compared."""

import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assembler.checks import check
from assembler.compose.compose import TemplateRoot
from assembler.load import load
from assembler.pipeline.stages import documents_by, gaps_of, planned_in
from assembler.problems import Problem
from assembler.resolve.elsewhere import linked
from tests.acceptance.command import InProcess
from tests.docs.printed import words_of
from tests.places import ROOT

PAGE = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
DOCUMENT = "try-out"
SECTION = f"own/{DOCUMENT}/sections/introduction.md"
PLACEHOLDER = "Words on {{ trial.title }}.\n"

_BLOCK = re.compile(r"^(?:`([\w./-]+)`:\n\n)?```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_KEY = re.compile(r"\w+:")
_BROKEN = re.compile(r"\n +")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a recipe; `file` where the line above names the file that it stands in."""

    file: str | None
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """What stands below a heading of the page."""

    title: str
    blocks: tuple[Block, ...]
    study: str
    """The example with which it is made: CABINET, unless it names the pilot study."""


def recipes() -> Iterator[Recipe]:
    """The recipes in the order of the page."""
    for part in re.split(r"^### ", PAGE, flags=re.MULTILINE)[1:]:
        title, _, words = part.partition("\n")
        words = words.partition("\n## ")[0]
        blocks = tuple(Block(*found) for found in _BLOCK.findall(words))
        study = "cdisc-pilot" if "examples/cdisc-pilot" in words else "cabinet"
        yield Recipe(title, tuple(Block(b.file or None, b.language, b.text) for b in blocks), study)


def put(folder: Path, block: Block) -> None:
    """Write a block into its file: a section of the document, a new file, or in a file of a study
    the lines that are added to a list or take the place of those with the same keys."""
    name = block.file or SECTION
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    text = block.text
    if name == SECTION:
        text = path.read_text(encoding="utf-8").replace(PLACEHOLDER, block.text)
    elif name.startswith("examples/") and path.exists():
        before = path.read_text(encoding="utf-8")
        text = before if block.text in before else _changed(before, block.text)
    path.write_text(text, encoding="utf-8", newline="\n")


def _changed(before: str, block: str) -> str:
    """The file with the lines of the block."""
    first, _, rest = block.partition("\n")
    if rest and f"\n{first}\n" in before:
        return before.replace(f"\n{first}\n", f"\n{first}\n{rest}")
    for line in block.splitlines():
        key = _KEY.match(line)
        assert key, f"which line is changed by {line!r}?"
        there = re.compile(rf"^{key[0]}.*$", re.MULTILINE)
        before = there.sub(line, before) if there.search(before) else f"{before}{line}\n"
    return before


def printed(block: Block) -> str:
    """The lines that a block shows; one that begins with blanks goes on with the line before."""
    return _BROKEN.sub(" ", block.text)


def made(folder: Path, study: str) -> tuple[list[str], list[Problem]]:
    """What the section of the recipe prints in `folder`, and what is said of it."""
    place, templates = Path("examples", study), (TemplateRoot(folder / "own", "own"),)
    loaded = load(place)
    findings, gaps = check(loaded.dossier, loaded.at), gaps_of(loaded, place)
    documents = documents_by(place, loaded, templates, gaps, findings)
    composed, resolved = documents.made(DOCUMENT)
    (resolved,) = linked([resolved], planned_in(loaded, (DOCUMENT,)), documents.resolved)
    words = words_of(resolved, resolved.document.sections[0])
    end = next(n for n, line in enumerate(words) if line.endswith(" Literature references"))
    ours = ("own/", f"{place.as_posix()}/text/")
    said = [one for one in composed.warnings if one.at and one.at.file.startswith(ours)]
    return words[:end], said


def desk(folder: Path, command: InProcess) -> None:
    """The folder in which the recipes are made, as the page's beginning makes it."""
    shutil.copytree(ROOT / "examples", folder / "examples")
    first = next(found for found in _BLOCK.findall(PAGE) if found[1] == "console")
    line = first[2].splitlines()[0]
    assert command(*shlex.split(line.removeprefix("assembler "))).code == 0
