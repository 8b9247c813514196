"""The command that makes a study's folder."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assembler.cli.app import Exit, ReportFormat, app, complain, print_problems, say
from assembler.cli.importing import Kind, reader
from assembler.problems import ProblemsFound, Severity, as_text, summary

if TYPE_CHECKING:
    from assembler.pipeline.beginning import Begun


@app.command()
def new(
    study: Annotated[
        Path, typer.Argument(metavar="STUDY", help="The folder to make; its name is the id.")
    ],
    source: Annotated[
        tuple[Kind, Path] | None,
        typer.Option(
            "--from",
            metavar="KIND FILE",
            help="Fill it from a file: ctgov FILE, or usdm FILE, as `assembler import` does.",
        ),
    ] = None,
) -> None:
    """Make the folder of a study, ready to fill, and say what is missing."""
    from assembler.pipeline.beginning import begin

    if source is not None and source[0] is Kind.BIB:
        raise typer.BadParameter("references make no study: use ctgov", param_hint="--from")
    try:
        if source is None:
            begun = begin(study, None)
        else:
            kind, file = source
            begun = begin(study, lambda into: reader(kind)([file], into))
    except ProblemsFound as found:
        print_problems(found.problems, ReportFormat.TEXT)
        complain("nothing was written")
        raise typer.Exit(Exit.PROBLEMS) from None
    _report(begun)
    if source is not None and begun.imported is not None:
        groups = [p for p in begun.imported.problems if p.rule == "import.group-is-arm"]
        if any(problem.severity is Severity.WARNING for problem in groups):
            command = f"assembler import {source[0]} {source[1]} --into {study}"
            say(f'  {command} --arm "GROUP=ID"    for a group that is an arm under another name')


def _report(begun: "Begun") -> None:
    imported = begun.imported
    if imported is not None:
        for problem in imported.problems:
            if problem.severity is not Severity.NOTE:
                complain(as_text(problem))
        complain(summary(imported.problems))
    say(f"made {begun.folder}")
    if imported is not None:
        say(f"  {len(imported.added)} records from the file")
        if imported.lost:
            where = imported.left or begun.folder / "imported"
            say(f"  {len(imported.lost)} texts of the file have no home: all in {where}")
    say("")
    say("still to fill:")
    for file, keys in begun.unfilled.items():
        if keys:
            say(f"  {file:<16} {', '.join(keys)}")
    say(f"  {'text/':<16} {', '.join(f'{name}.md' for name in begun.texts)}")
    say("")
    say("next:")
    commands = {
        f"assembler build {begun.folder}": "a first draft, DOCX and PDF",
        f"assembler check {begun.folder}": "what contradicts itself, and what is missing",
        "assembler schemas": "your editor then completes and explains the keys",
    }
    width = max(map(len, commands))
    for command, what in commands.items():
        say(f"  {command:<{width}}    {what}")
