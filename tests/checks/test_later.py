"""What a dossier says of the rules of reading, composing and resolving."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from assembler.checks import IDS
from assembler.checks.later import LATER, decided, unused
from assembler.compose.expected import RULE
from assembler.inspect.owed import OWED
from assembler.problems import Position, Problem, Severity
from assembler.records.dossier import DossierPlan
from tests.acceptance.study import Copy

PACKAGE = Path(__file__).resolve().parents[2] / "assembler"
UNUSED = Problem(
    "text.used", Severity.WARNING, "printed nowhere", "name it", Position("study/text/2.5.9.md")
)
PLACED = Problem("reference.cited", Severity.NOTE, "n", "r", path="references.literature.roe")


def plan(**keys: object) -> DossierPlan:
    study = {"id": "study", "title": "Study"}
    return DossierPlan.model_validate({"study": study, "region": "eu", "documents": [], **keys})


def waiver(rule: str, path: str) -> dict[str, str]:
    return {"rule": rule, "path": path, "reason": "kept for later", "name": "A. Writer"}


def test_what_the_dossier_does_not_name_is_as_it_was() -> None:
    assert decided([UNUSED, PLACED], plan()) == [UNUSED, PLACED]


@pytest.mark.parametrize("path", ["study/text/2.5.9.md", "text/2.5.9.md", "2.5.9.md"])
def test_a_waiver_names_the_file_as_it_is_shown_or_its_end(path: str) -> None:
    (note,) = decided([UNUSED], plan(waivers=[waiver("text.used", path)]))
    assert note.severity is Severity.NOTE
    assert note.waived == "A. Writer: kept for later"
    assert note.message == "printed nowhere\nwaived by A. Writer: kept for later"


@pytest.mark.parametrize("path", ["ext/2.5.9.md", "text/2.5.9", "text", "references"])
def test_a_waiver_of_another_file_holds_for_nothing(path: str) -> None:
    dossier = plan(waivers=[waiver("text.used", path)])
    assert decided([UNUSED], dossier) == [UNUSED]
    assert list(unused([UNUSED], dossier)) == [0]


def test_a_waiver_names_a_record_or_a_block_around_it() -> None:
    for path in ("references.literature.roe", "references"):
        dossier = plan(waivers=[waiver("reference.cited", path)])
        assert decided([PLACED], dossier)[0].waived
        assert list(unused([PLACED], dossier)) == []


def test_a_waiver_holds_for_its_rule_only() -> None:
    dossier = plan(waivers=[waiver("shell.used", "text/2.5.9.md")])
    assert decided([UNUSED], dossier) == [UNUSED]
    assert list(unused([UNUSED], dossier)) == [0]


def test_an_error_is_waived_by_nobody() -> None:
    error = Problem("text.used", Severity.ERROR, "m", "r", UNUSED.at)
    dossier = plan(waivers=[waiver("text.used", "text/2.5.9.md")], severities={"text.used": "note"})
    assert decided([error], dossier) == [error]


def test_waivers_of_the_checks_are_judged_there() -> None:
    dossier = plan(waivers=[waiver("timing.final", "efficacy")])
    assert list(unused([], dossier)) == []


def test_a_severity_counts_in_a_draft_and_lowered_in_no_final() -> None:
    lower = plan(severities={"text.used": "note"})
    assert [p.severity for p in decided([UNUSED], lower)] == [Severity.NOTE]
    (kept,) = decided([UNUSED], lower, final=True)
    assert kept.severity is Severity.WARNING
    assert kept.message.endswith("makes it a note, which does not count in a final")
    higher = plan(severities={"text.used": "error"})
    assert [p.severity for p in decided([UNUSED], higher, final=True)] == [Severity.ERROR]
    same = plan(severities={"text.used": "warning"})
    assert decided([UNUSED], same, final=True) == [UNUSED]


def test_a_build_waives_what_reading_finds_and_tells_a_waiver_that_meets_nothing(
    mini: Copy,
) -> None:
    mini.write("study/notes.yaml", "a: b\n")
    (found,) = [p for p in mini.build().problems if p.rule == "study.files"]
    assert found.severity is Severity.WARNING
    mini.append(
        "study/dossier.yaml",
        "waivers:\n"
        "  - {rule: study.files, path: notes.yaml, reason: for later, name: A. Writer}\n"
        "  - {rule: text.used, path: text/9.8.md, reason: for later, name: A. Writer}\n",
    )
    problems = mini.build(documents=()).problems
    (waived,) = [p for p in problems if p.rule == "study.files"]
    assert waived.waived == "A. Writer: for later"
    (idle,) = [p for p in problems if p.rule == "waiver.used"]
    assert idle.path == "dossier.waivers[1]"


def raised(path: Path) -> Iterator[str]:
    """The rules of a module whose problems stop no draft and are no gaps."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = ast.unparse(node.func)
        weighs = [ast.unparse(one) for one in node.args[1:2]]
        first = node.args[0]
        is_problem = name == "Problem" and weighs in (["Severity.WARNING"], ["Severity.NOTE"])
        if (is_problem or name.endswith(".warn")) and isinstance(first, ast.Constant):
            yield str(first.value)


def test_every_rule_that_stops_no_draft_may_be_waived() -> None:
    modules = [PACKAGE / "load.py"]
    modules += [
        path for room in ("read", "compose", "resolve") for path in (PACKAGE / room).rglob("*.py")
    ]
    found = {rule for path in modules for rule in raised(path)}
    found |= {typed.rule for typed in OWED}  # weighed where the files are inspected
    found |= {RULE}  # a gap for which the records have no plan to accept
    assert found == set(LATER), "name it in assembler/checks/later.py, with its good state"
    assert set(LATER).isdisjoint(IDS)
    assert {typed.rule: typed.asks for typed in OWED}.items() <= LATER.items()
