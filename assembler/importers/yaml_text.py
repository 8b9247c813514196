"""Data as the YAML that a person would type."""

import json
import re
import textwrap
from collections.abc import Iterator

from assembler.read import Data

_PLAIN = re.compile(r"[^\W_](?:[\w ./()–-]*[\w.)])?")
_WORDLESS = ("null", "yes", "no", "true", "false", "on", "off", "y", "n")
_NUMBER = re.compile(r"[0-9][0-9_.,:eExXoO+-]*")
_WIDTH = 100
_MOST_FLOW = 4
"""Most keys of a mapping that is written on one line."""


def flow(value: Data) -> str:
    """The value on one line: `{document: report, place: "Table 1"}`."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key_text(key)}: {flow(v)}" for key, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(inside) for inside in value) + "]"
    if _PLAIN.fullmatch(value) and (value.lower() not in _WORDLESS or value in ("yes", "no")):
        return value
    # A text of JSON is one of YAML: the gate has let no character through that differs.
    return json.dumps(value, ensure_ascii=False)


def key_text(key: str) -> str:
    return key if _PLAIN.fullmatch(key.replace("_", "-")) else json.dumps(key, ensure_ascii=False)


def block(value: dict[str, Data], indent: int = 0) -> str:
    """A mapping with one key a line, each line indented."""
    return "\n".join(_mapping(value, indent))


def items(entries: list[Data], indent: int, *, is_spaced: bool = False) -> str:
    """The items of a list, each behind its dash at `indent`."""
    glue = "\n\n" if is_spaced else "\n"
    return glue.join("\n".join(_item(entry, indent)) for entry in entries)


def pair(key: str, value: Data, indent: int) -> str:
    """A key with its value, as one or more lines."""
    return "\n".join(_pair(key, value, indent))


def _mapping(value: dict[str, Data], indent: int) -> Iterator[str]:
    for key, inside in value.items():
        yield from _pair(key, inside, indent)


def _pair(key: str, value: Data, indent: int) -> Iterator[str]:
    start = f"{' ' * indent}{key_text(key)}:"
    line = f"{start} {flow(value)}"
    if isinstance(value, str):
        yield from _text(start, value, indent + 2)
    elif not value or (len(line) <= _WIDTH and _is_short(value)):
        yield line
    elif isinstance(value, dict):
        yield start
        yield from _mapping(value, indent + 2)
    else:
        yield start
        for entry in value:
            yield from _item(entry, indent + 2)


def _item(entry: Data, indent: int) -> Iterator[str]:
    start = f"{' ' * indent}-"
    line = f"{start} {flow(entry)}"
    if isinstance(entry, str):
        yield from _text(start, entry, indent + 2)
    elif not entry or (len(line) <= _WIDTH and _is_short(entry) and "id" not in entry):
        yield line
    elif isinstance(entry, dict):
        first, *rest = _mapping(entry, indent + 2)
        yield f"{start} {first.lstrip(' ')}"
        yield from rest
    else:
        yield line


def _text(start: str, text: str, indent: int) -> Iterator[str]:
    """A text behind its key or dash; a long one folded, so that it stays the same text."""
    line = f"{start} {flow(text)}"
    folds = " ".join(text.split()) == text and not text.startswith(("#", "-", "?", "%", "@"))
    if len(line) <= _WIDTH or not folds or " " not in text:
        yield line
        return
    yield f"{start} >-"
    width = max(40, _WIDTH - indent)
    for part in textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False):
        yield f"{' ' * indent}{part}"


def _is_short(value: Data) -> bool:
    """Whether a person would write it on one line."""
    if isinstance(value, list):
        return all(isinstance(inside, str) for inside in value)
    if not isinstance(value, dict) or len(value) > _MOST_FLOW:
        return False
    return all(isinstance(inside, str) for inside in value.values())
