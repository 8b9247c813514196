"""The PDF of a document as pictures of its pages."""

from dataclasses import dataclass, field
from io import BytesIO
from threading import Lock

import pypdfium2

from assembler.preview.shown import Good
from assembler.problems import Problem, ProblemsFound
from assembler.write import write

_SCALE = 1.6
"""Pixels for each point: letters of nine points can be read."""


@dataclass(slots=True)
class Pages:
    """The pages of the PDF that was asked for last; made when they are asked for."""

    _good: Good | None = None
    _data: bytes = b""
    _count: int = 0
    _problems: tuple[Problem, ...] = ()
    _lock: Lock = field(default_factory=Lock)
    """pdfium is for one thread at a time."""

    def count(self, good: Good) -> tuple[int, tuple[Problem, ...]]:
        """How many pages there are, and what keeps the PDF from being written."""
        with self._lock:
            self._make(good)
            return self._count, self._problems

    def png(self, good: Good, number: int) -> bytes | None:
        """Page `number`, 1 for the first, as PNG; None where there is no such page."""
        with self._lock:
            self._make(good)
            if not 1 <= number <= self._count:
                return None
            pdf = pypdfium2.PdfDocument(self._data)
            try:
                picture = pdf[number - 1].render(scale=_SCALE).to_pil()
            finally:
                pdf.close()
            stream = BytesIO()
            picture.save(stream, format="PNG")
            return stream.getvalue()

    def _make(self, good: Good) -> None:
        if self._good is good:
            return
        self._data, self._count, self._problems = b"", 0, ()
        try:
            written = write("pdf", good.resolved, good.options)
            self._data, self._count = written.data, written.page_count
        except ProblemsFound as found:
            self._problems = found.problems
        self._good = good
