"""Footnotes at the foot of pages: where they stand, what goes on, what is linked and read."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from assembler.write.pdf.boxes import Box, End, Placed
from assembler.write.pdf.flow import fill
from assembler.write.pdf.foot import RuleBox
from tests.write.short import look

PAGE = look().page
ROOM = PAGE.height - PAGE.top - PAGE.bottom


def note(lines: int, height: float = 11.5) -> list[Box]:
    """The lines of a footnote: the first two and the last two are kept together."""
    last = lines - 1
    return [Box(height=height, keep=n < last and n in (0, last - 1)) for n in range(lines)]


def line(*notes: Sequence[Box], keep: bool = False, height: float = 14.5) -> Box:
    """A line of text that marks footnotes."""
    return Box(height=height, notes=notes, keep=keep)


def placed(boxes: Sequence[Box]) -> list[Placed]:
    return list(fill(boxes, PAGE))


def sheets(places: Sequence[Placed]) -> dict[int, int]:
    """Identity of a box -> its page."""
    return {id(place.box): place.sheet for place in places}


def assert_laid_out(boxes: Sequence[Box], places: Sequence[Placed]) -> None:
    """Every box stands once, in order, inside the page, over nothing; notes at the feet of pages,
    in their order, never before their marks."""
    notes = [one for box in boxes for own in box.notes for one in own]
    of_note = {id(one) for one in notes}
    drawn = [p for p in places if not isinstance(p.box, RuleBox | End)]
    assert [id(p.box) for p in drawn if id(p.box) not in of_note] == [id(box) for box in boxes]
    assert [id(p.box) for p in drawn if id(p.box) in of_note] == [id(one) for one in notes]
    for place in places:
        height = PAGE.width if place.landscape else PAGE.height
        assert place.top <= height - PAGE.top_of(landscape=place.landscape) + 0.1
        assert place.top - place.box.height >= PAGE.bottom - 0.1
    for above, below in pairwise(places):
        assert above.sheet <= below.sheet <= above.sheet + 1
        if above.sheet == below.sheet:
            assert below.top <= above.top - above.box.height + 0.1
    at = sheets(places)
    for box in boxes:
        for own in box.notes:
            assert at[id(own[0])] >= at[id(box)]


def test_a_footnote_stands_on_the_page_of_its_mark() -> None:
    for above in range(60):
        marking = line(note(2))
        boxes = [*(line() for _ in range(above)), marking]
        at = sheets(placed(boxes))
        assert at[id(marking.notes[0][0])] == at[id(marking.notes[0][1])] == at[id(marking)]


def test_a_long_footnote_goes_on_at_the_foot_of_the_next_page() -> None:
    marking = line(note(60))
    boxes = [*(line() for _ in range(40)), marking, *(line() for _ in range(60))]
    places = placed(boxes)
    assert_laid_out(boxes, places)
    at = sheets(places)
    pages = [at[id(one)] for one in marking.notes[0]]
    assert pages[0] == at[id(marking)] == 0
    assert pages[-1] == 1
    assert pages.count(0) >= 2
    assert pages.count(1) >= 2


def test_text_goes_on_above_a_footnote_that_goes_on() -> None:
    marking = line(note(150))
    boxes = [marking, *(line() for _ in range(60))]
    places = placed(boxes)
    assert_laid_out(boxes, places)
    at = sheets(places)
    body = {at[id(box)] for box in boxes}
    assert body >= {0, 1}, "on every page of the footnote stands text"


def test_what_is_kept_together_stays_together_above_footnotes() -> None:
    for above in range(60):
        group = [line(keep=True, height=20), line(note(5), keep=True), line(note(4))]
        at = sheets(placed([*(line() for _ in range(above)), *group]))
        assert len({at[id(box)] for box in group}) == 1


def test_a_row_as_high_as_a_page_waits_until_no_footnote_goes_on() -> None:
    row = Box(height=ROOM)
    boxes = [line(note(80)), row, line()]
    places = placed(boxes)
    assert_laid_out(boxes, places)


def test_more_footnotes_in_a_line_than_a_page_holds_are_all_printed() -> None:
    boxes = [
        line(keep=True, height=20),
        line(*(note(3) for _ in range(100))),
        line(),
        line(note(1)),
    ]
    places = placed(boxes)
    assert_laid_out(boxes, places)
    at = sheets(places)
    assert at[id(boxes[0])] == at[id(boxes[1])]


def test_the_foot_of_a_page_without_footnotes_is_empty() -> None:
    places = placed([line(note(1)), Box(height=ROOM), line()])
    assert [place.sheet for place in places if isinstance(place.box, RuleBox)] == [0]


LINES = st.builds(
    line,
    keep=st.booleans(),
    height=st.sampled_from([8.0, 14.5, 60.0, 300.0, ROOM]),
)
MARKING = st.lists(st.integers(1, 90), min_size=1, max_size=4).flatmap(
    lambda lengths: st.builds(
        lambda keep: line(*(note(n) for n in lengths), keep=keep), st.booleans()
    )
)


@given(st.lists(st.one_of(LINES, LINES, MARKING), max_size=40))
@settings(max_examples=60, deadline=None)
def test_no_page_overflows_and_no_line_is_lost(boxes: list[Box]) -> None:
    assert_laid_out(boxes, placed(boxes))
