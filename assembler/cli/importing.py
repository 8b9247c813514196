"""The command that brings other people's files into a study's records."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assembler.cli.app import (
    Exit,
    ReportFormat,
    app,
    complain,
    print_problems,
    progressing,
    say,
)
from assembler.problems import ProblemsFound, as_text

if TYPE_CHECKING:
    from assembler.importers.drafted import Drafted, Into
    from assembler.importers.imported import Imported


class Kind(StrEnum):
    """What can be imported."""

    BIB = "bib"
    """Bibliographies: BibTeX, RIS, PubMed's nbib, CSL-JSON."""
    CTGOV = "ctgov"
    """A study of ClinicalTrials.gov, JSON of its API v2."""
    USDM = "usdm"
    """A study definition of CDISC USDM 3 or 4, JSON."""
    ARS = "ars"
    """Results of analyses after CDISC's Analysis Results Standard, JSON."""
    ADAM = "adam"
    """ADaM data sets, counted: XPT version 5, Dataset-JSON 1.1, CSV; rules of counting in YAML."""


@app.command("import")
def import_(
    kind: Annotated[
        Kind,
        typer.Argument(
            metavar="KIND",
            help="bib: references. ctgov: a registry's record. usdm: a study's definition. "
            "ars: analysis results. adam: data sets, counted.",
        ),
    ],
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="Files to read; their format is known by their content."
        ),
    ],
    into: Annotated[Path, typer.Option("--into", metavar="STUDY", help="The study's folder.")],
    arm: Annotated[
        list[str] | None,
        typer.Option(
            "--arm",
            metavar="GROUP=ID",
            help="Which arm a group of the file is, where the names differ; may be repeated.",
        ),
    ] = None,
    report: Annotated[ReportFormat, typer.Option("--format", help="text or json.")] = (
        ReportFormat.TEXT
    ),
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and write nothing.")
    ] = False,
) -> None:
    """Bring other people's files into the records of a study.

    What a person has typed is never changed. Exit code 3: a record has another value than the
    file.
    """
    from assembler.importers.imported import write
    from assembler.importers.report import import_json, report_lines

    named = _named(arm or ())
    try:
        imported = _imported(kind, files, into, named)
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


def _imported(
    kind: Kind, files: Sequence[Path], into: Path, named: Mapping[str, str]
) -> "Imported":
    if kind is Kind.BIB:
        from assembler.importers.bib import import_bib

        return import_bib(files, into)
    from assembler.importers.landing import into_of, land

    study = into_of(into, named)
    if kind is Kind.ADAM:
        from assembler.importers.adam import read_adam

        with progressing() as shown:

            def progress(name: str, done: int, size: int) -> None:
                shown(f"reading {name}", done / max(size, 1))

            return land(study, read_adam(files, study, progress=progress))
    return land(study, reader(kind)(files, study))


def reader(kind: Kind) -> "Callable[[Sequence[Path], Into], Drafted]":
    """What reads the JSON files of a kind."""
    if kind is Kind.CTGOV:
        from assembler.importers.ctgov import read_ctgov

        return read_ctgov
    if kind is Kind.ARS:
        from assembler.importers.ars import read_ars

        return read_ars
    from assembler.importers.usdm import read_usdm

    return read_usdm


def _named(pairs: Iterable[str]) -> dict[str, str]:
    """`Trt A=alpha` -> the group's name and the arm's id."""
    found: dict[str, str] = {}
    for pair in pairs:
        group, sign, id = pair.rpartition("=")
        if not sign or not group.strip() or not id.strip():
            raise typer.BadParameter(
                f"'{pair}' is no pair: write the group's name in the file, =, and the arm's id",
                param_hint="--arm",
            )
        if found.setdefault(group.strip(), id.strip()) != id.strip():
            raise typer.BadParameter(
                f"'{group.strip()}' cannot be both {found[group.strip()]} and {id.strip()}",
                param_hint="--arm",
            )
    return found
