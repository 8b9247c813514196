"""The command for whoever writes templates: the document as a live page."""

from contextlib import suppress
from time import sleep
from typing import Annotated

import typer

from assembler.cli.app import (
    DocumentsOption,
    StudyArgument,
    TemplatesOption,
    app,
    documents_of,
    roots_of,
    say,
)


@app.command()
def preview(
    study: StudyArgument,
    document: DocumentsOption = None,
    templates: TemplatesOption = None,
    port: Annotated[
        int,
        typer.Option("--port", metavar="N", min=0, max=65535, help="Port; 0 for any that is free."),
    ] = 8025,
) -> None:
    """Show a study's documents as a live page in the browser, on this machine only."""
    from assembler.pipeline import Request
    from assembler.preview import serving

    roots = roots_of(templates, study)
    wanted = documents_of(document or (), roots)
    request = Request(study, study, documents=wanted, templates=roots)
    with serving(request, port) as address, suppress(KeyboardInterrupt):
        say(f"{address}\nsave a file and the page follows; Ctrl-C ends it")
        while True:  # Ctrl-C is the only end; Windows hears it only between short sleeps
            sleep(0.5)
