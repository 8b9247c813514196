"""A document as records and templates give it now, with everything that is to be said of it."""

from dataclasses import dataclass

from assembler.checks import check
from assembler.checks.later import decided
from assembler.compose.kept import Kept
from assembler.load import load
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


def today(request: Request, document_id: str, kept: Kept | None = None) -> Today:
    """The document as it stands now; `kept` is what earlier calls have kept.

    Raises ProblemsFound with what stops a draft.
    """
    study, templates = request.study, request.templates
    loaded = load(study)
    plan = loaded.dossier.dossier
    problems = check(loaded.dossier, loaded.at)
    stop_for(problems)
    (document,) = documents_of(loaded, templates, (document_id,))
    gaps = gaps_of(loaded, study)
    documents = documents_by(study, loaded, templates, gaps, problems, kept=kept)
    composed, resolved = documents.made(document)
    (resolved,) = linked([resolved], planned_in(loaded, (document,)), documents.resolved)
    later = [*loaded.warnings, *composed.warnings, *uncited(resolved)]
    found = in_order([*problems, *decided(later, plan)])
    stop_for(found)
    return Today(resolved, options_of(request, loaded, {}, None), tuple(found))


def planned(request: Request) -> tuple[str, ...]:
    """The documents that are asked for, or all of the study. Raises ProblemsFound."""
    return documents_of(load(request.study), request.templates, request.documents)
