"""What is said twice on a command line is taken twice or refused, never swallowed."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from assembler.cli.app import app
from assembler.cli.once import OnceGroup
from tests.acceptance.command import InProcess
from tests.acceptance.study import DOCUMENT, Copy


def commands(group: Any, names: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command with what is typed to call it; groups are judged on the way."""
    assert isinstance(group, OnceGroup), f"{' '.join(names)}: cls=OnceGroup is missing"
    for name, command in group.commands.items():
        here = (*names, name)
        if hasattr(command, "commands"):
            yield from commands(command, here)
        else:
            yield here, command


SINGLE = [
    pytest.param(names, option, id=f"{' '.join(names)} {option.opts[0]}")
    for names, command in commands(typer.main.get_command(app))
    for option in command.params
    if option.param_type_name == "option" and not option.is_flag and not option.multiple
]


@pytest.mark.parametrize(("names", "option"), SINGLE)
def test_an_option_that_takes_one_value_is_not_given_twice(
    command: InProcess, names: tuple[str, ...], option: Any
) -> None:
    name = option.opts[0]
    ended = command(*names, *[name, *["1"] * option.nargs] * 2)
    assert ended.code == 2 and "it is given twice and takes one value" in ended.err
    assert name in ended.err and not ended.out


def test_all_commands_are_asked() -> None:
    assert {"build --output", "show --stage", "inspect --profile"} <= {one.id for one in SINGLE}


@pytest.mark.parametrize(
    "formats", [("--format", "pdf", "--format", "html"), ("--format", "pdf,html")]
)
def test_formats_are_given_with_commas_or_one_by_one(
    mini: Copy, command: InProcess, formats: tuple[str, ...]
) -> None:
    wanted = ("build", mini.study, "--output", mini.output, "--templates", mini.templates)
    assert command(*wanted, "--document", DOCUMENT, *formats).code == 0
    assert {path.suffix for path in mini.built.glob(f"{DOCUMENT}.*")} == {".pdf", ".html"}


def test_documents_given_one_by_one_are_all_built(mini: Copy, command: InProcess) -> None:
    shutil.copytree(mini.templates / DOCUMENT, mini.templates / "other-report")
    wanted = ("build", mini.study, "--output", mini.output, "--templates", mini.templates)
    said = command(
        *wanted, "--document", DOCUMENT, "--document", "other-report", "--format", "html"
    )
    assert said.code == 0
    assert len([*mini.built.glob("*.html")]) == 2


def test_a_flag_that_is_said_twice_is_said(mini: Copy, command: InProcess) -> None:
    assert command("check", mini.study, "--strict", "--strict").code in (0, 1)
