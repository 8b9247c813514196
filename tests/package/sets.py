"""Output sets, and whether what lies in a folder is one."""

from hashlib import sha256
from pathlib import Path

from assembler.package import read_manifest

OLD = {"overview.docx": b"old docx", "overview.pdf": b"old pdf", "gaps.json": b"[]"}
NEW = {"overview.docx": b"new docx", "overview.pdf": b"new pdf", "gaps.json": b"[1]"}


def manifest(build: str, *documents: str) -> dict[str, object]:
    """What a build says of itself, of these documents."""
    return {
        "program": build,
        "documents": {d: {"build": build} for d in documents or ("overview",)},
    }


def content(folder: Path) -> dict[str, bytes]:
    """Everything in the folder but the manifest."""
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.name != "manifest.json"}


def is_sealed(folder: Path) -> bool:
    """Whether each file of the manifest is there with its hash."""
    entries = read_manifest(folder)["outputs"]
    return all(
        sha256((folder / name).read_bytes()).hexdigest() == e["sha256"]
        for name, e in entries.items()
    )
