"""What has changed between two states of the page."""

from assembler.preview.fragments import outline, overlay, problems_list
from assembler.preview.inputs import Inputs
from assembler.preview.shown import Good, Shown


def patch(before: Shown | None, now: Shown, inputs: Inputs) -> dict[str, object]:
    """What a page that shows `before` must replace to show `now`, as plain data.

    `version`; `said`, for those who hear the page; `broken`, the overlay or an empty text;
    `parts`, pairs of id and HTML; or, where sections came, went or moved, `whole`; `style`,
    `outline` and `problems` where they have changed.
    """
    old, new = before.good if before else None, now.good
    changed: dict[str, object] = {"version": now.version, "broken": overlay(now.broken, inputs)}
    if new is None or new is old:
        changed["said"] = said(now, 0)
        return changed
    same = old is not None and _structure(old) == _structure(new)
    known = {part.id: part.html for part in old.parts} if old is not None and same else {}
    parts = [(part.id, part.html) for part in new.parts if known.get(part.id) != part.html]
    changed["parts" if same else "whole"] = (
        parts if same else [(part.id, part.html, part.level) for part in new.parts]
    )
    for name, make in (("outline", outline), ("problems", problems_list)):
        html = make(new)
        if old is None or make(old) != html:
            changed[name] = html
    if old is None or old.style != new.style:
        changed["style"] = new.style
    changed["said"] = said(now, len(parts))
    return changed


def _structure(good: Good) -> list[tuple[str, int]]:
    return [(part.id, part.level) for part in good.parts]


def said(now: Shown, parts: int) -> str:
    """The state of the page in few words, after so many parts of it were replaced."""
    if now.broken:
        count = len(now.broken)
        return "1 error" if count == 1 else f"{count} errors"
    if not parts:
        return "up to date"
    return f"{parts} section{'s' if parts > 1 else ''} updated"
