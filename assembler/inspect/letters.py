"""The letters of a text, as texts of two files, or two places of one, are compared."""

import re
from unicodedata import normalize

_BETWEEN = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """The letters and digits alone: lines break, and blanks, hyphens and ligatures differ."""
    return _BETWEEN.sub("", normalize("NFKC", text).casefold())
