"""Files of our own, inspected while the self-check has them open: before they are handed over.

Advice is left out, and so are leftovers of templates: the self-check proves that a file says the
model's words, and the model knows where they come from (`owed.py`).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

import pypdfium2 as pdfium

from assembler.inspect.docx import opened as docx
from assembler.inspect.docx.rules import RULES as DOCX_RULES
from assembler.inspect.finding import Level, Rule, Seen
from assembler.inspect.pdf.opened import Watched
from assembler.inspect.pdf.rules import RULES as PDF_RULES
from assembler.inspect.profile import Profile
from assembler.write.docx.read import OpenDocx

_BY_THE_MODEL = ("pdf.no-leftovers", "docx.no-leftovers")

Opened = TypeVar("Opened")


class Found(NamedTuple):
    """A rule that a file of our own breaks, and one place where it does."""

    rule: str
    remedy: str
    seen: Seen

    def __str__(self) -> str:
        place = f"page {self.seen.page}: " if self.seen.page else ""
        thing = f" ({self.seen.thing})" if self.seen.thing else ""
        return f"[{self.rule}] {place}{self.seen.message}{thing}"


class PdfInspection:
    """Of a PDF: `look` is given each page."""

    def __init__(self, name: str, data: bytes, profile: Profile) -> None:
        self._file = Watched(name, data, profile)

    def look(self, number: int, page: pdfium.PdfPage, text_page: pdfium.PdfTextPage) -> None:
        """See a page."""
        self._file.look(number, page, text_page)

    def found(self) -> Sequence[Found]:
        """The rules that are broken."""
        with self._file.opened() as file:
            return list(_judged(file, PDF_RULES))


class DocxInspection:
    """Of a DOCX: `look` is given the whole file, and judges it at once: its trees are large."""

    def __init__(self, name: str, data: bytes, profile: Profile) -> None:
        self._name, self._size, self._profile = name, len(data), profile
        self._found: list[Found] = []

    def look(self, file: OpenDocx) -> None:
        """See the file."""
        opened = docx.opened(self._name, file, self._size, self._profile)
        self._found = list(_judged(opened, DOCX_RULES))

    def found(self) -> Sequence[Found]:
        """The rules that are broken."""
        return self._found


INSPECTIONS: Mapping[str, type[PdfInspection] | type[DocxInspection]] = {
    "pdf": PdfInspection,
    "docx": DocxInspection,
}
"""By format. What the self-check of another format reads is not looked at."""


def _judged(file: Opened, rules: Sequence[Rule[Opened]]) -> Iterator[Found]:
    for rule in rules:
        if rule.level is Level.ERROR and rule.id not in _BY_THE_MODEL:
            yield from (Found(rule.id, rule.remedy, seen) for seen in rule.judge(file))
