"""The whole way from records to files: the only place where the stages meet."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from assembler import __version__
from assembler.checks import check, unused_waivers
from assembler.checks.gaps import gap_register
from assembler.checks.later import decided, unused
from assembler.compose.compose import Composed, TemplateRoot, compose
from assembler.compose.numerals import Allowed, load_numerals
from assembler.compose.outline import document_types
from assembler.document.dump import dump
from assembler.document.nodes import GapEntry, ValueId
from assembler.load import Loaded, load
from assembler.package import Placed, Published, place, publish
from assembler.package.contents import entry_of, gaps_json
from assembler.package.printed import in_reading_order
from assembler.package.qc import qc_files, qc_sheet
from assembler.problems import (
    Position,
    Problem,
    ProblemsFound,
    Severity,
    did_you_mean,
    error,
    in_order,
)
from assembler.read.files import read_bytes
from assembler.resolve.resolve import Resolved, resolve, uncited
from assembler.resolve.words import shown_lines
from assembler.shipped import shipped
from assembler.write import WRITERS, differences, write
from assembler.write.look import load_look
from assembler.write.written import Options, ReferenceFile, Written

if TYPE_CHECKING:  # most commands read no edited file
    from assembler.review.edited import Edited
    from assembler.review.found import Refreshed
    from assembler.review.refresh import Wish
    from assembler.review.states import Verified
    from assembler.write.docx.evidence import Evidence

REFERENCE_BYTES = 64 * 2**20
"""Most bytes of a Word file that gives its styles."""

EDITED_BYTES = 256 * 2**20
"""Most bytes of an edited file."""

Progress = Callable[[str, float], None]
"""Is told what is being done next, and which share of the steps is done: 0 to 1."""


class SelfCheckFailed(Exception):
    """A written file does not say what the model says: a bug of ours; nothing is handed over."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to build, as the command line asks for it."""

    study: Path
    output: Path
    documents: tuple[str, ...] = ()
    """Ids of the documents; empty for all of the study."""
    formats: tuple[str, ...] = tuple(WRITERS)
    templates: tuple[TemplateRoot, ...] = ()
    """Folders of templates that come before the shipped ones."""
    flatten: bool = False
    final: bool = False
    comments: bool = False
    """Whether the DOCX has flags and what authors owe as comments in the margin."""
    reference_docx: Path | None = None
    """A Word file whose styles stand in for the look's."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build hands over."""

    folder: Path
    """Where the files are."""
    published: Published
    problems: tuple[Problem, ...]
    """Everything that does not stop a draft."""


def build(request: Request, progress: Progress = lambda step, share: None) -> Built:
    """Build the documents of a study and swap them into the output folder.

    Raises ProblemsFound when the records, templates or, with `final`, open gaps stop it;
    SelfCheckFailed when an output reads back wrong. The earlier output is then untouched.
    """
    progress("reading records", 0.0)
    reference = _reference(request.reference_docx)
    loaded = load(request.study)
    plan = loaded.dossier.dossier
    begin = _Steps(progress, _number_of_steps(request, plan.documents))
    begin("checking")
    problems = check(loaded.dossier, loaded.at, final=request.final)
    stop_for(problems)
    gaps = _gaps(loaded, request.study)
    ids = _documents(loaded, request.templates, request.documents)
    findings = tuple(problems)
    documents, found = _resolved(request, loaded, ids, gaps, findings, begin)
    problems += _decided(request, loaded, [*loaded.warnings, *found])
    stop_for(problems, final=request.final)
    files: dict[str, bytes] = {}
    entries: dict[str, object] = {}
    for resolved in documents:
        document_id = resolved.document.id
        inputs = _inputs(request, loaded, document_id, reference)
        options = _options(request, loaded, inputs, reference)
        try:
            written, pages = _write(resolved, options, request.formats, begin)
        except ProblemsFound as failure:
            raise _placed(failure, loaded) from None
        files |= {f"{document_id}.{fmt}": one.data for fmt, one in written.items()}
        problems += [problem for one in written.values() for problem in one.problems]
        begin(f"{document_id}: writing the QC sheet")
        values = in_reading_order(resolved)
        files |= qc_files(document_id, qc_sheet(resolved, values, pages, options))
        entries[document_id] = entry_of(resolved, values, written, options, inputs)
    files["gaps.json"] = gaps_json(gaps)
    begin("publishing")
    manifest = {
        "program": {"name": "assembler", "version": __version__},
        "study": {"id": plan.study.id, "title": plan.study.title},
        "documents": entries,
    }
    folder = request.output / plan.study.id
    return Built(folder, publish(folder, files, manifest), tuple(in_order(problems)))


def _decided(request: Request, loaded: Loaded, found: Sequence[Problem]) -> list[Problem]:
    """What was found apart from the checks, as the dossier's severities and waivers have it."""
    plan = loaded.dossier.dossier
    problems = decided(found, plan, final=request.final)
    if not request.documents:  # else a waiver may be used by a document that is not built
        problems += unused_waivers(loaded.dossier, set(unused(found, plan)), loaded.at)
    return problems


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


def _numerals(templates: tuple[TemplateRoot, ...]) -> Allowed:
    """The numerals that need no record, of the first folder that has them. Raises ProblemsFound."""
    name = "shared/numerals.yaml"
    root = next(root for root in roots_of(templates) if (root.path / name).is_file())
    return load_numerals(root.path / name, root=root.path, shown=root.name_of(name))


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
    (document,) = _documents(loaded, templates, (document_id,))
    gaps = _gaps(loaded, study)
    composed = _compose(study, loaded, document, templates, gaps, findings, draft=draft)
    inputs = _inputs(request, loaded, document, None)
    return resolve(composed.document), _options(request, loaded, inputs, None)


@dataclass(slots=True)
class _Steps:
    """Tells whoever watches which step begins; reading the records was the first."""

    progress: Progress
    total: int
    done: int = 1

    def __call__(self, step: str) -> None:
        self.progress(step, self.done / self.total)
        self.done += 1


def _number_of_steps(request: Request, planned: Sequence[str]) -> int:
    """Read, check, publish; of each document: compose, write, read back, write the QC sheet."""
    of_each = 2 + len({*request.formats, "pdf"}) + len(set(request.formats))
    return 3 + of_each * len(set(request.documents or planned))


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
    document_id = _documents(loaded, templates, (document,) if document else ())[0]
    gaps = _gaps(loaded, study)
    findings = check(loaded.dossier, loaded.at)
    composed = _compose(study, loaded, document_id, templates, gaps, findings)
    if stage == "filled":
        parts = [(n, text) for n, text in composed.filled if section in (None, n)]
        return "\n".join(f"--- {number}\n{text}" for number, text in parts)
    if stage == "document":
        return dump(composed.document, section=section)
    return shown_lines(resolve(composed.document), section=section)


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


def _documents(
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


def _placed(found: ProblemsFound, loaded: Loaded) -> ProblemsFound:
    """A writer's problems with records, placed as the user names the files: each once."""
    return ProblemsFound(
        in_order(replace(p, at=loaded.at(p.path)) if p.path else p for p in found.problems)
    )


def _relative(loaded: Loaded, study: Path, path: str) -> Position:
    """Where a record stands, relative to the study's folder: the same wherever that lies."""
    at = loaded.at(path)
    return Position(at.file.removeprefix(f"{study.as_posix()}/"), at.line, at.column)


def _gaps(loaded: Loaded, study: Path) -> tuple[GapEntry, ...]:
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


def _compose(
    study: Path,
    loaded: Loaded,
    document_id: str,
    templates: Sequence[TemplateRoot],
    gaps: Sequence[GapEntry],
    findings: Sequence[Problem],
    *,
    draft: bool = True,
) -> Composed:
    texts = study / "text"
    return compose(
        loaded.dossier,
        document_id,
        roots_of(templates),
        at=loaded.at,
        traced_at=partial(_relative, loaded, study),
        author_texts=TemplateRoot(texts, texts.as_posix()) if texts.is_dir() else None,
        gaps=gaps,
        findings=findings,
        draft=draft,
    )


def _resolved(
    request: Request,
    loaded: Loaded,
    ids: Sequence[str],
    gaps: Sequence[GapEntry],
    findings: Sequence[Problem],
    begin: _Steps,
) -> tuple[list[Resolved], list[Problem]]:
    """The documents that could be composed, and the problems of all of them."""
    documents: list[Resolved] = []
    problems: list[Problem] = []
    for document_id in ids:
        begin(f"{document_id}: composing")
        try:
            composed = _compose(
                request.study,
                loaded,
                document_id,
                request.templates,
                gaps,
                findings,
                draft=not request.final,
            )
            documents.append(resolve(composed.document))
        except ProblemsFound as failure:
            problems += failure.problems
        else:
            problems += [*composed.warnings, *uncited(documents[-1])]
    return documents, problems


def _write(
    resolved: Resolved, options: Options, formats: Sequence[str], begin: _Steps
) -> tuple[dict[str, Written], Mapping[ValueId, str]]:
    """The document in every format asked for, each read back and compared with the model; and
    the page on which each value stands.

    The PDF is laid out even when only the DOCX is wanted: its pages fill the contents.
    """
    written: dict[str, Written] = {}
    pages: Mapping[ValueId, str] = {}
    for fmt in WRITERS:
        if fmt not in formats and fmt != "pdf":
            continue
        begin(f"{resolved.document.id}: writing {fmt}")
        one = write(fmt, resolved, options)
        if fmt == "pdf":
            options, pages = replace(options, pages=one.pages), one.places
        if fmt in formats:
            begin(f"{resolved.document.id}: reading {fmt} back")
            found = differences(fmt, one, resolved, options)
            if found:
                raise SelfCheckFailed("\n".join([f"{resolved.document.id}.{fmt}:", *found]))
            written[fmt] = one
    return written, pages


def _reference(path: Path | None) -> ReferenceFile | None:
    """A company's Word file, wherever it lies. Raises ProblemsFound."""
    if path is None:
        return None
    real = Path(os.path.realpath(path))
    data = read_bytes(real, root=real.parent, file=str(path), largest=REFERENCE_BYTES)
    return ReferenceFile(str(path), data)


def _options(
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
        ),
        dated=date(*day),
        author=applicant,
        draft=not request.final,
        flatten=request.flatten,
        comments=request.comments,
        versions={"assembler": __version__, **inputs},
        reference=reference,
    )


def _inputs(
    request: Request, loaded: Loaded, document_id: str, reference: ReferenceFile | None
) -> dict[str, str]:
    """SHA-256 of every file that the document is made from, by name."""
    hashes = {f"study/{name}": digest for name, digest in loaded.files}
    hashes |= _hashed(request.study, "text/*.md", "study")
    look = f"looks/{loaded.dossier.dossier.look}.yaml"
    for root in reversed(roots_of(request.templates)):  # what is found first counts
        for pattern in (f"{document_id}/**/*", "shared/**/*", look):
            hashes |= _hashed(root.path, pattern, "templates")
    hashes |= _hashed(shipped("write/fonts"), "*.ttf", "fonts")
    if reference:
        hashes["reference-docx"] = sha256(reference.data).hexdigest()
    return dict(sorted(hashes.items()))


def _hashed(folder: Path, pattern: str, name: str) -> dict[str, str]:
    """SHA-256 by name, without what editors and file managers leave in a folder."""
    hashes: dict[str, str] = {}
    for path in sorted(folder.glob(pattern)):
        if path.is_file() and not (path.name.startswith(".") or path.name.endswith("~")):
            file = f"{name}/{path.relative_to(folder).as_posix()}"
            hashes[file] = sha256(read_bytes(path, root=folder, file=file)).hexdigest()
    return hashes
