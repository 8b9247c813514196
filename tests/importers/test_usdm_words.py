"""Texts of a study definition without their mark-up: no word and no digit changes its meaning."""

import pytest

from assembler.importers.usdm.words import plain, whole


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("age < 65 years", "age < 65 years"),
        ("<p>one</p>\n<p>two</p>", "one; two"),
        ("<p>one.</p><p>two</p>", "one. two"),
        ("<p>any of</p><ul><li>a</li><li>b.</li></ul>", "any of: a; b."),
        ("<p>any of these:</p><ol><li><p>a</p></li></ol>", "any of these: a"),
        ("10<sup>9</sup>/L", "10⁹/L"),
        ("H<sub>1 </sub>blockers", "H₁ blockers"),
        ("A<sup>1C</sup>", "A1C"),
        ("&gt;9.5&#37; &amp; rising", ">9.5% & rising"),
        ("x &lt;b&gt; y", "x <b> y"),
        ("drugs<table><tr><td><p>A</p></td><td>2 weeks</td></tr><tr><td>B</td></tr></table>",
         "drugs: A, 2 weeks; B"),
        ("a<br/>b", "a; b"),
        ("no\u00a0break", "no break"),
        ("<p></p>", ""),
        ("<p>ALT <ULN and AST >3</p>", "ALT <ULN and AST >3"),
        ("ALT <ULN", "ALT <ULN"),
        ("<b>AST</b> <ULN or <3", "AST <ULN or <3"),
    ],
)  # fmt: skip
def test_mark_up_goes_and_words_stay(text: str, said: str) -> None:
    assert plain(text) == said


def test_a_reference_is_replaced_by_what_it_names() -> None:
    text = '<p>at least <usdm:tag name="age"/> years, <usdm:ref id="X" attribute="label"></p>'
    assert plain(text, _resolved) == "at least 50 years, [label]"


def _resolved(asked: dict[str, str]) -> str | None:
    return {"age": "50"}.get(asked.get("name", ""))


@pytest.mark.parametrize(
    ("digits", "said"),
    [("300.0", "300"), ("54.00", "54"), ("0.50", "0.50"), ("-1.0", "-1"), ("1e3", "1e3")],
)
def test_a_fraction_of_nought_goes_and_no_other_digit(digits: str, said: str) -> None:
    assert whole(digits) == said
