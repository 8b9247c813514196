"""The annex of decisions: facts that several sources give, and what was waived."""

import shutil
from pathlib import Path

import pytest

from assembler.checks import check
from assembler.compose.compose import Composed, TemplateRoot, compose
from assembler.load import Loaded, load
from assembler.problems import Severity
from assembler.resolve.resolve import resolve
from assembler.resolve.words import lines
from assembler.shipped import shipped
from tests.places import CABINET

pytestmark = pytest.mark.slow

FOLLOW_UP = "    median_follow_up: 16.7 months\n"
OTHER = """\
    alternatives:
      median_follow_up:
        values:
          - {value: 17 months, source: {document: ipsen-2024-07-02, place: Slide 3}}
          - {value: 15.2 months, source: {document: ipsen-2024-07-02, place: Table 2}}
"""
REASON = """\
        reason: the statement is the later of the two
        name: J. Roe
"""
WAIVER = """\
waivers:
  - {rule: assessor.matches-endpoint, path: efficacy, reason: agreed with the agency, name: J. Roe}
"""


def study(folder: Path, *, alternatives: str = "", waivers: str = "") -> Loaded:
    """The example with alternatives of a follow-up and waivers."""
    copy = Path(shutil.copytree(CABINET, folder / "cabinet"))
    efficacy, dossier = copy / "efficacy.yaml", copy / "dossier.yaml"
    text = efficacy.read_text(encoding="utf-8")
    assert text.count(FOLLOW_UP) == 1
    text = text.replace(FOLLOW_UP, FOLLOW_UP + alternatives)
    efficacy.write_text(text, encoding="utf-8", newline="\n")
    text = dossier.read_text(encoding="utf-8")
    dossier.write_text(text + waivers, encoding="utf-8", newline="\n")
    return load(copy)


def composed(
    loaded: Loaded, document: str = "clinical-overview", *, draft: bool = True
) -> Composed:
    root = TemplateRoot(shipped("templates"), "templates")
    return compose(loaded.dossier, document, [root], at=loaded.at, draft=draft)


def cells(one: Composed) -> str:
    """What the cells of the document say."""
    return "\n".join(
        line.text for line in lines(resolve(one.document)) if line.kind in ("cell", "row")
    )


def annexes(one: Composed) -> list[str]:
    return [str(section.label) for section in one.document.sections if section.is_annex]


def test_a_study_without_decisions_has_no_annex_of_them(tmp_path: Path) -> None:
    assert "annex-decisions" not in annexes(composed(study(tmp_path)))


def test_the_ledger_gives_both_values_their_sources_and_the_reason(tmp_path: Path) -> None:
    one = composed(study(tmp_path, alternatives=OTHER + REASON))
    assert annexes(one)[-1] == "annex-decisions"
    said = cells(one).replace("\u00a0", " ")
    for words in (
        "efficacy.analyses.pfs-pnet-local.median_follow_up",
        "CABINET Phase III trial, bullet 1)",
        "17 months (Ipsen press release of 2 July 2024, Slide 3)",
        "15.2 months (Ipsen press release of 2 July 2024, Table 2)",
        "the statement is the later of the two (J. Roe)",
    ):
        assert words in said, words
    assert "compatible" in said and "conflicting" in said


def test_waivers_are_listed_with_who_and_why(tmp_path: Path) -> None:
    one = composed(study(tmp_path, waivers=WAIVER))
    said = cells(one)
    for words in ("assessor.matches-endpoint", "agreed with the agency", "J. Roe"):
        assert words in said
    assert "annex-decisions" in annexes(one)


@pytest.mark.parametrize(
    ("document", "has"),
    [("summary-of-clinical-efficacy", True), ("summary-of-clinical-safety", False)],
)
def test_a_pick_of_efficacy_is_no_decision_of_the_safety_summary(
    tmp_path: Path, document: str, has: bool
) -> None:
    one = composed(study(tmp_path, alternatives=OTHER + REASON), document)
    assert ("annex-decisions" in annexes(one)) is has


def test_the_safety_summary_lists_its_decisions(tmp_path: Path) -> None:
    one = composed(study(tmp_path, waivers=WAIVER), "summary-of-clinical-safety")
    assert annexes(one)[-1] == "annex-decisions"
    assert "agreed with the agency" in cells(one)


def test_a_final_has_no_annex(tmp_path: Path) -> None:
    loaded = study(tmp_path, alternatives=OTHER + REASON, waivers=WAIVER)
    assert annexes(composed(loaded, draft=False)) == []


@pytest.mark.parametrize(("reason", "severity"), [("", Severity.ERROR), (REASON, Severity.NOTE)])
def test_a_conflict_stops_until_somebody_has_picked(
    tmp_path: Path, reason: str, severity: Severity
) -> None:
    loaded = study(tmp_path, alternatives=OTHER + reason)
    (found,) = [p for p in check(loaded.dossier, loaded.at) if p.rule == "sources.agree"]
    assert found.severity is severity
    assert "15.2 months" in found.message
    assert len(found.also) == 1
