"""JSON -> tree: digits kept, every value with its position."""

import json
import re
from collections.abc import Iterator

from assembler.problems import Position, ProblemsFound, error, refused
from assembler.read.build import DEEPEST, Builder, Built

# Possessive, so that a string without an end costs one pass and no backtracking.
_PIECE = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{},:]|[^\s\[\]{},:"]++', re.DOTALL)
_BRACKET = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)
_NOT_FINITE = ("NaN", "Infinity", "-Infinity")
_REMEDIES = (
    ("Expecting property name", "put double quotes around each key; remove a comma after the last"),
    ("Expecting ',' delimiter", "put a comma between the entries, or close the bracket"),
    ("Expecting ':' delimiter", "put a colon between key and value"),
    ("Expecting value", "put a value here: a text in double quotes, a number, [...] or {...}"),
    ("Illegal trailing comma", "remove the comma after the last entry"),
    ("Unterminated string", "close the double quote that opens here"),
    ("Invalid control character", "write a line break inside a text as \\n"),
    ("Invalid \\", "write a backslash inside a text twice"),
    ("Extra data", "keep one value in the file, and remove what follows it"),
)


def read_json(text: str, file: str, *, with_nulls: bool = False) -> Built:
    """The value of a JSON text. Raises ProblemsFound.

    A null is refused, or with `with_nulls` read as an empty text: other people's programs write it.
    """
    if not text.strip():
        raise refused(
            "file.not-empty",
            f"{file} is empty",
            "fill the file, or remove it",
            at=Position(file),
        )
    _not_too_deep(text, file)
    try:
        # Validation only: what it builds is thrown away, what it accepts is read below.
        json.loads(
            text,
            parse_int=str,
            parse_float=str,
            parse_constant=str,
            object_pairs_hook=lambda pairs: None,
        )
    except json.JSONDecodeError as failure:
        at = Position(file, failure.lineno, failure.colno)
        remedy = next((r for words, r in _REMEDIES if failure.msg.startswith(words)), "correct it")
        raise refused("json.well-formed", failure.msg, remedy, at=at) from None
    return _build(text, file, with_nulls=with_nulls)


def _build(text: str, file: str, *, with_nulls: bool) -> Built:
    builder = Builder()
    pieces = _pieces(text, file)
    for piece, at in pieces:
        if piece in ",:":
            continue
        if piece in "[{":
            builder.begin({} if piece == "{" else [], at)
        elif piece in "]}":
            builder.end()
        elif piece[0] == '"':
            escaped = "\\" in piece
            words = str(json.loads(piece)) if escaped else piece[1:-1]
            if not builder.expects_key:
                builder.scalar(words, at, escaped=escaped)
            elif not words:
                builder.problems.append(
                    error("keys.are-text", "a key is empty", "give the value a key", at=at)
                )
                _skip(pieces)
            elif not builder.key(words, at):
                _skip(pieces)
        elif piece == "null" and with_nulls:
            builder.scalar("", at)
        elif piece == "null":
            builder.absent(at, seen="null")
        else:
            if piece in _NOT_FINITE:
                builder.problems.append(
                    error(
                        "number.finite",
                        f"{piece} is no number that was reported",
                        "give the value, list the key under `not_reported`, or remove it",
                        at=at,
                    )
                )
            builder.scalar(piece, at)
    if builder.problems or builder.root is None:
        raise ProblemsFound(builder.problems)
    return builder.root


def _pieces(text: str, file: str) -> Iterator[tuple[str, Position]]:
    line, start, last = 1, 0, 0
    for match in _PIECE.finditer(text):
        begin = match.start()
        if breaks := text.count("\n", last, begin):
            line += breaks
            start = text.rfind("\n", last, begin) + 1
        last = begin
        yield match[0], Position(file, line, begin - start + 1)


def _skip(pieces: Iterator[tuple[str, Position]]) -> None:
    """Pass over the colon and the value after a key."""
    depth = 0
    for piece, _ in pieces:
        if piece in "[{":
            depth += 1
        elif piece in "]}":
            depth -= 1
        elif piece == ":" and depth == 0:
            continue
        if depth == 0:
            return


def _not_too_deep(text: str, file: str) -> None:
    """Before the parser sees the text: it recurses."""
    depth = 0
    for match in _BRACKET.finditer(text):
        if match[0] in "[{":
            depth += 1
            if depth > DEEPEST:
                begin = match.start()
                column = begin - text.rfind("\n", 0, begin)
                Builder().too_deep(Position(file, text.count("\n", 0, begin) + 1, column))
        elif match[0] in "]}":
            depth -= 1
