"""The listing of studies: one shell for every document that lists them. ICH M4E Module 5.2."""

from pathlib import Path

import pytest

from tests.drafts import cells, kept_draft, table_of
from tests.places import CABINET, PILOT

pytestmark = pytest.mark.slow


def listed(study: Path, document: str) -> dict[str, str]:
    """The row of the study, by the heads of its columns."""
    resolved = kept_draft(study, document)
    table = table_of(resolved, "tbl-study-listing")
    (heads,), (row,) = cells(resolved, table.head), cells(resolved, table.rows)
    return dict(zip(heads, row, strict=True))


@pytest.mark.parametrize("study", [CABINET, PILOT], ids=["cabinet", "pilot"])
def test_documents_list_a_study_in_the_same_words(study: Path) -> None:
    all_columns = listed(study, "study-synopsis")
    some = listed(study, "summary-of-clinical-efficacy")
    assert some.items() <= all_columns.items()
    assert len(all_columns) == 7


def test_the_synopses_say_of_every_column_what_is_not_reported() -> None:
    found = listed(CABINET, "study-synopsis")
    assert found["Objectives of the study"] == "Not reported"
    assert found["Status; type and location of the report"] == "Not reported"
    patients = found["Number and diagnosis of patients"]
    assert patients.startswith("290 at the time of the interim analyses; advanced pancreatic")


def test_a_column_of_which_nothing_is_recorded_is_left_out_elsewhere() -> None:
    assert "Duration of treatment" not in listed(CABINET, "summary-of-clinical-efficacy")
