"""What a folder that holds no study seems to be, and which one was probably meant."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from assembler.problems import Position, Problem, error, nearest

_MOST = 5
"""Studies that are named."""
_DOSSIERS = ("dossier.yaml", "dossier.yml", "dossier.json")
_MADE = "manifest.json"


def no_study(folder: Path, shown: str, present: Sequence[str], files: Sequence[str]) -> Problem:
    """The problem of a folder in which none of a study's `files` is `present`."""
    seen, remedy = _seeming(folder, shown, present) or _misnamed(present, files) or _empty(shown)
    message = f"{shown} is not a study: it holds none of {', '.join(files)}"
    return error("study.folder", f"{message}; {seen}", remedy, at=Position(shown))


def _seeming(folder: Path, shown: str, present: Sequence[str]) -> tuple[str, str] | None:
    """What the folder seems to be, and what to do."""
    if _MADE in present:
        return "it holds the files of a build", "name the folder of the study they were made from"
    inside = [name for name in present if (folder / name).is_dir()]
    if studies := [name for name in inside if _is_study(folder / name)]:
        named = [(PurePosixPath(shown) / name).as_posix() for name in studies[:_MOST]]
        more = ["..."] if len(studies) > _MOST else []
        noun = "a study" if len(studies) == 1 else "studies"
        return f"it is a folder with {noun} in it", f"name one: {', '.join([*named, *more])}"
    if any((folder / name / _MADE).is_file() for name in inside):
        return "it holds what builds have made", "name the folder of the study they were made from"
    for name in (".", "templates"):
        if _has_templates(folder / name):
            own = (PurePosixPath(shown) / name).as_posix()
            return "it holds templates", f"name the study before them: STUDY --templates {own}"
    above = folder.absolute().parent
    if _is_study(above):
        return "it lies in a study", f"name the folder above it: {Path(shown).parent.as_posix()}"
    return None


def _misnamed(present: Sequence[str], files: Sequence[str]) -> tuple[str, str] | None:
    for name in present:
        meant = nearest(name.lower(), files)
        if meant is not None:
            return f"{name} is another name", f"did you mean {meant}?"
    return None


def _empty(shown: str) -> tuple[str, str]:
    return (
        "nor does it look like templates or an output",
        f"name the folder that holds the study's records; an empty one is filled by "
        f"`assembler new {shown}`",
    )


def _is_study(folder: Path) -> bool:
    return any((folder / name).is_file() for name in _DOSSIERS)


def _has_templates(folder: Path) -> bool:
    """Whether there is a document's outline or a look, or a folder of what documents share."""
    try:
        inside = [entry for entry in sorted(folder.iterdir()) if entry.is_dir()]
    except OSError:
        return False
    return any(
        one.name in ("looks", "shared")
        or any((one / name).exists() for name in ("outline.yaml", "sections", "tables"))
        for one in inside
    )
