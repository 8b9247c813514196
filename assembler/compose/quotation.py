"""Quotation marks and apostrophes as print has them, where ' and " were typed.

Done where words become nodes and where a recorded text is printed; the records, and whatever a
template compares, keep what was typed. What is not surely a quotation mark or an apostrophe stays:
the prime of `5'-azacitidine` and `3'UTR`, inches (`6"`), program code (`AVISIT = 'Week 8'`),
addresses. So do the titles of references: they are quoted, not written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, assert_never

from pydantic import Field

from assembler.document.nodes import (
    Abbreviation,
    Cite,
    Comment,
    CrossRef,
    Emphasis,
    Footnote,
    Gap,
    Inline,
    Inlines,
    LineBreak,
    Link,
    NoteMark,
    Strong,
    Subscript,
    Superscript,
    Text,
    Value,
)
from assembler.read.descriptions import FilePart

Pair = Annotated[str, Field(min_length=2, max_length=2)]
_TYPED = re.compile("['\"]")
_CODE = re.compile(r"""[=<>\u2260\u2264\u2265]\s*['"]|\bin\s*\(\s*['"]""", re.IGNORECASE)
"""What only a condition of a program has."""
_RUN = re.compile(r"\S+")
_ADDRESS = re.compile(r"://|^www\.")
"""What only an address has inside a run of letters without blanks."""
_OPENS = frozenset("([{/\u2013\u2014\u201c\u2018\u201e\u00ab")
"""Behind them, as behind a blank, a quotation begins; a hyphen stands inside a word."""
_YEARS = re.compile(r"\d\ds?\b")
"""Behind the apostrophe of the '90s."""
_OF_DIGITS = re.compile(r"s\b")
"""Behind the apostrophe of the 1990's."""
_ONE_LETTER = re.compile(r"(?<![^\W_])[^\W\d_]\Z")


class QuotationMarks(FilePart):
    """The marks of a style profile, each pair without a blank: opening, closing."""

    double: Pair
    """In place of two typed \": `“”`."""
    single: Pair
    """In place of two typed ': `‘’`; the second one is the apostrophe too."""


@dataclass(slots=True)
class _Open:
    """How many quotations have begun in a paragraph and not ended."""

    double: int = 0
    single: int = 0


@dataclass(frozen=True, slots=True)
class Quotation:
    """Prints typed quotation marks and apostrophes by a style; without marks as they are typed."""

    marks: QuotationMarks | None = None

    def of(self, text: str) -> str:
        """A text that stands by itself: a value, a title."""
        return self._of(text, "", "", _Open())

    def found(self, content: Inlines) -> Inlines:
        """A paragraph, heading or cell; what stands in its values has been done before."""
        if self.marks is None or not any(map(_has_typed, content)):
            return content
        return tuple(self._found(content, [""], _Open()))

    def _found(self, content: Inlines, before: list[str], opened: _Open) -> Iterator[Inline]:
        """`before` holds the last letters in front of the next inline."""
        for index, inline in enumerate(content):
            match inline:
                case Text():
                    after = _first(content[index + 1 : index + 2])
                    text = self._of(inline.text, before[0], after, opened)
                    yield Text(text)
                    before[0] = (before[0] + text)[-2:]
                case Link() if inline.children == (Text(inline.url),):
                    yield inline
                    before[0] = inline.url[-2:]
                case Emphasis() | Strong() | Superscript() | Subscript() | Link():
                    children = tuple(self._found(inline.children, before, opened))
                    yield replace(inline, children=children)
                case Value() | Gap():
                    yield inline
                    before[0] = inline.text[-2:]
                case Abbreviation() | CrossRef() | Cite():
                    yield inline
                    before[0] = "]"
                case LineBreak():
                    yield inline
                    before[0] = ""
                case NoteMark() | Footnote() | Comment():
                    yield inline
                case _:
                    assert_never(inline)

    def _of(self, text: str, before: str, after: str, opened: _Open) -> str:
        marks = self.marks
        if marks is None or not _TYPED.search(text) or _CODE.search(text):
            return text
        addresses = _addresses(text)
        behind = 0  # how many of them stand in front of the mark
        around, start = before + text + after, len(before)
        printed, end = list[str](), start
        for found in _TYPED.finditer(around, start, start + len(text)):
            place = found.start()
            while behind < len(addresses) and addresses[behind][1] <= place - start:
                behind += 1
            if behind < len(addresses) and addresses[behind][0] <= place - start:
                continue
            one = found[0]
            previous = printed[-1] if printed and place == end else around[place - 1 : place]
            begins = not previous or previous.isspace() or previous in _OPENS
            if one == "'":
                mark = _single(marks, around, place, begins, opened)
            else:
                mark = _double(marks, around, place, begins, opened)
            printed += [around[end:place], mark]
            end = place + 1
        return "".join(printed) + around[end : start + len(text)]


def _addresses(text: str) -> list[tuple[int, int]]:
    """Where the addresses begin and end, in order."""
    if "://" not in text and "www." not in text:
        return []
    return [run.span() for run in _RUN.finditer(text) if _ADDRESS.search(run[0])]


def _single(marks: QuotationMarks, around: str, place: int, begins: bool, opened: _Open) -> str:
    previous, behind = around[max(0, place - 2) : place], around[place + 1 :]
    if begins and _YEARS.match(behind):
        return marks.single[1]
    if begins and behind[:1].strip():
        opened.single += 1
        return marks.single[0]
    if begins:
        return "'"
    if opened.single and not behind[:1].isalnum():
        opened.single -= 1
        return marks.single[1]
    if previous[-1:].isdigit() and not _OF_DIGITS.match(behind):
        return "'"
    if behind[:1] in ("-", "\u2010", "\u2011", ",") and _ONE_LETTER.search(previous):
        return "'"
    return marks.single[1]


def _double(marks: QuotationMarks, around: str, place: int, begins: bool, opened: _Open) -> str:
    if begins and around[place + 1 : place + 2].strip():
        opened.double += 1
        return marks.double[0]
    if begins or (around[place - 1].isdigit() and not opened.double):
        return '"'
    opened.double = max(0, opened.double - 1)
    return marks.double[1]


def _has_typed(inline: Inline) -> bool:
    match inline:
        case Text():
            return _TYPED.search(inline.text) is not None
        case Emphasis() | Strong() | Superscript() | Subscript() | Link():
            return any(map(_has_typed, inline.children))
        case _:
            return False


def _first(content: Inlines) -> str:
    """The letter with which the next inline begins; a full stop stands for a citation's."""
    for inline in content:
        match inline:
            case Text() | Value() | Gap():
                return inline.text[:1]
            case Abbreviation():
                return inline.short[:1]
            case Emphasis() | Strong() | Superscript() | Subscript() | Link():
                return _first(inline.children)
            case CrossRef() | Cite() | Footnote() | NoteMark():
                return "."
            case LineBreak() | Comment():
                return ""
            case _:
                assert_never(inline)
    return ""
