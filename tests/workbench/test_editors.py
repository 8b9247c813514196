"""`assembler schemas`: a folder's editor knows the schema of each file, and keeps its settings."""

import json
from pathlib import Path

import pytest

from assembler.shipped import shipped
from assembler.workbench.editors import FILES, prepare
from tests.acceptance.command import InProcess


def test_every_schema_is_written_and_named_in_the_settings(
    tmp_path: Path, command: InProcess
) -> None:
    said = command("schemas", tmp_path)
    assert said.code == 0, said.err
    assert f"wrote {len(FILES)} schemas into" in said.out
    settings = json.loads((tmp_path / ".vscode/settings.json").read_text(encoding="utf-8"))
    for named in settings["yaml.schemas"]:
        assert (tmp_path / named).read_bytes() == (
            shipped("schemas") / Path(named).name
        ).read_bytes()
    assert settings["yaml.schemas"]["schemas/shell.schema.json"] == ["**/tables/*.yaml"]


def test_settings_of_ones_own_are_kept_and_told_what_to_add(
    tmp_path: Path, command: InProcess
) -> None:
    own = tmp_path / ".vscode/settings.json"
    own.parent.mkdir()
    own.write_text("{}\n", encoding="utf-8")
    said = command("schemas", tmp_path)
    assert said.code == 0 and own.read_text(encoding="utf-8") == "{}\n"
    assert "is there already; add to it" in said.out
    assert '"schemas/trial.schema.json": ["**/trial.yaml", ' in said.out


def test_schemas_of_an_earlier_version_are_replaced(tmp_path: Path) -> None:
    first = prepare(tmp_path)
    (first.schemas / "trial.schema.json").write_text("{}", encoding="utf-8")
    again = prepare(tmp_path)
    assert not first.own and not again.own
    made = (again.schemas / "trial.schema.json").read_bytes()
    assert made == (shipped("schemas") / "trial.schema.json").read_bytes()


def test_a_link_in_the_place_of_a_schema_is_replaced_and_not_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("mine", encoding="utf-8")
    (tmp_path / "folder/schemas").mkdir(parents=True)
    try:
        (tmp_path / "folder/schemas/trial.schema.json").symlink_to(precious)
    except OSError:  # Windows asks for a right that not everybody has
        pytest.skip("no links here")
    made = prepare(tmp_path / "folder")
    assert precious.read_text(encoding="utf-8") == "mine"
    assert not (made.schemas / "trial.schema.json").is_symlink()


def test_a_study_with_schemas_beside_its_records_is_read_as_before(
    tmp_path: Path, command: InProcess
) -> None:
    study = tmp_path / "study-1"
    assert command("new", study).code == 0
    before = command("check", study)
    assert command("schemas", study).code == 0
    assert command("check", study) == before
