"""The grammars of scalars: what they take, what they refuse, and that digits survive."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from assembler.records.scalars import (
    Count,
    Date,
    Id,
    Interval,
    Language,
    Numbering,
    Percentage,
    PValue,
    Quantity,
    Ratio,
    Reported,
    RuleId,
    Words,
    YesNo,
)

LAW = settings(max_examples=60)

NO_NUMBER = [
    "1_0", "NaN", "nan", "Infinity", "-inf", "1e5", "９３", "٣", "  93", "93 ", "", "1,5", "5.",
    ".", "--1", "0x10", "1 000", "<", "12 months", "+-1", True, 93, 0.4, None, [], {},
]  # fmt: skip

REFUSED: list[tuple[Any, Any]] = [
    *((Reported, text) for text in NO_NUMBER),
    *((PValue, text) for text in [*NO_NUMBER, "1.01", "-0.1", "p<0.05", "<2"]),
    *((Count, text) for text in [*NO_NUMBER, "-1", "+1", "9.0", "<5", "1" * 13]),
    *(
        (Quantity, text)
        for text in ["11.4", "months", "1e5 months", "１ month", "1 mg-", True, 11, "<b> 3"]
    ),
    *((Percentage, text) for text in ["48.4", "48.4 %", "%", "1e2%", "NaN%", True, 0.5]),
    *((Interval, text) for text in ["0.14", "0.14 to", "a to b", "0.1 to 0.2 to 0.3", "NaN to 1"]),
    (Interval, {"lower": "0.1"}),
    (Interval, {"lower": "0.1", "upper": "0.2", "level": "95%"}),
    *((Date, text) for text in ["2023-02-29", "2023-13", "22 Oct 2023", "23", "2023-1-1", 2023]),
    *((Ratio, text) for text in ["2", "2:", "2-1", "2 : 1", "a:b", 121]),
    *((YesNo, text) for text in ["y", "1", "", 1, None]),
    *((Id, text) for text in ["PFS", "pfs_pnet", "-pfs", "pfs--a", "pfs-", "", "é", "a" * 61]),
    *((RuleId, text) for text in ["inside", "estimate.", "estimate.Inside", "a.b.c"]),
    *((Words, text) for text in ["", "   ", "\u00a0", "\u200b", "\u00ad \u2060", 3, True]),
    *((Language, text) for text in ["english", "en_GB", "en GB", "e", "", "en-GB-x <b>", 3]),
]

TAKEN: list[tuple[Any, Any, str]] = [
    *((Reported, t, t) for t in ["0.40", "3.0", "<0.0001", ">0.99", ".05", "≤0.5", "-1.20", "−3"]),
    *((PValue, t, t) for t in ["<0.0001", "0.03", ">0.99", ".05", "1", "0.000"]),
    *((Count, t, t) for t in ["0", "93", "007"]),
    *((Language, text, text) for text in ["en-GB", "de", "sr-Latn-RS", "es-419"]),
    (Quantity, "11.4 months", "11.4 months"),
    (Quantity, "3.0months", "3.0 months"),
    (Quantity, ">24 months", ">24 months"),
    (Quantity, "60 mg/m²", "60 mg/m²"),
    (Quantity, "120.4 patient-years", "120.4 patient-years"),
    *((Percentage, t, t) for t in ["95%", "48.40%", "<1%", "100%"]),
    *((Interval, t, "0.14 to 0.49") for t in ["0.14 to 0.49", "0.14-0.49", "[0.14, 0.49]"]),
    *((Interval, t, "0.14 to 0.49") for t in ["0.14–0.49", "(0.14; 0.49)", "14% to 49%"][:2]),
    (Interval, "14% to 49%", "14 to 49"),
    (Interval, {"lower": "0.30", "upper": "0.66"}, "0.30 to 0.66"),
    (Interval, "8.5 to NE", "8.5 to NE"),
    (Interval, "-1.2 to -0.3", "-1.2 to -0.3"),
    *((Date, t, t) for t in ["2024-02-29", "2023-10", "2023"]),
    (Ratio, "2:1", "2:1"),
    (Words, " two\n  lines ", "two lines"),
    (Words, "11.4\u00a0months", "11.4\u00a0months"),
    (Numbering, "07", "07"),
    (RuleId, "estimate.inside-interval", "estimate.inside-interval"),
]


@pytest.mark.parametrize(("kind", "text"), REFUSED)
def test_what_is_not_of_the_grammar_is_refused(kind: Any, text: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(text)


@pytest.mark.parametrize(("kind", "typed", "kept"), TAKEN)
def test_what_is_of_the_grammar_is_kept(kind: Any, typed: object, kept: str) -> None:
    assert str(TypeAdapter(kind).validate_python(typed)) == kept


@pytest.mark.parametrize("kind", [Reported, PValue, Count, Quantity, Percentage, Interval, Date])
def test_a_refusal_says_what_to_type(kind: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python("nothing of the kind!")
    (seen,) = caught.value.errors()
    assert "." in seen["type"]
    assert "nothing of the kind!" in seen["msg"]
    assert seen["ctx"]["remedy"]


def test_a_percentage_without_its_sign_is_shown_with_it() -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(Percentage).validate_python("95")
    assert caught.value.errors()[0]["ctx"]["remedy"] == "type it with its sign: 95%"


def test_equality_is_by_the_digits_typed() -> None:
    assert Reported.parse("3.0") != Reported.parse("3")
    assert Reported.parse("3.0").decimal == Reported.parse("3").decimal
    assert PValue.parse("0.030") != PValue.parse("0.03")
    assert len({Reported.parse("0.40"), Reported.parse("0.4"), Reported.parse("0.40")}) == 2


def test_a_relation_is_read_and_not_lost() -> None:
    p = PValue.parse("<0.0001")
    assert (p.relation, p.decimal, p.text) == ("<", Decimal("0.0001"), "<0.0001")


@pytest.mark.parametrize(("typed", "answer"), [("yes", True), ("No", False), ("true", True)])
def test_yes_and_no_are_answers(typed: str, answer: bool) -> None:
    assert TypeAdapter(YesNo).validate_python(typed) is answer


digits = st.decimals(min_value=0, max_value=9999, places=3, allow_nan=False).map(str)
shares = st.decimals(min_value=0, max_value=1, places=4, allow_nan=False).map(str)
relations = st.sampled_from(["", "<", ">", "<=", "≥", "~"])
numbers = st.builds(lambda r, d: r + d, relations, digits)
dates = st.dates(date(1800, 1, 1), date(2200, 12, 31)).map(date.isoformat)
bounds = digits | st.sampled_from(["NE", "NR"])
separators = st.sampled_from([" to ", "-", "–", ", ", "; "])

ANY_SCALAR: list[tuple[Any, st.SearchStrategy[str]]] = [
    (Reported, numbers),
    (PValue, st.builds(lambda r, d: r + d, relations, shares)),
    (Count, st.integers(min_value=0, max_value=10**11).map(str)),
    (Quantity, st.builds(lambda n, u: f"{n} {u}", numbers, st.sampled_from(["months", "mg/day"]))),
    (Percentage, numbers.map(lambda n: f"{n}%")),
    (Interval, st.builds(lambda a, s, b: f"{a}{s}{b}", bounds, separators, bounds)),
    (Date, st.one_of(dates, dates.map(lambda d: d[:7]), dates.map(lambda d: d[:4]))),
    (Ratio, st.lists(st.integers(0, 99).map(str), min_size=2).map(":".join)),
]


@pytest.mark.parametrize(("kind", "texts"), ANY_SCALAR)
def test_loading_what_was_dumped_gives_the_same_scalar(
    kind: Any, texts: st.SearchStrategy[str]
) -> None:
    adapter = TypeAdapter[Any](kind)

    @LAW
    @given(texts)
    def law(text: str) -> None:
        scalar = adapter.validate_python(text)
        assert adapter.validate_python(adapter.dump_python(scalar, mode="json")) == scalar

    law()


@LAW
@given(st.text(max_size=12))
def test_any_text_is_taken_or_refused_and_nothing_else(text: str) -> None:
    for kind in (Reported, PValue, Count, Quantity, Percentage, Interval, Date, Ratio):
        try:
            TypeAdapter[Any](kind).validate_python(text)
        except ValidationError:
            continue


@LAW
@given(numbers)
def test_the_digits_of_a_number_survive(text: str) -> None:
    assert Reported.parse(text).text == text


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", (2024, 1, 1), (2024, 12, 31)),
        ("2024-02", (2024, 2, 1), (2024, 2, 29)),
        ("2023-06", (2023, 6, 1), (2023, 6, 30)),
        ("2023-10-22", (2023, 10, 22), (2023, 10, 22)),
    ],
)
def test_a_partial_date_is_any_of_its_days(
    text: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    assert (Date.parse(text).earliest, Date.parse(text).latest) == (first, last)
    assert date(*first) <= date(*last)


@pytest.mark.parametrize("kind", [Reported, Quantity, Interval, Date, Ratio, Count, Percentage])
def test_a_long_word_where_a_scalar_belongs_does_not_fill_the_message(kind: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter[Any](kind).validate_python("x" * 10_000)
    assert len(refused.value.errors()[0]["msg"]) < 150
