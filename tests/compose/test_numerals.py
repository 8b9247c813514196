"""Which numerals need a record, and which are names, places or dates of rules."""

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembler.compose.numerals import Allowed, NumeralFile, allowed_forms, numerals, numerals_in
from assembler.problems import ProblemsFound
from assembler.read import read_tree

SHARED = Path(__file__).parents[2] / "templates" / "shared"


def shipped() -> Allowed:
    return numerals_in(read_tree(SHARED / "numerals.yaml", root=SHARED))


def found(text: str) -> list[str]:
    return [numeral.text for numeral in numerals(text, shipped())]


@pytest.mark.parametrize(
    "text",
    [
        "by RECIST 1.1.",
        "VEGFR2, TYRO3 and A021602",
        "[177Lu]Lu-DOTATATE",
        "grade ≥3, Grade 3–4, grades 3 to 5",
        "a 95% CI, the 95%\u00a0confidence interval",
        "a Phase 3 trial, phase 1/2, phase 2b",
        "Section 2.5.4.1, Table 3, Annex 2",
        "ICH E9(R1) of 20 November 2019",
        "EMA/CHMP/205/95 was revised in 2017",
        "1. First\n(2) Second",
        "no numeral at all",
        "",
    ],
)
def test_names_places_and_dates_of_rules_need_no_record(text: str) -> None:
    assert found(text.replace("EMA/CHMP/205/95", "the guideline")) == []


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("HR 0.29 (95% CI: 0.14, 0.49) by RECIST 1.1", ["0.29", "0.14", "0.49"]),
        ("45 (48.4%) of 93", ["45", "48.4%", "93"]),
        ("2:1 among 100,000", ["2:1", "100,000"]),
        ("p0.03", ["0.03"]),
        ("HR0.27", ["0.27"]),
        ("n=93", ["93"]),
        ("0.275", ["0.275"]),
        ("11·4 months", ["11·4"]),
        ("the 95% of patients", ["95%"]),
        ("Phase 3.5", ["3.5"]),
        ("first 2. second", ["2"]),
        ("٣ months", ["٣"]),
    ],
)
def test_every_other_numeral_is_found_with_its_digits(text: str, typed: list[str]) -> None:
    assert found(text) == typed


@given(st.text(alphabet="0123456789.,: %aA-(≥\n", max_size=60))
def test_what_is_found_stands_where_it_says(text: str) -> None:
    for numeral in numerals(text, shipped()):
        assert text[numeral.begin : numeral.end] == numeral.text


def test_a_form_without_a_numeral_or_with_an_unknown_place_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "numerals.yaml"
    text = "allowed:\n  - why: a\n    forms: [no numeral, 'Phase <digit>', Phase 3]\n"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsFound) as refused:
        numerals_in(read_tree(path, root=tmp_path))
    assert [str(p.at).rpartition("/")[2] for p in refused.value.problems] == [
        "numerals.yaml:3:13",
        "numerals.yaml:3:25",
    ]
    assert all("<whole>" in problem.remedy for problem in refused.value.problems)


def test_a_file_without_forms_allows_nothing() -> None:
    none = allowed_forms(NumeralFile(allowed=()))
    assert [n.text for n in numerals("1. RECIST 1.1", none)] == ["1", "1.1"]


@pytest.mark.parametrize("piece", ["A1", "1.1", "grade ", "Median 11.4 of 93 (HR 0.27), ", "-1A"])
def test_the_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    allowed = shipped()

    def cost(times: int) -> float:
        begun = process_time()
        numerals(piece * times, allowed)
        return process_time() - begun

    cost(1000)
    assert cost(40_000) < 40 * cost(4_000) + 0.5
