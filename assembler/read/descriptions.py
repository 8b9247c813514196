"""What each field is, in the words below it in the source; read only when a schema asks for it.

pydantic's `use_attribute_docstrings` reads the source of every class at import, which costs a
sixth of a short command.
"""

import ast
import sys
from collections.abc import Mapping
from functools import cache
from inspect import cleandoc, get_annotations, getsource
from itertools import pairwise
from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic.fields import FieldInfo


def describe(schema: dict[str, Any], model: type) -> None:
    """Put the words below each field into the model's JSON Schema: pydantic's
    `json_schema_extra`."""
    typed_as = {info.alias: name for name, info in _fields(model).items() if info.alias}
    for typed, field in schema.get("properties", {}).items():
        name = typed_as.get(typed, typed)
        holder = next((c for c in model.__mro__ if name in get_annotations(c)), None)
        words = _module(holder.__module__).get((holder.__qualname__, name)) if holder else None
        if words:
            field["description"] = words


class FilePart(BaseModel):
    """Part of a file that people type, records apart: frozen, no unknown keys, finite numbers."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        populate_by_name=True,
        json_schema_extra=describe,
    )


def _fields(model: type) -> Mapping[str, FieldInfo]:
    return model.model_fields if issubclass(model, BaseModel) else {}


@cache
def _module(name: str) -> Mapping[tuple[str, str], str]:
    """Class and field -> the words below the field, for all classes of a module."""
    found: dict[tuple[str, str], str] = {}
    try:
        source = getsource(sys.modules[name])
    except OSError:  # installed without sources: the schemas say less
        return found
    for holder in ast.parse(source).body:
        if isinstance(holder, ast.ClassDef):
            for field, below in pairwise(holder.body):
                words = _words(below)
                if (
                    words
                    and isinstance(field, ast.AnnAssign)
                    and isinstance(field.target, ast.Name)
                ):
                    found[holder.name, field.target.id] = words
    return found


def _words(statement: ast.stmt) -> str | None:
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        value = statement.value.value
        return cleandoc(value) if isinstance(value, str) else None
    return None
