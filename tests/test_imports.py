"""A command imports what it needs: the libraries of the writers cost more than a check."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import MINI

WRITERS = {"docx", "lxml", "pikepdf", "PIL", "pypdfium2", "reportlab", "xlsxwriter"}
TEMPLATES = {"jinja2", "markdown_it"}
RECORDS = {"pydantic", "yaml"}

_RUN = """
import sys
from assembler.cli import main
from tests.places import MINI
try:
    main()
except SystemExit as ended:
    print("\\nended", ended.code or 0, *sys.modules)
"""


def imported_by(*arguments: str) -> set[str]:
    """The top-level modules that a command has imported when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", _RUN, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=Path(__file__).parent.parent,
    )
    ended, code, *modules = done.stdout.splitlines()[-1].split(" ")
    assert (ended, code) == ("ended", "0"), done.stderr
    return {name.partition(".")[0] for name in modules}


@pytest.mark.parametrize(
    ("arguments", "needless"),
    [
        (["--help"], WRITERS | TEMPLATES | RECORDS),
        (["--version"], WRITERS | TEMPLATES | RECORDS),
        (["check", str(MINI)], WRITERS | TEMPLATES),
    ],
    ids=lambda value: " ".join(value[:1]) if isinstance(value, list) else "",
)
def test_a_command_imports_nothing_that_it_does_not_need(
    arguments: list[str], needless: set[str]
) -> None:
    assert imported_by(*arguments) & needless == set()
