"""What a finished document must not hold: marks of templates, empty values, dead references."""

import re
from collections.abc import Iterator

_LEFTOVERS = re.compile(
    r"\{\{|\}\}|\{%|%\}|Error! (?:Reference|Bookmark)|\bNaN\b|\bnan\b|\bNone\b(?=\s*[%()])"
    r"|(?<=\()None\)|\[object [A-Z]|[\ue000-\uf8ff]"
)
_AROUND = 20


def leftovers(text: str) -> Iterator[str]:
    """What is left over in a text, each with the words round it."""
    for match in _LEFTOVERS.finditer(text):
        begin, end = max(match.start() - _AROUND, 0), match.end() + _AROUND
        yield f"'{match[0]}' stands in '{' '.join(text[begin:end].split())}'"
