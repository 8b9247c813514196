"""Records and templates -> one document."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from assembler.compose.abbreviations import Abbreviations, abbreviations_in
from assembler.compose.author import author_texts as author_texts_of
from assembler.compose.blocks import FRONT, parse, parse_line
from assembler.compose.claiming import claims_of
from assembler.compose.directives import Directive
from assembler.compose.drafting import Found
from assembler.compose.environment import Filled, Templates
from assembler.compose.extracts import DataSets
from assembler.compose.filling import Filling
from assembler.compose.flags import Flag, FlagFile, Flagging
from assembler.compose.flags import flags_on as flags_covering
from assembler.compose.kept import Kept
from assembler.compose.ledger import picks
from assembler.compose.loader import Finder, TemplateRoot
from assembler.compose.made import AnyShell, check_label, loader_of, made_from
from assembler.compose.outline import (
    OutlineAdded,
    OutlineAnnex,
    OutlineSection,
)
from assembler.compose.outline_changes import departures, outline_of
from assembler.compose.parentage import Parentage
from assembler.compose.reading import Heading
from assembler.compose.reference_list import entries, repeated, without_references
from assembler.compose.register import gap_rows
from assembler.compose.sections import nested
from assembler.compose.slots import Slots
from assembler.compose.spelling import AMERICAN, Spelling, by_file, spelling_in
from assembler.compose.style import style_in
from assembler.compose.typed import typed_by_hand
from assembler.compose.unused import (
    KINDS,
    shell_file,
    unused_sections,
    unused_shells,
    unused_texts,
)
from assembler.compose.views import Records, View
from assembler.document.nodes import (
    Block,
    Blocks,
    Document,
    GapEntry,
    Inlines,
    Label,
    Paragraph,
    ReferenceKey,
    Section,
    Text,
)
from assembler.problems import Position, Problem, ProblemsFound, error
from assembler.read import Tree, validate
from assembler.records import Dossier
from assembler.records.base import placed

__all__ = ["Composed", "TemplateRoot", "compose"]

T = TypeVar("T")
_NO_WORDS: Inlines = ()


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
    known = laid(partial(abbreviations_in, spelling=spelling), "shared/abbreviations.yaml")
    if outline is None or style is None or known is None or spelling is None:
        raise ProblemsFound(problems)
    if problems := departures(outline, finder, document_id):
        raise ProblemsFound(problems)
    records = Records(dossier, Slots(), style, {one.path: one for one in placed(dossier)})
    names = type(dossier).model_fields
    composer = _Composer(
        document_id,
        finder,
        Templates(finder, {name: records.view().field(name) for name in names}, kept),
        Parentage(
            records, at, traced_at=traced_at, spelling=by_file(spelling, finder.author_files())
        ),
        known,
        spelling,
        outline[1],
        draft,
        DataSets({one.id: one for one in dossier.references.sources}, study, at),
    )
    author_text = author_texts_of(finder, composer.templates, records.slots, spelling)
    composer.templates.offer("author_text", author_text)
    composer.templates.give("gaps", [*gap_rows(records, gaps)])
    composer.templates.give("picks", [*picks(records)])
    composer.templates.give("document_id", document_id)
    composer.templates.offer_all("claims", claims_of(dossier))
    composer.flag(records, dossier, findings)
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
        title.title,
        plan.language,
        subject,
        front,
        sections,
        composer.parentage.trace,
        references,
        tuple(gaps),
    )
    said = [*composer.warnings, *composer.parentage.problems()]
    said += unused_shells(finder, document_id, composer.used)
    said += unused_sections(finder, document_id)
    said += unused_texts(finder)
    said += typed_by_hand(finder, document_id, dossier, records.placed, kept)
    return Composed(document, tuple(said), tuple(composer.filled))


@dataclass(slots=True)
class _Composer:
    """One document being composed: what its sections share, and what was found so far."""

    document_id: str
    finder: Finder
    templates: Templates
    parentage: Parentage
    abbreviations: Abbreviations
    spelling: Spelling
    outline: Tree
    draft: bool
    data: DataSets
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    filled: list[tuple[str, str]] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    """The shells used so far, by name of the file."""
    _shells: dict[Path, tuple[AnyShell, Tree]] = field(default_factory=dict)

    # --- sections

    def title_page(self, subject: str, front: str | None) -> tuple[Inlines, Blocks]:
        """The line below the title, and the blocks before the contents."""
        line = self._collected(lambda: self._line(subject, FRONT, ("subject",)), _NO_WORDS)
        found = self._from_template("", front, FRONT, ("front",)) if front else []
        for one in found:
            if isinstance(one, Heading):
                message, remedy = "a heading stands in front of the contents", "take it away"
                self.problems.append(error("heading.in-section", message, remedy, at=one.at))
        blocks, _, notes, _ = nested(found, FRONT)
        return (*line, *notes), blocks

    def sections(
        self, planned: Iterable[OutlineSection], around: tuple[str | int, ...]
    ) -> list[Section]:
        """The outline's sections with what their templates say; problems are collected."""
        return [
            self._section(one, (*around, "sections", index)) for index, one in enumerate(planned)
        ]

    def _section(self, planned: OutlineSection, steps: tuple[str | int, ...]) -> Section:
        at = self.outline.at(steps)
        own: Sequence[Found] = []
        if not self._collected(lambda: self._is_there(planned, steps), True):
            own = self._instead(planned, steps, at)
        elif planned.template is not None:
            _, at = self._place_of(planned.template, at)
            own = self._from_template(
                planned.number, planned.template, planned.label, (*steps, "template")
            )
        blocks, headings, notes, problems = nested(own, planned.label)
        self.problems += problems
        inside = (*self.sections(planned.sections, steps), *headings)
        inside += tuple(self.added(planned, planned.label, steps))
        title = (Text(planned.title), *notes)
        return Section(planned.label, planned.number, title, blocks, inside, at)

    def added(
        self, around: OutlineSection | OutlineAdded, parent: Label, steps: tuple[str | int, ...]
    ) -> Iterator[Section]:
        """The subsections that the outline adds to a section."""
        for index, one in enumerate(around.added):
            here, label = (*steps, "added", index), one.label(parent)
            own = self._from_template(label, one.template, label, (*here, "template"))
            blocks, headings, notes, problems = nested(own, label)
            self.problems += problems
            at, title = self.outline.at(here), (Text(self.spelling.of(one.title)), *notes)
            inside = (*headings, *self.added(one, label, here))
            yield Section(label, None, title, blocks, inside, at)

    def annexes(self, planned: Iterable[OutlineAnnex]) -> Iterator[Section]:
        """What stands behind the sections of a draft."""
        for index, one in enumerate(planned):
            here, steps = ("annexes", index), ("annexes", index, "template")
            if not self._collected(partial(self._is_there, one, here), True):
                continue
            own = self._from_template(one.label, one.template, one.label, steps)
            blocks, added, notes, problems = nested(own, one.label)
            self.problems += problems
            _, at = self._place_of(one.template, self.outline.at(here))
            title = (Text(self.spelling.of(one.title)), *notes)
            yield Section(one.label, None, title, blocks, added, at, is_annex=True)

    def flag(self, records: Records, dossier: Dossier, findings: Sequence[Problem]) -> None:
        """Give the templates `flags` and `flags_on`."""
        flags: list[Flag] = []
        name = "shared/flags.yaml"

        def made() -> list[Flag]:
            if self.finder.find(name) is None:  # templates without flags
                return []
            tree = self.finder.tree(name)
            words = validate(FlagFile, tree)
            return Flagging(words, tree, records, dossier, self.templates).flags(findings)

        def flags_on(record: View) -> list[Flag]:
            """`flags_on(analysis)`: the flags that cover a record."""
            return flags_covering(flags, record)

        flags += self._collected(made, [])
        self.templates.give("flags", [*flags])
        self.templates.offer("flags_on", flags_on)

    def _is_there(
        self, planned: OutlineSection | OutlineAnnex, steps: tuple[str | int, ...]
    ) -> bool:
        """Whether everything that the section or annex needs is in the records."""
        met = [
            self.templates.made_of(path, {}, self.outline.at((*steps, "needs", index)), bool)
            for index, path in enumerate(planned.needs)
        ]
        return all(met)

    def _instead(
        self, planned: OutlineSection, steps: tuple[str | int, ...], at: Position
    ) -> Sequence[Found]:
        """The sentence of a section whose data are not there: it is never dropped."""
        if planned.empty is None:
            message = f"the records lack what section {planned.number} needs"
            remedy = "add the records, or give the section a sentence under `empty:`"
            self.problems.append(error("section.has-data", message, remedy, at=at))
            return []
        empty = planned.empty
        words = self._collected(
            lambda: self._line(empty, planned.label, (*steps, "empty")), _NO_WORDS
        )
        return [Paragraph(words, at)]

    def _from_template(
        self, number: str, template: str, place: Label, steps: tuple[str | int, ...]
    ) -> Sequence[Found]:
        """The blocks and headings of a template; none when it has problems, which are kept."""
        name, start = self._place_of(template, self.outline.at(steps))

        def read() -> Sequence[Found]:
            filled = self.templates.fill(name, start)
            if number:
                self.filled.append((number, self.parentage.untraced(filled.text)))
            return self._blocks(filled, place)

        return self._collected(read, [])

    def _blocks(self, filled: Filled, place: Label) -> Sequence[Found]:
        found, warnings = parse(
            filled,
            place,
            parentage=self.parentage,
            abbreviations=self.abbreviations,
            from_shell=self._from_shell,
            draft=self.draft,
        )
        self.warnings += warnings
        return found

    def _line(self, template: str, place: Label, steps: tuple[str | int, ...]) -> Inlines:
        """A template of one line in the outline."""
        at = self.outline.at(steps)
        text = self.templates.fill_text(template, {}, at)
        words, warnings = parse_line(
            text, place, at, parentage=self.parentage, abbreviations=self.abbreviations
        )
        self.warnings += warnings
        return words

    def _place_of(self, template: str, otherwise: Position) -> tuple[str, Position]:
        """Name and beginning of a template: the document's own, else the shared one."""
        own, shared = f"{self.document_id}/{template}", f"shared/{template}"
        for name in (own, shared):
            if found := self.finder.find(name):
                return name, Position(found[0].name_of(found[1]))
        return own, otherwise

    def _collected(self, make: Callable[[], T], otherwise: T) -> T:
        """What is made, or `otherwise` when there are problems, which are kept."""
        try:
            return make()
        except ProblemsFound as found:
            self.problems += found.problems
            return otherwise

    # --- what the templates may call

    def _from_shell(self, directive: Directive, landscape: bool) -> Sequence[Block]:
        """The table, figure or listing that a directive asks for. Raises ProblemsFound."""
        check_label(directive)
        kind = KINDS[directive.name]
        label = Label(directive.argument)
        options = {
            option.name.replace("-", "_"): self.parentage.plain(option.text, label)
            for option in directive.options
        }
        name = options.pop("shell", label.removeprefix(kind.prefix))
        root, file = shell_file(self.finder, self.document_id, kind, name, directive.at)
        self.used.add(file)
        path = root.path / file
        taken = sorted(self.templates.records & options.keys())
        if taken:
            message = f"the option :{taken[0]}: has the name of the records '{taken[0]}'"
            remedy = "give the option another name, in the shell too"
            raise ProblemsFound([error("shell.options", message, remedy, at=directive.at)])
        if path not in self._shells:
            self._shells[path] = self.finder.made(kind.name, loader_of(kind.name), root, file)
        shell, tree = self._shells[path]
        filling = Filling(
            tree, label, self.templates, self.parentage, self.abbreviations, self.warnings
        )
        made = made_from(
            shell, filling, options, self.data, directive=directive, landscape=landscape
        )
        return [made]
