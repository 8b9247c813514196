"""A whole study: a record that is not valid hides no finding of the others."""

import shutil
from pathlib import Path

import pytest

from assembler.checks.study import check_study
from assembler.load import load_sound
from tests.places import CABINET

pytestmark = pytest.mark.slow


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CABINET, tmp_path / "cabinet"))


def edit(study: Path, name: str, old: str, new: str) -> None:
    path = study / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (old, text.count(old))
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def found(study: Path) -> set[tuple[str, str]]:
    return {(problem.rule, str(problem.severity)) for problem in check_study(study)}


def test_findings_of_valid_records_stand_beside_what_is_not_valid(study: Path) -> None:
    edit(study, "efficacy.yaml", "hazard_ratio: 0.45", "hazard_ratio: 0.75")
    edit(study, "trial.yaml", "n: 93", "n: many")
    assert found(study) == {("count.digits", "error"), ("estimate.inside-interval", "error")}


def test_findings_that_a_missing_record_brings_about_are_kept_back(study: Path) -> None:
    edit(study, "trial.yaml", "- id: pfs-pnet\n", "- id: PFS of pNET\n")
    assert {rule for rule, _ in found(study)} == {"id.kebab-case"}


def test_an_entry_is_left_out_where_what_it_needs_is_not_valid(study: Path) -> None:
    edit(
        study,
        "efficacy.yaml",
        "  - id: pfs-pnet-local\n",
        "  - id: pfs-pnet-local\n    colour: red\n",
    )
    edit(study, "safety.yaml", "  - id: known-profile", "  - id: Known profile")
    sound = load_sound(study)
    assert sound is not None
    assert [analysis.id for analysis in sound.dossier.efficacy.analyses] == [
        "pfs-pnet-local",
        "pfs-epnet-local",
    ]
    assert sound.dossier.safety.statements == ()
    at = sound.at("efficacy.analyses.pfs-epnet-local.comparison.hazard_ratio")
    lines = (study / "efficacy.yaml").read_text(encoding="utf-8").splitlines()
    assert lines[at.line - 1][at.column - 1 :].startswith("0.45")


def test_where_no_dossier_is_left_the_files_problems_stand_alone(study: Path) -> None:
    (study / "product.yaml").unlink()
    edit(study, "efficacy.yaml", "hazard_ratio: 0.45", "hazard_ratio: 0.75")
    assert found(study) == {("study.files", "error")}


def test_no_study_is_one_problem(tmp_path: Path) -> None:
    assert [problem.rule for problem in check_study(tmp_path / "none")] == ["study.folder"]
