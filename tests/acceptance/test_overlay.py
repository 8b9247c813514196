"""The templates of an invented company, and those of a study itself, change what CABINET says."""

import shutil
from pathlib import Path

import pytest

from tests.acceptance.command import InProcess
from tests.places import ROOT

pytestmark = pytest.mark.slow

OVERLAY = ROOT / "examples" / "overlay" / "templates"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """CABINET with the company's look, one document."""
    folder = tmp_path / "study"
    shutil.copytree(ROOT / "examples" / "cabinet", folder)
    path = folder / "dossier.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count("look: eu") == 1
    text = text.replace("look: eu", "look: northern-bay")
    path.write_text(text, encoding="utf-8", newline="\n")
    return folder


def test_the_company_builds_with_its_look_its_section_and_its_table(
    study: Path, tmp_path: Path, command: InProcess
) -> None:
    out = tmp_path / "out"
    asked = ("--templates", OVERLAY, "--document", "clinical-overview", "--output", out)
    said = command("build", study, *asked)
    assert said.code == 0, said.err
    assert "[look." not in said.err
    assert len(list(out.glob("*/clinical-overview.*"))) >= 2
    shown = command(
        "show", study, "--templates", OVERLAY, "--stage", "resolved",
        "--document", "clinical-overview",
    )  # fmt: skip
    assert "The Northern Bay tolerability review (NBT) found nothing" in shown.out
    assert "Treatment arms of CABINET" in shown.out and "not given" in shown.out
    assert "PFS, survival without progression" in shown.out


def test_the_templates_of_the_company_have_no_problem(command: InProcess) -> None:
    assert command("templates", "lint", "--templates", OVERLAY).code == 0


def test_a_study_does_so_in_its_own_folder(study: Path, command: InProcess) -> None:
    shutil.copytree(OVERLAY, study / "templates")
    section = study / "templates/clinical-overview/sections/2.5.2-overview-of-biopharmaceutics.md"
    section.write_text("Only in this study.\n", encoding="utf-8", newline="\n")
    shown = command(
        "show", study, "--templates", OVERLAY, "--stage", "resolved", "--section", "2.5.2",
        "--document", "clinical-overview",
    )  # fmt: skip
    assert shown.out.splitlines()[1:] == ["paragraph Only in this study."]
