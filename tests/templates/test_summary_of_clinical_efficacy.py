"""The Summary of Clinical Efficacy reads well for trials of every shape, and agrees with the
Clinical Overview wherever both print the same record."""

import re
import shutil
from functools import cache
from pathlib import Path

import pytest

from assembler.document.nodes import Value, ValueId
from assembler.document.walk import leaves, runs
from assembler.resolve.resolve import Resolved
from tests.drafts import draft, kept_draft, said
from tests.places import ROOT
from tests.templates.test_clinical_overview import LEFTOVERS, QUOTING, STUDIES, changed

pytestmark = pytest.mark.slow

EFFICACY = "summary-of-clinical-efficacy"
OVERVIEW = "clinical-overview"
GOLDEN = Path(__file__).parent / "efficacy.txt"
SHAPES = {
    **{name: folder for name, folder in STUDIES.items() if name != "mini"},
    "counted": ROOT / "tests" / "checks" / "complete",
}
OWED = {"counted": 4, "final-analysis": 1}
"""How many cells of design and estimands these studies leave out: gaps, and never guesses."""


def whole(study: str, document: str = EFFICACY) -> Resolved:
    """A document of a study, composed once for all of its tests."""
    return kept_draft(SHAPES[study], document)


@cache
def shown(study: str) -> tuple[str, ...]:
    """The blocks of the sections, one a line, each after its kind; without the annexes."""
    sections = [section.number for section in whole(study).document.sections if section.number]
    return tuple(line for section in sections for line in said(whole(study), section).splitlines())


def lines(study: str) -> list[str]:
    """The words of the sections, without the kind of block before them."""
    return [line.partition(" ")[2].strip() for line in shown(study)]


def text(study: str) -> str:
    return "\n".join(lines(study))


def outline() -> str:
    """Headings and captions of the complete study, one a line."""
    found = said(whole("counted")).splitlines()
    return "".join(f"{line}\n" for line in found if line.startswith(("heading", "caption")))


def printed(study: str, document: str) -> dict[tuple[tuple[str, ...], str], set[str]]:
    """Record paths and derivation -> what is printed of them, figures of results only."""
    resolved = whole(study, document)
    found: dict[tuple[tuple[str, ...], str], set[str]] = {}
    seen: dict[ValueId, str] = {
        leaf.id: leaf.text
        for run in runs(resolved.document)
        for leaf in leaves(run.content)
        if isinstance(leaf, Value) and leaf.anchored
    }
    for value, words in seen.items():
        trace = resolved.document.trace[value]
        if trace.paths[0].startswith("efficacy.") and any(map(str.isdigit, words)):
            found.setdefault((trace.paths, trace.derivation), set()).add(words)
    return found


@pytest.fixture(scope="module", params=SHAPES)
def study(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("what", LEFTOVERS)
def test_no_sentence_keeps_leftovers(study: str, what: str) -> None:
    own = [line for line in lines(study) if not QUOTING.search(line)]
    faults = [line for line in own if re.search(LEFTOVERS[what], line)]
    if what == "a value that is not entered":
        assert faults == ["[not yet entered]"] * OWED.get(study, 0)
    else:
        assert faults == []


def test_paragraphs_are_whole_sentences(study: str) -> None:
    for line in shown(study):
        kind, _, words = line.partition(" ")
        words = words.strip()
        if kind == "paragraph" and not words.startswith("[Author:"):
            assert words[0].isupper() and words.endswith("."), words


def test_every_section_says_something(study: str) -> None:
    """A section without data says so, or asks its author."""
    for line, following in zip(shown(study), (*shown(study)[1:], "heading end"), strict=True):
        kind, _, words = line.partition(" ")
        number = words.strip().partition(" ")[0]
        if kind == "heading" and following.startswith("heading"):
            assert number in {"2.7.3.3"}, words


def test_no_table_is_a_grid_of_gaps(study: str) -> None:
    cells = [line.partition(" ")[2].strip() for line in shown(study) if line.startswith("cell")]
    assert cells.count("–") <= len(cells) / 4


def test_the_sections_of_a_complete_study_are_as_the_golden_file_has_them() -> None:
    kept = GOLDEN.read_text(encoding="utf-8")
    assert outline() == kept, "run: python -m tests.templates.test_summary_of_clinical_efficacy"


def test_both_documents_print_the_same_digits_of_a_record(study: str) -> None:
    here, there = printed(study, EFFICACY), printed(study, OVERVIEW)
    shared = here.keys() & there.keys()
    assert shared or not whole(study).document.trace or study == "bare"
    for paths in shared:
        assert here[paths] == there[paths], paths


def test_an_estimand_has_its_attributes_and_strategies() -> None:
    found = text("counted")
    assert "Primary endpoint: progression-free survival, Alpha cohort" in found
    assert "Intercurrent event: start of another cancer therapy\nTreatment policy" in found
    assert "Population-level summary\nHazard ratio" in found


def test_a_trial_without_estimands_says_so_in_one_sentence() -> None:
    found = text("cabinet")
    assert found.count("No estimands were reported.") == 1
    assert "No objectives were reported." in found and "Estimands of" not in found


def test_subgroups_stand_in_a_table_and_on_one_axis() -> None:
    found = text("counted")
    assert "Under 65 years\n36/60\n41/55\n0.62 (0.40, 0.97)" in found
    assert "All patients: hazard ratio 0.60 (95% CI: 0.43, 0.84)." in found
    assert "(forest plot)" in found


def test_subgroups_have_a_column_for_each_arm_of_their_analysis_and_no_other(
    tmp_path: Path,
) -> None:
    line = "level: 95%, p_value: 0.012, method: Cox model, strata: [age, region], "
    line += "test: log-rank test, sidedness: two-sided}"
    rows = (
        "    subgroups:\n"
        "      - {id: young, factor: age, level: below 65 years, estimate: 0.58, "
        "interval: 0.36 to 0.94, arms: {high: {n: 70, events: 20}, comp: {n: 72, events: 33}}}"
    )
    study = changed(tmp_path, "efficacy.yaml", line, f"{line}\n{rows}")
    found = said(draft(study, EFFICACY), "2.7.3.3.3")
    heads = [one for one in found.splitlines() if one.startswith("head ") and "/n" in one]
    assert [one.split(maxsplit=1)[1] for one in heads] == [
        "Inventostat 20 mg, events/n", "Comparostat, events/n"
    ]  # fmt: skip


def test_a_source_without_subgroups_sets_and_population_fills_no_table() -> None:
    found = text("cabinet")
    assert "No results in subgroups were reported." in found
    assert "Disposition, baseline characteristics and prior therapy were not reported." in found
    assert "Analysis sets" not in found


def test_nothing_is_pooled_across_cohorts_that_were_randomised_separately() -> None:
    found = text("cabinet")
    assert "no estimate across the cohorts is given" in found
    assert "no results are compared or pooled across studies" in found


def test_every_result_is_told_where_they_are_few() -> None:
    found = text("counted")
    assert "odds ratio was 2.31 (95% CI: 1.23, 4.33), p=0.009" in found
    assert "The results of the other endpoints are given in the tables" not in found


def test_the_documents_of_the_clinical_summary_share_their_list(tmp_path: Path) -> None:
    copied = Path(shutil.copytree(SHAPES["cabinet"], tmp_path / "cabinet"))
    dossier = copied / "dossier.yaml"
    parts = ("summary-of-clinical-safety", "study-synopsis", "literature-references")
    summary = (EFFICACY, *parts)
    text, planned = dossier.read_text(encoding="utf-8"), f"documents: [{', '.join(summary)}]"
    dossier.write_text(re.sub("documents: .*", planned, text), encoding="utf-8")
    made = [draft(copied, one) for one in summary]
    assert made[0].bibliography
    assert {one.bibliography for one in made} == {made[0].bibliography}
    for one in made[:3]:
        assert "This list is that of Section 2.7.5" in said(one), one.document.id
    assert made[3].document.heading == "2.7.5 Literature References"


if __name__ == "__main__":
    GOLDEN.write_text(outline(), encoding="utf-8", newline="\n")
