"""Edited Word files: verified, and brought up to date from today's records."""

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assembler.compose.compose import TemplateRoot
from assembler.compose.loader import Finder
from assembler.compose.numerals import Allowed, numerals_in
from assembler.package import Placed, place
from assembler.pipeline.stages import (
    Progress,
    composed_today,
    roots_of,
)
from assembler.problems import (
    Position,
    ProblemsFound,
)
from assembler.read.files import read_bytes

if TYPE_CHECKING:  # most commands read no edited file
    from assembler.review.edited import Edited
    from assembler.review.found import Refreshed
    from assembler.review.refresh import Wish
    from assembler.review.states import Verified
    from assembler.write.docx.evidence import Evidence

EDITED_BYTES = 256 * 2**20
"""Most bytes of an edited file."""


@dataclass(frozen=True, slots=True)
class VerifyRequest:
    """Which edited file is to be verified, and against what."""

    edited: Path
    study: Path | None = None
    """The study whose records are asked too; None for what the file carries alone."""
    report: Path | None = None
    """Where a copy of the file with comments goes."""
    built: Path | None = None
    """The file as it was built, where the edited one has lost what it carries."""
    templates: tuple[TemplateRoot, ...] = ()


def verify(
    request: VerifyRequest, progress: Progress = lambda step, share: None
) -> "tuple[Verified, Placed | None]":
    """What has become of a built DOCX file; and where its report is.

    The edited file is only read. Raises ProblemsFound when it is not ours or cannot be read, or
    when the records or templates have errors.
    """
    from assembler.review.marked import marked
    from assembler.review.verify import verify as verified
    from assembler.write.docx.evidence import evidence_of

    progress("reading the edited file", 0.0)
    built = _edited(request.built).evidence if request.built else None
    edited = _edited(request.edited, built)
    known = edited.evidence
    allowed = _numerals(request.templates)
    today = None
    if request.study is not None:
        progress("composing the document of today", 0.3)
        today = evidence_of(
            *composed_today(request.study, known.document, request.templates, draft=known.draft)
        )
    progress("comparing", 0.7)
    result = verified(edited.read, known, allowed, today)
    if request.report is None:
        return result, None
    progress("writing the report", 0.9)
    return result, place(request.report, marked(edited, result.findings))


@dataclass(frozen=True, slots=True)
class RefreshRequest:
    """Which edited file is to be brought up to date, and from which records."""

    edited: Path
    study: Path
    output: Path
    wish: "Wish"
    templates: tuple[TemplateRoot, ...] = ()


def refresh(
    request: RefreshRequest, progress: Progress = lambda step, share: None
) -> "tuple[Refreshed, Placed]":
    """Put today's records into an edited DOCX file; what was done, and where the file is.

    The edited file is only read. Raises ProblemsFound when it is not ours or cannot be edited, or
    when the records or templates have errors; then nothing is written.
    """
    from assembler.review.refresh import refresh as refreshed

    progress("reading the edited file", 0.0)
    edited = _edited(request.edited)
    progress("composing the document of today", 0.3)
    known = edited.evidence
    resolved, options = composed_today(
        request.study, known.document, request.templates, draft=known.draft
    )
    progress("refreshing", 0.7)
    result = refreshed(edited, resolved, options, request.wish)
    progress("writing", 0.9)
    return result, place(request.output, result.data)


def _numerals(templates: tuple[TemplateRoot, ...]) -> Allowed:
    """The numerals that need no record, in any of the folders. Raises ProblemsFound."""
    return numerals_in(Finder(roots_of(templates)).tree("shared/numerals.yaml"))


def _edited(path: Path, built: "Evidence | None" = None) -> "Edited":
    """An edited file, wherever it lies. Raises ProblemsFound, which name the file."""
    from assembler.review.edited import Edited

    real = Path(os.path.realpath(path))
    data = read_bytes(real, root=real.parent, file=str(path), largest=EDITED_BYTES)
    try:
        return Edited(data, built)
    except ProblemsFound as found:
        at = Position(str(path))
        raise ProblemsFound(replace(p, at=p.at or at) for p in found.problems) from None
