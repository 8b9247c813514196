"""JSON Schemas (draft 2020-12) of the record files, for editors.

`python -m assembler.records.schemas` writes them. A schema helps while typing; what
decides is the validation of the records.
"""

from typing import Any

from assembler.read.editors import schema_text, write_schemas
from assembler.records import Dossier
from assembler.records.base import Record
from assembler.shipped import shipped


def generate() -> dict[str, str]:
    """The text of each schema by file name: `trial.schema.json`; the same on every run."""
    return {
        f"{name}.schema.json": schema_text(_model(field.annotation))
        for name, field in Dossier.model_fields.items()
    }


def _model(annotation: Any) -> type[Record]:
    candidates = (annotation, *getattr(annotation, "__args__", ()))
    return next(c for c in candidates if isinstance(c, type) and issubclass(c, Record))


if __name__ == "__main__":
    write_schemas(generate(), shipped("schemas"))
