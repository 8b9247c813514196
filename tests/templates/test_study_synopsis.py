"""The synopsis has every field of ICH E3, Annex I, in its order, and agrees with the overview."""

import re
import shutil
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from assembler.document.nodes import Gap, Value
from assembler.document.walk import leaves, runs
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import text_of
from tests.drafts import draft, kept_draft, said
from tests.places import PILOT
from tests.templates.test_clinical_overview import LEFTOVERS, STUDIES

pytestmark = pytest.mark.slow

SYNOPSIS = "study-synopsis"
GOLDEN = Path(__file__).parent / "synopsis.txt"
"""The synopsis of the complete study; `python -m tests.templates.test_study_synopsis` renews it."""
FIELDS = (
    "Name of sponsor/company",
    "Name of finished product",
    "Name of active ingredient",
    "Individual study table referring to part of the dossier",
    "(For national authority use only)",
    "Title of study",
    "Investigators",
    "Study centres",
    "Publication (reference)",
    "Studied period: date of first enrolment",
    "Studied period: date of last completed",
    "Phase of development",
    "Objectives",
    "Methodology",
    "Number of patients (planned and analysed)",
    "Diagnosis and main criteria for inclusion",
    "Test product, dose and mode of administration, batch number",
    "Duration of treatment",
    "Reference therapy, dose and mode of administration, batch number",
    "Criteria for evaluation",
    "Efficacy",
    "Safety",
    "Statistical methods",
    "Summary – conclusions",
    "Efficacy results",
    "Safety results",
    "Conclusion",
    "Date of the report",
)
"""ICH E3, Annex I."""
PROTOCOL = "{id: protocol, kind: protocol, title: Protocol of 301, label: 'Protocol, version 1'}"
RESULTS = ("efficacy.analyses", "safety.overview")


def whole(study: str, document: str = SYNOPSIS) -> Resolved:
    """A document of a study, composed once for all of its tests."""
    return kept_draft(STUDIES[study], document)


@cache
def words(study: str, section: str = "2.7.6.2") -> str:
    """The words of a section, one block a line after its kind."""
    return said(whole(study), section)


def entries(study: str) -> dict[str, str]:
    """The field -> what stands beside it."""
    cells = re.split(r"^cell +", words(study), flags=re.M)
    found = [cell.partition("\nnote")[0].strip() for cell in cells]
    return {name: entry for name, entry in pairwise(found) if name in FIELDS}


@pytest.mark.parametrize("study", STUDIES)
def test_every_field_stands_in_its_place(study: str) -> None:
    lines = [line.removeprefix("cell").strip() for line in words(study).splitlines()]
    places = [lines.index(field) for field in FIELDS]
    assert places == sorted(places)


@pytest.mark.parametrize("study", STUDIES)
def test_no_field_is_blank_and_none_keeps_leftovers(study: str) -> None:
    assert all(entries(study).values())
    own = words(study) + words(study, "2.7.6.1")
    for what, pattern in LEFTOVERS.items():
        if what not in ("a value that is not entered", "American spelling"):
            faults = [line for line in own.splitlines() if re.search(pattern, line)]
            assert [line for line in faults if "CABozantinib" not in line] == [], what


def test_the_complete_study_leaves_no_field_open() -> None:
    assert "[not yet entered]" not in words("complete")
    kept = GOLDEN.read_text(encoding="utf-8").rstrip()
    assert words("complete").rstrip() == kept, "run: python -m tests.templates.test_study_synopsis"


def test_what_nobody_has_entered_is_a_gap_and_no_value() -> None:
    found = [leaf for run in runs(whole("bare").document) for leaf in leaves(run.content)]
    assert not [one for one in found if isinstance(one, Value) and "not yet" in one.text]
    paths = {
        path
        for one in found
        if isinstance(one, Gap)
        for path in whole("bare").document.trace[one.id].paths
    }
    assert {
        "trial.investigators", "trial.publications", "trial.conclusions", "trial.report",
        "trial.statistical_methods", "trial.safety_assessments", "trial.objectives",
        "trial.design", "trial.dates",
    } <= paths  # fmt: skip


def test_what_a_source_does_not_report_says_so() -> None:
    found = entries("cabinet")
    for field in ("Investigators", "Statistical methods", "Conclusion", "Date of the report"):
        assert found[field] == "Not reported", field
    assert "dose, route and schedule not reported" in found[FIELDS[16]]
    assert "[not yet entered]" not in words("cabinet")


def test_test_product_and_reference_are_told_apart() -> None:
    tested, reference = FIELDS[16], FIELDS[18]
    assert (
        entries("complete")[tested]
        == "Fictivinib, 40 mg, oral, once daily; batch numbers: F1 and F2."
    )
    assert entries("complete")[reference].startswith("Placebo, oral")
    assert "Comparostat" in entries("three-arms")[reference]
    assert entries("three-arms")[tested].count("Inventostat") == 2
    assert entries("single-arm")[reference] == "No reference therapy."


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        (
            "{id: a, kind: inclusion, text: adults}, {id: b, kind: exclusion, text: Pregnancy.}",
            ["Inclusion: adults.", "Exclusion: Pregnancy."],
        ),
        (
            "{id: a, kind: inclusion, text: adults, main: yes}, "
            "{id: b, kind: inclusion, text: consent}, {id: c, kind: exclusion, text: pregnancy}",
            [
                "Inclusion: adults (main criterion of two, which stand in Protocol, version 1).",
                "Exclusion: one criterion, which stands in Protocol, version 1.",
            ],
        ),
        (
            ", ".join(f"{{id: c{n}, kind: inclusion, text: x{n}}}" for n in range(11)),
            ["Inclusion: 11 criteria, which stand in Protocol, version 1."],
        ),
    ],
    ids=["few", "marked", "many"],
)
def test_no_criterion_is_dropped_in_silence(
    tmp_path: Path, criteria: str, expected: list[str]
) -> None:
    trial = Path(shutil.copytree(STUDIES["complete"], tmp_path / "study")) / "trial.yaml"
    text = trial.read_text(encoding="utf-8")
    source = "{document: protocol, place: Section 3}"
    new = f"  criteria: [{criteria}]\n  source: {source}\n"
    trial.write_text(re.sub(r"  criteria: .*\n", new, text), encoding="utf-8")
    references = trial.with_name("references.yaml")
    listed = references.read_text(encoding="utf-8").replace("sources: [", f"sources: [{PROTOCOL}, ")
    references.write_text(listed, encoding="utf-8")
    found = said(draft(trial.parent, SYNOPSIS), "2.7.6.2").splitlines()
    assert [one for one in found if one.startswith(("Inclusion:", "Exclusion:"))] == expected


def test_a_result_by_another_assessor_is_never_the_primary_endpoints() -> None:
    said = words("cabinet")
    assert (
        "The result of the primary endpoint by independent central review is not reported." in said
    )
    assert "they cannot stand for the result of that endpoint" in said


@pytest.mark.parametrize("study", ["cabinet", "complete", "final-analysis", "three-arms"])
def test_the_same_record_prints_the_same_digits_as_in_the_overview(study: str) -> None:
    assert printed(study, SYNOPSIS)
    overview = printed(study, "clinical-overview")
    for key, text in printed(study, SYNOPSIS).items():
        assert overview.get(key, text) == text, key
    shared = printed(study, SYNOPSIS).keys() & overview.keys()
    assert any("hazard_ratio" in path for paths, _ in shared for path in paths)


def printed(study: str, document: str) -> dict[tuple[tuple[str, ...], str], str]:
    """Record paths and derivation -> what is printed of a result."""
    resolved = whole(study, document)
    found = {}
    for run in runs(resolved.document):
        for leaf in leaves(run.content):
            trace = resolved.document.trace.get(leaf.id) if isinstance(leaf, Value) else None
            if trace is not None and trace.paths[0].startswith(RESULTS):
                found[(trace.paths, trace.derivation)] = text_of(resolved, (leaf,))
    return found


def test_each_objective_begins_a_line_and_an_entry_begins_with_a_capital() -> None:
    text = said(kept_draft(PILOT, SYNOPSIS), "2.7.6.2")
    assert "Name of finished product\ncell      Not reported" in text
    assert "\nPrimary: To document the safety profile of the xanomeline TTS.\nSecondary: " in text


if __name__ == "__main__":
    GOLDEN.write_text(words("complete").rstrip() + "\n", encoding="utf-8", newline="\n")
