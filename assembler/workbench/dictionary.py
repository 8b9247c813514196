"""The data dictionary: every field of the records, what it holds, and which templates use it."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from assembler.compose.kinds import container
from assembler.compose.shape import types_in
from assembler.compose.uses import Reading
from assembler.load import Loaded
from assembler.problems import Position
from assembler.read.descriptions import describe
from assembler.records import Dossier
from assembler.records.base import Block, Record, Sourced, Term, refers
from assembler.records.placed import join, step
from assembler.records.scalars import (
    Count,
    Date,
    Interval,
    Percentage,
    PValue,
    Quantity,
    Ratio,
    Reported,
)

_WORDS: Mapping[type, str] = {
    str: "words",
    bool: "yes or no",
    Count: "count",
    Date: "date",
    Interval: "interval",
    Percentage: "percentage",
    PValue: "p-value",
    Quantity: "number with unit",
    Ratio: "ratio",
    Reported: "number",
}
_QUOTED = re.compile(r"`([^`]+)`")
_MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Example:
    """A value of a field as recorded, and where."""

    text: str
    at: str


@dataclass(frozen=True, slots=True)
class DictionaryField:
    """A field of the records, as templates name it."""

    path: str
    """`efficacy.analyses[].comparison.hazard_ratio`; `[]` is an entry of a list or mapping."""
    kind: str
    """`number with unit`, `one of: interim, final`, `list of words`, `record`."""
    is_required: bool
    description: str
    unit: str
    """Of the example; empty of what has none."""
    example: Example | None
    used: tuple[Position, ...]
    """The templates' lines that name the field."""


def dictionary(readings: Iterable[Reading], example: Loaded | None) -> list[DictionaryField]:
    """Every field of the records in the order of the models, with values of the example study."""
    used: dict[str, dict[Position, None]] = {}
    for reading in readings:
        for use in reading.uses:
            line = Position(use.at.file, use.at.line)
            used.setdefault(use.path.removesuffix("[]"), {})[line] = None
    examples = _examples(example) if example else {}
    return [
        _field(one, path, name, examples.get(path), tuple(sorted(used.get(path, ()))))
        for path, one, name in _fields(Dossier, "", ())
    ]


def matching(fields: Iterable[DictionaryField], path: str) -> list[DictionaryField]:
    """The fields at or below a path, typed with or without `[]`, with or without ids."""
    wanted = tuple(one for one in re.split(r"[.\[\]\"']+", path) if one)
    found = [(one, _steps(one.path)) for one in fields]
    known = {steps[:n] for _, steps in found for n in range(len(steps) + 1)}
    return [one for one, steps in found if _fits(steps, 0, wanted, known)]


def _steps(path: str) -> tuple[str, ...]:
    return tuple(path.replace("[]", ".[]").split("."))


def _fits(
    steps: tuple[str, ...], at: int, wanted: tuple[str, ...], known: Collection[tuple[str, ...]]
) -> bool:
    if not wanted:
        return True
    if at == len(steps):
        return False
    if steps[at] != "[]":
        return steps[at] == wanted[0] and _fits(steps, at + 1, wanted[1:], known)
    is_id = (*steps[: at + 1], wanted[0]) not in known  # else the entry is left out
    return _fits(steps, at + 1, wanted[1:] if is_id else wanted, known)


def _fields(
    model: type[Record], path: str, around: tuple[type, ...]
) -> Iterator[tuple[str, type[Record], str]]:
    """Path, model and name of every field below a record; those of unions each once."""
    seen: dict[str, None] = {}
    for name in own_fields(model):
        here = join(path, name)
        if here in seen:
            continue
        seen[here] = None
        yield here, model, name
        if refers(model, name) is not None and _is_id(model, name):
            continue
        holds, inner = container(model.model_fields[name].annotation)
        below = here if holds == "one" else f"{here}[]"
        inside: dict[str, tuple[str, type[Record], str]] = {}
        for one in types_in(inner):
            if issubclass(one, Record) and one not in (model, *around):
                for found in _fields(one, below, (model, *around)):
                    inside.setdefault(found[0], found)
        yield from inside.values()


def own_fields(model: type[Record]) -> list[str]:
    """The fields of a record that templates may name, without those that every record has."""
    keeping = Block if issubclass(model, Block) else Sourced if issubclass(model, Sourced) else None
    kept = keeping.model_fields if keeping else {}
    return [name for name in model.model_fields if name not in kept]


def _is_id(model: type[Record], name: str) -> bool:
    """Whether the field holds ids and no records of its own."""
    return not any(
        issubclass(one, Record)
        for one in types_in(model.model_fields[name].annotation)  # type: ignore[arg-type]
    )


def _field(
    model: type[Record], path: str, name: str, example: Example | None, used: tuple[Position, ...]
) -> DictionaryField:
    description = _descriptions(model).get(name, "")
    quoted = _QUOTED.search(description)
    if example is None and quoted:
        example = Example(quoted[1], "")
    field = model.model_fields[name]
    kind = _kind(model, name)
    unit = ""
    if "unit" in kind and example:
        unit = example.text.partition(" ")[2]
    elif kind == "percentage":
        unit = "%"
    return DictionaryField(path, kind, field.is_required(), description, unit, example, used)


def _kind(model: type[Record], name: str) -> str:
    annotation: Any = model.model_fields[name].annotation
    collection = refers(model, name)
    holds, inner = container(annotation)
    said = f"id of {collection.collection}" if collection and holds != "mapping" else _said(inner)
    if holds == "mapping":
        return f"{said} by {f'id of {collection.collection}' if collection else 'key'}"
    return f"list: {said}" if holds == "list" else said


def _said(annotation: Any) -> str:
    found: dict[str, None] = {}
    for one in types_in(annotation):
        if issubclass(one, Record):
            found["record"] = None
        elif issubclass(one, Term):
            found[f"one of: {', '.join(str(term.value) for term in one)}"] = None
        elif one is not NoneType:
            found[_WORDS.get(one, one.__name__.lower())] = None
    literal = _literal(annotation)
    return f"one of: {', '.join(literal)}" if literal else " or ".join(found) or "words"


def _literal(annotation: Any) -> list[str]:
    if get_origin(annotation) is Literal:
        return [str(one) for one in get_args(annotation)]
    return [text for inside in get_args(annotation) for text in _literal(inside)]


@cache
def _descriptions(model: type[BaseModel]) -> Mapping[str, str]:
    """Field -> the words below it in the models."""
    properties: dict[str, dict[str, str]] = {name: {} for name in model.model_fields}
    describe({"properties": properties}, model)
    return {
        name: " ".join(said.get("description", "").split()) for name, said in properties.items()
    }


def _examples(loaded: Loaded) -> Mapping[str, Example]:
    """Path -> the first value that is recorded there."""
    found: dict[str, Example] = {}

    def look(value: object, path: str, recorded: str) -> None:
        if isinstance(value, Record):
            for name in own_fields(type(value)):
                look(getattr(value, name), join(path, name), join(recorded, name))
        elif isinstance(value, dict):
            for key, inside in value.items():
                look(inside, f"{path}[]", join(recorded, str(key)))
        elif isinstance(value, tuple):
            for index, inside in enumerate(value):
                look(inside, f"{path}[]", f"{recorded}{step(inside, index)}")
        elif value is not None:
            path = path.removesuffix("[]")
            if path not in found:
                found[path] = Example(_text(value), str(loaded.at(recorded)))

    look(loaded.dossier, "", "")
    return found


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value.value if isinstance(value, Enum) else value)
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…"


def dictionary_lines(fields: Iterable[DictionaryField], most: int) -> Iterator[str]:
    """The dictionary as text; at most so many uses of each field."""
    for one in fields:
        yield f"{one.path}"
        required = "required" if one.is_required else "optional"
        unit = f", in {one.unit}" if one.unit and one.unit != "%" else ""
        yield f"    {one.kind}{unit} ({required})"
        if one.description:
            yield f"    {one.description}"
        if one.example:
            where = f"    {one.example.at}" if one.example.at else ""
            yield f"    example  {one.example.text}{where}"
        for index, at in enumerate(one.used[:most]):
            yield f"    {'used in' if index == 0 else '       '}  {at.file}:{at.line}"
        if len(one.used) > most:
            yield f"             and {len(one.used) - most} more: name the field to see them all"
