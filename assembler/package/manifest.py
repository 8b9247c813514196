"""The manifest of an output set: canonical JSON, one entry for each document and each file."""

import hashlib
import json
import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"

Manifest = dict[str, Any]
"""What the pipeline says of the build, plain data. `documents` is keyed by document id. Under
`outputs` stands, for each file of the set: `bytes`, `current` (whether the last build of its
document wrote it), `document` (None for files of the whole set), `sha256`."""


_SPREAD = 4
"""Levels that stand on lines of their own: the entry of a printed value takes one line."""


def canonical(value: object) -> bytes:
    """`value` as JSON that is the same wherever it is written: keys sorted, two blanks, UTF-8.

    What is nested deeper than four levels stands on one line: json's `indent` is twenty times as
    slow as json without it, and a line a value is what people compare.
    """
    pieces: list[str] = []
    _spread(value, 0, pieces)
    return "".join([*pieces, "\n"]).encode()


_ENCODED = json.JSONEncoder(sort_keys=True, ensure_ascii=False, allow_nan=False).encode
"""`json.dumps` would make an encoder for each of the values."""


def _spread(value: object, level: int, pieces: list[str]) -> None:
    if not value or level == _SPREAD or not isinstance(value, dict | list):
        pieces.append(_ENCODED(value))
        return
    opened, closed = ("{", "}") if isinstance(value, dict) else ("[", "]")
    items = sorted(value.items()) if isinstance(value, dict) else [(None, v) for v in value]
    between = f"\n{'  ' * (level + 1)}"
    for n, (key, inside) in enumerate(items):
        pieces += ("," if n else opened, between)
        if key is not None:
            pieces.append(f"{_ENCODED(key)}: ")
        _spread(inside, level + 1, pieces)
    pieces.append(f"\n{'  ' * level}{closed}")


def read_manifest(folder: Path) -> Manifest:
    """The sealed manifest of an output set; empty when there is none that can be read."""
    try:
        value = json.loads(read_regular(folder / MANIFEST) or b"{}")
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) and outputs(value) is not None else {}


def outputs(manifest: Manifest) -> dict[str, Manifest] | None:
    """The entries of the files; None when the manifest is not one of ours."""
    entries = manifest.get("outputs", {})
    if not isinstance(entries, dict):
        return None
    for entry in entries.values():
        if not isinstance(entry, dict) or not isinstance(entry.get("sha256"), str):
            return None
    return entries


def entry(data: bytes, document: str | None) -> Manifest:
    """The entry of a file that is written now."""
    return {"bytes": len(data), "current": True, "document": document, "sha256": sha256(data)}


def merged(
    old: Manifest, new: Manifest, entries: Mapping[str, Manifest], gone: Iterable[str]
) -> Manifest:
    """The manifest after a build: what `new` says, and the documents that it did not build.

    `entries` are the files written now, `gone` the names that the set no longer has. A file of a
    document that was built now, but not in this format, stays and is no longer `current`.
    """
    built = dict(new.get("documents", {}))
    left = dict(outputs(old) or {})
    for name in (*entries, *gone):
        left.pop(name, None)
    for name, e in left.items():
        if e.get("document") in built:
            left[name] = {**e, "current": False}
    held = {e.get("document") for e in left.values()}
    earlier = old.get("documents")
    kept = earlier if isinstance(earlier, dict) else {}
    documents = {**{id_: d for id_, d in kept.items() if id_ in held}, **built}
    return {**new, "documents": documents, "outputs": {**left, **entries}}


def sha256(data: bytes) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def hash_of(path: Path) -> str | None:
    """SHA-256 of a regular file; None when nothing is there; `other` for links, folders ...

    A symbolic link is not followed.
    """
    data = read_regular(path)
    if data is not None:
        return sha256(data)
    return "other" if os.path.lexists(path) else None


def read_regular(path: Path) -> bytes | None:
    """The bytes of a regular file; None when there is none. A symbolic link is not followed."""
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return None
        return path.read_bytes()
    except FileNotFoundError:
        return None
