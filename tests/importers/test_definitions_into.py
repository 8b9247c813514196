"""A study definition and its results in one study: they meet by the arms, and again by nothing."""

import json
from pathlib import Path

import pytest

from assembler.importers.ars import read_ars
from assembler.importers.imported import Imported, write
from assembler.importers.landing import into_of, land
from assembler.importers.usdm import read_usdm
from assembler.load import load
from tests.importers.ars_files import event
from tests.importers.usdm_files import Json, usdm_4

READ = {"usdm": read_usdm, "ars": read_ars}


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A folder with what no import gives."""
    folder = tmp_path / "study"
    folder.mkdir()
    written = {
        "dossier": "study: {id: pain, title: Pain}\nregion: eu\ndocuments: []\n",
        "product": "inn: exampline\n",
        "efficacy": "statements: []\n",
    }
    for name, text in written.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def landed(study: Path, kind: str, given: Json) -> Imported:
    file = study.parent / f"{kind}.json"
    file.write_text(json.dumps(given, indent=1), encoding="utf-8")
    into = into_of(study, {})
    done = land(into, READ[kind]([file], into))
    write(done.writes)
    return done


def test_design_and_results_make_a_study_that_loads(study: Path) -> None:
    landed(study, "usdm", usdm_4())
    landed(study, "ars", event())
    dossier = load(study).dossier
    assert [arm.id for arm in dossier.trial.arms] == ["placebo", "exampline"]
    assert dossier.trial.baseline is not None
    assert {row.arm for row in dossier.trial.baseline.rows} == {"placebo", "exampline"}
    table = dossier.safety.adverse_events
    assert table is not None and str(table.sizes["exampline"]) == "84"
    assert [str(row.patients) for row in table.rows] == ["12", "13", "2", "3"]
    assert [source.kind for source in dossier.references.sources] == ["protocol", "output-table"]


@pytest.mark.parametrize("kind", READ)
def test_the_same_file_twice_changes_nothing(study: Path, kind: str) -> None:
    given = {"usdm": usdm_4(), "ars": event()}
    landed(study, "usdm", given["usdm"])
    landed(study, "ars", given["ars"])
    again = landed(study, kind, given[kind])
    assert (again.writes, again.added, again.updated) == ((), (), ())


def test_a_kind_of_arm_that_a_person_corrects_is_kept(study: Path) -> None:
    given = usdm_4()
    landed(study, "usdm", given)
    path = study / "trial.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count("kind: experimental") == 1
    path.write_text(text.replace("kind: experimental", "kind: active-comparator"), encoding="utf-8")
    assert not landed(study, "usdm", given).writes
    landed(study, "ars", event())
    kinds = [arm.kind for arm in load(study).dossier.trial.arms]
    assert kinds == ["placebo-comparator", "active-comparator"]
