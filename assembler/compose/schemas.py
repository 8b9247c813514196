"""JSON Schemas of what template writers type: outlines, shells, style, abbreviations, flags.

`python -m assembler.compose.schemas` writes them.
"""

from collections.abc import Mapping

from pydantic import BaseModel

from assembler.compose.abbreviations import Entries
from assembler.compose.figures import AnyFigureShell
from assembler.compose.flags import FlagFile
from assembler.compose.listing_shells import ListingShell
from assembler.compose.loader import ADDING
from assembler.compose.numerals import NumeralFile
from assembler.compose.outline_changes import AnyOutline
from assembler.compose.shells import Shell
from assembler.compose.spelling import SpellingFile
from assembler.compose.style import Forms
from assembler.compose.wording import ClaimFile
from assembler.read.editors import schema_text, write_schemas
from assembler.shipped import shipped

MODELS: Mapping[str, type[BaseModel]] = {
    "abbreviations": Entries,
    "claims": ClaimFile,
    "figure": AnyFigureShell,
    "flags": FlagFile,
    "listing": ListingShell,
    "numerals": NumeralFile,
    "outline": AnyOutline,
    "shell": Shell,
    "spelling": SpellingFile,
    "style": Forms,
}
"""Name of the schema -> what a file of that kind holds."""


def generate() -> dict[str, str]:
    """The text of each schema by file name: `shell.schema.json`; the same on every run."""
    return {
        f"{name}.schema.json": schema_text(model, partial=f"shared/{name}.yaml" in ADDING)
        for name, model in MODELS.items()
    }


if __name__ == "__main__":
    write_schemas(generate(), shipped("schemas"))
