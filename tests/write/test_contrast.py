"""Colours that are read on their ground."""

import pytest

from assembler.write.contrast import contrast, lightened

PAPER = "#15181c"


def test_black_and_white_have_the_most_contrast_and_a_colour_none_to_itself() -> None:
    assert contrast("#000000", "FFFFFF") == pytest.approx(21)
    assert contrast("#005A5A", "#005a5a") == 1


@pytest.mark.parametrize("colour", ["#005A5A", "#000001", "#0000ff", "#8B0000"])
def test_a_dark_colour_becomes_legible_on_a_dark_ground(colour: str) -> None:
    assert (
        contrast(colour, PAPER) < 4.5 <= contrast(lightened(colour, PAPER, contrast_of=4.5), PAPER)
    )


def test_what_is_legible_stays() -> None:
    assert lightened("#ffd27f", PAPER, contrast_of=4.5) == "#ffd27f"
