"""Agreement: facts that are recorded in several places of the records."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assembler.checks.discontinued import ADVERSE
from assembler.checks.lookup import path
from assembler.checks.numbers import surely_below
from assembler.checks.rule import Finding, rule
from assembler.checks.safety import same_events
from assembler.checks.times import apart_in_time
from assembler.problems import Severity
from assembler.records import Dossier
from assembler.records.conduct import InterimAnalysis
from assembler.records.efficacy import (
    Analysis,
    BinaryAnalysis,
    ContinuousAnalysis,
    TimeToEventAnalysis,
    Timing,
)
from assembler.records.scalars import Count, Percentage, Quantity, Reported


@dataclass(frozen=True, slots=True)
class _Stated:
    """A fact as it stands in one place: what it is of, and its number."""

    fact: tuple[object, ...]
    """Equal for records of the same fact."""
    name: str
    number: Decimal
    text: str
    path: str
    severity: Severity | None = None
    """When another reason than an error may well explain a difference."""


@rule("facts.agree", severity=Severity.ERROR)
def facts_agree(dossier: Dossier) -> Iterator[Finding]:
    """Two records of one fact agree, where set, cut-off and precision are the same.

    Compared are the sizes of an arm in the tables of safety and in the analyses of one set; the
    results of two analyses that differ in nothing; a curve and the rates and sizes beside it; the
    cut-off of an interim analysis and of its results. Numbers with different digits disagree only
    where rounding cannot explain it. Patients who discontinued for adverse events by disposition
    and by the overview of adverse events are often counted by other rules (main reason, action
    taken): a difference is a warning, and so is a curve that begins with fewer patients. Measured
    values are missing of some patients: another size of the set there is a note. ICH E3 10.1, 11.1
    and 12.2.
    """
    facts: dict[tuple[object, ...], list[_Stated]] = {}
    for one in _stated(dossier):
        facts.setdefault(one.fact, []).append(one)
    told: set[str] = set()
    for stated in facts.values():
        paths = [one.path for one in stated]
        pair = _odd_one(stated) if told.isdisjoint(paths) else None
        if pair is None:
            continue
        odd, other = pair
        told.update(paths)
        yield Finding(
            odd.path,
            f"{odd.name} {odd.text} here and {other.text} in another place",
            "compare both with their sources and correct the one that is wrong; "
            "if they are not the same fact, say in what they differ (set, cut-off, label)",
            also=tuple(path for path in paths if path != odd.path),
            severity=next((one.severity for one in pair if one.severity), None),
        )
    yield from _cut_offs(dossier)


def _odd_one(stated: Sequence[_Stated]) -> tuple[_Stated, _Stated] | None:
    """The record that differs from the others, and one of those; of two the second. First of all
    one that nothing explains."""
    usual, _ = Counter(one.number for one in stated).most_common(1)[0]
    models = sorted((one for one in stated if one.number == usual), key=_is_explained)
    odd = [one for one in stated if _differs(one.number, usual)]
    return (min(odd, key=_is_explained), models[0]) if odd else None


def _is_explained(stated: _Stated) -> bool:
    return stated.severity is not None


def _differs(one: Decimal, other: Decimal) -> bool:
    return surely_below(one, other) or surely_below(other, one)


def _stated(dossier: Dossier) -> Iterator[_Stated]:
    yield from _safety_sets(dossier)
    yield from _discontinued(dossier)
    for analysis in dossier.efficacy.analyses:
        yield from _arm_sizes(analysis)
        yield from _results(analysis)
        if isinstance(analysis, TimeToEventAnalysis):
            yield from _curves(analysis)


def _safety_sets(dossier: Dossier) -> Iterator[_Stated]:
    safety = dossier.safety
    sizes: list[tuple[str | None, str, Count | None, str]] = [
        (row.cohort, row.arm, row.n, f"safety.exposure[{index}].n")
        for index, row in enumerate(safety.exposure)
    ]
    sizes += [
        (row.cohort, row.arm, row.n, f"safety.overview[{index}].n")
        for index, row in enumerate(safety.overview)
    ]
    events = safety.adverse_events
    if events is not None and same_events(safety):
        place = "safety.adverse_events.sizes"
        sizes += [(None, arm, n, f"{place}.{arm}") for arm, n in events.sizes.items()]
    for cohort, arm, n, at in sizes:
        if n is not None:
            yield _count(("safety set", cohort, arm), f"the safety set of arm {arm} has", n, at)


def _discontinued(dossier: Dossier) -> Iterator[_Stated]:
    """Patients who discontinued for adverse events: by the overview, and by disposition."""
    rows: dict[tuple[str | None, str], list[tuple[Count, str]]] = {}
    disposition = dossier.trial.disposition
    for index, row in enumerate(disposition.rows if disposition is not None else ()):
        if ADVERSE.search(row.state):
            found = rows.setdefault((row.cohort, row.arm), [])
            found.append((row.patients, f"trial.disposition.rows[{index}].patients"))
    name = "patients who discontinued for adverse events in arm {} are"
    for index, view in enumerate(dossier.safety.overview):
        key = (view.cohort, view.arm)
        if view.discontinued is None or len(rows.get(key, ())) != 1:
            continue  # several rows: treatment and study, or several reasons
        fact, said = ("discontinued", *key), name.format(view.arm)
        yield _count(fact, said, view.discontinued, f"safety.overview[{index}].discontinued")
        n, at = rows[key][0]
        yield _count(fact, said, n, at, Severity.WARNING)


def _arm_sizes(analysis: Analysis) -> Iterator[_Stated]:
    """The sizes of arms in one analysis set at one cut-off."""
    if analysis.analysis_set is None:
        return
    where = (analysis.cohort, analysis.pooled_cohorts, analysis.population, analysis.analysis_set)
    when = (analysis.timing, str(analysis.cut_off))
    measured = isinstance(analysis, ContinuousAnalysis)
    for arm, at, n in _sizes(analysis):
        fact = ("analysed", where, when, arm)
        name = f"arm {arm} has in the set '{analysis.analysis_set}'"
        yield _count(fact, name, n, at, Severity.NOTE if measured else None)


def _sizes(analysis: Analysis) -> Iterator[tuple[str, str, Count]]:
    for name, arm in analysis.arms.items():
        if arm.n is not None:
            yield name, f"{path(analysis)}.arms.{name}.n", arm.n


def _results(analysis: Analysis) -> Iterator[_Stated]:
    """The results of analyses that differ in nothing that is recorded."""
    comparison = analysis.comparison
    same = (
        (analysis.endpoint, analysis.cohort, analysis.pooled_cohorts, analysis.population),
        (analysis.analysis_set, analysis.assessor, analysis.timing, str(analysis.cut_off)),
        (analysis.label, analysis.estimand, getattr(analysis, "visit", None)),
    )
    at = path(analysis)
    if isinstance(analysis, TimeToEventAnalysis | BinaryAnalysis):
        keys = ("events", "responders", "median", "rate")
        for name, arm in analysis.arms.items():
            for key in keys:
                value = getattr(arm, key, None)
                fact, place = ("result", same, name, key), f"{at}.arms.{name}.{key}"
                yield from _value(fact, f"{key} of arm {name} is", value, place)
    if comparison is not None and comparison.estimate is not None:
        key, number = comparison.estimate
        made = (comparison.of, comparison.versus, comparison.method, comparison.strata)
        name = f"{key.replace('_', ' ')} is"
        yield from _value(("result", same, made, key), name, number, f"{at}.comparison.{key}")


def _curves(analysis: TimeToEventAnalysis) -> Iterator[_Stated]:
    """The curve's points beside the rates at the same time and the sizes of the arms."""
    at = path(analysis)
    for name, arm in analysis.arms.items():
        if arm.n is not None:
            said = f"arm {name} begins with"
            yield _count((at, name, "at risk"), said, arm.n, f"{at}.arms.{name}.n")
        for index, rate in enumerate(arm.rates):
            if arm.median is None or rate.at.unit == arm.median.unit:
                fact = (at, name, rate.at.number.decimal.normalize())
                place = f"{at}.arms.{name}.rates[{index}].rate"
                said = f"the share of arm {name} at {rate.at.text} is"
                yield from _value(fact, said, rate.rate, place)
    for index, point in enumerate(analysis.curves):
        place = f"{at}.curves[{index}]"
        if point.at_risk is not None and not point.time.decimal:
            known, said = (at, point.arm, "at risk"), f"arm {point.arm} begins with"
            yield _count(known, said, point.at_risk, f"{place}.at_risk", Severity.WARNING)
        if point.probability is not None:
            number = point.probability.decimal.scaleb(2)
            fact = (at, point.arm, point.time.decimal.normalize())
            said = f"the share of arm {point.arm} at {point.time.text} is"
            text = point.probability.text
            yield _Stated((*fact, ""), said, number, text, f"{place}.probability")


def _count(
    fact: tuple[object, ...], name: str, n: Count, at: str, severity: Severity | None = None
) -> _Stated:
    return _Stated(fact, name, Decimal(n.number), n.text, at, severity)


def _value(
    fact: tuple[object, ...],
    name: str,
    value: Reported | Quantity | Percentage | Count | None,
    at: str,
) -> Iterator[_Stated]:
    if isinstance(value, Count):
        yield _count(fact, name, value, at)
        return
    number = value.number if isinstance(value, Quantity | Percentage) else value
    if value is not None and number is not None and number.relation == "=":
        unit = value.unit if isinstance(value, Quantity) else ""
        yield _Stated((*fact, unit), name, number.decimal, value.text, at)


def _cut_offs(dossier: Dossier) -> Iterator[Finding]:
    """Findings where the one interim analysis of a cohort has another cut-off than its result."""
    looks: dict[str | None, list[InterimAnalysis]] = {}
    for look in dossier.trial.interim_analyses:
        looks.setdefault(look.cohort, []).append(look)
    for analysis in dossier.efficacy.analyses:
        near = looks.get(analysis.cohort, []) if analysis.timing is Timing.INTERIM else []
        if len(near) == 1 and apart_in_time(near[0].cut_off, analysis.cut_off):
            yield Finding(
                f"{path(analysis)}.cut_off",
                f"the interim result has the cut-off {analysis.cut_off}, "
                f"the interim analysis {near[0].cut_off}",
                "compare both with their sources and correct the one that is wrong",
                also=(f"trial.interim_analyses.{near[0].id}.cut_off",),
            )
