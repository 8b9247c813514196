"""Terms that data give in capitals, in the case in which a dictionary prints them."""

import re
from collections.abc import Iterable, Mapping

_WORD = re.compile(r"[^\s()\[\]/,;:]+")
_VOWEL = re.compile(r"[AEIOUY]")


def as_sentence(text: str, as_written: Iterable[str]) -> str:
    """`APPLICATION SITE PRURITUS` as `Application site pruritus`.

    A text with a small letter in it stays as it is. So does a word that is not surely one: a single
    letter (`T wave`), one with a digit (`B12`), one without a vowel (`QRS`). `as_written` are
    further words that keep their own letters: `DNA`, `Parkinson's`.
    """
    if text != text.upper():
        return text
    known: Mapping[str, str] = {word.upper(): word for word in as_written}

    def cased(found: re.Match[str]) -> str:
        word = found[0]
        if word in known:
            return known[word]
        if len(word) == 1 or any(c.isdigit() for c in word) or not _VOWEL.search(word):
            return word
        return word.lower()

    said = _WORD.sub(cased, text)
    return said[:1].upper() + said[1:]
