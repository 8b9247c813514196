"""What the models of the records say: the fields of a type, and what each can hold."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from assembler.records.base import Block, Record, Sourced
from assembler.records.scalars import Interval, Percentage, Quantity

PARTS: Mapping[type, tuple[str, ...]] = {
    Quantity: ("number", "unit"),
    Percentage: ("number",),
    Interval: ("lower", "upper"),
}
"""Parts of scalars that templates may read."""

Types = tuple[type, ...]
"""What a field can hold: the classes of its annotation, containers left out."""


@cache
def names_in(one: Any) -> list[str]:
    """What may stand after the dot of a value of this type."""
    if issubclass(one, Record):
        keeping = Block if issubclass(one, Block) else Sourced if issubclass(one, Sourced) else None
        kept = keeping.model_fields if keeping else {}
        return [*(name for name in one.model_fields if name not in kept), "source"]
    return [*PARTS.get(one, ()), "label"]


@cache
def types_in(annotation: Any) -> Types:
    """The classes that an annotation names, inside lists, mappings and unions too."""
    if hasattr(annotation, "__metadata__"):  # Annotated: what stands after the type is no type
        return types_in(annotation.__origin__)
    arguments = get_args(annotation)
    if not arguments:
        known = isinstance(annotation, type) and annotation is not type(None)
        return (annotation,) if known else ()
    if get_origin(annotation) is Literal:
        return (str,)
    found = (one for argument in arguments for one in types_in(argument))
    return tuple(dict.fromkeys(found))


@cache
def types_at(root: type[BaseModel], path: str) -> Types:
    """The classes of what a collection holds: of `trial.cohorts` cohorts."""
    types: Types = (root,)
    for name in path.split("."):
        models = [one for one in types if issubclass(one, BaseModel) and name in one.model_fields]
        annotations: list[Any] = [one.model_fields[name].annotation for one in models]
        types = tuple(found for annotation in annotations for found in types_in(annotation))
    return types
