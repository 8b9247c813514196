"""What an import has done, in words and as JSON."""

from collections.abc import Iterator

from assembler.importers.entry import shown
from assembler.importers.imported import Added, Imported, Lost
from assembler.problems import report_json

_MOST_LISTED = 50
_MOST_LINES = 5


def report_lines(imported: Imported, *, dry_run: bool) -> Iterator[str]:
    """New records, what had no home (by file and tag), and the count."""
    for added in imported.added[:_MOST_LISTED]:
        yield _added(added)
    if len(imported.added) > _MOST_LISTED:
        yield f"added    and {len(imported.added) - _MOST_LISTED} more"
    yield from _lost(imported)
    place = imported.change.path
    done = "would write" if dry_run else "wrote"
    yield f"{done} {place}" if imported.writes else f"left {place} as it was"
    yield f"{len(imported.added)} added, {len(imported.known)} there already"


def import_json(imported: Imported, *, dry_run: bool) -> dict[str, object]:
    """`file`, `written`, `added`, `known`, `lost` and the report of the problems."""
    return {
        "file": imported.change.path.as_posix(),
        "written": imported.writes and not dry_run,
        "added": [
            {"id": a.id, "file": a.at.file, "line": a.at.line, "missing": list(a.missing)}
            for a in imported.added
        ],
        "known": list(imported.known),
        "lost": [
            {
                "file": lost.file,
                "line": lost.tag.line,
                "entry": _encodable(lost.entry),
                "tag": _encodable(lost.tag.name),
                "text": _encodable(lost.tag.text),
            }
            for lost in imported.lost
        ],
        **report_json(imported.problems),
    }


def _added(added: Added) -> str:
    missing = f"; the file gives no {', '.join(added.missing)}" if added.missing else ""
    return f"added    {added.id}  ({added.at.file}:{added.at.line}{missing})"


def _lost(imported: Imported) -> Iterator[str]:
    groups: dict[tuple[str, str], list[Lost]] = {}
    for lost in imported.lost:
        groups.setdefault((lost.file, lost.tag.name), []).append(lost)
    for (file, name), found in groups.items():
        lines = ", ".join(str(lost.tag.line) for lost in found[:_MOST_LINES])
        more = ", ..." if len(found) > _MOST_LINES else ""
        s = "s" if len(found) > 1 else ""
        first = shown(found[0].tag.text)
        yield f"no home  {file}: {shown(name)} (line{s} {lines}{more}): {first}"


def _encodable(text: str) -> str:
    """Half of a surrogate pair cannot be printed."""
    return text.encode("utf-8", "replace").decode("utf-8")
