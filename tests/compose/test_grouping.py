"""Rows of one term side by side, chosen by share and ordered by count."""

import pytest

from tests.compose.desk import edited, one_line, paths, said

COUNTS = (
    ("skin", "", 30, 9), ("skin", "rash", 12, 4), ("skin", "itch", 25, 6),
    ("eye", "", 40, 0), ("eye", "dry eye", 40, 0), ("ear", "tinnitus", 1, 2),
)  # fmt: skip
ROWS = "".join(
    f"    - {{arm: {arm}, system_organ_class: {organ}, patients: {n}"
    + (f", preferred_term: {term}}}\n" if term else "}\n")
    for organ, term, active, placebo in COUNTS
    for arm, n in (("fictivinib", active), ("placebo", placebo))
)
STUDY = edited(
    safety="adverse_events:\n  source: {document: report, place: T}\n"
    "  sizes: {fictivinib: 100, placebo: 50}\n"
    f"  threshold: 10%\n  threshold_arm: placebo\n  rows:\n{ROWS}"
    "    - {arm: placebo, system_organ_class: ear, preferred_term: deafness, patients: 1}\n"
)
EVENTS = "safety.adverse_events"
TERMS = f"{EVENTS}.rows | grouped('system_organ_class', 'preferred_term')"
ARM = "trial.arms['fictivinib']"
SIZES = f"{EVENTS}.sizes"


def _listed(expression: str, shown: str = "g.preferred_term | short") -> str:
    comma = "{{ '' if loop.last else ', ' }}"
    words = f"{{% for g in {expression} %}}{{{{ {shown} }}}}{comma}{{% endfor %}}"
    return one_line(words, study=STUDY)


CLASS = "g.preferred_term if g.preferred_term else g.system_organ_class"
ORDERED = {
    TERMS: "skin, rash, itch, eye, dry eye, tinnitus, deafness",
    f"{TERMS} | by_frequency('patients', {ARM})": (
        "eye, dry eye, skin, itch, rash, tinnitus, deafness"
    ),
    f"{TERMS} | by_frequency('patients', {ARM}, 'system_organ_class')": (
        "eye, dry eye, skin, itch, rash, tinnitus, deafness"
    ),
    f"{TERMS} | by_frequency('patients', trial.arms['placebo'], 'system_organ_class')": (
        "skin, itch, rash, tinnitus, deafness, eye, dry eye"
    ),
    f"{TERMS} | reaching('patients', {SIZES}, 12)": "skin, rash, itch, eye, dry eye",
    f"{TERMS} | reaching('patients', {SIZES}, 12.1)": "skin, itch, eye, dry eye",
    f"{TERMS} | reaching('patients', {SIZES}, {EVENTS}.threshold, {EVENTS}.threshold_arm)": (
        "skin, itch"
    ),
    f"{TERMS} | reaching('patients', {SIZES}, safety.overview)": (
        "skin, rash, itch, eye, dry eye, tinnitus, deafness"
    ),
}  # fmt: skip


@pytest.mark.parametrize("expression", ORDERED)
def test_groups_come_in_the_order_asked_for(expression: str) -> None:
    if "overview" in expression:
        expression = expression.replace("safety.overview", "safety.analysis_set")
        assert _listed(expression, CLASS) == ORDERED[expression.replace("analysis_set", "overview")]
    else:
        assert _listed(expression, CLASS) == ORDERED[expression]


def test_the_row_of_an_arm_stands_in_the_group() -> None:
    shown = "g['placebo'].patients ~ '/' ~ g[trial.arms[0]].patients"
    assert _listed(TERMS, shown).startswith("9/30, 4/12, 6/25, 0/40")


def test_a_row_that_is_not_there_is_absent_and_no_zero() -> None:
    assert _listed(TERMS, "g['fictivinib'].patients").endswith("1, [not yet entered]")


def test_counts_keep_their_record_paths() -> None:
    words = f"{{% for g in {TERMS} if g.preferred_term == 'rash' %}}{{{{ g['placebo'].patients }}}}"
    words += "{% endfor %}"
    assert paths(words, study=STUDY) == [("4", (f"{EVENTS}.rows[3].patients",))]


REFUSED = {
    f"{EVENTS}.rows | grouped": "needs the fields",
    f"{EVENTS}.rows | grouped('preferred_trm')": "did you mean 'preferred_term'?",
    f"{EVENTS}.rows | grouped('system_organ_class')": "have the same arm and the same",
    f"{EVENTS}.rows | by_frequency('patients', {ARM})": "write rows | grouped(...) first",
    f"({TERMS} | first).prefered_term": "did you mean 'preferred_term'?",
    f"({TERMS} | first)[1]": "asked for the row of an arm",
    f"{TERMS} | reaching('patients', {SIZES}, trial.title)": "is no percentage",
    f"{TERMS} | by_frequency('patients', {ARM}, 'rows')": "names a field that the rows share",
    f"{TERMS} | by_frequency('patients', 'placebo')": 'an arm is trial.arms["placebo"]',
}


@pytest.mark.parametrize("expression", REFUSED)
def test_grouping_refuses(expression: str) -> None:
    (problem,) = said(f"{{% set x = {expression} %}}{{{{ x | first }}}}", study=STUDY)
    assert REFUSED[expression] in problem.words
