"""The commands that make documents, and show what stands between records and files."""

import gc
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assembler.cli.app import (
    DocumentsOption,
    Exit,
    ReportFormat,
    StudyArgument,
    TemplatesOption,
    app,
    complain,
    complain_of,
    documents_of,
    print_problems,
    progressing,
    roots_of,
    say,
)
from assembler.cli.quoting import Quote, quoting
from assembler.problems import Problem, ProblemsFound, Severity, summary

if TYPE_CHECKING:
    from assembler.pipeline import Built


class Stage(StrEnum):
    """What `show` can show."""

    RECORDS = "records"
    FILLED = "filled"
    DOCUMENT = "document"
    RESOLVED = "resolved"


@app.command()
def build(
    study: StudyArgument,
    output: Annotated[
        Path, typer.Option("--output", metavar="DIR", help="Where the files go.")
    ] = Path("output"),
    document: DocumentsOption = None,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            metavar="LIST",
            help="docx, pdf or html, several with commas; may be repeated. Without it: docx,pdf.",
        ),
    ] = None,
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
            "--comments",
            help="Word file with flags, authors' to-dos and drafting notes as comments.",
        ),
    ] = False,
    trace: Annotated[
        bool,
        typer.Option(
            "--trace",
            help="Also an internal QC copy of each PDF: marks lead to the record of every value.",
        ),
    ] = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Make documents anew although nothing has changed.")
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            metavar="N",
            min=1,
            help="How many documents are written at once; by default one for each processor.",
        ),
    ] = None,
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

    roots = roots_of(templates, study)
    wanted = _formats(",".join(formats) if formats else "docx,pdf")
    if reference_docx and "docx" not in wanted:
        raise typer.BadParameter(
            "only a DOCX takes styles: add docx to --format", param_hint="--reference-docx"
        )
    if trace and "pdf" not in wanted:
        raise typer.BadParameter(
            "a trace copy is a copy of the PDF: add pdf to --format", param_hint="--trace"
        )
    request = pipeline.Request(
        study=study,
        output=output,
        documents=documents_of(document or (), roots),
        formats=wanted,
        templates=roots,
        flatten=flatten,
        final=final,
        comments=comments,
        trace=trace,
        reference_docx=reference_docx,
        rebuild=rebuild,
        jobs=jobs or os.cpu_count() or 1,
    )
    try:
        with progressing() as progress, _without_collector():
            built = pipeline.build(request, progress)
    except ProblemsFound as found:
        print_problems(found.problems, ReportFormat.TEXT, quoting(pipeline.roots_of(roots), study))
        complain(_nothing_written(found.problems, final=final))
        raise typer.Exit(Exit.PROBLEMS) from None
    _report_build(built, quoting(pipeline.roots_of(roots), study), final=final)


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

    roots = roots_of(templates, study)
    documents_of([document] if document else (), roots)
    try:
        text = pipeline.show(study, str(stage), section=section, document=document, templates=roots)
    except ProblemsFound as found:
        print_problems(found.problems, ReportFormat.TEXT, quoting(pipeline.roots_of(roots), study))
        raise typer.Exit(Exit.PROBLEMS) from None
    if section is not None and not text.strip():
        raise typer.BadParameter(
            f"the stage '{stage}' has no section {section}", param_hint="--section"
        )
    say(text.rstrip("\n"))


@contextmanager
def _without_collector() -> Iterator[None]:
    """Leave circles where they are: the process ends with the build, looking for them takes a
    twentieth of its time, and they hold a twentieth of its memory."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


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


def _nothing_written(problems: Iterable[Problem], *, final: bool) -> str:
    """The last line of a build that was stopped: what became of the files."""
    said = "nothing was written; the files of earlier builds are as they were"
    if final and all(problem.severity is not Severity.ERROR for problem in problems):
        said += (
            "\na draft would build: for a final, supply each value and text, or accept its gap"
            "\nwith a reason; mend each warning, or waive it by name"
        )
    return said


def _report_build(built: "Built", quote: Quote, *, final: bool) -> None:
    """What was written, and what the draft still lacks; of a final, what was let pass."""
    for document_id, counts in built.unchanged.items():
        listed = ", ".join(f"{n} {kind}{'s' if n > 1 else ''}" for kind, n in counts.items())
        then = f" (it was made with {listed}; --rebuild lists them)" if counts else ""
        say(f"same  {built.folder / document_id}: nothing has changed{then}")
    for name in built.published.written:
        say(f"wrote {built.folder / name}")
    for name in built.published.kept:
        say(f"kept  {built.folder / name}: somebody has edited it since it was built")
    for name in built.published.earlier:
        say(f"left  {built.folder / name}: of an earlier build, not made anew by this one")
    gaps = [p for p in built.problems if p.severity is Severity.GAP]
    registered = [p for p in gaps if p.rule == "gap.planned"]
    shown = []
    for problem in built.problems:
        is_asked_for = final or problem.rule.startswith("reference-docx.")
        if (problem.severity is not Severity.NOTE or is_asked_for) and problem not in registered:
            shown.append(problem)
    complain_of(shown, quote)
    complain(summary(built.problems))
    if registered:
        complain("the gaps of the records are listed in gaps.json and by `assembler check`")
