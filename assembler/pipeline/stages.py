"""What every command does on the way: the documents, their roots, options and inputs."""

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from hashlib import sha256
from pathlib import Path

from assembler import __version__
from assembler.checks import check
from assembler.checks.gaps import gap_register
from assembler.compose.compose import Composed, TemplateRoot, compose
from assembler.compose.expected import each_once, lacking
from assembler.compose.kept import Kept
from assembler.compose.outline import document_types
from assembler.document.nodes import GapEntry, ReferenceKey
from assembler.load import Loaded, load
from assembler.pipeline.hashed import hashed, hashed_templates
from assembler.pipeline.numbered import Documents
from assembler.problems import (
    Position,
    Problem,
    ProblemsFound,
    Severity,
    did_you_mean,
    error,
    in_order,
)
from assembler.read.datasets.dataset import File, Reading
from assembler.read.files import read_bytes
from assembler.resolve.elsewhere import linked
from assembler.resolve.resolve import Resolved
from assembler.shipped import shipped
from assembler.write import SUBMITTED
from assembler.write.look import load_look
from assembler.write.written import Options, ReferenceFile

REFERENCE_BYTES = 64 * 2**20
"""Most bytes of a Word file that gives its styles."""

Progress = Callable[[str, float], None]
"""Is told what is being done next, and which share of the steps is done: 0 to 1."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to build, as the command line asks for it."""

    study: Path
    output: Path
    documents: tuple[str, ...] = ()
    """Ids of the documents; empty for all of the study."""
    formats: tuple[str, ...] = SUBMITTED
    templates: tuple[TemplateRoot, ...] = ()
    """Folders of templates that come before the shipped ones."""
    flatten: bool = False
    final: bool = False
    comments: bool = False
    """Whether the DOCX has flags and what authors owe as comments in the margin."""
    trace: bool = False
    """Whether each PDF has a trace copy beside it, for internal quality control."""
    reference_docx: Path | None = None
    """A Word file whose styles stand in for the look's."""
    rebuild: bool = False
    """Whether documents are made anew although nothing has changed."""
    jobs: int = 1
    """How many documents are written at once, each in a process of its own."""


def stop_for(problems: Iterable[Problem], *, final: bool = False) -> None:
    """Raise ProblemsFound with the problems that stop a build: errors; with `final` also gaps and
    warnings. What does not stop is left out: it would hide what does."""
    stopping = {Severity.ERROR} | ({Severity.WARNING, Severity.GAP} if final else set())
    if found := in_order(p for p in problems if p.severity in stopping):
        raise ProblemsFound(found)


def roots_of(templates: Sequence[TemplateRoot]) -> tuple[TemplateRoot, ...]:
    """The folders of templates in the order in which they are searched; the shipped one last."""
    return (*templates, TemplateRoot(shipped("templates"), "templates"))


def document_ids(templates: Sequence[TemplateRoot]) -> list[str]:
    """The ids of all documents that there are templates for."""
    return sorted({id_ for root in roots_of(templates) for id_ in document_types(root.path)})


def documents_of(
    loaded: Loaded, templates: Sequence[TemplateRoot], wanted: Sequence[str]
) -> tuple[str, ...]:
    """The documents that are wanted, or all of the study. Raises ProblemsFound."""
    planned = loaded.dossier.dossier.documents
    known = document_ids(templates)
    problems: list[Problem] = []
    for index, document_id in enumerate(wanted or planned):
        if document_id not in known:
            documents = f"the documents: {', '.join(known)}"
            problems.append(
                error(
                    "document.known",
                    f"there are no templates for a document '{document_id}'",
                    did_you_mean(document_id, known, otherwise=documents),
                    at=None if wanted else loaded.at(f"dossier.documents[{index}]"),
                )
            )
    if not wanted and not planned:
        problems.append(
            error(
                "document.known",
                "the dossier names no document",
                f"list what is to be built: {', '.join(known)}",
                at=loaded.at("dossier.documents"),
            )
        )
    if problems:
        raise ProblemsFound(in_order(problems))
    return tuple(dict.fromkeys(wanted or planned))


def _relative(loaded: Loaded, study: Path, path: str) -> Position:
    """Where a record stands, relative to the study's folder: the same wherever that lies."""
    at = loaded.at(path)
    return Position(at.file.removeprefix(f"{study.as_posix()}/"), at.line, at.column)


def gaps_of(loaded: Loaded, study: Path) -> tuple[GapEntry, ...]:
    """The gap register in the document's words."""
    return tuple(
        GapEntry(
            row.needs,
            row.items,
            row.kind,
            row.owner,
            row.expected_in,
            row.status,
            row.blocks_final,
            row.reason or "",
            _relative(loaded, study, row.path),
            row.path,
        )
        for row in gap_register(loaded.dossier, loaded.at)
    )


def compose_document(
    study: Path,
    loaded: Loaded,
    document_id: str,
    templates: Sequence[TemplateRoot],
    gaps: Sequence[GapEntry],
    findings: Sequence[Problem],
    *,
    cited_beside: Collection[ReferenceKey] = (),
    draft: bool = True,
    kept: Kept | None = None,
) -> Composed:
    texts, roots = study / "text", roots_of(templates)
    rows = lacking(loaded.dossier, document_id, roots, kept)
    composed = compose(
        loaded.dossier,
        document_id,
        roots,
        at=loaded.at,
        traced_at=partial(_relative, loaded, study),
        author_texts=TemplateRoot(texts, texts.as_posix()) if texts.is_dir() else None,
        study=TemplateRoot(study, study.as_posix()),
        gaps=(*gaps, *(row.gap for row in rows)),
        findings=findings,
        cited_beside=cited_beside,
        draft=draft,
        kept=kept,
    )
    return replace(composed, warnings=(*composed.warnings, *(row.problem for row in rows)))


def register_of(
    loaded: Loaded,
    templates: Sequence[TemplateRoot],
    gaps: Sequence[GapEntry],
    documents: Iterable[str],
) -> tuple[GapEntry, ...]:
    """The gap register of the records with what these documents expect beside them, each once."""
    roots = roots_of(templates)
    rows = (row.gap for one in documents for row in lacking(loaded.dossier, one, roots))
    return each_once((*gaps, *rows))


def documents_by(
    study: Path,
    loaded: Loaded,
    templates: Sequence[TemplateRoot],
    gaps: Sequence[GapEntry],
    findings: Sequence[Problem],
    *,
    draft: bool = True,
    kept: Kept | None = None,
) -> Documents:
    """The documents of the study, to be composed and numbered as they are asked for: those that are
    built, and those whose numbers others print."""

    def composed(document_id: str, cited_beside: Collection[ReferenceKey]) -> Composed:
        return compose_document(
            study,
            loaded,
            document_id,
            templates,
            gaps,
            findings,
            cited_beside=cited_beside,
            draft=draft,
            kept=kept,
        )

    return Documents(composed, roots_of(templates), loaded.dossier.dossier.documents, kept)


def planned_in(loaded: Loaded, built: Collection[str]) -> tuple[str, ...]:
    """The documents that a cross-reference may name: those of the dossier, and those built."""
    return tuple(dict.fromkeys((*loaded.dossier.dossier.documents, *built)))


def reference_file(path: Path | None) -> ReferenceFile | None:
    """A company's Word file, wherever it lies. Raises ProblemsFound."""
    if path is None:
        return None
    real = Path(os.path.realpath(path))
    data = read_bytes(real, root=real.parent, file=str(path), largest=REFERENCE_BYTES)
    return ReferenceFile(str(path), data)


def options_of(
    request: Request,
    loaded: Loaded,
    inputs: Mapping[str, str],
    reference: ReferenceFile | None,
) -> Options:
    plan = loaded.dossier.dossier
    roots = roots_of(request.templates)
    look_root = next(
        (root for root in roots if (root.path / "looks" / f"{plan.look}.yaml").is_file()), roots[-1]
    )
    day = plan.data_date.latest if plan.data_date else (1980, 1, 1)
    applicant = next(
        (o.name for o in loaded.dossier.trial.organisations if o.id == plan.applicant), ""
    )
    return Options(
        look=load_look(
            look_root.path / "looks",
            plan.look,
            shown=look_root.name_of("looks"),
            at=loaded.at("dossier.look"),
            behind=roots[-1].path / "looks",
        ),
        dated=date(*day),
        author=applicant,
        draft=not request.final,
        flatten=request.flatten,
        comments=request.comments,
        versions={"assembler": __version__, **inputs},
        reference=reference,
    )


def inputs_of(
    request: Request,
    loaded: Loaded,
    document_id: str,
    reference: ReferenceFile | None,
    others: Collection[str] = (),
) -> dict[str, str]:
    """SHA-256 of every file that the document is made from, by name; `others` are the documents on
    whose numbers or citations its own depend."""
    hashes = {f"study/{name}": digest for name, digest in loaded.files}
    hashes |= hashed(request.study, "text/*.md", "study")
    # What is found first takes the place of the others.
    for found in hashed_templates(roots_of(request.templates), (document_id, *others)):
        for name, digest in found.items():
            while name in hashes:  # and may be laid over them
                name = f"base:{name}"
            hashes[name] = digest
    hashes |= _hashed_fonts()
    hashes |= _data_sets(request, loaded, document_id)
    if reference:
        hashes["reference-docx"] = sha256(reference.data).hexdigest()
    return dict(sorted(hashes.items()))


def _data_sets(request: Request, loaded: Loaded, document_id: str) -> dict[str, str]:
    """SHA-256 of the study's data sets, for a document whose templates have listings."""
    folders = (f"{document_id}/listings", "shared/listings")
    if not any(
        (root.path / one).is_dir() for root in roots_of(request.templates) for one in folders
    ):
        return {}
    named = {one.file for one in loaded.dossier.references.sources if one.file}
    there = {name: request.study / name for name in sorted(named)}
    return {
        f"study/{name}": File(path, Reading(), request.study, name).scan().sha256
        for name, path in there.items()
        if path.is_file()  # else composing says what is missing
    }


@cache
def _hashed_fonts() -> Mapping[str, str]:
    return hashed(shipped("write/fonts"), "*.ttf", "fonts")


def composed_today(
    study: Path, document_id: str, templates: tuple[TemplateRoot, ...], *, draft: bool
) -> tuple[Resolved, Options]:
    """A document as the records give it today, not written; and the options of its writers.

    Raises ProblemsFound when the records or templates have errors.
    """
    request = Request(study, study, templates=templates, final=not draft)
    loaded = load(study)
    findings = [*loaded.warnings, *check(loaded.dossier, loaded.at, final=not draft)]
    stop_for(findings)
    (document,) = documents_of(loaded, templates, (document_id,))
    gaps = gaps_of(loaded, study)
    documents = documents_by(study, loaded, templates, gaps, findings, draft=draft)
    made = documents.resolved(document)
    (resolved,) = linked([made], planned_in(loaded, (document,)), documents.resolved)
    inputs = inputs_of(request, loaded, document, None, documents.beside(resolved))
    return resolved, options_of(request, loaded, inputs, None)
