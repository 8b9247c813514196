"""What an expression of a template leads to in the records, known without any study."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from assembler.compose.habits import instead
from assembler.compose.shape import Types, names_in, types_at, types_in
from assembler.problems import nearest
from assembler.records import Dossier
from assembler.records.base import Record, Source, refers

Holds = Literal["one", "list", "mapping", "either"]
_MOST_NAMES = 12


class NoSuchField(Exception):
    """A field that what is before the dot can never have."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Kind:
    """What a name or a field can hold. Without types nothing is known of it."""

    types: Types = ()
    holds: Holds = "either"
    paths: tuple[str, ...] = ()
    """Where it stands: `efficacy.analyses[].comparison`; an entry of a list or mapping is `[]`."""
    ids: str | None = None
    """Of a list or mapping: whose ids its items or keys are."""
    is_sure: bool = True
    """Whether it can be nothing else."""
    is_chosen: bool = False
    """Whether it is a list that a filter made: its entries stand where `paths` say."""
    through: tuple[str, ...] = ()
    """Of a record that an id led to: where the id stands."""

    def field(self, name: str) -> "Kind":
        """What `this.name` leads to. Raises NoSuchField where it surely leads nowhere."""
        if not self.types:
            return NOTHING
        if self.holds == "mapping":
            return self.item(name)
        if self.holds == "list" and self.is_sure:
            raise NoSuchField(
                f"{self._named} is a list and has no '{name}'",
                instead(name, _end(self.paths))
                or f'loop over it, or name an entry: {_end(self.paths)}["id"].{name}',
            )
        holders = [one for one in self.types if name in names_in(one)]
        if not holders:
            if self.is_sure and self.holds == "one":
                raise self._no_such(name)
            return NOTHING
        found = [self._field_of(one, name) for one in holders]
        return replace(merged(found), is_sure=self.is_sure)

    def _field_of(self, one: type, name: str) -> "Kind":
        paths = tuple(f"{path}.{name}" for path in self.paths)
        if not issubclass(one, Record):
            return Kind((str,), "one", self.paths if name == "label" else paths)
        if name == "source":
            return Kind((Source,), "one", paths)
        found = refers(one, name)
        return kind_of(one.model_fields[name].annotation, paths, found.collection if found else "")

    def item(self, key: str | None) -> "Kind":
        """What `this[key]` leads to; a key that is worked out is None."""
        if not self.types:
            return NOTHING
        if self.holds == "one":
            return self.field(key) if key is not None else NOTHING
        if self.holds == "list" and self.ids:
            return _collection(self.ids, self.is_sure)
        paths = self.paths if self.is_chosen else tuple(f"{path}[]" for path in self.paths)
        holds: Holds = "one" if self.holds != "either" else "either"
        return Kind(self.types, holds, paths, None, self.is_sure)

    def chosen(self) -> "Kind":
        """A list of such entries, as a filter makes it."""
        return replace(self, holds="list", ids=None, is_chosen=True) if self.types else NOTHING

    def entry(self) -> "Kind":
        """What a loop over it gives: the items of a list, the keys of a mapping."""
        if self.ids is not None and self.types:
            return _collection(self.ids, self.is_sure)
        if self.holds == "mapping":
            return Kind((str,), "one", tuple(f"{path}[]" for path in self.paths))
        return self.item(None) if self.holds == "list" else NOTHING

    @property
    def _named(self) -> str:
        return f"'{_end(self.paths)}'"

    def _no_such(self, name: str) -> NoSuchField:
        names = list(dict.fromkeys(n for one in self.types for n in names_in(one)))
        near = nearest(name, names)
        listed = f"it has: {', '.join(names[:_MOST_NAMES])}"
        remedy = f"did you mean '{near}'?" if near else instead(name, _end(self.paths)) or listed
        return NoSuchField(f"{self._named} has no '{name}'", remedy)


NOTHING = Kind()
"""Nothing is known."""


def records_kind(name: str) -> Kind | None:
    """What the name of records leads to, `trial`; None of any other name."""
    field = Dossier.model_fields.get(name)
    return None if field is None else kind_of(field.annotation, (name,))


def kind_of(annotation: Any, paths: tuple[str, ...], ids: str = "") -> Kind:
    """What a field of this type holds; `ids` is the collection that its ids lead to."""
    holds, inner = container(annotation)
    if ids and holds == "one":
        return replace(_collection(ids, True), through=paths)
    if ids and holds == "list":
        return Kind(types_at(Dossier, ids), "list", paths, ids)
    return Kind(types_in(inner), holds, paths, ids or None)


def container(annotation: Any) -> tuple[Holds, Any]:
    """Whether a type is a list or a mapping, and the type of what it holds."""
    while hasattr(annotation, "__metadata__"):
        annotation = annotation.__origin__
    arguments = get_args(annotation)
    if get_origin(annotation) is tuple:
        return "list", arguments[0]
    if get_origin(annotation) is dict:
        return "mapping", arguments[1]
    members = [one for one in arguments if one is not NoneType]
    if get_origin(annotation) is None or get_origin(annotation) is Literal:
        return "one", annotation
    held = {container(one)[0] for one in members}
    if len(members) == 1:
        return container(members[0])
    return ("one", annotation) if held == {"one"} else ("either", annotation)


def merged(kinds: Iterable[Kind]) -> Kind:
    """What one of several kinds can be: one thing only where all of them are."""
    found = list(dict.fromkeys(kinds))
    if len(found) == 1:
        return found[0]
    known = [kind for kind in found if kind.types]
    holds = {kind.holds for kind in known}
    return Kind(
        tuple(dict.fromkeys(one for kind in known for one in kind.types)),
        holds.pop() if len(holds) == 1 else "either",
        tuple(dict.fromkeys(path for kind in known for path in kind.paths)),
        known[0].ids if known and len({kind.ids for kind in known}) == 1 else None,
        len(known) == len(found) and all(kind.is_sure for kind in known),
        through=tuple(dict.fromkeys(path for kind in known for path in kind.through)),
    )


def _collection(ids: str, is_sure: bool) -> Kind:
    """An entry of the collection to which an id leads."""
    return Kind(types_at(Dossier, ids), "one", (f"{ids}[]",), None, is_sure)


def _end(paths: tuple[str, ...]) -> str:
    return paths[0].removesuffix("[]") if paths else "it"
