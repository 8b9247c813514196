"""A document as records and templates give it now, with everything that is to be said of it."""

from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path

from assembler.checks import check
from assembler.checks.later import decided
from assembler.compose.kept import Kept
from assembler.document.nodes import GapEntry
from assembler.load import Loaded, load
from assembler.pipeline.stages import (
    Request,
    documents_by,
    documents_of,
    gaps_of,
    options_of,
    planned_in,
    stop_for,
)
from assembler.problems import Problem, in_order
from assembler.resolve.elsewhere import linked
from assembler.resolve.resolve import Resolved, uncited
from assembler.write.written import Options


@dataclass(frozen=True, slots=True)
class Today:
    """A document that is not written, and how it would be."""

    resolved: Resolved
    options: Options
    problems: tuple[Problem, ...]
    """Everything that stops no draft, as the dossier weighs it."""


@dataclass(frozen=True, slots=True)
class _Records:
    """The records, and what follows from them alone."""

    loaded: Loaded
    problems: tuple[Problem, ...]
    gaps: tuple[GapEntry, ...]


def today(
    request: Request,
    document_id: str,
    kept: Kept | None = None,
    *,
    state: Hashable = None,
) -> Today:
    """The document as it stands now. `kept` is what earlier calls have kept; `state` says when the
    files of records last changed: where it is the same as before they are not read again.

    Raises ProblemsFound with what stops a draft.
    """
    kept = kept or Kept()
    study, templates = request.study, request.templates
    records = kept.of(("records", study, state), lambda: _records(study))
    loaded, problems, gaps = records.loaded, records.problems, records.gaps
    plan = loaded.dossier.dossier
    (document,) = documents_of(loaded, templates, (document_id,))
    documents = documents_by(study, loaded, templates, gaps, problems, kept=kept)
    composed, resolved = documents.made(document)
    (resolved,) = linked([resolved], planned_in(loaded, (document,)), documents.resolved)
    later = [*loaded.warnings, *composed.warnings, *uncited(resolved)]
    found = in_order([*problems, *decided(later, plan)])
    stop_for(found)
    return Today(resolved, options_of(request, loaded, {}, None), tuple(found))


def _records(study: Path) -> _Records:
    loaded = load(study)
    problems = check(loaded.dossier, loaded.at)
    stop_for(problems)
    return _Records(loaded, tuple(problems), gaps_of(loaded, study))


def planned(request: Request) -> tuple[str, ...]:
    """The documents that are asked for, or all of the study. Raises ProblemsFound."""
    return documents_of(load(request.study), request.templates, request.documents)
