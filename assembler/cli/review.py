"""The commands for Word files that people have edited: verify and refresh."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from assembler.cli.app import (
    Exit,
    ReportFormat,
    TemplatesOption,
    app,
    complain,
    progressing,
    roots_of,
    say,
)


@app.command()
def verify(
    edited: Annotated[
        Path, typer.Argument(metavar="EDITED.docx", help="A Word file that was built and edited.")
    ],
    study: Annotated[
        Path | None,
        typer.Option("--study", metavar="STUDY", help="Compare with the study's records too."),
    ] = None,
    word: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE.docx", help="A copy with comments at the places."),
    ] = None,
    built: Annotated[
        Path | None,
        typer.Option(
            "--built", metavar="BUILT.docx", help="The file as built, for one saved as ODT since."
        ),
    ] = None,
    templates: TemplatesOption = None,
    report: Annotated[ReportFormat, typer.Option("--format", help="text or json.")] = (
        ReportFormat.TEXT
    ),
) -> None:
    """Say what has become of the values, citations and tables of an edited Word file.

    Exit code 3: there are differences. The edited file is never changed.
    """
    from assembler import pipeline
    from assembler.review.verify_report import verify_json, verify_lines

    if word is not None and word.exists() and edited.exists() and word.samefile(edited):
        raise typer.BadParameter("name another file than the edited one", param_hint="--report")
    request = pipeline.VerifyRequest(edited, study, word, built, roots_of(templates, study))
    with progressing() as progress:
        result, placed = pipeline.verify(request, progress)
    if report is ReportFormat.JSON:
        said = verify_json(result, str(edited), str(placed.path) if placed else None)
        say(json.dumps(said, indent=2, ensure_ascii=False))
    else:
        for line in verify_lines(result):
            say(line)
        for path in placed.kept if placed else ():
            complain(f"kept  {path}: it was there and is another file")
        if placed:
            say(f"wrote {placed.path}")
    if result.differences:
        raise typer.Exit(Exit.DIFFERENCES)


@app.command()
def refresh(
    edited: Annotated[
        Path, typer.Argument(metavar="EDITED.docx", help="A Word file that was built and edited.")
    ],
    study: Annotated[
        Path, typer.Option("--study", metavar="STUDY", help="The study's folder, as it is today.")
    ],
    output: Annotated[
        Path, typer.Option("--output", metavar="NEW.docx", help="Where the refreshed file goes.")
    ],
    author: Annotated[
        str, typer.Option("--author", metavar="NAME", help="Whose tracked changes these are.")
    ] = "assembler",
    accept: Annotated[
        bool, typer.Option("--accept", help="Replace the values without tracked changes.")
    ] = False,
    take_records: Annotated[
        bool, typer.Option("--take-records", help="Also where somebody has typed over a value.")
    ] = False,
    templates: TemplatesOption = None,
    report: Annotated[ReportFormat, typer.Option("--format", help="text or json.")] = (
        ReportFormat.TEXT
    ),
) -> None:
    """Put today's records into an edited Word file, as tracked changes inside its values.

    Exit code 3: something is left to a person. The edited file is never changed.
    """
    from assembler import pipeline
    from assembler.review.refresh import Wish
    from assembler.review.refresh_report import refresh_json, refresh_lines

    if output.exists() and edited.exists() and output.samefile(edited):
        raise typer.BadParameter("name another file than the edited one", param_hint="--output")
    if not author.strip() or not author.isprintable():
        raise typer.BadParameter("name somebody", param_hint="--author")
    wish = Wish(author.strip(), now(), accept, take_records)
    request = pipeline.RefreshRequest(edited, study, output, wish, roots_of(templates, study))
    with progressing() as progress:
        result, placed = pipeline.refresh(request, progress)
    if report is ReportFormat.JSON:
        said = refresh_json(result, str(placed.path), [str(path) for path in placed.kept])
        say(json.dumps(said, indent=2, ensure_ascii=False))
    else:
        for line in refresh_lines(result, wish):
            say(line)
        for path in placed.kept:
            complain(f"kept  {path}: it was there and is another file")
        say(f"wrote {placed.path}")
    if result.left:
        raise typer.Exit(Exit.DIFFERENCES)


def now() -> str:
    """The time of day as Word writes it; SOURCE_DATE_EPOCH, where it is set, stands for it."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given and not (given.isascii() and given.isdecimal() and len(given) < 12):
        raise typer.BadParameter(f"{given} is no time", param_hint="SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(given), UTC) if given else datetime.now(UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
