"""Cells: what is measured once; where numbers stand."""

import pytest

from assembler.write.text.cells import Measurer, decimal_point
from assembler.write.text.fonts import Fonts
from assembler.write.text.typeset import Typesetter
from tests.write.sample import sample
from tests.write.sample_tables import LOCAL
from tests.write.short import AT, inlines, look, v


def setter() -> Typesetter:
    """Of the sample document, which knows the letters of its notes."""
    return Typesetter(sample(), look(), Fonts(look()))


def test_numbers_align_at_their_decimal_points() -> None:
    measurer = Measurer(setter(), AT)
    texts = ["11.4", "3.0", "0.27 (0.14, 0.49)", "93 (45.2)", "<0.0001", "1,234", "−1.5"]
    cells = [measurer.measure(inlines(text), "table-cell", bold=False) for text in texts]
    point = decimal_point(cells, 100, 260)
    for words in cells:
        assert words.line is not None
        assert words.integer is not None
        start = point.start(words, words.line.width)
        assert start + words.integer == pytest.approx(point.x)
        assert start >= 100
        assert start + words.line.width <= 260.01


def test_words_in_a_column_of_numbers_stand_in_its_middle() -> None:
    measurer = Measurer(setter(), AT)
    words = measurer.measure(inlines(v("gap", "not reported")), "table-cell", bold=False)
    assert words.integer is None
    assert words.line is not None
    point = decimal_point([words], 100, 300)
    assert point.start(words, words.line.width) == pytest.approx(200 - words.line.width / 2)


def test_a_whole_number_aligns_at_its_end() -> None:
    measurer = Measurer(setter(), AT)
    line = measurer.measure(inlines("12345"), "table-cell", bold=False)
    assert line.line is not None
    assert line.integer == pytest.approx(line.line.width)


def test_a_mark_behind_a_number_leaves_it_at_its_point() -> None:
    measurer = Measurer(setter(), AT)
    for text in ("11.4", "93", "0.27 (0.14, 0.49)", "<0.1"):
        bare = measurer.measure(inlines(text), "table-cell", bold=False)
        marked = measurer.measure(inlines(text, LOCAL), "table-cell", bold=False)
        assert marked.integer == bare.integer
        assert marked.natural > bare.natural


def test_a_mark_is_never_parted_from_its_word() -> None:
    measurer = Measurer(setter(), AT)
    for text in ("Overall response", "placebo-controlled", "n (%)", "11.4"):
        bare = measurer.measure(inlines(text), "table-cell", bold=False)
        marked = measurer.measure(inlines(text, LOCAL), "table-cell", bold=False)
        assert len(marked.units) == len(bare.units)
