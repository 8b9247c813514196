"""`show` prints every stage as stable text; its golden files are the stages of the mini report.

Renew them with `python -m tests.acceptance.test_show`, and read the difference before you keep it.
"""

from pathlib import Path

import pytest

from assembler.compose.compose import TemplateRoot
from assembler.pipeline import show
from tests.acceptance.command import InProcess
from tests.acceptance.study import DOCUMENT, Copy
from tests.places import MINI

GOLDEN = Path(__file__).parent / "golden"
STAGES = ("records", "filled", "document", "resolved")


def shown(stage: str, section: str | None = None) -> str:
    """A stage of the mini report, of one section or of all."""
    root = TemplateRoot((MINI / "templates").resolve(), "templates")
    return show(MINI, stage, section=section, document=DOCUMENT, templates=(root,))


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_is_shown_as_the_golden_file_has_it(stage: str) -> None:
    kept = read(GOLDEN / f"{stage}.txt")
    assert shown(stage).rstrip("\n") == kept, "run: python -m tests.acceptance.test_show"


@pytest.mark.parametrize("stage", ["filled", "document", "resolved"])
def test_a_section_is_shown_alone(stage: str) -> None:
    whole, part = shown(stage), shown(stage, "2.5.5")
    assert part.count("No new signal was seen.") == whole.count("No new signal was seen.") == 1
    assert "0.40" not in part and "Roe Society" not in part


def test_the_command_prints_the_same(mini: Copy, command: InProcess) -> None:
    ended = command(
        *("show", mini.study, "--stage", "resolved", "--section", "2.5.5"),
        *("--document", DOCUMENT, "--templates", mini.templates),
    )
    assert ended.code == 0 and ended.err == ""
    assert ended.out.rstrip("\n") == shown("resolved", "2.5.5").rstrip("\n")


@pytest.mark.parametrize("stage", ["filled", "document", "resolved"])
def test_a_section_that_is_not_there_is_a_wrong_command_line(
    mini: Copy, command: InProcess, stage: str
) -> None:
    ended = command(
        *("show", mini.study, "--stage", stage, "--section", "9.9"),
        *("--document", DOCUMENT, "--templates", mini.templates),
    )
    assert ended.code == 2 and "9.9" in ended.err


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8").rstrip("\n")


if __name__ == "__main__":
    for stage in STAGES:
        text = shown(stage).rstrip("\n") + "\n"
        (GOLDEN / f"{stage}.txt").write_text(text, encoding="utf-8", newline="\n")
