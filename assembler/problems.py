"""What is wrong, where, and what to do: one type for every stage, rendered in one place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum

_MOST_SHOWN = 60
_LONGEST_LINE = 100


class Severity(StrEnum):
    """How much a problem stops.

    An error never builds. A warning or a gap: a draft builds and says so, a final does not.
    A note never blocks.
    """

    ERROR = "error"
    WARNING = "warning"
    GAP = "gap"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file; `file` as the user would type it, line and column 1-based."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: what was seen, where, and what to do about it."""

    rule: str
    """Stable id that names the good state: `estimate.inside-interval`."""
    severity: Severity
    message: str
    """What was found, with the values."""
    remedy: str
    """What to do, imperative, never empty."""
    at: Position | None = None
    path: str | None = None
    """Record path: `efficacy.analyses.pfs-pnet-local.comparison.hazard_ratio`."""
    also: tuple[Position, ...] = ()
    """The other places, when two disagree."""
    waived: str | None = None
    """Who let it pass and why: `A. Writer: agreed with the agency`. The message says it as well."""


class ProblemsFound(Exception):
    """Raised where a stage cannot hand on a value: carries every problem that it found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(f"{len(self.problems)} problem(s)")


def error(
    rule: str,
    message: str,
    remedy: str,
    *,
    at: Position | None = None,
    path: str | None = None,
    also: tuple[Position, ...] = (),
) -> Problem:
    """A problem of severity error."""
    return Problem(rule, Severity.ERROR, message, remedy, at, path, also)


def refused(
    rule: str,
    message: str,
    remedy: str,
    *,
    at: Position | None = None,
    path: str | None = None,
    also: tuple[Position, ...] = (),
) -> ProblemsFound:
    """One error, to be raised."""
    return ProblemsFound([error(rule, message, remedy, at=at, path=path, also=also)])


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The known name that a misspelt one most likely meant, or None."""
    known = list(names)
    same = next((one for one in known if one.casefold() == name.casefold()), None)
    matches = [same] if same else get_close_matches(name, known, n=1, cutoff=0.6)
    return matches[0] if matches else None


def did_you_mean(name: str, names: Iterable[str], *, otherwise: str) -> str:
    """The remedy for a name that is not known: the nearest one that is, else `otherwise`."""
    near = nearest(name, names)
    return f"did you mean '{near}'?" if near else otherwise


def shortened(words: str) -> str:
    """What a message shows of a value: sixty letters at most."""
    return words if len(words) <= _MOST_SHOWN else f"{words[: _MOST_SHOWN - 1]}…"


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """The problems by file, line, column, rule: the same order on every run, each once.

    The same words about the same place are one problem: a YAML alias repeats what was typed
    once under many record paths, and several documents print one value. The first path is named,
    and every second place.
    """
    unplaced = Position("~", 0, 0)  # after every file name
    found = sorted(
        dict.fromkeys(problems), key=lambda p: (p.at or unplaced, p.rule, p.path or "", p.message)
    )
    once: dict[object, Problem] = {}
    for problem in found:
        key = replace(problem, path=None, also=()) if problem.at else problem
        first = once.setdefault(key, problem)
        if first.also != problem.also:
            also = tuple(dict.fromkeys((*first.also, *problem.also)))
            once[key] = replace(first, also=also)
    return list(once.values())


def shortened_line(line: str) -> str:
    """What a report shows of a line of a file: a hundred letters at most, no blanks around."""
    line = line.strip()
    return line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1]}…"


def as_text(problem: Problem, *, line: str | None = None) -> str:
    """The problem as the terminal shows it: position, rule, the `line` of the file that it is
    about, values seen, path, remedy."""
    place = f"{problem.at}: " if problem.at else ""
    lines = [f"{place}{problem.severity} [{problem.rule}]"]
    if line and problem.at:
        lines.append(f"  {problem.at.line} | {line}")
    lines += [f"  {line}" for line in problem.message.splitlines()]
    if problem.path:
        lines.append(f"  at   {problem.path}")
    lines += [f"  also {place}" for place in problem.also]
    remedy = problem.remedy.splitlines()
    lines.append(f"  fix  {remedy[0]}")
    lines += [f"       {line}" for line in remedy[1:]]
    return "\n".join(lines)


def as_json(problem: Problem) -> dict[str, object]:
    """The problem as plain data for `--format json`."""
    said: dict[str, object] = {
        "rule": problem.rule,
        "severity": str(problem.severity),
        "message": problem.message,
        "remedy": problem.remedy,
        "at": position_json(problem.at) if problem.at else None,
        "path": problem.path,
        "also": [position_json(at) for at in problem.also],
    }
    if problem.waived:
        said["waived"] = problem.waived
    return said


def position_json(at: Position) -> dict[str, object]:
    """The place as plain data."""
    return {"file": at.file, "line": at.line, "column": at.column}


def report_json(problems: Sequence[Problem]) -> dict[str, object]:
    """A whole report for `--format json`: `counts` by severity, zeros too, then `problems`."""
    counts = {str(severity): n for severity, n in _counts(problems).items()}
    return {"counts": counts, "problems": [as_json(problem) for problem in problems]}


def summary(problems: Sequence[Problem]) -> str:
    """One line that counts: `2 errors, 1 gap`; `no problems` when there are none."""
    counts = _counts(problems)
    parts = [f"{n} {s}{'s' if n != 1 else ''}" for s, n in counts.items() if n]
    return ", ".join(parts) or "no problems"


def _counts(problems: Sequence[Problem]) -> dict[Severity, int]:
    return {s: sum(p.severity is s for p in problems) for s in Severity}
