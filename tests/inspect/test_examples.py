"""The files of the example break no rule of the agency of their region."""

import shutil
from pathlib import Path

import pytest

from assembler.inspect.finding import Level
from assembler.inspect.inspect import inspect_files
from assembler.inspect.profile import PROFILES
from assembler.pipeline import Request, build
from tests.places import CABINET

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("look", "agency"), [("eu", "ema"), ("us", "fda")])
def test_the_example_breaks_no_rule(tmp_path: Path, look: str, agency: str) -> None:
    study = tmp_path / "cabinet"
    shutil.copytree(CABINET, study)
    plan = study / "dossier.yaml"
    text = plan.read_text(encoding="utf-8")
    assert "\nlook: eu\n" in text
    plan.write_text(text.replace("\nlook: eu\n", f"\nlook: {look}\n"), encoding="utf-8")
    built = build(Request(study, tmp_path / "output"))
    files = [built.folder / f"clinical-overview.{ending}" for ending in ("docx", "pdf")]
    findings = inspect_files(files, PROFILES[agency])
    assert [finding for finding in findings if finding.level is Level.ERROR] == []
    assert {finding.rule for finding in findings} <= {"pdf.link-external"}
