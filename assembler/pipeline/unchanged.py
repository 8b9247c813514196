"""Documents that need not be made anew: the same program made them from the same files."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from assembler.load import Loaded
from assembler.package.manifest import hash_of, outputs, read_manifest
from assembler.pipeline.stages import Request, inputs_of
from assembler.shipped import shipped
from assembler.write.written import ReferenceFile

_LIBRARIES = ("jinja2", "lxml", "pikepdf", "pydantic", "pypdfium2", "python-docx", "reportlab")


def made_with(request: Request) -> str:
    """SHA-256 of the program, its libraries, and what the command line asked for."""
    told: dict[str, Any] = {
        "libraries": {name: _version(name) for name in _LIBRARIES},
        "formats": sorted(request.formats),
        "options": [request.flatten, request.final, request.comments, request.trace],
    }
    said = json.dumps(told, sort_keys=True)
    return hashlib.sha256(f"{said}{_program()}".encode()).hexdigest()


@cache
def _program() -> str:
    """SHA-256 of all modules with their names: what runs stays as it was read."""
    digest = hashlib.sha256()
    package = shipped("pipeline").parent
    for path in sorted(package.rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def unchanged(
    request: Request, loaded: Loaded, ids: tuple[str, ...], reference: ReferenceFile | None
) -> dict[str, Mapping[str, int]]:
    """The documents whose files in the output folder are as a build now would make them, and by
    severity what was found in them then."""
    folder = request.output / loaded.dossier.dossier.study.id
    manifest = read_manifest(folder)
    entries = manifest.get("documents")
    if not isinstance(entries, dict) or request.rebuild:
        return {}
    program = made_with(request)
    found: dict[str, Mapping[str, int]] = {}
    for id in ids:
        entry = entries.get(id)
        if not isinstance(entry, dict) or entry.get("made_with") != program:
            continue
        others = entry.get("depends_on")
        counts = entry.get("found")
        if not isinstance(others, list) or not isinstance(counts, dict):
            continue
        inputs = inputs_of(request, loaded, id, reference, [str(one) for one in others])
        if inputs == entry.get("inputs") and _is_whole(request, id, manifest):
            found[id] = counts
    return found


def _is_whole(request: Request, id: str, manifest: Mapping[str, Any]) -> bool:
    """Whether every file of the document's last build is there as it was written."""
    folder = request.output / str(manifest.get("study", {}).get("id"))
    files = {
        name: entry
        for name, entry in (outputs(dict(manifest)) or {}).items()
        if entry.get("document") == id and entry.get("current")
    }
    wanted = {f"{id}.{fmt}" for fmt in request.formats}
    whole = all(hash_of(folder / name) == entry["sha256"] for name, entry in files.items())
    return wanted <= files.keys() and whole


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
