"""The whole way from records to files."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assembler import __version__
from assembler.checks import check, unused_waivers
from assembler.checks.later import LATER, OF_FILES, decided, unused
from assembler.document.nodes import GapEntry, ValueId
from assembler.inspect.words import left_over
from assembler.load import Loaded, load
from assembler.package import Published, publish
from assembler.package.contents import entry_of, gaps_json
from assembler.package.printed import in_reading_order
from assembler.package.qc import qc_files, qc_sheet
from assembler.package.trace import trace_annex
from assembler.pipeline.proving import SelfCheckFailed, prove
from assembler.pipeline.stages import (
    Progress,
    Request,
    compose_document,
    documents_of,
    gaps_of,
    inputs_of,
    options_of,
    planned_in,
    reference_file,
    resolved_by,
    stop_for,
)
from assembler.problems import (
    Problem,
    ProblemsFound,
    Severity,
    in_order,
)
from assembler.resolve.elsewhere import is_linked, linked, linked_to
from assembler.resolve.resolve import Resolved, resolve, uncited
from assembler.write import WRITERS, differences, write
from assembler.write.written import Options, Written


@dataclass(frozen=True, slots=True)
class Built:
    """What a build hands over."""

    folder: Path
    """Where the files are."""
    published: Published
    problems: tuple[Problem, ...]
    """Everything that does not stop a draft."""


@dataclass(slots=True)
class _Steps:
    """Tells whoever watches which step begins; reading the records was the first."""

    progress: Progress
    total: int
    done: int = 1

    def __call__(self, step: str) -> None:
        self.progress(step, self.done / self.total)
        self.done += 1


def build(request: Request, progress: Progress = lambda step, share: None) -> Built:
    """Build the documents of a study and swap them into the output folder.

    Raises ProblemsFound when the records, templates or, with `final`, open gaps stop it;
    SelfCheckFailed when an output reads back wrong. The earlier output is then untouched.
    """
    progress("reading records", 0.0)
    reference = reference_file(request.reference_docx)
    loaded = load(request.study)
    plan = loaded.dossier.dossier
    begin = _Steps(progress, _number_of_steps(request, plan.documents))
    begin("checking")
    problems = check(loaded.dossier, loaded.at, final=request.final)
    stop_for(problems)
    gaps = gaps_of(loaded, request.study)
    ids = documents_of(loaded, request.templates, request.documents)
    findings = tuple(problems)
    documents, found = _resolved(request, loaded, ids, gaps, findings, begin)
    problems += _decided(request, loaded, [*loaded.warnings, *found], LATER.keys() - OF_FILES)
    stop_for(problems, final=request.final)
    of_files: list[Problem] = []
    files: dict[str, bytes] = {}
    entries: dict[str, object] = {}
    for resolved in documents:
        document_id = resolved.document.id
        inputs = inputs_of(request, loaded, document_id, reference, linked_to(resolved))
        options = options_of(request, loaded, inputs, reference)
        try:
            written, pages = _write(resolved, options, request.formats, plan.region, begin)
        except ProblemsFound as failure:
            raise _placed(failure, loaded) from None
        files |= {f"{document_id}.{fmt}": one.data for fmt, one in written.items()}
        of_files += [problem for one in written.values() for problem in one.problems]
        begin(f"{document_id}: writing the QC sheet")
        values = in_reading_order(resolved)
        files |= qc_files(document_id, qc_sheet(resolved, values, pages, options))
        if request.trace:
            annex = trace_annex(resolved, values, pages, options)
            copy = _trace_copy(resolved, replace(options, trace=annex), begin)
            files[f"{document_id}-trace.pdf"] = copy.data
        entries[document_id] = entry_of(resolved, values, written, options, inputs)
    problems += _of_files(request, loaded, of_files)
    stop_for(problems, final=request.final)
    files["gaps.json"] = gaps_json(gaps)
    begin("publishing")
    manifest = {
        "program": {"name": "assembler", "version": __version__},
        "study": {"id": plan.study.id, "title": plan.study.title},
        "documents": entries,
    }
    folder = request.output / plan.study.id
    return Built(folder, publish(folder, files, manifest), tuple(in_order(problems)))


def _decided(
    request: Request, loaded: Loaded, found: Sequence[Problem], rules: Collection[str]
) -> list[Problem]:
    """What was found apart from the checks, as the dossier's severities and waivers have it; and
    the waivers of these rules that let nothing pass."""
    plan = loaded.dossier.dossier
    problems = decided(found, plan, final=request.final)
    if not request.documents:  # else a waiver may be used by a document that is not built
        idle = set(unused(found, plan, rules))
        problems += unused_waivers(loaded.dossier, idle, loaded.at)
    return problems


def _of_files(request: Request, loaded: Loaded, found: Sequence[Problem]) -> list[Problem]:
    """What was found in the finished files; that of the dossier is placed there."""
    placed = [_at(problem, loaded) for problem in found]
    is_whole = set(request.formats) == set(WRITERS)
    return _decided(request, loaded, placed, OF_FILES if is_whole else ())


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
            composed = compose_document(
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
    if len(documents) == len(ids):  # where the others have errors, no number is certain
        study, templates, draft = request.study, request.templates, not request.final
        make = resolved_by(study, loaded, templates, gaps, findings, draft=draft)
        try:
            documents = linked(documents, planned_in(loaded, ids), make)
        except ProblemsFound as failure:
            problems += failure.problems
    for resolved in filter(is_linked, documents):
        problems += (_at(problem, loaded) for problem in left_over(resolved))
    return documents, [*problems, *_not_built(documents, ids)]


def _not_built(documents: Sequence[Resolved], ids: Sequence[str]) -> Iterator[Problem]:
    """A note for each document that is linked to and not built beside."""
    for resolved in documents:
        for name in linked_to(resolved):
            if name not in ids:
                message = f"{resolved.document.id} leads to {name}, which is not built now"
                remedy = f"build {name} too before the files are handed on"
                yield Problem("crossref.file-there", Severity.NOTE, message, remedy)


def _write(
    resolved: Resolved, options: Options, formats: Sequence[str], region: str, begin: _Steps
) -> tuple[dict[str, Written], Mapping[ValueId, str]]:
    """The document in every format asked for, each read back, compared with the model and inspected
    for the agency of the region; and the page on which each value stands.

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
            found = prove(fmt, one, resolved, options, region)
            written[fmt] = replace(one, problems=(*one.problems, *found))
    return written, pages


def _trace_copy(resolved: Resolved, options: Options, begin: _Steps) -> Written:
    """The PDF again with the annex of `options` and marks that lead there, read back like it."""
    name = f"{resolved.document.id}-trace.pdf"
    begin(f"{resolved.document.id}: writing the trace copy")
    copy = write("pdf", resolved, options)
    begin(f"{resolved.document.id}: reading the trace copy back")
    if found := differences("pdf", copy, resolved, options):
        raise SelfCheckFailed("\n".join([f"{name}:", *found]))
    return copy


def _number_of_steps(request: Request, planned: Sequence[str]) -> int:
    """Read, check, publish; of each document: compose, write, read back, write the QC sheet; write
    the trace copy and read it back."""
    of_each = 2 + len({*request.formats, "pdf"}) + len(set(request.formats)) + 2 * request.trace
    return 3 + of_each * len(set(request.documents or planned))


def _placed(found: ProblemsFound, loaded: Loaded) -> ProblemsFound:
    """A writer's problems with records, placed as the user names the files: each once."""
    return ProblemsFound(in_order(_at(problem, loaded) for problem in found.problems))


def _at(problem: Problem, loaded: Loaded) -> Problem:
    """The problem with the place of its record, as the user names the file."""
    return replace(problem, at=loaded.at(problem.path)) if problem.path else problem
