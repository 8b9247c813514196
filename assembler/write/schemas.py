"""JSON Schema of the looks. `python -m assembler.write.schemas` writes it."""

from pathlib import Path

from assembler.read.editors import schema_text
from assembler.shipped import shipped
from assembler.write.look import Look


def generate() -> dict[str, str]:
    """The text of the schema by file name, `look.schema.json`; the same on every run."""
    return {"look.schema.json": schema_text(Look, unless="from")}


def write(folder: Path) -> None:
    """Write the schema into `folder`."""
    for name, text in generate().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(shipped("schemas"))
