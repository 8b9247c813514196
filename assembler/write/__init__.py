"""A resolved document -> bytes, one module for each format."""

from collections.abc import Callable
from importlib import import_module

from assembler.resolve.resolve import Resolved
from assembler.write.written import Beside, Options, Written

Writer = Callable[[Resolved, Options], Written]

WRITERS: dict[str, str] = {
    "pdf": "assembler.write.pdf.write",
    "docx": "assembler.write.docx.write",
    "html": "assembler.write.html.write",
}
"""Format -> module with `write` and `differences`; in the order in which they are written: the
PDF is laid out first, its page map fills the contents of the DOCX. Imported on use."""

SUBMITTED = ("pdf", "docx")
"""The formats that an agency takes: inspected by its rules, and made unless others are asked for.
HTML is for reading on a screen."""


def write(fmt: str, resolved: Resolved, options: Options) -> Written:
    """The document in format `fmt`, a key of WRITERS."""
    writer: Writer = import_module(WRITERS[fmt]).write
    return writer(resolved, options)


def differences(
    fmt: str,
    written: Written,
    resolved: Resolved,
    options: Options,
    beside: Beside | None = None,
) -> list[str]:
    """The self-check: where the written bytes, read back, say other than the model. `beside` looks
    at the file while it is open."""
    check: Callable[[Written, Resolved, Options, Beside | None], list[str]]
    check = import_module(WRITERS[fmt]).differences
    return check(written, resolved, options, beside)
