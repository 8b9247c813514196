"""What an inspection found in a file: one type for PDF and DOCX, rendered in one place."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

Opened = TypeVar("Opened", contravariant=True)


class Level(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    """An agency or the format's standard refuses it."""
    ADVICE = "advice"
    """Good practice; nobody refuses a file for it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One place that breaks a rule."""

    message: str
    """What was seen there, with the values."""
    page: int | None = None
    """Page of a PDF, from 1."""
    thing: str = ""
    """The object or part: `font Helvetica`, `word/document.xml`, `bookmark 'Contents'`."""
    words: str = ""
    """Of what somebody typed: the whole paragraph."""


@dataclass(frozen=True, slots=True)
class Rule(Generic[Opened]):
    """A rule as data: what it asks, who asks, and the function that judges an opened file."""

    id: str
    """Names the good state: `pdf.fonts-embedded`."""
    asks: str
    """What is asked, one sentence."""
    source: str
    """Who asks: `FDA PDF Specifications`, `ICH M8`, `PDF/UA-1`; ours where nobody does."""
    remedy: str
    """What to do, imperative."""
    judge: Callable[[Opened], Iterable[Seen]]
    level: Level = Level.ERROR


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file."""

    page: int | None = None
    thing: str = ""

    def __str__(self) -> str:
        page = f"page {self.page}" if self.page else ""
        return ", ".join(part for part in (page, self.thing) if part)


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule in one file: what was seen, and every place where the same was seen."""

    file: str
    rule: str
    level: Level
    message: str
    remedy: str
    places: tuple[Place, ...] = ()


_MOST_PLACES = 6
"""The terminal names so many places of one finding, and the number of the others."""
_MOST_MESSAGES = 12
"""So many different messages of one rule are told for one file, and the number of the others."""


def judged(file: str, opened: Opened, rules: Sequence[Rule[Opened]]) -> Iterator[Finding]:
    """What the rules find in an opened file, in the order of the rules."""
    for rule in rules:
        places: dict[str, list[Place]] = {}
        for seen in rule.judge(opened):
            places.setdefault(seen.message, []).append(Place(seen.page, seen.thing))
        for n, (message, where) in enumerate(places.items()):
            if n == _MOST_MESSAGES:
                message, where = f"and {len(places) - n} more of this kind", []
            known = tuple(dict.fromkeys(place for place in where if str(place)))
            yield Finding(file, rule.id, rule.level, message, rule.remedy, known)
            if n == _MOST_MESSAGES:
                break


def as_text(finding: Finding) -> str:
    """The finding as the terminal shows it."""
    lines = [f"{finding.file}: {finding.level} [{finding.rule}]", f"  {finding.message}"]
    lines += [f"  at   {place}" for place in finding.places[:_MOST_PLACES]]
    if len(finding.places) > _MOST_PLACES:
        lines.append(f"       and {len(finding.places) - _MOST_PLACES} more places")
    return "\n".join([*lines, f"  fix  {finding.remedy}"])


def as_json(finding: Finding) -> dict[str, object]:
    """The finding as plain data for `--format json`."""
    return {
        "file": finding.file,
        "rule": finding.rule,
        "level": str(finding.level),
        "message": finding.message,
        "remedy": finding.remedy,
        "places": [{"page": at.page, "object": at.thing or None} for at in finding.places],
    }


def summary(findings: Sequence[Finding]) -> str:
    """One line that counts: `2 errors, 1 advice`; `nothing found` when there are none."""
    errors = sum(finding.level is Level.ERROR for finding in findings)
    advice = len(findings) - errors
    parts = [f"{errors} error{'s' if errors != 1 else ''}"] if errors else []
    parts += [f"{advice} advice"] if advice else []
    return ", ".join(parts) or "nothing found"
