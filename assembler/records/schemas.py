"""JSON Schemas (draft 2020-12) of the record files, for editors.

`python -m assembler.records.schemas` writes them. A schema helps while typing; what
decides is the validation of the records.
"""

import json
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue
from pydantic_core import core_schema

from assembler.records import Dossier
from assembler.records.base import Record
from assembler.shipped import shipped

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _ForEditors(GenerateJsonSchema):
    """Without null, defaults and made-up titles: an absent value is a key left out or listed."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        made = super().model_schema(schema)
        made.pop("title", None)
        return made

    def generate(self, schema: core_schema.CoreSchema, mode: JsonSchemaMode = "validation") -> Any:
        return {"$schema": _DIALECT, **super().generate(schema, mode)}


def generate() -> dict[str, str]:
    """The text of each schema by file name: `trial.schema.json`; the same on every run."""
    schemas = {}
    for name, field in Dossier.model_fields.items():
        model = _model(field.annotation)
        schema = model.model_json_schema(schema_generator=_ForEditors)
        text = json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=False)
        schemas[f"{name}.schema.json"] = text + "\n"
    return schemas


def _model(annotation: Any) -> type[Record]:
    candidates = (annotation, *getattr(annotation, "__args__", ()))
    return next(c for c in candidates if isinstance(c, type) and issubclass(c, Record))


def write(folder: Path) -> None:
    """Write every schema into `folder`."""
    for name, text in generate().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(shipped("schemas"))
