"""Ids for what is imported: from the first author and the year, or the file's own key."""

import re
import unicodedata
from collections.abc import Container

from assembler.read import Data

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", re.ASCII)
_YEAR = re.compile(r"(?<![0-9])(?:1[5-9]|20|21)[0-9]{2}(?![0-9])")
_LONGEST, _LONGEST_NAME = 60, 40
_PLAIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)


class Ids:
    """Gives each id once: `chan-2023`, then `chan-2023-b`, `chan-2023-c`."""

    def __init__(self, taken: Container[str]) -> None:
        self._taken = taken
        self._given: set[str] = set()
        self._next: dict[str, int] = {}

    def new(self, wanted: str) -> str:
        """`wanted`, or with the next letters that nobody has."""
        id = wanted
        while id in self._taken or id in self._given:
            number = self._next[wanted] = self._next.get(wanted, 0) + 1
            id = f"{wanted}-{_letters(number)}"
        self._given.add(id)
        return id


def wanted_id(key: str | None, record: dict[str, Data]) -> str:
    """The file's key where it is a valid id, else first author or title, and year."""
    if key and is_id(key):
        return key
    issued = _YEAR.search(str(record.get("issued", "")))
    year = f"-{issued[0]}" if issued else ""
    named = _first_author(record) or slug(str(record.get("title", "")), words=4)
    for name in (named, slug(f"doi {record.get('doi', '')}"), slug(f"pmid {record.get('pmid')}")):
        if name and name not in ("doi", "pmid-none"):
            return (name if name[0].isalpha() else f"ref-{name}") + year
    return f"reference{year}"


def is_id(key: str) -> bool:
    return len(key) <= _LONGEST and _ID.fullmatch(key) is not None


def slug(text: str, *, words: int = 12) -> str:
    """`El-Khoueiry` -> `el-khoueiry`; letters that are not Latin are left out."""
    bare = unicodedata.normalize("NFKD", text[:400].lower().translate(_PLAIN))
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    parts = [part for part in re.split(r"[^a-z0-9]+", bare) if part][:words]
    return "-".join(parts)[:_LONGEST_NAME].strip("-")


def _first_author(record: dict[str, Data]) -> str:
    authors = record.get("author")
    first = authors[0] if isinstance(authors, list) and authors else None
    if not isinstance(first, dict):
        return ""
    return slug(str(first.get("family") or first.get("literal") or ""), words=4)


def _letters(number: int) -> str:
    """1 -> b, 25 -> z, 26 -> aa: the second of a name is its b."""
    number += 1
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
