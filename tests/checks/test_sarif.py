"""SARIF 2.1.0: the parts that we write, held against what the standard asks of them."""

import json
from pathlib import Path

import jsonschema
import pytest

from assembler.checks import IDS
from assembler.checks.sarif import sarif
from assembler.checks.study import check_study
from assembler.problems import Position, Problem, Severity
from tests.acceptance.command import InProcess
from tests.places import CABINET

TEXT = {
    "type": "object",
    "properties": {"text": {"type": "string", "minLength": 1}},
    "required": ["text"],
    "additionalProperties": False,
}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
PLACE = {
    "type": "object",
    "properties": {
        "id": {"type": "integer", "minimum": 0},
        "message": TEXT,
        "physicalLocation": {
            "type": "object",
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "properties": {"uri": {"type": "string", "pattern": r"^[!-~]+$"}},
                    "required": ["uri"],
                    "additionalProperties": False,
                },
                "region": {
                    "type": "object",
                    "properties": {
                        "startLine": {"type": "integer", "minimum": 1},
                        "startColumn": {"type": "integer", "minimum": 1},
                    },
                    "required": ["startLine", "startColumn"],
                    "additionalProperties": False,
                },
            },
            "required": ["artifactLocation", "region"],
            "additionalProperties": False,
        },
        "logicalLocations": {"type": "array", "uniqueItems": True},
    },
    "additionalProperties": False,
}
RULE = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "shortDescription": TEXT,
        "fullDescription": TEXT,
        "help": TEXT,
        "defaultConfiguration": {
            "type": "object",
            "properties": {"level": LEVEL},
            "additionalProperties": False,
        },
        "properties": {"type": "object"},
    },
    "required": ["id", "shortDescription", "help"],
    "additionalProperties": False,
}
RESULT = {
    "type": "object",
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": LEVEL,
        "message": TEXT,
        "locations": {"type": "array", "items": PLACE, "maxItems": 1},
        "relatedLocations": {"type": "array", "items": PLACE, "uniqueItems": True},
        "suppressions": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "kind": {"enum": ["inSource", "external"]},
                    "status": {"enum": ["accepted", "underReview", "rejected"]},
                    "justification": {"type": "string"},
                },
                "required": ["kind"],
                "additionalProperties": False,
            },
        },
        "properties": {"type": "object"},
    },
    "required": ["ruleId", "ruleIndex", "level", "message", "locations"],
    "additionalProperties": False,
}
LOG = {
    "type": "object",
    "properties": {
        "$schema": {"type": "string"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": {
                "type": "object",
                "properties": {
                    "tool": {
                        "type": "object",
                        "properties": {
                            "driver": {
                                "type": "object",
                                "properties": {
                                    "name": {"type": "string"},
                                    "semanticVersion": {"type": "string"},
                                    "rules": {"type": "array", "items": RULE, "uniqueItems": True},
                                },
                                "required": ["name", "rules"],
                                "additionalProperties": False,
                            }
                        },
                        "required": ["driver"],
                        "additionalProperties": False,
                    },
                    "columnKind": {"const": "unicodeCodePoints"},
                    "results": {"type": "array", "items": RESULT},
                },
                "required": ["tool", "results"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["version", "runs"],
    "additionalProperties": False,
}
ODD = [
    Problem("yaml.mapping", Severity.ERROR, "m", "r", Position("a study/ü.yaml", 3, 4)),
    Problem("x.waived", Severity.NOTE, "m", "r", path="a.b", waived="A. B.: seen"),
    Problem("x.placeless", Severity.GAP, "m", "r", also=(Position("x", 1), Position("y", 2))),
]


@pytest.fixture(scope="module")
def problems() -> list[Problem]:
    return [*check_study(CABINET), *ODD]


def run_of(problems: list[Problem]) -> dict[str, list[dict[str, object]]]:
    log: object = json.loads(json.dumps(sarif(problems)))
    jsonschema.validate(log, LOG)
    assert isinstance(log, dict)
    run = log["runs"][0]
    return {"rules": run["tool"]["driver"]["rules"], "results": run["results"]}


def test_a_log_has_the_structure_of_the_standard(problems: list[Problem]) -> None:
    assert len(run_of(problems)["results"]) == len(problems)
    assert run_of([])["results"] == []


def test_every_rule_has_its_help_and_every_result_its_rule(problems: list[Problem]) -> None:
    run = run_of(problems)
    ids = [str(rule["id"]) for rule in run["rules"]]
    assert set(IDS) <= set(ids) and len(ids) == len(set(ids))
    for result, problem in zip(run["results"], problems, strict=True):
        place = result["ruleIndex"]
        assert isinstance(place, int) and ids[place] == result["ruleId"] == problem.rule


def test_levels_are_those_of_the_problems(problems: list[Problem]) -> None:
    levels = {"error": "error", "warning": "warning", "gap": "warning", "note": "note"}
    for result, problem in zip(run_of(problems)["results"], problems, strict=True):
        assert result["level"] == levels[problem.severity]
        assert result["properties"] == {
            "severity": str(problem.severity),
            "remedy": problem.remedy,
        }


def test_places_are_those_of_the_problems() -> None:
    placed, waived, placeless = run_of(ODD)["results"]
    assert placed["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "a%20study/%C3%BC.yaml"},
                "region": {"startLine": 3, "startColumn": 4},
            }
        }
    ]
    assert waived["locations"] == [
        {"logicalLocations": [{"fullyQualifiedName": "a.b", "kind": "member"}]}
    ]
    assert waived["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "A. B.: seen"}
    ]
    assert placeless["locations"] == []
    related = placeless["relatedLocations"]
    assert isinstance(related, list) and [place["id"] for place in related] == [1, 2]


def test_the_command_prints_it(command: InProcess) -> None:
    ended = command("check", CABINET, "--format", "sarif")
    assert ended.code == 0 and ended.err == ""
    log = json.loads(ended.out)
    jsonschema.validate(log, LOG)
    assert len(log["runs"][0]["results"]) == len(check_study(CABINET))


def test_strict_stops_for_warnings_too(command: InProcess) -> None:
    assert command("check", CABINET, "--format", "json").code == 0
    assert command("check", CABINET, "--strict", "--format", "json").code == 1
    assert Path(CABINET).is_dir()
