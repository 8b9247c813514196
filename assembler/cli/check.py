"""The commands that judge records: check, and explain what a rule asks."""

import json
from enum import StrEnum
from typing import Annotated

import typer

from assembler.cli.app import Exit, ReportFormat, StudyArgument, app, print_problems, say
from assembler.cli.quoting import quoting
from assembler.problems import Severity


class CheckFormat(StrEnum):
    """How `check` prints what it finds."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


@app.command()
def check(
    study: StudyArgument,
    report: Annotated[CheckFormat, typer.Option("--format", help="text, json or sarif.")] = (
        CheckFormat.TEXT
    ),
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 for warnings too, not for errors only.")
    ] = False,
) -> None:
    """Check the records of a study."""
    from assembler.checks.study import check_study

    problems = check_study(study)
    if report is CheckFormat.SARIF:
        from assembler.checks.sarif import sarif

        say(json.dumps(sarif(problems), indent=2, ensure_ascii=False))
    else:
        print_problems(problems, ReportFormat(report), quoting((), study))
    stops = {Severity.ERROR} | ({Severity.WARNING} if strict else set())
    if any(problem.severity in stops for problem in problems):
        raise typer.Exit(Exit.PROBLEMS)


@app.command()
def explain(rule: Annotated[str, typer.Argument(metavar="RULE", help="A rule's id.")]) -> None:
    """Explain a rule: what it asks, why, and an example that passes and one that fails."""
    from assembler.checks.explain import explain as explained

    say(explained(rule))
