"""Abbreviations that the study's records give with what they stand for."""

import re
from collections.abc import Iterable, Iterator, Mapping

from assembler.compose.abbreviations import Abbreviations, Entry
from assembler.document.nodes import Document, Gap, Value
from assembler.document.walk import leaves, runs
from assembler.records import Dossier

_SHORT = re.compile(r"[A-Z].*[A-Z]")
"""An abbreviation has two capitals; `Takeda` is a short name."""
_FIGURE = re.compile(r"(?<![A-Za-z0-9])(?<![A-Z]-)\d")
"""A long form is spelt out as words: a figure in it would have no record. The digits of a name,
H1N1, HbA1c or IL-6, are none."""


def recorded(dossier: Dossier) -> Mapping[str, Entry]:
    """Those of endpoints, of the disease and of organisations; of two with the same letters the
    first."""
    found: dict[str, Entry] = {}
    for short, long in _pairs(dossier):
        if short and long and _SHORT.search(short) and not _FIGURE.search(long):
            found.setdefault(short, Entry(long=long))
    return found


def _pairs(dossier: Dossier) -> Iterator[tuple[str | None, str | None]]:
    for endpoint in dossier.trial.endpoints:
        yield endpoint.abbreviation, endpoint.variable
    if dossier.disease is not None:
        yield dossier.disease.abbreviation, dossier.disease.name
    for organisation in dossier.trial.organisations:
        yield organisation.abbreviation, organisation.name


def in_values(known: Abbreviations, document: Document) -> Mapping[str, str]:
    """Short -> long form of the known abbreviations in what a document prints of the records."""
    return known.within(_values(document))


def _values(document: Document) -> Iterable[str]:
    """The different texts of values and gaps, in reading order."""
    return dict.fromkeys(
        inline.text
        for run in runs(document)
        for inline in leaves(run.content)
        if isinstance(inline, Value | Gap)
    )
