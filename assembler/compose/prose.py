"""The prose of templates: the words that somebody typed, and where; code and names left out.

What is read is the template's source, before it is filled: a typed word and a record's value
look alike on the page, and only here they do not.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from jinja2 import Environment, TemplateSyntaxError

from assembler.problems import Position
from assembler.read import Tree

VALUE = "\ufffc"
"""Stands in the prose where a template prints something."""
PROSE_KEYS = frozenset(
    ("caption", "empty", "favours_left", "favours_right", "group", "head", "label", "lines",
     "note", "notes", "span", "stages", "subject", "text", "title")
)  # fmt: skip
"""Keys of shells, flags and outlines whose texts are printed."""
_GUIDELINE = ("number",)
"""Keys of a part of an outline whose title is the guideline's."""
_CLAIM = re.compile(r"\bclaims\s*\.\s*([a-z_]+)")
_OPEN = re.compile(r"\b(?:not|or|else)\b")
_LEFT_OUT = re.compile(
    r"""
      ^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^(?P=fence)[^\n]*$|\Z)   # code
    | ^[ \t]*:{3,}[ \t]*\{drafting\}.*?(?:^[ \t]*:{3,}[ \t]*$|\Z)   # drafting notes
    | ^[ \t]*:{3,}[^\n]*(?:\n[ \t]*:[a-z][a-z0-9-]*:[^\n]*)*         # blocks and their options
    | ^\([^()\n]+\)=[ \t]*$                                          # labels
    | ^[ \t]*\(?\d{1,9}[.)](?=\s)                                    # numbers of lists
    | (?P<tick>`+)[^`]+(?P=tick)
    | \[[^\]\[\n]*@[^\]\[\n]*\]                                      # citations
    | (?<=\])\([^()\n]*\)                                            # targets of links
    | \[\^[^\]\n]+\]:?                                               # marks of notes
    | <[A-Za-z][^<>\n]*>                                             # addresses
    | \bhttps?://[^\s<>")\]]+
    | \b10\.\d{4,9}/[^\s"<>]+                                        # digital object identifiers
    | &(?:\#\d+|\#x[0-9a-fA-F]+|[A-Za-z]+);
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_CONDITIONS, _OTHERWISE = ("if", "elif"), ("else", "elif")


@dataclass(frozen=True, slots=True)
class Prose:
    """What was typed in a file or in a text of a file: code is blank, values are marked."""

    text: str
    starts: tuple[int, ...]
    """Where each piece of the text begins."""
    places: tuple[Position, ...]
    """Where each piece stands in its file."""
    claims: tuple[frozenset[str], ...]
    """The claims under whose condition each piece stands."""

    def at(self, offset: int) -> Position:
        """File and line of a letter of the text."""
        piece = bisect_right(self.starts, offset) - 1
        begin, lines = self.places[piece], self.text.count("\n", self.starts[piece], offset)
        return Position(begin.file, begin.line + lines, 1) if lines else begin

    def held(self, offset: int) -> frozenset[str]:
        """The claims that hold wherever this letter is printed."""
        return self.claims[bisect_right(self.starts, offset) - 1]


@dataclass(slots=True)
class _Reader:
    """Reads the tokens of a template."""

    begin: Position
    parts: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    places: list[Position] = field(default_factory=list)
    claims: list[frozenset[str]] = field(default_factory=list)
    around: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    length: int = 0

    def add(self, text: str, line: int, more: frozenset[str] = frozenset()) -> None:
        self.parts.append(text)
        self.starts.append(self.length)
        column = self.begin.column if line == 1 else 1
        self.places.append(Position(self.begin.file, line + self.begin.line - 1, column))
        self.claims.append(more.union(*(held for _, held in self.around)))
        self.length += len(text)

    def expression(self, tokens: list[tuple[int, str, str]]) -> None:
        """A value, and the words that are typed in its expression."""
        code = "".join(value for _, _, value in tokens)
        if re.match(r"\s*author_text\b", code):
            self.add(VALUE, tokens[0][0])
            return
        more = frozenset(_CLAIM.findall(code)) if " or " not in code else frozenset()
        self.add(VALUE, tokens[0][0])
        for line, kind, value in tokens:
            if kind == "string" and re.search(r"\S\s+\S", value[1:-1]):
                self.add(f" {value[1:-1]} ", line, more)

    def tag(self, tokens: list[tuple[int, str, str]]) -> None:
        names = [value for _, kind, value in tokens if kind == "name"]
        name = names[0] if names else ""
        code = "".join(value for _, _, value in tokens)
        if name == "set":
            self.expression(tokens)
        if name in _OTHERWISE and self.around:
            self.around[-1] = (self.around[-1][0], frozenset())
        if name in _CONDITIONS:
            held = frozenset() if _OPEN.search(code) else frozenset(_CLAIM.findall(code))
            if name == "if":
                self.around.append(("if", held))
            elif self.around:
                self.around[-1] = ("if", held)
        elif name == "for":
            self.around.append(("for", frozenset()))
        elif name in ("endif", "endfor") and self.around:
            self.around.pop()
        # A tag on a line of its own vanishes, so that words before and behind it belong together.
        self.add("", tokens[0][0] if tokens else 1)


@cache
def _lexer() -> Environment:
    """One for all texts: an environment takes as long to make as a short text to part."""
    return Environment(autoescape=True)


def prose_of(source: str, at: Position) -> Prose | None:
    """The prose of a template that begins at `at`; None where its syntax is not Jinja's."""
    if "{" not in source and "\r" not in source:  # as most texts of shells: nothing to be parted
        text = source.removesuffix("\n")
        return Prose(_LEFT_OUT.sub(_blank, text), (0,), (at,), (frozenset(),)) if text else None
    reader, inside = _Reader(at), list[tuple[int, str, str]]()
    try:
        for line, kind, value in _lexer().lex(source):
            if kind == "data":
                reader.add(value, line)
            elif kind in ("variable_begin", "block_begin"):
                inside = [(line, kind, "")]
            elif kind == "variable_end":
                reader.expression(inside)
            elif kind == "block_end":
                reader.tag(inside)
                reader.add(value.partition("}")[2], line)
            else:
                inside.append((line, kind, value))
    except TemplateSyntaxError:
        return None  # filling the template says so
    text = _LEFT_OUT.sub(_blank, "".join(reader.parts))
    if not reader.starts:
        return None
    return Prose(text, tuple(reader.starts), tuple(reader.places), tuple(reader.claims))


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def prose_in(tree: Tree) -> Iterator[Prose]:
    """The prose of a shell, of flags or of an outline: each printed text by itself."""
    for path, text in _texts(tree.value, (), frozenset()):
        prose = prose_of(text, tree.at(path))
        if prose is not None:
            yield prose


def _texts(
    value: object, path: tuple[str | int, ...], siblings: Iterable[str]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, Mapping):
        for key, inside in value.items():
            yield from _texts(inside, (*path, key), value.keys())
    elif isinstance(value, list):
        for index, inside in enumerate(value):
            yield from _texts(inside, (*path, index), ())
    elif isinstance(value, str):
        key = next((step for step in reversed(path) if isinstance(step, str)), "")
        of_guideline = key == "title" and any(one in siblings for one in _GUIDELINE)
        if key in PROSE_KEYS and not of_guideline:
            yield path, value
