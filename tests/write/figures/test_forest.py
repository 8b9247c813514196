"""Where a forest plot puts its squares, intervals and words."""

from dataclasses import replace
from decimal import Decimal
from math import log10

import pytest

from assembler.document.figures import ForestGroup, ForestPlot, words_of
from assembler.write.figures.forest import MARKER, Scale, draw_forest_plot
from assembler.write.figures.picture import GREY, STRONG, Path, Picture
from assembler.write.figures.sketch import Sketch
from tests.write.figures.drawn import axis, forest, row
from tests.write.figures.measured import crossings, outside, says
from tests.write.pdf.made import setter
from tests.write.short import AT, inlines

WIDTH = 460.0


def drawn(plot: ForestPlot) -> Picture:
    return draw_forest_plot(Sketch(setter(), AT), plot, WIDTH)


def squares(picture: Picture) -> list[Path]:
    return [p for p in picture.paths if p.closed and len(p.points) == 4]


def whiskers(picture: Picture) -> list[Path]:
    """The horizontal lines of the intervals."""
    strong = [p for p in picture.paths if p.width == STRONG and len(p.points) == 2]
    return [p for p in strong if p.points[0][1] == p.points[1][1]]


def arrows(picture: Picture) -> list[Path]:
    """The large triangles; the small ones point out the directions below the axis."""
    heads = [p for p in picture.paths if p.closed and len(p.points) == 3]
    return [p for p in heads if abs(p.points[1][1] - p.points[2][1]) > 4]


def ticks(picture: Picture) -> dict[str, float]:
    """Printed tick -> its place."""
    lines = {(p.points[0][0], p.points[0][1]) for p in picture.paths if len(p.points) == 2}
    found = {}
    for words in picture.words:
        (one,) = words.lines if len(words.lines) == 1 else (None,)
        text = "".join(run.text for run in one.runs) if one else ""
        middle = words.xs[0] + (one.width / 2 if one else 0)
        if any(abs(x - middle) < 0.01 for x, _ in lines):
            found[text] = middle
    return found


@pytest.mark.parametrize("value", ["0.1", "0.14", "0.27", "0.5", "1", "1.99"])
def test_a_value_stands_at_its_logarithm(value: str) -> None:
    scale = Scale(axis(), 100, 300)
    part = (log10(float(value)) + 1) / (log10(2) + 1)
    assert scale.x(Decimal(value)) == pytest.approx(100 + 200 * part)


def test_on_a_linear_axis_a_value_stands_at_itself() -> None:
    scale = Scale(axis("-10", "0", "10", scale="linear", null="0"), 0, 200)
    assert [scale.x(Decimal(n)) for n in (-10, -5, 0, 7)] == [0, 50, 100, 170]


def test_squares_and_whiskers_stand_at_the_recorded_numbers() -> None:
    picture = drawn(forest())
    places = ticks(picture)
    left, right = places["0.1"], places["1"]

    def value(x: float) -> float:
        return float(10.0 ** ((x - right) / (right - left)))

    estimates = [value(sum(x for x, _ in p.points) / 4) for p in squares(picture)]
    assert estimates == pytest.approx([0.27, 0.45], abs=0.0005)
    bounds = [value(x) for p in whiskers(picture) for x, _ in p.points]
    assert bounds == pytest.approx([0.14, 0.49, 0.30, 0.66], abs=0.0005)


def test_every_estimate_has_a_square_of_the_same_size_and_there_is_no_diamond() -> None:
    picture = drawn(forest())
    for path in squares(picture):
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = path.points
        assert (y0, x1, y2, x3) == (y1, x2, y3, x0)  # its sides stand upright
        assert (x1 - x0, y2 - y1) == pytest.approx((MARKER, MARKER))
    assert len(squares(picture)) == 2


def test_the_line_of_no_difference_stands_at_the_tick_of_1() -> None:
    picture = drawn(forest())
    null = picture.paths[0]
    assert {x for x, _ in null.points} == {ticks(picture)["1"]}


def test_an_interval_beyond_the_axis_ends_in_an_arrow() -> None:
    plot = forest(ForestGroup((), (row("a", "0.5", "0.05", "7"), row("b", "0.5", "0.3", "0.7"))))
    picture = drawn(plot)
    ends = [whisker.points[n][0] for whisker, n in ((whiskers(picture)[0], 0),
                                                    (whiskers(picture)[0], 1))]  # fmt: skip
    assert ends == pytest.approx([ticks(picture)["0.1"], ticks(picture)["2"]])
    tips = [a.points[0][0] for a in arrows(picture)]
    assert len(tips) == 2 and tips[0] < ends[0] and tips[1] > ends[1]


@pytest.mark.parametrize(("low", "high", "side"), [("3", "9", 1), ("0.01", "0.05", -1)])
def test_an_interval_that_lies_beyond_the_axis_points_there(low: str, high: str, side: int) -> None:
    picture = drawn(forest(ForestGroup((), (row("a", "0.04" if side < 0 else "5", low, high),))))
    assert not squares(picture)
    places = ticks(picture)
    for head in arrows(picture):
        tip, back = head.points[0][0], head.points[1][0]
        assert (tip - back) * side > 0
        assert tip > places["2"] if side > 0 else tip < places["0.1"]


def test_a_bound_that_is_not_known_leaves_the_whisker_out() -> None:
    picture = drawn(forest(ForestGroup((), (row("a", "0.5", "0.2"), row("b", "0.5")))))
    assert len(squares(picture)) == 2
    assert not whiskers(picture)


def test_a_row_without_an_estimate_has_its_words_only() -> None:
    plot = forest(ForestGroup((), (row("a", "0.5", "0.2", "0.8"), row("b", "", words="NE"))))
    assert len(squares(drawn(plot))) == 1
    assert "NE" in says(drawn(plot))


def test_groups_stand_apart() -> None:
    two = drawn(forest())
    group = ForestGroup((), (row("a", "0.27", "0.14", "0.49"), row("b", "0.45", "0.30", "0.66")))
    one = drawn(forest(group))

    def distance(picture: Picture) -> float:
        first, second = (p.points[0][1] for p in squares(picture))
        return second - first

    assert distance(two) > distance(one) + 20
    rules = [p for p in two.paths if p.stroke == GREY]
    assert len(rules) == 1
    assert not [p for p in one.paths if p.stroke == GREY]


LONG = "A very long label of a row that cannot stand on one line beside the plot, not at all"


@pytest.mark.parametrize(
    "plot",
    [
        forest(),
        forest(ForestGroup(inlines(LONG), (row(LONG, "0.5", "0.2", "0.8"),))),
        forest(ForestGroup((), (row("a", "0.5", words=LONG),))),
        forest(on=axis("0.01", "0.1", "1", "10", "100")),
    ],
)
def test_words_are_read_in_order_inside_the_figure_and_apart(plot: ForestPlot) -> None:
    picture = drawn(plot)
    assert says(picture) == [
        "".join(getattr(i, "text", "") for i in words) for words in words_of(plot)
    ]
    assert not outside(picture)
    assert not crossings(picture)


def test_a_margin_is_a_dashed_line_through_its_rows_and_named_below() -> None:
    rows = (replace(row("One", "0.9", "0.8", "1.1"), margin=Decimal("1.25")),
            row("Other", "0.9", "0.8", "1.1"))  # fmt: skip
    plot = replace(forest(ForestGroup((), rows)), margin=inlines("Margin: 1.25"))
    picture = drawn(plot)
    first, sample = [path for path in picture.paths if path.dash]
    places = ticks(picture)
    assert places["1"] < first.points[0][0] == first.points[1][0] < places["2"]
    assert first.points[1][1] < squares(picture)[1].points[0][1], "it ends with its row"
    assert sample.points[0][1] == sample.points[1][1]
    assert "Margin: 1.25" in says(picture)
    assert outside(picture) == []
