"""Kaplan-Meier shells: the recorded points, their numbers at risk, and what is refused.

The points are those of the invented mini study.
"""

from decimal import Decimal
from textwrap import dedent, indent

import pytest

from assembler.document.figures import KaplanMeier, words_of
from assembler.document.nodes import Figure, Value
from assembler.document.walk import figures, leaves
from tests.compose.desk import Said, composed, edited, said
from tests.compose.desk import words_of as words

ASKED = ":::{figure} fig-curve\n:shell: curve\n:::\n"
SHELL = """
kind: kaplan-meier
caption: Curves
share: Probability of progression-free survival
time: Time, months
box:
  - {when: analysis.comparison, text: "Hazard ratio {{ analysis.comparison | ratio_ci }}"}
source: analysis.source
"""
POINTS = """
arm,time,probability,at_risk,censored
placebo,0,1.000,40,
placebo,1,0.75,28,2
placebo,1.5,0.50,,
placebo,2,0.50,13,4
fictivinib,0,1.000,80,
fictivinib,1,0.9000,71,1
fictivinib,2,0.80,60,3
fictivinib,3,0.80,,2
"""
CENSORED = "Strokes across a curve mark censored patients."


def curves(points: str) -> str:
    """The points as they stand inline in the mini study's efficacy.yaml."""
    head, *rows = [line.split(",") for line in points.strip().splitlines()]
    items = (
        ", ".join(f"{key}: {cell}" for key, cell in zip(head, row, strict=True) if cell)
        for row in rows
    )
    return indent("curves:\n" + "".join(f"  - {{{item}}}\n" for item in items), "    ")


def drawn(points: str = POINTS, shell: str = SHELL) -> Figure:
    """The figure that the shell makes of the points."""
    study = edited(efficacy=curves(points))
    files = {"report/figures/curve.yaml": dedent(shell)}
    return next(figures(composed(ASKED, files=files, study=study).document))


def plot(points: str = POINTS, shell: str = SHELL) -> KaplanMeier:
    drawing = drawn(points, shell).drawing
    assert isinstance(drawing, KaplanMeier)
    return drawing


def refused(points: str = "", shell: str = SHELL) -> Said:
    study = edited(efficacy=curves(points)) if points else edited()
    (problem,) = said(ASKED, files={"report/figures/curve.yaml": dedent(shell)}, study=study)
    return problem


def notes(figure: Figure) -> list[str]:
    return [words(note) for note in figure.notes]


def test_curves_stand_in_the_order_of_the_arms_with_the_recorded_points() -> None:
    treated, placebo = plot().curves
    assert [words(curve.label) for curve in (treated, placebo)] == ["Fictivinib", "Placebo"]
    assert [(str(step.time), str(step.share)) for step in placebo.steps] == [
        ("0", "1"), ("1", "0.75"), ("1.5", "0.50"),
    ]  # fmt: skip
    assert placebo.censored == (Decimal(1), Decimal(2))
    assert (treated.end, placebo.end) == (Decimal(3), Decimal(2))


def test_a_curve_begins_with_all_patients_though_no_point_says_so() -> None:
    (curve,) = plot("arm,time,probability\nplacebo,2,0.5\n").curves
    assert [(str(step.time), str(step.share)) for step in curve.steps] == [("0", "1"), ("2", "0.5")]


def test_the_order_of_the_rows_does_not_matter_and_both_corners_of_a_step_may_stand() -> None:
    head, *rows = POINTS.strip().splitlines()
    corners = [*reversed(rows), "placebo,1.5,0.75,,"]
    for curve, same in zip(plot("\n".join([head, *corners])).curves, plot().curves, strict=True):
        assert (curve.steps, curve.censored, curve.end) == (same.steps, same.censored, same.end)


def test_the_times_with_numbers_at_risk_are_the_marks_of_the_axis() -> None:
    made = plot()
    assert [tick.text for tick in made.times] == ["0", "1", "2", "3"]
    assert [words(cell) for cell in made.curves[0].at_risk] == ["80", "71", "60", ""]
    assert made.last == 3


def test_many_times_with_numbers_at_risk_leave_round_marks() -> None:
    rows = "".join(f"placebo,{n / 4:g},{1 - n / 80:g},{40 - n}\n" for n in range(40))
    made = plot("arm,time,probability,at_risk\n" + rows)
    assert [tick.text for tick in made.times] == ["0", "2", "4", "6", "8", "10"]
    assert [words(cell) for cell in made.curves[0].at_risk] == ["40", "32", "24", "16", "8", ""]


def test_marks_may_be_stated_and_numbers_stand_only_where_they_are_recorded() -> None:
    made = plot(shell=SHELL + "ticks: [0, 1.5, 2, 4]\n")
    assert [[words(cell) for cell in curve.at_risk] for curve in made.curves] == [
        ["80", "", "60", ""],
        ["40", "", "13", ""],
    ]
    assert made.last == 4


def test_marks_that_do_not_ascend_are_refused() -> None:
    assert refused(POINTS, SHELL + "ticks: [0, 2, 1]\n").rule == "figure.axis-ascends"


def test_a_number_at_risk_that_is_not_recorded_is_a_dash_with_its_note() -> None:
    figure = drawn(POINTS.replace("placebo,2,0.50,13,4", "placebo,2,0.50,,4"))
    assert notes(figure)[1:] == [CENSORED, "–, no number at risk is recorded for this time."]


def test_what_is_not_recorded_at_all_is_said() -> None:
    figure = drawn("arm,time,probability\nplacebo,2,0.5\n")
    assert notes(figure) == [
        "Curves drawn from 1 recorded point.",
        "Times of censoring are not recorded.",
        "Numbers at risk are not recorded for the marks of the time axis.",
    ]


def test_numbers_at_risk_at_events_only_are_warned_of_and_none_is_worked_out() -> None:
    study = edited(
        efficacy=curves(
            "arm,time,probability,at_risk\n"
            + "".join(f"placebo,{n}.37,{1 - n / 40:g},{40 - n}\n" for n in range(1, 21))
        )
    )
    files = {"report/figures/curve.yaml": SHELL}
    made = composed(ASKED, files=files, study=study)
    (warned,) = [one for one in made.warnings if one.rule == "figure.at-risk-printed"]
    assert "(0, 5, 10, 15, 20, 25)" in warned.message
    drawing = next(figures(made.document)).drawing
    assert isinstance(drawing, KaplanMeier)
    assert not any(content for content in drawing.curves[0].at_risk)


def test_numbers_in_the_figure_are_traced_to_their_points_and_not_anchored() -> None:
    study = edited(efficacy=curves(POINTS))
    files = {"report/figures/curve.yaml": SHELL}
    document = composed(ASKED, files=files, study=study).document
    (one,) = figures(document)
    values = [v for line in words_of(one.drawing) for v in leaves(line) if isinstance(v, Value)]
    assert not any(value.anchored for value in values)
    found = {value.text: document.trace[value.id].paths[0] for value in values}
    at = "efficacy.analyses.pfs-main"
    assert found["28"] == f"{at}.curves[1].at_risk"
    assert found["0.40\u00a0(95%\u00a0CI:\u00a00.25,\u00a00.64)"] == f"{at}.comparison.hazard_ratio"
    note = [leaf for leaf in one.notes[0] if isinstance(leaf, Value)]
    assert [(n.text, document.trace[n.id].paths) for n in note] == [("8", (f"{at}.curves",))]


def test_the_comparison_is_printed_only_when_the_analysis_gives_it() -> None:
    without = SHELL.replace("when: analysis.comparison,", "when: analysis.population,")
    assert len(plot().box) == 1
    assert plot(shell=without).box == ()


def test_a_median_is_marked_where_it_is_reported_not_where_the_curve_falls_to_one_half() -> None:
    made = drawn(shell=SHELL + "median: analysis.arms[arm].median\n")
    assert isinstance(made.drawing, KaplanMeier)
    assert [curve.median for curve in made.drawing.curves] == [Decimal("3.0"), Decimal("1.5")]
    assert "Thin lines mark the medians as reported." in notes(made)
    assert [curve.median for curve in plot().curves] == [None, None]


def test_the_alternative_text_reads_the_recorded_shares_off_at_the_marks() -> None:
    assert drawn().alternative == (
        "Kaplan-Meier curves. Across: Time, months, upwards: Probability of progression-free "
        "survival. Hazard ratio 0.40 (95% CI: 0.25, 0.64). "
        "Fictivinib: 1.000 at 0, 0.9000 at 1, 0.80 at 2, 0.80 at 3, followed to 3. "
        "Number at risk: 80 at 0, 71 at 1, 60 at 2. "
        "Placebo: 1.000 at 0, 0.75 at 1, 0.50 at 2, followed to 2. "
        "Number at risk: 40 at 0, 28 at 1, 13 at 2."
    )


def test_without_points_a_curve_is_refused_with_the_reason() -> None:
    problem = refused()
    assert problem.rule == "figure.has-data"
    assert "cannot be drawn from two medians" in problem.words
    assert "record `curves`" in problem.words


def test_a_sentence_may_stand_for_a_curve_without_points() -> None:
    shell = SHELL + "empty: No curve was reported.\n"
    document = composed(ASKED, files={"report/figures/curve.yaml": shell}).document
    assert list(figures(document)) == []


@pytest.mark.parametrize(
    ("row", "seen"),
    [
        ('placebo,"<1",0.9,,', "time is '<1'"),
        ("placebo,-1,0.9,,", "time is '-1'"),
        ("placebo,1,75,,", "probability is '75'"),
        ('placebo,1,">0.9",,', "probability is '>0.9'"),
        ("placebo,0,,41,", "at_risk is 41, and 40 at the same time"),
    ],
)
def test_a_point_that_has_no_place_on_the_axes_is_refused(row: str, seen: str) -> None:
    problem = refused(f"{POINTS.strip()}\n{row}\n")
    assert problem.rule == "figure.curve-exact"
    assert seen in problem.words and "curves[8]" in problem.words


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("curves: analysis.endpoint\n", "`curves:` names no curves"),
        ("curves: trial.arms\n", "`curves:` names no curves"),
        ('arms: arm in ["placebo"]\n', "`arms:` names no arms"),
    ],
)
def test_what_names_no_curves_or_arms_is_refused(line: str, seen: str) -> None:
    assert seen in refused(POINTS, SHELL + line).words


def test_two_analyses_with_curves_are_not_drawn_into_one_figure() -> None:
    both = SHELL + "each: analysis in [efficacy.analyses | first, efficacy.analyses | first]\n"
    assert refused(POINTS, both).rule == "figure.one-analysis"


def test_thousands_of_points_are_read_once() -> None:
    rows = "".join(f"placebo,{n},{1 - n / 10000:.4f},{9000 - n},1\n" for n in range(5000))
    (curve,) = plot("arm,time,probability,at_risk,censored\n" + rows).curves
    assert (len(curve.steps), len(curve.censored)) == (5000, 5000)


def test_the_shared_shell_draws_the_one_analysis_that_is_asked_for() -> None:
    asked = ":::{figure} fig-kaplan-meier\n:only: pfs-main\n:::\n"
    study = edited(efficacy=curves(POINTS))
    (figure,) = figures(composed(asked, study=study).document)
    assert words(figure.caption) == (
        "Progression-free survival in the main cohort of the trial: final analysis by investigator "
        "assessment, data cut-off 22 Oct 2023 (Kaplan-Meier curves)"
    )
    assert isinstance(figure.drawing, KaplanMeier)
    assert words(figure.drawing.time) == "Time, months"
    other = asked.replace("pfs-main", "pfs-other")
    (problem,) = said(other, study=study)
    assert problem.rule == "figure.has-data"
