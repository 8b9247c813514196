"""What is being drafted from one registry record, and the texts of the registry made plain."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from assembler.importers.drafted import Into, Records
from assembler.importers.given import Given, GivenFile
from assembler.importers.ids import Ids, slug
from assembler.problems import Position, Problem, Severity
from assembler.read import Data

_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>~|&^])")
_SMALL = {
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "per", "the", "to",
    "using", "with",
}  # fmt: skip
_LONGEST, _TAIL, _DASHES = 46, 16, 2
_LAST_WORDS = 2
_TIME_UNITS = re.compile(r"(?:minute|hour|day|week|month|year)s?", re.IGNORECASE)
_MOST_NAMED = 3


@dataclass(slots=True)
class Reading:
    """The study of a registry record as it is read into records."""

    of: GivenFile
    study: Given
    document: str
    """Id of the source document."""
    into: Into
    records: Records = field(default_factory=dict)
    origins: dict[str, Position] = field(default_factory=dict)
    _unfit: dict[tuple[str, str], list[Given]] = field(default_factory=dict)

    @property
    def protocol(self) -> Given:
        return self.study["protocolSection"]

    @property
    def results(self) -> Given:
        return self.study["resultsSection"]

    def source(self, place: str) -> dict[str, Data]:
        """A block's source: the section of the registry record, as the registry heads it."""
        return {"document": self.document, "place": place}

    def unfit(self, what: str, remedy: str, at: Given) -> None:
        """Something that no record holds; what is alike is told once."""
        self._unfit.setdefault((what, remedy), []).append(at)

    def note(self, rule: str, message: str, remedy: str, at: Position) -> None:
        self.of.problems.append(Problem(rule, Severity.NOTE, message, remedy, at))

    def told(self) -> tuple[Problem, ...]:
        """The problems of the file, with what no record holds, once for each reason."""
        found = list(self.of.problems)
        for (what, remedy), places in self._unfit.items():
            named = ", ".join(place.place for place in places[:_MOST_NAMED])
            more = f" and {len(places) - _MOST_NAMED} more" if len(places) > _MOST_NAMED else ""
            message = f"{what}: {named}{more}"
            at = places[0].at
            found.append(Problem("import.fits-records", Severity.WARNING, message, remedy, at))
        return tuple(found)


def words(given: Given) -> str | None:
    """The text, taken: entities and the registry's backslashes read. None where there is none."""
    text = given.text()
    return plain(text) if text else None


def plain(text: str) -> str:
    r"""`\>= 18 years` -> `>= 18 years`: the registry escapes what Markdown would read."""
    return _ESCAPED.sub(r"\1", text)


def put(record: dict[str, Data], given: Mapping[str, Given]) -> None:
    """Put the texts that are there under their keys."""
    for key, value in given.items():
        text = words(value)
        if text:
            record[key] = text


def coded(given: Given, terms: Mapping[str, str]) -> str | None:
    """The record's term for a term of the registry; not taken where there is none."""
    term = terms.get(given.seen.upper().replace(" ", "_")) if given else None
    if term is not None:
        given.leave()
    return term


def answer(given: Given) -> str | None:
    """`yes` or `no`, taken."""
    return coded(given, {"TRUE": "yes", "YES": "yes", "FALSE": "no", "NO": "no"})


def short_id(name: str, otherwise: str) -> str:
    """An id from a name: its beginning, and its last words, which tell like names apart.

    `Change From Baseline in Body Weight at Week 52` -> `change-baseline-body-weight-week-52`.
    """
    parts: list[str] = []
    for word in name.split():
        if word.casefold() not in _SMALL:
            parts += [part for part in slug(word).split("-") if part]
    if not parts:
        return otherwise
    if len("-".join(parts)) <= _LONGEST:
        return "-".join(parts)
    last = "-".join(parts[-_LAST_WORDS:])
    last = last if len(last) <= _TAIL else parts[-1][:_TAIL]
    head = ""
    for part in parts:
        if len(head) + len(part) + len(last) + _DASHES > _LONGEST:
            break
        head += f"-{part}" if head else part
    return f"{head}-{last}" if head else last


def time_unit(unit: str) -> str | None:
    """`Days` -> `days`; None of what is no unit of time."""
    return unit.lower() if _TIME_UNITS.fullmatch(unit) else None


class NewIds:
    """Ids of records in one list, each given once, and never the same for two names."""

    def __init__(self, otherwise: str) -> None:
        self._ids, self._otherwise, self._count = Ids(()), otherwise, 0

    def of(self, name: str) -> str:
        self._count += 1
        return self._ids.new(short_id(name, f"{self._otherwise}-{self._count}"))
