"""Data sets into a study: its arms, its analysis sets, its rules, and the same files again."""

from pathlib import Path

import pytest

from assembler.importers.adam import read_adam
from assembler.importers.drafted import Records
from assembler.importers.imported import write
from assembler.importers.landing import into_of, land
from assembler.problems import ProblemsFound
from assembler.read import Data
from tests.importers.adam_files import (
    ADAE,
    ADSL,
    changed,
    drafted,
    grid,
    refused,
    study,
    study_with,
    without,
)


def test_a_study_without_arms_gets_those_of_the_data(tmp_path: Path) -> None:
    draft = drafted(study(tmp_path))
    place = {"document": "adam-inv-1-adsl", "place": "TRT01P and TRT01A"}
    assert draft.records["trial"]["arms"] == [
        {"id": "placebo", "label": "Placebo", "treatment": "Placebo", "source": place},
        {"id": "exampline", "label": "Exampline", "treatment": "Exampline", "source": place},
    ]
    assert draft.arms == {"Placebo": "placebo", "Exampline": "exampline"}


def test_arms_that_the_study_has_are_kept_in_their_order(tmp_path: Path) -> None:
    draft = drafted(study(tmp_path), study_with("x = EXAMPLINE", "p = placebo"))
    assert "arms" not in draft.records["trial"]
    assert [row[0] for row in grid(draft, "disposition.csv")[:2]] == ["x", "p"]


def test_treatments_that_are_no_arm_are_listed_with_the_arms(tmp_path: Path) -> None:
    (problem,) = refused(study(tmp_path), study_with("x = Exampline", "control = Sham"))
    assert "treatment 'Placebo' of ADSL is no arm of the study" in problem.message
    assert "x (Exampline); control (Sham)" in problem.message
    assert problem.remedy.startswith('--arm "Placebo=ID"')


def test_a_treatment_may_be_named_as_an_arm(tmp_path: Path) -> None:
    into = study_with("x = Exampline", "control = Sham", Placebo="control")
    rows = grid(drafted(study(tmp_path), into), "disposition.csv")
    assert rows[:2] == [("x", "randomised", "2"), ("control", "randomised", "3")]


def test_two_treatments_may_be_one_arm(tmp_path: Path) -> None:
    into = study_with("all = Everybody", Placebo="all", Exampline="all")
    draft = drafted(study(tmp_path), into)
    assert grid(draft, "disposition.csv")[0] == ("all", "randomised", "5")
    rows = {row[:3]: row[3] for row in grid(draft, "adverse-events.csv")}
    assert rows["all", "Cardiac disorders", "Palpitations"] == "3"


def test_an_arm_that_the_study_does_not_have_is_no_arm(tmp_path: Path) -> None:
    into = study_with("x = Exampline", Placebo="gone")
    assert [p.rule for p in refused(study(tmp_path), into)] == ["import.group-is-arm"]


def test_counted_patients_without_a_treatment_are_refused(tmp_path: Path) -> None:
    rows = changed(ADSL, "1", TRT01P="")
    assert [p.rule for p in refused(study(tmp_path, ADSL=rows))] == ["import.treatment-given"]


def test_the_planned_treatment_stands_for_the_actual_one_where_there_is_none(
    tmp_path: Path,
) -> None:
    draft = drafted(study(tmp_path, ADSL=without(ADSL, "TRT01A")))
    exposure = draft.records["safety"]["exposure"]
    assert isinstance(exposure, list) and isinstance(exposure[0], dict)
    assert exposure[0]["n"] == "2"


def test_one_treatment_spelt_in_two_ways_is_one_arm(tmp_path: Path) -> None:
    draft = drafted(study(tmp_path, ADSL=changed(ADSL, "1", TRT01A="PLACEBO")))
    assert draft.arms == {"Placebo": "placebo", "PLACEBO": "placebo", "Exampline": "exampline"}
    arms = draft.records["trial"]["arms"]
    assert isinstance(arms, list)
    assert [one["label"] for one in arms if isinstance(one, dict)] == ["Placebo", "Exampline"]


def test_where_nobody_is_in_a_population_nothing_is_counted(tmp_path: Path) -> None:
    nobody = [{**row, "ITTFL": "N", "SAFFL": "N"} for row in ADSL]
    for rows in (nobody, without(ADSL, "ITTFL", "SAFFL")):
        (problem,) = refused(study(tmp_path, ADSL=rows))
        assert problem.rule == "import.patients-counted"


def sets_of(records: Records) -> list[dict[str, Data]]:
    """The analysis sets of the trial."""
    sets = records["trial"]["analysis_sets"]
    return [one for one in sets if isinstance(one, dict)] if isinstance(sets, list) else []


def test_an_analysis_set_of_the_study_is_named_instead_of_ours(tmp_path: Path) -> None:
    sets = [{"id": "treated", "label": "all treated", "kind": "safety"}]
    into = study_with(records={"trial": {"analysis_sets": [dict(one) for one in sets]}})
    draft = drafted(study(tmp_path), into)
    assert draft.records["safety"]["analysis_set"] == "treated"
    ours = {str(one["id"]): one for one in sets_of(draft.records)}
    assert ours.keys() == {"full", "treated"}
    assert ours["treated"].keys() == {"id", "sizes", "source"}


def test_an_analysis_set_has_its_sizes_by_arm_and_says_who_counted_them(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    folder.mkdir()
    trial = folder / "trial.yaml"
    trial.write_text("analysis_sets:\n  - {id: treated, label: all treated, kind: safety}\n")
    files = study(tmp_path / "data")
    imported(folder, files)
    safety, full = sets_of(into_of(folder, {}).records)
    assert (safety["label"], safety["sizes"]) == ("all treated", {"placebo": "1", "exampline": "3"})
    document = "adam-inv-1-adsl"
    assert safety["sources"] == {"sizes": {"document": document, "place": "SAFFL = Y"}}
    assert full["sizes"] == {"placebo": "3", "exampline": "2"}
    assert full["source"] == {"document": document, "place": "ITTFL = Y"}
    assert imported(folder, files) == ()


def test_other_rules_count_otherwise_and_say_so(tmp_path: Path) -> None:
    own = tmp_path / "rules.yaml"
    own.write_text(
        "adverse_events:\n  words: all\n  events: [{variable: AEDECOD}]\n"
        "exposure: {population: randomised, treatment: planned}\n"
    )
    draft = drafted([*study(tmp_path), own])
    events = draft.records["safety"]["adverse_events"]
    assert isinstance(events, dict) and isinstance(events["source"], dict)
    assert events["definition"] == "all"
    assert "AEDECOD given; SAFFL = Y, by" in str(events["source"])
    rows = {row[:3]: row[3] for row in grid(draft, "adverse-events.csv")}
    assert rows["placebo", "Nervous system disorders", "Headache"] == "1"
    exposure = draft.records["safety"]["exposure"]
    assert isinstance(exposure, list) and exposure[0] == {"arm": "placebo", "n": "3"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("adverse_events: {term: AEDECOD}", "AEDECOD"),
        ("adverse_event: {}", "adverse_event"),
        ("deaths: {population: everybody}", "there is no population 'everybody'"),
        ("deaths: [", ""),
    ],
)
def test_rules_that_say_nothing_sensible_are_refused(tmp_path: Path, text: str, words: str) -> None:
    own = tmp_path / "rules.yaml"
    own.write_text(text)
    (problem,) = refused([*study(tmp_path), own])
    assert words in problem.message
    assert problem.at is not None and problem.at.file.endswith("rules.yaml")


def test_the_rules_of_the_documentation_are_rules(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "importing.md").read_text(encoding="utf-8")
    text = page.split("```yaml\nadverse_events:", 1)[1].split("```")[0]
    own = tmp_path / "rules.yaml"
    own.write_text(f"adverse_events:{text}", encoding="utf-8")
    draft = drafted([*study(tmp_path), own])
    assert "baseline" not in draft.records["trial"]
    analyses = draft.records["efficacy"]["analyses"]
    assert isinstance(analyses, list) and isinstance(analyses[0], dict)
    assert (analyses[0]["endpoint"], analyses[0]["timing"]) == ("os", "final")


def test_two_files_of_rules_are_refused(tmp_path: Path) -> None:
    own = [tmp_path / "a.yaml", tmp_path / "b.yml"]
    for path in own:
        path.write_text("{}")
    assert [p.rule for p in refused([*study(tmp_path), *own])] == ["import.rules-once"]


def test_who_left_for_an_adverse_event_has_an_event_that_led_to_it(tmp_path: Path) -> None:
    def told(actions: dict[str, str]) -> list[str]:
        rows = [{**row, "AEACN": actions.get(str(row["USUBJID"]), "")} for row in ADAE]
        problems = drafted(study(tmp_path, ADAE=rows)).problems
        return [p.message for p in problems if "for an adverse event" in p.message]

    (nothing,) = told({})
    assert nothing == (
        "by DCSREAS of ADSL 1 patients discontinued the study for an adverse event (placebo: 1, "
        "exampline: 0), and ADAE says of no event that it led to discontinuation (AEACN)"
    )
    (nobody,) = told({"1": "DOSE NOT CHANGED"})
    assert nobody.endswith("and ADAE says so of an event of 0 (placebo: 0, exampline: 0)")
    assert told({"2": "DRUG WITHDRAWN"}) == []


def test_later_periods_are_not_counted_silently(tmp_path: Path) -> None:
    crossover = [{**row, "TRT02A": "Placebo"} for row in ADSL]
    draft = drafted(study(tmp_path, ADSL=crossover))
    assert "import.first-period" in {p.rule for p in draft.problems}


def imported(folder: Path, files: list[Path]) -> tuple[str, ...]:
    """Imports the files; the names of what changed."""
    into = into_of(folder, {})
    result = land(into, read_adam(files, into))
    write(result.writes)
    return tuple(change.path.name for change in result.writes)


def test_the_same_files_again_change_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    folder.mkdir()
    files = study(tmp_path / "data")
    assert {"trial.yaml", "safety.yaml", "adverse-events.csv"} <= set(imported(folder, files))
    assert imported(folder, files) == ()


def test_new_data_change_their_counts_alone(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    folder.mkdir()
    imported(folder, study(tmp_path / "data"))
    later = study(tmp_path / "data", ADAE=changed(ADAE, "4", TRTEMFL=""))
    assert {"safety.yaml", "adverse-events.csv"} <= set(imported(folder, later))
    assert "trial.yaml" not in imported(folder, later)


def test_a_label_that_a_person_changed_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    folder.mkdir()
    files = study(tmp_path / "data")
    imported(folder, files)
    trial = folder / "trial.yaml"
    trial.write_text(trial.read_text().replace("label: Exampline", "label: exampline 60 mg"))
    assert "trial.yaml" not in imported(folder, files)
    assert "exampline 60 mg" in trial.read_text()


def test_problems_of_data_and_arms_come_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound):
        imported(tmp_path, study(tmp_path / "data", ADSL=[*ADSL, ADSL[0]]))
    assert not (tmp_path / "trial.yaml").exists()
