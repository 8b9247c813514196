"""`assembler templates new`: what it makes is used as it is, and stands where it was asked for."""

import shutil
from pathlib import Path

import pytest

from assembler.workbench.editors import prepare
from tests.acceptance.command import InProcess
from tests.acceptance.study import Copy


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


@pytest.mark.parametrize("document", ["../other", "/other", "", ".", "A"])
@pytest.mark.parametrize("kind", [["table"], ["section", "--under", "2.5.3"]])
def test_what_is_made_stays_in_the_folder(
    tmp_path: Path, command: InProcess, document: str, kind: list[str]
) -> None:
    into = tmp_path / "own"
    into.mkdir()
    said = command("templates", "new", *kind, "x", "--into", into, "--document", document)
    assert said.code == 2 and "write small letters, digits and hyphens" in said.err
    assert [path.name for path in tmp_path.rglob("*")] == ["own"]


def test_a_link_that_leads_nowhere_is_not_written_through(
    tmp_path: Path, command: InProcess
) -> None:
    tables = tmp_path / "own/clinical-overview/tables"
    tables.mkdir(parents=True)
    try:
        (tables / "doses.yaml").symlink_to(tmp_path / "elsewhere")
    except OSError:  # Windows asks for a right that not everybody has
        pytest.skip("no links here")
    said = command("templates", "new", "table", "doses", "--into", tmp_path / "own")
    assert said.code == 1 and "the file is there already" in said.err
    assert not (tmp_path / "elsewhere").exists()


def test_a_section_whose_outline_cannot_be_written_is_not_left_behind(
    tmp_path: Path, command: InProcess
) -> None:
    (tmp_path / "clinical-overview/outline.yaml").mkdir(parents=True)
    said = command("templates", "new", "section", "dose", "--under", "2.5.3", "--into", tmp_path)
    assert said.code in (1, 4) and not list(tmp_path.rglob("*.md"))


def test_a_section_is_placed_under_one_that_there_is(tmp_path: Path, command: InProcess) -> None:
    said = command("templates", "new", "section", "dose", "--under", "2.5.33", "--into", tmp_path)
    assert said.code == 1 and "has no section 2.5.33" in said.err
    assert not list(tmp_path.rglob("*.md"))


def test_the_outline_keeps_each_of_its_lines(tmp_path: Path, command: InProcess) -> None:
    shipped = Path(__file__).parents[2] / "templates/clinical-overview/outline.yaml"
    (tmp_path / "clinical-overview").mkdir()
    shutil.copyfile(shipped, tmp_path / "clinical-overview/outline.yaml")
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


def test_a_copy_is_the_shipped_file(tmp_path: Path, command: InProcess) -> None:
    said = command("templates", "copy", "2.5.2", "--into", tmp_path)
    name = "clinical-overview/sections/2.5.2-overview-of-biopharmaceutics.md"
    shipped = Path(__file__).parents[2] / "templates"
    assert (said.code, said.out) == (0, f"copied to {(tmp_path / name).as_posix()}\n")
    assert (tmp_path / name).read_bytes() == (shipped / name).read_bytes()
    again = command("templates", "copy", "2.5.2", "--into", tmp_path)
    assert again.code == 1 and "the file is there already" in again.err


def test_a_copy_names_the_schema_only_where_it_lies(tmp_path: Path, command: InProcess) -> None:
    prepare(tmp_path / "with")
    for folder in ("with", "without"):
        assert command("templates", "copy", "eu", "--into", tmp_path / folder / "own").code == 0
    first = {
        folder: (tmp_path / folder / "own/looks/eu.yaml").read_text(encoding="utf-8").split("\n")[0]
        for folder in ("with", "without")
    }
    assert first["with"] == "# yaml-language-server: $schema=../../schemas/look.schema.json"
    assert first["without"].startswith("# A4")


def test_a_name_of_several_templates_is_asked_back(command: InProcess) -> None:
    said = command("templates", "copy", "outline")
    assert said.code == 2 and "clinical-overview/outline.yaml" in said.err


def test_an_outline_that_is_made_says_only_what_differs(tmp_path: Path, command: InProcess) -> None:
    for name, under in (("dose", "2.5.3"), ("need", "2.5.6.2"), ("food", "2.5.3")):
        made = command("templates", "new", "section", name, "--under", under, "--into", tmp_path)
        assert made.code == 0, made.err
    own = (tmp_path / "clinical-overview/outline.yaml").read_text(encoding="utf-8").splitlines()
    assert own[1:] == [
        "from: base",
        "sections:",
        "  - number: 2.5.3",
        "    added:",
        "      - {title: Dose, template: sections/dose.md, name: sec-dose}",
        "      - {title: Food, template: sections/food.md, name: sec-food}",
        "  - number: 2.5.6.2",
        "    added:",
        "      - {title: Need, template: sections/need.md, name: sec-need}",
    ]


def test_a_new_document_is_built_at_once_without_complaint(
    tmp_path: Path, mini: Copy, command: InProcess
) -> None:
    own = tmp_path / "own"
    made = command("templates", "new", "document", "exposure-report", "--into", own)
    assert made.code == 0, made.err
    for step in ("assembler preview STUDY", "assembler build STUDY", "documents:"):
        assert step in made.out
    assert command("templates", "lint", "--templates", own).err == "no problems\n"
    built = command(
        "build", mini.study, "--templates", own, "--document", "exposure-report",
        "--output", tmp_path / "out",
    )  # fmt: skip
    assert built.code == 0, built.err
    assert "exposure-report" not in built.err and f"{own}" not in built.err
    assert [one.name for one in (tmp_path / "out").rglob("*.pdf")] == ["exposure-report.pdf"]


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("Exposure Report", "write small letters, digits and hyphens"),
        ("../report", "write small letters, digits and hyphens"),
        ("clinical-overview", "'clinical-overview' is the name of a document"),
        ("shared", "'shared' is the name of another folder"),
        ("con", "Windows keeps the name 'con' for itself"),
    ],
)
def test_a_bad_name_of_a_document_is_answered(
    tmp_path: Path, command: InProcess, name: str, answer: str
) -> None:
    said = command("templates", "new", "document", name, "--into", tmp_path)
    assert said.code in (1, 2) and answer in said.err
    assert not list(tmp_path.iterdir())
