"""Which figures a study gets from its records, and in what order."""

import pytest

from assembler.document.figures import DotPlot, ForestPlot, KaplanMeier, PatientFlow, StudySchema
from assembler.document.walk import figures
from tests.drafts import kept_draft
from tests.places import ROOT

pytestmark = pytest.mark.slow


def kinds(study: str) -> list[type]:
    document = kept_draft(ROOT / study, "clinical-overview").document
    return [type(figure.drawing) for figure in figures(document)]


def test_a_study_with_every_record_has_every_figure() -> None:
    assert kinds("tests/checks/complete") == [
        StudySchema, PatientFlow, ForestPlot, KaplanMeier, DotPlot,
    ]  # fmt: skip


def test_a_study_without_curves_disposition_and_terms_asks_for_no_figure_of_them() -> None:
    assert kinds("examples/cabinet") == [StudySchema, ForestPlot]


def test_a_flow_needs_more_than_the_sizes_of_the_arms() -> None:
    assert PatientFlow not in kinds("tests/templates/studies/final-analysis")
