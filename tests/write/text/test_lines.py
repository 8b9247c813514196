"""Words and lines."""

import pytest

from assembler.document.nodes import Inlines, Link, Strong, Value, ValueId
from assembler.write.text.lines import SLACK, Line
from tests.write.pdf.made import setter
from tests.write.short import inlines, t, v

WIDTH = 200.0


def broken(content: Inlines, width: float = WIDTH) -> list[Line]:
    return setter().lines(content, "body", width, None)


def said(lines: list[Line]) -> list[str]:
    return ["".join(run.text for run in line.runs) for line in lines]


def test_lines_are_no_wider_than_asked_and_lose_no_word() -> None:
    words = " ".join(f"word{n}" for n in range(200))
    lines = broken(inlines(words))
    assert all(line.width <= WIDTH + SLACK for line in lines)
    assert "".join(said(lines)) == words


def test_a_value_breaks_only_at_its_ordinary_spaces() -> None:
    value = "0.27\u00a0(95%\u00a0CI:\u00a00.14,\u00a00.49) in-the-pancreatic-cohort"
    for width in range(60, 260, 10):
        lines = said(broken(inlines("hazard ratio ", v("hr", value)), width))
        whole = [line for line in lines if "0.27" in line]
        assert len(whole) == 1 or width < 130
        if width >= 130:
            assert any("0.27\u00a0(95%\u00a0CI:\u00a00.14,\u00a00.49)" in line for line in lines)
            assert any("in-the-pancreatic-cohort" in line for line in lines)


def test_words_join_across_inlines_without_a_space() -> None:
    content = inlines("aaaa (", v("x", "11.4"), "), bbbb")
    for width in range(50, 120):
        assert not any(line.startswith((")", ",")) for line in said(broken(content, width)))


def test_running_words_break_after_a_hyphen_but_never_a_p_value() -> None:
    joined = [said(broken(inlines("x " * n + "placebo-controlled"), 190)) for n in range(30)]
    assert any(line.endswith("placebo-") for lines in joined for line in lines)
    for n in range(30):
        lines = said(broken(inlines("x " * n + "p-value 6–9 1/2"), 190))
        assert not any(line.endswith(("p-", "6–", "1/")) for line in lines)


def test_a_very_long_word_stays_within_the_width() -> None:
    lines = broken(inlines("W" * 10_000, v("x", "i" * 3000)), 100)
    assert all(0 < line.width <= 100 + SLACK for line in lines)
    assert "".join(said(lines)) == "W" * 10_000 + "i" * 3000


def test_no_part_of_a_long_word_begins_with_a_space() -> None:
    for width in range(14, 60):
        lines = broken(inlines("WWW[1,\u00a06,\u00a010]"), width)
        assert "".join(said(lines)) == "WWW[1,\u00a06,\u00a010]"
        assert not any(text[0].isspace() for text in said(lines)[1:])
        assert all(line.width <= width + SLACK for line in lines)


def test_an_address_breaks_after_its_slashes() -> None:
    address = "https://doi.org/10.1056/NEJMoa2403991"
    lines = said(broken((Link(address, inlines(address)),), 120))
    assert lines[0].endswith(("/", "."))
    assert "".join(lines) == address
    assert not any(line == "https://" for line in lines)


def test_an_address_of_the_records_breaks_where_a_typed_one_does() -> None:
    address = "https://example.org/detection-diagnosis-staging/survival-rates.html"
    value = Value(ValueId("a" * 16), address, anchored=False)
    lines = said(broken((Link(address, (value,)),), 120))
    assert lines == said(broken((Link(address, inlines(address)),), 120))
    assert len(lines) > 1 and all(line[-1] in "/-." for line in lines[:-1])


def test_a_space_at_a_lines_end_is_read_but_takes_no_room() -> None:
    lines = broken(inlines("alpha beta gamma delta"), 60)
    assert all(text.endswith(" ") for text in said(lines)[:-1])
    alone = broken(inlines(said(lines)[0].strip()), 60)[0]
    assert lines[0].width == pytest.approx(alone.width)


def test_a_value_is_named_by_the_line_in_which_it_begins() -> None:
    value: Value = v("x", "eleven months and more")
    lines = broken(inlines("about ten words before ", value), 80)
    named = [line for line in lines if line.values]
    assert len(named) == 1
    assert named[0].values == (value.id,)
    assert "eleven" in said(named)[0]


def test_emphasis_inside_a_word_does_not_break_it() -> None:
    content = (t("aaa "), Strong(inlines("bo")), t("ld"))
    assert len(said(broken(content, 1000))) == 1
    for width in range(10, 60, 3):
        assert not any(line.startswith("ld") for line in said(broken(content, max(width, 26))))
