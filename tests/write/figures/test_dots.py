"""Where a dot plot puts its marks and words."""

from dataclasses import replace
from decimal import Decimal

import pytest

from assembler.document.figures import DotPlot, words_of
from assembler.write.figures.dots import draw_dot_plot, mark
from assembler.write.figures.picture import BLACK, GREY, Path, Picture
from assembler.write.figures.sketch import Sketch
from tests.write.figures.drawn import dots
from tests.write.figures.measured import crossings, extents, outside, says
from tests.write.pdf.made import setter
from tests.write.short import AT, inlines

WIDTH = 460.0


def drawn(plot: DotPlot) -> Picture:
    return draw_dot_plot(Sketch(setter(), AT), plot, WIDTH)


def discs(picture: Picture) -> list[Path]:
    return [p for p in picture.paths if p.closed and len(p.points) > 4]


def middle(path: Path) -> tuple[float, float]:
    xs, ys = zip(*path.points, strict=True)
    return sum(xs) / len(xs), sum(ys) / len(ys)


def axis(picture: Picture) -> tuple[float, float]:
    """The places of 0 and 60, by their labels."""
    found = {e.text: (e.left + e.right) / 2 for e in extents(picture)}
    return found["0"], found["60"]


def test_marks_stand_at_the_shares() -> None:
    picture = drawn(dots())
    left, right = axis(picture)
    keys, marks = discs(picture)[:2], discs(picture)[2:]
    shares = [60 * (middle(m)[0] - left) / (right - left) for m in marks]
    assert shares == pytest.approx([53.1, 16.9, 40, 40, 5], abs=0.05)
    assert [p.fill for p in keys] == [BLACK, None]
    assert [p.fill for p in marks] == [BLACK, None, BLACK, None, BLACK]


def test_equal_shares_do_not_hide_each_other() -> None:
    marks = discs(drawn(dots()))[4:6]
    (x, y), (same, below) = map(middle, marks)
    assert [x, below - y] == [pytest.approx(same), pytest.approx(4.8)]


def test_numbers_beside_the_plot_are_aligned_at_their_decimal_points() -> None:
    picture = drawn(dots(("Rash", "40.1", "5.2"), ("Fatigue", "5.3", "40.4")))
    found = {e.text.split(" ")[0].split("\xa0")[0]: e.left for e in extents(picture)}
    assert found["5.3"] - found["40.1"] == pytest.approx(found["5.2"] - found["40.4"])
    assert found["5.3"] - found["40.1"] > 3


def test_what_has_no_share_has_no_mark_and_a_row_keeps_its_dotted_line() -> None:
    picture = drawn(dots(("Rash", "", "")))
    assert len(discs(picture)) == 2  # those of the heads
    assert len([p for p in picture.paths if p.stroke == GREY and p.dash]) == 1


def test_six_arms_have_marks_of_their_own() -> None:
    shapes = {
        (len(p.points), p.fill, round(p.points[0][0], 3))
        for p in (mark(arm, (0.0, 0.0)) for arm in range(6))
    }
    assert len(shapes) == 6


@pytest.mark.parametrize("headings", [True, False])
def test_words_stand_inside_and_on_nothing_else(headings: bool) -> None:
    rows = [(f"Preferred term of the number {n}", str(Decimal(59) - n), "3.5") for n in range(30)]
    picture = drawn(dots(*rows, headings=headings))
    assert outside(picture) == []
    assert crossings(picture) == []


def test_no_mark_lies_on_words() -> None:
    picture = drawn(dots(("Nausea", "60", "0")))
    for path in discs(picture):
        xs, ys = zip(*path.points, strict=True)
        for e in extents(picture):
            assert max(xs) < e.left or min(xs) > e.right or max(ys) < e.top or min(ys) > e.bottom


def test_words_are_drawn_in_the_order_in_which_they_are_read() -> None:
    plot = dots(headings=True)
    expected = ["".join(getattr(i, "text", "") for i in words) for words in words_of(plot)]
    assert says(drawn(plot)) == expected


def test_a_heading_is_as_wide_as_the_figure_and_takes_no_room_from_the_plot() -> None:
    name = "Adults of 65 years and over (low dose N = 99, high dose N = 99, placebo N = 98)"
    plot = dots(headings=True)
    first, *others = plot.groups
    picture = drawn(replace(plot, groups=(replace(first, label=inlines(name)), *others)))
    (heading,) = [extent for extent in extents(picture) if extent.text == name]
    assert heading.bottom - heading.top < 12, "it stands on one line"
    assert axis(picture) == pytest.approx(axis(drawn(plot)))
    assert outside(picture) == []
    assert crossings(picture) == []
