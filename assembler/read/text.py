"""The gate that every string passes: which characters a text may hold."""

import re
import unicodedata
from collections.abc import Iterator

from assembler.problems import Position, Problem, error, shortened

_LAST = "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
_KINDS: tuple[tuple[str, str], ...] = (
    ("a control character", "\x00-\x08\x0b-\x1f\x7f-\x9f"),
    ("a line break that editors do not show", "\u2028\u2029"),
    (
        "a mark that reverses the order of the letters around it",
        "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069",
    ),
    ("an invisible character", "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"),
    (
        "a private-use character, which has no agreed meaning",
        "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd",
    ),
    ("half of a surrogate pair", "\ud800-\udfff"),
    ("a code that is no character", f"\ufdd0-\ufdef{_LAST}"),
    (
        "a right-to-left letter, and right-to-left text cannot be set yet",
        "\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff",
    ),
)
# Fixed ranges, not Python's tables: the verdict must not change with the version of Unicode.
# One set and no groups: every letter of every file passes here.
REFUSED = re.compile(f"[{''.join(characters for _, characters in _KINDS)}]")
_REMEDY = "remove the character, or type the visible one that is meant"
_MOST = 20


def text_problem(text: str) -> str | None:
    """What is wrong with the first character that no text may hold; None when all are fine.

    Newline and tab are the only control characters allowed.
    """
    match = REFUSED.search(text)
    return None if match is None else _sentence(match)


def text_error(text: str, at: Position) -> Problem | None:
    """The problem of a text that stands at `at` as a whole (an escape wrote the character)."""
    message = text_problem(text)
    return error("text.allowed-characters", message, _REMEDY, at=at) if message else None


def text_errors(text: str, file: str) -> list[Problem]:
    """A problem for each different character that the file's text may not hold.

    Each stands at the first place of its character; `also` has a few more. Twenty at most: a
    file with more is not a text.
    """
    first: dict[str, re.Match[str]] = {}
    places: dict[str, list[Position]] = {}
    for match, at in _refused(text, file):
        character = match[0]
        if character not in first:
            if len(first) == _MOST:
                break
            first[character] = match
        seen = places.setdefault(character, [])
        if len(seen) <= _MOST:
            seen.append(at)
    return [
        error(
            "text.allowed-characters",
            _sentence(match),
            _REMEDY,
            at=places[character][0],
            also=tuple(places[character][1:]),
        )
        for character, match in first.items()
    ]


def shown(text: str) -> str:
    """A text of somebody's file as a message may show it: short, nothing that steers a terminal."""
    return shortened(" ".join(REFUSED.sub("\N{REPLACEMENT CHARACTER}", text[:200]).split()))


def _refused(text: str, file: str) -> Iterator[tuple[re.Match[str], Position]]:
    line, start, last = 1, 0, 0
    for match in REFUSED.finditer(text):
        line += text.count("\n", last, match.start())
        start = max(start, text.rfind("\n", last, match.start()) + 1)
        last = match.start()
        yield match, Position(file, line, last - start + 1)


def _sentence(match: re.Match[str]) -> str:
    character = match[0]
    name = unicodedata.name(character, "")
    kind = next(kind for kind, characters in _KINDS if re.match(f"[{characters}]", character))
    return f"the text holds U+{ord(character):04X}{f' {name}' if name else ''}: {kind}"
