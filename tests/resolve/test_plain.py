"""Plain words: a raised figure stays raised where nothing can be set higher."""

import pytest

from assembler.document.nodes import Emphasis, Inlines, Strong, Subscript, Superscript, Text
from assembler.resolve.plain import plain_words
from assembler.resolve.resolve import resolve
from tests.resolve.documents import document


def up(words: str) -> Superscript:
    return Superscript((Text(words),))


def down(words: str) -> Subscript:
    return Subscript((Text(words),))


CASES: dict[str, Inlines] = {
    "10⁹/L": (Text("10"), up("9"), Text("/L")),
    "10⁻³ and 10⁻³": (Text("10"), up("\u22123"), Text(" and 10"), up("-3")),
    "H₂O": (Emphasis((Text("H"), down("2"), Text("O"))),),
    "m²": (Strong((Text("m"), Superscript((Emphasis((Text("2"),)),)))),),
    "Cmax and 4th": (Text("C"), down("max"), Text(" and 4"), up("th")),
    "x2a": (Text("x"), up("2a")),
}


@pytest.mark.parametrize("words", CASES)
def test_a_raised_or_lowered_figure_keeps_its_height(words: str) -> None:
    assert plain_words(resolve(document()), CASES[words]) == words
