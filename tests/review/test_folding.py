"""What an edited file may say otherwise without saying anything else."""

import pytest

from assembler.review.folding import folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the board's recommendation", "the board’s recommendation"),
        ("“set” and ‘set’", "\"set\" and 'set'"),
        ("a\u00a0b  c\n", "a b c"),
        ("Me\u0301nie\u0300re’s", "Ménière's"),
    ],
)
def test_marks_that_word_sets_by_itself_make_no_other_words(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"), [("5'-end", "5-end"), ("0.40", "0.4"), ("the boards", "the board’s")]
)
def test_other_words_stay_other_words(one: str, other: str) -> None:
    assert folded(one) != folded(other)
