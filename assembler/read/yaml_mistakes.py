"""The mistakes that writers make in YAML, each in a sentence of its own.

The parser says what it expected; a writer wants to know which quotes are missing. The sentences
are chosen by the parser's words (libyaml's and PyYAML's differ slightly) and by the line.
"""

import re
from typing import Any

import yaml

from assembler.problems import Position, Problem, error

_QUOTE = 'put quotes around the whole value: "..."'
QUOTE_JINJA = 'put quotes around the whole value: "{{ ... }}"'
_NO_SPACE = re.compile(r"\s*(?:- +)*([\w.-]+):(?=[^\s/])")
_COMMENT = re.compile(
    r"[ \t]*#.{0,60}"
)  # matched in place: a slice of a long line costs its length
_LOST = re.compile(r"(?<=\s)#[^\s#]\S*")
_KEY_BEFORE = re.compile(r"\s*(?:- +)*[^\s#][^#]*?: ")


def mistake(failure: yaml.MarkedYAMLError, lines: list[str], file: str, last: Any) -> Problem:
    """The problem that a YAML error stands for; `last` is the last scalar event before it."""
    said = f"{failure.context or ''}: {failure.problem or ''}"
    mark: Any = failure.problem_mark or failure.context_mark
    begun: Any = failure.context_mark or mark
    here, start = _position(mark, file), _position(begun, file)
    line, first = _line(lines, mark), _line(lines, begun)
    char = line[mark.column : mark.column + 1]

    if "cannot start any token" in said and char != "\t":
        if char == "%" and line[mark.column - 1 : mark.column] == "{":
            return _quoted("'{% ... %}' without quotes is read as YAML", here, QUOTE_JINJA)
        return _quoted(f"a value without quotes cannot begin with '{char}'", here)
    if char == "\t" and ("cannot start any token" in said or "tab character" in said):
        return _indented("a tab stands in the indentation", "indent with blanks", here)
    if "block scalar" in said:
        sign = first[begun.column : begun.column + 1]
        return _quoted(f"a value without quotes cannot begin with '{sign}'", start)
    if "scanning an alias" in said or "scanning an anchor" in said:
        sign = first[begun.column : begun.column + 1]
        return _quoted(f"a value without quotes cannot begin with '{sign}'", start)
    if "unknown escape" in said:
        return _formed(
            "a backslash between double quotes begins an escape, and this one is unknown",
            "use single quotes, or type the backslash twice",
            here,
        )
    if "quoted scalar" in said:
        return _formed("the closing quote is missing", "close the quote that opens here", start)
    if "could not find expected ':'" in said:
        return _no_colon(first, start)
    if "mapping values are not allowed" in said:
        return _second_colon(line, mark.column, here)
    if "not allowed" in said:
        sign = char or "-"
        return _quoted(f"a value without quotes cannot begin with '{sign} '", here)
    if "flow" in said:
        if "{{" in first:
            return _quoted("'{{ ... }}' without quotes is read as YAML", start, QUOTE_JINJA)
        if match := _LOST.search(first, begun.column):
            at = Position(file, begun.line + 1, match.start() + 1)
            return _quoted(f"'{match[0]}' after a blank begins a comment", at)
        bracket = first[begun.column : begun.column + 1]
        return _formed(
            f"a comma, or the bracket that closes '{bracket}', is missing before this",
            "close the bracket, or put quotes around the value if it is a text",
            here,
            start,
        )
    return _misplaced(line, mark.column, here, last, file) or _formed(
        (failure.problem or "the file is not YAML").strip(),
        "correct the line; often a quote, a colon or the indentation is the cause",
        here,
    )


def comment_after(event: Any, lines: list[str]) -> str:
    """The comment after a scalar event on its line, with the blanks before it; else nothing."""
    mark = event.end_mark
    match = _COMMENT.match(lines[mark.line], mark.column) if mark.line < len(lines) else None
    return match[0] if match else ""


def _no_colon(first: str, start: Position) -> Problem:
    if match := _NO_SPACE.match(first):
        return _formed(
            f"no blank follows the colon of '{match[1]}:'",
            f"type a blank after the colon: '{match[1]}: ...'",
            start,
        )
    return _formed(
        f"'{first.strip()[:60]}' is no key with a value",
        "add a colon, or indent the line if it continues the value above",
        start,
    )


def _second_colon(line: str, column: int, here: Position) -> Problem:
    before = line[:column]
    if "{{" in before:
        return _quoted("'{{ ... }}' without quotes is read as YAML", here, QUOTE_JINJA)
    if _KEY_BEFORE.match(before):
        return _quoted("a value without quotes cannot hold a colon and a blank", here)
    return _indented(
        "the key stands deeper than the line above allows",
        "indent it like the keys that it belongs to",
        here,
    )


def _misplaced(line: str, column: int, here: Position, last: Any, file: str) -> Problem | None:
    """Something stands where the next key of a mapping should."""
    before = line[:column].rstrip()
    if last is not None and last.style in ('"', "'"):
        end = last.end_mark
        if end.line == here.line - 1 and len(before) <= end.column <= column:
            opened = _position(last.start_mark, file)
            if last.start_mark.line != end.line:
                return _formed(
                    "the closing quote is missing: the text runs on to the next quote",
                    "close the quote that opens here",
                    opened,
                )
            return _quoted(
                "text follows the closing quote",
                opened,
                "put quotes around the whole value, and inside it use the other kind of quotes",
            )
    if "{{" in before:
        return _quoted("'{{ ... }}' without quotes is read as YAML", here, QUOTE_JINJA)
    if before.endswith(("]", "}")):
        return _quoted(f"text follows the closing '{before[-1]}'", here)
    if not before:
        return _indented(
            "the line fits neither the lines above nor those around them",
            "indent the keys of one mapping, and the items of one list, alike",
            here,
        )
    return None


def _line(lines: list[str], mark: Any) -> str:
    return lines[mark.line] if mark.line < len(lines) else ""


def _position(mark: Any, file: str) -> Position:
    return Position(file, mark.line + 1, mark.column + 1)


def _quoted(message: str, at: Position, remedy: str = _QUOTE) -> Problem:
    return error("yaml.quoted", message, remedy, at=at)


def _indented(message: str, remedy: str, at: Position) -> Problem:
    return error("yaml.indented", message, remedy, at=at)


def _formed(message: str, remedy: str, at: Position, also: Position | None = None) -> Problem:
    return error("yaml.well-formed", message, remedy, at=at, also=(also,) if also else ())
