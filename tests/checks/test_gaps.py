"""The gap register: one row for each plan."""

from assembler.checks import gap_register
from assembler.checks.examples import Case, Change, changed
from assembler.checks.gaps import NOT_ASSIGNED, GapRow
from assembler.problems import Position
from assembler.records.base import Absence

PLAN = {
    "needs": "models",
    "owner": "statistics",
    "expected_in": "clinical study report",
    "blocks_final": "yes",
}
SOUTH = "efficacy.analyses.pfs-south"


def _register(**set: object) -> tuple[GapRow, ...]:
    change = Change(set={path.replace("__", "."): value for path, value in set.items()})
    dossier = changed(Case(title="a test", change=change))
    return gap_register(dossier, Position)


def _south(**keys: object) -> tuple[GapRow, ...]:
    return _register(**{f"{SOUTH}.{key}": value for key, value in keys.items()})


def test_a_study_without_absences_has_no_rows() -> None:
    assert _register() == ()


def test_a_row_names_each_absent_value_by_its_path() -> None:
    (row,) = _south(not_reported=["median_intervals", "subgroups"], gap=PLAN)
    assert row.items == (
        f"{SOUTH}.subgroups",
        f"{SOUTH}.arms.exampline.median_interval",
        f"{SOUTH}.arms.placebo.median_interval",
    )
    assert (row.needs, row.owner, row.expected_in) == (
        "models",
        "statistics",
        "clinical study report",
    )
    assert row.at == Position(f"{SOUTH}.gap")
    assert row.kind == "not reported"
    assert row.blocks


def test_blocks_under_one_plan_are_one_row() -> None:
    (row,) = _register(
        **{
            "efficacy.gap": PLAN,
            f"{SOUTH}.author_to_confirm": ["population"],
            "efficacy.analyses.pfs-north.pending": ["population"],
        }
    )
    assert row.path == "efficacy.gap"
    assert row.kinds == (Absence.PENDING, Absence.AUTHOR_TO_CONFIRM)
    assert len(row.items) == 2


def test_the_plan_that_is_nearest_holds() -> None:
    rows = _register(
        **{
            "efficacy.gap": PLAN,
            "efficacy.not_reported": ["statements"],
            f"{SOUTH}.gap": {**PLAN, "needs": "population"},
            f"{SOUTH}.not_reported": ["population"],
        }
    )
    assert [row.needs for row in rows] == ["models", "population"]


def test_absences_without_a_plan_are_grouped_by_the_entry_that_they_are_part_of() -> None:
    (row,) = _south(not_reported=["median_intervals", "method"])
    assert row.owner == NOT_ASSIGNED
    assert row.path == SOUTH
    assert len(row.items) == 3
    assert row.blocks


def test_what_cannot_exist_is_no_gap() -> None:
    assert _south(not_applicable=["population"], not_collected=["subgroups"], gap=PLAN) == ()
    assert _south(in_earlier_submission={"population": "Module 2.7.3"}, gap=PLAN) == ()


def test_an_accepted_gap_blocks_nothing() -> None:
    accepted = {**PLAN, "status": "accepted", "reason": "in the protocol"}
    (row,) = _south(not_reported=["population"], gap=accepted)
    assert not row.blocks
    assert row.reason == "in the protocol"
