"""The mistakes that authors make most: each is answered with file, line, source line and remedy.

A case is a file: what was typed, and word for word what is said of it.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from assembler.problems import Problem, ProblemsFound, as_text, shortened_line
from assembler.read import read_tree
from assembler.resolve.resolve import resolve
from tests.compose.desk import composed

CASES = Path(__file__).parent / "mistakes"
NAMES = sorted(path.stem for path in CASES.glob("*.yaml"))
LEAKS = re.compile(
    r"\b(?:Jinja|token|print statement|statement block|Traceback|NoneType|tuple|dict|str|int|None"
    r"|object|attribute|exception|argument|positional|keyword|undefined|pydantic|regex)\b",
    re.IGNORECASE,
)


def case(name: str) -> Mapping[str, str]:
    """Title, what was typed (`section`, further files by name), and what is `said`."""
    tree = read_tree(CASES / f"{name}.yaml", root=CASES)
    assert isinstance(tree.value, dict)
    return {key: str(text) for key, text in tree.value.items()}


def answer(typed: Mapping[str, str]) -> str:
    """What is said, as the terminal shows it."""
    files = {name: text for name, text in typed.items() if "/" in name}
    files["report/a.md"] = typed["section"]
    try:
        made = composed(typed["section"], files=files)
        resolve(made.document)
        problems: tuple[Problem, ...] = made.warnings
    except ProblemsFound as found:
        problems = found.problems
    return "".join(f"{as_text(one, line=quoted(one, files))}\n" for one in problems)


def quoted(problem: Problem, files: Mapping[str, str]) -> str | None:
    if problem.at is None:
        return None
    lines = files.get(problem.at.file.removeprefix("templates/"), "").split("\n")
    return shortened_line(lines[problem.at.line - 1]) if problem.at.line <= len(lines) else None


@pytest.mark.parametrize("name", NAMES)
def test_a_mistake_is_answered_word_for_word(name: str) -> None:
    typed = case(name)
    assert answer(typed) == typed["said"]


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_names_the_line_and_no_word_of_programmers(name: str) -> None:
    said = case(name)["said"]
    assert re.match(r"templates/report/\S+:\d+:\d+: (?:error|warning) \[", said)
    assert re.search(r"^  \d+ \| ", said, re.MULTILINE) and "\n  fix  " in said
    assert not LEAKS.search(said), LEAKS.findall(said)


def test_there_are_thirty_cases_at_least() -> None:
    assert len(NAMES) >= 30
