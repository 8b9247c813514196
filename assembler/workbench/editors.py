"""What an editor needs for the YAML files: the schemas, and which kind of file has which."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assembler.compose.loader import ADDING
from assembler.load import NAMES
from assembler.package import write_whole
from assembler.shipped import shipped

_TEMPLATES = {
    "shell": "**/tables/*.yaml",
    "figure": "**/figures/*.yaml",
    "listing": "**/listings/*.yaml",
    "look": "**/looks/*.yaml",
}
_NONE_OF_THEM = tuple(f"!{glob}" for glob in _TEMPLATES.values())
FILES: Mapping[str, tuple[str, ...]] = {
    **{name: (f"**/{name}.yaml", *_NONE_OF_THEM) for name in NAMES},
    "outline": ("**/outline.yaml", *_NONE_OF_THEM),
    **{name: (glob,) for name, glob in _TEMPLATES.items()},
    **{Path(name).stem: (f"**/{name}",) for name in ADDING},
}
"""Name of a schema -> the files that it describes, wherever they lie in the editor's folder, and
with `!` those that it does not: a table may be called `efficacy.yaml` like a record."""
_SCHEMAS = "schemas"
_SETTINGS = ".vscode/settings.json"


@dataclass(frozen=True, slots=True)
class Editing:
    """What was put into a folder for editors."""

    schemas: Path
    """The folder of the schemas."""
    count: int
    """How many there are."""
    settings: Path
    """The settings of Visual Studio Code for the folder."""
    own: bool
    """Whether other settings stand there: they are kept, and ours are to be added by hand."""


def settings_text() -> str:
    """Settings that name the schema of each kind of file, and look for none in the network."""
    schemas = ",\n".join(
        f'    "{_SCHEMAS}/{name}.schema.json": {json.dumps(globs)}' for name, globs in FILES.items()
    )
    return f'{{\n  "yaml.schemas": {{\n{schemas}\n  }},\n  "yaml.schemaStore.enable": false\n}}\n'


def prepare(folder: Path) -> Editing:
    """Write the schemas and the editor's settings into the folder that is opened in the editor.

    Schemas of an earlier version are replaced, settings that differ from ours are kept. Raises
    OSError where the machine refuses.
    """
    into = folder / _SCHEMAS
    into.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        file = f"{name}.schema.json"
        write_whole(into / file, (shipped("schemas") / file).read_bytes())
    settings = folder / _SETTINGS
    ours = settings_text().encode("utf-8")
    own = settings.exists() and settings.read_bytes() != ours
    if not own:
        settings.parent.mkdir(exist_ok=True)
        write_whole(settings, ours)
    return Editing(into, len(FILES), settings, own)
