"""pydantic's error types in sentences for people who write records."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assembler.problems import did_you_mean, shortened

_MOST_NAMES = 20
_MOST_KEYS = 6
_ID = "^[a-z0-9]+(-[a-z0-9]+)*$"


@dataclass(frozen=True, slots=True)
class Said:
    """Rule, message and remedy of a problem."""

    rule: str
    message: str
    remedy: str


_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}


def say(kind: str, seen: Any, context: dict[str, Any], description: str) -> Said:
    """The sentence for an error of type `kind` about the value `seen`.

    `description` is what the model says that the value is. A type that the table does not know is
    said in pydantic's words.
    """
    if sentence := _SENTENCES.get(kind):
        return sentence(seen, context, description)
    return _value(f"{_shown(seen)}: {context.get('message', kind)}", description)


def unknown_key(key: str, meant: str | None, known: list[str]) -> Said:
    """The sentence for a key that the model does not have."""
    if meant:
        remedy = f"did you mean '{meant}'?"
    elif known:
        remedy = f"remove it, or use one of: {_names(known)}"
    else:
        remedy = "remove it: no other key is expected here"
    return Said("key.known", f"'{key}' is no key here", remedy)


def _shown(seen: Any) -> str:
    if isinstance(seen, dict):
        return "a mapping"
    if isinstance(seen, list | tuple):
        return "a list"
    return f"'{shortened(str(seen))}'"


def _names(names: list[str]) -> str:
    rest = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" and {rest} more" if rest > 0 else "")


def _value(message: str, description: str) -> Said:
    remedy = f"correct it: {description}" if description else "correct it"
    return Said("value.allowed", message, remedy)


def _missing(seen: Any, context: dict[str, Any], description: str) -> Said:
    return Said(
        "key.given", f"'{seen}' is missing", f"add it: {description}" if description else "add it"
    )


def _word(seen: Any, context: dict[str, Any], description: str) -> Said:
    words = re.findall(r"'([^']*)'", str(context.get("expected", "")))
    if not isinstance(seen, str):
        return Said(
            "value.allowed", f"{_shown(seen)} stands where one word is expected", _one_of(words)
        )
    message = f"{_shown(seen)} is none of the words allowed here"
    return Said("value.allowed", message, _meant(seen, words))


def _meant(seen: str, words: list[str]) -> str:
    """The remedy for a word: blanks, capitals and Roman numbers are forgiven, and an end will do.

    `Phase III`, `phase 3` and `3` mean `phase-3`.
    """
    parts = re.split(r"[\s_/-]+", seen.strip().lower())
    typed = "-".join(_ROMAN.get(part, part) for part in parts)
    ends = [word for word in words if f"-{word}".endswith(f"-{typed}")] if typed else []
    if ends:
        return f"did you mean '{min(ends, key=len)}'?"
    return did_you_mean(typed, words, otherwise=_one_of(words))


def _one_of(words: list[str]) -> str:
    return f"type one of: {_names(words)}" if words else "type one of the words allowed here"


def _tag(seen: Any, context: dict[str, Any], description: str) -> Said:
    key = str(context.get("discriminator", "")).strip("'")
    words = context.get("tags") or re.findall(r"'([^']*)'", str(context.get("expected_tags", "")))
    if "tag" not in context:
        return Said(
            "key.given", f"'{key}' is missing: it says of which kind this is", _one_of(words)
        )
    tag = str(context["tag"])
    message = f"'{key}' is {_shown(tag)}, which is no kind that is known here"
    return Said("value.allowed", message, did_you_mean(tag, words, otherwise=_one_of(words)))


def _pattern(seen: Any, context: dict[str, Any], description: str) -> Said:
    if context.get("pattern") == _ID:
        form = "lower-case letters, digits and single hyphens between them"
        meant = "-".join(re.findall(r"[a-z0-9]+", str(seen).lower())) or "pfs-pnet"
        return Said("id.kebab-case", f"{_shown(seen)} is no id", f"use {form}: {meant}")
    return _value(f"{_shown(seen)} does not have the form that is expected here", description)


def _mapping(seen: Any, context: dict[str, Any], description: str) -> Said:
    if isinstance(seen, str) and (match := re.match(r"([\w.-]+):(?=\S)", seen)):
        key = match[1]
        return Said(
            "yaml.well-formed",
            f"no blank follows the colon of '{key}:'",
            f"type a blank after the colon: '{key}: ...'",
        )
    how = "type `key: value` lines, indented below"
    if keys := context.get("keys"):
        how += f": {', '.join(keys[:_MOST_KEYS])}{', ...' if len(keys) > _MOST_KEYS else ''}"
    return _kind("a mapping of keys to values", how)(seen, context, description)


def _list(seen: Any, context: dict[str, Any], description: str) -> Said:
    if isinstance(seen, str) and re.match(r"-\S", seen):
        return Said(
            "yaml.well-formed",
            "no blank follows the dash of a list item",
            "type a blank after each dash: '- ...'",
        )
    return _kind("a list", "type one `- item` a line, or [item, item]")(seen, context, description)


Sentence = Callable[[Any, dict[str, Any], str], Said]


def _kind(wanted: str, how: str) -> Sentence:
    """Another kind of value is expected."""

    def sentence(seen: Any, context: dict[str, Any], description: str) -> Said:
        return Said("value.kind", f"{_shown(seen)} stands where {wanted} is expected", how)

    return sentence


def _limit(form: str) -> Sentence:
    """`form` names pydantic's context: `{gt}`."""

    def sentence(seen: Any, context: dict[str, Any], description: str) -> Said:
        return _value(f"{_shown(seen)} {form.format_map(context)}", description)

    return sentence


def _raised(seen: Any, context: dict[str, Any], description: str) -> Said:
    return _value(str(context.get("error", "")), description)


_TEXT = _kind(
    "a text", "type a text; put quotes around it if it holds : or # or begins with a sign"
)
_NUMBER = _kind("a number", "type digits, with a point before decimals: 11.5")
_WHOLE = _kind("a whole number", "type digits only: 12")
_YES_NO = _kind("yes or no", "type yes or no")
_DAY = _kind("a date", "type year-month-day: 2023-10-22")

_SENTENCES: dict[str, Sentence] = {
    "missing": _missing,
    "literal_error": _word,
    "enum": _word,
    "union_tag_not_found": _tag,
    "union_tag_invalid": _tag,
    "string_pattern_mismatch": _pattern,
    "string_type": _TEXT,
    "string_sub_type": _TEXT,
    "string_too_short": _limit("is too short: {min_length} letters at least"),
    "string_too_long": _limit("is too long: {max_length} letters at most"),
    "model_type": _mapping,
    "model_attributes_type": _mapping,
    "dataclass_type": _mapping,
    "dict_type": _mapping,
    "mapping_type": _mapping,
    "list_type": _list,
    "tuple_type": _list,
    "set_type": _list,
    "frozen_set_type": _list,
    "too_short": _limit("has too few items: {min_length} at least"),
    "too_long": _limit("has too many items: {max_length} at most"),
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "bool_type": _YES_NO,
    "bool_parsing": _YES_NO,
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "greater_than": _limit("is not greater than {gt}"),
    "greater_than_equal": _limit("is less than {ge}"),
    "less_than": _limit("is not less than {lt}"),
    "less_than_equal": _limit("is greater than {le}"),
    "multiple_of": _limit("is no multiple of {multiple_of}"),
    "value_error": _raised,
    "assertion_error": _raised,
    "none_required": _kind("nothing", "remove the key"),
}
