"""One entry of somebody's file on its way to a record: what was taken, and what had no home."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from assembler.problems import Position, Problem, Severity, error
from assembler.read import Data, text_problem
from assembler.read.text import shown

__all__ = ["Draft", "Drafting", "Person", "Tag", "shown"]

_DOI_ADDRESS = re.compile(r"^(?:https?://(?:dx\.|www\.)?doi\.org/|doi:)\s*", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\n]+")
_FALLBACK = ("webpage", "report")
"""Types of an entry that names none of ours: with an address, and without."""
_IDENTIFYING = ("title", "author", "doi", "pmid", "url")
_EXPECTED = {
    "article-journal": ("author", "title", "container_title", "issued"),
    "chapter": ("author", "title", "container_title", "issued"),
    "paper-conference": ("author", "title", "issued"),
    "webpage": ("title", "url", "accessed"),
}
_EXPECTED_OF_OTHERS = ("author", "title", "issued")


@dataclass(frozen=True, slots=True)
class Tag:
    """A field as the file has it: its name there, its text, its line."""

    name: str
    text: str
    line: int


def close(tags: list[Tag], parts: list[str]) -> None:
    """Give the last tag its text: the lines up to the next tag."""
    if tags:
        last = tags[-1]
        tags[-1] = Tag(last.name, " ".join(part for part in parts if part), last.line)


@dataclass(frozen=True, slots=True)
class Person:
    """A name: family and given, or one literal; `others` stands for `et al.`."""

    family: str = ""
    given: str = ""
    literal: str = ""
    others: bool = False

    def record(self) -> dict[str, Data]:
        """As `author` of a reference holds it."""
        parts = {"family": self.family, "given": self.given, "literal": self.literal}
        return {key: text for key, text in parts.items() if text}


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry as a reference, before it has an id."""

    file: str
    line: int
    place: str
    """Where it stands in the file, in words that survive a new export: `entry smith2020`."""
    key: str | None
    """The file's own key."""
    record: dict[str, Data]
    lines: dict[str, int]
    """Key of the record -> line of the file."""
    lost: tuple[Tag, ...]
    missing: tuple[str, ...]
    """Keys that a reference of this type mostly has."""
    problems: tuple[Problem, ...]

    @property
    def at(self) -> Position:
        return Position(self.file, self.line)


@dataclass(slots=True)
class Drafting:
    """Collects what one entry gives."""

    file: str
    line: int
    place: str
    key: str | None = None
    record: dict[str, Data] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    lost: list[Tag] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def give(self, key: str, tag: Tag, text: str | None = None) -> None:
        """Take the tag as `key`. What comes second and says something else has no home."""
        words = _BLANKS.sub(" ", tag.text if text is None else text).strip(" ")
        if not words.strip():
            return
        if key not in self.record:
            self.record[key], self.lines[key] = words, tag.line
        elif self.record[key] != words:
            self.lose(tag)

    def give_doi(self, tag: Tag) -> None:
        self.give("doi", tag, _DOI_ADDRESS.sub("", tag.text.strip()))

    def write_authors(self, people: Iterable[Person], line: int) -> None:
        self.lines.setdefault("author", line)
        self.people += people

    def lose(self, tag: Tag) -> None:
        if tag.text.strip():
            self.lost.append(tag)

    def done(self, type_: str | None, kind: str) -> Draft:
        """The draft; `kind` is the type in the file's words, `type_` ours where there is one."""
        if type_ is None:
            type_ = _FALLBACK["url" not in self.record]
            self.warn(
                "import.known-type",
                f"'{shown(kind)}' is no type of reference: taken as {type_}",
                f"correct `type` of the record if the publication is no {type_}",
                self.line,
            )
        authors: list[Data] = [p.record() for p in self.people if p.record()]
        if authors:
            self.record["author"] = authors
        if any(person.others for person in self.people):
            self.record["et_al"] = "yes"
        self._judge()
        ordered = {key: self.record[key] for key in _ORDER if key in self.record}
        expected = _EXPECTED.get(type_, _EXPECTED_OF_OTHERS)
        return Draft(
            self.file,
            self.line,
            self.place,
            self.key,
            {"type": type_, **ordered},
            self.lines,
            tuple(self.lost),
            tuple(key for key in expected if key not in self.record),
            tuple(self.problems),
        )

    def warn(self, rule: str, message: str, remedy: str, line: int) -> None:
        at = Position(self.file, line)
        self.problems.append(Problem(rule, Severity.WARNING, message, remedy, at))

    def _judge(self) -> None:
        """What makes a record impossible."""
        if not any(key in self.record for key in _IDENTIFYING):
            self.problems.append(
                error(
                    "import.identified",
                    f"{shown(self.place)} has neither title nor author, DOI, PMID or address",
                    "complete the entry in the file, or remove it",
                    at=Position(self.file, self.line),
                )
            )
        for key, value in self.record.items():
            wrong = text_problem(_all_text(value))
            if wrong:
                self.problems.append(
                    error(
                        "text.allowed-characters",
                        f"{shown(self.place)}, `{key}`: {wrong}",
                        "remove the character in the file, or type the visible one that is meant",
                        at=Position(self.file, self.lines.get(key, self.line)),
                    )
                )


_ORDER = (
    "author", "et_al", "title", "container_title", "issued", "volume", "issue", "page", "number",
    "edition", "publisher", "publisher_place", "event_title", "event_date", "event_place",
    "doi", "pmid", "url", "accessed", "status",
)  # fmt: skip
"""The keys of a reference in the order in which they are written."""
WRITTEN = frozenset(_ORDER) | {"type"}


def _all_text(value: Data) -> str:
    if isinstance(value, str):
        return value
    parts = value.values() if isinstance(value, dict) else value
    return " ".join(_all_text(part) for part in parts)
