"""Topics: an absence listed on a block and meant inside it, `arm_sizes` -> `arms.*.n`."""

from typing import Any

from pydantic_core import PydanticCustomError


def spread(data: dict[str, Any], path: list[str], listing: str, topic: str) -> None:
    """Add the last key of `path` to `listing` of each block that the path leads to."""
    *way, key = path
    owners: list[tuple[dict[Any, Any] | list[Any], Any]] = []

    def descend(holder: dict[Any, Any] | list[Any], steps: list[str]) -> None:
        first, *rest = steps
        names: list[Any]
        if first == "*":
            names = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        else:
            names = [first] if isinstance(holder, dict) and first in holder else []
        for name in names:
            child = holder[name]
            if not isinstance(child, dict | list):
                continue
            child = dict(child) if isinstance(child, dict) else list(child)
            holder[name] = child
            if rest:
                descend(child, rest)
            else:
                owners.append((holder, name))

    descend(data, way)
    for holder, name in owners:
        child = holder[name]
        if isinstance(child, dict):
            listed = child.get(listing, [])
            if isinstance(listed, list | tuple) and key not in listed:
                holder[name] = {**child, listing: [*listed, key]}
    if not owners:
        raise PydanticCustomError(
            "absence.names-a-key",
            "{listing} names '{topic}', but '{way}' is not given",
            {
                "listing": listing,
                "topic": topic,
                "way": way[0],
                "field": listing,
                "remedy": f"list '{way[0]}' instead",
            },
        )
