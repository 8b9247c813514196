"""`assembler templates lint`: what is surely wrong in templates, without a study or a build."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from assembler.compose.abbreviations import abbreviations_in
from assembler.compose.environment import Templates
from assembler.compose.figures import load_figure_shell
from assembler.compose.flags import FlagFile
from assembler.compose.listing_shells import load_listing_shell
from assembler.compose.loader import BASE, Finder
from assembler.compose.numerals import numerals_in
from assembler.compose.outline_changes import departures, outline_of
from assembler.compose.shells import load_shell
from assembler.compose.spelling import spelling_in
from assembler.compose.style import style_in
from assembler.compose.typed import typed_by_hand
from assembler.compose.unused import misplaced, unused_sections, unused_shells
from assembler.compose.usage import Piece, pieces, used_by
from assembler.compose.uses import Reading
from assembler.compose.wording import wordings_in
from assembler.problems import Position, Problem, ProblemsFound, error, in_order, nearest
from assembler.read import Tree, validate
from assembler.records import Dossier
from assembler.workbench.blocks import blocks_told, shells_told, unused_shared
from assembler.workbench.catalog import DocumentType, document_type, document_types_of
from assembler.workbench.labels import broken_labels, reached

Load = Callable[..., object]
_GIVEN = (*Dossier.model_fields, "author_text", "claims", "document_id", "flags", "flags_on",
          "gaps", "patient", "patients", "picks", "record", "records")  # fmt: skip
"""What templates are given beside the forms; the last two in flags."""
_SHARED: dict[str, Callable[[Tree], object]] = {
    "shared/abbreviations.yaml": abbreviations_in,
    "shared/claims.yaml": wordings_in,
    "shared/flags.yaml": partial(validate, FlagFile),
    "shared/numerals.yaml": numerals_in,
    "shared/spelling.yaml": spelling_in,
    "shared/style.yaml": style_in,
}
_SHELLS: dict[str, Load] = {
    "tables": load_shell,
    "figures": load_figure_shell,
    "listings": load_listing_shell,
}


def lint(finder: Finder) -> list[Problem]:
    """The problems of all templates in the finder's folders, in the order of their places."""
    problems: list[Problem] = []
    documents = list(_documents(finder, problems))
    _shells_and_words(finder, problems)
    found = list(pieces(finder))
    problems += _syntax(finder, found)
    readings = used_by(finder, found)
    told = {one.at for one in problems}  # an outline that names no record is told as such
    problems += (one for one in _fields(readings) if one.at not in told)
    problems += _names(finder, found, readings, documents)
    problems += _circles(readings)
    texts = {one.name: one.text for one in found if not one.is_data}
    places = {one.name: one.at.file for one in found if not one.is_data}
    problems += broken_labels(documents, texts, places, readings)
    for name, text in texts.items():
        problems += blocks_told(text, places[name])
        problems += shells_told(finder, name, text, places[name])
    for index, document in enumerate(documents):
        problems += unused_sections(finder, document.id)
        problems += unused_shells(finder, document.id, ())
        problems += typed_by_hand(finder, document.id, None, {}, shared=index == 0)
    problems += [*unused_shared(finder, texts), *misplaced(finder)]
    problems += _unreached(documents, texts, places, readings)
    return in_order(problems)


def _documents(finder: Finder, problems: list[Problem]) -> Iterator[DocumentType]:
    for document_id in document_types_of(finder):
        try:
            yield document_type(finder, document_id)
            problems += departures(outline_of(finder, document_id), finder, document_id)
        except ProblemsFound as found:
            problems += found.problems


def _shells_and_words(finder: Finder, problems: list[Problem]) -> None:
    """What is wrong with files of data, by the models that a build reads them with."""
    for name in finder.names("", ".yaml"):
        if name in _SHARED:
            problems += _loaded(partial(_laid, finder, name))
        load = _SHELLS.get(name.split("/")[1]) if name.count("/") == 2 else None
        found = finder.find(name)
        if load is not None and found is not None:
            root, file = found
            problems += _loaded(partial(load, root.path / file, root=root.path, shown=root.shown))


def _laid(finder: Finder, name: str) -> object:
    return _SHARED[name](finder.tree(name))


def _loaded(load: Callable[[], object]) -> tuple[Problem, ...]:
    try:
        load()
    except ProblemsFound as found:
        return found.problems
    return ()


def _syntax(finder: Finder, found: Sequence[Piece]) -> Iterator[Problem]:
    templates = Templates(finder, {})
    for one in found:
        if one.is_data:
            check = partial(templates.check_text, one.text, one.at, is_expression=one.is_expression)
        else:
            check = partial(templates.check, one.name, one.at)
        yield from _loaded(check)


def _fields(readings: Sequence[Reading]) -> Iterator[Problem]:
    for reading in readings:
        for one in dict.fromkeys(reading.mistakes):
            yield error("template.fills", one.message, one.remedy, at=one.at)


def _names(
    finder: Finder,
    found: Sequence[Piece],
    readings: Sequence[Reading],
    documents: Sequence[DocumentType],
) -> Iterator[Problem]:
    """Names that nothing gives: not in files that others include, which may give them."""
    given = {*_GIVEN, *Templates(finder, {}).names}
    for one in found:
        given.update(re.findall(r"^[ \t]*:([a-z][a-z0-9-]*):", one.text, re.MULTILINE))
        given.update(re.findall(r"\b(\w+) is (?:not )?defined", one.text))
    given |= {name.replace("-", "_") for name in given}
    included = {name for reading in readings for name, _ in reading.files}
    bound = _bound(readings)
    outer = {one.file.name for document in documents for one in document.sections if one.file}
    for reading in readings:
        is_whole = reading.name in outer and reading.name not in included
        behind = {name for file, _ in reading.files for name in bound.get(file, ())}
        for name, at in reading.free if is_whole or not reading.name.endswith(".md") else ():
            if name not in given | behind and not reading.name.endswith("flags.yaml"):
                near = nearest(name, sorted({*given, *reading.macros}))
                remedy = f"did you mean '{near}'?" if near else "name a record, or set the name"
                yield error("template.fills", f"nothing is called '{name}' here", remedy, at=at)


def _bound(readings: Sequence[Reading]) -> dict[str, frozenset[str]]:
    """What each file of the folders behind binds, those further behind included: the blocks of a
    file in front may use it."""
    bound: dict[str, frozenset[str]] = {}
    for reading in reversed(readings):  # a file comes before those behind it
        if reading.name.startswith(BASE):
            inner = [bound[name] for name, _ in reading.files if name in bound]
            bound[reading.name] = reading.bound.union(*inner)
    return bound


def _circles(readings: Sequence[Reading]) -> Iterator[Problem]:
    """Files that come back to themselves by include, import or extends."""
    inside: dict[str, dict[str, Position]] = {}
    for reading in readings:
        inside.setdefault(reading.name, {}).update(reading.files)
    done: set[str] = set()
    for name in inside:
        way: list[tuple[str, Iterator[str]]] = [(name, iter(inside[name]))]
        while way and name not in done:
            here, others = way[-1]
            other = next(others, None)
            names = [one for one, _ in way]
            if other is None:
                done.add(way.pop()[0])
            elif other in names:
                circle = " -> ".join([*names[names.index(other) :], other])
                message = f"the templates include one another without end: {circle}"
                remedy = "take one of the includes away"
                yield error("template.ends", message, remedy, at=inside[here][other])
            elif other in inside and other not in done:
                way.append((other, iter(inside[other])))


def _unreached(
    documents: Sequence[DocumentType],
    texts: dict[str, str],
    places: dict[str, str],
    readings: Sequence[Reading],
) -> Iterator[Problem]:
    """Templates that no outline and no other template names."""
    named = {name for reading in readings for name, _ in reading.files}
    named |= {name for document in documents for name in reached(document, readings)}
    for name in texts.keys() - named:
        if name.startswith("sections/") or (
            "/sections/" in name and not name.startswith("shared/")
        ):
            continue  # `section.used` says so
        near = nearest(Path(name).name, [Path(one).name for one in sorted(named)])
        yield error(
            "template.used",
            "no outline and no template names this file: it is printed nowhere",
            f"name it, or delete it; did you mean to call it '{near}'?"
            if near
            else "name it in an outline or a template, or delete it",
            at=Position(places[name]),
        )
