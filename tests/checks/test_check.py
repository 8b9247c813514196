"""What a dossier says of rules: severities and waivers; and where problems stand."""

from collections.abc import Mapping
from pathlib import Path

from assembler.checks import check
from assembler.checks.examples import Case, Change, changed
from assembler.load import load
from assembler.problems import Position, Severity, in_order
from assembler.records import Dossier
from tests.places import CABINET

RATIO = "efficacy.analyses.pfs-north.comparison.hazard_ratio"


def _study(*, set: Mapping[str, object], add: Mapping[str, object] | None = None) -> Dossier:
    return changed(Case(title="a test", change=Change(set=dict(set), add=dict(add or {}))))


def _waiver(path: str) -> dict[str, object]:
    waiver = {"rule": "estimate.inside-interval", "path": path, "reason": "seen", "name": "A. B."}
    return {"dossier.waivers": waiver}


def test_a_dossier_gives_a_rule_another_severity() -> None:
    dossier = _study(
        set={RATIO: "0.57", "dossier.severities": {"estimate.inside-interval": "warning"}}
    )
    assert [p.severity for p in check(dossier)] == [Severity.WARNING]


def test_a_lowered_severity_counts_in_no_final_and_a_raised_one_in_all() -> None:
    for given, in_final in (("note", "error"), ("error", "error")):
        dossier = _study(
            set={RATIO: "0.57", "dossier.severities": {"estimate.inside-interval": given}}
        )
        (problem,) = check(dossier, final=True)
        assert str(problem.severity) == in_final
        assert ("does not count in a final" in problem.message) == (given == "note")
        assert [str(p.severity) for p in check(dossier)] == [given]


def test_a_severity_raises_no_finding_that_weighs_less() -> None:
    comparison = "efficacy.analyses.pfs-north.comparison"
    near = {
        f"{comparison}.hazard_ratio": "0.60",
        f"{comparison}.interval": "0.37 to 0.98",
        f"{comparison}.p_value": "0.06",
        "dossier.severities": {"p-value.agrees-with-interval": "warning"},
    }
    assert [p.severity for p in check(_study(set=near))] == [Severity.NOTE]


def test_a_waiver_holds_for_the_block_that_its_path_names() -> None:
    for path in (RATIO, "efficacy.analyses.pfs-north", "efficacy"):
        (problem,) = check(_study(set={RATIO: "0.57"}, add=_waiver(path)))
        assert problem.severity is Severity.NOTE
        assert problem.message.endswith("waived by A. B.: seen")


def test_a_waiver_does_not_hold_for_a_path_that_only_begins_alike() -> None:
    dossier = _study(set={RATIO: "0.57"}, add=_waiver("efficacy.analyses.pfs-nor"))
    assert sorted(p.rule for p in check(dossier)) == ["estimate.inside-interval", "waiver.used"]


def test_paths_become_positions_and_those_that_have_none_are_left_out() -> None:
    places = {RATIO: Position("efficacy.yaml", 7, 3)}
    (problem,) = check(_study(set={RATIO: "0.57"}), places.get)
    assert problem.at == Position("efficacy.yaml", 7, 3)
    assert problem.also == ()


def test_cabinet_gives_what_a_reviewer_would_raise_and_nothing_else() -> None:
    loaded = load(CABINET)
    problems = check(loaded.dossier, loaded.at)
    raised = [(p.rule, p.path) for p in problems if p.rule != "gap.planned"]
    assert sorted(raised) == [
        ("applicant.is-sponsor", "dossier.applicant"),
        ("assessor.matches-endpoint", "efficacy.analyses.pfs-epnet-local.assessor"),
        ("assessor.matches-endpoint", "efficacy.analyses.pfs-pnet-local.assessor"),
        ("cohorts.one-plan", "trial.cohorts.pnet"),
        ("enrolment.in-region", "dossier.region"),
        ("result.reported", "trial.endpoints.os"),
        ("result.reported", "trial.endpoints.response"),
        ("survival.free-of-crossover", "trial.crossovers.after-interim"),
        ("survival.free-of-crossover", "trial.crossovers.after-progression"),
        ("timing.final", "efficacy.analyses.pfs-epnet-local.timing"),
        ("timing.final", "efficacy.analyses.pfs-pnet-local.timing"),
    ]
    gaps = [p for p in problems if p.rule == "gap.planned"]
    assert 8 <= len(gaps) <= 14
    assert {p.severity for p in gaps} == {Severity.GAP}
    assert not [p for p in gaps if "what is absent in" in p.message]
    assert problems == in_order(problems)


def test_every_problem_of_cabinet_stands_where_the_value_was_typed() -> None:
    loaded = load(CABINET)
    lines = (CABINET / "efficacy.yaml").read_text(encoding="utf-8").splitlines()
    for problem in check(loaded.dossier, loaded.at):
        assert problem.at is not None
        if problem.rule == "assessor.matches-endpoint":
            assert lines[problem.at.line - 1].strip() == "assessor: local-radiology-review"
            assert [Path(place.file).name for place in problem.also] == ["trial.yaml"]
