"""The command `assembler`: its options, and how each ending gets its exit code."""

import atexit
import gc
import sys
import traceback
from io import TextIOWrapper
from typing import Annotated, Any, NoReturn, TextIO

import typer

from assembler import __version__
from assembler.cli import build, check, importing, inspect, new, preview, review, schemas, templates
from assembler.cli.app import Exit, ReportFormat, app, complain, print_problems, say
from assembler.problems import Problem, ProblemsFound, as_text, error

COMMANDS = (new, build, preview, check, review, inspect, importing, templates, schemas)
"""The modules whose commands there are; each adds its own to the application."""

# Typer may carry click inside itself or use the installed one: what both share is the base class.
_WrongCommandLine: Any = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)


def _version(wanted: bool) -> None:
    if wanted:
        say(f"assembler {__version__}")
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
    gc.set_threshold(1_000_000, 50, 100)
    # Nor does the process look through what it leaves: Python would do so several times on its way
    # out, for a seventh of the time of a small build.
    atexit.register(gc.freeze)
    _write_utf8(sys.stdout)
    try:
        code = _run(debug=debug)
    except OSError:  # what is complained of cannot be said: its own place is full, or gone
        code = Exit.ENVIRONMENT
    sys.exit(code or Exit.DONE)


def _run(*, debug: bool) -> int | None:
    """Run the command, and say how it ends; its code. Raises OSError where nothing can be said."""
    code: int | None
    try:
        code = app(standalone_mode=False)  # Typer makes a code of Ctrl-C, and says nothing
    except KeyboardInterrupt:
        code = Exit.INTERRUPTED
    except Exception as failure:  # noqa: BLE001 - the one place where every failure gets its code
        code = _ending(failure)
        if debug or code == Exit.OUR_BUG:
            traceback.print_exception(failure)
    if code == Exit.INTERRUPTED:
        complain("interrupted; the earlier output is untouched")
    return code


def _write_utf8(stream: TextIO) -> None:
    """What is piped is the same on every machine: Windows would take a code page without `≥`."""
    if not isinstance(stream, TextIOWrapper):
        return
    # A file's name may hold bytes that are no UTF-8: they are told as such, not stumbled over.
    stream.reconfigure(errors="backslashreplace")
    if not stream.isatty():
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _refused(failure: OSError) -> Problem:
    """What the machine refused apart from the output: whose files it names, if it names one."""
    reason = failure.strerror or str(failure)
    named = failure.filename
    message = f"{named}: {reason}" if named is not None else f"the machine refuses: {reason}"
    remedy = "mend that (space, rights, a file in the place of a folder), then run it again"
    return error("machine.allows", message, remedy)


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
            print_problems(failure.problems, ReportFormat.TEXT)
            return Exit.PROBLEMS
        case EnvironmentProblem():
            complain(as_text(failure.problem))
            return Exit.ENVIRONMENT
        case OSError():
            complain(as_text(_refused(failure)))
            return Exit.ENVIRONMENT
        case _:
            complain(
                "This is a bug in assembler, not in your study; the earlier output is untouched.\n"
                "Please report it with the lines below."
            )
            return Exit.OUR_BUG
