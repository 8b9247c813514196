"""The standard dataclass, made and filled at less cost.

The standard decorator compiles each method of a class by itself, up to six of them: of hundreds of
classes that was a tenth of a small build. Here the methods that depend on the fields are compiled
in one piece, and all classes share the others. An instance of a frozen class is filled through the
descriptors of its slots, in half the time of `object.__setattr__`.
"""

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import MISSING, FrozenInstanceError
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["dataclass"]

T = TypeVar("T")
Fields = Sequence["dataclasses.Field[Any]"]


def _dataclass(
    *,
    frozen: bool = False,
    slots: bool = False,
    eq: bool = True,
    order: bool = False,
    kw_only: bool = False,
) -> Callable[[type[T]], type[T]]:
    """The decorator, with those of the standard one's options that are used here: `field`,
    `fields` and `replace` take its classes. A frozen class has slots."""

    def made(cls: type[T]) -> type[T]:
        own = {name for name, value in vars(cls).items() if value is not None}
        # Told to make no method, the standard one still finds the fields and makes the slots.
        plain = dataclasses.dataclass(
            init=False, repr=False, eq=order, order=order, slots=slots, kw_only=kw_only
        )(cls)
        methods = _compiled(plain, frozen=frozen, eq=eq) | {"__repr__": _repr}
        if eq and not frozen:
            methods["__hash__"] = None
        if frozen:
            methods |= _FROZEN
        for name, method in methods.items():
            if name not in own:
                setattr(plain, name, method)
        return plain

    return made


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = _dataclass


def _compiled(cls: type[Any], *, frozen: bool, eq: bool) -> dict[str, Any]:
    """The methods that depend on the fields."""
    fields = dataclasses.fields(cls)
    known: dict[str, Any] = {"_unset": MISSING}
    lines = _init(cls, sorted(fields, key=attrgetter("kw_only")), known, frozen=frozen)
    if eq:
        compared = [one.name for one in fields if one.compare]
        lines += ["def __eq__(self, other):"]
        lines += [" if other.__class__ is not self.__class__: return NotImplemented"]
        lines += [f" return {_tuple('self', compared)} == {_tuple('other', compared)}"]
    if eq and frozen:
        hashed = [one.name for one in fields if (one.compare if one.hash is None else one.hash)]
        lines += ["def __hash__(self):", f" return hash({_tuple('self', hashed)})"]
    methods: dict[str, Any] = {}
    exec("\n".join(lines), known, methods)  # noqa: S102 - names of fields, as the standard one does
    for name, method in methods.items():
        method.__qualname__, method.__module__ = f"{cls.__qualname__}.{name}", cls.__module__
    return methods


def _init(cls: type[Any], fields: Fields, known: dict[str, Any], *, frozen: bool) -> list[str]:
    """The lines of `__init__`; what they name is added to `known`."""
    parameters, body = ["self"], [" pass"]
    for one in fields:
        name = value = one.name
        default = ""
        if one.default is not MISSING:
            known[f"_default_{name}"] = one.default
            default = value = f"_default_{name}"
        elif one.default_factory is not MISSING:
            known[f"_make_{name}"] = one.default_factory
            default, value = "_unset", f"_make_{name}()"
        elif not one.init:
            continue
        if one.init:
            if one.kw_only and "*" not in parameters:
                parameters.append("*")
            parameters.append(f"{name}={default}" if default else name)
            value = f"{value} if {name} is _unset else {name}" if default == "_unset" else name
        if frozen:
            known[f"_set_{name}"] = getattr(cls, name).__set__
            body.append(f" _set_{name}(self, {value})")
        else:
            body.append(f" self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        body.append(" self.__post_init__()")
    return [f"def __init__({', '.join(parameters)}):", *body]


def _tuple(of: str, names: Sequence[str]) -> str:
    return f"({''.join(f'{of}.{name}, ' for name in names)})"


@recursive_repr()
def _repr(self: Any) -> str:
    shown = (f"{f.name}={getattr(self, f.name)!r}" for f in dataclasses.fields(self) if f.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _set(self: object, name: str, value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete(self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[object]:
    """What goes to another process: what is frozen could not be filled there by its names."""
    return [getattr(self, one.name) for one in dataclasses.fields(self)]


def _restore(self: Any, state: Sequence[object]) -> None:
    for one, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)


_FROZEN = {
    "__setattr__": _set,
    "__delattr__": _delete,
    "__getstate__": _state,
    "__setstate__": _restore,
}
