"""Numerals that stand in words without a record: which forms of them need none is data.

`RECIST 1.1`, `VEGFR2`, `Phase 3`, `Section 2.5.4` are names; `0.27` is a result. What is no name
by `templates/shared/numerals.yaml` must be a value of the records, in a template as in a Word file
that people have edited.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from assembler.read import Tree, validate
from assembler.read.descriptions import FilePart

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep",
    "Sept", "Oct", "Nov", "Dec",
)  # fmt: skip
PLACES = {
    "whole": r"\d{1,6}",
    "number": r"\d{1,6}(?:\.\d{1,4}){0,6}",
    "year": r"(?:19|20)\d\d",
    "month": rf"(?:{'|'.join(_MONTHS)})",
    "letter": r"[A-Za-z]",
    "name": r"[A-Z][A-Za-z]{0,20}(?:-?\d{1,10}[A-Za-z]{0,10}){1,4}",
    "item": r"(?:(?<=^)|(?<=\n))\(?\d{1,2}[.)](?=\s)",
}
"""What may stand in angle brackets in a form, and what it matches."""

_PLACE = re.compile(r"<([a-z]+)>")
_NUMERAL = re.compile(r"\d+(?:[.,:·]\d+)*(?:\s?%)?")
"""Digits of any script, with what parts them: `0.27`, `100,000`, `2:1`, `95%`."""
_SPACE, _DASH = r"\s+", "[-\u2010-\u2015\u2212]"
_BEFORE, _BEHIND = r"(?<![0-9A-Za-z])(?<![0-9][.,])", r"(?![0-9A-Za-z])(?![.,][0-9])"
_ITEM = "<item>"


def _form(text: str) -> str:
    """A form has digits or a place, and each of its places is known."""
    unknown = [name for name in _PLACE.findall(text) if name not in PLACES]
    if unknown or not (_PLACE.search(text) or re.search(r"\d", text)):
        known = ", ".join(f"<{name}>" for name in PLACES)
        raise PydanticCustomError(
            "numerals.form",
            "'{text}' is no form of a numeral",
            {"text": text, "remedy": f"write words with digits, or with one of: {known}"},
        )
    return text


class Kind(FilePart):
    """Forms that are allowed for one reason."""

    why: str
    """Why a numeral in these forms needs no record: `versions of criteria`."""
    forms: tuple[Annotated[str, AfterValidator(_form)], ...]
    """Words with digits (`RECIST 1.1`), or with places in angle brackets (`Phase <whole>`): whole,
    number, year, month, letter, name, item. A blank matches every white space, a hyphen every
    dash."""


class NumeralFile(FilePart):
    """`templates/shared/numerals.yaml`: numerals that need no record."""

    allowed: tuple[Kind, ...]
    """Forms of numerals that are names, places or dates of rules, not figures of the trial."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral in a text."""

    text: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Allowed:
    """The allowed forms, ready to be looked for."""

    pattern: re.Pattern[str]

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where an allowed form stands, in order."""
        for match in self.pattern.finditer(text):
            yield match.span()


def allowed_forms(file: NumeralFile) -> Allowed:
    """The forms of a file as one pattern, longer ones first."""
    forms = sorted({form for kind in file.allowed for form in kind.forms}, key=_longest_first)
    words = "|".join(_pattern(form) for form in forms if form != _ITEM)
    either = [f"{_BEFORE}(?:{words}){_BEHIND}"] if words else []
    if _ITEM in forms:
        either.append(_pattern(_ITEM))
    return Allowed(re.compile("|".join(either) or r"(?!)"))


def numerals(text: str, allowed: Allowed) -> tuple[Numeral, ...]:
    """The numerals in `text` that stand in no allowed form, in order.

    `0.29 (95% CI: 0.14, 0.49) by RECIST 1.1` -> 0.29, 0.14, 0.49. Linear in the length of the text.
    """
    found = tuple(every_numeral(text))
    return tuple(outside(found, tuple(allowed.spans(text)))) if found else ()


def every_numeral(text: str) -> Iterator[Numeral]:
    """All numerals in `text`, allowed or not."""
    for match in _NUMERAL.finditer(text):
        yield Numeral(match.group(), *match.span())


def outside(found: Iterable[Numeral], spans: Sequence[tuple[int, int]]) -> Iterator[Numeral]:
    """Those that lie in none of the spans, which are in order and do not overlap."""
    at = 0
    for numeral in found:
        while at < len(spans) and spans[at][1] <= numeral.begin:
            at += 1
        inside = at < len(spans) and spans[at][0] <= numeral.begin and numeral.end <= spans[at][1]
        if not inside:
            yield numeral


def numerals_in(tree: Tree) -> Allowed:
    """The allowed forms of a file that was read. Raises ProblemsFound."""
    return allowed_forms(validate(NumeralFile, tree))


def _longest_first(form: str) -> tuple[int, str]:
    return -len(form), form


def _pattern(form: str) -> str:
    """A form as a regular expression; the first letter may be a capital one."""
    parts: list[str] = []
    at = 0
    for place in _PLACE.finditer(form):
        parts += [_literal(form[at : place.start()], first=at == 0), PLACES[place[1]]]
        at = place.end()
    parts.append(_literal(form[at:], first=at == 0))
    return "".join(parts)


def _literal(text: str, *, first: bool) -> str:
    made = ""
    for number, letter in enumerate(text):
        if letter.isspace():
            made += _SPACE
        elif letter in "-–":
            made += _DASH
        elif first and number == 0 and letter.islower():
            made += f"[{letter}{letter.upper()}]"
        else:
            made += re.escape(letter)
    return made
