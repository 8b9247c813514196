"""What an import has done, in words and as JSON."""

from collections.abc import Iterator

from assembler.importers.entry import shown
from assembler.importers.imported import Added, Imported, Lost
from assembler.problems import report_json

_MOST_LISTED = 50
_MOST_GROUPS = 20
"""Most lines of what had no home; the whole stands in a file beside the records."""
_MOST_LINES = 5


def report_lines(imported: Imported, *, dry_run: bool) -> Iterator[str]:
    """New records, what had no home (by file and tag), and the count."""
    for added in imported.added[:_MOST_LISTED]:
        yield _added(added)
    if len(imported.added) > _MOST_LISTED:
        yield f"added    and {len(imported.added) - _MOST_LISTED} more"
    for path in imported.updated[:_MOST_LISTED]:
        yield f"updated  {path}"
    if len(imported.updated) > _MOST_LISTED:
        yield f"updated  and {len(imported.updated) - _MOST_LISTED} more"
    yield from _lost(imported)
    done = "would write" if dry_run else "wrote"
    for change in imported.writes:
        yield f"{done} {change.path}"
    if not imported.writes:
        yield "the study's files stay as they were"
    counts = [f"{len(imported.added)} added"]
    counts += [f"{len(imported.updated)} updated"] if imported.updated else []
    counts += [f"{len(imported.known)} there already"] if imported.known else []
    yield ", ".join(counts)


def import_json(imported: Imported, *, dry_run: bool) -> dict[str, object]:
    """`files`, `written`, `added`, `updated`, `known`, `lost` and the report of the problems."""
    return {
        "files": [change.path.as_posix() for change in imported.writes],
        "written": bool(imported.writes) and not dry_run,
        "added": [
            {
                "id": added.id,
                "file": added.at.file if added.at else None,
                "line": added.at.line if added.at else None,
                "missing": list(added.missing),
            }
            for added in imported.added
        ],
        "updated": list(imported.updated),
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
    said = [f"{added.at.file}:{added.at.line}"] if added.at else []
    said += [f"the file gives no {', '.join(added.missing)}"] if added.missing else []
    return f"added    {added.id}  ({'; '.join(said)})" if said else f"added    {added.id}"


def _lost(imported: Imported) -> Iterator[str]:
    groups: dict[tuple[str, str], list[Lost]] = {}
    for lost in imported.lost:
        groups.setdefault((lost.file, lost.tag.name), []).append(lost)
    for (file, name), found in list(groups.items())[:_MOST_GROUPS]:
        lines = ", ".join(str(lost.tag.line) for lost in found[:_MOST_LINES])
        more = ", ..." if len(found) > _MOST_LINES else ""
        s = "s" if len(found) > 1 else ""
        first = shown(found[0].tag.text)
        yield f"no home  {file}: {shown(name)} (line{s} {lines}{more}): {first}"
    if len(groups) > _MOST_GROUPS:
        listed = imported.left.as_posix() if imported.left else "the report of --format json"
        yield f"no home  and {len(groups) - _MOST_GROUPS} more kinds of text: all in {listed}"


def _encodable(text: str) -> str:
    """Half of a surrogate pair cannot be printed."""
    return text.encode("utf-8", "replace").decode("utf-8")
