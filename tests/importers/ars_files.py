"""A small invented reporting event after the Analysis Results Standard, version 1.0."""

import json
from pathlib import Path
from typing import Any, TypeAlias

from assembler.importers.ars import read_ars
from assembler.importers.drafted import ArmOfStudy, Drafted, Into
from assembler.load import load
from assembler.records import Dossier

Json: TypeAlias = Any
"""Plain JSON of somebody else; the tests put into it what they like."""

TRIAL: Json = {
    "id": "pain",
    "arms": [
        {"id": "placebo", "label": "Placebo", "treatment": "placebo", "kind": "placebo-comparator"},
        {"id": "verum", "label": "Exampline", "treatment": "exampline"},
    ],
    "endpoints": [{"id": "os", "role": "primary", "variable": "overall survival"}],
}
CONDITIONS = {
    "emergent": ("TRTEMFL", "EQ", "Y"),
    "serious": ("AESER", "EQ", "Y"),
    "related": ("AEREL", "IN", "POSSIBLE", "PROBABLE"),
    "off": ("AEACN", "EQ", "DRUG WITHDRAWN"),
    "modified": ("AEACN", "IN", "DOSE REDUCED", "DRUG INTERRUPTED"),
    "grade": ("AETOXGR", "GE", "3"),
    "two": ("TRT01A", "IN", "Placebo", "Exampline"),
}


def condition(variable: str, comparator: str, *values: str) -> Json:
    test = {"variable": variable, "comparator": comparator, "value": list(values)}
    return {"level": 1, "order": 1, "condition": {"dataset": "ADAE", **test}}


def both(*names: str) -> Json:
    """A subset of events with all these properties."""
    clauses = [condition(*CONDITIONS[name]) for name in names]
    expression = {"logicalOperator": "AND", "whereClauses": clauses}
    return {"id": "+".join(names), "name": "events", "compoundExpression": expression}


def grouping(id: str, variable: str, label: str, **groups: str) -> Json:
    named = [
        {"id": key, "name": words, **condition(variable, "EQ", words)}
        for key, words in groups.items()
    ]
    return {"id": id, "name": label, "groupingVariable": variable, "groups": named}


def method(id: str, **operations: str) -> Json:
    listed = [{"id": f"{id}_{key}", "name": words} for key, words in operations.items()]
    return {"id": id, "name": f"method {id}", "operations": listed}


def result(operation: str, formatted: str, *groups: str, raw: str = "") -> Json:
    """A cell; a group is `GROUPING=GROUP`, or `GROUPING:a value of the data`."""
    of: list[Json] = []
    for one in groups:
        name, sign, value = one.partition("=") if "=" in one else one.partition(":")
        of.append({"groupingId": name, "groupId" if sign == "=" else "groupValue": value})
    exact = {"rawValue": raw} if raw else {}
    return {"operationId": operation, "resultGroups": of, "formattedValue": formatted, **exact}


def analysis(id: str, method: str, *results: Json, **keys: str) -> Json:
    usual = {
        "dataset": "ADSL",
        "variable": "USUBJID",
        "analysisSetId": "SAF",
        "name": f"About {id}",
    }
    return {"id": id, "methodId": method, **usual, **keys, "results": list(results),
            "orderedGroupings": [{"order": 1, "groupingId": "TRT"}]}  # fmt: skip


def arms(operation: str, placebo: str, verum: str, *groups: str) -> list[Json]:
    return [
        result(operation, placebo, "TRT=P", *groups),
        result(operation, verum, "TRT=E", *groups),
    ]


def subjects() -> list[Json]:
    return [
        analysis("AN_N", "N", *arms("N_n", "N = 86", "(N=84)")),
        analysis("AN_SEX", "CAT", *arms("CAT_n", "33", "34", "SEX=M"),
                 *arms("CAT_pct", "( 38.4)", "40.0%", "SEX=M")),
        analysis("AN_AGE", "CONT", result("CONT_mean", "75.2", "TRT=P", raw="75.2093"),
                 result("CONT_sd", "( 8.59)", "TRT=P", raw="8.5901671"), variable="AGE"),
        analysis("AN_AGEP", "TEST", result("TEST_p", "0.5934", "TRT:"), variable="AGE"),
        analysis("AN_DUR", "CONT", *arms("CONT_mean", "149.1", "99.20"),
                 *arms("CONT_min", "1", "2"), *arms("CONT_max", "212", "210"), variable="TRTDURD"),
    ]  # fmt: skip


def events() -> list[Json]:
    of = {"dataset": "ADAE"}
    heart = "SOC:CARDIAC DISORDERS"
    return [
        analysis("AE_ANY", "CAT", *arms("CAT_n", "65", "70"), dataSubsetId="emergent", **of),
        analysis("AE_SER", "CAT", *arms("CAT_n", "0", "2"), dataSubsetId="emergent+serious", **of),
        analysis("AE_RS", "CAT", *arms("CAT_n", "0", "1"),
                 dataSubsetId="emergent+related+serious", **of),
        analysis("AE_OFF", "CAT", *arms("CAT_n", "8", "40"), dataSubsetId="emergent+off", **of),
        analysis("AE_MOD", "CAT", *arms("CAT_n", "5", "6"), dataSubsetId="emergent+modified", **of),
        analysis("AE_SOC", "CAT", *arms("CAT_n", "12", "13", heart),
                 *arms("CAT_pct", "( 14.0)", "(15.5)", heart), dataSubsetId="emergent", **of),
        analysis("AE_PT", "CAT", *arms("CAT_n", "2", "3", heart, "PT:ATRIAL FLUTTER"),
                 result("CAT_n", "5", "TRT=T", heart, "PT:ATRIAL FLUTTER"),
                 dataSubsetId="emergent", **of),
        analysis("AE_PTG", "CAT", *arms("CAT_n", "0", "1", heart, "PT:ATRIAL FLUTTER"),
                 dataSubsetId="emergent+grade", **of),
    ]  # fmt: skip


def survival() -> Json:
    return analysis("TTE_OS", "COX", result("COX_hr", "0.40", "TRT=E", raw="0.4004"),
                    result("COX_lo", "0.30", "TRT=E"), result("COX_hi", "0.53", "TRT=E"),
                    result("COX_p", "<.0001", "TRT=E", raw="0.00001"),
                    *arms("COX_n", "86", "84"), dataset="ADTTE", variable="AVAL",
                    label="Overall survival")  # fmt: skip


def event() -> Json:
    subsets = ("emergent", "emergent+serious", "emergent+related+serious", "emergent+off",
               "emergent+modified", "emergent+grade")  # fmt: skip
    return {
        "id": "EX1",
        "name": "Tables of the pain trial",
        "version": 1,
        "mainListOfContents": {"contentsList": {"listItems": [
            {"name": "Table 1", "outputId": "O1", "sublist": {"listItems": [
                {"name": "Age, years", "sublist": {"listItems": [
                    {"name": "By treatment", "analysisId": "AN_AGE"}]}}]}}]}},
        "analysisSets": [{"id": "SAF", "label": "Safety", **condition("SAFFL", "EQ", "Y")}],
        "dataSubsets": [both(*name.split("+")) for name in subsets],
        "analysisGroupings": [
            grouping("TRT", "TRT01A", "Treatment", P="Placebo", E="Exampline", T="Total"),
            grouping("SEX", "SEX", "Sex", M="Male", F="Female"),
            {"id": "SOC", "name": "Class", "dataDriven": True, "groupingVariable": "AESOC"},
            {"id": "PT", "name": "Term", "dataDriven": True, "groupingVariable": "AEDECOD"},
        ],
        "methods": [
            method("N", n="Count of subjects"),
            method("CAT", n="Count of subjects", pct="Percent of subjects"),
            method("CONT", n="Count of non-missing values", mean="Mean", sd="Standard deviation",
                   min="Minimum", max="Maximum"),
            method("TEST", p="P-value"),
            method("COX", n="Count of subjects", hr="Hazard ratio", p="P-value",
                   lo="Lower 95% confidence limit", hi="Upper 95% confidence limit"),
        ],
        "analyses": [*subjects(), *events(), survival()],
    }  # fmt: skip


def study(folder: Path, trial: Json = TRIAL) -> Into:
    listed = trial.get("arms", [])
    known = tuple(ArmOfStudy(a["id"], a["label"], a["treatment"]) for a in listed)
    return Into(folder, {"trial": trial}, known, {})


def drafted(folder: Path, given: Json, into: Into | None = None) -> Drafted:
    """What the import of this reporting event gives."""
    file = folder / "event.json"
    text = given if isinstance(given, str) else json.dumps(given, indent=1)
    file.write_text(text, encoding="utf-8")
    return read_ars([file], into or study(folder))


def dossier_of(folder: Path, draft: Drafted, trial: Json = TRIAL) -> Dossier:
    """A study with what was drafted, loaded: so the records are sound."""
    home = folder / "study"
    home.mkdir(exist_ok=True)
    records: Json = {
        "dossier": {"study": {"id": "pain", "title": "Pain"}, "region": "eu", "documents": []},
        "product": {"inn": "exampline"},
        "disease": {"name": "pain"},
        "efficacy": {},
        "safety": {},
        **draft.records,
    }
    records["trial"] = {**trial, **draft.records.get("trial", {})}
    for name, record in records.items():
        (home / f"{name}.json").write_text(json.dumps(record), encoding="utf-8")
    for grid in draft.grids:
        lines = [",".join(grid.columns)]
        lines += [",".join(f'"{row.get(c, "")}"' for c in grid.columns) for row in grid.rows]
        (home / grid.name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load(home).dossier
