"""Names of authors in the ways in which files write them."""

import re
from collections.abc import Iterator

from assembler.importers.entry import Person
from assembler.importers.latex import plain

_OTHERS = re.compile(r"(?:et\s+al\.?|others|and\s+others)", re.IGNORECASE)
_INITIALS = re.compile(r"[^\W\d_a-z](?:[^\W\d_a-z]|[-.])*")
_AND = re.compile(r"\s+and\s+|[{}]", re.IGNORECASE)


def person(text: str) -> Person:
    """`Chan, Jennifer` or `Chan` -> parts; several words without a comma -> a literal name."""
    words = " ".join(text.split())
    if _OTHERS.fullmatch(words):
        return Person(others=True)
    parts = [part.strip() for part in words.split(",")]
    if len(parts) == 1 or not parts[0]:
        return Person(literal=words) if " " in words or not parts[0] else Person(family=words)
    if len(parts) == 2:
        return Person(parts[0], parts[1])
    # `King, Martin Luther, Jr.`: what follows the given names belongs to the family name.
    return Person(" ".join([parts[0], *parts[2:]]), parts[1])


def initialled(text: str) -> Person:
    """`Brinjikji W` -> family name and initials, as MEDLINE writes them."""
    words = text.split()
    if len(words) > 1 and _INITIALS.fullmatch(words[-1]):
        return Person(" ".join(words[:-1]), words[-1])
    return person(text)


def bibtex_people(text: str) -> Iterator[Person]:
    """`Chan, J. and {Alliance Group} and others` -> its names."""
    for name in _split(" ".join(text.split())):
        yield _bibtex_person(name.strip())


def _split(text: str) -> Iterator[str]:
    """The names, parted at `and` outside of braces."""
    depth, begin = 0, 0
    for match in _AND.finditer(text):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth -= 1
        elif depth == 0:
            yield text[begin : match.start()]
            begin = match.end()
    yield text[begin:]


def _bibtex_person(name: str) -> Person:
    if _is_whole(name):
        return Person(literal=plain(name).text)
    if name.lower() == "others":
        return Person(others=True)
    parts = [plain(part).text.strip() for part in _outside(name, ",")]
    if len(parts) == 2:
        return Person(parts[0], parts[1]) if parts[0] else person(parts[1])
    if len(parts) > 2:  # `King, Jr., Martin Luther`
        return Person(" ".join([parts[0], *parts[1:-1]]), parts[-1])
    words = [plain(word).text for word in _outside(name, " ") if word.strip()]
    if len(words) < 2:
        return Person(family=" ".join(words))
    begin = next((i for i, w in enumerate(words[:-1]) if w[:1].islower()), len(words) - 1)
    return Person(" ".join(words[begin:]), " ".join(words[:begin]))


def _is_whole(name: str) -> bool:
    """Whether one pair of braces holds the whole name."""
    if not (name.startswith("{") and name.endswith("}")) or name.startswith("{\\"):
        return False
    depth = 0
    for index, letter in enumerate(name):
        depth += (letter == "{") - (letter == "}")
        if depth == 0:
            return index == len(name) - 1
    return False


def _outside(text: str, mark: str) -> list[str]:
    """The parts between marks that stand outside of braces."""
    parts, depth, begin = [], 0, 0
    for index, letter in enumerate(text):
        depth += (letter == "{") - (letter == "}")
        if letter == mark and depth == 0:
            parts.append(text[begin:index])
            begin = index + 1
    return [*parts, text[begin:]]
