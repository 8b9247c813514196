"""One axis holds one effect: ratios around 1 on a logarithmic one, differences around 0."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from assembler.document.figures import ForestPlot
from assembler.document.walk import figures
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import text_of
from tests.compose.test_figures import FOREST, plot, refused
from tests.drafts import draft, plain, said
from tests.places import COMPLETE

EFFICACY = "summary-of-clinical-efficacy"
OF_MEANS = FOREST.replace('"time-to-event"', '"continuous"').replace("hazard_ratio", "difference")
ANY = FOREST.replace("analysis.comparison.hazard_ratio", "analysis.comparison | estimate")
ODDS = "odds_ratio: 2.31, interval: 1.23 to 4.33, level: 95%, p_value: 0.009, "
RATES = 'risk_difference: 17.0%, interval: "4.4 to 29.6", level: 95%, p_value: 0.009, '


def test_a_difference_of_means_stands_on_a_linear_axis_with_its_line_at_0(tmp_path: Path) -> None:
    drawn = plot(COMPLETE, OF_MEANS, tmp_path)
    (row,) = drawn.groups[0].rows
    assert (row.estimate, row.lower, row.upper) == (
        Decimal("-0.9"), Decimal("-1.9"), Decimal("0.1")
    )  # fmt: skip
    assert (drawn.axis.scale, drawn.axis.null) == ("linear", Decimal(0))
    assert drawn.axis.ticks[0].at <= Decimal("-1.9") and drawn.axis.ticks[-1].at > 0


def test_a_ratio_stands_on_a_logarithmic_axis_without_being_asked(tmp_path: Path) -> None:
    axis = plot(COMPLETE, FOREST, tmp_path).axis
    assert (axis.scale, axis.null) == ("log", Decimal(1))


def test_ratios_and_differences_share_no_axis(tmp_path: Path) -> None:
    shell = ANY.replace('analysis.type == "time-to-event"', 'analysis.type != "binary"')
    problem = refused(COMPLETE, shell, tmp_path)
    assert problem.rule == "figure.one-effect"
    assert problem.message == (
        "efficacy.analyses.pfs-alpha.comparison.hazard_ratio is a hazard ratio, "
        "efficacy.analyses.symptoms-alpha.comparison.difference is a difference of means: "
        "they share no axis"
    )
    assert problem.at is not None and problem.at.file.endswith("figures/probe.yaml")


def test_two_kinds_of_ratio_share_no_axis_either(tmp_path: Path) -> None:
    shell = ANY.replace('analysis.type == "time-to-event"', 'analysis.type != "continuous"')
    assert "is an odds ratio" in refused(COMPLETE, shell, tmp_path).message


def test_a_scale_that_the_estimates_do_not_stand_on_is_refused(tmp_path: Path) -> None:
    shell = OF_MEANS.replace("title: Hazard", "scale: log\n      title: Hazard")
    problem = refused(COMPLETE, shell, tmp_path)
    assert problem.rule == "figure.scale-fits"
    assert problem.remedy.startswith("write `scale: linear`")


def divided(
    folder: Path, marker: str, estimates: tuple[str, str], *, instead: str = ""
) -> Resolved:
    """The Summary of Clinical Efficacy where the analysis with `marker` has subgroups."""
    study = Path(shutil.copytree(COMPLETE, folder / "study"))
    text = (study / "efficacy.yaml").read_text(encoding="utf-8")
    assert text.count(marker) == 1
    line = next(one for one in text.splitlines() if marker in one)
    levels = ("female", "male")
    rows = [
        f"      - {{id: {level}, factor: sex, level: {level}, {estimate}}}"
        for level, estimate in zip(levels, estimates, strict=True)
    ]
    new = "\n".join([line.replace(marker, instead or marker), "    subgroups:", *rows])
    (study / "efficacy.yaml").write_text(text.replace(line, new), encoding="utf-8")
    return draft(study, EFFICACY)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("marker", "instead", "estimates", "head", "ends"),
    [
        (
            ODDS,
            RATES,
            ("estimate: 20.5, interval: 3.2 to 37.8", "estimate: 13.0, interval: -4.8 to 30.8"),
            "Difference of the rates, percentage points",
            (Decimal(-10), Decimal(40)),
        ),
        (
            "difference: -0.9, ",
            "",
            ("estimate: -1.1, interval: -2.5 to 0.3", "estimate: -0.7, interval: -2.1 to 0.7"),
            "Difference, points",
            (Decimal(-3), Decimal(1)),
        ),
    ],
    ids=["rates", "means"],
)
def test_differences_in_subgroups_are_drawn(
    tmp_path: Path,
    marker: str,
    instead: str,
    estimates: tuple[str, str],
    head: str,
    ends: tuple[Decimal, Decimal],
) -> None:
    made = divided(tmp_path, marker, estimates, instead=instead)
    (drawn,) = (
        one.drawing
        for one in figures(made.document)
        if isinstance(one.drawing, ForestPlot) and one.drawing.axis.scale == "linear"
    )
    assert len(drawn.groups[0].rows) == 2
    assert (drawn.axis.ticks[0].at, drawn.axis.ticks[-1].at) == ends
    words = said(made)
    assert f"{head} (95% CI)" in words and "logarithmic scale" in words
    assert plain(text_of(made, drawn.axis.title)) == head
