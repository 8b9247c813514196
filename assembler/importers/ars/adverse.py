"""Adverse events of a reporting event -> the overview by arm, and rows by class and term."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from assembler.importers.ars.opening import Condition, conditions
from assembler.importers.ars.results import Result, Results
from assembler.importers.drafted import letters
from assembler.importers.entry import shown
from assembler.importers.given import Given

Row = dict[str, str]
_EMERGENT = ("TRTEMFL", "TREMFL", "TEAEFL")
_CLASS, _TERM = ("AEBODSYS", "AESOC"), ("AEDECOD",)
_RELATED = ("AEREL", "AREL", "RELGR1")
_GRADES = ("AETOXGR", "ATOXGR", "AETOXGRN", "ATOXGRN")
_NOT_RELATED = ("n", "no", "none", "notrelated", "unrelated", "remote", "unlikely", "doubtful",
                "unlikelyrelated")  # fmt: skip
_ACTIONS = {
    "drugwithdrawn": "discontinued",
    "dosereduced": "dose_reduced",
    "druginterrupted": "dose_interrupted",
    "doseinterrupted": "dose_interrupted",
}
_OVERVIEW = {
    frozenset[str](): "any_event",
    **{frozenset((key,)): key for key in (
        "related", "serious", "fatal", "grade_3_or_higher", "discontinued", "dose_reduced",
        "dose_interrupted",
    )},
    **{frozenset(("related", key)): f"related_{key}" for key in (
        "serious", "fatal", "grade_3_or_higher",
    )},
}  # fmt: skip
"""What the events must be -> the column that counts the patients who have one."""
_OF_A_TERM = {
    frozenset[str](): "patients",
    **{frozenset((key,)): key for key in ("related", "serious", "grade_3_or_higher")},
}


@dataclass(slots=True)
class AdverseEvents:
    """What the analyses of adverse events give."""

    overview: dict[str, Row] = field(default_factory=dict)
    """By arm."""
    rows: dict[tuple[str, str, str], Row] = field(default_factory=dict)
    emergent: bool = False
    used: list[Given] = field(default_factory=list)


def is_adverse(analysis: Given) -> bool:
    return analysis["dataset"].seen.upper().startswith("ADAE")


def adverse_events(results: Results, analyses: list[Given]) -> AdverseEvents:
    """The numbers of patients with adverse events.

    Where some analyses are of treatment-emergent events, the others are left out.
    """
    asked = [(one, _asked(results, one)) for one in analyses]
    emergent = any(tests and _is_emergent(tests) for _, tests in asked)
    found = AdverseEvents(emergent=emergent)
    for analysis, tests in asked:
        if tests is None or _is_emergent(tests) != emergent:
            continue
        must = _must_be([test for test in tests if test.variable not in _EMERGENT])
        if must is None:
            continue
        for result in results.of(analysis):
            if _put(found, result, must):
                results.placed(result)
                found.used += [analysis] if analysis not in found.used[-1:] else []
    return found


def _asked(results: Results, analysis: Given) -> tuple[Condition, ...] | None:
    """The tests of an analysis' subset of the data; None where they are not understood."""
    id = analysis["dataSubsetId"].seen
    if not id:
        return ()
    subset = results.event.subsets.get(id)
    if subset is None:
        analysis.of.warn(
            "import.reference-resolves",
            f"the analysis names the data subset '{shown(id)}', which is not in the file",
            "export the reporting event with its data subsets",
            analysis["dataSubsetId"].at,
        )
        return None
    return conditions(subset)


def _is_emergent(tests: Iterable[Condition]) -> bool:
    asked = [t for t in tests if t.variable in _EMERGENT]
    return any(t.comparator in ("EQ", "IN") and t.values == ("Y",) for t in asked)


def _must_be(tests: Iterable[Condition]) -> frozenset[str] | None:
    """What the tests ask of an event; None where one of them is not recognised."""
    said = [_said(test) for test in tests]
    return None if None in said else frozenset(filter(None, said))


def _said(test: Condition) -> str | None:
    name, values = test.variable, tuple(letters(value) for value in test.values)
    equal = test.comparator in ("EQ", "IN") and bool(values)
    if name == "AESER" and equal and values == ("y",):
        return "serious"
    if name in _RELATED and equal and not any(v in _NOT_RELATED or not v for v in values):
        return "related"
    if (name == "AESDTH" and equal and values == ("y",)) or (
        name == "AEOUT" and equal and values == ("fatal",)
    ):
        return "fatal"
    if name == "AEACN" and equal and len(values) == 1:
        return _ACTIONS.get(values[0])
    if name in _GRADES and (
        (test.comparator == "GE" and values == ("3",))
        or (test.comparator == "GT" and values == ("2",))
        or (test.comparator == "IN" and set(values) == {"3", "4", "5"})
    ):
        return "grade_3_or_higher"
    return None


def _put(found: AdverseEvents, result: Result, must: frozenset[str]) -> bool:
    """Whether the result has found its cell."""
    if result.arm is None:
        return False
    if not result.groups:
        column = _OVERVIEW.get(must, "") if _counts_patients(result) else ""
        row = found.overview.setdefault(result.arm, {"arm": result.arm})
        return bool(column) and row.setdefault(column, result.text) == result.text
    names = [grouping["groupingVariable"].seen.upper() for grouping, _ in result.groups]
    words = [said for _, said in result.groups]
    by_term = len(names) == 2 and names[0] in _CLASS and names[1] in _TERM
    column = _column(result, must)
    if not column or not (by_term or (len(names) == 1 and names[0] in _CLASS)):
        return False
    key = (words[0], words[1] if by_term else "", result.arm)
    term = {"preferred_term": key[1]} if key[1] else {}
    row = found.rows.setdefault(key, {"arm": result.arm, "system_organ_class": key[0]} | term)
    value = f"{result.text}%" if column == "percentage" else result.text
    return row.setdefault(column, value) == value


def _column(result: Result, must: frozenset[str]) -> str:
    if _counts_patients(result):
        return _OF_A_TERM.get(must, "")
    plain = not must
    return result.kind if plain and result.kind in ("percentage", "events") else ""


def _counts_patients(result: Result) -> bool:
    return result.kind == "count" and result.analysis["variable"].seen.upper() in (
        "USUBJID",
        "SUBJID",
    )
