"""What the documents of one study say differently is found, and what they frame differently not."""

from dataclasses import replace

import pytest

from assembler.load import Loaded
from assembler.problems import Problem, Severity
from assembler.resolve.agreement import disagreements
from assembler.resolve.resolve import Resolved, resolve
from tests.compose.desk import SHARED, composed, edited

ANALYSIS = '{% set analysis = efficacy.analyses["pfs-main"] %}\n'
COMPARISON = f"{ANALYSIS}The hazard ratio for PFS was {{{{ analysis.comparison | ratio_ci }}}}.\n"
MEDIAN = f'{ANALYSIS}Median PFS with fictivinib was {{{{ analysis.arms["fictivinib"].median }}}}.\n'
SHARE = "{% set arm = efficacy.analyses[0].arms.placebo %}\n{{ n_percent(arm.events, arm.n) }}\n"
STYLE = (SHARED / "style.yaml").read_text(encoding="utf-8")
SETS = "analysis_sets: [{id: safety, label: safety set, kind: safety}]\n"
SET = 'Events were counted in the {{ trial.analysis_sets["safety"].label }}.\n'


def document(name: str, words: str, study: Loaded | None = None, style: str = "") -> Resolved:
    """A document of the mini study with these words in its section 2.5.4."""
    company = {"shared/style.yaml": style} if style else None
    made = composed(words, study=study, company=company).document
    return resolve(replace(made, id=name))


def found(one: str, other: str, study: Loaded | None = None, style: str = "") -> list[Problem]:
    """What is found between two documents with these words; the other in this style."""
    return disagreements(
        [document("overview", one, study), document("summary", other, study, style)]
    )


def test_documents_that_print_a_record_alike_agree() -> None:
    assert found(COMPARISON, COMPARISON) == []


@pytest.mark.parametrize(
    "other",
    [
        "{{ analysis.comparison | ratio_bounds }}",
        "{{ analysis.comparison.hazard_ratio }}",
        "The hazard ratio was {{ analysis.comparison.p_value }} and more.",
        '{{ analysis.arms["fictivinib"].median | median }}',
        '{{ percent(analysis.arms["placebo"].events, analysis.arms["placebo"].n) }}',
        "{{ analysis.endpoint.variable | capitalize }}",
    ],
)
def test_the_frame_of_a_value_is_no_difference(other: str) -> None:
    one = (
        f"{COMPARISON}{{{{ analysis.comparison.p_value | p }}}} "
        '{{ analysis.arms["fictivinib"].median }} '
        '{{ n_percent(analysis.arms["placebo"].events, analysis.arms["placebo"].n) }} '
        "{{ analysis.endpoint.variable }}\n"
    )
    assert found(one, f"{ANALYSIS}{other}\n") == []


def test_a_share_with_other_decimals_is_found_at_both_places() -> None:
    style = STYLE.replace("percent_decimals: 1", "percent_decimals: 0")
    assert style != STYLE
    (problem,) = found(SHARE, SHARE, style=style)
    assert problem.rule == "documents.agree" and problem.severity is Severity.WARNING
    assert problem.message == (
        "summary, section 2.5.4 prints '31 (78)', "
        "and overview, section 2.5.4 '31 (77.5)' of the same record"
    )
    assert problem.path == "efficacy.analyses.pfs-main.arms.placebo.events"
    assert problem.at is not None and str(problem.at).startswith("templates/report/a.md:2")
    assert [str(at) for at in problem.also] == [str(problem.at)]


def test_a_difference_is_told_once() -> None:
    style = STYLE.replace("percent_decimals: 1", "percent_decimals: 0")
    assert len(found(SHARE * 2, SHARE * 2, style=style)) == 1


def test_within_one_document_nothing_is_compared() -> None:
    assert disagreements([document("overview", COMPARISON)]) == []
    typed = f"{COMPARISON}\nThe hazard ratio for PFS was 0.50.\n"
    assert found(typed, "Nothing.\n") == []


def test_a_copied_sentence_whose_record_has_changed_is_found() -> None:
    (problem,) = found(COMPARISON, "x\n\nThe hazard ratio for PFS was 0.41 (95% CI: 0.25, 0.64).\n")
    assert problem.message == (
        "summary, section 2.5.4 says 'the hazard ratio for pfs was 0.41', which was typed; "
        "overview, section 2.5.4 prints 0.40 there from its record"
    )
    assert problem.path == "efficacy.analyses.pfs-main.comparison.hazard_ratio"
    assert problem.at is not None and problem.at.line == 3


def test_a_typed_bound_is_held_against_the_same_bound() -> None:
    (problem,) = found(COMPARISON, "The hazard ratio for PFS was 0.40 (95% CI: 0.25, 0.63).\n")
    assert "prints 0.64 there" in problem.message


@pytest.mark.parametrize(
    "typed",
    [
        "The hazard ratio for PFS was 0.40.",
        "The hazard ratio for OS was 0.80.",
        "The ratio was 0.41.",
        "The hazard ratio for PFS was known. It was 0.41.",
        "The hazard ratio for PFS was stable after 3 months.",
    ],
)
def test_a_typed_number_of_another_thing_or_of_the_same_value_is_let_be(typed: str) -> None:
    assert found(COMPARISON, f"{typed}\n") == []


def test_of_two_values_behind_the_same_words_either_may_be_typed() -> None:
    words = f"{ANALYSIS}" + "".join(
        f'Median survival of patients was {{{{ analysis.arms["{arm}"].median }}}}. '
        for arm in ("fictivinib", "placebo")
    )
    assert found(words, "Median survival of patients was 1.5 months.\n") == []
    (problem,) = found(words, "Median survival of patients was 1.6 months.\n")
    assert "prints 3.0 there" in problem.message


def test_more_or_fewer_digits_are_another_number() -> None:
    (problem,) = found(MEDIAN, "Median PFS with fictivinib was 3 months.\n")
    assert "was 3', which was typed" in problem.message


@pytest.mark.parametrize("name", ["safety population", "safety analysis set", "Safety population"])
def test_a_population_that_is_named_otherwise_is_found(name: str) -> None:
    (problem,) = found(SET, f"All of the {name} were counted.\n", edited(trial=SETS))
    assert problem.message == (
        f"summary, section 2.5.4 speaks of the '{name}', "
        "and overview, section 2.5.4 of the 'safety set'"
    )
    assert problem.path == "trial.analysis_sets.safety.label"


@pytest.mark.parametrize("name", ["safety set", "Safety set", "safety settings", "set"])
def test_the_name_of_the_record_may_be_typed(name: str) -> None:
    assert found(SET, f"All of the {name} were counted.\n", edited(trial=SETS)) == []


def test_the_name_of_another_set_that_is_printed_is_its_own() -> None:
    sets = SETS.replace("[{", "[{id: other, label: safety population, kind: safety}, {")
    words = "All of the safety population were counted.\n"
    both = f"{SET}\n{SET.replace('safety', 'other')}"
    assert found(both, words, edited(trial=sets)) == []
