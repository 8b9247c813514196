"""Where Kaplan-Meier curves, their marks and their words stand."""

from itertools import pairwise

import pytest

from assembler.document.figures import Curve, KaplanMeier, words_of
from assembler.write.figures.curves import CENSORED, DASHES, SAMPLE, WIDTH, draw_kaplan_meier
from assembler.write.figures.picture import GREY, THIN, Path, Picture
from assembler.write.figures.sketch import Sketch
from tests.write.figures.drawn import curve, curves
from tests.write.figures.measured import crossings, extents, outside, says
from tests.write.pdf.made import setter
from tests.write.short import AT

FULL = 460.0
BOX = ("Hazard ratio 0.45 (95% CI: 0.30, 0.66)", "p<0.0001")


def drawn(plot: KaplanMeier, width: float = FULL) -> Picture:
    return draw_kaplan_meier(Sketch(setter(), AT), plot, width)


def lines(picture: Picture) -> list[Path]:
    """The curves in their order."""
    return [p for p in picture.paths if p.width == WIDTH and len(p.points) > 2]


def strokes(picture: Picture) -> list[Path]:
    """The marks of censored patients."""
    return [
        p
        for p in picture.paths
        if p.width == THIN and p.stroke != GREY and p.points[0][0] == p.points[1][0]
    ]


def place(picture: Picture, text: str) -> tuple[float, float]:
    """The middle of the words."""
    (found,) = (e for e in extents(picture) if e.text == text)
    return (found.left + found.right) / 2, (found.top + found.bottom) / 2


def axes(picture: Picture) -> tuple[float, float, float, float]:
    """Place of time 0 and 12, of share 0 and 1, by the marks of the axes."""
    ticks = [p.points for p in picture.paths if p.width != THIN and len(p.points) == 2]
    upright = [(a, b) for a, b in ticks if a[0] == b[0] and 0 < b[1] - a[1] < 5]
    level = [(a, b) for a, b in ticks if a[1] == b[1] and 0 < b[0] - a[0] < 5]
    return (
        min(a[0] for a, _ in upright), max(a[0] for a, _ in upright),
        max(a[1] for a, _ in level), min(a[1] for a, _ in level),
    )  # fmt: skip


def recorded(picture: Picture, path: Path) -> list[tuple[float, float]]:
    """The corners of a curve as times and shares."""
    left, right, bottom, top = axes(picture)
    return [
        (12 * (x - left) / (right - left), (bottom - y) / (bottom - top)) for x, y in path.points
    ]


def test_a_curve_runs_level_and_falls_at_the_recorded_points() -> None:
    picture = drawn(curves())
    corners = recorded(picture, lines(picture)[1])
    expected = [(0, 1), (1, 1), (1, 0.8), (3, 0.8), (3, 0.5), (5, 0.5), (5, 0.25), (9, 0.25)]
    assert corners == [pytest.approx(corner, abs=1e-6) for corner in expected]


def test_a_curve_is_made_of_level_and_upright_lines_only() -> None:
    for path in lines(drawn(curves())):
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(path.points))


def test_a_stroke_stands_across_the_curve_at_each_time_of_censoring() -> None:
    picture = drawn(curves())
    left, right, bottom, top = axes(picture)
    middles = [
        (
            12 * (p.points[0][0] - left) / (right - left),
            (bottom - sum(y for _, y in p.points) / 2) / (bottom - top),
        )
        for p in strokes(picture)
    ]
    expected = [(3, 0.9), (7, 0.6), (9.25, 0.6), (4.5, 0.5)]
    assert middles == [pytest.approx(middle, abs=1e-6) for middle in expected]
    heights = [p.points[1][1] - p.points[0][1] for p in strokes(picture)]
    assert heights == [pytest.approx(2 * CENSORED)] * 4


def test_arms_are_told_apart_by_their_dashes_which_stand_before_their_names_again() -> None:
    picture = drawn(curves())
    assert [p.dash for p in lines(picture)] == [(), DASHES[1]]
    samples = [p for p in picture.paths if p.width == WIDTH and len(p.points) == 2]
    assert [(p.dash, p.points[1][0]) for p in samples] == [((), SAMPLE), (DASHES[1], SAMPLE)]
    assert len(set(DASHES)) == len(DASHES) >= 4


def test_numbers_at_risk_stand_under_their_times() -> None:
    picture = drawn(curves())
    for number, tick in zip(("64", "31", "–"), ("0", "8", "12"), strict=True):
        (x, y), (mark, above) = place(picture, number), place(picture, tick)
        assert x == pytest.approx(mark, abs=0.01)
        assert y > above


def test_a_curve_without_numbers_at_risk_keeps_its_sample_and_its_name() -> None:
    plot = curves(curve("Alpha", ("2", "0.5"), end="3"), curve("Beta", ("1", "0.3"), end="4"))
    said = says(drawn(plot))
    assert said[-2:] == ["Alpha", "Beta"]
    assert "Number at risk" not in said


def test_lines_lead_from_one_half_to_the_medians() -> None:
    picture = drawn(curves())
    left, right, bottom, top = axes(picture)
    grey = [p.points for p in picture.paths if p.stroke == GREY]
    half = (bottom + top) / 2
    nine, three = (left + n / 12 * (right - left) for n in (9, 3))
    expected = [((left, half), (nine, half)), ((nine, half), (nine, bottom)),
                ((three, half), (three, bottom))]  # fmt: skip
    assert [[*map(pytest.approx, points)] for points in expected] == [list(p) for p in grey]
    without = curves(curve("Alpha", ("2", "0.5"), end="3"))
    assert not [p for p in drawn(without).paths if p.stroke == GREY]


def falling(name: str, rate: float) -> Curve:
    steps = [(str(n / 4), f"{(1 - rate) ** n:.4f}") for n in range(1, 44)]
    return curve(name, *steps, end="11", at_risk=("200", "100", "50", "1"))


MANY = [
    curves(box=BOX),
    curves(falling("Cabozantinib", 0.001), falling("Placebo", 0.003), box=BOX),
    curves(falling("Cabozantinib", 0.08), falling("Placebo", 0.1), box=BOX),
    curves(*(falling(f"Treatment {n}", 0.02 * n + 0.005) for n in range(4)), box=BOX),
    curves(falling("A treatment with a name that is longer than any other name", 0.05), box=BOX),
    curves(
        *(
            falling(f"{name} twice daily", rate)
            for name, rate in (
                ("Fictivinib 50 mg by mouth", 0.03),
                ("Matching placebo tablets", 0.06),
                ("Fictivinib 100 mg by mouth", 0.025),
                ("Standard chemotherapy of choice", 0.045),
            )
        ),
        box=BOX,
    ),
    curves(
        *(
            falling(f"{name} by mouth twice daily with best supportive care " * 2, rate)
            for name, rate in (("Fictivinib 50 mg", 0.03), ("Placebo", 0.06), ("W" * 150, 0.045))
        ),
        box=BOX,
    ),
]


@pytest.mark.parametrize("plot", MANY)
@pytest.mark.parametrize("width", [440.0, FULL])
def test_words_stand_inside_and_on_nothing_else(plot: KaplanMeier, width: float) -> None:
    picture = drawn(plot, width)
    assert outside(picture) == []
    assert crossings(picture) == []


@pytest.mark.parametrize("plot", MANY)
def test_no_curve_runs_through_words(plot: KaplanMeier) -> None:
    picture = drawn(plot)
    for path in lines(picture):
        for (x, y), (to, down) in pairwise(path.points):
            crossed = [
                e.text
                for e in extents(picture)
                if x < e.right and to > e.left and y < e.bottom and down > e.top
            ]
            assert crossed == []


def test_names_that_find_no_place_beside_their_curves_stand_behind_samples() -> None:
    beside, legend = drawn(MANY[3]), drawn(MANY[5])
    samples = [
        sum(len(path.points) == 2 and path.width == WIDTH for path in picture.paths)
        for picture in (beside, legend)
    ]
    assert samples == [4, 8]


def test_words_are_drawn_in_the_order_in_which_they_are_read() -> None:
    plot = curves(box=BOX)
    expected = ["".join(getattr(i, "text", "") for i in words) for words in words_of(plot)]
    assert says(drawn(plot)) == expected
    wide = curves(*(falling(f"T{n}", rate) for n, rate in enumerate((0.0, 0.02, 0.5))), box=BOX)
    expected = ["".join(getattr(i, "text", "") for i in words) for words in words_of(wide)]
    assert says(drawn(wide)) == expected


def test_letters_are_at_least_8_points_high() -> None:
    runs = (run for w in drawn(curves(box=BOX)).words for line in w.lines for run in line.runs)
    assert min(run.ink.size for run in runs) >= 8
