"""A stage between records and files, as text."""

from collections.abc import Sequence
from pathlib import Path

from assembler.checks import check
from assembler.compose.compose import TemplateRoot
from assembler.document.dump import dump
from assembler.load import load
from assembler.pipeline.stages import (
    compose_document,
    documents_of,
    gaps_of,
    planned_in,
    resolved_by,
)
from assembler.resolve.elsewhere import linked
from assembler.resolve.resolve import resolve
from assembler.resolve.words import shown_lines


def show(
    study: Path,
    stage: str,
    *,
    section: str | None = None,
    document: str | None = None,
    templates: Sequence[TemplateRoot] = (),
) -> str:
    """A stage between records and files as stable text. Raises ProblemsFound."""
    loaded = load(study)
    if stage == "records":
        return loaded.dossier.model_dump_json(indent=2, exclude_defaults=True)
    document_id = documents_of(loaded, templates, (document,) if document else ())[0]
    gaps = gaps_of(loaded, study)
    findings = check(loaded.dossier, loaded.at)
    composed = compose_document(study, loaded, document_id, templates, gaps, findings)
    if stage == "filled":
        parts = [(n, text) for n, text in composed.filled if section in (None, n)]
        return "\n".join(f"--- {number}\n{text}" for number, text in parts)
    if stage == "document":
        return dump(composed.document, section=section)
    make = resolved_by(study, loaded, templates, gaps, findings)
    planned = planned_in(loaded, (document_id,))
    (resolved,) = linked([resolve(composed.document)], planned, make)
    return shown_lines(resolved, section=section)
