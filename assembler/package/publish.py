"""Puts files into an output folder so that a kill at any moment leaves a whole set.

No portable call renames a set at once. So everything is built beside (`.assembling/new`), what is
there is kept (`.assembling/old`), an intent says what will happen, then the files are swapped one
by one, and the manifest is sealed last. The next start reads the intent and rolls forward or back.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assembler.package.environment import EnvironmentProblem, environment, not_undone
from assembler.package.lock import LOCK, locked
from assembler.package.manifest import (
    MANIFEST,
    Manifest,
    canonical,
    entry,
    hash_of,
    merged,
    outputs,
    read_manifest,
    sha256,
)
from assembler.package.swap import WORK, Swap, mend, steps, undo
from assembler.problems import error

_STEM = r"[a-z0-9]+(?:[.-][a-z0-9]+)*"
_NAME = re.compile(
    rf"(?P<checked>{_STEM})-(?:qc\.(?:csv|xlsx)|trace\.pdf)|"
    rf"(?P<document>{_STEM})\.(?:docx|pdf|html)|{_STEM}\.json",
    re.ASCII,
)
_NAME_BESIDE = re.compile(rf"{_STEM}\.(?:docx|pdf|html|csv|xlsx|json)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Published:
    """What a build did to the output folder; names of files in it, sorted."""

    written: tuple[str, ...]
    """The files of this build, those that were the same already included."""
    kept: tuple[str, ...]
    """Documents that a person has edited: left as they are, the new one stands beside."""
    earlier: tuple[str, ...]
    """Files of the same documents from an earlier build, in formats that this one did not make."""


def publish(folder: Path, files: Mapping[str, bytes], manifest: Manifest) -> Published:
    """Put `files` into the output folder and seal the manifest; all of it, or nothing.

    `files` is by name: `DOCUMENT-ID.docx`, `DOCUMENT-ID.pdf`, `DOCUMENT-ID-qc.csv`,
    `DOCUMENT-ID-qc.xlsx`, `DOCUMENT-ID-trace.pdf`, and files of the whole set (`gaps.json`).
    `manifest` is plain data with `documents` keyed by document id; the entries of `outputs` are
    added here, the documents of earlier builds are kept. A file of a document that is not as it
    was built is never overwritten: the new one is `DOCUMENT-ID-new.docx`, then `-new-2`.
    Raises EnvironmentProblem; then the last good set is whole.
    """
    for name in files:
        if not _NAME.fullmatch(name) or name == MANIFEST:
            raise ValueError(f"no name of an output: {name!r}")
    with environment(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder):
            mend(folder)
            published, swap = planned(folder, files, manifest)
            try:
                for _ in steps(folder, swap):
                    pass
            except (OSError, KeyboardInterrupt):
                try:
                    undo(folder)
                except OSError as second:
                    raise not_undone(second, folder) from second
                raise
    return published


def recover(folder: Path) -> None:
    """Mend what a killed build left in the folder: the new set or the last one, whole, no lock.

    Raises EnvironmentProblem, also where another build is writing just now. Where there is nothing
    to mend nothing is written, not even a lock.
    """
    if not any(os.path.lexists(folder / name) for name in (WORK, LOCK)):
        return
    with environment(folder), locked(folder):
        mend(folder)


def planned(folder: Path, files: Mapping[str, bytes], manifest: Manifest) -> tuple[Published, Swap]:
    """What `publish` will do: which names the files get, what is kept, the manifest after it."""
    old = read_manifest(folder)
    recorded = outputs(old) or {}
    targets: dict[str, bytes] = {}
    entries: dict[str, Manifest] = {}
    kept: set[str] = set()
    for name, data in sorted(files.items()):
        document = _document_of(name)
        target, edited = _target(folder, name, data, recorded, document)
        kept.update(edited)
        targets[target] = data
        entries[target] = entry(data, document)
    superseded = _superseded(folder, recorded, entries)
    missing = {n for n in recorded if n not in entries and hash_of(folder / n) is None}
    after = merged(old, manifest, entries, {*superseded, *kept, *missing})
    sealed = canonical(after)
    _not_a_link(folder, MANIFEST)
    before = {name: hash_of(folder / name) for name in (*targets, MANIFEST)}
    swap = Swap(
        new={n: d for n, d in targets.items() if before[n] != sha256(d)},
        removed=superseded,
        before={**before, **superseded},
        manifest=sealed,
    )
    earlier = tuple(sorted(n for n, e in after["outputs"].items() if not e.get("current", True)))
    built = tuple(n for n in earlier if after["outputs"][n].get("document") in _documents(entries))
    return Published(tuple(sorted(targets)), tuple(sorted(kept)), built), swap


def _document_of(name: str) -> str | None:
    """The document whose file it is; None for files of the whole set."""
    found = _NAME.fullmatch(name)
    return found and (found["checked"] or found["document"])


def _target(
    folder: Path,
    name: str,
    data: bytes,
    recorded: Mapping[str, Manifest],
    document: str | None,
) -> tuple[str, list[str]]:
    """The name under which the file is written, and the edited files that stand in its way."""
    if document is None:
        _not_a_link(folder, name)
        return name, []
    # By hash, not by name: a person may have moved the new file over the edited one.
    ours = {e["sha256"] for e in recorded.values() if e.get("document") == document}
    ours.add(sha256(data))
    edited: list[str] = []
    while True:
        candidate = _beside(name, len(edited))
        seen = hash_of(folder / candidate)
        if seen is None or seen in ours:
            return candidate, edited
        edited.append(candidate)


def _beside(name: str, nth: int) -> str:
    """`a.docx`, `a-new.docx`, `a-new-2.docx`, `a-new-3.docx` ..."""
    stem, _, suffix = name.rpartition(".")
    return name if nth == 0 else f"{stem}-new{f'-{nth}' if nth > 1 else ''}.{suffix}"


def _superseded(
    folder: Path, recorded: Mapping[str, Manifest], entries: Mapping[str, Manifest]
) -> dict[str, str]:
    """Untouched files of earlier builds that the new ones replace under another name, by hash."""
    written = {_which(name, e["document"]) for name, e in entries.items()}
    return {
        name: e["sha256"]
        for name, e in recorded.items()
        if name not in entries
        and _NAME_BESIDE.fullmatch(name)
        and _which(name, e.get("document")) in written
        and hash_of(folder / name) == e["sha256"]
    }


def _which(name: str, document: str | None) -> tuple[str | None, str]:
    """Which file of a document it is, under its own name or as the new one beside it."""
    suffix = name.rpartition(".")[2]
    return document, "trace" if name.startswith(f"{document}-trace") else suffix


def _documents(entries: Mapping[str, Manifest]) -> set[str]:
    return {e["document"] for e in entries.values() if e["document"] is not None}


def _not_a_link(folder: Path, name: str) -> None:
    if hash_of(folder / name) == "other":
        raise EnvironmentProblem(
            error(
                "output.regular",
                f"{folder / name} is a link or a folder, not a file; it is not followed",
                "remove it, then build again",
            )
        )
