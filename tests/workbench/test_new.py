"""`assembler templates new`: what it makes is used as it is, and stands where it was asked for."""

from pathlib import Path

import pytest

from tests.acceptance.command import InProcess


@pytest.mark.slow
def test_a_new_section_with_a_new_table_is_printed(tmp_path: Path, command: InProcess) -> None:
    own = tmp_path / "own"
    made = command("templates", "new", "section", "dose", "--under", "2.5.3", "--into", own)
    assert made.code == 0, made.err
    assert command("templates", "new", "table", "doses", "--into", own).code == 0
    with (own / "clinical-overview/sections/dose.md").open("a", encoding="utf-8") as file:
        file.write("\n:::{table} tbl-doses\n:::\n")
    cabinet = Path(__file__).parents[2] / "examples" / "cabinet"
    shown = command(
        "show", cabinet, "--templates", own, "--stage", "resolved",
        "--document", "clinical-overview", "--section", "2.5.3",
    )  # fmt: skip
    assert shown.code == 0, shown.err
    assert "Dose\nparagraph Words on" in shown.out and "Arms of" in shown.out


def test_what_is_there_already_is_kept(tmp_path: Path, command: InProcess) -> None:
    made = [command("templates", "new", "table", "doses", "--into", tmp_path) for _ in range(2)]
    assert [one.code for one in made] == [0, 1]
    assert "the file is there already" in made[1].err


def test_a_section_is_placed_under_one_that_there_is(tmp_path: Path, command: InProcess) -> None:
    said = command("templates", "new", "section", "dose", "--under", "2.5.33", "--into", tmp_path)
    assert said.code == 1 and "has no section 2.5.33" in said.err
    assert not list(tmp_path.rglob("*.md"))


def test_the_outline_keeps_each_of_its_lines(tmp_path: Path, command: InProcess) -> None:
    shipped = Path(__file__).parents[2] / "templates/clinical-overview/outline.yaml"
    for name, under in (("dose", "2.5.3"), ("food", "2.5.3"), ("need", "2.5.6.2")):
        made = command("templates", "new", "section", name, "--under", under, "--into", tmp_path)
        assert made.code == 0, made.err
    before = shipped.read_text(encoding="utf-8").splitlines()
    own = (tmp_path / "clinical-overview/outline.yaml").read_text(encoding="utf-8").splitlines()
    added = [line.strip() for line in own if line not in before]
    assert [line for line in own if line in before] == before
    assert added == [
        "added:",
        "- {title: Dose, template: sections/dose.md, name: sec-dose}",
        "- {title: Food, template: sections/food.md, name: sec-food}",
        "added:",
        "- {title: Need, template: sections/need.md, name: sec-need}",
    ]
