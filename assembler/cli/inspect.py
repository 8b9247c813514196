"""The command that judges files, whoever made them."""

import json
from enum import StrEnum
from pathlib import Path
from shutil import which
from typing import Annotated

import typer

from assembler.cli.app import Exit, ReportFormat, app, complain, say


class Agency(StrEnum):
    """Whose measures hold."""

    EMA = "ema"
    FDA = "fda"


@app.command()
def inspect(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="PDF and Word files, whoever made them.")
    ],
    profile: Annotated[
        Agency, typer.Option("--profile", help="Whose measures hold: ema or fda.")
    ] = Agency.EMA,
    report: Annotated[ReportFormat, typer.Option("--format", help="text or json.")] = (
        ReportFormat.TEXT
    ),
    root: Annotated[
        Path | None,
        typer.Option(
            "--root",
            metavar="DIR",
            help="The dossier's folder: links to other files must lead to what is there, and "
            "folders be named as agencies ask.",
        ),
    ] = None,
    office: Annotated[
        bool,
        typer.Option(
            "--office",
            help="LibreOffice must open Word files, and show every heading and table: a few "
            "seconds for each.",
        ),
    ] = False,
    allow_base14: Annotated[
        bool,
        typer.Option(
            "--allow-base14",
            help="The standard 14 fonts need not be embedded, as FDA lets pass: it is advice.",
        ),
    ] = False,
    schemas: Annotated[
        Path | None,
        typer.Option(
            "--schemas",
            metavar="DIR",
            help="A folder with the schemas of ECMA-376 (transitional): Word files are validated.",
        ),
    ] = None,
) -> None:
    """Say which technical rules of an agency files break.

    Exit code 1: a file breaks a rule. Advice alone does not count.
    """
    from assembler.inspect.finding import Level, as_json, as_text, summary
    from assembler.inspect.inspect import inspect_files
    from assembler.inspect.profile import PROFILES

    if schemas is not None and not (schemas / "wml.xsd").is_file():
        raise typer.BadParameter(f"{schemas} holds no wml.xsd", param_hint="--schemas")
    if root is not None and not root.is_dir():
        raise typer.BadParameter(f"{root} is no folder", param_hint="--root")
    program = which("soffice") if office else None
    if office and program is None:
        complain("LibreOffice (soffice) is not there\n  fix  install it, or leave --office out")
        raise typer.Exit(Exit.ENVIRONMENT)
    findings = inspect_files(
        files,
        PROFILES[profile],
        schemas=schemas,
        root=root,
        office=Path(program) if program else None,
        allow_base14=allow_base14,
    )
    if report is ReportFormat.JSON:
        said = {"profile": str(profile), "findings": [as_json(finding) for finding in findings]}
        say(json.dumps(said, indent=2, ensure_ascii=False))
    else:
        for finding in findings:
            say(as_text(finding))
        complain(f"{len(files)} file{'s' if len(files) != 1 else ''}: {summary(findings)}")
    if any(finding.level is Level.ERROR for finding in findings):
        raise typer.Exit(Exit.PROBLEMS)
