"""One outline laid over another: sections by number, subsections by name, annexes by title.

Both are data as they were read; every part keeps the place where it was typed.
"""

from bisect import insort
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from assembler.problems import Position, Problem, ProblemsFound, did_you_mean, error
from assembler.read import Data, Tree
from assembler.read.tree import Place

_LISTS = ("sections", "added", "annexes")
_NOT_LAID = ("from", "omit")
"""What a change says of itself."""


@dataclass(slots=True)
class _Part:
    """A mapping of an outline: its own keys, and the parts in its lists."""

    value: dict[str, Data]
    places: dict[str | int, Place]
    at: Place
    lists: dict[str, list["_Part"]]

    def said(self, *keys: str) -> str:
        """What it says under the first of the keys that it has."""
        return next((str(self.value[key]) for key in keys if key in self.value), "")

    def inside(self, key: str) -> list["_Part"]:
        """The parts of a list, which is made where there is none."""
        return self.lists.setdefault(key, [])

    def every(self, key: str) -> Iterator["_Part"]:
        """The parts of a list, with those inside them."""
        for one in self.lists.get(key, ()):
            yield one
            yield from one.every(key)

    def lay(self, over: "_Part") -> None:
        """Take over what the other says under keys of its own."""
        for key, value in over.value.items():
            if key not in _NOT_LAID:
                self.value[key], self.places[key] = value, over.places[key]

    def put(self, key: str, parts: Iterable["_Part"], names: tuple[str, ...]) -> None:
        """Add parts behind the others of a list, or in the places of those of the same name."""
        held = self.inside(key)
        index: dict[str, int] = {}
        for n, one in enumerate(held):
            index.setdefault(one.said(*names), n)
        for one in parts:
            n = index.setdefault(one.said(*names), len(held))
            held[n : n + 1] = [one]

    def drop(self, key: str, names: Collection[str], by: tuple[str, ...]) -> Iterator[str]:
        """Leave out the parts of a list, here and further in, that one of the names means; those
        that were found."""
        kept: list[_Part] = []
        for one in self.lists.get(key, ()):
            meant = [one.said(own) for own in by if one.said(own) in names]
            if meant:
                yield from meant
            else:
                yield from one.drop(key, names, by)
                kept.append(one)
        if key in self.lists:
            self.lists[key] = kept

    def whole(self) -> tuple[Data, Place]:
        """Value and place, as they were read."""
        value, places = dict(self.value), dict(self.places)
        for key, parts in self.lists.items():
            made = [one.whole() for one in parts]
            value[key] = [one for one, _ in made]
            head = self.at.children.get(key, self.at)
            inside: dict[str | int, Place] = {n: place for n, (_, place) in enumerate(made)}
            places[key] = replace(head, children=inside)
        return value, replace(self.at, children=places)


def changed_outline(over: Tree, under: Tree) -> Tree:
    """The outline `under` with what `over` changes, adds and omits; both are well formed.

    Raises ProblemsFound: a section that is not there, or something to omit that is not. Sorts, and
    is linear else.
    """
    whole, changes = _part(under.value, under.place), _part(over.value, over.place)
    whole.lay(changes)
    problems = [*_laid(whole, sorted(changes.lists.get("sections", ()), key=_order))]
    if annexes := changes.lists.get("annexes"):
        whole.put("annexes", annexes, ("title",))
    problems += _omitted(whole, over)
    if problems:
        raise ProblemsFound(problems)
    value, place = whole.whole()
    warnings = (*over.warnings, *under.warnings)
    return Tree(value, _told(place, over), over.file, over.sha256 + under.sha256, warnings)


def _part(value: Data, place: Place) -> _Part:
    if not isinstance(value, dict):
        raise TypeError("an outline is a mapping")
    lists: dict[str, list[_Part]] = {}
    for key in _LISTS:
        held = value.get(key)
        if isinstance(held, list):
            inside = place.children[key].children
            lists[key] = [_part(one, inside[n]) for n, one in enumerate(held)]
    own = {key: one for key, one in value.items() if key not in lists}
    places: dict[str | int, Place] = {key: place.children[key] for key in own}
    return _Part(own, places, place, lists)


def _laid(whole: _Part, changes: list[_Part]) -> Iterator[Problem]:
    """Lay changed sections over those of their number, and place the new ones by theirs."""
    known = {one.said("number"): one for one in whole.every("sections")}
    met: dict[str, Position] = {}
    for change in changes:
        number = change.said("number")
        if number in met:
            yield _twice(number, change.at.at, met[number])
        met.setdefault(number, change.at.at)
        if number in known:
            known[number].lay(change)
            if added := change.lists.get("added"):
                known[number].put("added", added, ("name", "title"))
        elif "title" in change.value:
            around = known.get(number.rpartition(".")[0], whole)
            insort(around.inside("sections"), change, key=_order)
            known[number] = change
        else:
            yield _no_section(number, known, change.at.at)


def _omitted(whole: _Part, over: Tree) -> Iterator[Problem]:
    omit = over.value.get("omit", []) if isinstance(over.value, dict) else []
    names = [str(one) for one in omit] if isinstance(omit, list) else []
    wanted = frozenset(names)
    sections = [*whole.every("sections")]
    known = {
        *(one.said("number") for one in sections),
        *(one.said("name", "title") for section in sections for one in section.every("added")),
        *(one.said("title") for one in whole.lists.get("annexes", ())),
    }
    found = {*whole.drop("sections", wanted, ("number",))}
    for section in whole.every("sections"):
        found |= {*section.drop("added", wanted, ("name", "title"))}
    found |= {*whole.drop("annexes", wanted, ("title",))}
    met: dict[str, int] = {}
    for index, name in enumerate(names):
        first = met.setdefault(name, index)
        if first != index:
            yield error(
                "outline.once",
                f"'{name}' is left out twice",
                "take one of the two away; if another part was meant, name that",
                at=over.at(("omit", index)),
                also=(over.at(("omit", first)),),
            )
        elif name not in found:
            yield error(
                "outline.known",
                f"the outline behind this one has nothing called '{name}'",
                did_you_mean(
                    name,
                    sorted(known),
                    otherwise="name a subsection by its name or title, an annex by its title",
                ),
                at=over.at(("omit", index)),
            )


def _twice(number: str, at: Position, first: Position) -> Problem:
    message = f"section {number} is changed twice: only one of the two could hold"
    remedy = "say all that changes in the section in one entry"
    return error("outline.once", message, remedy, at=at, also=(first,))


def _no_section(number: str, known: Mapping[str, object], at: Position) -> Problem:
    return error(
        "outline.known",
        f"the outline behind this one has no section {number}",
        did_you_mean(number, known, otherwise="correct the number")
        + " A section that is new says its title and its clause",
        at=at,
    )


def _told(place: Place, over: Tree) -> Place:
    """The place of the outline, whose sections stand where the outline in front speaks of them:
    what it drops is told there."""
    speaking = [over.place.children[k] for k in ("omit", "sections") if k in over.place.children]
    sections = place.children.get("sections")
    if not speaking or sections is None:
        return place
    told = replace(sections, key=speaking[0].key)
    return replace(place, children={**place.children, "sections": told})


def _order(part: _Part) -> tuple[int, ...]:
    return tuple(int(one) for one in part.said("number").split("."))
