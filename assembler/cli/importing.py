"""The command that brings other people's files into a study's records."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from assembler.cli.app import Exit, ReportFormat, app, complain, print_problems, say
from assembler.problems import ProblemsFound, as_text


class Kind(StrEnum):
    """What can be imported."""

    BIB = "bib"
    """Bibliographies: BibTeX, RIS, PubMed's nbib, CSL-JSON."""


@app.command("import")
def import_(
    kind: Annotated[Kind, typer.Argument(metavar="KIND", help="bib: references.")],
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="Files to read; their format is known by their content."
        ),
    ],
    into: Annotated[Path, typer.Option("--into", metavar="STUDY", help="The study's folder.")],
    report: Annotated[ReportFormat, typer.Option("--format", help="text or json.")] = (
        ReportFormat.TEXT
    ),
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and write nothing.")
    ] = False,
) -> None:
    """Bring other people's files into the records of a study.

    What stands there is never changed. Exit code 3: a record has another value than the file.
    """
    from assembler.importers.bib import import_bib
    from assembler.importers.imported import write
    from assembler.importers.report import import_json, report_lines

    importers = {Kind.BIB: import_bib}
    try:
        imported = importers[kind](files, into)
        if not dry_run:
            write(imported.writes)
    except ProblemsFound as found:
        print_problems(found.problems, report)
        complain("nothing was written")
        raise typer.Exit(Exit.PROBLEMS) from None
    if report is ReportFormat.JSON:
        say(json.dumps(import_json(imported, dry_run=dry_run), indent=2, ensure_ascii=False))
    else:
        for problem in imported.problems:
            complain(as_text(problem))
        for line in report_lines(imported, dry_run=dry_run):
            say(line)
    if any(problem.rule == "import.as-recorded" for problem in imported.problems):
        raise typer.Exit(Exit.DIFFERENCES)
