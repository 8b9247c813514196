"""The CABINET example: what its source says, to the digit, and nothing that it does not say."""

import re
from collections.abc import Iterator

import pytest

from assembler.records import Dossier
from assembler.records.base import Absence, Block, refers
from assembler.records.efficacy import TimeToEventAnalysis
from assembler.records.placed import placed
from tests.places import CABINET
from tests.records.studies import as_text, dossier

STUDY = dossier(CABINET)
ALL = list(placed(STUDY))
PNET, EPNET = (a for a in STUDY.efficacy.analyses if isinstance(a, TimeToEventAnalysis))


def words(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from (str(key), *words(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from words(inner)
    else:
        yield str(value)


TEXT = "\n".join(words(as_text(CABINET)))


@pytest.mark.parametrize(
    ("analysis", "follow_up", "medians", "estimate"),
    [
        (PNET, "16.7 months", ["11.4 months", "3.0 months"], ("0.27", "0.14 to 0.49")),
        (EPNET, "13.9 months", ["8.3 months", "3.2 months"], ("0.45", "0.30 to 0.66")),
    ],
)
def test_results_stand_as_the_source_prints_them(
    analysis: TimeToEventAnalysis, follow_up: str, medians: list[str], estimate: tuple[str, str]
) -> None:
    comparison = analysis.comparison
    assert comparison is not None
    assert str(analysis.median_follow_up) == follow_up
    assert [str(arm.median) for arm in analysis.arms.values()] == medians
    assert (str(comparison.hazard_ratio), str(comparison.interval)) == estimate
    assert (str(comparison.level), str(comparison.p_value)) == ("95%", "<0.0001")
    assert (comparison.of, comparison.versus) == ("cabozantinib", "placebo")


def test_the_analyses_are_not_the_primary_ones() -> None:
    endpoints = {endpoint.id: endpoint for endpoint in STUDY.trial.endpoints}
    for analysis in (PNET, EPNET):
        assert analysis.evidence is not None
        assert analysis.evidence.grade == "supportive"
        assert analysis.timing == "interim"
        assert analysis.assessor == "local-radiology-review"
        assert endpoints[analysis.endpoint].assessor == "independent-central-review"
        assert endpoints[analysis.endpoint].absence("blinded_review") is Absence.NOT_REPORTED


def test_nobody_computed_the_size_of_an_arm() -> None:
    for analysis in (PNET, EPNET):
        for arm in analysis.arms.values():
            assert arm.absence("n") is Absence.NOT_REPORTED
            assert arm.absence("events") is Absence.NOT_REPORTED
    assert [str(cohort.n) for cohort in STUDY.trial.cohorts] == ["93", "197"]


def test_no_analysis_pools_the_cohorts() -> None:
    assert [a.cohort for a in STUDY.efficacy.analyses] == ["pnet", "epnet"]
    assert all(not a.pooled_cohorts for a in STUDY.efficacy.analyses)


def test_safety_is_one_attributed_statement_on_each_cohort_and_no_number() -> None:
    (statement,) = STUDY.safety.statements
    assert statement.cohorts == ("pnet", "epnet")
    assert statement.attributed_to == "ipsen"
    assert not re.search("[0-9]", statement.text)
    for key in ("exposure", "overview", "adverse_events", "deaths"):
        assert STUDY.safety.absence(key) is Absence.NOT_REPORTED


def test_all_twelve_references_are_there_in_the_order_of_the_source() -> None:
    literature = STUDY.references.literature
    assert [reference.id for reference in literature] == [
        "chan-2023", "cancer-gov-net", "singh-2017", "durma-2023", "acs-pancreatic",
        "el-khoueiry-2021", "ema-cabometyx-smpc", "yakes-2011", "hsu-2021", "jamal-2019",
        "acs-gastrointestinal", "acs-lung",
    ]  # fmt: skip
    assert all(reference.supports for reference in literature)
    assert all(reference.copy_held is False for reference in literature)


def test_every_reference_is_cited_for_something() -> None:
    used = {
        id
        for entry in ALL
        for key in type(entry.record).model_fields
        if (mark := refers(type(entry.record), key)) and mark.collection == "references.literature"
        for id in _ids(getattr(entry.record, key))
    }
    assert used == {reference.id for reference in STUDY.references.literature}


def test_every_id_of_another_record_exists() -> None:
    paths = {entry.path for entry in ALL}
    for entry in ALL:
        for key in type(entry.record).model_fields:
            mark = refers(type(entry.record), key)
            for id in _ids(getattr(entry.record, key)) if mark else ():
                assert mark is not None
                assert f"{mark.collection}.{id}" in paths, f"{entry.path}.{key}"


def test_every_fact_has_a_source() -> None:
    # choices of ours, a meeting that only the applicant knows, and a list of blocks with sources
    containers = {"", "dossier", "dossier.meeting", "efficacy"}
    without = {e.path for e in ALL if isinstance(e.record, Block) and e.source is None}
    assert without <= containers


def test_everything_absent_has_someone_who_supplies_it_in_a_dozen_rows() -> None:
    needs = set()
    for entry in ALL:
        if isinstance(entry.record, Block):
            for key, absence in entry.record.absences().items():
                if absence.must_be_supplied:
                    assert entry.gap is not None, f"{entry.path}.{key}"
                    needs.add(entry.gap.needs)
    assert len(needs) <= 12


@pytest.mark.parametrize(
    "word",
    [
        "blinded independent", "blinded central", "type ii", "euronext", "ipsey", "huguet", "+44",
        "forward-looking", "primary endpoint was met", "statistically significant",
    ],
)  # fmt: skip
def test_the_records_say_no_more_than_their_source(word: str) -> None:
    assert word not in TEXT.lower()


def test_the_trial_drug_has_its_inn() -> None:
    for field in ("trial", "efficacy", "safety", "disease"):
        text = "\n".join(words(STUDY.model_dump(mode="json", exclude_defaults=True)[field]))
        assert "Cabometyx" not in re.sub(r"About Cabometyx", "", text)


def test_the_example_is_a_dossier() -> None:
    assert isinstance(STUDY, Dossier)
    assert STUDY.trial.enrolment is not None
    assert (str(STUDY.trial.enrolment.total), STUDY.trial.enrolment.place) == ("290", "in the U.S.")


def _ids(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, tuple | dict):
        return tuple(value)
    return ()
