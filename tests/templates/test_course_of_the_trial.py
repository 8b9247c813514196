"""How the trial ran and was judged, in print: epochs, visits, blinding, numbers of events."""

import shutil
from pathlib import Path

import pytest

from tests.drafts import cells, draft, kept_draft, said, table_of
from tests.places import CABINET, COMPLETE, PILOT

pytestmark = pytest.mark.slow
SAFETY = "summary-of-clinical-safety"
EFFICACY = "summary-of-clinical-efficacy"
SYNOPSIS = "study-synopsis"
SINGLE_ARM = Path(__file__).parent / "studies" / "single-arm"
FINAL = Path(__file__).parent / "studies" / "final-analysis"


def changed(study: Path, to: Path, file: str, old: str, new: str) -> Path:
    """A copy of a study in which `old`, which stands once in the file, is `new`."""
    copy = Path(shutil.copytree(study, to / "study"))
    text = (copy / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    (copy / file).write_text(text.replace(old, new), encoding="utf-8", newline="\n")
    return copy


def features(study: Path) -> dict[str, str]:
    """The design at a glance: feature -> description."""
    found = draft(study, EFFICACY)
    rows = cells(found, table_of(found, "tbl-design-features").rows)
    return {row[0]: row[-1] for row in rows}


def test_visits_stand_below_their_epochs_with_what_is_assessed() -> None:
    found = kept_draft(PILOT, SAFETY)
    rows = cells(found, table_of(found, "tbl-visits").rows)
    assert rows[0] == ["Screening"]
    assert rows[2] == [
        "Screening 2 (Screening encounter - Ambulatory ECG Placement)",
        "2 days before Dose (-4..0 hours)",
        "Vital Signs and Temperature; Ambulatory ECG placed",
    ]
    assert [row[0] for row in rows if len(row) == 1][-1] == "Follow Up"
    assert "lists the 12 visits that the protocol planned" in said(found, "2.7.4.1.1")


def test_a_trial_of_which_no_visit_is_known_has_no_table_of_them() -> None:
    assert "visit" not in said(kept_draft(CABINET, SAFETY), "2.7.4.1.1")


def test_the_epochs_are_features_of_the_design() -> None:
    found = features(PILOT)
    assert found["Epochs"].startswith("Screening, Treatment One, ")
    assert "Epoch: Screening" not in found
    assert found["Epoch: Treatment Two"].endswith("50 cm2, 54 mg + 25 cm2, 27 mg")
    assert "Epochs: Screening, Treatment One" in said(kept_draft(PILOT, SYNOPSIS))


@pytest.mark.parametrize(
    ("told", "printed"),
    [
        ("yes", "Retrospective blinded independent central review"),
        ("no", "Retrospective independent central review, not blinded"),
    ],
)
def test_whether_the_review_was_blinded_stands_beside_the_assessor(
    tmp_path: Path, told: str, printed: str
) -> None:
    trial = (CABINET / "trial.yaml").read_text(encoding="utf-8")
    keys = "assessment_timing: retrospective\n    not_reported: [definition, blinded_review, "
    assert trial.count(keys) == 2
    study = Path(shutil.copytree(CABINET, tmp_path / "study"))
    (study / "trial.yaml").write_text(
        trial.replace(
            keys,
            f"assessment_timing: retrospective\n    blinded_review: {told}\n"
            "    not_reported: [definition, ",
        ),
        encoding="utf-8",
    )
    found = draft(study, EFFICACY)
    assessors = [row[3] for row in cells(found, table_of(found, "tbl-endpoints").rows)]
    assert assessors[:2] == [printed] * 2
    assert "Whether the assessor was blinded" not in said(found)


def test_that_nobody_says_whether_the_review_was_blinded_is_said() -> None:
    found = kept_draft(CABINET, EFFICACY)
    assert said(found).count("Whether the assessor was blinded was not reported.") == 1
    assert "blinded" not in said(kept_draft(PILOT, EFFICACY)).partition("Endpoints of")[2][:2000]


def test_the_performance_status_is_a_criterion(tmp_path: Path) -> None:
    study = changed(
        CABINET, tmp_path, "trial.yaml",
        "not_reported: [minimum_age, maximum_age, performance_status]",
        'performance_status: "ECOG 0 to 2"\n  not_reported: [minimum_age, maximum_age]',
    )  # fmt: skip
    assert features(study)["Performance status"] == "ECOG 0 to 2"
    assert "Performance status: ECOG 0 to 2." in said(draft(study, SYNOPSIS))


def test_how_the_intervals_of_rates_were_made_stands_below_them(tmp_path: Path) -> None:
    study = changed(
        SINGLE_ARM, tmp_path, "efficacy.yaml",
        "interval: 30.9 to 61.0}}", "interval: 30.9 to 61.0, interval_method: Clopper-Pearson}}",
    )  # fmt: skip
    path = study / "efficacy.yaml"
    text = path.read_text(encoding="utf-8").replace(", interval_methods]", "]")
    path.write_text(text, encoding="utf-8")
    told = "Confidence intervals of the rates: Clopper-Pearson."
    assert said(draft(study, EFFICACY)).count(told) == 1


def test_the_primary_completion_is_part_of_the_studied_period(tmp_path: Path) -> None:
    study = changed(
        COMPLETE, tmp_path, "trial.yaml",
        "last_completion:", "primary_completion: 2023-03, last_completion:",
    )  # fmt: skip
    assert "; primary completion: Mar 2023" in said(draft(study, SYNOPSIS))


EVENTS = """arm,system_organ_class,preferred_term,patients,serious,serious_events,non_serious_events
exampline,Eye disorders,Dry eye,20,4,7,25
placebo,Eye disorders,Dry eye,4,0,0,4
"""


def test_numbers_of_events_stand_in_square_brackets(tmp_path: Path) -> None:
    study = Path(shutil.copytree(COMPLETE, tmp_path / "study"))
    (study / "adverse-events.csv").write_text(EVENTS, encoding="utf-8", newline="\n")
    found = draft(study, SAFETY)
    rows = cells(found, table_of(found, "tbl-serious-events").rows)
    assert rows[-1] == ["Dry eye", "4 (2.2) [7]", "0 (0)"]
    note = "In square brackets: the number of serious events, of which a patient can have several."
    assert said(found).count(note) == 1
    assert "the number of events, of which" not in said(found)


def test_what_a_source_says_of_a_result_stands_behind_it(tmp_path: Path) -> None:
    study = changed(
        CABINET, tmp_path, "efficacy.yaml",
        "  - id: pfs-pnet-local\n",
        "  - id: pfs-pnet-local\n"
        "    statements: [{id: early, text: The curves parted early, attributed_to: ipsen}]\n",
    )  # fmt: skip
    told = "Ipsen made the following statement: The curves parted early."
    assert said(draft(study, EFFICACY)).count(told) == 1


def test_brands_and_authorities_have_their_places(tmp_path: Path) -> None:
    study = changed(
        CABINET, tmp_path, "product.yaml",
        "authority: regulatory authorities in the European Union", "authority: EMA",
    )  # fmt: skip
    path = study / "product.yaml"
    text = path.read_text(encoding="utf-8")
    head, key, rest = text.partition("brand_names:\n")
    brand = "  - {name: Firstbrand, territory: Norway}\n"
    path.write_text(f"{head}{key}{brand}{rest}", encoding="utf-8", newline="\n")
    found = said(draft(study, "clinical-overview"))
    assert "The brand name is Firstbrand in Norway." in found
    assert "as of 2 Jul 2024; authority: EMA)" in found and "applicant: Ipsen" not in found
