"""The files that a document is made from, by hash: what tells whether it must be made anew."""

import os
import re
from collections.abc import Collection, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from assembler.compose.compose import TemplateRoot
from assembler.read.files import read_bytes

_COMPUTED = re.compile(
    rb"\{%[-+]?\s*(?:include|import|from|extends)\b"
    rb"(?!\s*(?:\"[^\"]*\"|'[^']*')\s*(?:[-+]?%\}|(?:as|ignore|import|with|without)\b))"
)
"""A template that is named by a value: it can be any."""


def hashed(folder: Path, pattern: str, name: str) -> dict[str, str]:
    """SHA-256 by name, without what editors and file managers leave in a folder."""
    return {
        f"{name}/{file}": sha256(_data(folder, file, name)).hexdigest()
        for file in sorted(path.relative_to(folder).as_posix() for path in folder.glob(pattern))
        if _is_ours(file.rpartition("/")[2]) and (folder / file).is_file()
    }


def hashed_templates(
    roots: Sequence[TemplateRoot], documents: Collection[str]
) -> list[dict[str, str]]:
    """SHA-256 by name of the templates of these documents, of what all share, of the looks, and of
    other folders from which a template takes something; for each root.

    What stands in the place of a file and is none has an entry too. Linear in what is there.
    """
    others = {one for root in roots for one in _folders(root.path)}
    found = [
        hashed(root.path, "*.md", "templates") | hashed(root.path, "looks/*.yaml", "templates")
        for root in roots
    ]
    waiting, met = [*dict.fromkeys([*documents, "shared"])], {*documents, "shared"}
    while waiting:
        folder = waiting.pop()
        for root, hashes in zip(roots, found, strict=True):
            for file in _below(root.path, folder):
                data = _data(root.path, file, "templates")
                hashes[f"templates/{file}"] = sha256(data).hexdigest()
                named = _named(data, others - met)
                met |= named
                waiting += sorted(named)
    return [dict(sorted(hashes.items())) for hashes in found]


def _folders(root: Path) -> list[str]:
    with os.scandir(root) as entries:
        return [one.name for one in entries if _is_ours(one.name) and Path(one.path).is_dir()]


def _named(data: bytes, folders: Collection[str]) -> set[str]:
    """The folders that a template may take something from."""
    if _COMPUTED.search(data):
        return {*folders}
    return {one for one in folders if os.fsencode(f"{one}/") in data}


def _below(root: Path, folder: str) -> Iterator[str]:
    """The names of what is below a folder. Links to folders are followed within the root; one that
    leads out of it, or to a folder that was met already, stands for itself."""
    top, met = os.path.realpath(root), set[str]()
    waiting = [folder] if (root / folder).is_dir() else []
    while waiting:
        above = waiting.pop()
        real = os.path.realpath(root / above)
        if real in met or not Path(real).is_relative_to(top):
            yield above
            continue
        met.add(real)
        with os.scandir(real) as entries:
            for entry in sorted(entries, key=lambda one: one.name):
                name = f"{above}/{entry.name}"
                if _is_ours(entry.name) and Path(entry.path).is_dir():
                    waiting.append(name)
                elif _is_ours(entry.name):
                    yield name


def _data(root: Path, file: str, name: str) -> bytes:
    """What the file holds; of anything but a file, where it leads."""
    path = root / file
    if path.is_file():
        return read_bytes(path, root=root, file=f"{name}/{file}")
    return os.fsencode(os.path.relpath(os.path.realpath(path), os.path.realpath(root)))


def _is_ours(name: str) -> bool:
    return not (name.startswith(".") or name.endswith("~"))
