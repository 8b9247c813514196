"""Comparisons of a reporting event -> analyses of an endpoint that the study has."""

import re
from collections.abc import Iterator

from assembler.importers.ars.opening import conditions, is_treatment, label, place
from assembler.importers.ars.results import Result, Results
from assembler.importers.drafted import letters
from assembler.importers.entry import shown
from assembler.importers.given import Given
from assembler.importers.ids import Ids, slug
from assembler.read import Data

_TYPES = {
    "hazard-ratio": "time-to-event",
    "odds-ratio": "binary",
    "risk-ratio": "binary",
    "risk-difference": "binary",
    "difference": "continuous",
    "geometric-mean-ratio": "continuous",
}
_OF_ARM = {
    "count": "n",
    "non-missing": "n",
    "events": "events",
    "geometric-mean": "geometric_mean",
}
"""What an operation computes -> the key of an arm that holds it."""
_LEVEL = re.compile(r"([0-9]{2}(?:\.[0-9]+)?) ?%")


def analyses_of(results: Results, analyses: list[Given], sets: dict[str, str]) -> list[Data]:
    """Records of `efficacy.analyses`; `sets`: analysis set in the file -> in the study."""
    ids, records = Ids(()), list[Data]()
    for analysis in analyses:
        found = results.of(analysis)
        estimate = next((one for one in found if one.kind in _TYPES), None)
        if estimate is None:
            continue
        endpoint = _endpoint(results, analysis)
        pair = _pair(results, analysis, estimate)
        if endpoint is None or pair is None:
            _say(analysis, endpoint is None)
            continue
        id = ids.new(slug(analysis["id"].seen) or "analysis")
        record: dict[str, Data] = {"id": id, "type": _TYPES[estimate.kind], "endpoint": endpoint}
        record["label"] = label(analysis) or id
        if named := sets.get(analysis["analysisSetId"].seen):
            record["analysis_set"] = named
        record["arms"] = _arms(results, found, pair)
        record["comparison"] = _comparison(results, found, estimate, pair)
        record["source"] = dict[str, Data](place(results.event, [analysis]))
        records.append(record)
    return records


def _endpoint(results: Results, analysis: Given) -> str | None:
    """Id of the endpoint that the analysis is of: letter for letter by id, variable or
    abbreviation; the parameter that its subset selects counts too."""
    subset = results.event.subsets.get(analysis["dataSubsetId"].seen)
    tests = (conditions(subset) or ()) if subset is not None else ()
    said = [v for t in tests if t.variable in ("PARAM", "PARAMCD") for v in t.values]
    wanted = {letters(words) for words in (*said, analysis["label"].seen, analysis["name"].seen)}
    endpoints = results.into.records.get("trial", {}).get("endpoints")
    found = []
    for one in endpoints if isinstance(endpoints, list) else []:
        if isinstance(one, dict):
            names = {letters(str(one.get(k, ""))) for k in ("id", "variable", "abbreviation")}
            found += [str(one.get("id"))] if (names & wanted) - {""} else []
    return found[0] if len(found) == 1 else None


def _pair(results: Results, analysis: Given, estimate: Result) -> tuple[str, str] | None:
    """The arm whose effect is estimated, and the one it is compared with."""
    both = [arm for arm in _compared(results, analysis) if arm]
    if len(set(both)) != 2:
        return None
    if estimate.arm in both:
        other = next(arm for arm in both if arm != estimate.arm)
        return str(estimate.arm), other
    kinds = {one["id"]: one.get("kind", "") for one in _study_arms(results)}
    controls = [arm for arm in both if str(kinds.get(arm)) in (
        "placebo-comparator", "sham-comparator", "no-intervention"
    )]  # fmt: skip
    if len(controls) != 1:
        return None
    return next(arm for arm in both if arm != controls[0]), controls[0]


def _compared(results: Results, analysis: Given) -> Iterator[str | None]:
    """The arms of the data that are compared: those that a subset selects, else all."""
    event = results.event
    subset = event.subsets.get(analysis["dataSubsetId"].seen)
    tests = (conditions(subset) or ()) if subset is not None else ()
    chosen = [t.values for t in tests if t.variable.startswith("TRT") and t.comparator == "IN"]
    if chosen:
        yield from map(results.into.arm_of, chosen[0])
        return
    for one in analysis["orderedGroupings"]:
        grouping = event.groupings.get(one["groupingId"].seen)
        if grouping is not None and is_treatment(grouping):
            yield from (results.into.arm_of(label(group)) for group in grouping["groups"])


def _study_arms(results: Results) -> list[dict[str, Data]]:
    arms = results.into.records.get("trial", {}).get("arms")
    listed = arms if isinstance(arms, list) else []
    return [one for one in listed if isinstance(one, dict) and isinstance(one.get("id"), str)]


def _arms(results: Results, found: list[Result], pair: tuple[str, str]) -> dict[str, Data]:
    arms: dict[str, dict[str, Data]] = {arm: {} for arm in reversed(pair)}
    for one in found:
        key = _OF_ARM.get(one.kind)
        if key and one.arm in arms and not one.groups and key not in arms[one.arm]:
            arms[one.arm][key] = one.text
            results.placed(one)
    return dict(arms)


def _comparison(
    results: Results, found: list[Result], estimate: Result, pair: tuple[str, str]
) -> dict[str, Data]:
    record: dict[str, Data] = {"of": pair[0], "versus": pair[1]}
    sign = "%" if estimate.kind == "risk-difference" else ""
    record[estimate.kind.replace("-", "_")] = estimate.text + sign
    results.placed(estimate)
    same = {one.kind: one for one in reversed(found) if one.groups == estimate.groups}
    lower, upper = same.get("lower"), same.get("upper")
    if lower and upper:
        record["interval"] = f"{lower.text} to {upper.text}"
        results.placed(lower)
        results.placed(upper)
        if level := _LEVEL.search(lower.operation):
            record["level"] = f"{level[1]}%"
    elif whole := same.get("interval"):
        record["interval"] = whole.text
        results.placed(whole)
    if p_value := same.get("p-value"):
        record["p_value"] = p_value.text
        results.placed(p_value)
    method = results.event.methods.get(estimate.analysis["methodId"].seen)
    if method is not None and (name := method["name"].text()):
        record["method"] = name
    return record


def _say(analysis: Given, no_endpoint: bool) -> None:
    wanted = "no endpoint of trial.yaml is called so" if no_endpoint else (
        "the file does not say which arm is compared with which"
    )  # fmt: skip
    analysis.of.warn(
        "import.comparison-placed",
        f"the estimate of '{shown(label(analysis))}' has no place: {wanted}",
        "give the endpoint that name as its `variable` or `abbreviation`, or type the analysis",
        analysis.at,
    )
