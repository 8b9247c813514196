"""`assembler new`: a study's folder that checks and builds at once, and says what is missing."""

import json
from pathlib import Path

import pytest

from assembler.importers.standing import standing_of
from assembler.load import NAMES, load
from assembler.pipeline import composed_today
from assembler.pipeline.stages import document_ids
from assembler.records.base import Block, Sourced
from tests.acceptance.command import InProcess
from tests.importers.ctgov_files import Json, measure, plan, study
from tests.importers.usdm_files import usdm_4


def _file(folder: Path, given: Json) -> Path:
    path = folder / "record.json"
    path.write_text(json.dumps(given), encoding="utf-8")
    return path


def test_an_empty_study_checks_and_composes(tmp_path: Path, command: InProcess) -> None:
    folder = tmp_path / "my-study"
    made = command("new", folder)
    assert made.code == 0, made.err
    assert load(folder).dossier.dossier.study.id == "my-study"
    assert command("check", folder).code == 0
    shown = command("show", folder, "--stage", "document")
    assert shown.code == 0, shown.err


def test_what_is_missing_and_what_to_do_next_is_said(tmp_path: Path, command: InProcess) -> None:
    made = command("new", tmp_path / "x")
    assert "trial.yaml" in made.out and "endpoints" in made.out and "2.5.4.md" in made.out
    assert "dossier.yaml     study.title, applicant, data_date\n" in made.out
    assert f"assembler build {tmp_path / 'x'}" in made.out
    *_, build, check, schemas = made.out.splitlines()
    assert build.index("a first") == check.index("what contra") == schemas.index("your editor")


@pytest.mark.parametrize("name", NAMES)
def test_every_key_of_every_file_stands_there_or_is_explained(
    tmp_path: Path, command: InProcess, name: str
) -> None:
    command("new", tmp_path / "x")
    text = (tmp_path / "x" / f"{name}.yaml").read_text(encoding="utf-8")
    record = type(getattr(load(tmp_path / "x").dossier, name))
    common = Block.model_fields if issubclass(record, Block) else Sourced.model_fields
    for key in record.model_fields.keys() - common.keys():
        assert f"\n{key}:" in f"\n{text}" or f"\n# {key}:" in text, key


def test_a_record_of_several_kinds_names_them_with_the_keys_of_each(
    tmp_path: Path, command: InProcess
) -> None:
    command("new", tmp_path / "x")
    text = (tmp_path / "x" / "efficacy.yaml").read_text(encoding="utf-8")
    (kinds,) = (line for line in text.splitlines() if line.startswith("#     type:"))
    assert kinds.endswith("## needed: `time-to-event`, `binary` or `continuous`.")
    assert "## `time-to-event` only: Kaplan-Meier curves" in text
    assert "## `continuous` only: Unit of the value: `points`." in text
    assert text.count("#     comparison:") == 1


def test_a_line_without_its_mark_is_a_record(tmp_path: Path, command: InProcess) -> None:
    """`# acronym:` becomes `acronym: PAINLESS` when the mark and the blank go."""
    command("new", tmp_path / "x")
    path = tmp_path / "x" / "trial.yaml"
    text = path.read_text(encoding="utf-8")
    filled = text.replace("# acronym:", "acronym: PAINLESS").replace("# design:", "design:")
    filled = filled.replace("#   randomised:  ", "  randomised: yes  ")
    path.write_text(filled.replace("  ## Whether treatment", "  # Whether treatment"), "utf-8")
    trial = load(tmp_path / "x").dossier.trial
    assert trial.acronym == "PAINLESS" and trial.design is not None and trial.design.randomised


def test_the_title_of_the_front_page_has_its_line(tmp_path: Path, command: InProcess) -> None:
    command("new", tmp_path / "x")
    path = tmp_path / "x" / "dossier.yaml"
    text = path.read_text(encoding="utf-8").replace("  # title:   ", "  title: Exampline   #")
    path.write_text(text, encoding="utf-8", newline="\n")
    assert load(tmp_path / "x").dossier.dossier.study.title == "Exampline"


def test_no_explanation_ends_within_an_example(tmp_path: Path, command: InProcess) -> None:
    """`U.S. and Japan` is no end of a sentence."""
    command("new", tmp_path / "x")
    for path in (tmp_path / "x").glob("*.yaml"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("# "):
                assert line.count("`") % 2 == 0, line


@pytest.mark.parametrize("given", [study(), plan()], ids=["results", "plan"])
def test_a_registrys_record_composes_untouched(
    tmp_path: Path, command: InProcess, given: Json
) -> None:
    folder = tmp_path / "painless"
    made = command("new", folder, "--from", "ctgov", _file(tmp_path, given))
    assert made.code == 0, made.err
    checked = command("check", folder)
    assert checked.code == 0, checked.err
    shown = command("show", folder, "--stage", "resolved")
    assert shown.code == 0, shown.err
    assert "Exampline" in shown.out


def test_an_observational_study_without_results_composes(
    tmp_path: Path, command: InProcess
) -> None:
    given = plan()
    protocol = given["protocolSection"]
    protocol["designModule"] = {"studyType": "OBSERVATIONAL"}
    del protocol["armsInterventionsModule"], protocol["outcomesModule"]
    command("new", tmp_path / "x", "--from", "ctgov", _file(tmp_path, given))
    shown = command("show", tmp_path / "x", "--stage", "resolved")
    assert shown.code == 0, shown.err
    assert "randomised to" not in shown.out


def test_the_title_of_the_dossier_is_the_records_short_one(
    tmp_path: Path, command: InProcess
) -> None:
    command("new", tmp_path / "x", "--from", "ctgov", _file(tmp_path, plan()))
    dossier = load(tmp_path / "x").dossier
    assert dossier.dossier.study.title == "Exampline in Invented Disease & Pain"
    assert dossier.dossier.prepared_from == ("ctgov-nct00000042",)
    assert dossier.trial.source is not None and dossier.trial.sources == {}


def test_importing_the_same_record_again_changes_nothing(
    tmp_path: Path, command: InProcess
) -> None:
    folder, record = tmp_path / "x", _file(tmp_path, study())
    command("new", folder, "--from", "ctgov", record)
    before = {name: one.raw for name, one in standing_of(folder).files.items()}
    again = command("import", "ctgov", record, "--into", folder)
    assert again.code == 0, again.err
    assert {name: one.raw for name, one in standing_of(folder).files.items()} == before


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path, command: InProcess) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    refused = command("new", tmp_path)
    assert refused.code == 1 and "study.folder" in refused.err
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_an_empty_folder_is_filled(tmp_path: Path, command: InProcess) -> None:
    (tmp_path / "x").mkdir()
    assert command("new", tmp_path / "x").code == 0


def test_a_file_that_cannot_be_read_makes_no_folder(tmp_path: Path, command: InProcess) -> None:
    refused = command("new", tmp_path / "x", "--from", "ctgov", _file(tmp_path, {"a": "b"}))
    assert refused.code == 1 and "import.one-study" in refused.err
    assert not (tmp_path / "x").exists()


def test_references_make_no_study(tmp_path: Path, command: InProcess) -> None:
    assert command("new", tmp_path / "x", "--from", "bib", tmp_path / "a.bib").code == 2


@pytest.mark.parametrize(("name", "id"), [("My Study 7", "my-study-7"), ("Ärzte", "arzte")])
def test_the_id_is_made_from_the_folders_name(
    tmp_path: Path, command: InProcess, name: str, id: str
) -> None:
    assert command("new", tmp_path / name).code == 0
    assert load(tmp_path / name).dossier.dossier.study.id == id


def test_a_name_without_a_letter_is_refused(tmp_path: Path, command: InProcess) -> None:
    refused = command("new", tmp_path / "---")
    assert refused.code == 1 and "no letter" in refused.err


def test_a_study_of_many_kinds_of_results_says_what_each_is(
    tmp_path: Path, command: InProcess
) -> None:
    """Landmark rates, means and medians, more endpoints than a sentence holds, no timing."""
    given = study()
    results = given["resultsSection"]["outcomeMeasuresModule"]
    results["outcomeMeasures"] = [
        measure(
            "Event-Free Survival",
            "NUMBER",
            "Percentage probability",
            "53.70",
            "61.4",
            type="PRIMARY",
            timeFrame="4 years",
        ),
        measure("Blood Level", "MEAN", "mmol/L", "4.20", "5.1", type="PRIMARY"),
        measure("Days in Hospital", "MEDIAN", "units", "3.0", "7", type="PRIMARY"),
        *(measure(f"Score {n}", "MEAN", "points", "1.5", "2") for n in range(9)),
    ]
    folder = tmp_path / "x"
    command("new", folder, "--from", "ctgov", _file(tmp_path, given))
    shown = command("show", folder, "--stage", "filled", "--section", "2.5.4")
    assert shown.code == 0, shown.err
    said = " ".join(shown.out.split())
    assert "the share of patients without event was 53.70% at 4 years with" in said
    assert "the mean Blood Level at week 24 was 4.20" in said
    assert "the median Days in Hospital at week 24 was 3.0" in said
    assert "The results of the other endpoints are given in the tables" in said
    assert "Score 3" not in said and "not yet entered" not in said


def test_a_study_begins_from_a_definition_as_well(tmp_path: Path, command: InProcess) -> None:
    made = command("new", tmp_path / "x", "--from", "usdm", _file(tmp_path, usdm_4()))
    assert made.code == 0, made.err
    assert load(tmp_path / "x").dossier.trial.acronym == "PAINLESS"
    shown = command("show", tmp_path / "x", "--stage", "resolved")
    assert shown.code == 0, shown.err


def test_groups_that_are_no_arm_are_named_with_the_next_command(
    tmp_path: Path, command: InProcess
) -> None:
    given = study()
    given["resultsSection"]["adverseEventsModule"]["eventGroups"][0]["title"] = "Exa"
    record, folder = _file(tmp_path, given), tmp_path / "x"
    made = command("new", folder, "--from", "ctgov", record)
    assert f'assembler import ctgov {record} --into {folder} --arm "GROUP=ID"' in made.out
    again = command("import", "ctgov", record, "--into", folder, "--arm", "Exa=exampline-5-mg")
    assert again.code == 0, again.err
    assert len(load(folder).dossier.safety.overview) == 2


def test_the_documents_that_can_be_added_are_named(tmp_path: Path, command: InProcess) -> None:
    command("new", tmp_path / "x")
    text = (tmp_path / "x" / "dossier.yaml").read_text(encoding="utf-8")
    others = ", ".join(one for one in document_ids(()) if one != "clinical-overview")
    assert f"# Others to add: {others}.\ndocuments: [clinical-overview]\n" in text


@pytest.fixture
def registered(tmp_path: Path, command: InProcess) -> Path:
    """A study begun from a registry, whose dossier has every document that there is."""
    made = command("new", tmp_path / "x", "--from", "ctgov", _file(tmp_path, study()))
    assert made.code == 0, made.err
    path = tmp_path / "x" / "dossier.yaml"
    text = path.read_text(encoding="utf-8")
    every = f"documents: [{', '.join(document_ids(()))}]"
    text = text.replace("documents: [clinical-overview]", every)
    path.write_text(text, encoding="utf-8", newline="\n")
    return tmp_path / "x"


@pytest.mark.slow
@pytest.mark.parametrize("name", document_ids(()))
def test_a_registered_study_composes_every_document(registered: Path, name: str) -> None:
    document = composed_today(registered, name, (), draft=True)[0].document
    assert document.sections
