"""`assembler templates ...`: what there is, what can be used, as an author asks for it."""

from pathlib import Path

from tests.acceptance.command import InProcess
from tests.acceptance.study import Copy
from tests.places import ROOT


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def test_the_list_says_from_which_folder_each_template_comes(
    tmp_path: Path, command: InProcess
) -> None:
    section = "clinical-overview/sections/2.5.2-overview-of-biopharmaceutics.md"
    write(tmp_path / "own" / section, "Words.\n")
    write(tmp_path / "own/looks/northern.yaml", "")
    said = command("templates", "list", "--templates", tmp_path / "own")
    assert said.code == 0
    lines = {line.split()[0]: line for line in said.out.splitlines() if line.strip()}
    assert lines["2.5.2"].endswith(f"{tmp_path / 'own'} (takes the place of templates)")
    assert lines["2.5.4"].endswith(" templates")
    assert lines["northern.yaml"].endswith(str(tmp_path / "own"))
    assert lines["clinical-overview:"].startswith("clinical-overview: 2.5 Clinical Overview")


def test_the_list_tells_what_adds_from_what_takes_the_place_of_another(
    tmp_path: Path, command: InProcess
) -> None:
    own, section = tmp_path / "own", "sections/2.5.2-overview-of-biopharmaceutics.md"
    write(own / "clinical-overview/outline.yaml", "from: base\n")
    write(own / "clinical-overview" / section, '{%- extends "base:" %}\n')
    write(own / "shared/abbreviations.yaml", "")
    shipped = (ROOT / "templates/study-synopsis/outline.yaml").read_text(encoding="utf-8")
    write(own / "study-synopsis/outline.yaml", shipped)
    said = command("templates", "list", "--templates", own)
    lines = {line.split()[0]: line for line in said.out.splitlines() if line.strip()}
    for name in ("clinical-overview:", "2.5.2", "abbreviations.yaml"):
        assert lines[name].endswith(f"{own} (adds to templates)")
    assert lines["study-synopsis:"].endswith(f"{own} (takes the place of templates)")
    shown = command("templates", "show", "2.5.2", "--templates", own)
    assert "  adds to the one in  templates\n" in shown.out


def test_a_section_is_shown_with_its_place_its_records_and_its_shells(command: InProcess) -> None:
    said = command("templates", "show", "2.5.2")
    assert said.code == 0
    assert said.out.startswith("templates/clinical-overview/sections/2.5.2-")
    assert "placed by  templates/clinical-overview/outline.yaml:" in said.out
    assert "2.5.2 Overview of Biopharmaceutics (ICH M4E(R2) 2.5.2)" in said.out
    assert "  blocks     drafting (line 2)\n             opening (line " in said.out
    assert "product.biopharmaceutics" in said.out and "\n    1  " in said.out


def test_a_template_that_is_not_there_is_answered_with_the_nearest(command: InProcess) -> None:
    said = command("templates", "show", "sentence")
    assert said.code == 2
    assert "did you mean 'sentences'?" in said.err


def test_a_field_is_shown_with_kind_example_and_uses(command: InProcess, mini: Copy) -> None:
    said = command("templates", "fields", "trial.arms.label", "--study", mini.study)
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[:3] == [
        "trial.arms[].label",
        "    words (required)",
        "    The one name under which the arm is printed everywhere; INN for the trial drug.",
    ]
    assert lines[3].startswith("    example  ") and "trial.yaml:" in lines[3]
    assert lines[4].startswith("    used in  templates/")


def test_fields_are_found_with_ids_and_without(command: InProcess) -> None:
    with_id = command("templates", "fields", "efficacy.analyses.pfs-pnet-local.comparison.p_value")
    without = command("templates", "fields", "efficacy.analyses.comparison.p_value")
    assert with_id.code == 0 and with_id.out == without.out
    assert with_id.out.startswith("efficacy.analyses[].comparison.p_value\n    p-value (optional)")


def test_a_field_that_is_not_there_is_answered_with_the_nearest(command: InProcess) -> None:
    said = command("templates", "fields", "trial.titel")
    assert said.code == 2
    assert "did you mean 'trial.title'?" in said.err


def test_functions_come_with_an_example(command: InProcess) -> None:
    said = command("templates", "functions")
    assert said.code == 0
    for name in ("ratio_ci", "selectattr", "reported", ":::{table}", "claims.superior(analysis)"):
        assert f"  {name}\n" in said.out
    assert "`0.27 (95% CI: 0.14, 0.49)`" in command("templates", "functions", "ratio_ci").out


def test_what_an_outline_expects_is_a_use_of_the_field(tmp_path: Path, command: InProcess) -> None:
    outline = """title: Report
subject: Subject
sections:
  - number: "1"
    title: Safety
    clause: invented
    expects:
      - needs: rates by arm
        paths: [safety.exposure_adjusted.rows]
        owner: statistics
        expected_in: clinical study report
"""
    write(tmp_path / "own/report/outline.yaml", outline)
    said = command(
        "templates", "fields", "safety.exposure_adjusted.rows", "--templates", tmp_path / "own"
    )
    assert said.code == 0
    assert f"{tmp_path / 'own'}/report/outline.yaml:9" in said.out
    assert "safety.exposure_adjusted.rows\n" in said.out
