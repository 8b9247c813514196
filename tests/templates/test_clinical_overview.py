"""The shipped templates read well for trials of every shape, not only for the example.

`studies/three-arms`: no cohorts, no acronym, results of all three types, a median not reached.
`studies/cohorts`: counts without rates, a pooled analysis, an estimate without an interval.
`studies/bare`: one arm, no endpoint, no result.
`studies/complete`: one cohort, safety counted, an approved product, an earlier submission.
`studies/final-analysis`: no cohorts; the primary result, a sensitivity analysis, survival, safety.
`studies/single-arm`: no comparator, a rate, one public statement, no literature, no figures.
"""

import re
import shutil
from functools import cache
from pathlib import Path

import pytest

from tests.drafts import draft, kept_draft, said
from tests.places import ROOT

pytestmark = pytest.mark.slow

OVERVIEW = "clinical-overview"
STUDIES = {
    "cabinet": ROOT / "examples" / "cabinet",
    "mini": ROOT / "tests" / "mini",
    **{folder.name: folder for folder in sorted((Path(__file__).parent / "studies").iterdir())},
}

LEFTOVERS = {
    "an empty parenthesis": r"\(\s*[;,]?\s*\)",
    "a word twice": r"\b(?!that\b)([a-z]+) \1\b",
    "a blank before a stop": r"\w [.,;:)]",
    "a stop after a stop": r"[,;:] ?[,;:.]|\.\.(?!\.)",
    "a blank after a parenthesis": r"\( ",
    "two blanks": r"\S  \S",
    "a value that is not entered": r"\[not yet entered\]",
    "marks of the template": r"[{}]|%\}|&nbsp;|\bNone\b|Undefined",
    "a key of the records": r"\b[a-z]+_[a-z]+\b|\bnot-reported\b|\bby-protocol\b",
    "American spelling": r"\b(randomi[z]ed|tumors?|analy[z]ed|summari[z]e[sd]?)\b",
}


QUOTING = re.compile("CABozantinib|^Source: |By its title")
"""Titles and places in the source, which are not respelt."""
SECTIONS = ("2.5.1", "2.5.2", "2.5.3", "2.5.4", "2.5.5", "2.5.6")


@cache
def shown(study: str, section: str) -> list[str]:
    """The blocks of a section, one a line, each after its kind."""
    return said(kept_draft(STUDIES[study], OVERVIEW), section).splitlines()


def lines(study: str, *sections: str) -> list[str]:
    """The words of sections, of 2.5.4 if none is named, without the kind of block before them."""
    found = [line for one in sections or ("2.5.4",) for line in shown(study, one)]
    return [line.partition(" ")[2].strip() for line in found]


@pytest.fixture(scope="module", params=STUDIES)
def study(request: pytest.FixtureRequest) -> tuple[str, list[str]]:
    return request.param, lines(request.param, *SECTIONS)


@pytest.mark.parametrize("what", LEFTOVERS)
def test_no_sentence_keeps_leftovers(study: tuple[str, list[str]], what: str) -> None:
    name, found = study
    own_words = [line for line in found if not QUOTING.search(line)]
    faults = [line for line in own_words if re.search(LEFTOVERS[what], line)]
    assert faults == [], name


def test_paragraphs_are_whole_sentences(study: tuple[str, list[str]]) -> None:
    name, _ = study
    for line in (line for section in SECTIONS for line in shown(name, section)):
        kind, _, words = line.partition(" ")
        words = words.strip()
        if kind == "paragraph" and not words.startswith("[Author:"):
            assert words[0].isupper() and words.endswith("."), words


def test_three_arms_name_the_arms_of_each_comparison() -> None:
    text = "\n".join(lines("three-arms"))
    assert (
        "At the final analysis (data cut-off 22 Oct 2023), median overall survival was not reached "
        "with inventostat 20 mg and 20.1 months (95% CI: 15.0, NE) with comparostat; "
        "the hazard ratio of inventostat "
        "20 mg versus comparostat was 0.60 (95% CI: 0.40, 0.90), p=0.012."
    ) in text
    assert "35.0% (35 of 100 patients; 95% CI: 25.7, 45.2) with inventostat 20 mg" in text
    assert "−3.4 points with inventostat 20 mg" in text
    assert "randomised 1:1:1 to inventostat 10 mg, inventostat 20 mg or comparostat." in text
    assert "cohort" not in text


def test_a_difference_of_means_has_its_unit_and_says_which_means() -> None:
    text = "\n".join(lines("three-arms"))
    assert "the least-squares mean change in total symptom score at week 24 by patient" in text
    assert "was −2.2 points (95% CI: −3.3, −1.1), p=0.0003" in text
    assert "Least-squares mean change, points (standard error)" in text
    assert "Difference, points (95% CI)" in text


def changed(folder: Path, name: str, old: str, new: str) -> Path:
    """A copy of `three-arms` in which `old` stands once in the file `name`, and `new` instead."""
    study = folder / "three-arms"
    shutil.copytree(STUDIES["three-arms"], study)
    text = (study / name).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (study / name).write_text(text.replace(old, new), encoding="utf-8")
    return study


def told(study: Path, section: str) -> str:
    return said(draft(study, OVERVIEW), section)


@pytest.mark.parametrize(
    ("old", "new", "said", "below"),
    [
        (
            "difference: -2.2, interval: -3.3 to -1.1,",
            "difference: -2.2, interval: -3.3 to -1.1, margin: 4,",
            "the difference of inventostat 20 mg versus comparostat was "
            "−2.2 points (95% CI: −3.3, −1.1), margin 4 points, p=0.0003.",
            "margin 4 points.",
        ),
        (
            "risk_difference: 25.0%, interval: 13.7 to 36.3,",
            "risk_difference: 25.0%, interval: 13.7 to 36.3, margin: -10,",
            "25.0% (95% CI: 13.7, 36.3), margin −10 percentage points, p<0.001.",
            "margin −10 percentage points.",
        ),
        (
            "difference: -2.2, interval: -3.3 to -1.1,",
            "geometric_mean_ratio: 0.91, interval: 0.83 to 0.99, margin: 1.25,",
            "the geometric mean ratio of inventostat 20 mg versus comparostat was "
            "0.91 (95% CI: 0.83, 0.99), margin 1.25, p=0.0003.",
            "Geometric mean ratio (95% CI)",
        ),
    ],
    ids=["means", "rates", "geometric means"],
)
def test_a_margin_stands_behind_the_interval_in_its_unit(
    tmp_path: Path, old: str, new: str, said: str, below: str
) -> None:
    text = told(changed(tmp_path, "efficacy.yaml", old, new), "2.5.4")
    assert said in text and below in text


def test_a_crossover_by_the_protocol_says_after_what(tmp_path: Path) -> None:
    rows = (
        "crossovers:\n"
        "  - {id: rescue, kind: by-protocol, from_arm: comp, to_arm: high, trigger: week 24}\n"
        "endpoints:"
    )
    text = told(changed(tmp_path, "trial.yaml", "endpoints:", rows), "2.5.4")
    assert "After week 24, patients in the comparostat arm could cross over to inventostat" in text
    assert "Crossover by protocol" in text and "progression" not in text


def test_a_primary_endpoint_is_defined_below_the_table_of_endpoints(tmp_path: Path) -> None:
    old = "variable: overall survival,"
    new = f"{old} definition: from randomisation to death of any cause,"
    text = told(changed(tmp_path, "trial.yaml", old, new), "2.5.4")
    assert "Overall survival: from randomisation to death of any cause." in text


def test_geometric_means_are_called_so(tmp_path: Path) -> None:
    old = (
        "high: {n: 97, baseline_mean: 10.4, change: -3.4, change_standard_error: 0.4, "
        "least_squares: yes}"
    )
    study = changed(tmp_path, "efficacy.yaml", old, "high: {n: 97, geometric_mean: 12.1}")
    text = (study / "efficacy.yaml").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if "change: " not in line]
    (study / "efficacy.yaml").write_text("\n".join(kept), encoding="utf-8")
    text = told(study, "2.5.4")
    assert "the geometric mean of total symptom score at week 24 by patient report was" in text
    assert "12.1 points with inventostat 20 mg" in text
    assert "Geometric mean, points" in text


def test_of_three_arms_the_unfavourable_effects_name_each(tmp_path: Path) -> None:
    rows = (
        "overview:\n"
        "  - {arm: low, n: 100, serious: 3}\n"
        "  - {arm: high, n: 100, serious: 5}\n"
        "  - {arm: comp, n: 100, serious: 4}\n"
        "statements:"
    )
    text = told(changed(tmp_path, "safety.yaml", "statements:", rows), "2.5.6.4")
    assert "inventostat 10 mg: 3 (3.0); inventostat 20 mg: 5 (5.0)" in text
    assert "comparostat: 4 (4.0)" in text


def test_each_type_of_result_has_a_table() -> None:
    text = "\n".join(lines("three-arms"))
    assert "Table 3. Overall survival in study INV-301: final analyses, data cut-off" in text
    assert "Table 4. Objective response in study INV-301: final analysis by investigator" in text
    assert "Table 5. Total symptom score in study INV-301: final analysis by patient" in text
    assert "NR, not reached" in text


def test_a_cohort_that_says_cohort_is_not_called_one_twice() -> None:
    text = "\n".join(lines("cohorts"))
    assert "In Cohort A, at the interim analysis, the result" in text
    assert "was 12 of 30 patients with inventostat and 1 of 20 patients with placebo." in text
    assert "In Cohort A and Cohort B pooled, at the updated analysis" in text
    assert "the odds ratio was 8.0 (interval not reported)." in text


def test_a_trial_without_endpoints_and_results_is_a_section_still() -> None:
    text = "\n".join(lines("bare"))
    assert "No result of efficacy has been reported." in text
    assert "Key design features of the trial" in text
    assert "Endpoints" not in text and "Results" not in text


def test_the_primary_result_is_claimed_only_where_its_assessor_judged() -> None:
    cabinet = "\n".join(lines("cabinet"))
    assert "The result of the primary endpoint has not been reported." in cabinet
    assert "Only interim results by local radiology review were reported." in cabinet
    assert "primary endpoint calls for independent central review" in cabinet
    mini = "\n".join(lines("mini"))
    assert "not results of the primary endpoint" not in mini
    assert "Reported, final analysis" in mini


def test_an_overview_of_one_source_names_no_therapy_and_concludes_nothing() -> None:
    text = "\n".join(lines("cabinet", *SECTIONS))
    assert "No current therapy is described in the source, and none is named here." in text
    assert "Benefit-risk cannot be concluded from this source" in text
    assert "Adverse events" in text and "Not quantified" in text
    assert "The source gives no figure on safety; no table" in text
    assert "Ipsen made the following statement: In each cohort, the safety profile" in text


def test_what_a_complete_study_reports_is_shown() -> None:
    text = "\n".join(lines("complete", *SECTIONS))
    assert " on fictivinib were part of an earlier submission: sequence one." in text
    assert "70 (88.6)" in text and "0 (0)" in text
    assert "The proposed indication reads: Treatment of adults with invented disease." in text
    assert "The source gives no figure on safety" not in text
    assert "cannot be concluded" not in text
    assert "Oldimab is used first [2]." in text


def test_a_sensitivity_analysis_is_not_taken_for_the_primary_result_nor_hides_it() -> None:
    text = "\n".join(lines("final-analysis"))
    assert "These are not results of the primary endpoint" not in text
    assert "Results by investigator assessment are not results of the primary endpoint" in text
    assert "median PFS by independent central review was 9.8 months (95% CI: 8.1, 11.9)" in text
    benefits = lines("final-analysis", "2.5.6.2")
    assert any("median PFS by independent central review" in line for line in benefits)
    assert not any("investigator" in line for line in benefits)


def test_what_is_confirmatory_is_no_limit_of_the_evidence() -> None:
    limits = [line for line in lines("final-analysis") if "graded as" in line]
    assert limits == [
        "The evidence on progression-free survival by investigator assessment was graded as "
        "supportive: sensitivity analysis by the investigator."
    ]


LONG = {"PFS": "progression-free survival", "OS": "overall survival"}


def test_an_abbreviation_is_introduced_before_it_is_used() -> None:
    for study in ("cabinet", "final-analysis"):
        text = "\n".join(lines(study, *SECTIONS))
        for short in ("PFS", "OS"):
            before, found, _ = re.split(rf"\b({short})\b", text, maxsplit=1)
            assert found and before.endswith(f"{LONG[short]} ("), study


def test_a_trial_of_one_arm_says_that_it_had_no_comparator() -> None:
    text = "\n".join(lines("single-arm", *SECTIONS))
    assert "Study BET-201 was an open-label Phase II trial of samplutinib." in text
    assert "The trial had no comparator; no effect relative to another treatment" in text
    assert "Uncertainty: the result was obtained without a comparator." in text
    assert "45.7% (21 of 46 patients; CI: 30.9, 61.0) with samplutinib" in text
    assert "the public statement “Samplutinib in mock leukaemia”" in text
    assert "Beta Pharma is the applicant." in text
    assert "versus" not in text and "by arm" not in text


def test_neighbouring_sections_do_not_repeat_each_other() -> None:
    """What describes the disease and the product stands once."""
    seen: dict[str, str] = {}
    for section in ("2.5.1", "2.5.3", "2.5.4", "2.5.6.1.1"):
        for line in shown("cabinet", section):
            if line.startswith(("paragraph", "item")):
                for sentence in re.split(r"(?<=[a-z\]])\. ", line.partition(" ")[2].strip()):
                    assert sentence not in seen, (sentence, seen[sentence], section)
                    seen[sentence] = section


@pytest.mark.parametrize(
    ("randomised", "kind"),
    [("yes", "a randomised, observer-blind"), ("no", "an observer-blind")],
)
def test_an_observer_blind_trial_is_called_so(tmp_path: Path, randomised: str, kind: str) -> None:
    folder = Path(shutil.copytree(STUDIES["three-arms"], tmp_path / "study"))
    trial = folder / "trial.yaml"
    text = trial.read_text(encoding="utf-8")
    given = "randomised: yes, blinding: open-label"
    assert given in text
    named = f"randomised: {randomised}, blinding: observer-blind"
    trial.write_text(text.replace(given, named), "utf-8")
    assert f"was {kind}, active-controlled" in said(kept_draft(folder, OVERVIEW), "2.5.4.1")
