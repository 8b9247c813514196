"""JSON Schema of the looks. `python -m assembler.write.schemas` writes it."""

from assembler.read.editors import schema_text, write_schemas
from assembler.shipped import shipped
from assembler.write.look import Look


def generate() -> dict[str, str]:
    """The text of the schema by file name, `look.schema.json`; the same on every run."""
    return {"look.schema.json": schema_text(Look, unless="from")}


if __name__ == "__main__":
    write_schemas(generate(), shipped("schemas"))
