"""A copy of the mini study with its templates: to be edited, built and read back."""

import json
import shutil
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from assembler.compose.compose import TemplateRoot, compose
from assembler.document.nodes import Document
from assembler.load import load
from assembler.pipeline import Built, Request, build, roots_of
from assembler.problems import Problem, ProblemsFound, Severity
from assembler.resolve.resolve import resolve
from tests.places import MINI

DOCUMENT = "mini-report"


@dataclass(frozen=True, slots=True)
class Copy:
    """A folder with `study` and `templates`; builds go to `output`."""

    root: Path

    @property
    def study(self) -> Path:
        return self.root / "study"

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    @property
    def output(self) -> Path:
        return self.root / "output"

    @property
    def built(self) -> Path:
        """Where the files of the study stand after a build."""
        return self.output / "mini"

    @classmethod
    def of_mini(cls, root: Path) -> "Copy":
        """A fresh copy under `root`."""
        copy = cls(root)
        copy.study.mkdir(parents=True)
        for path in MINI.glob("*.yaml"):
            shutil.copyfile(path, copy.study / path.name)
        shutil.copytree(MINI / "templates", copy.templates)
        return copy

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace `old`, which stands once in the file `name`: `study/trial.yaml`."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def append(self, name: str, text: str) -> None:
        """Add `text` at the end of the file."""
        self.write(name, (self.root / name).read_text(encoding="utf-8") + text)

    def write(self, name: str, text: str) -> None:
        """Write the file `name` anew."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")

    def request(self, **changes: Any) -> Request:
        """What the tests build unless they change it: the mini report in both formats."""
        root = TemplateRoot(self.templates.resolve(), "templates")
        asked = Request(
            self.study, self.output, documents=(DOCUMENT,), templates=(root,), rebuild=True
        )
        return replace(asked, **changes)

    def build(self, **changes: Any) -> Built:
        """Build it. Raises what `pipeline.build` raises."""
        return build(self.request(**changes))

    def refused(self, **changes: Any) -> tuple[Problem, ...]:
        """The problems that stop the build."""
        try:
            self.build(**changes)
        except ProblemsFound as found:
            return found.problems
        raise AssertionError("the study builds")

    def errors(self, **changes: Any) -> list[tuple[str, str]]:
        """Rule and place of each error that stops the build; files relative to the copy."""
        return [
            (problem.rule, self.place(problem))
            for problem in self.refused(**changes)
            if problem.severity is Severity.ERROR
        ]

    def misfits(self) -> list[tuple[str, str]]:
        """As `errors`, but the document is only composed and resolved: much faster."""
        try:
            resolve(self.document())
        except ProblemsFound as found:
            return [(problem.rule, self.place(problem)) for problem in found.problems]
        return []

    def place(self, problem: Problem) -> str:
        """`study/trial.yaml:3:1`."""
        return str(problem.at).removeprefix(f"{self.root.as_posix()}/")

    def files(self) -> dict[str, bytes]:
        """What stands in the output folder of the study."""
        return files_of(self.built)

    def document(self) -> Document:
        """The model that the build writes."""
        return model(self.study, DOCUMENT, self.request().templates)


def files_of(folder: Path) -> dict[str, bytes]:
    """Name -> bytes of everything in a folder; empty when there is none."""
    if not folder.is_dir():
        return {}
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def is_whole(folder: Path) -> bool:
    """Whether every file of the manifest is there with its hash, and nothing else is."""
    files = files_of(folder)
    outputs = json.loads(files.pop("manifest.json"))["outputs"]
    return {name: sha256(data).hexdigest() for name, data in files.items()} == {
        name: entry["sha256"] for name, entry in outputs.items()
    }


def model(study: Path, document_id: str, templates: tuple[TemplateRoot, ...] = ()) -> Document:
    """The document of a study, composed and not written."""
    loaded, texts = load(study), study / "text"
    composed = compose(
        loaded.dossier,
        document_id,
        roots_of(templates),
        at=loaded.at,
        author_texts=TemplateRoot(texts, texts.as_posix()) if texts.is_dir() else None,
    )
    return composed.document
