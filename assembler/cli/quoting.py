"""The lines of templates that problems are about, as the terminal shows them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assembler.problems import Position, shortened_line

if TYPE_CHECKING:
    from assembler.compose.compose import TemplateRoot

Quote = Callable[[Position], str | None]
"""The line at a position; None of what is no file of the template folders."""


def quoting(roots: "Sequence[TemplateRoot]") -> Quote:
    """Quotes the files of these folders, each read once."""
    read: dict[str, list[str]] = {}

    def quoted(at: Position) -> str | None:
        path = next((p for one in roots if (p := _path(one.path, one.shown, at.file))), None)
        if path is None:
            return None
        if at.file not in read:
            try:
                read[at.file] = path.read_text(encoding="utf-8", errors="replace").split("\n")
            except OSError:
                read[at.file] = []
        lines = read[at.file]
        line = lines[at.line - 1] if 0 < at.line <= len(lines) else ""
        return shortened_line(line) or None

    return quoted


def _path(folder: Path, shown: str, file: str) -> Path | None:
    name = file.removeprefix(f"{shown}/") if shown not in ("", ".") else file
    is_inside = name != file or shown in ("", ".")
    return folder / name if is_inside and (folder / name).is_file() else None
