"""A study that can be edited while its page is open."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

from assembler.compose.compose import TemplateRoot
from assembler.pipeline import Request
from assembler.preview import serving
from tests.places import MINI

DOCUMENT = "mini-report"


@dataclass(frozen=True, slots=True)
class Live:
    """A copy of the small study with templates of its own."""

    study: Path
    templates: Path

    @property
    def request(self) -> Request:
        """What its page asks for."""
        root = TemplateRoot(self.templates, "own")
        return Request(self.study, self.study, (DOCUMENT,), templates=(root,))

    def template(self) -> Path:
        """A section's file."""
        return sorted((self.templates / DOCUMENT / "sections").glob("*.md"))[0]

    def add(self, words: str) -> None:
        """Save the section with a paragraph more."""
        file = self.template()
        text = file.read_text(encoding="utf-8")
        file.write_text(f"{text}\n\n{words}\n", encoding="utf-8", newline="\n")


def live(folder: Path) -> Live:
    """The copy, in an empty folder."""
    shutil.copytree(MINI, folder / "study", ignore=shutil.ignore_patterns("templates"))
    shutil.copytree(MINI / "templates", folder / "own")
    return Live(folder / "study", folder / "own")


@contextmanager
def asked(address: str, path: str, **headers: str) -> Iterator[HTTPResponse]:
    """The answer to a request; `Host` may be another one than the page's."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
    try:
        connection.request(headers.pop("method", "GET"), path, headers=headers)
        yield connection.getresponse()
    finally:
        connection.close()


@contextmanager
def served(one: Live) -> Iterator[str]:
    """The address of its page."""
    with serving(one.request, 0) as address:
        yield address
