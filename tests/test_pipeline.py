"""The whole way: what stops a build, and that everything is told at once."""

import json
import shutil

import pytest

from assembler import __version__
from assembler.pipeline import build
from assembler.problems import Problem, ProblemsFound, Severity
from tests.acceptance.study import DOCUMENT, Copy

SECTION = "sections/safety.md"
UNKNOWN_KEY = "\nAs written [@nobody-1999].\n"


def refused(mini: Copy, *documents: str, final: bool = False) -> list[Problem]:
    with pytest.raises(ProblemsFound) as found:
        build(mini.request(documents=documents, final=final))
    return list(found.value.problems)


def test_the_problems_of_every_document_are_told_at_once(mini: Copy) -> None:
    shutil.copytree(mini.templates / DOCUMENT, mini.templates / "other-report")
    mini.append(f"templates/{DOCUMENT}/{SECTION}", UNKNOWN_KEY)
    mini.append(f"templates/other-report/{SECTION}", UNKNOWN_KEY)
    told = refused(mini, DOCUMENT, "other-report")
    assert [p.rule for p in told] == ["citation.known", "citation.known"]
    assert [p.at and p.at.file.split("/")[1] for p in told] == [DOCUMENT, "other-report"]


def test_a_document_that_is_whole_is_not_handed_over_beside_a_broken_one(mini: Copy) -> None:
    shutil.copytree(mini.templates / DOCUMENT, mini.templates / "other-report")
    mini.append(f"templates/other-report/{SECTION}", UNKNOWN_KEY)
    refused(mini, DOCUMENT, "other-report")
    assert not mini.output.exists()


def test_what_does_not_stop_is_not_told_with_what_does(mini: Copy) -> None:
    mini.edit("study/efficacy.yaml", "hazard_ratio: 0.40", "hazard_ratio: 0.70")
    assert {p.severity for p in refused(mini, DOCUMENT)} == {Severity.ERROR}


def test_a_final_tells_the_gaps_of_the_records_with_those_of_the_words(mini: Copy) -> None:
    told = refused(mini, DOCUMENT, final=True)
    assert {p.severity for p in told} == {Severity.GAP}
    assert {"gap.planned", "author.has-written"} <= {p.rule for p in told}


@pytest.mark.parametrize("formats", [("docx", "pdf"), ("docx",), ("pdf",), ("html",)])
def test_whoever_watches_is_told_each_step_and_the_share_done(
    mini: Copy, formats: tuple[str, ...]
) -> None:
    told: list[tuple[str, float]] = []
    build(mini.request(formats=formats), lambda step, share: told.append((step, share)))
    steps, shares = [step for step, _ in told], [share for _, share in told]
    assert steps[0] == "reading records" and steps[-1] == "publishing"
    assert f"{DOCUMENT}: writing pdf" in steps  # its pages fill the contents of the Word file
    assert shares == [n / len(told) for n in range(len(told))]


def test_the_manifest_says_of_each_document_by_which_version_and_in_what_state(mini: Copy) -> None:
    build(mini.request(flatten=True))
    entry = json.loads(mini.files()["manifest.json"])["documents"][DOCUMENT]
    assert (entry["assembler"], entry["state"], entry["flattened"]) == (__version__, "draft", True)


def test_what_an_editor_leaves_among_the_templates_changes_no_byte(mini: Copy) -> None:
    build(mini.request())
    before = mini.files()
    for name in (f"{DOCUMENT}/.DS_Store", f"{DOCUMENT}/{SECTION}~", "looks/.other.yaml.swp"):
        mini.write(f"templates/{name}", "x")
    build(mini.request())
    assert mini.files() == before


EXPECTED = """template: sections/safety.md,
     expects: [{needs: exposure by arm, paths: [safety.exposure], owner: statistics,
                expected_in: clinical study report}]}"""
UNGIVEN = {"needs": "exposure by arm", "kind": "not yet entered", "items": ["safety.exposure"]}


def expecting(mini: Copy, document: str = DOCUMENT) -> None:
    mini.edit(f"templates/{document}/outline.yaml", f"template: {SECTION}}}", EXPECTED)


def registered(mini: Copy) -> list[dict[str, object]]:
    rows = json.loads(mini.files()["gaps.json"])["gaps"]
    return [{key: row[key] for key in UNGIVEN} for row in rows if row["needs"] == UNGIVEN["needs"]]


def test_what_documents_expect_and_nobody_entered_is_in_the_register_once(mini: Copy) -> None:
    expecting(mini)
    shutil.copytree(mini.templates / DOCUMENT, mini.templates / "other-report")
    built = mini.build(documents=(DOCUMENT, "other-report"), formats=("docx",), rebuild=False)
    told = [p for p in built.problems if p.rule == "table.has-records"]
    assert {p.severity for p in told} == {Severity.GAP} and len(told) == 2
    assert registered(mini) == [UNGIVEN]
    again = mini.build(documents=(DOCUMENT, "other-report"), formats=("docx",), rebuild=False)
    assert set(again.unchanged) == {DOCUMENT, "other-report"}
    assert registered(mini) == [UNGIVEN]  # also of documents that were not made anew


def test_a_final_is_refused_for_what_a_document_expects_unless_it_is_waived(mini: Copy) -> None:
    expecting(mini)
    assert "table.has-records" in {p.rule for p in refused(mini, DOCUMENT, final=True)}
    mini.append(
        "study/dossier.yaml",
        "\nwaivers:\n"
        "  - {rule: table.has-records, path: safety.exposure, reason: few, name: A. Writer}\n",
    )
    assert "table.has-records" not in {p.rule for p in refused(mini, DOCUMENT, final=True)}
