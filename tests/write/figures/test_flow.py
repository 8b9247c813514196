"""Where a patient flow puts its boxes and arrows."""

from itertools import pairwise

import pytest

from assembler.document.figures import words_of
from assembler.write.figures.flow import draw_patient_flow
from assembler.write.figures.picture import PALE, Picture
from assembler.write.figures.sketch import Sketch
from tests.write.figures.drawn import flow
from tests.write.figures.measured import crossings, extents, outside, says
from tests.write.pdf.made import setter
from tests.write.short import AT

WIDTH = 460.0


def drawn(arms: int) -> Picture:
    return draw_patient_flow(Sketch(setter(), AT), flow(arms), WIDTH)


def boxes(picture: Picture) -> list[tuple[float, float, float, float]]:
    """Left, upper, right and lower edge of each box, in the order of drawing."""
    found = [p.points for p in picture.paths if p.fill == PALE]
    return [(a[0], a[1], c[0], c[1]) for a, _, c, _ in found]


@pytest.mark.parametrize("arms", [1, 2, 3, 4, 6])
def test_words_stand_in_boxes_and_nothing_stands_out(arms: int) -> None:
    picture = drawn(arms)
    assert outside(picture) == []
    assert crossings(picture) == []
    heads = len(flow(arms).stages)
    for word in extents(picture)[heads:]:
        assert any(
            left < word.left and word.right < right and top < word.top and word.bottom < bottom
            for left, top, right, bottom in boxes(picture)
        ), word


@pytest.mark.parametrize("arms", [1, 2, 4, 6])
def test_boxes_do_not_meet(arms: int) -> None:
    found = sorted(boxes(drawn(arms)), key=lambda box: (box[1], box[0]))
    for one, other in pairwise(found):
        assert other[1] > one[3] or other[0] > one[2]


def test_boxes_of_one_stage_are_level_and_equally_high() -> None:
    found = boxes(drawn(3))
    stages = {top: {bottom for _, t, _, bottom in found if t == top} for _, top, _, _ in found}
    assert len(stages) == 4
    assert all(len(bottoms) == 1 for bottoms in stages.values())


def test_an_arrow_leads_from_each_box_to_the_next_and_past_a_stage_that_is_skipped() -> None:
    picture = drawn(2)
    found = boxes(picture)
    heads = [p.points[0] for p in picture.paths if p.closed and len(p.points) == 3]
    for x, y in heads:
        assert [box for box in found if box[1] == pytest.approx(y) and box[0] < x < box[2]]
    assert len(heads) == len(found) - 1
    ways = [p.points for p in picture.paths if not p.closed]
    longest = max(ways, key=lambda points: points[-1][1] - points[0][1])
    assert longest[0][0] == longest[-1][0]  # the second arm has nobody who discontinued


@pytest.mark.parametrize("arms", [2, 4, 6])
def test_lines_are_broken_only_between_words(arms: int) -> None:
    texts = [
        ["".join(run.text for run in line.runs) for line in words.lines]
        for words in drawn(arms).words
    ]
    broken = [line for lines in texts for line in lines[:-1]]
    assert bool(broken) is (arms > 2)
    assert all(line.endswith(" ") for line in broken)


def test_words_are_drawn_in_the_order_in_which_they_are_read() -> None:
    expected = ["".join(getattr(i, "text", "") for i in words) for words in words_of(flow(2))]
    assert says(drawn(2)) == expected
