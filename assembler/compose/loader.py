"""Finds templates: by name, in the first folder that has them, and nowhere else."""

import os
import re
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from jinja2.loaders import BaseLoader

from assembler.compose.kept import Kept
from assembler.compose.mistakes import TemplateMistake
from assembler.problems import Position, ProblemsFound, nearest, refused
from assembler.read import Tree, read_tree
from assembler.read.files import Source, read_source
from assembler.read.overlay import laid_over

T = TypeVar("T")
_STEP = r"(?!\.)[A-Za-z0-9_. -]+(?<![. ])"
_NAME = re.compile(rf"(?:{_STEP}/)*{_STEP}\.md", re.ASCII)
FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*", re.ASCII)
"""A shell's or author's text's name: no way out of its folder."""
_WORDS = (".doc", ".docx", ".htm", ".html", ".markdown", ".md", ".odt", ".pdf", ".rtf", ".txt")
AUTHOR = "text/"
"""How the names of the study's own texts begin."""


@dataclass(frozen=True, slots=True)
class TemplateRoot:
    """A folder of templates and its name as the user knows it."""

    path: Path
    shown: str

    def name_of(self, file: str) -> str:
        """A file of the folder as problems name it."""
        return f"{self.shown}/{file}" if self.shown not in ("", ".") else file


ADDING: Mapping[str, Collection[str]] = {
    "shared/abbreviations.yaml": (),
    "shared/claims.yaml": ("claims", "negations", "titles", "soft", "numbers"),
    "shared/flags.yaml": (),
    "shared/numerals.yaml": ("allowed",),
    "shared/spelling.yaml": ("families",),
    "shared/style.yaml": ("as_written",),
}
"""The files of words and forms that a folder need not repeat: what it says is added to what the
folders behind it say, and takes the place of entries of the same name. These lists grow."""
BASE = "base:"
"""Before the name of a template: as the folders behind this one have it."""
WITHOUT = "\x1f"
"""Between the name of a template and those of the macros that it is compiled without; no template
can hold the character."""


class Finder(BaseLoader):
    """Sections and texts by name (`clinical-overview/front.md`), the first folder's first."""

    def __init__(
        self,
        roots: Sequence[TemplateRoot],
        texts: TemplateRoot | None = None,
        kept: Kept | None = None,
    ) -> None:
        """`kept` is what earlier finders of the same process have kept of files."""
        self.roots = tuple(roots)
        self._texts = texts
        self._kept = kept
        self._states: dict[Path, Hashable | None] = {}
        self._listed: dict[Path, list[str]] = {}

    def get_source(self, environment: object, template: str) -> tuple[str, str, None]:
        """The text, and the file as the user knows it. Raises TemplateMistake, ProblemsFound."""
        template, passed = _parted(plain(template))
        if not _NAME.fullmatch(template) or ".." in template.split("/"):
            raise TemplateMistake(
                f"'{template}' is no name of a template",
                "name a .md file in the template folders, with / between folder and file",
                "template.found",
            )
        found = self.find(template)
        if found is None:
            near = nearest(template, self.names("", ".md"))
            raise TemplateMistake(
                f"there is no template '{template}'",
                f"did you mean '{near}'?" if near else "correct the name, or add the file",
                "template.found",
            )
        root, file = found
        if passed:
            root = self.having(file)[passed]
        return self.text(root, file), root.name_of(file), None

    # --- files, each read once while it stays as it is

    def source(self, root: TemplateRoot, file: str) -> Source:
        """A file of a folder. Raises ProblemsFound."""
        return self.made("source", read_source, root, file)

    def text(self, root: TemplateRoot, file: str) -> str:
        """The text of a file of a folder. Raises ProblemsFound."""
        source = self.source(root, file)
        if source.problems:
            raise ProblemsFound(source.problems)
        return source.text

    def made(self, what: str, read: Callable[..., T], root: TemplateRoot, file: str) -> T:
        """What `read` makes of a file of a folder, and of nothing else; it must not be changed.
        `what` names it. Raises ProblemsFound."""
        path = root.path / file
        make = partial(read, path, root=root.path, shown=root.shown)
        if self._kept is None:
            return make()
        state = self._state(path)
        if state is None:  # what is wrong with it is for reading to say
            return make()
        return self._kept.of((what, path, root.path, root.shown, state), make)

    def states(self, name: str) -> Hashable:
        """Which files of that name there are, and when each last changed."""
        paths = [root.path / name for root in self.roots]
        if name.startswith(AUTHOR) and self._texts is not None:
            paths.append(self._texts.path / name.removeprefix(AUTHOR))
        return tuple(map(self._state, paths))

    def _state(self, path: Path) -> Hashable | None:
        """As the file was when this finder first met it, which is before it has read it."""
        if path not in self._states:
            self._states[path] = _state(path)
        return self._states[path]

    def find(self, name: str) -> tuple[TemplateRoot, str] | None:
        """The folder that holds a file, and the file's name in it; None when none does."""
        if name.startswith(AUTHOR) and self._texts is not None:
            file = name.removeprefix(AUTHOR)
            return (self._texts, file) if _is_there(self._texts.path / file) else None
        if ".." in name.split("/"):  # no name leads out of its folder
            return None
        return next(((r, name) for r in self.roots if _is_there(r.path / name)), None)

    def found(self, name: str) -> tuple[TemplateRoot, Path]:
        """The folder and path of a file that a document cannot do without. Raises ProblemsFound."""
        found = self.find(name)
        if found is not None:
            return found[0], found[0].path / name
        types = sorted({n.partition("/")[0] for n in self.names("", "/outline.yaml")})
        near = nearest(name.partition("/")[0], types)
        raise refused(
            "template.found",
            f"no template folder has the file '{name}'",
            f"did you mean '{near}'?" if near else f"document types: {', '.join(types)}",
            at=Position(self.roots[-1].name_of(name)),
        )

    def tree(self, name: str) -> Tree:
        """A file of words or forms, with what the folders behind add. Raises ProblemsFound."""
        self.found(name)
        trees = [self.made("tree", read_tree, one, name) for one in self.having(name)]
        whole = trees[-1]
        for over in reversed(trees[:-1]):
            whole = laid_over(over, whole, adding=ADDING[name])
        return whole

    def based(self, name: str, asking: str) -> str:
        """What `base:...` in the template `asking` names: `base:` once for each folder that has
        the file and is passed over. Raises TemplateMistake."""
        own, passed = _parted(asking)
        wanted = name.removeprefix(BASE) or own
        holders = [index for index, root in enumerate(self.roots) if _is_there(root.path / own)]
        here = holders[passed] if passed < len(holders) else -1
        having = [n for n, root in enumerate(self.roots) if _is_there(root.path / wanted)]
        behind = [count for count, index in enumerate(having) if index > here]
        if not behind:
            raise TemplateMistake(
                f"no folder behind this one has '{wanted}'",
                "name a file of the shipped templates; `assembler templates list` lists them",
                "template.found",
            )
        return BASE * behind[0] + wanted

    def having(self, name: str) -> list[TemplateRoot]:
        """The folders that have a file, in their order."""
        return [root for root in self.roots if _is_there(root.path / name)]

    def behind(self, name: str) -> str | None:
        """The template of the same name in the next folder behind that has it; None if none has."""
        own, passed = _parted(name)
        return BASE * (passed + 1) + own if passed + 1 < len(self.having(own)) else None

    def names(self, folder: str, suffix: str) -> list[str]:
        """The names of the files below a folder, over all roots, sorted."""
        above = f"{folder}/" if folder else ""
        return sorted(
            {
                name
                for root in self.roots
                for name in self._listing(root)
                if name.startswith(above) and name.endswith(suffix)
            }
        )

    def _listing(self, root: TemplateRoot) -> list[str]:
        """The names of all that a folder holds, as this finder first met it."""
        if root.path not in self._listed:
            self._listed[root.path] = [*_below(root.path)]
        return self._listed[root.path]

    def texts(self) -> list[tuple[TemplateRoot, str]]:
        """The study's own texts, sorted: the folder, and the name in it."""
        root = self._texts
        if root is None or not root.path.is_dir():
            return []
        return [(root, path.name) for path in sorted(root.path.iterdir()) if path.suffix == ".md"]

    def strays(self) -> list[tuple[TemplateRoot, str]]:
        """The files of words among the study's own texts that are none of them, sorted."""
        root = self._texts
        if root is None or not root.path.is_dir():
            return []
        files = (file for file in root.path.iterdir() if file.name[0] not in ".~")
        return [
            (root, one.name)
            for one in sorted(files)
            if one.suffix.lower() in _WORDS and one.suffix != ".md"
        ]

    @property
    def folders(self) -> tuple[TemplateRoot | None, ...]:
        """The folders of templates in the order in which they are searched, then that of texts."""
        return (*self.roots, self._texts)

    def author_files(self) -> frozenset[str]:
        """The study's own texts as problems name them."""
        return frozenset(root.name_of(name) for root, name in self.texts())

    def list_templates(self) -> list[str]:
        """The names of all sections."""
        return self.names("", ".md")


def plain(name: str) -> str:
    """The name of a template alone, without what it is compiled without."""
    return name.partition(WITHOUT)[0]


def own_name(name: str) -> str:
    """The name of a template's file, whichever folder it is looked for in."""
    while name.startswith(BASE):
        name = name.removeprefix(BASE)
    return name


def _parted(name: str) -> tuple[str, int]:
    """A template's name, and how many folders that have it are passed over."""
    own = own_name(name)
    return own, (len(name) - len(own)) // len(BASE)


def _below(top: Path) -> Iterator[str]:
    """The names of everything below a folder."""
    for folder, folders, files in os.walk(top):
        above = Path(folder).relative_to(top).as_posix()
        for name in (*folders, *files):
            yield name if above == "." else f"{above}/{name}"


def _state(path: Path) -> Hashable | None:
    """Which file it is, and when it last changed; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    touched = (status.st_mtime_ns, status.st_ctime_ns)  # the second one no program sets back
    return (status.st_dev, status.st_ino, *touched, status.st_size)


def _is_there(path: Path) -> bool:
    """Whether anything has that name, a broken link or a folder too: reading says what it is."""
    return os.path.lexists(path)
