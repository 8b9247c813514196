"""What a file gives against what stands in the study and what the file gave before."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from assembler.importers.entry import shown
from assembler.problems import Position, Problem, Severity
from assembler.read import Data, spell
from assembler.read.tree import DataPath

_SOURCES = ("source", "sources")
ABSENCES = (
    "not_reported", "not_reached", "not_estimable", "not_applicable", "not_collected", "pending",
    "author_to_confirm",
)  # fmt: skip
"""Lists of keys that have no value."""


@dataclass(slots=True)
class Merging:
    """One import of one file on its way into the records."""

    is_block: Callable[[DataPath], bool]
    """Whether the record at a path has a source and absences of its own."""
    origin: Callable[[str], Position | None]
    """Record path -> where the imported file says so."""
    standing: Callable[[DataPath], Position]
    """Where the value stands in the study."""
    study: Data
    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def merged(self, base: Data | None, mine: Data, theirs: Data) -> Data:
        """The records as they should stand: `mine` with what `theirs` adds, and with what it
        changes where nobody has touched `mine` since `base`."""
        return self._merged((), base, mine, theirs, _Sourcing())

    def _merged(
        self,
        path: DataPath,
        base: Data | None,
        mine: Data,
        theirs: Data,
        sourcing: "_Sourcing",
    ) -> Data:
        if isinstance(mine, dict) and isinstance(theirs, dict) and not _is_grid(mine, theirs):
            return self._mapping(path, _mapping(base), mine, theirs, sourcing)
        if isinstance(mine, list) and isinstance(theirs, list) and (ids := ids_of(theirs)):
            old = ids_of(base) if isinstance(base, list) else {}
            return self._list(path, old, mine, ids, sourcing)
        return self._leaf(path, base, mine, theirs, sourcing)

    def _mapping(
        self,
        path: DataPath,
        base: Mapping[str, Data],
        mine: dict[str, Data],
        theirs: dict[str, Data],
        sourcing: "_Sourcing",
    ) -> Data:
        result = dict(mine)
        if self.is_block(path):
            sourcing = sourcing.inside(result, theirs)
        for key, value in theirs.items():
            here = (*path, key)
            within = sourcing.under(key)
            if key in ABSENCES:
                self._absences(here, base.get(key), result, value)
            elif key in _SOURCES and self.is_block(path):
                if key in mine and mine[key] == base.get(key):
                    result[key] = value
            elif key in mine:
                result[key] = self._merged(here, base.get(key), mine[key], value, within)
            elif key in base:
                self._note(here, f"'{_said(value)}' was removed by hand, and stays so")
            elif (listing := _listed(key, mine)) and key not in _texts(base.get(listing)):
                self._differs(here, value, f"lists it as {listing.replace('_', ' ')}")
            else:
                if listing:  # the file gave nothing before
                    kept: list[Data] = [one for one in _texts(result[listing]) if one != key]
                    result[listing] = kept
                result[key] = self._new(here, value, within)
        return result

    def _list(
        self,
        path: DataPath,
        base: Mapping[str, Data],
        mine: list[Data],
        theirs: Mapping[str, Data],
        sourcing: "_Sourcing",
    ) -> Data:
        result = list(mine)
        places = {id: index for index, (id, _) in enumerate(_named(mine)) if id}
        for id, value in theirs.items():
            here = (*path, places.get(id, len(result)))
            if id in places:
                old = base.get(id)
                result[places[id]] = self._merged(here, old, mine[places[id]], value, sourcing)
            elif id in base:
                self._note(path, f"`{id}` was removed by hand, and stays so")
            else:
                result.append(self._new(here, value, sourcing, name=id))
        return result

    def _new(
        self, path: DataPath, value: Data, sourcing: "_Sourcing", *, name: str | None = None
    ) -> Data:
        """A value that the study does not have, with its source where it does not inherit it."""
        self.added.append(self._spelled(path[:-1], name) if name else self._spelled(path))
        if isinstance(value, dict) and self.is_block(path) and "source" not in value:
            if (source := sourcing.foreign()) is not None:
                return {**value, "source": source}
        elif not isinstance(value, dict) or not self.is_block(path):
            sourcing.follow()
        return value

    def _leaf(
        self,
        path: DataPath,
        base: Data | None,
        mine: Data,
        theirs: Data,
        sourcing: "_Sourcing",
    ) -> Data:
        if _same(mine, theirs):
            return mine
        if base is not None and _same(mine, base):
            sourcing.follow()
            self.updated.append(self._spelled(path))
            return theirs
        if base is not None and _same(theirs, base):
            self._note(path, f"the file says '{_said(theirs)}', and '{_said(mine)}' is kept")
            return mine
        self._differs(path, theirs, f"'{_said(mine)}'")
        return mine

    def _absences(
        self, path: DataPath, base: Data | None, result: dict[str, Data], theirs: Data
    ) -> None:
        """Keys that the file newly lists, where the study says nothing of them."""
        key = str(path[-1])
        old = _texts(base)
        mine = _texts(result.get(key))
        new = [
            one
            for one in _texts(theirs)
            if one not in old and str(one) not in result and not _listed(one, result)
        ]
        if new:
            result[key] = [*mine, *new]

    def _differs(self, path: DataPath, theirs: Data, stands: str) -> None:
        spelled = self._spelled(path)
        origin = self.origin(spelled)
        self.problems.append(
            Problem(
                "import.as-recorded",
                Severity.WARNING,
                f"{spelled}: the file says '{_said(theirs)}', the record {stands}, which is kept",
                "if the file is right, correct the record; the import does not change what a "
                "person has typed",
                self.standing(path),
                spelled,
                (origin,) if origin else (),
            )
        )

    def _note(self, path: DataPath, message: str) -> None:
        spelled = self._spelled(path)
        self.problems.append(
            Problem(
                "import.edited-since",
                Severity.NOTE,
                f"{spelled}: {message}",
                "nothing, if that was meant",
                self.standing(path),
                spelled,
            )
        )

    def _spelled(self, path: DataPath, name: str | None = None) -> str:
        spelled = spell(self.study, path)
        return f"{spelled}.{name}" if name else spelled


class _Sourcing:
    """Whether what a file adds to a block has another source than the block."""

    def __init__(
        self,
        block: dict[str, Data] | None = None,
        key: str = "",
        mine: Data | None = None,
        theirs: Data | None = None,
    ) -> None:
        self._block, self._key = block, key
        self._mine, self._theirs = mine, theirs
        self._own: Mapping[str, Data] = {}

    def inside(self, block: dict[str, Data], theirs: Mapping[str, Data]) -> "_Sourcing":
        """In a block; `block` is what will stand there."""
        found = _Sourcing(
            block, "", block.get("source", self._mine), theirs.get("source", self._theirs)
        )
        found._own = _mapping(theirs.get("sources"))
        return found

    def under(self, key: str) -> "_Sourcing":
        """Under a key of the block; inside its parts the key stays the same."""
        if self._key:
            return self
        return _Sourcing(self._block, key, self._mine, self._own.get(key, self._theirs))

    def foreign(self) -> Data | None:
        """The file's source, where the block has another one or none."""
        return self._theirs if self._theirs != self._mine else None

    def follow(self) -> None:
        """Name the file's source for the key, where the block has another one."""
        source = self.foreign()
        if source is None or self._block is None or not self._key:
            return
        own = dict(_mapping(self._block.get("sources")))
        own[self._key] = source
        self._block["sources"] = own


def _is_grid(mine: Mapping[str, Data], theirs: Mapping[str, Data]) -> bool:
    return mine.keys() == {"csv"} or theirs.keys() == {"csv"}


def _mapping(value: Data | None) -> Mapping[str, Data]:
    return value if isinstance(value, dict) else {}


def _named(items: Iterable[Data]) -> Iterable[tuple[str, Data]]:
    for item in items:
        id = item.get("id") if isinstance(item, dict) else None
        yield (id if isinstance(id, str) else ""), item


def ids_of(items: Data) -> dict[str, Data]:
    """The items of a list by their ids; empty where one has none, and for anything else."""
    found = dict(_named(items)) if isinstance(items, list) else {}
    return {} if "" in found or len(found) != len(items) else found


def _texts(value: Data | None) -> list[Data]:
    return value if isinstance(value, list) else []


def _listed(key: Data, block: Mapping[str, Data]) -> str:
    """The list that says of a key why it has no value; empty where none does."""
    return next((listing for listing in ABSENCES if key in _texts(block.get(listing))), "")


def _same(one: Data, other: Data) -> bool:
    return _folded(one) == _folded(other)


def _folded(value: Data) -> Data:
    """White space is folded when records are read."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, dict):
        return {key: _folded(inside) for key, inside in value.items()}
    return [_folded(inside) for inside in value]


def _said(value: Data) -> str:
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, dict):
        return shown(", ".join(f"{key}: {_said(inside)}" for key, inside in value.items()))
    return shown(", ".join(_said(inside) for inside in value))
