"""Records with their paths, and the source and gap plan that hold for each."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import get_args

from assembler.records.base import Alternative, Block, GapPlan, Record, Source, Sourced

_HOLDERS = (Record, dict, tuple)
"""What can hold records."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A record with its path and the source and gap plan that hold for it."""

    path: str
    record: Record
    source: Source | None
    gap: GapPlan | None


def placed(record: Record, path: str = "") -> Iterator[Placed]:
    """Every record inside `record`, itself first, in the order of its fields."""
    found: list[Placed] = []
    _place(record, path, None, None, found)
    return iter(found)


def _place(
    record: Record, path: str, source: Source | None, gap: GapPlan | None, found: list[Placed]
) -> None:
    if isinstance(record, Sourced):
        source, gap = record.source or source, record.gap or gap
    elif isinstance(record, Alternative):
        source = record.source
    found.append(Placed(path, record, source, gap))
    own = record.sources if isinstance(record, Block) else {}
    for name in _holding(type(record)):
        value = getattr(record, name)
        if isinstance(value, _HOLDERS):
            _place_held(value, join(path, name), own.get(name, source), gap, found)


def _place_held(
    value: object, path: str, source: Source | None, gap: GapPlan | None, found: list[Placed]
) -> None:
    if isinstance(value, Record):
        _place(value, path, source, gap, found)
    elif isinstance(value, dict):
        for key, child in value.items():
            if isinstance(child, _HOLDERS):
                _place_held(child, join(path, key), source, gap, found)
    elif isinstance(value, tuple):
        for index, child in enumerate(value):
            if isinstance(child, _HOLDERS):
                _place_held(child, f"{path}{step(child, index)}", source, gap, found)


@cache
def _holding(model: type[Record]) -> tuple[str, ...]:
    """The fields of a record that can hold records: most are single values."""
    fields = model.model_fields
    return tuple(name for name, field in fields.items() if _can_hold(field.annotation))


def _can_hold(annotation: object) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return True
    return any(map(_can_hold, get_args(annotation)))


def step(item: object, index: int) -> str:
    """How a path names an item of a list: by its id, `.pfs-pnet`, else by its place, `[0]`."""
    name = getattr(item, "id", None)
    return f".{name}" if isinstance(name, str) else f"[{index}]"


def join(path: str, key: str) -> str:
    """`efficacy` and `analyses` -> `efficacy.analyses`."""
    return f"{path}.{key}" if path else key
