"""Records by their ids; an id that leads nowhere is `reference.resolves`' matter alone."""

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

from assembler.records import Dossier
from assembler.records.base import Source, Sourced
from assembler.records.efficacy import (
    Analysis,
)
from assembler.records.endpoints import Endpoint
from assembler.records.trial import Cohort


class HasId(Protocol):
    """A record with an id."""

    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=HasId)


def by_id(records: Iterable[T]) -> dict[str, T]:
    """The records under their ids."""
    return {record.id: record for record in records}


def cohorts(dossier: Dossier) -> dict[str, Cohort]:
    """The trial's cohorts under their ids."""
    return by_id(dossier.trial.cohorts)


def analysed(dossier: Dossier) -> list[tuple[Analysis, Endpoint, str]]:
    """Every analysis of a known endpoint, with that endpoint and the analysis' path."""
    endpoints = by_id(dossier.trial.endpoints)
    return [
        (analysis, endpoints[analysis.endpoint], path(analysis))
        for analysis in dossier.efficacy.analyses
        if analysis.endpoint in endpoints
    ]


def path(analysis: Analysis) -> str:
    """The record path of an analysis."""
    return f"efficacy.analyses.{analysis.id}"


def source_of(dossier: Dossier, analysis: Analysis, part: Sourced | None = None) -> Source | None:
    """The source that holds for an analysis, or for a part of it."""
    own = part.source if part is not None else None
    return own or analysis.source or dossier.efficacy.source


def what(analysis: Analysis, endpoint: Endpoint, known: dict[str, Cohort]) -> str:
    """`progression-free survival in the pNET cohort`, or without the cohort."""
    cohort = known.get(analysis.cohort or "")
    return endpoint.variable + (f" in the {cohort.label} cohort" if cohort else "")


def ancestors(path: str) -> Iterator[str]:
    """The path, then each path around it: `a.b[0]`, `a.b`, `a`."""
    while path:
        yield path
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
