"""Records and templates -> one document."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from assembler.compose.abbreviations import abbreviations_in
from assembler.compose.author import author_texts as author_texts_of
from assembler.compose.claiming import claims_of
from assembler.compose.composer import Composer
from assembler.compose.environment import Templates
from assembler.compose.extracts import DataSets
from assembler.compose.kept import Kept, Same
from assembler.compose.lasting import Lasting
from assembler.compose.ledger import picks
from assembler.compose.loader import Finder, TemplateRoot
from assembler.compose.outline_changes import departures, outline_of
from assembler.compose.parentage import Parentage
from assembler.compose.reference_list import entries, repeated, without_references
from assembler.compose.register import gap_rows
from assembler.compose.shortened import in_values, recorded
from assembler.compose.slots import Slots
from assembler.compose.spelling import AMERICAN, Spelling, by_file, spelling_in
from assembler.compose.style import style_in
from assembler.compose.typed import typed_by_hand
from assembler.compose.unused import (
    misplaced,
    unused_sections,
    unused_shells,
    unused_texts,
)
from assembler.compose.views import Records
from assembler.document.nodes import (
    Document,
    GapEntry,
    ReferenceKey,
)
from assembler.problems import Position, Problem, ProblemsFound
from assembler.read import Tree
from assembler.records import Dossier
from assembler.records.placed import placed
from assembler.records.trial import Called

__all__ = ["Composed", "TemplateRoot", "compose"]

T = TypeVar("T")
_OF_ALL = ("style", "spelling", "abbreviations", "flags")
"""The files of `shared/` that every template depends on."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A document, and what is to be said about it that stops no draft."""

    document: Document
    warnings: tuple[Problem, ...]
    """Warnings, notes, and a gap for each printed value that nobody has entered."""
    filled: tuple[tuple[str, str], ...]
    """Section number and filled Markdown, values as plain text: `show --stage filled`."""


def compose(
    dossier: Dossier,
    document_id: str,
    roots: Sequence[TemplateRoot],
    *,
    at: Callable[[str], Position],
    traced_at: Callable[[str], Position] | None = None,
    author_texts: TemplateRoot | None = None,
    study: TemplateRoot | None = None,
    gaps: Sequence[GapEntry] = (),
    findings: Sequence[Problem] = (),
    cited_beside: Collection[ReferenceKey] = (),
    draft: bool = True,
    kept: Kept | None = None,
) -> Composed:
    """The document `document_id` of the study; `at` says where a record path stands,
    `traced_at` the same relative to the study's folder, for the trace.

    `roots` are searched in order: a company's folder first, the shipped one last;
    `author_texts` is the study's `text` folder, `study` its own, in which the data sets of listings
    lie; `gaps` is the gap register; of the `findings` of checks those become flags that
    `shared/flags.yaml` names. `cited_beside` is literature that the document's list holds because
    other documents of its group cite it. Only a draft has annexes. `kept` is what earlier calls in
    this process have kept. Raises ProblemsFound with the problems of all sections.
    """
    finder = Finder(roots, author_texts, kept)
    problems: list[Problem] = []

    def made(make: Callable[[], T]) -> T | None:
        try:
            return make()
        except ProblemsFound as found:
            problems.extend(found.problems)
            return None

    def laid(make: Callable[[Tree], T], name: str) -> T | None:
        return made(lambda: make(finder.tree(name)))

    outline = made(lambda: outline_of(finder, document_id))
    style = laid(style_in, "shared/style.yaml")
    spelling: Spelling | None = Spelling()
    if dossier.dossier.language.lower() == AMERICAN:
        spelling = laid(spelling_in, "shared/spelling.yaml")
    quotation = style.quotation if style is not None else None
    known = laid(
        partial(abbreviations_in, spelling=spelling, quotation=quotation, given=recorded(dossier)),
        "shared/abbreviations.yaml",
    )
    if outline is None or style is None or known is None or spelling is None:
        raise ProblemsFound(problems)
    if problems := departures(outline, finder, document_id):
        raise ProblemsFound(problems)
    records = Records(dossier, Slots(), style, {one.path: one for one in placed(dossier)})
    names = type(dossier).model_fields
    templates = Templates(finder, {name: records.view().field(name) for name in names}, kept)
    spelt = by_file(spelling, finder.author_files())
    parentage = Parentage(records, at, traced_at=traced_at, spelling=spelt)
    kept = kept or Kept()
    shared = [f"{document_id}/outline.yaml", *(f"shared/{name}.yaml" for name in _OF_ALL)]
    around = (
        *(Same(dossier), Same(findings), tuple(gaps), document_id, draft, study, finder.folders),
        *(tuple(finder.names("", "")), finder.author_files(), *map(finder.states, shared)),
    )
    around_all = kept.of(("around", around), object)  # stands for it: it is long
    composer = Composer(
        document_id,
        finder,
        templates,
        parentage,
        known,
        spelling,
        outline[1],
        draft,
        DataSets({one.id: one for one in dossier.references.sources}, study, at),
        Lasting(kept, around_all, finder, templates, parentage),
    )
    author_text = author_texts_of(
        finder, composer.templates, records.slots, spelling, style.quotation
    )
    composer.templates.offer("author_text", author_text)
    composer.templates.give("gaps", [*gap_rows(records, gaps)])
    composer.templates.give("picks", [*picks(records, outline[0].flags)])
    composer.templates.give("document_id", document_id)
    called = dossier.trial.participants_called or Called.PATIENTS
    composer.templates.give("patients", called.value)
    composer.templates.give("patient", called.one)
    composer.templates.offer_all("claims", claims_of(dossier))
    composer.flag(records, dossier, findings, outline[0].flags)
    composer.lasting.before = templates.asked()
    plan, (title, _) = dossier.dossier, outline
    subject, front = composer.title_page(title.subject, title.front)
    sections = tuple(composer.sections(title.sections, ()))
    if draft:
        sections += tuple(composer.annexes(title.annexes))
    if problems := [*composer.problems, *repeated(sections)]:
        raise ProblemsFound(problems)
    cited = {*composer.parentage.cited, *cited_beside}
    if not cited:
        sections = without_references(sections, spelling.of)
    # those that are not printed: their values stand in no trace
    references = entries(dossier, cited, composer.parentage, Parentage(records, at))
    document = Document(
        document_id,
        title.number,
        style.quotation.of(title.title),
        plan.language,
        subject,
        front,
        sections,
        composer.parentage.trace,
        references,
        tuple(gaps),
    )
    document = replace(document, abbreviations=in_values(known, document))
    said = [*composer.warnings, *composer.parentage.problems()]
    said += unused_shells(finder, document_id, composer.used)
    said += unused_sections(finder, document_id)
    said += misplaced(finder)
    said += unused_texts(finder)
    used = composer.lasting.files()
    said += typed_by_hand(finder, document_id, dossier, records.placed, kept, used=used)
    return Composed(document, tuple(said), tuple(composer.filled))
