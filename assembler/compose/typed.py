"""What was typed by hand in templates and author's texts, and has no record behind it.

Numerals outside the allowed forms, numbers in words, claims outside their condition, words that
judge. Each line of a file gives one finding of a kind. Shells, outlines and flags are read too. Of
a document those files are read that it was made of; of template folders alone, all.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

from assembler.checks.claims import OF_ANALYSES, OF_SAFETY
from assembler.checks.lookup import path as path_of
from assembler.compose.kept import Kept, Same
from assembler.compose.loader import AUTHOR, Finder, TemplateRoot
from assembler.compose.numerals import Allowed, numerals, numerals_in
from assembler.compose.prose import VALUE, Prose, prose_in, prose_of
from assembler.compose.wording import Found, Wordings, wordings_in
from assembler.problems import Position, Problem, Severity
from assembler.read import Tree, read_tree
from assembler.records import Dossier
from assembler.records.base import Block
from assembler.records.placed import Placed
from assembler.records.scalars import Count, Interval, Percentage, PValue, Quantity, Reported

T = TypeVar("T")
_SHARED = ("shared/tables", "shared/figures")
_NEAR = Decimal("0.1")
"""A record is named beside a numeral that differs by at most this share of it."""
_MOST_REASONS = 3


def typed_by_hand(
    finder: Finder,
    document_id: str,
    dossier: Dossier | None,
    placed: Mapping[str, Placed],
    kept: Kept | None = None,
    *,
    shared: bool = True,
    used: Collection[str] | None = None,
) -> Iterator[Problem]:
    """The findings in all files of a document, if `shared` in those that documents share, and in
    author's texts; of these only in those `used`, by name, in its outline and in the flags, where
    the document was composed. Without a study, `dossier` None, all that is said of a claim is that
    it stands outside its condition."""
    allowed = _laid(finder, "shared/numerals.yaml", numerals_in)
    words = _laid(finder, "shared/claims.yaml", wordings_in)
    figures = cache(lambda: recorded_figures(placed))
    folders = (document_id, "shared") if shared else (document_id,)
    kept = kept or Kept()
    lists = kept.of(("lists", allowed, words), object)  # stands for them: long patterns hash slowly

    def found_in(prose: Prose) -> list[Problem]:
        found: list[Problem] = []
        if allowed is not None:
            found += _numerals(prose, allowed, figures)
        if words is not None:
            found += worded(prose, words, dossier)
        return found

    def is_silent(prose: Prose) -> bool:
        return not found_in(prose)

    for prose in _every_prose(finder, folders, used, kept):
        # The records say what a finding says, not whether there is one.
        silent = ("silent", Same(prose), Same(lists))
        if kept.of(silent, partial(is_silent, prose)):
            continue
        key = ("found", Same(prose), Same(lists), Same(dossier))
        yield from kept.of(key, partial(found_in, prose))


def _laid(finder: Finder, name: str, make: Callable[[Tree], T]) -> T | None:
    if finder.find(name) is None:  # templates without the list
        return None
    return make(finder.tree(name))


def _every_prose(
    finder: Finder, folders: Sequence[str], used: Collection[str] | None, kept: Kept
) -> Iterator[Prose]:
    found = _found(finder, (n for one in folders for n in finder.names(one, ".md")), used)
    found += (one for one in finder.texts() if used is None or f"{AUTHOR}{one[1]}" in used)
    for root, file in found:
        text = finder.text(root, file)
        at = Position(root.name_of(file))
        prose = kept.of(("prose", text, at), partial(prose_of, text, at))
        if prose is not None:
            yield prose
    data = finder.names(folders[0], ".yaml")
    always = [f"{folders[0]}/outline.yaml"]
    if "shared" in folders:
        always.append("shared/flags.yaml")
        data += ["shared/flags.yaml"]
        data += [name for folder in _SHARED for name in finder.names(folder, ".yaml")]
    for root, file in _found(finder, data, None if used is None else {*used, *always}):
        yield from finder.made("prose", _prose_of_data, root, file)


def _found(
    finder: Finder, names: Iterable[str], used: Collection[str] | None
) -> list[tuple[TemplateRoot, str]]:
    """The files of these names that are among those `used`."""
    found = (finder.find(name) for name in names if used is None or name in used)
    return [one for one in found if one is not None]


def _prose_of_data(path: Path, *, root: Path, shown: str) -> list[Prose]:
    return [*prose_in(read_tree(path, root=root, shown=shown))]


# --- numerals


def _numerals(
    prose: Prose, allowed: Allowed, figures: Callable[[], "Figures"]
) -> Iterator[Problem]:
    lines: dict[Position, list[str]] = {}
    for numeral in numerals(prose.text, allowed):
        lines.setdefault(prose.at(numeral.begin), []).append(numeral.text)
    for at, found in lines.items():
        each = list(dict.fromkeys(found))
        known = [near for text in each if (near := figures().nearest(text)) is not None]
        yield Problem(
            "numeral.has-record",
            Severity.WARNING,
            f"typed by hand, without a record: {', '.join(each)}"
            + "".join(f"\n{path} is {text}" for text, path in known),
            "print the record's value; what is a name and no figure of the trial goes into the "
            "forms of shared/numerals.yaml",
            at,
        )


class Figures:
    """The figures of the records, to be found by what they say or what they are near to."""

    def __init__(self, found: Sequence[tuple[str, str, Decimal]]) -> None:
        self._paths = {text: path for text, path, _ in reversed(found)}
        self._sorted = sorted(((number, text, path) for text, path, number in found))
        self._numbers = [number for number, _, _ in self._sorted]

    def nearest(self, typed: str) -> tuple[str, str] | None:
        """The figure and record path that a numeral was probably copied from; None if none is."""
        if typed in self._paths:
            return typed, self._paths[typed]
        digits = typed.rstrip("% \u00a0").replace("·", ".").replace(",", "")
        if not digits.isascii() or digits.count(".") > 1 or not digits.replace(".", "").isdigit():
            return None
        number = Decimal(digits)
        index = bisect_left(self._numbers, number)
        near = self._sorted[max(index - 1, 0) : index + 1]
        best = min(near, key=lambda one: abs(one[0] - number), default=None)
        if best is None or abs(best[0] - number) > abs(number) * _NEAR:
            return None
        return best[1], best[2]


def recorded_figures(placed: Mapping[str, Placed]) -> Figures:
    """Every number of the records with its text and path."""
    found: list[tuple[str, str, Decimal]] = []
    for path, place in placed.items():
        for key in type(place.record).model_fields:
            if key in Block.model_fields:
                continue
            at = f"{path}.{key}" if path else key
            found += ((text, at, number) for text, number in _numbers(getattr(place.record, key)))
    return Figures(found)


def _numbers(value: object) -> Iterator[tuple[str, Decimal]]:
    match value:
        case Quantity() | Percentage():
            yield from _numbers(value.number)
            if isinstance(value, Percentage):
                yield value.text, value.number.decimal
        case Reported() | PValue():
            yield value.text.lstrip("<>= "), value.decimal
        case Count():
            yield str(value), Decimal(value.number)
        case Interval():
            for bound in value.bounds:
                if bound is not None:
                    yield str(bound), bound
        case _:
            return


# --- words


def worded(prose: Prose, words: Wordings, dossier: Dossier | None) -> Iterator[Problem]:
    """The claims, the words that judge and the numbers in words of a text."""
    text = words.within(prose.text)
    for found in text.claimed():
        if found.name not in prose.held(found.begin):
            yield _claim(found, prose.at(found.begin), dossier)
    for at, names in _by_line(prose, text.judging()).items():
        for why, said in names.items():
            yield Problem(
                "claim.neutral-words",
                Severity.NOTE,
                f"words that judge: {', '.join(said)}",
                why,
                at,
            )
    for at, names in _by_line(prose, text.counted()).items():
        for said in names.values():
            yield Problem(
                "number.in-digits",
                Severity.NOTE,
                f"a number in words, without a record: {', '.join(said)}",
                "print the record's value, or say it without a number",
                at,
            )


def _by_line(prose: Prose, found: Iterator[Found]) -> dict[Position, dict[str, dict[str, None]]]:
    lines: dict[Position, dict[str, dict[str, None]]] = {}
    for one in found:
        lines.setdefault(prose.at(one.begin), {}).setdefault(one.name, {})[one.text] = None
    return lines


def _claim(found: Found, at: Position, dossier: Dossier | None) -> Problem:
    said = f"'{found.text.replace(VALUE, '...')}' is typed by hand"
    remedy = "say what was observed, or quote the source that says it, in quotation marks"
    if dossier is None:
        if found.name in OF_ANALYSES:
            said += ", outside its condition"
            remedy = f"write it between {{% if claims.{found.name}(analysis) %}} and {{% endif %}}"
        return Problem("claim.has-condition", Severity.WARNING, said, remedy, at)
    if found.name in OF_SAFETY:
        (why,) = OF_SAFETY[found.name](dossier).reasons
        return Problem("claim.has-condition", Severity.WARNING, f"{said}; {why}", remedy, at)
    lines, condition = [], None
    for analysis in dossier.efficacy.analyses:
        verdict = OF_ANALYSES[found.name](dossier, analysis)
        if verdict.holds:
            condition = f'{{% if claims.{found.name}(efficacy.analyses["{analysis.id}"]) %}}'
            lines.append(f"it holds of {path_of(analysis)}")
        else:
            more = len(verdict.reasons) - _MOST_REASONS
            reasons = "; ".join(verdict.reasons[:_MOST_REASONS])
            lines.append(
                f"not of {path_of(analysis)}: {reasons}"
                + (f"; and {more} more" if more > 0 else "")
            )
    if condition is not None:
        remedy = f"write it between {condition} and {{% endif %}}"
    shown = lines[:_MOST_REASONS] if condition is None else [x for x in lines if x[:2] == "it"]
    message = "\n".join([f"{said}, outside its condition", *shown])
    return Problem("claim.has-condition", Severity.WARNING, message, remedy, at)
