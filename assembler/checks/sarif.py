"""Problems as SARIF 2.1.0, the OASIS format that editors and code hosts show beside the lines."""

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from assembler import __version__
from assembler.checks import EVERY_RULE, Rule
from assembler.checks.later import LATER
from assembler.problems import Position, Problem, Severity

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.GAP: "warning",
    Severity.NOTE: "note",
}
"""SARIF knows no gaps; the severity itself stands under `properties`."""


def sarif(problems: Sequence[Problem]) -> dict[str, object]:
    """The problems as one run of a SARIF log, with every rule and its help.

    Lines and columns are counted from 1, columns in code points. What is waived is suppressed,
    with who waived it and why as the justification.
    """
    known = {rule.id: _described(rule) for rule in EVERY_RULE}
    for problem in problems:
        known.setdefault(problem.rule, _named(problem.rule))
    places = {id: index for index, id in enumerate(known)}
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "assembler",
                        "semanticVersion": __version__,
                        "rules": list(known.values()),
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(problem, places[problem.rule]) for problem in problems],
            }
        ],
    }


def _described(rule: Rule[...]) -> dict[str, object]:
    examples = f"Examples: assembler explain {rule.id}"
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.good_state},
        "fullDescription": {"text": " ".join(rule.why.split())},
        "help": {"text": f"{rule.good_state}\n\n{rule.why}\n\n{examples}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"severity": str(rule.severity)},
    }


def _named(id: str) -> dict[str, object]:
    """A rule of reading or of another stage, whose problems say themselves what to do."""
    said = LATER.get(id, "What a study's files have to be like to be read.")
    return {"id": id, "shortDescription": {"text": said}, "help": {"text": said}}


def _result(problem: Problem, place: int) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": problem.rule,
        "ruleIndex": place,
        "level": _LEVELS[problem.severity],
        "message": {"text": f"{problem.message}\n{problem.remedy}"},
        "locations": [_location(problem.at, problem.path)] if problem.at or problem.path else [],
        "properties": {"severity": str(problem.severity), "remedy": problem.remedy},
    }
    if problem.also:
        result["relatedLocations"] = list(_related(problem.also))
    if problem.waived:
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": problem.waived}
        ]
    return result


def _related(also: Iterable[Position]) -> Iterable[dict[str, object]]:
    for number, at in enumerate(also, start=1):
        yield {"id": number, **_location(at, None), "message": {"text": "compared with this"}}


def _location(at: Position | None, path: str | None) -> dict[str, object]:
    location: dict[str, object] = {}
    if at is not None:
        location["physicalLocation"] = {
            "artifactLocation": {"uri": quote(at.file, safe="/:~")},
            "region": {"startLine": at.line, "startColumn": at.column},
        }
    if path is not None:
        location["logicalLocations"] = [{"fullyQualifiedName": path, "kind": "member"}]
    return location
