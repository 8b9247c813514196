"""Swapping a set of files: staged, announced, swapped, sealed; and mended after a kill."""

import errno
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assembler.package.manifest import MANIFEST, canonical, hash_of, read_regular, sha256

WORK = ".assembling"
_INTENT = "intent.json"


@dataclass(frozen=True, slots=True)
class Swap:
    """A change of an output folder."""

    new: Mapping[str, bytes]
    """Files to write; those that are the same already are left out."""
    removed: Mapping[str, str]
    """Files to remove, with their hashes."""
    before: Mapping[str, str | None]
    """Hash of each file that is replaced or removed, and of the manifest; None: not there."""
    manifest: bytes
    """The manifest that seals the change."""


def steps(folder: Path, swap: Swap) -> Iterator[str]:
    """Does the swap; yields the name of each step after it. Raises OSError.

    Abandoned after any step, `mend` makes the set whole: before `announced` the old one, after it
    the new one.
    """
    if not swap.new and not swap.removed and swap.before[MANIFEST] == sha256(swap.manifest):
        return
    work = folder / WORK
    for part in (work, work / "new", work / "old"):
        part.mkdir()
    yield "begun"
    for name, data in (*swap.new.items(), (MANIFEST, swap.manifest)):
        _write(work / "new" / name, data)
        yield f"built {name}"
    for name in (*swap.new, *swap.removed):
        if swap.before[name] is not None:
            _keep(folder / name, work / "old" / name)
            yield f"kept {name}"
    intent = {
        "manifest": sha256(swap.manifest),
        "new": {n: {"after": sha256(d), "before": swap.before[n]} for n, d in swap.new.items()},
        "removed": dict(swap.removed),
    }
    _write(work / "intent.part", canonical(intent))
    for part in (work / "new", work / "old", work):
        _sync_folder(part)
    (work / "intent.part").replace(work / _INTENT)
    _sync_folder(work)
    yield "announced"
    yield from _forward(folder, intent)
    _clear(work)
    yield "cleared"


def mend(folder: Path) -> None:
    """Finish what a killed build announced, or take back what it did. Raises OSError."""
    work = folder / WORK
    if not os.path.lexists(work):
        return
    intent = _intent(work)
    if intent is not None and hash_of(folder / MANIFEST) != intent["manifest"]:
        try:
            if not _can_go_forward(folder, intent):
                _back(folder, intent)
            else:
                for _ in _forward(folder, intent):
                    pass
        except OSError:
            _back(folder, intent)
    _clear(work)


def undo(folder: Path) -> None:
    """Take back a swap that failed, unless it is sealed already. Raises OSError."""
    work = folder / WORK
    intent = _intent(work)
    if intent is not None and hash_of(folder / MANIFEST) != intent["manifest"]:
        _back(folder, intent)
    _clear(work)


def _forward(folder: Path, intent: Mapping[str, Any]) -> Iterator[str]:
    new = folder / WORK / "new"
    for name, change in intent["new"].items():
        seen = hash_of(folder / name)
        if seen != change["after"]:
            if seen != change["before"]:
                raise OSError(errno.EBUSY, "changed while the build ran", str(folder / name))
            (new / name).replace(folder / name)
        yield f"swapped {name}"
    for name, before in intent["removed"].items():
        if hash_of(folder / name) == before:
            (folder / name).unlink()
        yield f"removed {name}"
    _sync_folder(folder)
    (new / MANIFEST).replace(folder / MANIFEST)
    _sync_folder(folder)
    yield "sealed"


def _can_go_forward(folder: Path, intent: Mapping[str, Any]) -> bool:
    new = folder / WORK / "new"
    for name, change in intent["new"].items():
        seen = hash_of(folder / name)
        if seen == change["after"]:
            continue
        if seen != change["before"] or hash_of(new / name) != change["after"]:
            return False
    staged: bool = hash_of(new / MANIFEST) == intent["manifest"]
    return staged


def _back(folder: Path, intent: Mapping[str, Any]) -> None:
    """What a person has changed since is left as it is."""
    old = folder / WORK / "old"
    for name, change in intent["new"].items():
        if hash_of(folder / name) == change["after"]:
            if change["before"] is None:
                (folder / name).unlink()
            elif hash_of(old / name) == change["before"]:
                (old / name).replace(folder / name)
    for name, before in intent["removed"].items():
        if hash_of(folder / name) is None and hash_of(old / name) == before:
            (old / name).replace(folder / name)
    _sync_folder(folder)


def _intent(work: Path) -> dict[str, Any] | None:
    """What was announced; None when nothing was. Raises OSError when it cannot be read."""
    if work.is_symlink() or not work.is_dir():
        return None
    data = read_regular(work / _INTENT)
    if data is None:
        return None
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        value = None
    if not _is_intent(value):  # nothing is thrown away on the word of a damaged file
        raise OSError(errno.EIO, "the file is damaged", str(work / _INTENT))
    intent: dict[str, Any] = value
    return intent


def _is_intent(value: object) -> bool:
    """Whether it announces a swap of files in this folder: no name leads out of it."""
    match value:
        case {"manifest": str(), "new": dict() as new, "removed": dict() as removed}:
            changes = all(
                isinstance(c, dict) and {"after", "before"} <= c.keys() for c in new.values()
            )
            return changes and all(_is_plain(name) for name in (*new, *removed))
        case _:
            return False


def _is_plain(name: str) -> bool:
    return Path(name).name == name and name not in ("", "..")


def _clear(work: Path) -> None:
    """Remove the work folder, the intent first: without it nothing is left to do."""
    if work.is_symlink() or not work.is_dir():
        with suppress(FileNotFoundError):
            work.unlink()
        return
    with suppress(FileNotFoundError):
        (work / _INTENT).unlink()
    with suppress(FileNotFoundError):
        shutil.rmtree(work)


def _write(path: Path, data: bytes) -> None:
    """Write a new file through to the disk, and read it back."""
    with path.open("xb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    if path.read_bytes() != data:
        raise OSError(errno.EIO, "what was written reads back differently", str(path))


def _keep(path: Path, copy: Path) -> None:
    """A second name for the file, which outlives its replacement; a copy where that fails."""
    try:
        os.link(path, copy, follow_symlinks=False)
    except (OSError, NotImplementedError):
        _write(copy, path.read_bytes())


def _sync_folder(folder: Path) -> None:
    """Make names durable; Windows has no such call, and does it by itself."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as failure:
        if failure.errno != errno.EINVAL:  # some file systems cannot sync a folder
            raise
    finally:
        os.close(handle)
