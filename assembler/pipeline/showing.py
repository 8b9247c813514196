"""A stage between records and files, as text."""

from collections.abc import Sequence
from pathlib import Path

from assembler.checks import check
from assembler.compose.compose import TemplateRoot
from assembler.document.dump import dump
from assembler.load import load
from assembler.pipeline.stages import (
    documents_by,
    documents_of,
    gaps_of,
    planned_in,
)
from assembler.resolve.elsewhere import linked
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
    documents = documents_by(study, loaded, templates, gaps, findings)
    composed = documents.composed(document_id)
    if stage == "filled":
        parts = [(n, text) for n, text in composed.filled if section in (None, n)]
        return "\n".join(f"--- {number}\n{text}" for number, text in parts)
    if stage == "document":
        return dump(composed.document, section=section)
    planned = planned_in(loaded, (document_id,))
    made = documents.resolved(document_id)
    (resolved,) = linked([made], planned, documents.resolved)
    return shown_lines(resolved, section=section)
