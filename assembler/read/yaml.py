"""YAML -> tree: the events of the parser, never its constructors.

Scalars stay text: 0.40, NO, 012, 11:30 and 1e5 are what was typed. Tags, merge keys, keys that
are not text, several documents are refused; aliases are allowed within a budget.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import yaml

from assembler.problems import Position, Problem, ProblemsFound, Severity, error, refused
from assembler.read.build import DEEPEST, Builder, Built
from assembler.read.yaml_mistakes import QUOTE_JINJA, comment_after, mistake

if TYPE_CHECKING:
    from yaml.events import Event

C_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where PyYAML was built with it, ten times as fast; else the same in Python."""
_NULLS = ("", "~", "null", "Null", "NULL")
_QUOTE = 'put quotes around the value if it is a text: "..."'
_SLANTED = re.compile("[“„”][^“„”]+[“”]|«[^«»]+»|[‘’][^‘’]+’")
"""A value that a word processor has put into quotes of its own."""


def read_yaml(text: str, file: str, *, loader: Any = C_LOADER) -> tuple[Built, list[Problem]]:
    """The value of a YAML text, and warnings. Raises ProblemsFound.

    `text` has `\\n` line breaks and no character that the gate refuses.
    """
    return _Reading(text, file).read(loader)


class _Reading:
    """One pass over the events of one file."""

    def __init__(self, text: str, file: str) -> None:
        self._text = text
        self._file = file
        self._lines = text.split("\n")
        self._builder = Builder()
        self._warnings: list[Problem] = []
        self._anchors: dict[str, Built] = {}
        self._names: list[str | None] = []  # anchors of the collections that are open
        self._unused: dict[str, Position] = {}
        self._last: Any = None  # the last scalar event

    def read(self, loader: Any) -> tuple[Built, list[Problem]]:
        events: Iterator[Event] = iter(yaml.parse(self._text, Loader=loader))
        found = self._builder.problems
        try:
            self._document(events)
        except yaml.MarkedYAMLError as failure:
            problem = mistake(failure, self._lines, self._file, self._last)
            if not any(_same_line(problem, p) for p in found):
                found.append(problem)
        except yaml.YAMLError as failure:
            found.append(
                error("yaml.well-formed", str(failure), "correct it", at=Position(self._file))
            )
        else:
            for name, at in self._unused.items():
                self._quoted(f"'&{name}' is read as an anchor, and nothing uses it", at)
        if found:
            raise ProblemsFound(found)
        if self._builder.root is None:
            raise refused(
                "file.not-empty",
                f"{self._file} is empty",
                "fill the file, or remove it",
                at=Position(self._file),
            )
        return self._builder.root, self._warnings

    def _document(self, events: Iterator["Event"]) -> None:
        for event in events:
            at = self._at(event)
            if isinstance(event, yaml.DocumentStartEvent):
                if self._builder.root is not None:
                    self._builder.stop(
                        "yaml.one-document",
                        "a second document begins with '---'",
                        "remove the '---', or put the second document into a file of its own",
                        at,
                    )
                if event.tags:
                    self._no_tag("%TAG", at)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._name(self._names.pop(), self._builder.end())
            elif isinstance(event, yaml.NodeEvent):
                if self._builder.expects_key:
                    self._key(event, events, at)
                else:
                    self._value(event, at)

    def _value(self, event: Any, at: Position) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._alias(event.anchor or "", at)
            return
        if event.tag is not None:
            self._no_tag(event.tag, at)
        if isinstance(event, yaml.ScalarEvent):
            if event.anchor is not None:  # `R: &D` would lose its text
                self._unused.setdefault(event.anchor, at)
            self._name(event.anchor, self._scalar(event, at))
            return
        self._names.append(event.anchor)
        self._builder.begin({} if isinstance(event, yaml.MappingStartEvent) else [], at)

    def _scalar(self, event: Any, at: Position) -> Built:
        self._last = event
        text: str = event.value
        if event.style in (None, ""):
            tail = comment_after(event, self._lines)
            if text in _NULLS:
                remedy = None
                if _is_lost(tail.strip()):
                    remedy = (
                        f'if it is the value, put quotes around it: "{tail.strip()}"; '
                        "everything after a # is a comment"
                    )
                return self._builder.absent(at, seen=text, remedy=remedy)
            if tail[:1].isspace() and _is_lost(tail.strip()):
                self._lost(text, tail.strip(), at)
            if _SLANTED.fullmatch(text):
                message = f"the quotes {text[0]} and {text[-1]} are read as part of the value"
                self._quoted(message, at, 'type straight quotes: "..."')
            return self._builder.scalar(text, at)
        if event.style in ("|", ">") and not text:
            line = self._lines[event.start_mark.line][event.start_mark.column :]
            self._quoted(f"'{line.strip()}' without quotes begins a block of text", at)
        return self._builder.scalar(text, at, escaped=event.style == '"')

    def _key(self, event: Any, events: Iterator["Event"], at: Position) -> None:
        builder = self._builder
        if not isinstance(event, yaml.ScalarEvent):
            self._complex_key(event, at)
            self._skip(event, events)
            self._skip(next(events), events)
            return
        self._last = event
        if event.tag is not None:
            self._no_tag(event.tag, at)
        name: str = event.value
        plain = event.style in (None, "")
        if plain and name == "<<":
            builder.problems.append(
                error(
                    "yaml.no-merge-keys",
                    "'<<' would merge another mapping into this one",
                    "write the keys out",
                    at=at,
                )
            )
        elif not name or (plain and name in _NULLS):
            builder.problems.append(
                error("keys.are-text", "a key is empty", "give the value a key", at=at)
            )
        elif builder.key(name, at):
            if event.anchor is not None:
                self._unused[event.anchor] = at
            return
        self._skip(next(events), events)

    def _skip(self, event: "Event", events: Iterator["Event"]) -> None:
        """Pass over the node that begins with `event`."""
        depth = 0
        while True:
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth == 0:
                return
            if depth > DEEPEST:
                self._builder.too_deep(self._at(event))
            event = next(events)

    def _complex_key(self, event: Any, at: Position) -> None:
        outer = self._builder.holder
        if (
            isinstance(event, yaml.MappingStartEvent)
            and outer is not None
            and (outer.line, outer.column + 1) == (at.line, at.column)
        ):
            self._quoted("'{{ ... }}' without quotes is read as YAML", outer, QUOTE_JINJA)
            return
        kind = "an alias" if isinstance(event, yaml.AliasEvent) else "a mapping or a list"
        self._builder.problems.append(
            error("keys.are-text", f"a key is {kind}, not a text", _QUOTE, at=at)
        )

    def _alias(self, name: str, at: Position) -> None:
        self._unused.pop(name, None)
        if name in self._anchors:
            self._builder.again(self._anchors[name], at)
            return
        inside = name in self._names
        self._quoted(
            f"'*{name}' stands inside the value that it names"
            if inside
            else f"'*{name}' is read as an alias, and no anchor &{name} stands before it",
            at,
        )
        self._builder.scalar("", at)

    def _name(self, name: str | None, built: Built) -> None:
        if name is not None:
            self._anchors[name] = built

    def _no_tag(self, tag: str, at: Position) -> None:
        shown = "!!" + tag.rpartition(":")[2] if tag.startswith("tag:yaml.org") else tag
        self._builder.problems.append(
            error("yaml.no-tags", f"'{shown}' is read as a YAML tag", _QUOTE, at=at)
        )

    def _quoted(self, message: str, at: Position, remedy: str = _QUOTE) -> None:
        self._builder.problems.append(error("yaml.quoted", message, remedy, at=at))

    def _lost(self, text: str, tail: str, at: Position) -> None:
        self._warnings.append(
            Problem(
                "yaml.quoted",
                Severity.WARNING,
                f"only '{text}' is read: '{tail}' after the blank is a comment",
                'put quotes around the whole value if it belongs to it, or write "# " '
                "before a comment",
                at,
            )
        )

    def _at(self, event: Any) -> Position:
        mark = event.start_mark
        return Position(self._file, mark.line + 1, mark.column + 1)


def _same_line(one: Problem, other: Problem) -> bool:
    """Whether both say that quotes are missing on the same line."""
    return (
        one.rule == other.rule == "yaml.quoted"
        and one.at is not None
        and other.at is not None
        and one.at.line == other.at.line
    )


def _is_lost(tail: str) -> bool:
    """Whether the tail looks like part of the value (`#3`), not like a comment (`# three`)."""
    return len(tail) > 1 and tail[0] == "#" and not tail[1].isspace() and tail[1] != "#"
