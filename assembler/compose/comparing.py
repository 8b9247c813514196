"""How templates compare values: equality of what was recorded, order of numbers and dates."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import Enum
from typing import Any

from assembler.compose.mistakes import TemplateMistake
from assembler.compose.slots import has_slot
from assembler.compose.views import View, number_of, raw
from assembler.problems import nearest
from assembler.records.base import Absence, Record, Term
from assembler.records.scalars import Date, Percentage, Quantity, Reported


def equal(left: object, right: object) -> bool:
    """Whether two things are the same: text for text as recorded, so 3.0 is not 3.

    A record is the same as itself and as its id; a number written in the template is compared by
    its size. A word of a controlled list is compared with words of that list only.
    """
    if not isinstance(left, View):
        left, right = right, left
    if not isinstance(left, View):
        return type(left) is type(right) and _plain(left) == _plain(right)
    one, two = left.value, raw(right)
    if isinstance(one, Record) or isinstance(two, Record):
        return _same_record(left, right)
    if isinstance(two, int | Decimal) and type(two) is not bool and not isinstance(right, View):
        number = number_of(one)
        return number is not None and number == two
    if isinstance(two, str) and not isinstance(right, View):
        _is_a_word_of(left, two)
        if not isinstance(one, str):
            return getattr(one, "text", None) == two
    return isinstance(one, bool) is isinstance(two, bool) and one == two


def _same_record(left: View, right: object) -> bool:
    """Two records by their place, a record and a word by its id."""
    if isinstance(right, View):
        if isinstance(left.value, Record) and isinstance(right.value, Record):
            return left.path == right.path
        if isinstance(right.value, Record):
            left, right = right, left
    word = raw(right)
    return isinstance(word, str) and getattr(left.value, "id", None) == word


def _is_a_word_of(view: View, word: str) -> None:
    """Refuse a word that the view can never hold: a misspelling would be false for ever."""
    held = view.types if view.is_absent else (type(view.value),)
    lists: list[type[Term]] = [one for one in held if issubclass(one, Term)]
    if not lists or len(lists) < len(held):
        return
    every: list[type[Term]] = [*lists, Absence]
    words = [str(term.value) for one in every for term in one]
    if word not in words:
        near = nearest(word, words)
        known = [str(term.value) for one in lists for term in one]
        raise TemplateMistake(
            f"{view.name} is never '{word}'",
            f"did you mean '{near}'?" if near else f"it can be: {', '.join(known)}",
        )


def before(left: object, right: object) -> bool:
    """Whether the left number is smaller, or the left date certainly earlier."""
    first, second = raw(left), raw(right)
    if isinstance(first, Date) and isinstance(second, Date):
        return first.latest < second.earliest
    one, two = number_of(first), number_of(second)
    if one is None or two is None:
        culprit = left if one is None else right
        name = culprit.name if isinstance(culprit, View) else "a text"
        raise TemplateMistake(
            f"{name} is no exact number and no date, and cannot be compared by size",
            "test first whether it is reported; only numbers and dates have a size",
        )
    return one < two


def contains(item: object, container: object) -> bool:
    """Whether a list holds the item, or a text the words."""
    if isinstance(container, View):
        held = container.value
        if isinstance(held, Absence):
            return False
        if isinstance(held, tuple | dict):
            return any(equal(entry, item) for entry in container.items())
        container = held
    if isinstance(container, list | tuple):
        return any(equal(entry, item) for entry in container)
    words = raw(item)
    if isinstance(container, str) and isinstance(words, str):
        return str(_plain(words)) in str(_plain(container))
    raise TemplateMistake("`in` looks for an entry in a list, or words in a text", "name a list")


def order_of(value: object) -> tuple[int, Any]:
    """What a list is sorted by: numbers by size, dates by day, words by letter; absences last."""
    held = raw(value)
    if isinstance(held, Absence):
        return 3, 0
    if isinstance(held, Date):
        return 1, held.earliest
    number = number_of(held)
    if number is not None:
        return 0, number
    if isinstance(held, Reported | Quantity | Percentage):
        return 0, (held if isinstance(held, Reported) else held.number).decimal
    if isinstance(held, str):
        words = str(held.value if isinstance(held, Enum) else _plain(held))
        return 2, (words.casefold(), words)
    name = value.name if isinstance(value, View) else "a list"
    raise TemplateMistake(f"{name} cannot be sorted", 'name a field: sort("n"), sort("label")')


def _plain(value: object) -> object:
    if isinstance(value, str) and has_slot(value):
        raise TemplateMistake(
            "a text that values were joined into cannot be compared",
            "compare the value itself, before it is joined to text",
        )
    if value is None or isinstance(value, str | int | Decimal):
        return value
    raise TemplateMistake("a list cannot be compared", "compare its entries")


def _not(compare: Callable[[object, object], bool]) -> Callable[[object, object], bool]:
    return lambda left, right: not compare(left, right)


COMPARISONS: Mapping[str, Callable[[object, object], bool]] = {
    "eq": equal,
    "ne": _not(equal),
    "lt": before,
    "gt": lambda left, right: before(right, left),
    "le": _not(lambda left, right: before(right, left)),
    "ge": _not(before),
    "in": contains,
    "notin": _not(contains),
}
"""By the names of Jinja's tests, and `notin`."""
