"""What templates see instead of records: read-only views that know their record paths.

The sandbox never looks up a Python attribute of a view: a template's `a.b` and `a["b"]` come to
`View.field` and `View.item`, and nothing else of a view can be reached.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum
from typing import Any

from assembler.compose.habits import instead
from assembler.compose.mistakes import TemplateMistake
from assembler.compose.shape import PARTS, Types, names_in, types_at, types_in
from assembler.compose.slots import Slot, SlotKind, Slots
from assembler.compose.style import Style
from assembler.problems import nearest
from assembler.records.base import Absence, Alternative, Block, Record, Source, Sourced, refers
from assembler.records.marks import Refers
from assembler.records.placed import Placed, join, step
from assembler.records.scalars import Count, Percentage, Quantity, Reported

_NAMES = frozenset(("inn", "name", "label", "acronym", "title", "brand_names", "short_name", "id"))


@dataclass(frozen=True, slots=True)
class Records:
    """All that the views of one document share."""

    root: Record
    slots: Slots
    style: Style
    placed: Mapping[str, Placed]
    """Record path -> the record with the source and gap plan that hold for it."""
    _sources: dict[str, tuple[Source, str] | None] = field(default_factory=dict)
    _places: dict[str, dict[str, int]] = field(default_factory=dict)

    def view(self) -> "View":
        """The view of all records."""
        return View(self, self.root, ("",))

    def at(self, path: str) -> "View":
        """The view of the record at `path` (`trial.cohorts.pnet`), which must exist."""
        return View(self, self.placed[path].record, (path,))

    def source(self, path: str) -> tuple[Source, str] | None:
        """The source that holds for what stands at `path`, and the source's own path.

        The nearest block decides: its source for the key, else its source as a whole.
        """
        if path not in self._sources:
            self._sources[path] = self._own_source(path) or self._source_around(path)
        return self._sources[path]

    def place(self, path: str) -> int | None:
        """Which entry of its list the record at `path` is, from 1; None of what is no entry."""
        holder, _, id_ = path.rpartition(".")
        if holder not in self._places:
            around, _, name = holder.rpartition(".")
            record = self.placed[around].record if around in self.placed else None
            entries = getattr(record, name, None) if record is not None else None
            ids = [getattr(one, "id", "") for one in entries] if isinstance(entries, tuple) else []
            self._places[holder] = {id_: n for n, id_ in enumerate(ids, start=1) if id_}
        return self._places[holder].get(id_)

    def _own_source(self, path: str) -> tuple[Source, str] | None:
        record = self.placed[path].record if path in self.placed else None
        if isinstance(record, (Sourced, Alternative)) and record.source is not None:
            return record.source, join(path, "source")
        return None

    def _source_around(self, path: str) -> tuple[Source, str] | None:
        if not path:
            return None
        around, key = around_of(path), path.rpartition(".")[2]
        block = self.placed[around].record if around in self.placed else None
        if isinstance(block, Block) and key in block.sources:
            return block.sources[key], join(around, f"sources.{key}")
        return self.source(around)


def ancestors(path: str) -> Iterator[str]:
    """The path itself and what is around it, nearest first: `a.b[0]`, `a.b`, `a`, nothing."""
    while path:
        yield path
        path = around_of(path)
    yield ""


def around_of(path: str) -> str:
    """What is next around a path: of `a.b[0]` it is `a.b`, of `a` nothing."""
    return path[: max(path.rfind("."), path.rfind("["), 0)]


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A value of the records with the paths it came from.

    Fields and items extend the path; an id of another record leads to that record; `str` gives a
    slot. A view is true when it holds yes, a list with entries, or any value: a count of 0 is
    given; an absence is false.
    """

    records: Records
    value: object
    """A record, a scalar, a tuple, a dict, an `Absence`; of a derived view what was derived."""
    paths: tuple[str, ...]
    """Record paths, the leading one first."""
    types: Types = ()
    """Of an absent value: what it would hold, so that a misspelt field below it is found."""
    ids: Refers | None = None
    """Of a list or mapping: whose ids its items or keys are."""
    printed: str | None = None
    """As printed, when a form has made it."""
    derivation: str = "as recorded"

    @property
    def path(self) -> str:
        """The leading record path."""
        return self.paths[0]

    @property
    def is_absent(self) -> bool:
        """Whether it holds the reason why there is no value."""
        return isinstance(self.value, Absence)

    # --- reading

    def field(self, name: str) -> "View":
        """What a template calls `view.name`."""
        value = self.value
        if isinstance(value, Absence):
            return self._below_absence(name)
        if isinstance(value, Record):
            return self._field_of(value, name)
        if isinstance(value, dict) and name in value:
            return self.item(name)
        if name == "label" and not isinstance(value, tuple | dict):
            return self  # of a controlled term: what it prints anyway
        if name in PARTS.get(type(value), ()):
            return View(self.records, getattr(value, name), (join(self.path, name),))
        raise self._no_such(name)

    def _field_of(self, record: Record, name: str) -> "View":
        model, path = type(record), join(self.path, name)
        if name == "source":
            found = self.records.source(self.path)
            if found is not None:
                return View(self.records, found[0], (found[1],))
            return View(self.records, Absence.NOT_YET_ENTERED, (path,), types=(Source,))
        if name not in names_in(model):
            raise self._no_such(name)
        value = getattr(record, name)
        if value is None or (isinstance(value, tuple | dict) and not value):
            absence = record.absence(name) if isinstance(record, Block) else None
            absence = absence or Absence.NOT_YET_ENTERED
            if value is None or absence is not Absence.NOT_YET_ENTERED:
                return View(self.records, absence, (path,), types=self._types(model, name))
        return self._inside(value, path, refers(model, name))

    def _below_absence(self, name: str) -> "View":
        if not any(name in names_in(one) for one in self.types):
            raise self._no_such(name)
        if name == "source":
            return View(self.records, self.value, self.paths, types=(Source,))
        types = tuple(
            found
            for one in self.types
            if issubclass(one, Record) and name in one.model_fields
            for found in self._types(one, name)
        )
        return View(self.records, self.value, self.paths, types=types)

    def _types(self, model: type[Record], name: str) -> Types:
        ids = refers(model, name)
        if ids is None:
            annotation: Any = model.model_fields[name].annotation
            return types_in(annotation)
        return types_at(type(self.records.root), ids.collection)

    def _inside(self, value: object, path: str, ids: Refers | None = None) -> "View":
        if ids is not None and isinstance(value, str):
            target = f"{ids.collection}.{value}"
            if target in self.records.placed:
                return self.records.at(target)
        return View(self.records, value, (path,), ids=ids)

    def item(self, key: object) -> "View":
        """What a template calls `view[key]`: by id, by place in a list, by key of a mapping."""
        value = self.value
        if isinstance(value, Absence):
            return self
        if isinstance(key, View):
            key = key.value
        if isinstance(key, Record):
            key = getattr(key, "id", None)
        if isinstance(value, tuple) and isinstance(key, int) and not isinstance(key, bool):
            if 0 <= key < len(value):
                return self._item(value[key], key)
            raise TemplateMistake(
                f"{self.name} has {len(value)} entries and none at place {key}",
                "places are counted from 0; better name the entry by its id",
            )
        if not isinstance(key, str) or not isinstance(value, tuple | dict | Record):
            raise TemplateMistake(
                f"{self.name} has no entries to be looked up with [ ]",
                'write list["id"], group["key"] or view.field',
            )
        if isinstance(value, Record):
            return self.field(key)
        path = join(self.path, key)
        if isinstance(value, tuple):
            if path in self.records.placed:
                return self.records.at(path)
        elif key in value:
            return self._inside(value[key], path)
        elif self.ids is not None and f"{self.ids.collection}.{key}" in self.records.placed:
            # An arm of the trial that this analysis says nothing about.
            types = tuple({type(held): None for held in value.values()})
            return View(self.records, Absence.NOT_YET_ENTERED, (path,), types=types)
        raise self._no_such(key)

    def _item(self, item: object, index: int) -> "View":
        return self._inside(item, f"{self.path}{step(item, index)}", self.ids)

    def items(self) -> Iterator["View"]:
        """The entries of a list, the keys of a mapping; of an absence none."""
        value = self.value
        if isinstance(value, tuple):
            return (self._item(item, index) for index, item in enumerate(value))
        if isinstance(value, dict):
            return (self._inside(key, join(self.path, key), self.ids) for key in value)
        if isinstance(value, Absence):
            return iter(())
        raise TemplateMistake(f"{self.name} is no list", "name a list of records")

    def __bool__(self) -> bool:
        if isinstance(self.value, bool | tuple | dict):
            return bool(self.value)
        return not self.is_absent

    # --- printing

    def __str__(self) -> str:
        return self.records.slots.mark(self.slot())

    def slot(self) -> Slot:
        """What printing the view enters into the table of slots."""
        value = self.value
        if isinstance(value, tuple | dict) and not value:  # nobody has said why it has no entry
            return replace(self, value=Absence.NOT_YET_ENTERED).slot()
        text = self.printed if self.printed is not None else self._printed(value)
        if text is None:
            raise TemplateMistake(
                f"{self.name} is a group of values",
                f"name the one to print: {', '.join(names_in(type(value))[:12])}"
                if isinstance(value, Record)
                else "print its entries in a loop, or use and_list or how_many",
            )
        kind: SlotKind = "gap" if self.is_absent else "name" if self._is_name() else "value"
        recorded = tuple(recorded_at(self.records, path) for path in self.paths)
        not_entered = value is Absence.NOT_YET_ENTERED
        return Slot(kind, text, self.paths, recorded, self.derivation, not_entered)

    def _printed(self, value: object) -> str | None:
        if isinstance(value, str) and self._is_quoted():
            return value
        return self.records.style.printed(value)

    def _is_quoted(self) -> bool:
        """Whether it is the title of a reference, which stays as its source has it."""
        return self.path.startswith("references.") and self.path.endswith("title")

    def _is_name(self) -> bool:
        """Whether it is what something is called, not what was found."""
        last = self.path.rpartition(".")[2].partition("[")[0]
        return isinstance(self.value, str) and last in _NAMES

    def made(
        self, printed: str, derivation: str, *, paths: tuple[str, ...] = (), value: object = None
    ) -> "View":
        """This view as a form prints it; `paths` are its operands, `value` what was derived."""
        return View(
            self.records,
            self.value if value is None else value,
            tuple(dict.fromkeys(paths)) or self.paths,
            printed=printed,
            derivation=derivation,
        )

    @property
    def name(self) -> str:
        """How messages name it."""
        return f"'{self.path}'" if self.path else "the records"

    def _no_such(self, name: str) -> TemplateMistake:
        value = self.value
        if isinstance(value, Absence):
            names = [n for one in self.types for n in names_in(one)]
        elif isinstance(value, dict):
            names = [str(key) for key in value]
        elif isinstance(value, tuple):
            names = [item.id for item in value if isinstance(getattr(item, "id", None), str)]
        else:
            kind: Any = type(value)
            names = names_in(kind)
        entries: Any = type(value[0]) if isinstance(value, tuple) and value else None
        if entries is not None and name in names_in(entries):
            entry = f'{self.path}["{names[0]}"].{name}' if names else f"{self.path}[0].{name}"
            return TemplateMistake(
                f"{self.name} is a list, and '{name}' a field of its entries",
                f"loop over it, or name an entry: {entry}",
            )
        near = nearest(name, names)
        habit = instead(name, self.path)
        if isinstance(value, tuple) and (whole := _id_meant(name, names)):
            remedy = f'write the id whole, in brackets and quotes: {self.path}["{whole}"]'
        elif near and not (habit and isinstance(value, tuple)):
            remedy = f"did you mean '{near}'?"
        elif habit:
            remedy = habit
        elif not isinstance(value, Record | Absence | tuple | dict):
            remedy = f"it is a single value: {{{{ {self.path} }}}}"
        elif names:
            remedy = f"it has: {', '.join(names[:12])}"
        elif value == ():
            remedy = f"nothing is entered there; ask first: {{% if {self.path} %}}"
        else:
            remedy = "it holds nothing else"
        return TemplateMistake(f"{self.name} has no '{name}'", remedy)


def _id_meant(name: str, ids: Sequence[str]) -> str | None:
    """The id that was asked for as if it were a field: all of it, or what stands before its
    first hyphen, where a name ends for Jinja."""
    begun = [one for one in ids if one.startswith(f"{name}-")]
    return name if name in ids else begun[0] if begun else None


def raw(value: object) -> object:
    """What a view holds; any other value as it is."""
    return value.value if isinstance(value, View) else value


def paths_of(value: object) -> tuple[str, ...]:
    """The record paths of a view; none for anything else."""
    return value.paths if isinstance(value, View) else ()


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
    return value if isinstance(value, Decimal) else None


# --- what was recorded


def recorded_at(records: Records, path: str) -> str:
    """The text recorded at a path: of a single value its digits, of a group nothing."""
    value = _value_at(records, path)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    return "" if isinstance(value, Record | dict | tuple) or value is None else str(value)


def _value_at(records: Records, path: str) -> object:
    """The value at a path; its last step may be a field, a key, an item or a part of a scalar."""
    if path in records.placed:
        return records.placed[path].record
    around = around_of(path)
    parent: Any = _value_at(records, around)
    name = path[len(around) :].strip(".[]")
    if isinstance(parent, tuple):
        return parent[int(name)] if name.isdigit() and int(name) < len(parent) else None
    if isinstance(parent, dict):
        return parent.get(name)
    known = isinstance(parent, Record) or name in PARTS.get(type(parent), ())
    return getattr(parent, name, None) if known else None
