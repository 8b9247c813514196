"""A margin that the plan names: said in the plan, beside the estimate, and drawn in the plot."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from assembler.document.figures import ForestPlot, words_of
from assembler.document.nodes import Figure, Value
from assembler.document.walk import figures, leaves
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import text_of
from tests.drafts import cells, draft, plain, said, table_of
from tests.places import CABINET, ROOT

pytestmark = pytest.mark.slow

PLAN = "    assessment_timing: retrospective\n    not_reported: [definition, blinded_review, "


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Resolved:
    """The example as if its plan named a margin for one cohort."""
    study = Path(shutil.copytree(CABINET, tmp_path_factory.mktemp("margin") / "cabinet"))
    trial = study / "trial.yaml"
    text = trial.read_text(encoding="utf-8")
    assert PLAN in text
    margin = PLAN.replace("    not_", '    margin: "1.250"\n    not_')
    trial.write_text(text.replace(PLAN, margin, 1), encoding="utf-8", newline="\n")
    return draft(study, "clinical-overview")


def forest(resolved: Resolved) -> tuple[Figure, ForestPlot]:
    (found,) = (
        (one, one.drawing)
        for one in figures(resolved.document)
        if isinstance(one.drawing, ForestPlot)
    )
    return found


def test_the_plan_says_its_margin(planned: Resolved) -> None:
    table = table_of(planned, "tbl-endpoints")
    notes = [plain(text_of(planned, note)) for note in table.notes]
    assert "Progression-free survival, pNET cohort: planned margin 1.250." in notes


def test_an_estimate_stands_beside_the_margin_of_its_plan_alone(planned: Resolved) -> None:
    text = said(planned, "2.5.4")
    assert text.count("0.27 (95% CI: 0.14, 0.49), margin 1.250, p<0.0001") == 1
    assert "0.45 (95% CI: 0.30, 0.66), p<0.0001" in text


def test_the_line_of_a_margin_stands_in_the_rows_of_its_endpoint(planned: Resolved) -> None:
    figure, plot = forest(planned)
    margins = [[row.margin for row in group.rows] for group in plot.groups]
    assert margins == [[Decimal("1.250")], [None]]
    assert text_of(planned, plot.margin) == "Margin: 1.250"
    assert "Margin: 1.250" in figure.alternative
    assert plot.margin in list(words_of(plot)), "what is stale in an edited file is seen by it"


def test_the_margin_in_a_plot_leads_to_the_plan(planned: Resolved) -> None:
    _, plot = forest(planned)
    (value,) = (leaf for leaf in leaves(plot.margin) if isinstance(leaf, Value))
    assert planned.document.trace[value.id].paths == ("trial.endpoints.pfs-pnet.margin",)


def test_without_a_margin_nothing_is_drawn_or_said_of_one() -> None:
    resolved = draft(CABINET, "clinical-overview")
    _, plot = forest(resolved)
    assert plot.margin == ()
    assert not any(
        "margin" in " ".join(row)
        for row in cells(resolved, table_of(resolved, "tbl-endpoints").rows)
    )


THREE_ARMS = ROOT / "tests" / "templates" / "studies" / "three-arms"


@pytest.mark.parametrize(
    ("old", "margin", "label", "says"),
    [
        ("difference: -2.2, interval", "4", "fig-margins-differences", "Margin: 4"),
        ("risk_difference: 25.0%, interval", "-10", "fig-margins-rates", "Margin: −10"),
    ],
)
def test_a_difference_with_a_margin_has_a_plot_of_its_own(
    tmp_path: Path, old: str, margin: str, label: str, says: str
) -> None:
    study = Path(shutil.copytree(THREE_ARMS, tmp_path / "study"))
    efficacy = study / "efficacy.yaml"
    text = efficacy.read_text(encoding="utf-8")
    assert old in text
    changed = text.replace(old, f"margin: {margin}, {old}", 1)
    efficacy.write_text(changed, encoding="utf-8", newline="\n")
    resolved = draft(study, "clinical-overview")
    (figure,) = (one for one in figures(resolved.document) if one.label.startswith("fig-margins"))
    assert figure.label == label
    assert isinstance(figure.drawing, ForestPlot)
    assert figure.drawing.axis.scale == "linear"
    assert text_of(resolved, figure.drawing.margin) == says
    assert [row.margin for group in figure.drawing.groups for row in group.rows] == [
        Decimal(margin)
    ]


def test_results_without_a_margin_have_no_such_plot() -> None:
    resolved = draft(THREE_ARMS, "clinical-overview")
    assert not [one for one in figures(resolved.document) if "margins" in one.label]


def test_the_margin_of_a_difference_is_not_that_of_a_ratio_beside_it(tmp_path: Path) -> None:
    study = Path(shutil.copytree(THREE_ARMS, tmp_path / "study"))
    for name, old, new in (
        (
            "efficacy.yaml",
            "risk_difference: 25.0%, interval: 13.7",
            "odds_ratio: 20.1, interval: 13.7",
        ),
        (
            "trial.yaml",
            "variable: objective response,",
            "variable: objective response, margin: -10,",
        ),
    ):
        text = (study / name).read_text(encoding="utf-8")
        assert old in text
        (study / name).write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    resolved = draft(study, "clinical-overview")
    notes = [plain(text_of(resolved, note)) for note in table_of(resolved, "tbl-endpoints").notes]
    assert "Objective response: planned margin \N{MINUS SIGN}10." in notes
    assert not [one for one in figures(resolved.document) if "margins" in one.label]
    assert ", margin" not in said(resolved)
