"""What stands in objects of a file that anybody may have written, damaged ones too."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from pikepdf import Array, Dictionary, Name, String


def dictionary(thing: Any) -> Dictionary:
    """A dictionary; an empty one where it is none."""
    return thing if isinstance(thing, Dictionary) else Dictionary()


def array(thing: Any) -> list[Any]:
    """What an array holds; nothing where it is none."""
    return list(thing) if isinstance(thing, Array) else []


def is_true(thing: Any) -> bool:
    """Whether it is the value true."""
    return isinstance(thing, bool) and thing


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
    each: Iterable[Any] = things if isinstance(things, list) else array(things)
    found = [number(one) for one in islice(each, wanted)]
    return found + [0.0] * (wanted - len(found))


def number(thing: Any, otherwise: float = 0.0) -> float:
    """A number; what stands instead where it is none."""
    try:
        return float(thing)
    except (TypeError, ValueError, OverflowError):
        return otherwise
