"""Files -> text: regular files under a root, of bounded size, in UTF-8."""

import codecs
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from assembler.problems import Position, Problem, ProblemsFound, did_you_mean, refused
from assembler.read.text import text_errors

LARGEST = 16 * 1024 * 1024
"""Most bytes of a file of YAML, JSON, CSV or text."""

# Not on every platform. Without O_NONBLOCK, opening a pipe that nobody writes waits for ever.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_OTHERS = (
    (b"PK\x03\x04", "a Word, Excel or other zipped file"),
    (b"\xd0\xcf\x11\xe0", "a file of an old Word or Excel"),
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "a file in rich text format (RTF)"),
)
"""How files begin that are no text."""
_SAVE_AS = "save the file as UTF-8 (in the editor: Save with encoding, UTF-8)"


@dataclass(frozen=True, slots=True)
class Source:
    """A file's text, line breaks as `\\n`, and the hash of its bytes."""

    text: str
    file: str
    """As positions show it."""
    sha256: str
    problems: tuple[Problem, ...] = ()
    """Characters that no text may hold."""


def read_text(path: Path, *, root: Path, shown: str | None = None) -> str:
    """The text of a file under `root`, line breaks as `\\n`, without a byte-order mark.

    Raises ProblemsFound: not a regular file under `root`, too large, not UTF-8, a character that
    no text may hold.
    """
    source = read_source(path, root=root, shown=shown)
    if source.problems:
        raise ProblemsFound(source.problems)
    return source.text


def read_source(path: Path, *, root: Path, shown: str | None = None) -> Source:
    """As `read_text`, but refused characters are handed back: the caller may find more."""
    file = shown_name(path, root=root, shown=shown)
    data = read_bytes(path, root=root, file=file)
    text = _decoded(data, file)
    return Source(text, file, hashlib.sha256(data).hexdigest(), tuple(text_errors(text, file)))


def shown_name(path: Path, *, root: Path, shown: str | None = None) -> str:
    """How positions name the file: `shown`, or the root as given, and the way from there.

    With `shown=""` the name is relative to the root. Always with `/`.
    """
    try:
        relative = path.relative_to(root).as_posix()
    except ValueError:
        return path.as_posix()
    prefix = root.as_posix() if shown is None else shown.replace("\\", "/").rstrip("/")
    return relative if prefix in ("", ".") else f"{prefix}/{relative}"


def read_bytes(path: Path, *, root: Path, file: str, largest: int = LARGEST) -> bytes:
    """The bytes of a regular file whose real path lies under the real path of `root`.

    Raises ProblemsFound. `file` is how the problem names it.
    """
    with opened(path, root=root, file=file) as stream:
        data = stream.read(largest + 1)
    if len(data) > largest:
        raise _found(
            "file.size",
            f"{file} has more than {largest // 1024 // 1024} MB",
            "split the file, or put long tables into CSV files beside it",
            file,
        )
    return data


@contextmanager
def opened(path: Path, *, root: Path, file: str) -> Iterator[BinaryIO]:
    """A regular file whose real path lies under the real path of `root`, to be read in pieces.

    Raises ProblemsFound, also where the disk fails while it is read.
    """
    try:
        with _stream(path, root=root, file=file) as stream:
            yield stream
    except FileNotFoundError:
        raise _missing(path, file) from None
    except PermissionError:
        raise _found(
            "file.readable", f"{file} may not be read", "give yourself the right to read it", file
        ) from None
    except OSError as failure:
        reason = failure.strerror or str(failure)
        raise _found(
            "file.readable",
            f"{file} cannot be read: {reason}",
            "check its name and the disk or share that it lies on, then run again",
            file,
        ) from None


def _stream(path: Path, *, root: Path, file: str) -> BinaryIO:
    try:
        real = Path(os.path.realpath(path, strict=True))
        if not real.is_relative_to(Path(os.path.realpath(root))):
            raise _found(
                "file.inside-root",
                f"{file} leads out of the folder {root.name or root}",
                "put the file itself into the folder; a link may not leave it",
                file,
            )
        _only_regular(os.lstat(real), file)
        handle = os.open(real, _FLAGS)
    except ValueError:  # a NUL
        raise _found(
            "file.readable", f"{file!r} is no name of a file", "correct the name", file
        ) from None
    stream = os.fdopen(handle, "rb")
    try:
        # Looked at again: the name may have come to mean another file since.
        _only_regular(os.fstat(stream.fileno()), file)
    except BaseException:
        stream.close()
        raise
    return stream


def _only_regular(status: os.stat_result, file: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        kind = "a folder" if stat.S_ISDIR(status.st_mode) else "a pipe, device or socket"
        raise _found("file.regular", f"{file} is {kind}, not a file", "put a file there", file)


def _missing(path: Path, file: str) -> ProblemsFound:
    try:
        beside = sorted(entry.name for entry in path.parent.iterdir())
    except (OSError, ValueError):
        beside = []
    remedy = did_you_mean(path.name, beside, otherwise="add the file, or correct its name")
    return _found("file.exists", f"there is no file {file}", remedy, file)


def _found(rule: str, message: str, remedy: str, file: str) -> ProblemsFound:
    return refused(rule, message, remedy, at=Position(file))


def _decoded(data: bytes, file: str) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            raise _not_utf8(f"the file begins with the mark of {name}", file)
    for mark, name in _OTHERS:
        if data.startswith(mark):
            remedy = "save it as plain text, in UTF-8; a table as CSV"
            raise _found("file.utf-8", f"this is {name}, whatever it is called", remedy, file)
    head = data[:512]
    if len(head) >= 4 and head.count(0) * 3 >= len(head):
        raise _not_utf8("every other byte is zero: it looks like UTF-16", file)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        # 'utf-8-sig' counts from after the mark.
        start = failure.start + (3 if data.startswith(codecs.BOM_UTF8) else 0)
        before = data[:start]
        line_start = before.rfind(b"\n") + 1
        column = len(before[line_start:].decode("utf-8-sig", "replace")) + 1
        looks = data[start : start + 1].decode("cp1252", "replace")
        guess = (
            f" (in Windows-1252 or Latin-1: '{looks}')"
            if looks.isprintable() and looks != "\ufffd"
            else ""
        )
        raise refused(
            "file.utf-8",
            f"byte {start + 1} is 0x{data[start]:02X}, which is not UTF-8{guess}",
            _SAVE_AS,
            at=Position(file, before.count(b"\n") + 1, column),
        ) from None
    return text.replace("\r\n", "\n")


def _not_utf8(message: str, file: str) -> ProblemsFound:
    return _found("file.utf-8", message, _SAVE_AS, file)
