"""What somebody typed: numerals without a record, claims outside their condition, soft words."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from assembler.checks.examples import typed_examples
from assembler.compose.loader import Finder, TemplateRoot
from assembler.compose.prose import prose_of
from assembler.compose.typed import typed_by_hand, worded
from assembler.compose.wording import Wordings, wordings_in
from assembler.load import load
from assembler.pipeline import roots_of
from assembler.problems import Position, Problem, ProblemsFound, Severity
from assembler.read import read_tree
from assembler.records.placed import placed
from tests.compose.desk import SHARED, composed, mini

HERE = Path(__file__).parent
CABINET = HERE.parents[1] / "examples" / "cabinet"
RULES = {
    "numeral": "numeral.has-record",
    "words": "number.in-digits",
    "claim": "claim.has-condition",
    "soft": "claim.neutral-words",
}


@cache
def shipped() -> Wordings:
    return wordings_in(read_tree(SHARED / "claims.yaml", root=SHARED))


def cases(kind: str) -> Iterator[Any]:
    tree: Any = read_tree(HERE / "sentences.yaml", root=HERE).value
    for case in tree[kind]:
        yield pytest.param(case["input"], case.get("expected", []), id=case["title"])


def found(text: str, folder: Path, **more: str) -> list[Problem]:
    """The findings in a study's text, with no other template beside it."""
    (folder / "text").mkdir()
    (folder / "templates" / "shared").mkdir(parents=True)
    for name in ("claims.yaml", "numerals.yaml"):
        (folder / "templates" / "shared" / name).write_bytes((SHARED / name).read_bytes())
    for name, words in {"text/2.5.4.md": text, **more}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, encoding="utf-8", newline="\n")
    dossier = mini().dossier
    roots = [TemplateRoot(folder / "templates", "templates")]
    finder = Finder(roots, TemplateRoot(folder / "text", "study/text"))
    return [*typed_by_hand(finder, "report", dossier, {p.path: p for p in placed(dossier)})]


@pytest.mark.parametrize(("text", "expected"), [*cases("right"), *cases("found")])
def test_a_sentence_has_the_findings_that_it_deserves(
    text: str, expected: list[str], tmp_path: Path
) -> None:
    rules = {problem.rule for problem in found(text, tmp_path)}
    assert rules == {RULES[name] for name in expected}


@pytest.mark.parametrize("rule", RULES.values())
def test_the_example_of_each_rule_fails_and_passes_as_it_says(rule: str, tmp_path: Path) -> None:
    example = typed_examples()[rule]
    (failing, passing) = (tmp_path / "failing", tmp_path / "passing")
    failing.mkdir()
    passing.mkdir()
    given = [(p.rule, p.severity) for p in found(example.fails, failing)]
    assert given == [(rule, example.severity)]
    assert found(example.passes, passing) == []


def test_the_shipped_templates_and_the_example_are_clean() -> None:
    study = load(CABINET)
    finder = Finder(roots_of(()), TemplateRoot(CABINET / "text", "cabinet/text"))
    records = {p.path: p for p in placed(study.dossier)}
    assert [*typed_by_hand(finder, "clinical-overview", study.dossier, records)] == []


def test_a_finding_names_file_and_line_behind_tags_and_remarks(tmp_path: Path) -> None:
    text = "{% set a = 1 -%}\n\n{# one\ntwo #}\nWords {{ trial.title }}\nand 0.27 here.\n"
    (problem,) = found(text, tmp_path)
    assert problem.at == Position("study/text/2.5.4.md", 6)
    assert problem.severity is Severity.WARNING


def test_the_numerals_of_a_line_are_one_finding(tmp_path: Path) -> None:
    one, other = found("0.27 and 0.14, 0.27\nand 0.49", tmp_path)
    assert one.message.startswith("typed by hand, without a record: 0.27, 0.14")
    assert other.at is not None and other.at.line == 2


def test_a_shell_is_read_and_its_expressions_are_not(tmp_path: Path) -> None:
    shell = "caption: Results in 93 patients\nneeds: [efficacy.analyses]\n"
    shell += "columns: [{head: Arm, value: 'trial.arms[\"arm-2\"].label'}]\n"
    shell += 'notes: ["It was superior to placebo."]\n'
    (one, other) = found("", tmp_path, **{"templates/report/tables/a.yaml": shell})
    assert (one.rule, str(one.at)) == ("numeral.has-record", "templates/report/tables/a.yaml:1:10")
    assert other.rule == "claim.has-condition"


def test_the_title_that_a_guideline_numbers_is_no_prose(tmp_path: Path) -> None:
    outline = "sections:\n  - {number: 2.5.4, title: Results in 93, empty: Of 94 patients.}\n"
    (one,) = found("", tmp_path, **{"templates/report/outline.yaml": outline})
    assert "94" in one.message


def test_a_claim_says_of_each_result_why_it_does_not_hold(tmp_path: Path) -> None:
    (problem,) = found("The primary endpoint was met.", tmp_path)
    assert "'primary endpoint was met' is typed by hand, outside its condition" in problem.message
    for analysis in mini().dossier.efficacy.analyses:
        assert f"not of efficacy.analyses.{analysis.id}: " in problem.message


def test_a_build_tells_what_was_typed() -> None:
    rules = [p.rule for p in composed("The hazard ratio was 0.987.\n").warnings]
    assert rules == ["numeral.has-record"]


def test_a_template_asks_whether_a_claim_holds_and_why_not() -> None:
    asked = "{% set a = efficacy.analyses | first %}"
    asked += "{{ 'yes' if claims.superior(a) else 'no' }}; "
    asked += "{{ claims.why_not('well_tolerated') | join('; ') }}"
    (paragraph,) = composed(asked).document.sections[0].blocks
    assert "no; no record can show it: it is a judgement" in repr(paragraph)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("{{ claims.superior(trial) }}", "which is no analysis"),
        ("{{ claims.why_not('better') }}", "there is no claim 'better'"),
    ],
)
def test_a_claim_is_asked_of_an_analysis_by_its_name(asked: str, said: str) -> None:
    with pytest.raises(ProblemsFound) as refused:
        composed(asked)
    assert said in refused.value.problems[0].message


def test_a_wording_that_is_none_is_refused(tmp_path: Path) -> None:
    text = "claims:\n  - {claim: better, words: [good]}\n  - {claim: superior, words: ['(a|b']}\n"
    (tmp_path / "claims.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsFound) as refused:
        wordings_in(read_tree(tmp_path / "claims.yaml", root=tmp_path))
    assert {p.rule for p in refused.value.problems} >= {"claims.known", "claims.wording"}


@pytest.mark.parametrize(
    "piece", ["primary endpoint ", "superiority a b ", "“", "> a\n", "{{ x }}"]
)
def test_the_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    words, dossier = shipped(), mini().dossier

    def cost(times: int) -> float:
        prose = prose_of(piece * times, Position("a.md"))
        assert prose is not None
        begun = process_time()
        list(worded(prose, words, dossier))
        return process_time() - begun

    cost(100)
    assert cost(8_000) < 40 * cost(800) + 0.5
