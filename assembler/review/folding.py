"""The words of an edited file as they are compared with those that were built."""

from assembler.resolve import plain

_QUOTES = str.maketrans({"‘": "'", "’": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "‟": '"'})
"""Word turns typed marks into others by itself (AutoCorrect), and back at Ctrl+Z."""


def folded(text: str) -> str:
    """The words alone: NFC, every run of white space one space, quotation marks and apostrophes
    as a keyboard types them."""
    return plain.folded(text).translate(_QUOTES)
