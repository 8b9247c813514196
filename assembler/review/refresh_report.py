"""A refresh told to a person, and as plain data."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from assembler.problems import shortened
from assembler.resolve.plain import folded
from assembler.review import data_sets
from assembler.review.found import LEFT, Item, Refreshed
from assembler.review.refresh import Wish

_KINDS = {
    "value": ("value", "values"),
    "copy": ("repeated title, caption or head", "repeated titles, captions and heads"),
    "citation": ("cluster of citations", "clusters of citations"),
    "reference": ("entry of the reference list", "entries of the reference list"),
}
_ADVICE = {
    "overtyped": "take the record with --take-records, or correct the record",
    "pending": "accept or reject the change in Word, or take the record with --take-records",
    "hindered": "change it by hand",
    "unlinked": "change it by hand",
    "gone": "read the sentence, and take it out if it no longer belongs there",
    "other-form": "change it by hand, or leave it",
    "listing": data_sets.ADVICE,
}


def refresh_lines(refreshed: Refreshed, wish: Wish) -> Iterator[str]:
    """What the terminal shows: what was refreshed, what was left and why, counts."""
    yield from _listed("Refreshed", refreshed.done, _done)
    yield from _listed("Left to you", refreshed.left, _left)
    if not refreshed.is_changed:
        yield "nothing to refresh: the file is a copy"
        return
    yield f"{_counted(refreshed.done)} refreshed, {_how(wish)}"
    if refreshed.left:
        comments = f"{refreshed.comments} comment{'s' if refreshed.comments != 1 else ''}"
        yield f"{len(refreshed.left)} left to you; {comments} in the margin"


def _how(wish: Wish) -> str:
    return "without tracked changes" if wish.accept else f"as tracked changes by {wish.author}"


def _counted(items: Iterable[Item]) -> str:
    kinds = [item.kind for item in items]
    said = [
        f"{kinds.count(kind)} {names[kinds.count(kind) != 1]}"
        for kind, names in _KINDS.items()
        if kind in kinds
    ]
    return ", ".join(said) or "nothing"


def _listed(
    title: str, items: Sequence[Item], shown: Callable[[Item], Iterator[str]]
) -> Iterator[str]:
    if not items:
        return
    yield f"{title}:"
    section: str | None = None
    for item in items:
        if item.section != section:
            section = item.section
            yield f"  {folded(section) or 'Before the first section, or outside the body'}"
        yield from shown(item)
    yield ""


def _done(item: Item) -> Iterator[str]:
    taken = " (somebody had typed over it)" if item.is_taken else ""
    yield f"    {_change(item)}{taken}"
    if item.path:
        yield f"      at   {item.path}"


def _left(item: Item) -> Iterator[str]:
    yield f"    {item.kind}: {LEFT[item.kind]}"  # type: ignore[index]
    if (item.old or item.new) and item.kind != "figure":
        yield f"      {_change(item)}"
    if item.path:
        yield f"      at   {item.path}"
    if item.why:
        yield f"      why  {item.why}"
    if item.kind in _ADVICE:
        yield f"      fix  {_ADVICE[item.kind]}"
    if item.around and folded(item.around) not in (folded(item.old), folded(item.new)):
        yield f"      in   {_excerpt(item)}"


def _change(item: Item) -> str:
    old, new = (
        shortened(folded(text)) if text.strip() else "(nothing)" for text in (item.old, item.new)
    )
    return f"{old} -> {new}"


def _excerpt(item: Item) -> str:
    """Some words on both sides of the value, or the first ones of the paragraph."""
    around, old = folded(item.around), folded(item.old)
    at = max(around.find(old), 0)
    begin, end = max(0, at - 40), at + len(old) + (40 if old else 100)
    return f"{'…' if begin else ''}{around[begin:end]}{'…' if end < len(around) else ''}"


def refresh_json(refreshed: Refreshed, path: str, kept: Sequence[str]) -> dict[str, object]:
    """The report for `--format json`."""
    return {
        "document": refreshed.document,
        "written": path,
        "kept": list(kept),
        "changed": refreshed.is_changed,
        "comments": refreshed.comments,
        "counts": {"done": len(refreshed.done), "left": len(refreshed.left)},
        "done": [_json(item) for item in refreshed.done],
        "left": [_json(item) for item in refreshed.left],
    }


def _json(item: Item) -> dict[str, object]:
    said: dict[str, object] = {
        "kind": item.kind,
        "section": item.section,
        "old": item.old,
        "new": item.new,
        "path": item.path,
        "around": item.around,
    }
    if item.is_left:
        said["reason"] = item.why or LEFT[item.kind]  # type: ignore[index]
    else:
        said["taken"] = item.is_taken
    return said
