"""Whatever is typed into a file of the study or a template, it is a document or problems."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from assembler.problems import ProblemsFound
from tests.acceptance.study import Copy

PIECES = (
    *"{}[]:'\"&*!|>#%@`<~\\?\t\n",
    *("- ", "---", "...", "&a ", "*a", "<<: *a", "null", "yes", "1e9", "{csv: a.csv}"),
    *("not_reported: [", "{{ ", " }}", "{% ", " %}", "{#", "{{ trial }}", "{{ trial.arms }}"),
    *("{% for a in trial.arms %}", "{% endfor %}", "| and_list", "| total", "author_text('"),
    *(":::", ":::{table} ", "[@", "](#", "](http://", "**", "_", "# ", "\n\n", "    "),
    *("\u00e9", "\u200b", "\u2265", "\U0001f600", "x" * 300),
)
ROUNDS = 100


def mistyped(text: str, chance: random.Random) -> str:
    """The text after a slip or two of a hasty hand."""
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        at, to = chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)
        match chance.randrange(4):
            case 0 | 1:
                text = text[:at] + chance.choice(PIECES) + text[at:]
            case 2:
                text = text[:at] + text[at + chance.randrange(1, 12) :]
            case _:
                text = text[:at] + text[to : to + chance.randrange(1, 40)] + text[at:]
    return text


def slips(copy: Copy, chance: random.Random) -> Iterator[str]:
    """Mistypes one file after the other, and puts each back."""
    paths = [*copy.study.glob("*.yaml"), *copy.templates.rglob("*.md")]
    paths += copy.templates.rglob("*.yaml")
    for _ in range(ROUNDS):
        path = chance.choice(sorted(paths))
        right = path.read_text(encoding="utf-8")
        wrong = mistyped(right, chance)
        path.write_text(wrong, encoding="utf-8", newline="\n")
        yield f"{path.relative_to(copy.root).as_posix()}:\n{wrong}"
        path.write_text(right, encoding="utf-8", newline="\n")


@pytest.mark.slow
def test_any_slip_gives_a_document_or_problems_with_remedies(tmp_path: Path) -> None:
    copy = Copy.of_mini(tmp_path / "copy")
    outcomes = [0, 0]
    for typed in slips(copy, random.Random(4711)):  # noqa: S311 - slips, no secrets
        try:
            copy.document()
            outcomes[0] += 1
        except ProblemsFound as found:
            outcomes[1] += 1
            assert found.problems, typed
            for problem in found.problems:
                assert problem.at is not None and problem.message and problem.remedy, typed
    assert min(outcomes) > 10
