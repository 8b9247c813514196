"""JSON Schemas (draft 2020-12) of the files that people write, for their editors.

A schema helps while typing; what decides is the validation of the file.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue
from pydantic_core import core_schema

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _ForEditors(GenerateJsonSchema):
    """Without null and defaults, an absent value being a key left out or listed; titles are words,
    `time to event analysis`, not the names of classes."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def bool_schema(self, schema: core_schema.BoolSchema) -> JsonSchemaValue:
        """To YAML 1.2, which editors read, a plain `no` is a word."""
        return {"enum": ["yes", "no", True, False]}

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def generate(self, schema: core_schema.CoreSchema, mode: JsonSchemaMode = "validation") -> Any:
        made = {"$schema": _DIALECT, **super().generate(schema, mode)}
        for one in (made, *made.get("$defs", {}).values()):
            if "title" in one:  # editors name a group of keys, or of words, by it
                one["title"] = re.sub(r"(?<!^)(?=[A-Z])", " ", one["title"]).lower()
        return made


def schema_text(model: type[BaseModel], *, partial: bool = False, unless: str | None = None) -> str:
    """The text of the model's schema; the same on every run.

    `partial`: a file may leave out any key at its top, being laid over another file. `unless`:
    it may where it has this key, which names the file that it changes; and so may the groups of
    keys at its top.
    """
    schema = model.model_json_schema(schema_generator=_ForEditors)
    if partial or unless:
        needed = schema.pop("required", [])
        if unless:
            schema["if"] = {"not": {"required": [unless]}}
            schema["then"] = {"required": needed, "properties": _needed_in_groups(schema)}
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=False) + "\n"


def write_schemas(texts: Mapping[str, str], folder: Path) -> None:
    """Write every schema into `folder`: `texts` has them by file name."""
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _needed_in_groups(schema: dict[str, Any]) -> dict[str, Any]:
    """What the groups at the top need, taken out of their own schemas."""
    groups = {key: found for key, found in schema["properties"].items() if "$ref" in found}
    inside = {
        key: schema["$defs"][found["$ref"].rpartition("/")[2]] for key, found in groups.items()
    }
    needed = {
        key: {"description": groups[key]["description"], "required": group["required"]}
        for key, group in inside.items()
    }
    for group in inside.values():
        group.pop("required", None)
    return needed
