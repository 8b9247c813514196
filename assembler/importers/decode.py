"""A bibliography's bytes -> text, whatever program wrote it."""

import codecs
import os
from dataclasses import dataclass
from pathlib import Path

from assembler.importers.entry import shown
from assembler.problems import Position, Problem, ProblemsFound, Severity, refused
from assembler.read.files import read_bytes

_WIDE = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAVE_AS = "save it as UTF-8 in the program that it comes from"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, line breaks as `\\n`."""

    file: str
    """As positions show it."""
    text: str
    warnings: tuple[Problem, ...]


def decode(path: Path) -> Decoded:
    """The text of a file: UTF-8 with or without mark, else Windows-1252 with a warning.

    Raises ProblemsFound: no regular file, larger than 16 MB, UTF-16, no text.
    """
    file = path.as_posix()
    data = read_bytes(path, root=Path(os.path.realpath(path)).parent, file=file)
    if data.startswith(_WIDE):
        raise _refused("file.utf-8", f"{file} begins with the mark of UTF-16 or UTF-32", file)
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise _refused("file.text", f"{file} holds zero bytes: it is no text", file, line)
    warnings: tuple[Problem, ...] = ()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        text, warnings = _guessed(data, failure, file)
    return Decoded(file, text.replace("\r\n", "\n").replace("\r", "\n"), warnings)


def _guessed(data: bytes, failure: UnicodeDecodeError, file: str) -> tuple[str, tuple[Problem]]:
    data = data.removeprefix(codecs.BOM_UTF8)
    line = data.count(b"\n", 0, failure.start) + 1
    seen = f"byte 0x{data[failure.start]:02X} on line {line} is not UTF-8"
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise _refused(
            "file.utf-8", f"{seen}, and the file is not Windows-1252 either", file, line
        ) from None
    words = text.split("\n")[line - 1] if "\n" in text else text
    begin = max(0, len(data[data.rfind(b"\n", 0, failure.start) + 1 : failure.start]) - 20)
    warning = Problem(
        "import.utf-8",
        Severity.WARNING,
        f"{seen}: the file is read as Windows-1252 (Latin-1), which is a guess; "
        f"there it says '{shown(words[begin : begin + 40])}'",
        "compare the accents; if they are wrong, save the file as UTF-8 and import again",
        Position(file, line),
    )
    return text, (warning,)


def _refused(rule: str, message: str, file: str, line: int = 1) -> ProblemsFound:
    return refused(rule, message, _SAVE_AS, at=Position(file, line))
