"""Raised and lowered figures as characters of their own, where nothing can be raised or lowered."""

from collections.abc import Mapping

_RAISED = dict(zip("0123456789+-\u2212\u2013=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿ", strict=True))
_LOWERED = dict(zip("0123456789+-\u2212\u2013=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎", strict=True))


def raised(words: str) -> str:
    """`⁹` of `9`. What has no such character, as the letters of most indices, stands as it is."""
    return _shifted(words, _RAISED)


def lowered(words: str) -> str:
    """`₂` of `2`, as `raised`."""
    return _shifted(words, _LOWERED)


def _shifted(words: str, characters: Mapping[str, str]) -> str:
    """All of it or nothing: half an index would be read as a line of its own."""
    shifted = [characters.get(one, "") for one in words]
    return "".join(shifted) if all(shifted) else words
