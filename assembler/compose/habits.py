"""Names that authors know from other programs, and what says the same in a template here."""

from collections.abc import Mapping

_BEHIND_A_BAR: Mapping[str, str] = {
    **{name: name for name in ("and_list", "capitalize", "first", "join", "last", "lower")},
    **{name: name for name in ("reverse", "sort", "trim", "unique", "upper")},
    "lstrip": "trim",
    "reversed": "reverse",
    "rstrip": "trim",
    "set": "unique",
    "sorted": "sort",
    "strip": "trim",
    "title": "capitalize",
}
_LOOPED = frozenset(("entries", "items", "keys", "range", "values"))
_COUNTED = frozenset(("count", "len", "length", "size"))
_ITSELF = frozenset(("as_string", "none", "null", "str", "string", "text", "undefined", "value"))
_KEPT: Mapping[str, str] = {
    "default": "take it away: a value that is not there prints why",
    "get": "take it away: a value that is not there prints why",
    **dict.fromkeys(
        ("abs", "float", "format", "int", "round"),
        "take it away: a number keeps the digits of its record",
    ),
    "strftime": "take it away: every date prints in the same form",
    **dict.fromkeys(
        ("replace", "split", "truncate"), "take it away: a record's words stay as they are"
    ),
}
FUNCTIONS = frozenset(
    ("abs", "float", "format", "int", "len", "range", "reversed", "round", "set", "sorted", "str")
)
"""Those that stand before brackets, and not behind a dot or a bar."""


def instead(name: str, path: str = "") -> str | None:
    """What to do instead of `name`, asked of the record at `path`; None of other names.

    Of a long path, which may hold ids and is then not what is typed, dots stand for the value.
    """
    value = path if path and path.count(".") < 2 else "..."
    if name in _BEHIND_A_BAR:
        given = '(", ")' if name == "join" else ""
        return f"write it behind a bar: {{{{ {value} | {_BEHIND_A_BAR[name]}{given} }}}}"
    if name in _COUNTED:
        return f"print {{{{ how_many({value}) }}}}; to compare it: {value} | length"
    if name in _LOOPED:
        return f"loop over it: {{% for one in {value} %}}"
    if name in _ITSELF:
        return f"name the value alone: {{{{ {value} }}}}, {{% if {value} %}}"
    return _KEPT.get(name)
