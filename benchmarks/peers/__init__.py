"""The same content through other tools, each in the way in which its users would do it."""

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers import with_pandoc, with_typst

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Tools:
    """Where the tools are; empty where one is not installed."""

    python: str
    """An interpreter with the peers' packages."""
    pandoc: str
    soffice: str
    has: frozenset[str]
    """Packages of the interpreter, and programs, that are installed."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool with what it needs and how it is used, in a folder that holds content.json."""

    name: str
    needs: tuple[str, ...]
    """Packages of the interpreter, `soffice`, or a pandoc that writes typst."""
    outputs: tuple[str, ...]
    commands: Callable[[Tools, Path], list[list[str]]]
    """The commands one after the other."""
    prepare: Callable[[Tools, Path], None] = lambda tools, folder: None
    """Writes the sources: not counted, as is nobody's time to write."""


def found_tools(python: str) -> Tools:
    """What is installed: programs on the PATH, packages of an interpreter.

    The pandoc of a package counts before another: distributions have old ones.
    """
    asked = (
        "import importlib.util as i, json; names = ['typst', 'docxtpl', 'docx', 'reportlab'];"
        "print(json.dumps([n for n in names if i.find_spec(n)]));"
        "print(__import__('pypandoc').get_pandoc_path() if i.find_spec('pypandoc') else '')"
    )
    done = subprocess.run([python, "-c", asked], capture_output=True, text=True, check=True)
    packages, pandoc = done.stdout.splitlines()
    pandoc, soffice = pandoc or shutil.which("pandoc") or "", shutil.which("soffice") or ""
    has = {*json.loads(packages)}
    if pandoc:
        asked_of_pandoc = [pandoc, "--list-output-formats"]
        formats = subprocess.run(asked_of_pandoc, capture_output=True, text=True, check=True)
        has |= {"pandoc above 3.1"} if "typst" in formats.stdout.split() else set()
    has |= {"soffice"} if soffice else set()
    return Tools(python, pandoc, soffice, frozenset(has))


def _pandoc(tools: Tools, folder: Path) -> list[list[str]]:
    read = [tools.pandoc, "peer.md", "--standalone", "--toc", "--citeproc"]
    return [
        [*read, "--output", "peer.docx"],
        [*read, "--include-in-header", "breakable.typ", "--output", "pandoc.typ"],
        _typst(tools, "pandoc.typ"),
    ]


def _typst(tools: Tools, source: str) -> list[str]:
    return [tools.python, str(HERE / "by_typst.py"), source, "peer.pdf"]


def _docxtpl(tools: Tools, folder: Path) -> list[list[str]]:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    return [
        [tools.python, str(HERE / "by_docxtpl.py"), "template.docx", "content.json", "peer.docx"],
        [tools.soffice, profile, "--headless", "--convert-to", "pdf", "peer.docx"],
    ]


def _write_template(tools: Tools, folder: Path) -> None:
    command = [tools.python, str(HERE / "by_docxtpl.py"), "--template", "template.docx"]
    subprocess.run(command, cwd=folder, check=True)


def _script(name: str, output: str) -> Callable[[Tools, Path], list[list[str]]]:
    return lambda tools, folder: [[tools.python, str(HERE / name), "content.json", output]]


PEERS = (
    Peer(
        "pandoc and typst",
        ("pandoc above 3.1", "typst"),
        ("peer.docx", "peer.pdf"),
        _pandoc,
        lambda tools, folder: with_pandoc.write_source(_content(folder), folder),
    ),
    Peer(
        "typst alone",
        ("typst",),
        ("peer.pdf",),
        lambda tools, folder: [_typst(tools, "peer.typ")],
        lambda tools, folder: with_typst.write_source(_content(folder), folder),
    ),
    Peer(
        "docxtpl and LibreOffice",
        ("docxtpl", "soffice"),
        ("peer.docx", "peer.pdf"),
        _docxtpl,
        _write_template,
    ),
    Peer("reportlab", ("reportlab",), ("peer.pdf",), _script("by_reportlab.py", "peer.pdf")),
    Peer("python-docx", ("docx",), ("peer.docx",), _script("by_python_docx.py", "peer.docx")),
)
"""The first is the unit of the ratios."""


def _content(folder: Path) -> dict[str, object]:
    content: dict[str, object] = json.loads((folder / "content.json").read_bytes())
    return content
