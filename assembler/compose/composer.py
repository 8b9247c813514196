"""The sections of one document, made in the outline's order of its templates and shells."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from assembler.compose.abbreviations import Abbreviations
from assembler.compose.blocks import FRONT, parse, parse_line
from assembler.compose.directives import Directive
from assembler.compose.drafting import Found
from assembler.compose.environment import Templates
from assembler.compose.extracts import DataSets
from assembler.compose.filling import Filling
from assembler.compose.flags import Flag, FlagFile, Flagging
from assembler.compose.flags import flags_on as flags_covering
from assembler.compose.lasting import Became, Lasting
from assembler.compose.loader import Finder
from assembler.compose.made import AnyShell, check_label, loader_of, made_from
from assembler.compose.outline import Area, OutlineAdded, OutlineAnnex, OutlineSection
from assembler.compose.parentage import Parentage
from assembler.compose.reading import Heading
from assembler.compose.sections import nested
from assembler.compose.spelling import Spelling
from assembler.compose.unused import KINDS, shell_file
from assembler.compose.views import Records, View
from assembler.document.nodes import Block, Blocks, Inlines, Label, Paragraph, Section, Text
from assembler.problems import Position, Problem, ProblemsFound, error, refused
from assembler.read import Tree, validate
from assembler.records import Dossier

T = TypeVar("T")
_NO_WORDS: Inlines = ()


@dataclass(slots=True)
class Composer:
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
    lasting: Lasting
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    filled: list[tuple[str, str]] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    """The shells used so far, by name of the file."""
    _used: set[str] = field(default_factory=set)
    """Those of the template that is being read."""
    _of_shells: list[Problem] = field(default_factory=list)
    """The warnings of its shells."""
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
        title = (Text(self.parentage.quotation.of(planned.title)), *notes)
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
            at, title = self.outline.at(here), (self._added_title(one.title), *notes)
            inside = (*headings, *self.added(one, label, here))
            yield Section(label, None, title, blocks, inside, at)

    def _added_title(self, typed: str) -> Text:
        return Text(self.parentage.quotation.of(self.spelling.of(typed)))

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
            title = (self._added_title(one.title), *notes)
            yield Section(one.label, None, title, blocks, added, at, is_annex=True)

    def flag(
        self,
        records: Records,
        dossier: Dossier,
        findings: Sequence[Problem],
        areas: Sequence[Area],
    ) -> None:
        """Give the templates `flags` and `flags_on`: of the areas that the document is about."""
        flags: list[Flag] = []
        name = "shared/flags.yaml"

        def made() -> list[Flag]:
            if self.finder.find(name) is None:  # templates without flags
                return []
            tree = self.finder.tree(name)
            words = validate(FlagFile, tree)
            flagging = Flagging(words, tree, records, dossier, self.templates)
            return flagging.flags(findings, areas)

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
        key = (name, start, number, place, self.abbreviations.begin())

        def read() -> Sequence[Found]:
            became = self.lasting.of(key, lambda: self._became(name, start, number, place))
            self.filled += became.filled
            self.warnings += became.warnings
            self.used |= became.shells
            return became.found

        return self._collected(read, [])

    def _became(self, name: str, start: Position, number: str, place: Label) -> Became:
        """A template filled and parsed. Raises ProblemsFound."""
        filled = self.templates.fill(name, start)
        shown = ((number, self.parentage.untraced(filled.text)),) if number else ()
        self._of_shells, self._used = [], set()
        found, warnings = parse(
            filled,
            place,
            parentage=self.parentage,
            abbreviations=self.abbreviations,
            from_shell=self._from_shell,
            draft=self.draft,
        )
        warnings = [*self._of_shells, *warnings]
        return Became(found, tuple(warnings), shown, frozenset(self._used))

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
        self._used.add(file)
        path = root.path / file
        taken = sorted(self.templates.records & options.keys())
        if taken:
            message = f"the option :{taken[0]}: has the name of the records '{taken[0]}'"
            remedy = "give the option another name, in the shell too"
            raise refused("shell.options", message, remedy, at=directive.at)
        if path not in self._shells:
            self._shells[path] = self.finder.made(kind.name, loader_of(kind.name), root, file)
        shell, tree = self._shells[path]
        filling = Filling(
            tree, label, self.templates, self.parentage, self.abbreviations, self._of_shells
        )
        made = made_from(
            shell, filling, options, self.data, directive=directive, landscape=landscape
        )
        return [made]
