"""What a document type expects and nobody has entered is a row of the gap register, once."""

from dataclasses import replace
from pathlib import Path

import pytest

from assembler.compose.expected import RULE, each_once, lacking
from assembler.compose.loader import TemplateRoot
from assembler.compose.outline import load_outline
from assembler.load import Loaded
from assembler.pipeline.stages import gaps_of
from assembler.problems import ProblemsFound, Severity
from tests.compose.desk import edited, mini

OUTLINE = """number: "2.5"
title: Report
subject: Subject
sections:
  - number: 2.5.4
    title: Safety
    clause: invented
    expects:
      - needs: exposure by arm
        paths: [{paths}]
        owner: statistics
        expected_in: clinical study report
"""
WAIVER = f"""
waivers:
  - {{rule: {RULE}, path: safety.PATH, reason: it is small, name: A. Writer}}
"""
PLAN = """
not_reported: [exposure_adjusted]
gap: {needs: rates, owner: statistics, expected_in: study report, blocks_final: yes}
"""


def root(folder: Path, paths: str = "safety.exposure_adjusted.rows") -> TemplateRoot:
    (folder / "report").mkdir()
    text = OUTLINE.format(paths=paths)
    (folder / "report" / "outline.yaml").write_text(text, encoding="utf-8", newline="\n")
    return TemplateRoot(folder, "own")


def needs(study: Loaded, at: TemplateRoot) -> list[str]:
    return [row.gap.needs for row in lacking(study.dossier, "report", (at,))]


def test_what_nobody_has_entered_is_a_row_and_a_gap_where_it_is_expected(tmp_path: Path) -> None:
    (row,) = lacking(mini().dossier, "report", (root(tmp_path),))
    gap, problem = row.gap, row.problem
    assert (gap.needs, gap.kind, gap.owner) == ("exposure by arm", "not yet entered", "statistics")
    assert (gap.expected_in, gap.status, gap.blocks_final) == (
        "clinical study report",
        "open",
        True,
    )
    assert gap.items == ("safety.exposure_adjusted.rows",)
    assert str(gap.at) == "templates/report/outline.yaml:9:9"
    assert (problem.rule, problem.severity) == (RULE, Severity.GAP)
    assert str(problem.at) == "own/report/outline.yaml:9:9"
    assert problem.path == "safety.exposure_adjusted.rows"


def test_what_is_entered_is_no_row(tmp_path: Path) -> None:
    rows = "{unit: per year, rows: [{arm: fictivinib, patients: 3, rate: '3.0'}]}"
    study = edited(safety=f"\nexposure_adjusted: {rows}\n")
    assert needs(study, root(tmp_path)) == []


def test_a_block_without_the_rows_does_not_hold_them(tmp_path: Path) -> None:
    study = edited(safety="\nexposure_adjusted: {unit: per year}\n")
    assert needs(study, root(tmp_path)) == ["exposure by arm"]


@pytest.mark.parametrize("reason", ["not_reported", "not_applicable", "not_collected", "pending"])
def test_what_is_listed_as_absent_is_no_row(tmp_path: Path, reason: str) -> None:
    at = root(tmp_path)
    assert needs(edited(safety=f"\n{reason}: [exposure_adjusted]\n"), at) == []
    inside = f"\nexposure_adjusted: {{unit: per year, {reason}: [rows]}}\n"
    assert needs(edited(safety=inside), at) == []


def test_a_gap_that_the_records_plan_stands_in_the_register_once(tmp_path: Path) -> None:
    study = edited(safety=PLAN)
    assert needs(study, root(tmp_path)) == []
    planned = [gap for gap in gaps_of(study, Path("study")) if gap.needs == "rates"]
    assert [gap.items for gap in planned] == [("safety.exposure_adjusted",)]


def test_one_of_several_places_is_enough(tmp_path: Path) -> None:
    at = root(tmp_path, "safety.exposure_adjusted.rows, efficacy.analyses")
    assert needs(mini(), at) == []


@pytest.mark.parametrize("path", ["exposure_adjusted", "exposure_adjusted.rows"])
def test_a_waiver_accepts_the_row_with_name_and_reason(tmp_path: Path, path: str) -> None:
    study = edited(dossier=WAIVER.replace("PATH", path))
    (row,) = lacking(study.dossier, "report", (root(tmp_path),))
    assert (row.gap.status, row.gap.reason) == ("accepted", "A. Writer: it is small")


def test_what_two_documents_expect_is_one_row_of_the_study(tmp_path: Path) -> None:
    (row,) = lacking(mini().dossier, "report", (root(tmp_path),))
    other = replace(row.gap, at=replace(row.gap.at, file="templates/other/outline.yaml"))
    more = replace(row.gap, needs="deaths by arm")
    assert each_once([row.gap, other, more]) == (row.gap, more)


def test_an_outline_expects_only_what_records_can_hold(tmp_path: Path) -> None:
    at = root(tmp_path, "safety.exposures")
    with pytest.raises(ProblemsFound) as found:
        load_outline(tmp_path / "report" / "outline.yaml", root=tmp_path, shown="own")
    (problem,) = found.value.problems
    assert (problem.rule, str(problem.at)) == ("record.known", "own/report/outline.yaml:10:17")
    assert lacking(mini().dossier, "report", (at,)) == ()  # composing tells it


def test_a_document_without_an_outline_expects_nothing(tmp_path: Path) -> None:
    assert lacking(mini().dossier, "other", (root(tmp_path),)) == ()
