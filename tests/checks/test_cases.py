"""Every case file, run as it stands; and the house rules on rules and cases."""

import importlib
import pkgutil

import pytest

import assembler.checks as checks
from assembler.checks import EVERY_RULE, IDS, Rule, check
from assembler.checks.examples import CASES, Case, CaseFile, cases_of, changed, study_data
from assembler.problems import Problem
from assembler.read import read_tree
from assembler.records import Dossier

EVERY = [(rule, case) for rule in IDS for case in cases_of(rule)]


@pytest.mark.parametrize(("rule", "case"), EVERY, ids=[f"{r}: {c.title}" for r, c in EVERY])
def test_a_case_gives_the_problems_that_it_expects_and_no_other(rule: str, case: Case) -> None:
    found = sorted(check(changed(case)), key=_key)
    expected = sorted(
        ((e.rule or rule, e.path, str(e.severity), e.says) for e in case.expect),
    )
    assert [_key(problem) for problem in found] == [e[:3] for e in expected]
    for problem, (_, _, _, says) in zip(found, expected, strict=True):
        assert says in problem.message
        assert problem.remedy


def _key(problem: Problem) -> tuple[str, str, str]:
    return problem.rule, problem.path or "", str(problem.severity)


def test_every_rule_of_the_small_study_holds() -> None:
    assert check(Dossier.model_validate(study_data())) == []


@pytest.mark.parametrize("rule", IDS)
def test_every_rule_has_a_passing_and_a_failing_case_of_its_own(rule: str) -> None:
    cases = cases_of(rule)
    assert any(case.passes for case in cases)
    assert any(case.expect and all(e.rule in (None, rule) for e in case.expect) for case in cases)


def test_every_case_file_belongs_to_the_rule_of_its_name() -> None:
    for path in CASES.iterdir():
        tree = read_tree(path, root=CASES)
        assert CaseFile.model_validate(tree.value).rule == path.stem
    assert sorted(path.stem for path in CASES.iterdir()) == sorted(IDS)


def test_every_rule_of_every_module_is_registered() -> None:
    written = {
        thing.id
        for module in pkgutil.iter_modules(checks.__path__, "assembler.checks.")
        if not module.name.endswith(".page")
        for thing in vars(importlib.import_module(module.name)).values()
        if isinstance(thing, Rule)
    }
    assert sorted(written) == sorted(rule.id for rule in EVERY_RULE)


@pytest.mark.parametrize("rule", EVERY_RULE, ids=[r.id for r in EVERY_RULE])
def test_every_rule_says_its_good_state_and_why(rule: Rule[...]) -> None:
    assert rule.good_state.endswith(".")
    assert len(rule.why) > 60
