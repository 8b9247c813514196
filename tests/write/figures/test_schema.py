"""Where a study schema puts its boxes, arrows and words."""

from dataclasses import replace
from functools import cache
from itertools import combinations, pairwise

import pytest

from assembler.document.figures import SchemaBox, StudySchema, words_of
from assembler.write.figures.picture import PALE, Path, Picture
from assembler.write.figures.schema import draw_study_schema
from assembler.write.figures.sketch import Sketch
from tests.write.figures.drawn import joined_schema, schema
from tests.write.figures.measured import crossings, extents, outside, says
from tests.write.pdf.made import setter
from tests.write.short import AT, inlines

WIDTH, MOST = 467.0, 618.0
KINDS = [(cohorts, arms) for cohorts in (1, 2, 3) for arms in (2, 3, 4)]


@cache
def drawn(cohorts: int, arms: int) -> Picture:
    return draw_study_schema(Sketch(setter(), AT), schema(cohorts, arms), WIDTH, MOST)


@cache
def joined(cohorts: int, arms: int) -> Picture:
    shown = joined_schema(cohorts, arms)
    return draw_study_schema(Sketch(setter(), AT), shown, WIDTH, MOST)


def boxes(picture: Picture) -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom of every box."""
    return [(*p.points[0], *p.points[2]) for p in picture.paths if p.fill == PALE]


def heads(picture: Picture) -> list[Path]:
    return [p for p in picture.paths if p.closed and len(p.points) == 3]


@pytest.mark.parametrize(("cohorts", "arms"), KINDS)
def test_there_is_a_box_for_each_step_and_none_touches_another(cohorts: int, arms: int) -> None:
    found = boxes(drawn(cohorts, arms))
    assert len(found) == 1 + cohorts * (2 + arms + 1) + 1
    for a, b in combinations(found, 2):
        assert a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1]


@pytest.mark.parametrize(("cohorts", "arms"), KINDS)
def test_words_are_read_in_order_each_inside_its_box(cohorts: int, arms: int) -> None:
    picture = drawn(cohorts, arms)
    assert says(picture) == [
        "".join(getattr(i, "text", "") for i in words) for words in words_of(schema(cohorts, arms))
    ]
    assert not outside(picture)
    assert not crossings(picture)
    found = boxes(picture)
    for e in extents(picture)[5:]:  # after the heads of the stages
        assert any(
            left < e.left and e.right < right and top < e.top and e.bottom < bottom
            for left, top, right, bottom in found
        ), e.text


@pytest.mark.parametrize(("cohorts", "arms"), KINDS)
def test_an_arrow_leads_to_every_box_but_the_first(cohorts: int, arms: int) -> None:
    picture = drawn(cohorts, arms)
    tips = [head.points[0] for head in heads(picture)]
    first, *others, last = sorted(boxes(picture), key=lambda b: (b[2] - b[0] > WIDTH - 2, b[0]))
    for left, top, _, bottom in others:
        assert any(abs(x - left) < 0.5 and top < y < bottom for x, y in tips)
    assert any(abs(y - last[1]) < 0.5 for _, y in tips)
    assert not any(abs(x - first[0]) < 0.5 for x, _ in tips)
    assert len(tips) == len(others) + 1


def test_no_line_between_boxes_crosses_a_box() -> None:
    picture = drawn(2, 3)
    open_paths = [p for p in picture.paths if not p.closed]
    for path in open_paths:
        for (x0, y0), (x1, y1) in pairwise(path.points):
            for left, top, right, bottom in boxes(picture):
                inside_x = min(max(x0, x1), right) - max(min(x0, x1), left)
                inside_y = min(max(y0, y1), bottom) - max(min(y0, y1), top)
                assert inside_x <= 0.5 or inside_y <= 0.5


def test_a_word_that_is_wider_than_its_column_is_broken_not_cut() -> None:
    long = "Pneumonoultramicroscopicsilicovolcanoconiosis" * 4
    step = SchemaBox(0, inlines("First"), (), (SchemaBox(1, inlines(long), (), ()),))
    wide = StudySchema((inlines("One"), inlines("Two")), (step,), ())
    picture = draw_study_schema(Sketch(setter(), AT), wide, WIDTH, MOST)
    assert long in says(picture)
    assert not outside(picture)


def test_a_schema_that_would_be_too_high_is_set_closer() -> None:
    roomy = draw_study_schema(Sketch(setter(), AT), schema(3, 3), WIDTH, 10_000)
    dense = draw_study_schema(Sketch(setter(), AT), schema(3, 3), WIDTH, roomy.height - 1)
    assert dense.height < roomy.height - 40
    assert says(dense) == says(roomy)


def test_three_cohorts_with_four_arms_each_stand_on_a_page() -> None:
    assert drawn(3, 4).height <= MOST


@pytest.mark.parametrize(("cohorts", "arms"), KINDS)
def test_a_box_of_several_paths_is_drawn_once_and_an_arrow_of_each_leads_to_it(
    cohorts: int, arms: int
) -> None:
    picture = joined(cohorts, arms)
    found = boxes(picture)
    assert len(found) == 1 + cohorts * (2 + arms) + 1 + 1
    for a, b in combinations(found, 2):
        assert a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1]
    left, top, _, bottom = max((b for b in found if b[2] - b[0] < WIDTH - 2), key=lambda b: b[0])
    tips = [head.points[0] for head in heads(picture)]
    assert sum(abs(x - left) < 0.5 and top < y < bottom for x, y in tips) == cohorts


@pytest.mark.parametrize(("cohorts", "arms"), KINDS)
def test_a_box_of_several_paths_is_read_behind_them(cohorts: int, arms: int) -> None:
    picture = joined(cohorts, arms)
    assert says(picture) == [
        "".join(getattr(i, "text", "") for i in words)
        for words in words_of(joined_schema(cohorts, arms))
    ]
    assert not outside(picture) and not crossings(picture)
    assert picture.height <= MOST


def test_a_box_of_several_paths_that_is_higher_than_they_stands_inside() -> None:
    shown = joined_schema(1, 2)
    long = tuple(inlines(f"Line {n}") for n in range(30))
    high = replace(shown, joined=(replace(shown.joined[0], lines=long),))
    picture = draw_study_schema(Sketch(setter(), AT), high, WIDTH, MOST)
    assert not outside(picture) and not crossings(picture)
