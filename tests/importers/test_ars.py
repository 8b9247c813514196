"""A reporting event (ARS) becomes baseline, safety and efficacy; what is not known is listed."""

from hashlib import sha256
from pathlib import Path

import pytest

from assembler.importers.ars import read_ars
from assembler.importers.ars.results import bare
from assembler.importers.drafted import Drafted, Into
from assembler.problems import ProblemsFound
from tests.importers.ars_files import (
    TRIAL,
    Json,
    analysis,
    arms,
    both,
    dossier_of,
    drafted,
    event,
    grouping,
    result,
    study,
    survival,
)


@pytest.fixture
def draft(tmp_path: Path) -> Drafted:
    return drafted(tmp_path, event())


def _rows(draft: Drafted, name: str) -> list[tuple[str, ...]]:
    (grid,) = [grid for grid in draft.grids if grid.name == name]
    return [tuple(row.get(c, "") for c in grid.columns) for row in grid.rows]


def _lost(draft: Drafted, analysis: str) -> list[str]:
    return [one.tag.text for one in draft.lost if one.entry == analysis]


def _only(*analyses: Json) -> Json:
    return {**event(), "analyses": list(analyses)}


def test_the_reporting_event_is_the_source(tmp_path: Path, draft: Drafted) -> None:
    assert draft.records["references"]["sources"] == [
        {
            "id": "ars-ex1",
            "kind": "output-table",
            "title": "Tables of the pain trial",
            "sha256": sha256((tmp_path / "event.json").read_bytes()).hexdigest(),
        }
    ]


def test_what_it_gives_is_sound(tmp_path: Path, draft: Drafted) -> None:
    dossier = dossier_of(tmp_path, draft)
    assert dossier.trial.baseline is not None and len(dossier.trial.baseline.rows) == 6
    assert len(dossier.efficacy.analyses) == 1


def test_demographics_are_rows_of_the_baseline(draft: Drafted) -> None:
    assert _rows(draft, "baseline.csv") == [
        ("placebo", "number of patients", "", "86", "", ""),
        ("verum", "number of patients", "", "84", "", ""),
        ("placebo", "Sex", "Male", "33", "38.4%", ""),
        ("verum", "Sex", "Male", "34", "40.0%", ""),
        ("placebo", "Age, years", "Mean", "", "", "75.2"),
        ("placebo", "Age, years", "Standard deviation", "", "", "8.59"),
    ]
    assert draft.records["trial"]["baseline"] == {
        "analysis_set": "safety",
        "rows": {"csv": "baseline.csv"},
        "source": {"document": "ars-ex1", "place": "analyses AN_N, AN_SEX, AN_AGE and 1 more"},
    }


def test_the_overview_counts_patients_by_what_their_events_are(draft: Drafted) -> None:
    (grid,) = [grid for grid in draft.grids if grid.name == "overview.csv"]
    assert grid.columns == ("arm", "n", "any_event", "serious", "discontinued", "related_serious")
    assert _rows(draft, "overview.csv") == [
        ("placebo", "86", "65", "0", "8", "0"),
        ("verum", "84", "70", "2", "40", "1"),
    ]


def test_classes_and_terms_are_rows_of_the_adverse_events(draft: Drafted) -> None:
    heart, flutter = "CARDIAC DISORDERS", "ATRIAL FLUTTER"
    assert _rows(draft, "adverse-events.csv") == [
        ("placebo", heart, "", "12", "14.0%", ""),
        ("verum", heart, "", "13", "15.5%", ""),
        ("placebo", heart, flutter, "2", "", "0"),
        ("verum", heart, flutter, "3", "", "1"),
    ]
    table = draft.records["safety"]["adverse_events"]
    assert isinstance(table, dict)
    assert table["sizes"] == {"placebo": "86", "verum": "84"}
    assert (table["definition"], table["analysis_set"]) == ("treatment-emergent", "safety")


def test_a_property_of_events_that_no_column_has_is_lost(draft: Drafted) -> None:
    assert _lost(draft, "AE_MOD") == ["5 (Placebo)", "6 (Exampline)"]
    assert "AE_MOD: Count of subjects" in {one.tag.name for one in draft.lost}


def test_a_subset_that_names_another_clause_is_not_taken_for_all_events(tmp_path: Path) -> None:
    given = event()
    serious = next(one for one in given["dataSubsets"] if one["id"] == "emergent+serious")
    serious["compoundExpression"]["whereClauses"][1] = {"subClauseId": "elsewhere"}
    draft = drafted(tmp_path, given)
    assert [row[2] for row in _rows(draft, "overview.csv")] == ["65", "70"]
    assert _lost(draft, "AE_SER") == ["0 (Placebo)", "2 (Exampline)"]


def test_a_group_of_all_treatments_has_no_arm(draft: Drafted) -> None:
    assert _lost(draft, "AE_PT") == ["5 (Total, CARDIAC DISORDERS, ATRIAL FLUTTER)"]
    assert draft.arms == {"Placebo": "placebo", "Exampline": "verum"}
    assert not draft.problems


def test_a_p_value_of_demographics_is_lost(draft: Drafted) -> None:
    assert _lost(draft, "AN_AGEP") == ["0.5934"]


def test_exposure_has_the_unit_of_its_variable(draft: Drafted) -> None:
    assert _rows(draft, "exposure.csv") == [
        ("placebo", "149.1 days", "1 to 212"),
        ("verum", "99.20 days", "2 to 210"),
    ]


def test_a_hazard_ratio_is_an_analysis_of_the_endpoint_that_is_called_so(draft: Drafted) -> None:
    assert draft.records["efficacy"]["analyses"] == [
        {
            "id": "tte-os",
            "type": "time-to-event",
            "endpoint": "os",
            "label": "Overall survival",
            "analysis_set": "safety",
            "arms": {"placebo": {"n": "86"}, "verum": {"n": "84"}},
            "comparison": {
                "of": "verum",
                "versus": "placebo",
                "hazard_ratio": "0.40",
                "interval": "0.30 to 0.53",
                "level": "95%",
                "p_value": "<.0001",
                "method": "method COX",
            },
            "source": {"document": "ars-ex1", "place": "analysis TTE_OS"},
        }
    ]


def test_a_ratio_of_geometric_means_has_the_means_of_its_arms(tmp_path: Path) -> None:
    other = {"Hazard ratio": "Geometric mean ratio", "Count of subjects": "Geometric mean"}
    given = _only(survival())
    (cox,) = [method for method in given["methods"] if method["id"] == "COX"]
    for operation in cox["operations"]:
        operation["name"] = other.get(operation["name"], operation["name"])
    analyses = drafted(tmp_path, given).records["efficacy"]["analyses"]
    assert isinstance(analyses, list)
    (found,) = analyses
    assert isinstance(found, dict) and isinstance(found["comparison"], dict)
    assert found["type"] == "continuous"
    assert found["arms"] == {
        "placebo": {"geometric_mean": "86"},
        "verum": {"geometric_mean": "84"},
    }
    assert found["comparison"]["geometric_mean_ratio"] == "0.40"
    assert found["comparison"]["interval"] == "0.30 to 0.53"


def test_an_estimate_of_an_unknown_endpoint_is_lost_with_a_warning(tmp_path: Path) -> None:
    given = _only({**survival(), "label": "Time to nothing"})
    draft = drafted(tmp_path, given)
    assert [p.rule for p in draft.problems] == ["import.comparison-placed"]
    assert "0.40 (Exampline)" in _lost(draft, "TTE_OS")
    assert "efficacy" not in draft.records


def test_of_two_arms_that_no_result_names_the_control_is_the_reference(tmp_path: Path) -> None:
    one = analysis("TTE", "COX", result("COX_hr", "0.40", "TRT:"), dataset="ADTTE",
                   label="Overall survival", dataSubsetId="two")  # fmt: skip
    given = {**_only(one), "dataSubsets": [both("two")]}
    analyses = drafted(tmp_path, given).records["efficacy"]["analyses"]
    assert isinstance(analyses, list)
    found = analyses[0]
    assert isinstance(found, dict) and isinstance(found["comparison"], dict)
    assert (found["comparison"]["of"], found["comparison"]["versus"]) == ("verum", "placebo")


@pytest.mark.parametrize(
    ("formatted", "said"),
    [
        ("( 16.3)", "16.3"),
        ("N = 86", "86"),
        ("(N=86)", "86"),
        ("38.4%", "38.4"),
        ("0.40", "0.40"),
        ("<.0001", "<.0001"),
        ("(  0.0)", "0.0"),
        ("-1.2 (0.3)", "-1.2 (0.3)"),
        ("", ""),
    ],
)
def test_what_a_pattern_wraps_is_taken_with_its_digits(formatted: str, said: str) -> None:
    assert bare(formatted) == said


def test_without_a_formatted_value_the_raw_one_is_taken(tmp_path: Path) -> None:
    given = _only(analysis("AN_N", "N", result("N_n", "", "TRT=P", raw="86")))
    assert _rows(drafted(tmp_path, given), "baseline.csv") == [
        ("placebo", "number of patients", "86")
    ]


@pytest.mark.parametrize(("raw", "warned"), [("16.25", 0), ("16.349", 0), ("16.4", 1)])
def test_a_formatted_value_that_is_not_the_raw_one_rounded_is_said(
    tmp_path: Path, raw: str, warned: int
) -> None:
    given = _only(analysis("AN_AGE", "CONT", result("CONT_mean", "16.3", "TRT=P", raw=raw),
                           variable="AGE"))  # fmt: skip
    draft = drafted(tmp_path, given)
    assert [p.rule for p in draft.problems] == ["import.formatted-is-raw"] * warned
    assert _rows(draft, "baseline.csv")[0][-1] == "16.3"


def test_formatted_values_of_one_analysis_that_are_not_the_raw_ones_are_said_once(
    tmp_path: Path,
) -> None:
    cells = [result("CONT_mean", "16.3", f"TRT={group}", raw="17.0") for group in "PE"]
    draft = drafted(tmp_path, _only(analysis("AN_AGE", "CONT", *cells, variable="AGE")))
    (problem,) = draft.problems
    assert "16.3 and 17.0, the first of 2 such results" in problem.message


def test_a_group_that_is_no_arm_is_named_once(tmp_path: Path) -> None:
    given = event()
    given["analysisGroupings"][0]["groups"][1].update(name="Drug X", condition={})
    draft = drafted(tmp_path, given)
    assert [p.rule for p in draft.problems].count("import.group-named") == 1
    assert "--arm" in next(p.remedy for p in draft.problems if p.rule == "import.group-named")
    named = Into(tmp_path, {"trial": TRIAL}, study(tmp_path).arms, {"Drug X": "verum"})
    assert drafted(tmp_path, given, named).arms["Drug X"] == "verum"


def test_a_study_without_arms_gets_those_of_the_file(tmp_path: Path) -> None:
    draft = drafted(tmp_path, event(), study(tmp_path, {"id": "pain"}))
    assert draft.records["trial"]["arms"] == [
        {"id": "placebo", "label": "Placebo", "treatment": "Placebo"},
        {"id": "exampline", "label": "Exampline", "treatment": "Exampline"},
    ]


def test_groups_are_named_by_label_in_earlier_drafts_of_the_standard(tmp_path: Path) -> None:
    given = event()
    for holder in given["analysisGroupings"]:
        for one in (holder, *holder.get("groups", ())):
            one["label"] = one.pop("name")
    given["listOfPlannedAnalyses"] = given.pop("mainListOfContents")["contentsList"]
    before = drafted(tmp_path, event())
    assert drafted(tmp_path, given).grids == before.grids


def test_events_that_are_not_treatment_emergent_do_not_mix_in(tmp_path: Path) -> None:
    everything = analysis("AE_ALL", "CAT", *arms("CAT_n", "77", "78"), dataset="ADAE")
    given = event()
    given["analyses"].insert(0, everything)
    draft = drafted(tmp_path, given)
    assert _rows(draft, "overview.csv")[0][2] == "65"
    assert _lost(draft, "AE_ALL") == ["77 (Placebo)", "78 (Exampline)"]


def test_the_output_that_shows_all_analyses_is_the_place(tmp_path: Path) -> None:
    given = event()
    given["analyses"] = [one for one in given["analyses"] if one["id"] == "AN_AGE"]
    baseline = drafted(tmp_path, given).records["trial"]["baseline"]
    assert isinstance(baseline, dict)
    assert baseline["source"] == {"document": "ars-ex1", "place": "Table 1"}


def test_what_became_of_patients_is_the_disposition(tmp_path: Path) -> None:
    given = event()
    given["analysisGroupings"].append(grouping("EOS", "EOSSTT", "Status", C="Completed"))
    given["analysisGroupings"].append(grouping("DTH", "DTHFL", "Died", Y="Yes"))
    given["analyses"] += [
        analysis("AN_EOS", "CAT", *arms("CAT_n", "58", "27", "EOS=C")),
        analysis("AN_DTH", "CAT", *arms("CAT_n", "2", "1", "DTH=Y")),
    ]
    for one in given["analyses"][-2:]:
        one["orderedGroupings"].append({"order": 2, "groupingId": one["id"][3:]})
    draft = drafted(tmp_path, given)
    assert _rows(draft, "disposition.csv") == [
        ("placebo", "Completed", "58"),
        ("verum", "Completed", "27"),
    ]
    assert len(_rows(draft, "baseline.csv")) == 6
    assert _lost(draft, "AN_DTH") == ["2 (Placebo, Yes)", "1 (Exampline, Yes)"]


def test_an_analysis_set_that_stands_in_the_study_is_named_and_not_drafted(
    tmp_path: Path,
) -> None:
    trial = {**TRIAL, "analysis_sets": [{"id": "safety", "label": "all treated"}]}
    draft = drafted(tmp_path, event(), study(tmp_path, trial))
    assert "analysis_sets" not in draft.records["trial"]
    assert draft.records["safety"]["analysis_set"] == "safety"
    again = {**TRIAL, **drafted(tmp_path, event()).records["trial"]}
    draft = drafted(tmp_path, event(), study(tmp_path, again))
    assert draft.records["trial"]["analysis_sets"] == again["analysis_sets"]


def test_events_before_treatment_are_no_treatment_emergent_ones(tmp_path: Path) -> None:
    given = event()
    subset = next(one for one in given["dataSubsets"] if one["id"] == "emergent")
    subset["compoundExpression"]["whereClauses"][0]["condition"]["comparator"] = "NE"
    draft = drafted(tmp_path, given)
    assert _lost(draft, "AE_ANY") == ["65 (Placebo)", "70 (Exampline)"]


def test_demographics_of_another_set_are_lost_with_a_warning(tmp_path: Path) -> None:
    given = event()
    given["analyses"].append(analysis("AN_ITT", "N", *arms("N_n", "90", "91"), analysisSetId="ITT"))
    draft = drafted(tmp_path, given)
    assert [p.rule for p in draft.problems] == ["import.one-set"]
    assert _lost(draft, "AN_ITT") == ["90 (Placebo)", "91 (Exampline)"]


@pytest.mark.parametrize(
    "given", [{}, [], {"reportingEvent": {"analyses": [], "methods": []}}, {"analyses": 1}]
)
def test_what_is_no_reporting_event_is_refused(tmp_path: Path, given: Json) -> None:
    with pytest.raises(ProblemsFound) as found:
        drafted(tmp_path, given)
    (problem,) = found.value.problems
    assert problem.at is not None and problem.remedy


def test_two_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound):
        read_ars([tmp_path, tmp_path], study(tmp_path))
