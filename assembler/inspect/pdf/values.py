"""What stands in objects of a file that anybody may have written, damaged ones too."""

from collections.abc import Iterable
from typing import Any

from pikepdf import Array, Name, String


def words(thing: Any) -> str:
    """The text of a string, a name or a number; of a string that no encoding explains, what of it
    can be read; of all else nothing."""
    if thing is None:
        return ""
    try:
        return str(thing)
    except UnicodeDecodeError:
        return bytes(thing).decode("latin-1") if isinstance(thing, String | Name) else ""


def numbers(things: Any, wanted: int) -> list[float]:
    """The first numbers of an array: as many as are wanted, 0 for each that is missing or none."""
    each: Iterable[Any] = things if isinstance(things, Array | list) else ()
    found = [number(one) for one in list(each)[:wanted]]
    return found + [0.0] * (wanted - len(found))


def number(thing: Any, otherwise: float = 0.0) -> float:
    """A number; what stands instead where it is none."""
    try:
        return float(thing)
    except (TypeError, ValueError, OverflowError):
        return otherwise
