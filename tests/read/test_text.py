"""One gate for every string."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembler.problems import Position
from assembler.read import text_problem
from assembler.read.text import text_errors


@pytest.mark.parametrize(
    ("character", "words"),
    [
        ("\x00", "control"),
        ("\r", "control"),
        ("\x1b", "control"),
        ("\x7f", "control"),
        ("\x85", "control"),
        ("\u2028", "line break"),
        ("\u202e", "RIGHT-TO-LEFT OVERRIDE"),
        ("\u2066", "LEFT-TO-RIGHT ISOLATE"),
        ("\u200f", "RIGHT-TO-LEFT MARK"),
        ("\ufeff", "invisible"),
        ("\U000e0041", "invisible"),
        ("\ue000", "private-use"),
        ("\U0010fffd", "private-use"),
        ("\ud800", "surrogate"),
        ("\ufdd0", "no character"),
        ("\uffff", "no character"),
        ("\U0001fffe", "no character"),
        ("\u05d0", "HEBREW LETTER ALEF: a right-to-left letter"),
        ("\u0627", "right-to-left letter"),
        ("\U0001e900", "right-to-left letter"),
    ],
)
def test_a_character_that_no_text_may_hold_is_named(character: str, words: str) -> None:
    problem = text_problem(f"abc{character}def")
    assert problem is not None and words in problem and f"U+{ord(character):04X}" in problem


@pytest.mark.parametrize(
    "text",
    ["", "a\tb\nc", "β ≥ 0.40 – 95% CI",
     "Étude, Müller, naïve", "日本語 한국어 ไทย हिन्दी", "😀 👨\u200d👩",
     "½ µg/m²", "\u00ad\u00a0\u2009\u202f", "H₂O", "\ufb01", "𝛼"],
)  # fmt: skip
def test_ordinary_text_passes(text: str) -> None:
    assert text_problem(text) is None


def test_each_different_character_is_told_once_with_its_places() -> None:
    found = text_errors("a\x07b\n\x07\u202e\n\x07", "f")
    assert [(p.at, p.also) for p in found] == [
        (Position("f", 1, 2), (Position("f", 2, 1), Position("f", 3, 1))),
        (Position("f", 2, 2), ()),
    ]


def test_a_file_that_is_no_text_has_few_problems() -> None:
    assert len(text_errors("".join(chr(0xE000 + i) for i in range(6000)), "f")) == 20


@given(st.text(st.characters(max_codepoint=0x58F, exclude_categories=["Cc", "Cf"])))
def test_no_letter_before_hebrew_is_refused(text: str) -> None:
    assert text_problem(text) is None
