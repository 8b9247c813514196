"""The command line: parse, call, print, exit code. Heavy imports stand inside the commands."""

import gc
import json
import os
import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TextIO

import typer

from assembler import __version__
from assembler.problems import (
    Problem,
    ProblemsFound,
    Severity,
    as_text,
    did_you_mean,
    report_json,
    summary,
)

if TYPE_CHECKING:
    from assembler.compose.compose import TemplateRoot
    from assembler.pipeline import Built, Progress

app = typer.Typer(
    name="assembler",
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
    """Verification found differences; a refresh left something to a person."""
    ENVIRONMENT = 4
    """Disk full, lock held, no permission, file open elsewhere."""
    OUR_BUG = 70
    INTERRUPTED = 130


class Stage(StrEnum):
    """What `show` can show."""

    RECORDS = "records"
    FILLED = "filled"
    DOCUMENT = "document"
    RESOLVED = "resolved"


class ReportFormat(StrEnum):
    """How problems are printed."""

    TEXT = "text"
    JSON = "json"


class CheckFormat(StrEnum):
    """How `check` prints what it finds."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


# Typer may carry click inside itself or use the installed one: what both share is the base class.
_WrongCommandLine: Any = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)

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


@app.command()
def build(
    study: StudyArgument,
    output: Annotated[
        Path, typer.Option("--output", metavar="DIR", help="Where the files go.")
    ] = Path("output"),
    document: DocumentsOption = None,
    formats: Annotated[
        str, typer.Option("--format", metavar="LIST", help="docx, pdf, or both: docx,pdf.")
    ] = "docx,pdf",
    templates: TemplatesOption = None,
    flatten: Annotated[
        bool,
        typer.Option("--flatten", help="Word file without controls and evidence: for handing on."),
    ] = False,
    final: Annotated[
        bool, typer.Option("--final", help="Refuse open gaps and unwaived warnings; no draft mark.")
    ] = False,
    comments: Annotated[
        bool,
        typer.Option(
            "--comments", help="Word file with flags and authors' to-dos as comments in the margin."
        ),
    ] = False,
    reference_docx: Annotated[
        Path | None,
        typer.Option(
            "--reference-docx",
            metavar="FILE",
            help="A Word file whose styles the DOCX takes, by the names in the look.",
        ),
    ] = None,
) -> None:
    """Build the documents of a study as DOCX and PDF."""
    from assembler import pipeline

    roots = _roots(templates)
    wanted = _formats(formats)
    if reference_docx and "docx" not in wanted:
        raise typer.BadParameter(
            "only a DOCX takes styles: add docx to --format", param_hint="--reference-docx"
        )
    request = pipeline.Request(
        study=study,
        output=output,
        documents=_documents(document or (), roots),
        formats=wanted,
        templates=roots,
        flatten=flatten,
        final=final,
        comments=comments,
        reference_docx=reference_docx,
    )
    try:
        with _progress() as progress:
            built = pipeline.build(request, progress)
    except ProblemsFound as found:
        _print_problems(found.problems, ReportFormat.TEXT)
        _complain(_nothing_written(found.problems, final=final))
        raise typer.Exit(Exit.PROBLEMS) from None
    _report_build(built, final=final)


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

        _say(json.dumps(sarif(problems), indent=2, ensure_ascii=False))
    else:
        _print_problems(problems, ReportFormat(report))
    stops = {Severity.ERROR} | ({Severity.WARNING} if strict else set())
    if any(problem.severity in stops for problem in problems):
        raise typer.Exit(Exit.PROBLEMS)


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
    wish = Wish(author.strip(), _now(), accept, take_records)
    request = pipeline.RefreshRequest(edited, study, output, wish, _roots(templates))
    with _progress() as progress:
        result, placed = pipeline.refresh(request, progress)
    if report is ReportFormat.JSON:
        said = refresh_json(result, str(placed.path), [str(path) for path in placed.kept])
        _say(json.dumps(said, indent=2, ensure_ascii=False))
    else:
        for line in refresh_lines(result, wish):
            _say(line)
        for path in placed.kept:
            _complain(f"kept  {path}: it was there and is another file")
        _say(f"wrote {placed.path}")
    if result.left:
        raise typer.Exit(Exit.DIFFERENCES)


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
    request = pipeline.VerifyRequest(edited, study, word, built, _roots(templates))
    with _progress() as progress:
        result, placed = pipeline.verify(request, progress)
    if report is ReportFormat.JSON:
        said = verify_json(result, str(edited), str(placed.path) if placed else None)
        _say(json.dumps(said, indent=2, ensure_ascii=False))
    else:
        for line in verify_lines(result):
            _say(line)
        for path in placed.kept if placed else ():
            _complain(f"kept  {path}: it was there and is another file")
        if placed:
            _say(f"wrote {placed.path}")
    if result.differences:
        raise typer.Exit(Exit.DIFFERENCES)


@app.command()
def explain(rule: Annotated[str, typer.Argument(metavar="RULE", help="A rule's id.")]) -> None:
    """Explain a rule: what it asks, why, and an example that passes and one that fails."""
    from assembler.checks.explain import explain as explained

    _say(explained(rule))


@app.command()
def show(
    study: StudyArgument,
    stage: Annotated[Stage, typer.Option("--stage", help="Which stage of the way.")],
    section: Annotated[
        str | None, typer.Option("--section", metavar="ID", help="One section: 2.5.4.")
    ] = None,
    document: Annotated[
        str | None, typer.Option("--document", metavar="ID", help="Which document.")
    ] = None,
    templates: TemplatesOption = None,
) -> None:
    """Show a stage between records and files as text."""
    from assembler import pipeline

    roots = _roots(templates)
    _documents([document] if document else (), roots)
    text = pipeline.show(study, str(stage), section=section, document=document, templates=roots)
    if section is not None and not text.strip():
        raise typer.BadParameter(
            f"the stage '{stage}' has no section {section}", param_hint="--section"
        )
    _say(text.rstrip("\n"))


def _version(wanted: bool) -> None:
    if wanted:
        _say(f"assembler {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback of a failure.")
    ] = False,
) -> None:
    del version, debug  # --debug is read in main(), before anything can fail


def main() -> NoReturn:
    """The command `assembler`: every ending has its exit code, and only a bug a traceback."""
    debug = "--debug" in sys.argv
    # A command makes large trees and few circles: at the usual threshold the collector would walk
    # through the trees over and over, for a fifth of the time of a build.
    gc.set_threshold(100_000, 50, 100)
    _write_utf8(sys.stdout)
    try:
        code = app(standalone_mode=False)  # Typer makes a code of Ctrl-C, and says nothing
    except KeyboardInterrupt:
        code = Exit.INTERRUPTED
    except Exception as failure:  # noqa: BLE001 - the one place where every failure gets its code
        code = _ending(failure)
        if debug or code == Exit.OUR_BUG:
            traceback.print_exception(failure)
    if code == Exit.INTERRUPTED:
        _complain("interrupted; the earlier output is untouched")
    sys.exit(code or Exit.DONE)


def _now() -> str:
    """The time of day as Word writes it; SOURCE_DATE_EPOCH, where it is set, stands for it."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given and not (given.isascii() and given.isdecimal() and len(given) < 12):
        raise typer.BadParameter(f"{given} is no time", param_hint="SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(given), UTC) if given else datetime.now(UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _write_utf8(stream: TextIO) -> None:
    """What is piped is the same on every machine: Windows would take a code page without `≥`."""
    if isinstance(stream, TextIOWrapper) and not stream.isatty():
        stream.reconfigure(encoding="utf-8", newline="\n")


def _ending(failure: Exception) -> Exit:
    """Say what happened, and with which code the command ends."""
    from assembler.package import EnvironmentProblem

    match failure:
        case typer.Abort():
            return Exit.INTERRUPTED
        case _WrongCommandLine():
            failure.show()
            return Exit.USAGE
        case ProblemsFound():
            _print_problems(failure.problems, ReportFormat.TEXT)
            return Exit.PROBLEMS
        case EnvironmentProblem():
            _complain(as_text(failure.problem))
            return Exit.ENVIRONMENT
        case OSError():
            _complain(f"{failure.strerror or failure}: {failure.filename or 'the output folder'}")
            return Exit.ENVIRONMENT
        case _:
            _complain(
                "This is a bug in assembler, not in your study; the earlier output is untouched.\n"
                "Please report it with the lines below."
            )
            return Exit.OUR_BUG


def _formats(listed: str) -> tuple[str, ...]:
    from assembler.write import WRITERS

    wanted = tuple(dict.fromkeys(part.strip() for part in listed.split(",") if part.strip()))
    unknown = [part for part in wanted if part not in WRITERS]
    if unknown or not wanted:
        known = ", ".join(sorted(WRITERS))
        seen = ", ".join(unknown) or "(none)"
        raise typer.BadParameter(
            f"unknown format {seen}: choose from {known}", param_hint="--format"
        )
    return wanted


def _roots(folders: Iterable[Path] | None) -> "tuple[TemplateRoot, ...]":
    from assembler.compose.compose import TemplateRoot

    roots: list[TemplateRoot] = []
    for folder in folders or ():
        if not folder.is_dir():
            raise typer.BadParameter(f"{folder} is no folder", param_hint="--templates")
        roots.append(TemplateRoot(folder.resolve(), str(folder)))
    return tuple(roots)


def _documents(wanted: Iterable[str], roots: "Sequence[TemplateRoot]") -> tuple[str, ...]:
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
def _progress() -> "Iterator[Progress]":
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


def _nothing_written(problems: Iterable[Problem], *, final: bool) -> str:
    """The last line of a build that was stopped: what became of the files."""
    said = "nothing was written; the files of earlier builds are as they were"
    if final and all(problem.severity is not Severity.ERROR for problem in problems):
        said += (
            "\na draft would build: for a final, supply each value and text, or accept its gap"
            "\nwith a reason; mend each warning, or waive it by name"
        )
    return said


def _report_build(built: "Built", *, final: bool) -> None:
    """What was written, and what the draft still lacks; of a final, what was let pass."""
    for name in built.published.written:
        _say(f"wrote {built.folder / name}")
    for name in built.published.kept:
        _say(f"kept  {built.folder / name}: somebody has edited it since it was built")
    for name in built.published.earlier:
        _say(f"left  {built.folder / name}: of an earlier build, not made anew by this one")
    gaps = [p for p in built.problems if p.severity is Severity.GAP]
    registered = [p for p in gaps if p.rule == "gap.planned"]
    for problem in built.problems:
        is_asked_for = final or problem.rule.startswith("reference-docx.")
        if (problem.severity is not Severity.NOTE or is_asked_for) and problem not in registered:
            _complain(as_text(problem))
    _complain(summary(built.problems))
    if registered:
        _complain("the gaps of the records are listed in gaps.json and by `assembler check`")


def _print_problems(problems: Iterable[Problem], report: ReportFormat) -> None:
    found = list(problems)
    if report is ReportFormat.JSON:
        _say(json.dumps(report_json(found), indent=2, ensure_ascii=False))
        return
    for problem in found:
        _complain(as_text(problem))
    _complain(summary(found))


def _say(text: str) -> None:
    typer.echo(text)


def _complain(text: str) -> None:
    typer.echo(text, err=True)
