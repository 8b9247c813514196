"""Turns every comparison of the checks round, one at a time, and says which no test notices.

`python dev/turn_rules.py [MODULE...]`, in a checkout, by hand: it takes some minutes. A turned
comparison (`<` becomes `>=`, `==` becomes `!=`, `in` becomes `not in`) is tried on every case file,
every mistyped and every odd study of tests/checks; where those see nothing, the tests of
tests/checks are run on a copy of the package. What survives both is printed, with its line.
"""

import ast
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
CHECKS = ROOT / "assembler" / "checks"
NOT_RULES = {"examples", "explain", "page", "sarif"}
"""Modules that judge no record."""
COPIED = ("assembler", "tests", "examples", "templates", "schemas", "docs", "pyproject.toml")

sys.path.insert(0, str(ROOT))

TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}

Findings = set[tuple[str, ...]]


class Study(NamedTuple):
    """A study, the rule that it was made for, and what is found in it today."""

    rule: str
    dossier: object
    whole: bool
    """Whether a test looks at the words of its findings too."""
    found: Findings


Expected = list[Study]


class Turn(NamedTuple):
    """A comparison turned round: where it stands, and the module with it."""

    module: str
    line: int
    was: str
    source: str


def turns(path: Path) -> Iterator[Turn]:
    """Each comparison of a module turned round, one at a time."""
    text = path.read_text(encoding="utf-8")
    number = sum(len(c.ops) for c in comparisons(ast.parse(text)))
    for wanted in range(number):
        tree = ast.parse(text)
        pairs = [(one, place) for one in comparisons(tree) for place in range(len(one.ops))]
        one, place = pairs[wanted]
        was = ast.unparse(one)
        one.ops[place] = TURNED[type(one.ops[place])]()
        yield Turn(path.stem, one.lineno, was, ast.unparse(tree))


def comparisons(tree: ast.AST) -> list[ast.Compare]:
    """The comparisons of a module in their order."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Compare)]
    return sorted(found, key=lambda node: (node.lineno, node.col_offset))


def studies() -> Expected:
    """Every study that the tests of the checks change, and what is found in it today."""
    from assembler.checks import IDS, check
    from assembler.checks.examples import cases_of, changed, study_data
    from assembler.load import load
    from assembler.problems import ProblemsFound
    from assembler.records import Dossier
    from tests.checks.corrupted import STUDIES, changed_copy, slips

    dossiers: list[tuple[str, object, bool]] = [
        ("", Dossier.model_validate(study_data()), False),
        *((id, changed(case), True) for id in IDS for case in cases_of(id)),
        *(("", load(path).dossier, False) for path in STUDIES.values()),
    ]
    for slip in (*slips("slips.yaml"), *slips("odd.yaml")):
        with tempfile.TemporaryDirectory() as folder:
            try:
                dossiers.append((slip.rule, load(changed_copy(slip, Path(folder))).dossier, False))
            except ProblemsFound:
                continue  # no dossier: the tests themselves look at it
    return [Study(rule, one, whole, found(check, one, whole)) for rule, one, whole in dossiers]


def nearest_first(expected: Expected, source: str) -> Expected:
    """The studies that were made for the rules of a module before the others."""
    return sorted(expected, key=lambda one: not one.rule or f"'{one.rule}'" not in source)


def found(check: object, dossier: object, whole: bool) -> Findings:
    """What a check finds in a dossier, as the tests look at it."""
    from assembler.problems import Position, as_text

    problems = check(dossier, Position)  # type: ignore[operator]
    if whole:
        return {(as_text(problem),) for problem in problems}
    return {(p.rule, p.path or "", str(p.severity)) for p in problems}


def is_seen(turn: Turn, expected: Expected) -> bool:
    """Whether a study of the tests tells the turned module; tried in a child process."""
    child = os.fork()
    if child == 0:
        os._exit(_tried(turn, expected))
    return os.waitpid(child, 0)[1] != 0


def _tried(turn: Turn, expected: Expected) -> int:
    """1 where something differs or breaks, which a test would see as well."""
    try:
        for name in [name for name in sys.modules if name.startswith("assembler.checks")]:
            del sys.modules[name]
        package = f"assembler.checks.{turn.module}".removesuffix(".__init__")
        sys.meta_path.insert(0, _Turned(package, turn.source))
        check = import_module("assembler.checks").check
        near = nearest_first(expected, turn.source)
        return int(any(found(check, one.dossier, one.whole) != one.found for one in near))
    except Exception:  # noqa: BLE001 - whatever breaks is seen
        return 1


class _Turned:
    """Finds one module, with a source of its own."""

    def __init__(self, name: str, source: str) -> None:
        self.name, self.source = name, source

    def find_spec(self, name: str, path: object = None, target: object = None) -> object:
        if name != self.name:
            return None
        from importlib.util import spec_from_loader

        is_package = name == "assembler.checks"
        spec = spec_from_loader(name, self, is_package=is_package)  # type: ignore[arg-type]
        if spec is not None and is_package:
            spec.submodule_search_locations = [str(CHECKS)]
        return spec

    def create_module(self, spec: object) -> None:
        return None

    def exec_module(self, module: object) -> None:
        exec(compile(self.source, self.name, "exec"), vars(module))  # noqa: S102


def is_seen_by_tests(turn: Turn, copy: Path) -> bool:
    """Whether the tests of the checks fail on a copy of the package with the turned module."""
    path = copy / "assembler" / "checks" / f"{turn.module}.py"
    before = path.read_text(encoding="utf-8")
    path.write_text(turn.source, encoding="utf-8")
    try:
        return not passes(copy)
    finally:
        path.write_text(before, encoding="utf-8")


def passes(copy: Path) -> bool:
    """Whether the tests of the checks pass on a copy of the package."""
    command = [sys.executable, "-m", "pytest", "tests/checks", "-x", "-q", "-p", "no:cacheprovider"]
    command += ["--deselect", "tests/checks/test_explain.py::test_the_page_of_rules_is_fresh"]
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, check=False)
    return done.returncode == 0


def main(wanted: list[str]) -> int:
    """Turn the comparisons of the modules named, or of all; 1 where some survive."""
    paths = [p for p in sorted(CHECKS.glob("*.py")) if p.stem not in NOT_RULES]
    paths = [p for p in paths if not wanted or p.stem in wanted]
    expected = studies()
    print(f"{len(expected)} studies")
    every = [turn for path in paths for turn in turns(path)]
    unseen: list[Turn] = []
    for number, turn in enumerate(every, start=1):
        if not is_seen(turn, expected):
            unseen.append(turn)
            print(f"{number}/{len(every)} {turn.module}:{turn.line}: {turn.was}", flush=True)
    print(f"{len(every)} comparisons turned, {len(every) - len(unseen)} told by a study")
    survivors: list[Turn] = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, copy / name)
        if unseen and not passes(copy):
            sys.exit("the tests of the checks fail as they are")
        for turn in unseen:
            if not is_seen_by_tests(turn, copy):
                survivors.append(turn)
                print(f"assembler/checks/{turn.module}.py:{turn.line}: {turn.was}", flush=True)
    print(f"{len(survivors)} of {len(every)} survive")
    return int(bool(survivors))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
