"""Studies with one value mistyped: the one rule that it breaks is found there, and no other."""

from pathlib import Path

import pytest

from tests.checks.corrupted import STUDIES, Slip, corrupted, findings, keys, line_of, slips

SLIPS = slips("slips.yaml")


@pytest.mark.slow
@pytest.mark.parametrize("slip", SLIPS, ids=[f"{s.study}: {s.title}" for s in SLIPS])
def test_a_slip_breaks_its_one_rule_where_it_stands_and_no_other(
    slip: Slip, tmp_path: Path
) -> None:
    found = corrupted(slip, tmp_path)
    before, after = keys(findings(slip.study)), keys(found)
    new = [problem for problem in found if keys([problem]).isdisjoint(before)]
    expected = [(slip.rule, slip.at, slip.severity)] if slip.rule else []
    assert sorted(keys(new)) == expected
    assert sorted(rule for rule, _, _ in before - after) == sorted(slip.clears)
    for problem in new:
        assert problem.at is not None
        here = Path(problem.at.file).name, problem.at.line
        assert here == line_of(tmp_path / slip.study, slip.at)


def test_there_are_many_and_most_rules_are_among_them() -> None:
    assert len([slip for slip in SLIPS if slip.rule]) >= 60
    assert len({slip.rule for slip in SLIPS}) >= 30


def test_the_complete_study_is_without_findings() -> None:
    assert findings("complete") == ()
    assert STUDIES["complete"].is_dir()


ODD = slips("odd.yaml")


@pytest.mark.slow
@pytest.mark.parametrize("slip", ODD, ids=[s.title for s in ODD])
def test_a_record_that_is_odd_and_right_brings_no_finding(slip: Slip, tmp_path: Path) -> None:
    assert keys(corrupted(slip, tmp_path)) == keys(findings(slip.study))


def test_there_are_many_odd_records() -> None:
    assert len(ODD) >= 40
