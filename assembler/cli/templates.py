"""The commands of those who write templates: `assembler templates ...`."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assembler.cli.app import (
    Exit,
    ReportFormat,
    TemplatesOption,
    app,
    print_problems,
    roots_of,
    say,
)
from assembler.cli.once import OnceGroup
from assembler.cli.quoting import quoting
from assembler.problems import Severity, did_you_mean

if TYPE_CHECKING:
    from assembler.compose.loader import Finder
    from assembler.workbench.showing import Shown

templates = typer.Typer(
    name="templates",
    cls=OnceGroup,
    help="What templates there are, what they can use, and what is wrong in them.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(templates)
_FEW = 3
_DEVICES = ("aux", "con", "nul", "prn", *(f"{one}{n}" for one in ("com", "lpt") for n in range(10)))
"""Names that no file on Windows can have."""
_DETAILED = 12
"""Up to so many fields are shown with every use."""


@templates.command("list")
def list_templates(folders: TemplatesOption = None) -> None:
    """List document types, sections, shells and looks, and the folder that each comes from."""
    from assembler.workbench.overview import catalog_lines

    say("\n".join(catalog_lines(_finder(folders))))


@templates.command("show")
def show_template(
    section: Annotated[
        str, typer.Argument(metavar="SECTION", help="Number of a section, or name of a file.")
    ],
    folders: TemplatesOption = None,
) -> None:
    """Show a section's template: its place, the records and shells that it uses, its text."""
    from assembler.compose.usage import usage
    from assembler.workbench.showing import shown_lines

    finder = _finder(folders)
    found = _found(finder, section)
    readings = usage(finder)
    say("\n\n".join("\n".join(shown_lines(finder, one, readings)) for one in found))


@templates.command("copy")
def copy_template(
    name: Annotated[
        str, typer.Argument(metavar="SECTION", help="Number of a section, or name of a file.")
    ],
    into: Annotated[Path, typer.Option("--into", metavar="DIR", help="Your own folder.")] = (
        Path("own")
    ),
) -> None:
    """Copy a shipped template into a folder of your own, to be changed there."""
    from assembler.workbench.skeleton import copied

    finder = _finder(None)
    found = _found(finder, name)
    if len(found) > 1:
        listed = ", ".join(one.file.name for one in found)
        raise typer.BadParameter(f"more than one is called '{name}'; name one: {listed}")
    say(f"copied to {copied(finder, found[0].file.name, into).as_posix()}")


@templates.command("fields")
def list_fields(
    path: Annotated[
        str, typer.Argument(metavar="[PATH]", help="Only below this: trial.endpoints.")
    ] = "",
    study: Annotated[
        Path | None, typer.Option("--study", metavar="STUDY", help="Whose values are shown.")
    ] = None,
    folders: TemplatesOption = None,
) -> None:
    """List the fields of the records: what each holds, an example, and where templates use it."""
    from assembler.compose.usage import usage
    from assembler.load import load
    from assembler.shipped import shipped
    from assembler.workbench.dictionary import dictionary, dictionary_lines, matching

    shown = study or shipped("examples") / "cabinet"
    example = load(shown, shown=None if study else "examples/cabinet") if (
        study or shown.is_dir()
    ) else None  # fmt: skip
    fields = dictionary(usage(_finder(folders)), example)
    chosen = matching(fields, path)
    if not chosen:
        known = [one.path.replace("[]", "") for one in fields]
        near = did_you_mean(path, known, otherwise="name a record: trial, efficacy, safety ...")
        raise typer.BadParameter(f"the records have no '{path}': {near}")
    most = 10_000 if len(chosen) <= _DETAILED else _FEW
    say("\n".join(dictionary_lines(chosen, most)))


@templates.command("functions")
def list_functions(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Only those with this in their name.")
    ] = None,
) -> None:
    """List forms, filters, tests, blocks and claims, each with an example."""
    from assembler.workbench.functions import function_lines, function_names

    lines = list(function_lines(name))
    if not lines:
        near = did_you_mean(
            name or "", function_names(), otherwise="`assembler templates functions` lists them all"
        )
        raise typer.BadParameter(f"nothing is called '{name}': {near}")
    say("\n".join(lines).rstrip())


@templates.command("lint")
def lint_templates(
    folders: TemplatesOption = None,
    report: Annotated[ReportFormat, typer.Option("--format", help="text or json.")] = (
        ReportFormat.TEXT
    ),
) -> None:
    """Say what is surely wrong in templates, without a study: exit code 1 for errors."""
    from assembler.workbench.lint import lint

    finder = _finder(folders)
    problems = lint(finder)
    print_problems(problems, report, quoting(finder.roots))
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise typer.Exit(Exit.PROBLEMS)


new = typer.Typer(
    name="new",
    cls=OnceGroup,
    help="Make a working skeleton in a folder of your own.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
templates.add_typer(new)
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="Its name: exposure-response.")]
IntoOption = Annotated[Path, typer.Option("--into", metavar="DIR", help="Your own folder.")]
DocumentOption = Annotated[str, typer.Option("--document", metavar="ID", help="Which document.")]


@new.command("table")
def make_table(
    name: IdArgument, into: IntoOption = Path("own"), document: DocumentOption = "clinical-overview"
) -> None:
    """Make a table shell, to be placed in a section."""
    from assembler.workbench.skeleton import new_table

    say(f"made {new_table(into, _id(document), _id(name)).as_posix()}")
    say(f"place it in a section:\n\n:::{{table}} tbl-{name}\n:::")


@new.command("section")
def make_section(
    name: IdArgument,
    under: Annotated[
        str, typer.Option("--under", metavar="NUMBER", help="The section it belongs to: 2.5.4.")
    ],
    into: IntoOption = Path("own"),
    document: DocumentOption = "clinical-overview",
) -> None:
    """Make a section, and place it in the outline under a numbered one."""
    from assembler.workbench.skeleton import new_section

    finder = _finder([into] if into.is_dir() else None)
    made, outline = new_section(finder, into, _id(document), _id(name), under)
    say(f"made {made.as_posix()}\nplaced it in {outline.as_posix()}, under {under}")


@new.command("document")
def make_document(name: IdArgument, into: IntoOption = Path("own")) -> None:
    """Make a document type of your own: its outline and its first section."""
    from assembler.workbench.skeleton import new_document

    folder = into.as_posix()
    finder = _finder([into] if into.is_dir() else None)
    outline, section = new_document(finder, into, _id(name))
    say(f"made {outline.as_posix()}\nmade {section.as_posix()}\n")
    say("see it, and build it:\n")
    say(f"  assembler preview STUDY --document {name} --templates {folder}")
    say(f"  assembler build STUDY --document {name} --templates {folder}\n")
    say(f"every build makes it where dossier.yaml lists it:\n\n  documents: [..., {name}]")


def _id(name: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise typer.BadParameter("write small letters, digits and hyphens: exposure-response")
    if name in _DEVICES:
        raise typer.BadParameter(f"Windows keeps the name '{name}' for itself: name another")
    return name


def _finder(folders: list[Path] | None) -> "Finder":
    from assembler.compose.loader import Finder
    from assembler.pipeline import roots_of as with_shipped

    return Finder(with_shipped(roots_of(folders)))


def _found(finder: "Finder", wanted: str) -> "list[Shown]":
    """The templates that a user has named, at least one."""
    from assembler.workbench.showing import found_by, names_of

    found = found_by(finder, wanted)
    if not found:
        otherwise = "`assembler templates list` names them all"
        near = did_you_mean(wanted, names_of(finder), otherwise=otherwise)
        raise typer.BadParameter(f"no template is called '{wanted}': {near}")
    return found
