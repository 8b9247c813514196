"""The whole way from records to files."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assembler import __version__
from assembler.checks import check, unused_waivers
from assembler.checks.later import LATER, OF_FILES, decided, unused
from assembler.compose.kept import Kept
from assembler.inspect.words import left_over
from assembler.load import Loaded, load
from assembler.package import Published, publish, recover
from assembler.package.contents import gaps_json
from assembler.pipeline.numbered import Documents
from assembler.pipeline.stages import (
    Progress,
    Request,
    documents_by,
    documents_of,
    gaps_of,
    inputs_of,
    options_of,
    planned_in,
    reference_file,
    register_of,
    stop_for,
)
from assembler.pipeline.unchanged import made_with, unchanged
from assembler.pipeline.writing import Finished, Order, finished, steps_of
from assembler.problems import (
    Problem,
    ProblemsFound,
    Severity,
    in_order,
)
from assembler.resolve.agreement import disagreements
from assembler.resolve.elsewhere import is_linked, linked, linked_to
from assembler.resolve.resolve import Resolved, uncited
from assembler.write import SUBMITTED
from assembler.write.written import ReferenceFile


@dataclass(frozen=True, slots=True)
class Built:
    """What a build hands over."""

    folder: Path
    """Where the files are."""
    published: Published
    problems: tuple[Problem, ...]
    """Everything that does not stop a draft."""
    unchanged: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Documents that did not have to be made anew, and by severity what was found in them when
    they were made."""


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
    SelfCheckFailed when an output reads back wrong. The earlier output is then untouched, but for
    what a killed build left half-way: that is mended first.
    """
    progress("reading records", 0.0)
    reference = reference_file(request.reference_docx)
    loaded = load(request.study)
    plan = loaded.dossier.dossier
    folder = request.output / plan.study.id
    recover(folder)  # a killed build's set is made whole before it is asked what has changed
    problems = check(loaded.dossier, loaded.at, final=request.final)
    stop_for(problems)
    gaps = gaps_of(loaded, request.study)
    wanted = documents_of(loaded, request.templates, request.documents)
    same = unchanged(request, loaded, wanted, reference)
    ids = tuple(id for id in wanted if id not in same)
    begin = _Steps(progress, _number_of_steps(request, len(ids)))
    study = documents_by(
        request.study,
        loaded,
        request.templates,
        gaps,
        tuple(problems),
        draft=not request.final,
        kept=Kept(),
    )
    documents, found = _resolved(study, loaded, ids, begin, tuple(same))
    problems += _not_built(documents, wanted)
    judged = () if same else LATER.keys() - OF_FILES  # what is not made anew may use a waiver
    problems += _decided(request, loaded, [*loaded.warnings, *found], judged)
    stop_for(problems, final=request.final)
    needed = {one.document.id: study.beside(one) for one in documents}
    orders = [_order(request, loaded, one, reference, needed[one.document.id]) for one in documents]
    made: list[Finished] = []
    try:
        made += finished(orders, begin, jobs=request.jobs)
    except ProblemsFound as failure:
        raise _placed(failure, loaded) from None
    files: dict[str, bytes] = {}
    for one in made:
        files |= one.files
    of_files = [problem for one in made for problem in one.problems]
    problems += _of_files(request, loaded, of_files, whole=not same)
    stop_for(problems, final=request.final)
    told = planned_in(loaded, wanted)  # those of the dossier that are not built now keep theirs
    files["gaps.json"] = gaps_json(register_of(loaded, request.templates, gaps, told))
    begin("publishing")
    program = made_with(request)
    manifest = {
        "program": {"name": "assembler", "version": __version__},
        "study": {"id": plan.study.id, "title": plan.study.title},
        "documents": {
            one.id: {
                **one.entry,
                "made_with": program,
                "depends_on": needed[one.id],
                "found": _counts(problems),
            }
            for one in made
        },
    }
    published = publish(folder, files, manifest)
    return Built(folder, published, tuple(in_order(problems)), same)


def _order(
    request: Request,
    loaded: Loaded,
    resolved: Resolved,
    reference: ReferenceFile | None,
    others: Sequence[str],
) -> Order:
    inputs = inputs_of(request, loaded, resolved.document.id, reference, others)
    options = options_of(request, loaded, inputs, reference)
    region = loaded.dossier.dossier.region
    return Order(resolved, options, inputs, request.formats, region, request.trace)


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


def _of_files(
    request: Request, loaded: Loaded, found: Sequence[Problem], *, whole: bool
) -> list[Problem]:
    """What was found in the finished files; that of the dossier is placed there. `whole`: whether
    all documents were made anew."""
    placed = [_at(problem, loaded) for problem in found]
    is_whole = whole and set(request.formats) >= set(SUBMITTED)
    return _decided(request, loaded, placed, OF_FILES if is_whole else ())


def _resolved(
    study: Documents,
    loaded: Loaded,
    ids: Sequence[str],
    begin: _Steps,
    same: Sequence[str] = (),
) -> tuple[list[Resolved], list[Problem]]:
    """The documents that could be composed, and the problems of all of them; those that are the
    `same` as before are held against them."""
    documents: list[Resolved] = []
    problems: list[Problem] = []
    for document_id in ids:
        begin(f"{document_id}: composing")
        try:
            composed, resolved = study.made(document_id)
        except ProblemsFound as failure:
            problems += failure.problems
        else:
            documents.append(resolved)
            problems += [*composed.warnings, *uncited(resolved)]
    if len(documents) == len(ids):  # where the others have errors, no number is certain
        try:
            documents = linked(documents, planned_in(loaded, ids), study.resolved)
            problems += disagreements([*documents, *map(study.resolved, same if documents else ())])
        except ProblemsFound as failure:
            problems += failure.problems
    for one in filter(is_linked, documents):
        problems += (_at(problem, loaded) for problem in left_over(one))
    return documents, list(dict.fromkeys(problems))  # those of a group are met by each document


def _not_built(documents: Sequence[Resolved], ids: Sequence[str]) -> Iterator[Problem]:
    """A note for each document that is linked to and not built beside."""
    for resolved in documents:
        for name in linked_to(resolved):
            if name not in ids:
                message = f"{resolved.document.id} leads to {name}, which is not built now"
                remedy = f"build {name} too before the files are handed on"
                yield Problem("crossref.file-there", Severity.NOTE, message, remedy)


def _number_of_steps(request: Request, documents: int) -> int:
    """Read and publish; compose each document, and make its files."""
    beside = min(request.jobs, documents) > 1
    return 2 + documents * (1 + steps_of(request.formats, trace=request.trace, beside=beside))


def _counts(problems: Iterable[Problem]) -> dict[str, int]:
    """How many problems of each severity the documents were built with."""
    counted = Counter(str(problem.severity) for problem in problems)
    return dict(sorted(counted.items()))


def _placed(found: ProblemsFound, loaded: Loaded) -> ProblemsFound:
    """A writer's problems with records, placed as the user names the files: each once."""
    return ProblemsFound(in_order(_at(problem, loaded) for problem in found.problems))


def _at(problem: Problem, loaded: Loaded) -> Problem:
    """The problem with the place of its record, as the user names the file."""
    return replace(problem, at=loaded.at(problem.path)) if problem.path else problem
