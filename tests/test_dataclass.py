"""The dataclass of the house behaves as the standard one."""

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field, replace
from typing import Any

import pytest

from assembler.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    file: str
    line: int = 1
    seen: list[str] = field(default_factory=list)
    note: str = field(default="", compare=False)
    inner: "Place | None" = field(default=None, repr=False)


@dataclass(slots=True)
class Reader:
    name: str
    found: list[str] = field(default_factory=list)
    count: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.name = self.name.strip()


@dataclass(frozen=True, slots=True, eq=False)
class Same:
    thing: object


@dataclass(frozen=True, slots=True, order=True)
class Position:
    file: str
    line: int = 1


@dataclass(slots=True, kw_only=True, eq=False)
class Box:
    width: float = 0
    text: str


@dataclass(frozen=True, slots=True)
class Further(Place):
    more: int = 0

    def __repr__(self) -> str:
        return "further"


def like_the_standard(decorate: Callable[..., Any]) -> type[Any]:
    class Value:
        file: str
        line: int = 1
        marks: tuple[str, ...] = field(default=(), hash=False)

    return decorate(frozen=True, slots=True)(Value)  # type: ignore[no-any-return]


def test_it_is_the_standard_one_in_print_and_hash() -> None:
    own, standard = map(like_the_standard, (dataclass, dataclasses.dataclass))
    for given in (("a",), ("a", 2), ("a", 2, ("b",))):
        assert repr(own(*given)) == repr(standard(*given))
        assert hash(own(*given)) == hash(standard(*given))
    assert own.__match_args__ == standard.__match_args__
    assert own.__slots__ == standard.__slots__


def test_a_default_is_made_anew_for_each() -> None:
    first, second = Place("a"), Place("a")
    first.seen.append("x")
    assert (second.seen, Reader("r").found) == ([], [])
    assert Place("a", seen=first.seen).seen is first.seen


def test_equality_looks_at_the_fields_that_are_compared() -> None:
    assert Place("a", note="x") == Place("a", note="y")
    assert Place("a", 2) != Place("a", 3)
    assert Place("a") != Further("a")
    assert Same(1) != Same(1)


def test_what_is_frozen_is_not_changed() -> None:
    place = Place("a")
    with pytest.raises(FrozenInstanceError, match="assign to field 'line'"):
        place.line = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError, match="delete field 'line'"):
        del place.line
    with pytest.raises(FrozenInstanceError):
        place.other = 2  # type: ignore[attr-defined]


def test_what_can_be_changed_has_no_hash() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(Reader("r"))
    assert isinstance(hash(Box(text="t")), int)  # compared by what it is


def test_it_is_replaced_copied_and_sent() -> None:
    place = Place("a", 3, ["x"], "n", Place("b"))
    assert replace(place, line=4) == Place("a", 4, ["x"], inner=Place("b"))
    for other in (copy.deepcopy(place), pickle.loads(pickle.dumps(place))):  # noqa: S301
        assert (other, other.note) == (place, "n")
        assert other.seen is not place.seen


def test_positions_are_ordered() -> None:
    assert sorted([Position("b"), Position("a", 2), Position("a")])[0] == Position("a")
    assert len({Position("a"), Position("a")}) == 1


def test_a_field_by_name_only_stands_behind_the_others() -> None:
    assert (Box(text="t").width, Box(text="t", width=2).width) == (0, 2)
    with pytest.raises(TypeError, match="positional"):
        Box(1, "t")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="missing"):
        Box()  # type: ignore[call-arg]


def test_what_a_class_says_itself_holds() -> None:
    assert repr(Further("a", more=1)) == "further"
    assert Reader(" r ").name == "r"
    assert Reader("r").count == 0


def test_what_holds_itself_is_printed() -> None:
    reader = Reader("r")
    reader.found.append(reader)  # type: ignore[arg-type]
    assert repr(reader) == "Reader(name='r', found=[...], count=0)"
