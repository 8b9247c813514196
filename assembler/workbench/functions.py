"""`assembler templates functions`: what templates may call and write, each with an example."""

import textwrap
from collections.abc import Iterator

from assembler.compose.page import claims, functions

_HEADS = {
    "forms": "Forms: {{ value | form }} or {{ form(value) }}",
    "list filters": "Lists: {{ list | filter }}",
    "tests": "Tests: {% if value is test %}",
    "loop": "In a loop: {% for x in list %}",
    "blocks": "Blocks",
    "typed tables": "Options of tables typed by hand",
}
_WIDTH = 96


def function_lines(wanted: str | None = None) -> Iterator[str]:
    """All of them in their groups, or those whose name holds `wanted`; nothing if none does."""
    groups = {_HEADS[name]: list(rows) for name, (_, rows) in functions().items()}
    groups["Claims: {% if claims.name(analysis) %}"] = list(claims())
    for head, rows in groups.items():
        chosen = [row for row in rows if wanted is None or wanted.lower() in row[0].lower()]
        if chosen:
            yield head
        for name, words in chosen:
            yield f"  {name}"
            said = " ".join(words.split())
            yield from textwrap.wrap(
                said, _WIDTH, initial_indent=" " * 6, subsequent_indent=" " * 6
            )
        if chosen:
            yield ""


def function_names() -> list[str]:
    """The names of all of them."""
    rows = [row for _, found in functions().values() for row in found]
    return [name for name, _ in (*rows, *claims())]
