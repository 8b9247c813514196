"""Flags, the gap register and annexes of the example, as its readers meet them."""

import shutil
from functools import cache
from pathlib import Path

import pytest

from assembler.checks import check
from assembler.compose.compose import Composed, TemplateRoot, compose
from assembler.document.nodes import Comment, GapEntry, Table, Value
from assembler.document.walk import leaves, runs, tables
from assembler.load import load
from assembler.problems import Position
from assembler.resolve.resolve import resolve
from assembler.resolve.words import lines
from assembler.shipped import shipped
from tests.places import CABINET

pytestmark = pytest.mark.slow

FLAG = "they cannot stand for the result of that endpoint."
NOTE = "are not results of the primary endpoint"
NEEDED = "PFS statistical detail, pNET cohort"
PLAN = "efficacy.analyses.pfs-pnet-local.gap"


@cache
def composed(draft: bool = True, with_findings: bool = True, study: Path = CABINET) -> Composed:
    """The example's overview with one row of the gap register."""
    loaded = load(study)
    gap = GapEntry(
        NEEDED, (), "not reported", "statistics", "report", "open", True, "", Position("a"), PLAN
    )
    return compose(
        loaded.dossier,
        "clinical-overview",
        [TemplateRoot(shipped("templates"), "templates")],
        at=loaded.at,
        gaps=[gap],
        findings=check(loaded.dossier, loaded.at) if with_findings else (),
        draft=draft,
    )


def said(one: Composed, words: str) -> list[str]:
    """The kinds of the lines that hold the words."""
    return [line.kind for line in lines(resolve(one.document)) if words in line.text]


def table(label: str) -> Table:
    return next(one for one in tables(composed().document) if one.label == label)


def test_a_flag_is_said_once_in_the_text_and_once_in_the_annex() -> None:
    assert said(composed(), FLAG) == ["item", "cell"]


def test_a_flag_is_said_once_below_the_table_of_its_records() -> None:
    notes = table("tbl-results-time-to-event").notes
    texts = ["".join(getattr(one, "text", "") for one in leaves(note)) for note in notes]
    assert sum(NOTE in text for text in texts) == 1


def test_findings_that_agree_are_one_flag() -> None:
    assert len(table("tbl-flags").rows) == 2  # two rules, each found in both cohorts


def test_without_findings_there_is_no_flag() -> None:
    assert said(composed(with_findings=False), FLAG) == []


def test_a_final_document_has_no_annexes() -> None:
    assert [one.title for one in composed(draft=False).document.sections if one.is_annex] == []
    assert len([one for one in composed().document.sections if one.is_annex]) == 3


def test_the_gap_register_keeps_the_paths_of_its_plans_without_anchors() -> None:
    document = composed().document
    cells = [cell for row in table("tbl-gap-register").rows for cell in row.cells]
    values = [one for cell in cells for one in leaves(cell.content) if isinstance(one, Value)]
    assert (f"{PLAN}.needs",) in [document.trace[value.id].paths for value in values]
    assert not any(value.anchored for value in values)


def test_each_flag_and_each_text_that_is_owed_has_one_comment() -> None:
    found = [
        one.text
        for run in runs(composed().document)
        for one in leaves(run.content)
        if isinstance(one, Comment) and not one.is_drafting
    ]
    flags = [text for text in found if text.startswith("Flag ")]
    owed = [text for text in found if text.startswith("To do: ")]
    assert len(flags) == 2
    assert len(owed) == sum(w.rule == "author.has-written" for w in composed().warnings)
    assert len(found) == len(flags) + len(owed)


# --- waived

ASSESSOR = "assessor.matches-endpoint"


def waived(folder: Path, **paths: str) -> Composed:
    """The example with waivers of the assessor's rule: name -> path."""
    study = folder / "cabinet"
    shutil.copytree(CABINET, study)
    waivers = "".join(
        f"  - {{rule: {ASSESSOR}, path: {path}, reason: Agreed in the plan, name: {name}}}\n"
        for name, path in paths.items()
    )
    with (study / "dossier.yaml").open("a", encoding="utf-8") as file:
        file.write(f"waivers:\n{waivers}")
    return composed(study=study)


def status(one: Composed) -> str:
    """What the annex says of the assessor's flag."""
    found = next(t for t in tables(one.document) if t.label == "tbl-flags")
    for row in found.rows:
        _, rule, state = ("".join(getattr(n, "text", "") for n in c.content) for c in row.cells)
        if rule == ASSESSOR:
            return state
    raise AssertionError("the annex does not name the rule")


def comment(one: Composed) -> str:
    found = (node for run in runs(one.document) for node in leaves(run.content))
    return next(c.text for c in found if isinstance(c, Comment) and ASSESSOR in c.text)


def test_a_waived_flag_is_said_to_the_reader_and_named_in_the_annex(tmp_path: Path) -> None:
    one = waived(tmp_path, Roe="efficacy")
    assert said(one, FLAG) == ["item", "cell"]
    assert status(one) == "Accepted by Roe: Agreed in the plan"
    assert "waived by Roe: Agreed in the plan" in comment(one)
    assert "To do:" not in comment(one)


def test_a_flag_is_open_as_long_as_one_of_its_findings_is_not_waived(tmp_path: Path) -> None:
    one = waived(tmp_path, Roe="efficacy.analyses.pfs-pnet-local")
    assert status(one) == "Open"
    assert comment(one).count("To do:") == 1


def test_a_flag_that_two_have_waived_names_both(tmp_path: Path) -> None:
    one = waived(
        tmp_path,
        Roe="efficacy.analyses.pfs-pnet-local",
        Doe="efficacy.analyses.pfs-epnet-local",
    )
    assert status(one) == "Accepted by Roe: Agreed in the plan; Accepted by Doe: Agreed in the plan"


def test_a_final_still_says_what_was_waived(tmp_path: Path) -> None:
    waived(tmp_path, Roe="efficacy")
    assert said(composed(draft=False, study=tmp_path / "cabinet"), FLAG) == ["item"]
