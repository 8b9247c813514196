"""What templates see instead of records: read-only views that know their record paths."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

from assembler.compose.slots import Slot, SlotKind, Slots
from assembler.compose.style import Style
from assembler.problems import nearest
from assembler.records.base import (
    Absence,
    Block,
    Placed,
    Record,
    Refers,
    Source,
    Term,
    join,
    refers,
    step,
)
from assembler.records.scalars import Count, Date, Interval, Percentage, Quantity, Reported

PARTS: dict[type, tuple[str, ...]] = {
    Quantity: ("number", "unit"),
    Percentage: ("number",),
    Interval: ("lower", "upper"),
}
"""Attributes of scalars that templates may read."""


class FieldMissing(AttributeError):
    """A template names a field that the record does not have; the message names the nearest."""


class NamedFormsOnly(TypeError):
    """A template computes with record values other than by a named form."""


@dataclass(frozen=True, slots=True)
class Records:
    """All that the views of one document share."""

    root: Record
    slots: Slots
    style: Style
    placed: Mapping[str, Placed]
    """Record path -> the record with the source and gap plan that hold for it."""

    def view(self) -> "View":
        """The view of all records."""
        return View(self, self.root, ("",))

    def at(self, path: str) -> "View":
        """The view of the record at `path` (`trial.cohorts.pnet`), which must exist."""
        return View(self, self.placed[path].record, (path,))

    def target(self, value: object, ids: Refers | None) -> "View | None":
        """The record that an id means, when `value` is one of the collection's ids."""
        if ids is None or not isinstance(value, str):
            return None
        path = f"{ids.collection}.{value}"
        return self.at(path) if path in self.placed else None

    def source(self, path: str, key: str | None = None) -> Source | None:
        """The source that holds for a record, or for one key of it."""
        here = self.placed[path]
        if key is not None and isinstance(here.record, Block) and key in here.record.sources:
            return here.record.sources[key]
        return here.source


class View:
    """A value of the records with the paths it came from.

    Attributes and items extend the path; an id of another record leads to that record; `str`
    gives a slot. Truth is yes or no as recorded, for everything else whether it is given: a
    count of 0 is given. Nothing can be computed except by the named forms.
    """

    __slots__ = ("_derivation", "_ids", "_paths", "_printed", "_records", "_value")

    def __init__(
        self,
        records: Records,
        value: object,
        paths: tuple[str, ...],
        *,
        printed: str | None = None,
        derivation: str = "as recorded",
        ids: Refers | None = None,
    ) -> None:
        self._ids = ids
        self._records = records
        self._value = value
        self._paths = paths
        self._printed = printed
        self._derivation = derivation

    # --- reading

    def __getattr__(self, name: str) -> "View":
        if name.startswith("_"):
            raise FieldMissing(f"'{name}' is no field of a record")
        value = self._value
        if isinstance(value, Absence):
            return self
        if isinstance(value, Record):
            return self._field(value, name)
        if name == "label":  # of a controlled term: what it prints anyway
            return self
        if name in PARTS.get(type(value), ()):
            return self._child(getattr(value, name), name)
        raise FieldMissing(self._no_such(name))

    def _field(self, record: Record, name: str) -> "View":
        fields = type(record).model_fields
        if name not in fields:
            raise FieldMissing(self._no_such(name))
        path = join(self._paths[0], name)
        if name == "source" and isinstance(record, Block):
            source = self._records.source(self._paths[0])
            return View(self._records, source or Absence.NOT_YET_ENTERED, (path,))
        value = getattr(record, name)
        absent = record.absence(name) if isinstance(record, Block) else None
        empty_list = isinstance(value, tuple | dict) and absent is Absence.NOT_YET_ENTERED
        if absent is not None and not empty_list:
            return View(self._records, absent, (path,))
        if value is None:
            return View(self._records, Absence.NOT_YET_ENTERED, (path,))
        return self._child(value, name, refers(type(record), name))

    def _child(self, value: object, name: str, ids: Refers | None = None) -> "View":
        target = self._records.target(value, ids)
        if target is not None:
            return target
        return View(self._records, value, (join(self._paths[0], name),), ids=ids)

    def __getitem__(self, key: object) -> "View":
        value, name = self._value, raw(key)
        if isinstance(name, Record):
            name = getattr(name, "id", name)
        if isinstance(value, Absence):
            return self
        if isinstance(value, tuple):
            for index, item in enumerate(value):
                if getattr(item, "id", None) == name or (
                    index == name and not isinstance(name, bool)
                ):
                    return View(self._records, item, (self._paths[0] + step(item, index),))
            raise KeyError(self._no_such(str(name)))
        if isinstance(value, dict):
            if name in value:
                return self._child(value[name], str(name))
            raise KeyError(self._no_such(str(name)))
        if isinstance(name, str):
            return self.__getattr__(name)
        raise TypeError(f"{self._name()} is no list")

    def __iter__(self) -> Iterator["View"]:
        value = self._value
        if isinstance(value, Absence):
            return
        if isinstance(value, tuple):
            for index, item in enumerate(value):
                path = self._paths[0] + step(item, index)
                target = self._records.target(item, self._ids)
                yield target or View(self._records, item, (path,))
        elif isinstance(value, dict):
            for key in value:
                target = self._records.target(key, self._ids)
                yield target or View(self._records, key, (join(self._paths[0], str(key)),))
        else:
            raise TypeError(f"{self._name()} is no list")

    def __len__(self) -> int:
        value = self._value
        if isinstance(value, tuple | dict | str):
            return len(value)
        if isinstance(value, Absence):
            return 0
        raise TypeError(f"{self._name()} is no list")

    def __bool__(self) -> bool:
        value = self._value
        if isinstance(value, bool | tuple | dict):
            return bool(value)
        return not isinstance(value, Absence)

    def __contains__(self, other: object) -> bool:
        value = self._value
        return isinstance(value, tuple | dict | str) and raw(other) in value

    # --- comparing

    def __eq__(self, other: object) -> bool:
        left, right = self._value, raw(other)
        if isinstance(right, int) and not isinstance(right, bool):
            number = number_of(left)
            return number is not None and number == right
        if isinstance(right, str) and not isinstance(left, str):
            return getattr(left, "text", None) == right
        return left == right

    def __hash__(self) -> int:
        return hash(self._value) if not isinstance(self._value, dict) else hash(self._paths)

    def __lt__(self, other: object) -> bool:
        return _before(self, other)

    def __gt__(self, other: object) -> bool:
        return _before(other, self)

    def __le__(self, other: object) -> bool:
        return not _before(other, self)

    def __ge__(self, other: object) -> bool:
        return not _before(self, other)

    # --- printing

    def __str__(self) -> str:
        return self._records.slots.mark(self._slot())

    def __format__(self, spec: str) -> str:
        if spec:
            raise NamedFormsOnly("a value is printed as recorded: no format codes")
        return str(self)

    def _slot(self) -> Slot:
        value, style = self._value, self._records.style
        kind: SlotKind = "value"
        if isinstance(value, Absence):
            kind = "gap"
        elif isinstance(value, str) and is_name(self._paths[0]):
            kind = "name"
        text = self._printed if self._printed is not None else style.printed(value)
        if text is None:
            raise FieldMissing(
                f"{self._name()} is a group of values: name the one to print, or use a filter"
            )
        paths = self._paths
        return Slot(kind, text, paths, tuple(map(self._recorded, paths)), self._derivation)

    def _recorded(self, path: str) -> str:
        return recorded_at(self._records, path)

    # --- refusing

    def _refuse(self, other: object) -> NoReturn:
        raise NamedFormsOnly(
            "record values are not computed with + - * / in a template: use a named form "
            "(difference, total, percent)"
        )

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _refuse
    __truediv__ = __rtruediv__ = __floordiv__ = __mod__ = __pow__ = _refuse

    def _name(self) -> str:
        return f"'{self._paths[0]}'" if self._paths[0] else "the records"

    def _no_such(self, name: str) -> str:
        names = names_in(self._value)
        near = nearest(name, names)
        if near:
            hint = f"did you mean '{near}'?"
        else:
            hint = f"it has: {', '.join(names[:12])}" if names else "it is a single value"
        return f"{self._name()} has no '{name}'; {hint}"


def raw(value: object) -> object:
    """What a view holds; any other value as it is."""
    return value._value if isinstance(value, View) else value


def paths_of(value: object) -> tuple[str, ...]:
    """The record paths of a view; none for anything else."""
    return value._paths if isinstance(value, View) else ()


def slot_of(view: View) -> Slot:
    """What printing the view enters into the table of slots."""
    return view._slot()


def derived(
    view: View, printed: str, derivation: str, *, paths: tuple[str, ...] | None = None
) -> View:
    """The view printed otherwise than as recorded, by a named form; `paths` are its operands."""
    return View(
        view._records, view._value, paths or view._paths, printed=printed, derivation=derivation
    )


def same_words(view: View, change: Callable[[str], str], derivation: str) -> View:
    """The view with its printed words changed in case only."""
    slot = view._slot()
    return derived(view, change(slot.text), derivation)


def style_of(view: View) -> Style:
    """The style profile that the view prints by."""
    return view._records.style


def records_of(view: View) -> Records:
    """The records that the view belongs to."""
    return view._records


def names_in(value: object) -> list[str]:
    """What may stand after the dot or in brackets for this value."""
    if isinstance(value, Record):
        housekeeping = Block.model_fields
        own = [name for name in type(value).model_fields if name not in housekeeping]
        return [*own, "source"] if isinstance(value, Block) else own
    if isinstance(value, dict):
        return [str(key) for key in value]
    if isinstance(value, tuple):
        return [item.id for item in value if hasattr(item, "id")]
    return list(PARTS.get(type(value), ()))


_NAMES = frozenset(("inn", "name", "label", "acronym", "title", "brand_names", "short_name", "id"))


def is_name(path: str) -> bool:
    """Whether the value at a path is what something is called, not what was found."""
    tail = path.rpartition(".")[2]
    return tail.partition("[")[0] in _NAMES


def number_of(value: object) -> Decimal | None:
    """The number that a value states exactly; None for text and for `<0.0001`."""
    if isinstance(value, Quantity | Percentage):
        value = value.number
    if isinstance(value, Reported):
        return value.decimal if value.relation == "=" else None
    if isinstance(value, Count):
        return Decimal(value.number)
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return None


def _before(left: object, right: object) -> bool:
    first, second = raw(left), raw(right)
    if isinstance(first, Date) and isinstance(second, Date):
        return first.latest < second.earliest
    one, two = number_of(first), number_of(second)
    if one is None or two is None:
        raise TypeError("only numbers and dates can be compared by size")
    return one < two


def recorded_at(records: Records, path: str) -> str:
    """The text recorded at a path: of a single value its digits, of a group nothing."""
    value: Any = _value_at(records, path)
    return "" if isinstance(value, Record | dict | tuple) or value is None else _as_typed(value)


def _as_typed(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.value if isinstance(value, Term) else str(value)


def _value_at(records: Records, path: str) -> object:
    """The value at a path; its last step may be a key, an item or a part of a scalar."""
    if path in records.placed:
        return records.placed[path].record
    holder, _, name = path.rpartition(".")
    if name.endswith("]"):
        name, _, index = name[:-1].rpartition("[")
        items = _value_at(records, f"{holder}.{name}" if holder else name)
        return items[int(index)] if isinstance(items, tuple) else None
    if not holder and name not in type(records.root).model_fields:
        return None
    parent = _value_at(records, holder) if holder else records.root
    if isinstance(parent, dict):
        return parent.get(name)
    if name in PARTS.get(type(parent), ()) or isinstance(parent, Record):
        return getattr(parent, name, None)
    return None
