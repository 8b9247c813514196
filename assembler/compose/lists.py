"""Filters on lists: choosing, ordering and joining entries, without losing a record path.

The environment hands every list on as an iterator that counts. What these return as an iterator
of texts is joined by the environment, which bounds it.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from assembler.compose.comparing import order_of
from assembler.compose.grouping import Group
from assembler.compose.mistakes import TemplateMistake, not_allowed, not_computed
from assembler.compose.views import View, raw
from assembler.records.base import Absence, Record

Entries = Iterator[object]


def and_list(items: Entries, conjunction: str = "and") -> Iterator[str]:
    """`a, b and c`; with `and_list("or")` another conjunction."""
    previous: str | None = None
    started = False
    for item in items:
        if previous is not None:
            yield f", {previous}" if started else previous
            started = True
        previous = text_of(item)
    if previous is not None:
        yield f" {conjunction} {previous}" if started else previous


def join(items: Entries, separator: str = "") -> Iterator[str]:
    """The entries one after the other with the separator between them."""
    for index, item in enumerate(items):
        yield f"{separator if index else ''}{text_of(item)}"


def first(items: Entries) -> object:
    """The first entry of a list that is not empty."""
    return _one(next(items, None), "first")


def last(items: Entries) -> object:
    """The last entry of a list that is not empty."""
    found = None
    for item in items:
        found = item
    return _one(found, "last")


def _one(found: object, name: str) -> object:
    if found is None:
        raise TemplateMistake(
            f"an empty list has no {name} entry", "test first whether it is empty"
        )
    return found


def length(items: Entries) -> int:
    """How many entries a list has, to be compared: `trial.cohorts | length > 1`."""
    return sum(1 for _ in items)


def as_list(items: Entries) -> list[object]:
    """The chosen entries as a list, which can be used more than once."""
    return list(items)


def reverse(items: Entries) -> list[object]:
    """The entries in the opposite order."""
    return list(items)[::-1]


def sort(items: Entries, attribute: str = "", reverse: bool = False) -> list[object]:
    """The entries by size, date or letter, or by a field: `sort(attribute="n")`."""
    entries = list(items)
    present = [e for e in entries if not isinstance(raw(of(e, attribute)), Absence)]
    absent = [e for e in entries if isinstance(raw(of(e, attribute)), Absence)]
    return sorted(present, key=lambda e: order_of(of(e, attribute)), reverse=reverse) + absent


def unique(items: Entries, attribute: str = "") -> list[object]:
    """Each value once, or one entry for each value of a field; a value keeps all its records."""
    found: dict[Hashable, object] = {}
    for item in items:
        key = _same(of(item, attribute))
        seen = found.get(key)
        if seen is None:
            found[key] = item
        elif isinstance(seen, View) and isinstance(item, View) and not attribute:
            paths = tuple(dict.fromkeys((*seen.paths, *item.paths)))
            found[key] = replace(seen, paths=paths)
    return list(found.values())


def _same(item: object) -> Hashable:
    """What makes an entry the same as another: a record's path, a single value's text."""
    if not isinstance(item, View):
        return type(item).__name__, str(item)
    if isinstance(item.value, Record | tuple | dict):
        return "record", item.path
    return item.printed or "", type(item.value).__name__, str(item.value)


def of(item: object, field: str) -> object:
    """A field of an entry, also of what the field holds: `endpoint.variable`."""
    for name in filter(None, field.split(".")):
        if not isinstance(item, View | Group):
            raise TemplateMistake(
                f"an entry has no field '{name}'", "choose from a list of records"
            )
        item = item.field(name)
    return item


def text_of(item: object) -> str:
    """A piece of what a template prints: words, or a value with its record path."""
    if isinstance(item, str | View):
        return str(item)
    if isinstance(item, bool) or item is None:
        raise not_computed("a template prints texts and values, not the answer to a question")
    if isinstance(item, int | Decimal):
        raise not_computed("a bare number has no record: print `how_many` of the list instead")
    if isinstance(item, tuple):  # lists of filters are none
        raise TemplateMistake(
            "a comma stands between the braces",
            "a field is named with a dot: {{ trial.title }}; "
            "two values stand each in braces of their own",
        )
    raise not_computed("a list is printed by `and_list`, `join` or a loop over its entries")


Filter = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Choosing:
    """The filters that take the name of another filter or test."""

    filter: Callable[[str], Filter]
    test: Callable[[str], Filter]
    """Look a name up; raise TemplateMistake when there is none."""

    def map(self, items: Entries, name: str = "", /, *rest: object, attribute: str = "") -> Entries:
        """Of each entry a field, `map(attribute="label")`, or a form, `map("capitalize")`."""
        if bool(name) is bool(attribute):
            raise not_allowed(
                "`map` takes the name of a filter, or a field",
                'write map(attribute="label") or map("capitalize")',
            )
        if attribute:
            return (of(item, attribute) for item in items)
        form = self.filter(name)
        return (form(item, *rest) for item in items)

    def select(self, items: Entries, test: str = "", /, *rest: object) -> Entries:
        """The entries that are true, or that pass a test: `select("reported")`."""
        return self._chosen(items, "", test, rest, wanted=True)

    def reject(self, items: Entries, test: str = "", /, *rest: object) -> Entries:
        """The entries that are not true, or that fail a test."""
        return self._chosen(items, "", test, rest, wanted=False)

    def selectattr(self, items: Entries, field: str, test: str = "", /, *rest: object) -> Entries:
        """The entries whose field is true or passes a test: `selectattr("n", "reported")`."""
        return self._chosen(items, field, test, rest, wanted=True)

    def rejectattr(self, items: Entries, field: str, test: str = "", /, *rest: object) -> Entries:
        """The entries whose field is not true, or fails a test."""
        return self._chosen(items, field, test, rest, wanted=False)

    def _chosen(
        self, items: Entries, field: str, test: str, rest: Iterable[object], *, wanted: bool
    ) -> Entries:
        passes: Filter = self.test(test) if test else bool
        return (item for item in items if bool(passes(of(item, field), *rest)) is wanted)


def entries_of(value: object, *, to_print: bool = False) -> Entries:
    """The entries of a list of records, of a mapping its keys, of a list in the template.

    Where they are to be printed, a list that is absent or empty says so itself.
    """
    if isinstance(value, View):
        if not to_print or value:
            return value.items()
        absence = value.value if value.is_absent else Absence.NOT_YET_ENTERED
        return iter((replace(value, value=absence),))
    if isinstance(value, list | tuple | Iterator):
        return iter(value)
    kind = "a text" if isinstance(value, str) else "a single value"
    raise TemplateMistake(f"{kind} is no list", "name a list of records")


FILTERS: tuple[Filter, ...] = (and_list, first, join, last, length, reverse, sort, unique)
"""Beside those of `Choosing`, and `list`, which is `as_list`."""
CHOOSING = ("map", "select", "reject", "selectattr", "rejectattr")
