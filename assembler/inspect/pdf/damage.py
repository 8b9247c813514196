"""What is raised and said while a file is read that anybody may have written, damaged ones too."""

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pikepdf
import pypdfium2 as pdfium

DAMAGED = (pikepdf.exceptions.PikepdfError, pikepdf.PdfError, pdfium.PdfiumError)
"""What the libraries raise where a file cannot be read. Objects of a wrong kind raise the errors of
Python, as bugs of ours do: they are read by `values.py`, and nothing of that is caught."""
_SAID_FIRST = re.compile(r"(?:stream <[^>]*>|mmap|[^\s:]*\.pdf)(?: |: )?")
"""What qpdf calls the open file, of which the user knows nothing."""


class _Ear(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@contextmanager
def listening() -> Iterator[list[str]]:
    """What pikepdf logs meanwhile, as of metadata that are no XMP: else it stands on stderr."""
    logger, ear = logging.getLogger("pikepdf"), _Ear()
    goes_on = logger.propagate
    logger.addHandler(ear)
    logger.propagate = False
    try:
        yield ear.heard
    finally:
        logger.propagate = goes_on
        logger.removeHandler(ear)


def told(messages: Iterable[str]) -> tuple[str, ...]:
    """Messages of the libraries as a finding says them, each once."""
    first = (_SAID_FIRST.sub("", message, count=1).splitlines() or [""] for message in messages)
    return tuple(dict.fromkeys(lines[0].strip() for lines in first))
