"""A new study: its folder with the files that people fill, or that an import has begun to fill."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from assembler.compose.compose import TemplateRoot
from assembler.importers.drafted import Drafted, Into
from assembler.importers.ids import slug
from assembler.importers.imported import Change, Imported, write
from assembler.importers.landing import into_of, land
from assembler.importers.standing import standing_of
from assembler.load import NAMES
from assembler.pipeline.skeleton import begun, owed_text, owed_texts, unfilled
from assembler.pipeline.stages import document_ids, roots_of
from assembler.problems import Position, refused
from assembler.read import Data

_DOCUMENT = "clinical-overview"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Begun:
    """A study as it was begun."""

    folder: Path
    imported: Imported | None
    """What the file gave; None where the study began with empty files."""
    texts: tuple[str, ...]
    """The author's texts, each a file in `text/`."""
    unfilled: dict[str, tuple[str, ...]]
    """File of the study -> its keys that nobody has given."""


def begin(folder: Path, read: Callable[[Into], Drafted] | None) -> Begun:
    """Make the study in `folder`, which must not exist or be empty; `read` reads a file into it.

    Raises ProblemsFound: a folder with something in it, a name without letters, a file that
    cannot be read; nothing is written then. OSError where the machine refuses.
    """
    study = _id(folder)
    _refuse_full(folder)
    drafted = read(Into(folder, {}, (), {})) if read is not None else None
    texts = owed_texts(_templates())
    folder.mkdir(parents=True, exist_ok=True)
    write(_first(folder, study, drafted))
    imported = None
    if drafted is not None:
        imported = land(into_of(folder, {}), drafted)
        write(imported.writes)
    given = {name: _given(one.value) for name, one in standing_of(folder).files.items()}
    changes: list[Change] = []
    for name in NAMES:
        path = folder / f"{name}.yaml"
        raw = path.read_bytes()
        changes.append(Change(path, raw, raw + unfilled(name, given[name]).encode("utf-8")))
    for name, task in sorted(texts.items()):
        path = folder / "text" / f"{name}.md"
        changes.append(Change(path, None, owed_text(task).encode("utf-8")))
    write(changes)
    return Begun(folder, imported, tuple(sorted(texts)), _missing(given))


def _id(folder: Path) -> str:
    """The study's id, from the name of its folder."""
    name = folder.resolve().name
    id = name if _ID.fullmatch(name) and len(name) <= 60 else slug(name)
    if not id:
        message = f"the folder's name '{name}' has no letter from a to z and no digit for an id"
        remedy = "name the folder after the study, in small letters: cabinet, study-1042"
        raise refused("study.folder", message, remedy, at=Position(name))
    return id


def _refuse_full(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        return
    if folder.exists() or folder.is_symlink():
        shown = folder.as_posix()
        is_folder = folder.is_dir()
        message = f"{shown} is there already" + (
            ", with something in it" if is_folder else " and is no folder"
        )
        remedy = f"name a new folder; into a study that exists: assembler import ... --into {shown}"
        raise refused("study.folder", message, remedy, at=Position(shown))


def _first(folder: Path, study: str, drafted: Drafted | None) -> list[Change]:
    """Files that are valid, with nothing in them that the import gives."""
    trial: dict[str, Data] = drafted.records.get("trial", {}) if drafted else {}
    title = trial.get("brief_title", trial.get("title"))
    sources = drafted.records.get("references", {}).get("sources", []) if drafted else []
    ids = [str(one["id"]) for one in sources if isinstance(one, dict)]
    named = str(trial.get("id", study))
    others = [one for one in document_ids(()) if one != _DOCUMENT]
    changes: list[Change] = []
    for name in NAMES:
        id = named if name == "trial" else study
        given = drafted.records.get(name, {}).get("source") if drafted else None
        source = {k: str(v) for k, v in given.items()} if isinstance(given, dict) else None
        said = str(title) if title else None
        text = begun(name, id, title=said, sources=ids, source=source, others=others)
        changes.append(Change(folder / f"{name}.yaml", None, text.encode("utf-8")))
    return changes


def _templates() -> dict[str, str]:
    """The templates of the document that a study begins with."""
    found: dict[str, str] = {}
    for root in roots_of(()):
        found |= _texts(root)
    return found


def _texts(root: TemplateRoot) -> dict[str, str]:
    folder = root.path / _DOCUMENT
    return {
        path.as_posix(): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.md"))
    }


def _given(records: Mapping[str, Data]) -> tuple[str, ...]:
    """The keys of a file, with those of the dossier's study: `study.title`."""
    study = records.get("study")
    inside = study if isinstance(study, dict) else {}
    return (*records, *(f"study.{key}" for key in inside))


def _missing(given: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {
        f"{name}.yaml": tuple(key for key in _ESSENTIAL[name] if key not in given[name])
        for name in NAMES
    }


_ESSENTIAL = {
    "dossier": ("study.title", "applicant", "data_date"),
    "product": ("inn", "mechanism", "approval", "proposed_indication"),
    "trial": (
        "title", "phase", "design", "arms", "endpoints", "eligibility", "enrolment", "disposition",
        "baseline", "organisations",
    ),
    "disease": ("name", "statements", "figures", "current_therapies"),
    "efficacy": ("analyses",),
    "safety": ("exposure", "overview", "adverse_events", "deaths"),
    "references": ("sources", "literature"),
}  # fmt: skip
"""Keys without which a Clinical Overview stays thin."""
