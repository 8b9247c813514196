"""A second data cut of the example goes through refresh from one end to the other."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from assembler.pipeline import RefreshRequest, Request, VerifyRequest, build, refresh, verify
from assembler.review.refresh import Wish
from assembler.write.docx.read import read_docx
from tests.places import CABINET
from tests.review.changes import DATED, accepted, outside, rejected, texts

pytestmark = pytest.mark.slow

DOCUMENT = "clinical-overview"
WISH = Wish("assembler", DATED)


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A copy of the example."""
    shutil.copytree(CABINET, tmp_path / "study")
    return tmp_path / "study"


def built(study: Path, name: str) -> Path:
    """The DOCX of a build of the study as it is."""
    output = study.parent / name
    build(Request(study, output, documents=(DOCUMENT,), formats=("docx",)))
    return output / "cabinet" / f"{DOCUMENT}.docx"


def second_cut(study: Path) -> None:
    """Other results in the pNET cohort, with two more patients; invented for the tests."""
    for name, old, new in (
        ("efficacy.yaml", "hazard_ratio: 0.27", "hazard_ratio: 0.31"),
        ("efficacy.yaml", "interval: 0.14 to 0.49", "interval: 0.18 to 0.53"),
        ("efficacy.yaml", "median: 11.4 months", "median: 12.0 months"),
        ("trial.yaml", "    n: 93\n", "    n: 95\n"),
        ("trial.yaml", "  total: 290\n", "  total: 292\n"),
    ):  # fmt: skip
        path = study / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def test_the_second_data_cut_verifies_clean_when_all_changes_are_accepted(study: Path) -> None:
    first = built(study, "first")
    second_cut(study)
    new = study.parent / "new.docx"
    result, placed = refresh(RefreshRequest(first, study, new, WISH))
    assert placed.path == new
    assert {item.kind for item in result.done} == {"value"}
    assert {item.kind for item in result.left} == {"figure"}
    data = new.read_bytes()
    assert outside(data) == outside(first.read_bytes())
    assert texts(rejected(data)) == texts(first.read_bytes())
    assert texts(accepted(data)) == texts(built(study, "second").read_bytes())
    settled = study.parent / "settled.docx"
    settled.write_bytes(accepted(data))
    found, _ = verify(VerifyRequest(settled, study))
    assert not [finding for finding in found.findings if not finding.is_note]
    again, _ = refresh(RefreshRequest(settled, study, study.parent / "again.docx", WISH))
    assert again.items == result.left
    assert not again.is_changed


def test_every_place_of_one_number_is_refreshed(study: Path) -> None:
    first = built(study, "first")
    path = study / "trial.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("    n: 93\n", "    n: 95\n").replace("  total: 290\n", "  total: 292\n")
    path.write_text(text, encoding="utf-8", newline="\n")
    result, _ = refresh(RefreshRequest(first, study, study.parent / "new.docx", WISH))
    places = [item for item in result.done if item.path == "trial.cohorts.pnet.n"]
    stood = read_docx(first.read_bytes())
    evidence = stood.evidence
    assert evidence is not None
    expected = [v for v in evidence.values.values() if "trial.cohorts.pnet.n" in v.paths]
    printed = [v for v in expected if v.text == "93"]
    assert len(places) == len(printed) > 2


def test_a_refresh_without_tracking_is_what_a_new_build_says(study: Path) -> None:
    first = built(study, "first")
    second_cut(study)
    new = study.parent / "new.docx"
    refresh(RefreshRequest(first, study, new, replace(WISH, accept=True)))
    assert texts(new.read_bytes()) == texts(built(study, "second").read_bytes())
