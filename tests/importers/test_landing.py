"""Drafted records in a study's files: new, known, edited since, impossible."""

from pathlib import Path

from assembler.importers.drafted import Drafted, Grid, Records
from assembler.importers.imported import Imported, write
from assembler.importers.landing import into_of, land
from assembler.problems import Position, Severity
from assembler.read import Data, read_tree

SOURCE = {"document": "registry", "place": "the record"}


def records(**trial: Data) -> Records:
    """What an import gives: a source, and a trial with it."""
    return {
        "references": {"sources": [{"id": "registry", "kind": "registry", "title": "Record 1"}]},
        "trial": {
            "id": "alpha",
            "title": "A trial of alpha",
            "source": dict(SOURCE),
            "arms": [
                {"id": "alpha", "label": "alpha", "treatment": "alpha"},
                {"id": "placebo", "label": "placebo", "treatment": "placebo"},
            ],
            **trial,
        },
    }


def drafted(given: Records, *grids: Grid) -> Drafted:
    origins = {"trial": Position("record.json", 7)}
    return Drafted("ctgov-record-1", given, grids, origins)


def landed(folder: Path, given: Records, *grids: Grid) -> Imported:
    done = land(into_of(folder, {}), drafted(given, *grids))
    write(done.writes)
    return done


def trial(folder: Path) -> Data:
    return read_tree(folder / "trial.yaml", root=folder).value


def type_over(folder: Path, old: str, new: str) -> None:
    """What a person does in an editor."""
    path = folder / "trial.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def said(done: Imported) -> list[tuple[str, Severity, str | None]]:
    return [(p.rule, p.severity, p.path) for p in done.problems]


def test_an_empty_folder_gets_the_files_and_what_was_given(tmp_path: Path) -> None:
    given = records(phase="phase-3", design={"allocation_ratio": "2:1"})
    done = landed(tmp_path, given)
    assert trial(tmp_path) == given["trial"]
    names = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*"))
    assert names == [
        "imported/ctgov-record-1.json",
        "imported/ctgov-record-1.no-home.csv",
        "references.yaml",
        "trial.yaml",
    ]
    assert [one.id for one in done.added] == ["references", "trial"]
    assert [one.at for one in done.added] == [None, Position("record.json", 7)]


def test_the_same_again_writes_nothing(tmp_path: Path) -> None:
    landed(tmp_path, records())
    again = landed(tmp_path, records())
    assert not again.writes and not again.added and not again.problems


def test_what_a_person_typed_stays_and_is_noted(tmp_path: Path) -> None:
    landed(tmp_path, records(phase="phase-3"))
    type_over(tmp_path, "phase: phase-3", "phase: phase-2-3  # the protocol says so")
    again = landed(tmp_path, records(phase="phase-3"))
    assert said(again) == [("import.edited-since", Severity.NOTE, "trial.phase")]
    assert not again.writes
    text = (tmp_path / "trial.yaml").read_text(encoding="utf-8")
    assert "phase: phase-2-3  # the protocol says so" in text


def test_a_value_that_nobody_touched_follows_the_file(tmp_path: Path) -> None:
    landed(tmp_path, records(design={"centres": "12", "planned_enrolment": "300"}))
    type_over(tmp_path, "title: A trial of alpha", "title: A trial of alpha  # short")
    again = landed(tmp_path, records(design={"centres": "14", "planned_enrolment": "300"}))
    assert again.updated == ("trial.design.centres",)
    assert "14" in str(trial(tmp_path)) and not again.problems
    assert "alpha  # short\n" in (tmp_path / "trial.yaml").read_text(encoding="utf-8")


def test_a_conflict_is_shown_once_and_the_record_is_kept(tmp_path: Path) -> None:
    landed(tmp_path, records(study_number="A1"))
    type_over(tmp_path, "study_number: A1", "study_number: A-1")
    first = landed(tmp_path, records(study_number="A2"))
    assert said(first) == [("import.as-recorded", Severity.WARNING, "trial.study_number")]
    assert first.problems[0].at == Position((tmp_path / "trial.yaml").as_posix(), 11, 15)
    assert first.problems[0].also == (Position("record.json", 7),)
    second = landed(tmp_path, records(study_number="A2"))
    assert said(second) == [("import.edited-since", Severity.NOTE, "trial.study_number")]
    assert "study_number: A-1\n" in (tmp_path / "trial.yaml").read_text(encoding="utf-8")


def test_what_a_person_removed_stays_removed(tmp_path: Path) -> None:
    cohorts: list[Data] = [{"id": "young", "label": "young"}, {"id": "old", "label": "old"}]
    landed(tmp_path, records(acronym="ALPHA", cohorts=cohorts))
    type_over(tmp_path, "acronym: ALPHA\n", "")
    type_over(tmp_path, "  - id: young\n    label: young\n", "")
    again = landed(tmp_path, records(acronym="ALPHA", cohorts=cohorts))
    assert {severity for _, severity, _ in said(again)} == {Severity.NOTE}
    value = trial(tmp_path)
    assert isinstance(value, dict)
    assert "acronym" not in value and value["cohorts"] == [cohorts[1]]


def test_what_a_file_no_longer_says_is_still_known(tmp_path: Path) -> None:
    landed(tmp_path, records(acronym="ALPHA"))
    landed(tmp_path, records())
    type_over(tmp_path, "acronym: ALPHA", "acronym: ALPHA-1")
    again = landed(tmp_path, records(acronym="ALPHA"))
    assert said(again) == [("import.edited-since", Severity.NOTE, "trial.acronym")]


BY_HAND = """id: alpha
title: A trial of alpha
source: {document: report, place: Title page}
arms:  # as the report has them
  - {id: alpha, label: alpha, treatment: alpha}
  - {id: placebo, label: placebo, treatment: placebo}

design:
  randomised: yes
  not_reported: [centres]
"""


def test_what_is_added_to_a_block_of_another_source_names_its_own(tmp_path: Path) -> None:
    (tmp_path / "trial.yaml").write_text(BY_HAND, encoding="utf-8")
    design: Data = {"randomised": "no", "centres": "3", "planned_enrolment": "9"}
    done = landed(tmp_path, records(phase="phase-3", design=design))
    text = (tmp_path / "trial.yaml").read_text(encoding="utf-8")
    assert text.startswith(BY_HAND.rstrip("\n"))
    value = trial(tmp_path)
    assert isinstance(value, dict)
    assert value["sources"] == {"phase": SOURCE}
    assert value["design"] == {
        "randomised": "yes",
        "not_reported": ["centres"],
        "planned_enrolment": "9",
        "sources": {"planned_enrolment": SOURCE},
    }
    assert [(rule, path) for rule, _, path in said(done)] == [
        ("import.as-recorded", "trial.design.centres"),
        ("import.as-recorded", "trial.design.randomised"),
    ]


def test_a_new_record_among_those_of_another_source_has_its_own(tmp_path: Path) -> None:
    (tmp_path / "trial.yaml").write_text(BY_HAND, encoding="utf-8")
    given = records()
    given["trial"]["arms"] = [{"id": "beta", "label": "beta", "treatment": "beta"}]
    landed(tmp_path, given)
    value = trial(tmp_path)
    assert isinstance(value, dict) and isinstance(value["arms"], list)
    assert value["arms"][2] == {
        "id": "beta", "label": "beta", "treatment": "beta", "source": SOURCE,
    }  # fmt: skip


def test_a_value_that_no_record_may_hold_is_listed_and_left_out(tmp_path: Path) -> None:
    arms: list[Data] = [
        {"id": "alpha", "label": "alpha"},
        {"id": "b", "label": "b", "treatment": "b"},
    ]
    bad = records(phase="phase-7", acronym="ALPHA", design={"centres": "a dozen"})
    bad["trial"]["arms"] = arms
    done = landed(tmp_path, bad)
    value = trial(tmp_path)
    assert isinstance(value, dict)
    assert value["acronym"] == "ALPHA" and "phase" not in value and value["design"] == {}
    assert value["arms"] == [arms[1]]
    assert {lost.tag.name for lost in done.lost} == {
        "trial.phase", "trial.design.centres", "trial.arms.alpha",
    }  # fmt: skip
    assert {lost.file for lost in done.lost} == {"record.json"}


def test_a_study_that_is_begun_by_an_import_may_lack_what_the_file_does_not_give(
    tmp_path: Path,
) -> None:
    given = records()
    del given["trial"]["id"]
    done = landed(tmp_path, given)
    assert trial(tmp_path) == given["trial"] and not done.lost


def _grid(*patients: str) -> Grid:
    rows = [{"arm": "alpha", "state": f"state {n}", "patients": p} for n, p in enumerate(patients)]
    return Grid("disposition.csv", ("arm", "state", "patients"), rows)


WITH_GRID: Data = {"rows": {"csv": "disposition.csv"}}


def test_a_grid_is_a_csv_file_that_follows_until_somebody_edits_it(tmp_path: Path) -> None:
    path = tmp_path / "disposition.csv"
    landed(tmp_path, records(disposition=WITH_GRID), _grid("3", "4"))
    assert (
        path.read_text(encoding="utf-8") == "arm,state,patients\nalpha,state 0,3\nalpha,state 1,4\n"
    )
    landed(tmp_path, records(disposition=WITH_GRID), _grid("3", "5"))
    assert path.read_bytes().endswith(b"state 1,5\n")
    path.write_bytes(path.read_bytes() + b"alpha,lost,0\n")
    again = landed(tmp_path, records(disposition=WITH_GRID), _grid("3", "5"))
    assert [p.rule for p in again.problems] == ["import.edited-since"]
    changed = landed(tmp_path, records(disposition=WITH_GRID), _grid("3", "6"))
    assert [p.rule for p in changed.problems] == ["import.as-recorded"]
    assert path.read_bytes().endswith(b"state 1,5\nalpha,lost,0\n")
    assert (tmp_path / "imported" / "disposition.csv").read_bytes().endswith(b"state 1,6\n")


def test_a_cell_or_row_that_no_record_may_hold_is_left_out(tmp_path: Path) -> None:
    done = landed(tmp_path, records(disposition=WITH_GRID), _grid("3", "many", "5"))
    assert (tmp_path / "disposition.csv").read_bytes().endswith(b"state 0,3\nalpha,state 2,5\n")
    assert [lost.tag.name for lost in done.lost] == [
        "trial.disposition.rows[1].patients",
        "trial.disposition.rows[1]",
    ]


def test_groups_that_were_named_once_are_known_at_the_next_import(tmp_path: Path) -> None:
    one = Drafted("adam-adsl", records(), arms={"Trt A": "alpha", "Trt B": "placebo"})
    write(land(into_of(tmp_path, {"Trt A": "alpha"}), one).writes)
    into = into_of(tmp_path, {})
    assert into.arm_of("Trt A") == "alpha" and into.arm_of("PLACEBO") == "placebo"
    assert into.arm_of("Trt B") is None
    assert into_of(tmp_path, {"Trt A": "placebo"}).arm_of("Trt A") == "placebo"
