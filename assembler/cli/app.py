"""What the commands share: the application, options, exit codes, what is printed."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assembler.cli.once import OnceGroup
from assembler.problems import Problem, Severity, as_text, did_you_mean, report_json, summary

if TYPE_CHECKING:
    from assembler.cli.quoting import Quote
    from assembler.compose.compose import TemplateRoot
    from assembler.pipeline import Progress

app = typer.Typer(
    name="assembler",
    cls=OnceGroup,
    help="Assembles CTD documents from validated trial records.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Exit(IntEnum):
    """Exit codes."""

    DONE = 0
    PROBLEMS = 1
    """Errors; with --strict warnings too; with --final open gaps."""
    USAGE = 2
    """Wrong command line."""
    DIFFERENCES = 3
    """Verification found differences; a refresh left something to a person; an import found a
    record with another value."""
    ENVIRONMENT = 4
    """Disk full, lock held, no permission, file open elsewhere."""
    OUR_BUG = 70
    INTERRUPTED = 130


class ReportFormat(StrEnum):
    """How problems are printed."""

    TEXT = "text"
    JSON = "json"


StudyArgument = Annotated[
    Path, typer.Argument(metavar="STUDY", help="The study's folder (it holds dossier.yaml).")
]
TemplatesOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--templates",
        metavar="DIR",
        help="A folder whose templates come before the shipped ones; may be repeated.",
    ),
]
DocumentsOption = Annotated[
    list[str] | None,
    typer.Option("--document", metavar="ID", help="Only this document; may be repeated."),
]


def roots_of(
    folders: Iterable[Path] | None, study: Path | None = None
) -> "tuple[TemplateRoot, ...]":
    """The folders of templates before the shipped ones: the study's own is searched first."""
    from assembler.compose.compose import TemplateRoot

    roots: list[TemplateRoot] = []
    named = [*(folders or ())]
    own = study / "templates" if study else None
    if own is not None and own.is_dir() and own.resolve() not in [one.resolve() for one in named]:
        named.insert(0, own)
    for folder in named:
        if not folder.is_dir():
            raise typer.BadParameter(f"{folder} is no folder", param_hint="--templates")
        roots.append(TemplateRoot(folder.resolve(), folder.as_posix()))
    return tuple(roots)


def documents_of(wanted: Iterable[str], roots: "Sequence[TemplateRoot]") -> tuple[str, ...]:
    from assembler.pipeline import document_ids

    known = document_ids(roots)
    for document_id in wanted:
        if document_id not in known:
            listed = f"choose from {', '.join(known)}"
            said = did_you_mean(document_id, known, otherwise=listed)
            raise typer.BadParameter(
                f"there are no templates for '{document_id}': {said}", param_hint="--document"
            )
    return tuple(wanted)


@contextmanager
def progressing() -> "Iterator[Progress]":
    """A bar with what is being done and for how long, when a person is looking; else nothing."""
    if not sys.stderr.isatty():
        yield lambda step, share: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (BarColumn(24), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        bar = shown.add_task("", total=1.0)
        yield lambda step, share: shown.update(bar, description=step, completed=share)


def print_problems(
    problems: Iterable[Problem], report: ReportFormat, quote: "Quote | None" = None
) -> None:
    """Print problems; `quote` gives the lines of files that are shown of errors and warnings."""
    found = list(problems)
    if report is ReportFormat.JSON:
        say(json.dumps(report_json(found), indent=2, ensure_ascii=False))
        return
    complain_of(found, quote)
    complain(summary(found))


def complain_of(problems: Iterable[Problem], quote: "Quote | None" = None) -> None:
    """Print problems as text, the line of the file with each that is wrong."""
    for problem in problems:
        is_wrong = problem.severity in (Severity.ERROR, Severity.WARNING)
        line = quote(problem.at) if quote and problem.at and is_wrong else None
        complain(as_text(problem, line=line))


def say(text: str) -> None:
    typer.echo(text)


def complain(text: str) -> None:
    typer.echo(text, err=True)
