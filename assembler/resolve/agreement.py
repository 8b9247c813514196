"""Whether the documents of one study say the same of a fact: digits, unit, name of the population.

A value that two documents print from one record agrees by itself as long as both use the same
form. What people type beside it does not: a sentence copied from one document into another keeps
its figure when the record changes, and a population gets another name.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from assembler.document.nodes import Abbreviation, Text, Trace, Value
from assembler.document.walk import leaves
from assembler.problems import Position, Problem, Severity
from assembler.resolve.placed import Line, Place, placed_lines
from assembler.resolve.resolve import Resolved

_LEAST, _MOST = 4, 6
"""Words before a number by which a typed sentence is known to speak of a printed value."""
_ANY = "#"
"""Stands for a number among the words before another."""
_CASES = frozenset(("capitalize", "lower", "lower_first", "sentence_case", "upper", "without_stop"))
"""Forms that change no more than the case of letters or the stop at the end."""
_PARTS = frozenset(("after", "before"))
"""Forms that print a part of what is recorded."""
_TOKEN = re.compile(
    r"(?P<number>(?<![\w.,])[<>≤≥]?\s?\d+(?:[.,]\d+)*(?!\w))|(?P<stop>[.;?!](?=\s|$))"
    r"|(?P<word>\w[\w'’-]*)"
)
_POPULATION = re.compile(r"(?:\s+analysis)?\s+(?:set|population)$", re.IGNORECASE)
_SET = re.compile(r"trial\.analysis_sets\.[^.]+\.label")


class _Number(NamedTuple):
    """A number in a line, with the words of its sentence before it."""

    text: str
    before: tuple[str, ...]
    path: str | None
    """The record that it was printed from; None for one that was typed."""
    place: Place


def disagreements(documents: Sequence[Resolved]) -> list[Problem]:
    """What two of the documents say differently, each once, at the later place.

    Compared are the numerals and units of the values that one form makes of the same records;
    numbers that were typed behind the very words behind which another document prints a record;
    and typed names of an analysis set that another document prints from its record. How a number
    is framed (`p<0.0001`, `<0.0001`) and the case of letters are no difference. Nothing is found
    in fewer than two documents.
    """
    if len(documents) < 2:
        return []
    lines = [line for resolved in documents for line in placed_lines(resolved)]
    return [*_printed_otherwise(lines), *_typed_otherwise(lines), *_named_otherwise(lines)]


# --- one record, printed in two documents


def _printed_otherwise(lines: Iterable[Line]) -> Iterator[Problem]:
    first: dict[object, tuple[str, Place]] = {}
    told: set[object] = set()
    for line in lines:
        for value in (one for one in leaves(line.content) if isinstance(one, Value)):
            trace = line.trace(value)
            key = _form_of(trace) if trace is not None else None
            if trace is None or key is None:
                continue
            text, place = first.setdefault(key, (value.text, line.place))
            is_elsewhere = place.document != line.place.document
            if key not in told and is_elsewhere and _differ(text, value.text):
                told.add(key)
                yield Problem(
                    "documents.agree",
                    Severity.WARNING,
                    f"{line.place} prints '{_plain(value.text)}', "
                    f"and {place} '{_plain(text)}' of the same record",
                    "print the record in the same form in both documents",
                    line.place.at,
                    trace.paths[0],
                    _others(place),
                )


def _form_of(trace: Trace) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The records and the form of a value; None where it prints only a part of a record."""
    forms = tuple(one for one in trace.derivation.split(", ") if one not in _CASES)
    if not trace.paths or _PARTS.intersection(forms):
        return None
    return trace.paths, forms if forms != ("as recorded",) else ()


def _differ(one: str, other: str) -> bool:
    """Whether two texts of a value differ in numerals, or in units where both have one."""
    (numbers, words), (others, its_words) = _split(one), _split(other)
    if numbers != others:
        return True
    return bool(numbers and words and its_words) and words != its_words


def _split(text: str) -> tuple[list[str], list[str]]:
    """The numerals of a text, and its other words, `CI` and the `p` of a p-value left out."""
    numbers: list[str] = []
    words: list[str] = []
    for match in _TOKEN.finditer(re.sub(r"\bp\s?=?(?=[<>≤≥\d\s])", "", _plain(text))):
        if match["number"]:
            numbers.append("".join(match["number"].split()))
        elif match["word"] and match["word"] != "CI":
            words.append(match["word"].casefold())
    return numbers, words


# --- numbers that were typed


def _typed_otherwise(lines: Iterable[Line]) -> Iterator[Problem]:
    printed: dict[tuple[str, ...], list[_Number]] = {}
    typed: list[_Number] = []
    for line in lines:
        for number in _numbers(line):
            if sum(word != _ANY for word in number.before) < _LEAST:
                continue
            if number.path is None:
                typed.append(number)
            else:
                printed.setdefault(number.before, []).append(number)
    for number in typed:
        known = printed.get(number.before, [])
        elsewhere = [one for one in known if one.place.document != number.place.document]
        if elsewhere and all(one.text != number.text for one in known):
            said = elsewhere[0]
            yield Problem(
                "documents.agree",
                Severity.WARNING,
                f"{number.place} says '{' '.join(number.before)} {number.text}', which was typed; "
                f"{said.place} prints {said.text} there from its record",
                "print the record here too; or say in other words that it is another figure",
                number.place.at,
                said.path,
                _others(said.place),
            )


def _numbers(line: Line) -> Iterator[_Number]:
    """The numbers of a line, each with at most six words of its sentence before it."""
    before: list[str] = []
    for text, path in _pieces(line):
        for match in _TOKEN.finditer(text):
            if match["stop"]:
                before.clear()
            elif match["word"]:
                before.append(match["word"].casefold())
            else:
                number = "".join(match["number"].split())
                yield _Number(number, _last(before), path, line.place)
                before.append(_ANY)


def _last(before: Sequence[str]) -> tuple[str, ...]:
    """The last six words, with the numbers among and behind them."""
    words = [index for index, word in enumerate(before) if word != _ANY]
    return tuple(before[words[-_MOST] if len(words) > _MOST else 0 :])


def _pieces(line: Line) -> Iterator[tuple[str, str | None]]:
    """The words of a line as they follow each other, with the record that each comes from."""
    typed = ""
    for inline in leaves(line.content):
        if isinstance(inline, Value):
            yield typed, None
            typed = ""
            trace = line.trace(inline)
            yield _plain(inline.text), trace.paths[0] if trace and trace.paths else ""
        elif isinstance(inline, Text):
            typed += _plain(inline.text)
        elif isinstance(inline, Abbreviation):
            typed += inline.short
    yield typed, None


# --- names of populations


def _named_otherwise(lines: Sequence[Line]) -> Iterator[Problem]:
    labels: dict[str, tuple[str, list[Place]]] = {}
    for line in lines:
        for value in (one for one in leaves(line.content) if isinstance(one, Value)):
            trace = line.trace(value)
            if trace and len(trace.paths) == 1 and _SET.fullmatch(trace.paths[0]):
                _, places = labels.setdefault(trace.paths[0], (trace.recorded[0], []))
                places.append(line.place)
    known = {label.casefold() for label, _ in labels.values()}
    for path, (label, places) in labels.items():
        kind = _POPULATION.sub("", label)
        if kind == label:
            continue
        name = re.compile(rf"\b{re.escape(kind)}(?:\s+analysis)?\s+(?:set|population)\b", re.I)
        for line, seen in _typed_names(lines, name, known):
            place = next((one for one in places if one.document != line.place.document), None)
            if place is not None:
                yield Problem(
                    "documents.agree",
                    Severity.WARNING,
                    f"{line.place} speaks of the '{seen}', and {place} of the '{label}'",
                    f"print the name from the record, {path}, in both documents",
                    line.place.at,
                    path,
                    _others(place),
                )


def _typed_names(
    lines: Iterable[Line], name: re.Pattern[str], known: set[str]
) -> Iterator[tuple[Line, str]]:
    """The lines in which the name of a population was typed otherwise than any record has it."""
    for line in lines:
        for text, path in _pieces(line):
            for match in name.finditer(text) if path is None else ():
                seen = " ".join(match[0].split())
                if seen.casefold() not in known:
                    yield line, seen


# --- words


def _plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def _others(place: Place) -> tuple[Position, ...]:
    return () if place.at is None else (place.at,)
