"""The command that prepares a folder for editors."""

from pathlib import Path
from typing import Annotated

import typer

from assembler.cli.app import app, say


@app.command()
def schemas(
    folder: Annotated[
        Path, typer.Argument(metavar="[FOLDER]", help="The folder that you open in your editor.")
    ] = Path(),
) -> None:
    """Let your editor complete, explain and check the YAML files, of records and of templates."""
    from assembler.workbench.editors import prepare, settings_text

    made = prepare(folder)
    say(f"wrote {made.count} schemas into {made.schemas.as_posix()}")
    if made.own:
        say(f"{made.settings.as_posix()} is there already; add to it:\n\n{settings_text()}")
    else:
        say(f"wrote {made.settings.as_posix()}, which names the schema of each kind of file")
    say("next: open the folder in Visual Studio Code with the extension YAML (by Red Hat)")
    say("other editors: give the YAML language server the settings of that file, or begin a file")
    say("with the path to its schema: # yaml-language-server: $schema=../schemas/trial.schema.json")
