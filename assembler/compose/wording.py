"""Wordings that need a record or a condition: claims, words that judge, numbers in words.

Which they are is data, `templates/shared/claims.yaml`; here is how they are looked for.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from assembler.checks.claims import CLAIMS
from assembler.read import Tree, validate
from assembler.read.descriptions import FilePart

_BLANK = r"[\s\u00a0*_]+"
_WORD = r"(?:[^\s.;:!?]|[.:](?=\S))+"
_GAP = rf"((?:{_WORD}{_BLANK}){{0,8}}?)"
_CLAUSE_END = re.compile(
    r"[.;:!?](?=\s|$)|\n\s*\n|\b(?:but|however|whereas|although|while)\b", re.I
)
_QUOTED = re.compile(
    r"“[^“”]{0,2000}”|‘[^‘’\n]{0,400}’|«[^«»]{0,2000}»|\"[^\"\n]{0,400}\""
    r"|^[ \t]*>(?:[^\n]*\S[^\n]*\n?)+",
    re.MULTILINE,
)
_ALLOWED = re.compile(r"[A-Za-z0-9 |()*.’'\-]+")


def _wording(text: str) -> str:
    """A wording has words, and closes what it opens."""
    if not _ALLOWED.fullmatch(text) or text.count("(") != text.count(")") or "()" in text:
        raise PydanticCustomError(
            "claims.wording",
            "'{text}' is no wording",
            {
                "text": text,
                "remedy": "write words; (met|reached) for one of several, a star for any ending, "
                "three dots for up to eight words between",
            },
        )
    return text


Wording = Annotated[str, AfterValidator(_wording)]


def _claim(name: str) -> str:
    if name not in CLAIMS:
        raise PydanticCustomError(
            "claims.known",
            "there is no claim '{name}'",
            {"name": name, "remedy": f"the claims are: {', '.join(CLAIMS)}"},
        )
    return name


class ClaimWords(FilePart):
    """The wordings of one claim."""

    claim: Annotated[str, AfterValidator(_claim)]
    """Which claim: the name of the function that says whether it holds."""
    words: Annotated[tuple[Wording, ...], Field(min_length=1)]
    """Wordings: a star stands for any ending, `(a|b)` for one of several words, `...` for up to
    eight words between."""
    negations: tuple[Wording, ...] | None = None
    """Words that deny this claim, when they are others than those for all."""


class Soft(FilePart):
    """Words that judge, and why they are better left out."""

    why: str
    """What to do instead, in one sentence."""
    words: Annotated[tuple[Wording, ...], Field(min_length=1)]
    """Wordings, written as those of claims."""


class ClaimFile(FilePart):
    """`templates/shared/claims.yaml`: wordings that need a condition, a reason or a record."""

    claims: tuple[ClaimWords, ...]
    """Claims: each holds under its condition only."""
    negations: tuple[Wording, ...] = ()
    """Words by which a sentence denies a claim or leaves it open."""
    titles: tuple[str, ...] = ()
    """Titles of guidelines and headings that hold such words."""
    soft: tuple[Soft, ...] = ()
    """Words that judge."""
    numbers: tuple[Wording, ...] = ()
    """Numbers that are written in words."""


@dataclass(frozen=True, slots=True)
class Found:
    """A wording in a text."""

    name: str
    """The claim, or what to do instead of the word."""
    text: str
    begin: int


@dataclass(frozen=True, slots=True)
class Wordings:
    """The wordings of a file, ready to be looked for."""

    claims: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]
    """Claim, its wordings, what denies it."""
    titles: re.Pattern[str]
    soft: tuple[tuple[str, re.Pattern[str]], ...]
    """What to do instead, the words."""
    denied: re.Pattern[str]
    """What denies a word that judges."""
    numbers: re.Pattern[str]
    begins: re.Pattern[str]
    """Where any of them may begin: a text is searched for that once, and each pattern is tried at
    the few places that are left. Searching for each takes six times as long."""

    def within(self, text: str) -> "Worded":
        """A text to be looked at; what it quotes, and titles, are made blank."""
        for pattern in (_QUOTED, self.titles):
            text = pattern.sub(lambda match: re.sub(r"\S", " ", match[0]), text)
        places = tuple(match.start() for match in self.begins.finditer(text))
        ends = tuple(match.start() for match in _CLAUSE_END.finditer(text)) if places else ()
        return Worded(self, text, places, ends)


@dataclass(frozen=True, slots=True)
class Worded:
    """A text, and the wordings in it."""

    words: Wordings
    text: str
    places: tuple[int, ...]
    """Where a wording may begin."""
    ends: tuple[int, ...]
    """Where clauses end."""

    def claimed(self) -> Iterator[Found]:
        """The claims that are neither denied, quoted nor part of a title."""
        return self._said(self.words.claims)

    def judging(self) -> Iterator[Found]:
        """The words that judge and are neither denied nor quoted, with what to do instead."""
        return self._said((why, one, self.words.denied) for why, one in self.words.soft)

    def counted(self) -> Iterator[Found]:
        """The numbers in words."""
        for match in self._matches(self.words.numbers):
            yield Found("", " ".join(match[0].split()), match.start())

    def _said(
        self, looked_for: Iterable[tuple[str, re.Pattern[str], re.Pattern[str]]]
    ) -> Iterator[Found]:
        """The wordings whose clause does not deny them."""
        for name, words, denied in looked_for:
            for match in self._matches(words):
                if not denied.search(_rest(self.text, match, self.ends)):
                    yield Found(name, " ".join(match[0].split()), match.start())

    def _matches(self, words: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """What `words.finditer` would find."""
        end = 0
        for place in self.places:
            if place >= end and (match := words.match(self.text, place)):
                yield match
                end = match.end()


def _rest(text: str, match: re.Match[str], ends: Sequence[int]) -> str:
    """The clause around a claim without the claim's own words."""
    begin = max((end for end in _around(ends, match.start(), -1)), default=0)
    end = min((end for end in _around(ends, match.end(), 1)), default=len(text))
    gaps = " ".join(group for group in match.groups() if group)
    return f"{text[begin : match.start()]} {gaps} {text[match.end() : end]}"


def _around(ends: Sequence[int], place: int, way: int) -> Sequence[int]:
    """The nearest end of a clause before or behind a place."""
    index = bisect_left(ends, place)
    return ends[index - 1 : index] if way < 0 else ends[index : index + 1]


def wordings(file: ClaimFile) -> Wordings:
    """The wordings of a file as patterns."""
    titles = "|".join(_BLANK.join(map(re.escape, title.split())) for title in file.titles)
    lists = (*(one.words for one in file.claims), *(one.words for one in file.soft))
    return Wordings(
        tuple(
            (
                one.claim,
                _one_of(one.words),
                _one_of(file.negations if one.negations is None else one.negations),
            )
            for one in file.claims
        ),
        re.compile(titles or r"(?!)", re.IGNORECASE),
        tuple((one.why, _one_of(one.words)) for one in file.soft),
        _one_of(file.negations),
        _one_of(file.numbers),
        _beginnings(chain(file.numbers, *lists)),
    )


def wordings_in(tree: Tree) -> Wordings:
    """The wordings of a file that was read. Raises ProblemsFound."""
    return wordings(validate(ClaimFile, tree))


def _one_of(words: Sequence[str]) -> re.Pattern[str]:
    either = "|".join(map(_pattern, words))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)" if either else r"(?!)", re.IGNORECASE)


def _beginnings(words: Iterable[str]) -> re.Pattern[str]:
    """Where one of the wordings may begin. Sorted by their first letter, which is looked at once
    for all that share it."""
    groups: dict[str, list[str]] = {}
    for first in sorted({first for wording in words for first in _first_words(wording)}):
        groups.setdefault(first[0].lower() if first[0].isalnum() else "", []).append(first)
    either = "|".join(
        f"(?={letter})(?:{'|'.join(map(_pattern, firsts))})" for letter, firsts in groups.items()
    )
    return re.compile(rf"(?<!\w)(?={either})" if either else r"(?!)", re.IGNORECASE)


def _first_words(wording: str) -> list[str]:
    """What a wording begins with, as wordings: `(met|reached) ... primary` -> met, reached. The
    whole of it where that is not simply seen."""
    options = [wording]
    if wording.startswith("("):
        inside, _, _ = wording[1:].partition(")")
        options = inside.split("|")
    firsts = [option.split()[:1] for option in options]
    if any(not first or "(" in first[0] or first[0] == "..." for first in firsts):
        return [wording]
    return [word for (word,) in firsts]


def _pattern(wording: str) -> str:
    """A wording as a regular expression; each `...` is a group of its own."""
    made, gap = "", False
    for word in wording.split():
        if word == "...":
            made, gap = made + _BLANK + _GAP, True
            continue
        one = re.sub(r"[.’'\-]", lambda m: "[’']" if m[0] in "’'" else _mark(m[0]), word)
        one = one.replace("(", "(?:").replace("*", r"\w*")
        made += (_BLANK if made and not gap else "") + one
        gap = False
    return made


def _mark(letter: str) -> str:
    return "[-\u2010-\u2015]" if letter == "-" else r"\."
