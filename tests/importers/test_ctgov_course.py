"""Participant flow, baseline and adverse events of a registry's record become rows."""

import json
import time
from pathlib import Path

from assembler.importers.ctgov import read_ctgov
from assembler.importers.drafted import Drafted, Into
from tests.importers.ctgov_files import Json, drafted, safety_of, study, trial_of

DRUG, PLACEBO = "exampline-5-mg", "placebo-matching"


def _lost(draft: Drafted, name: str) -> list[str]:
    return [lost.tag.text for lost in draft.lost if lost.tag.name.endswith(name)]


def test_the_flow_is_disposition_by_state(tmp_path: Path) -> None:
    disposition = trial_of(drafted(tmp_path, study())).disposition
    assert disposition is not None
    assert [(r.arm, r.state, str(r.patients)) for r in disposition.rows] == [
        (DRUG, "started", "80"),
        (PLACEBO, "started", "40"),
        (DRUG, "completed", "70"),
        (PLACEBO, "completed", "31"),
        (DRUG, "not completed: Adverse Event", "10"),
        (PLACEBO, "not completed: Adverse Event", "0"),
    ]


def test_states_of_several_periods_say_which(tmp_path: Path) -> None:
    given = study()
    periods = given["resultsSection"]["participantFlowModule"]["periods"]
    periods.append({**periods[0], "title": "Extension"})
    disposition = trial_of(drafted(tmp_path, given)).disposition
    assert disposition is not None
    states = {row.state for row in disposition.rows}
    assert {"Overall Study: started", "Extension: started"} < states


def test_baseline_keeps_the_value_with_its_spread_and_no_total(tmp_path: Path) -> None:
    draft = drafted(tmp_path, study())
    baseline = trial_of(draft).baseline
    assert baseline is not None
    said = [(r.arm, r.characteristic, r.category, r.value) for r in baseline.rows if r.value]
    assert said[0] == (DRUG, "Age, Continuous, years", "mean (standard deviation)", "37.40 (10.8)")
    counted = [str(r.patients) for r in baseline.rows if r.category == "Female"]
    assert counted == ["41", "20"]
    assert {"61", "120"} <= set(_lost(draft, ".value"))


def test_serious_and_other_events_stay_apart(tmp_path: Path) -> None:
    safety = safety_of(drafted(tmp_path, study()))
    events = safety.adverse_events
    assert events is not None
    first = events.rows[0]
    assert (first.arm, first.preferred_term, str(first.serious)) == (DRUG, "Nausea", "3")
    assert (str(first.serious_events), str(first.non_serious)) == ("4", "20")
    assert first.patients is None and first.events is None
    assert (events.dictionary, str(events.non_serious_threshold)) == ("MedDRA 26.0", "5%")
    assert events.threshold is None and events.window == "52 weeks"


def test_a_row_of_other_patients_says_so(tmp_path: Path) -> None:
    """One term, counted among 40 patients when serious and among 38 when not."""
    events = safety_of(drafted(tmp_path, study())).adverse_events
    assert events is not None
    rows = [row for row in events.rows if row.arm == PLACEBO]
    assert [(str(r.serious), str(r.non_serious), str(r.at_risk)) for r in rows] == [
        ("1", "None", "None"),
        ("None", "5", "38"),
    ]
    assert str(events.sizes[PLACEBO]) == "40"


def test_the_overview_and_the_deaths_have_their_own_sizes(tmp_path: Path) -> None:
    safety = safety_of(drafted(tmp_path, study()))
    first = safety.overview[0]
    assert (str(first.n), str(first.serious), str(first.non_serious)) == ("79", "9", "30")
    assert first.any_event is None
    assert [(str(d.patients), str(d.n)) for d in safety.deaths] == [("3", "80"), ("3", "80")]


def test_where_nobody_was_at_risk_nothing_was_counted(tmp_path: Path) -> None:
    given = study()
    module = given["resultsSection"]["adverseEventsModule"]
    module["eventGroups"][1].update(seriousNumAtRisk=0, seriousNumAffected=0)
    module["seriousEvents"][0]["stats"][1].update(numAtRisk=0, numAffected=0)
    safety = safety_of(drafted(tmp_path, given))
    assert safety.adverse_events is not None
    assert safety.overview[1].serious is None and str(safety.overview[1].n) == "40"
    serious = [row.serious for row in safety.adverse_events.rows if row.arm == PLACEBO]
    assert serious == [None]


def test_two_dictionaries_are_none_of_the_table(tmp_path: Path) -> None:
    given = study()
    events = given["resultsSection"]["adverseEventsModule"]["otherEvents"]
    events[0]["sourceVocabulary"] = "SNOMED"
    draft = drafted(tmp_path, given)
    found = safety_of(draft).adverse_events
    assert found is not None and found.dictionary is None
    assert sorted(_lost(draft, "sourceVocabulary")) == ["MedDRA 26.0", "SNOMED"]


def _large(terms: int) -> Json:
    given = study()
    module = given["resultsSection"]["adverseEventsModule"]
    (event,) = module["seriousEvents"]
    module["seriousEvents"] = [{**event, "term": f"Term {n}"} for n in range(terms)]
    return given


def _seconds(folder: Path, terms: int) -> float:
    path = folder / f"{terms}.json"
    path.write_text(json.dumps(_large(terms)), encoding="utf-8")
    start = time.process_time()
    draft = read_ctgov([path], Into(folder, {}, (), {}))
    assert len(next(g for g in draft.grids if g.name == "adverse-events.csv").rows) >= 2 * terms
    return time.process_time() - start


def test_ten_times_the_terms_take_about_ten_times_as_long(tmp_path: Path) -> None:
    _seconds(tmp_path, 10)
    short = min(_seconds(tmp_path, 100) for _ in range(3))
    assert _seconds(tmp_path, 1000) < 40 * short
