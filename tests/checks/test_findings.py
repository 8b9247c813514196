"""Every finding of every case as it is shown: `findings.txt`, to be read when it changes.

Renew it with `python -m tests.checks.test_findings`, and read the difference before you keep it.
"""

from collections.abc import Iterator
from pathlib import Path

from assembler.checks import IDS, check
from assembler.checks.examples import cases_of, changed
from assembler.problems import Position, as_text

GOLDEN = Path(__file__).parent / "findings.txt"


def shown() -> str:
    """The findings of all cases; a record path stands for its file, with no line."""
    return "\n".join(_shown()) + "\n"


def _shown() -> Iterator[str]:
    for id in IDS:
        for case in cases_of(id):
            yield f"# {id}: {case.title}"
            for problem in check(changed(case), Position):
                yield as_text(problem).replace(":1:1", "")


def test_every_finding_is_shown_as_the_golden_file_has_it() -> None:
    kept = GOLDEN.read_text(encoding="utf-8")
    assert shown() == kept, "run: python -m tests.checks.test_findings"


if __name__ == "__main__":
    GOLDEN.write_text(shown(), encoding="utf-8", newline="\n")
