"""Demographics of a reporting event -> rows of the baseline table; durations -> exposure."""

from collections.abc import Iterator

from assembler.importers.ars.opening import Event, is_treatment, label
from assembler.importers.ars.results import Result, Results
from assembler.importers.given import Given

Row = dict[str, str]
_STATISTICS = ("mean", "standard-deviation", "median", "minimum", "maximum", "quartile",
               "non-missing", "count")  # fmt: skip
_DISPOSITION = ("EOSSTT", "EOTSTT", "DCSREAS", "DCTREAS", "DCDECOD", "DCREASCD", "DISCONFL", "COMP")
"""How variables of ADSL begin that say what became of a patient."""
_AFTERWARDS = ("TRT", "DTH", "AVGDD", "CUMDOS", "EOS", "EOT", "DC")
"""How other variables begin that say nothing of a patient before treatment."""
_DURATIONS = {"TRTDURD": "days", "TRTDURM": "months", "TRTDURY": "years"}


def is_subject_level(analysis: Given) -> bool:
    """Whether an analysis counts or measures patients as ADSL has them, all of its set."""
    return analysis["dataset"].seen.upper() == "ADSL" and not analysis["dataSubsetId"].seen


def is_exposure(analysis: Given) -> bool:
    return analysis["variable"].seen.upper() in _DURATIONS and not analysis["dataSubsetId"].seen


def what_of(event: Event, analysis: Given) -> str:
    """What an analysis of patients describes: `baseline`, `disposition`, or neither of them."""
    names = [analysis["variable"].seen.upper()]
    for one in analysis["orderedGroupings"]:
        grouping = event.groupings.get(one["groupingId"].seen)
        if grouping and not is_treatment(grouping):
            names.append(grouping["groupingVariable"].seen.upper())
    if any(name.startswith(_DISPOSITION) for name in names):
        return "disposition"
    return "" if any(name.startswith(_AFTERWARDS) for name in names) else "baseline"


def disposition_rows(results: Results, analyses: list[Given]) -> list[Row]:
    """Rows of `trial.disposition`: the states are the groups, in the file's words."""
    rows: dict[tuple[str, str], Row] = {}
    for analysis in analyses:
        for result in results.of(analysis):
            for column, value, state in _cells(result):
                if not state or column == "value":
                    continue
                row = rows.setdefault(
                    (state, result.arm or ""), {"arm": result.arm or "", "state": state}
                )
                if column not in row:
                    row[column] = value
                    results.placed(result)
    return [row for row in rows.values() if "patients" in row]


def baseline_rows(results: Results, analyses: list[Given]) -> list[Row]:
    """Rows of `trial.baseline`, in the order of the file."""
    rows: dict[tuple[str, str, str], Row] = {}
    for analysis in analyses:
        for result in results.of(analysis):
            for column, value, category in _cells(result):
                named = _characteristic(results.event, result)
                row = rows.setdefault(
                    (named, category, result.arm or ""),
                    {"arm": result.arm or "", "characteristic": named}
                    | ({"category": category} if category else {}),
                )
                if column not in row:
                    row[column] = value
                    results.placed(result)
    return list(rows.values())


def exposure_rows(results: Results, analyses: list[Given]) -> list[Row]:
    """Rows of `safety.exposure`: duration of treatment, with the unit that its variable has."""
    rows: dict[str, Row] = {}
    bounds: dict[str, dict[str, Result]] = {}
    for analysis in analyses:
        unit = _DURATIONS[analysis["variable"].seen.upper()]
        for result in results.of(analysis):
            if result.arm is None or result.groups:
                continue
            row = rows.setdefault(result.arm, {"arm": result.arm})
            key, value = {
                "mean": ("mean_duration", f"{result.text} {unit}"),
                "median": ("median_duration", f"{result.text} {unit}"),
                "non-missing": ("n", result.text),
                "count": ("n", result.text),
            }.get(result.kind, ("", ""))
            if key and key not in row:
                row[key] = value
                results.placed(result)
            elif result.kind in ("minimum", "maximum") and unit == "days":
                bounds.setdefault(result.arm, {}).setdefault(result.kind, result)
    for arm, found in bounds.items():
        if len(found) == 2:
            rows[arm]["duration_range"] = f"{found['minimum'].text} to {found['maximum'].text}"
            results.placed(found["minimum"])
            results.placed(found["maximum"])
    return [row for row in rows.values() if len(row) > 1]


def _cells(result: Result) -> Iterator[tuple[str, str, str]]:
    """Column, value and category of a result; none where a row has no place for it."""
    if result.arm is None:
        return
    category = ", ".join(words for _, words in result.groups)
    of_patients = result.analysis["variable"].seen.upper() in ("USUBJID", "SUBJID")
    if of_patients and result.kind == "count":
        yield "patients", result.text, category
    elif of_patients and result.kind == "percentage" and category:
        yield "percentage", f"{result.text}%", category
    elif not of_patients and result.kind in _STATISTICS and not result.groups:
        yield "value", result.text, result.operation


def _characteristic(event: Event, result: Result) -> str:
    """What the rows are of: the groupings, else the analysis as the contents head it."""
    if result.groups:
        names = [label(grouping) or grouping["groupingVariable"].seen or grouping["id"].seen
                 for grouping, _ in result.groups]  # fmt: skip
        return ", ".join(filter(None, names)) or "group"
    analysis = result.analysis
    if analysis["variable"].seen.upper() in ("USUBJID", "SUBJID"):
        return "number of patients"
    heading = event.headings.get(analysis["id"].seen, "")
    return analysis["label"].seen or heading or analysis["variable"].seen or label(analysis)
