"""The lines of files that problems are about, as the terminal shows them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assembler.problems import Position, shortened_line

if TYPE_CHECKING:
    from assembler.compose.compose import TemplateRoot

Quote = Callable[[Position], str | None]
"""The line at a position; None of what is no text file of the folders."""
_TEXTS = (".csv", ".json", ".md", ".yaml", ".yml")


def quoting(roots: "Sequence[TemplateRoot]", study: Path | None = None) -> Quote:
    """Quotes the files of these folders and of the study, each read once."""
    read: dict[str, list[str]] = {}
    folders = [(one.path, one.shown) for one in roots]
    folders += [(study, study.as_posix())] if study else []

    def quoted(at: Position) -> str | None:
        path = next((p for one, shown in folders if (p := _path(one, shown, at.file))), None)
        if path is None:
            return None
        if at.file not in read:
            try:
                read[at.file] = path.read_text(encoding="utf-8-sig").split("\n")
            except (OSError, UnicodeDecodeError):  # what is wrong with it is said
                read[at.file] = []
        lines = read[at.file]
        line = lines[at.line - 1] if 0 < at.line <= len(lines) else ""
        return shortened_line(line) or None

    return quoted


def _path(folder: Path, shown: str, file: str) -> Path | None:
    name = file.removeprefix(f"{shown}/") if shown not in ("", ".") else file
    is_inside = name != file or shown in ("", ".")
    is_text = name.endswith(_TEXTS)
    return folder / name if is_inside and is_text and (folder / name).is_file() else None
