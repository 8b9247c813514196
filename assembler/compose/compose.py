"""Records and templates -> one document."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assembler.compose.abbreviations import Abbreviations, load_abbreviations
from assembler.compose.environment import Filled, Templates
from assembler.compose.leftovers import TO_DO, leftovers
from assembler.compose.markdown import Directive, Heading, parse, parse_inline, slug
from assembler.compose.outline import Outline, OutlineSection, load_outline
from assembler.compose.parentage import Parentage
from assembler.compose.references import formatted
from assembler.compose.shells import fill_shell
from assembler.compose.slots import Slot, Slots
from assembler.compose.style import load_style
from assembler.compose.views import Records
from assembler.document.nodes import (
    Block,
    Document,
    GapEntry,
    Inlines,
    Label,
    ReferenceKey,
    Section,
    Text,
)
from assembler.problems import Position, Problem, ProblemsFound, error, nearest
from assembler.records import Dossier
from assembler.records.base import Absence, placed

_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*", re.ASCII)
"""A shell's or author's text's name: no way out of its folder."""


@dataclass(frozen=True, slots=True)
class TemplateRoot:
    """A folder of templates and its name as the user knows it."""

    path: Path
    shown: str


@dataclass(frozen=True, slots=True)
class Composed:
    """A document, and what is to be said about its templates."""

    document: Document
    warnings: tuple[Problem, ...]
    filled: tuple[tuple[str, str], ...]
    """Section number and filled Markdown, values as plain text: `show --stage filled`."""


@dataclass(slots=True)
class _Composer:
    """One document being composed: what the sections share."""

    document_id: str
    roots: tuple[TemplateRoot, ...]
    templates: Templates
    parentage: Parentage
    abbreviations: Abbreviations
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    filled: list[tuple[str, str]] = field(default_factory=list)
    shells: set[str] = field(default_factory=set)


def compose(
    dossier: Dossier,
    document_id: str,
    roots: Sequence[TemplateRoot],
    *,
    at: Callable[[str], Position],
    traced_at: Callable[[str], Position] | None = None,
    author_texts: TemplateRoot | None = None,
    gaps: Sequence[GapEntry] = (),
) -> Composed:
    """The document `document_id` of the study; `at` says where a record path stands,
    `traced_at` the same relative to the study's folder, for the trace.

    `roots` are searched in order: a company's folder first, the shipped one last;
    `author_texts` is the study's `text` folder. Raises ProblemsFound with the problems of all
    sections.
    """
    home = _found(roots, f"{document_id}/outline.yaml")
    outline = load_outline(home.path / document_id / "outline.yaml", root=home.path)
    style_root = _found(roots, "shared/style.yaml")
    style = load_style(style_root.path / "shared/style.yaml", root=style_root.path)
    known_root = _found(roots, "shared/abbreviations.yaml")
    known = load_abbreviations(known_root.path / "shared/abbreviations.yaml", root=known_root.path)
    records = Records(dossier, Slots(), style, {p.path: p for p in placed(dossier)})
    parentage = Parentage(records, traced_at or at)
    searched = (*roots, author_texts) if author_texts else tuple(roots)
    templates = Templates(
        [root.path for root in searched],
        {name: getattr(records.view(), name) for name in type(dossier).model_fields},
        {root.path: root.shown for root in searched},
    )
    composer = _Composer(document_id, tuple(roots), templates, parentage, known)
    templates.offer(author_text=_author_text(composer, records, author_texts))
    composed = _composed(composer, outline, dossier, gaps)
    left = leftovers(composed.document, style.forms.absent[Absence.NOT_YET_ENTERED], at)
    return replace(composed, warnings=(*composed.warnings, *left))


def _found(roots: Sequence[TemplateRoot], name: str) -> TemplateRoot:
    for root in roots:
        if (root.path / name).is_file():
            return root
    types = sorted({p.parent.name for root in roots for p in root.path.glob("*/outline.yaml")})
    near = nearest(name.partition("/")[0], types)
    raise ProblemsFound(
        [
            error(
                "template.found",
                f"no template folder has the file '{name}'",
                f"did you mean '{near}'?" if near else f"document types: {', '.join(types)}",
            )
        ]
    )


def _composed(
    composer: _Composer, outline: Outline, dossier: Dossier, gaps: Sequence[GapEntry]
) -> Composed:
    sections = tuple(_section(composer, section) for section in outline.sections)
    place = Label("front")
    front: list[Block] = []
    subject: Inlines = ()
    at = Position(composer.templates.shown(f"{composer.document_id}/outline.yaml"))
    try:
        subject = _line(composer, composer.templates.fill_text(outline.subject, {}, at), place, at)
        if outline.front is not None:
            filled = composer.templates.fill(f"{composer.document_id}/{outline.front}")
            front = [b for b in _blocks(composer, filled, place) if not isinstance(b, Heading)]
    except ProblemsFound as found:
        composer.problems.extend(found.problems)
    references = {
        ReferenceKey(reference.id): formatted(
            reference, dossier.dossier.reference_style, composer.parentage
        )
        for reference in dossier.references.literature
    }
    if composer.problems:
        raise ProblemsFound(composer.problems)
    document = Document(
        composer.document_id,
        outline.number,
        outline.title,
        dossier.dossier.language,
        subject,
        tuple(front),
        sections,
        composer.parentage.trace,
        references,
        tuple(gaps),
    )
    return Composed(document, tuple(composer.warnings), tuple(composer.filled))


def _line(composer: _Composer, text: str, place: Label, at: Position) -> Inlines:
    return parse_inline(
        text, place, at, parentage=composer.parentage, abbreviations=composer.abbreviations
    )


# --- sections


def _section(composer: _Composer, planned: OutlineSection) -> Section:
    """An outline's section with what its template says; problems are collected."""
    at = Position(composer.templates.shown(f"{composer.document_id}/outline.yaml"))
    own: list[Block | Heading] = []
    if planned.template is not None:
        name = f"{composer.document_id}/{planned.template}"
        at = Position(composer.templates.shown(name))
        try:
            filled = composer.templates.fill(name)
            composer.filled.append((planned.number, composer.parentage.slots.plain(filled.text)))
            own = _blocks(composer, filled, planned.label)
        except ProblemsFound as found:
            composer.problems.extend(found.problems)
    blocks, added = _nested(composer, own, planned.label)
    planned_sections = tuple(_section(composer, section) for section in planned.sections)
    return Section(
        planned.label,
        planned.number,
        (Text(planned.title),),
        blocks,
        (*planned_sections, *added),
        at,
    )


def _blocks(composer: _Composer, filled: Filled, place: Label) -> list[Block | Heading]:
    def tables(directive: Directive, landscape: bool) -> Sequence[Block]:
        return _table(composer, directive, landscape)

    found, warnings = parse(
        filled,
        place,
        parentage=composer.parentage,
        abbreviations=composer.abbreviations,
        tables=tables,
    )
    composer.warnings.extend(warnings)
    return found


def _nested(
    composer: _Composer, found: Sequence[Block | Heading], parent: Label
) -> tuple[tuple[Block, ...], tuple[Section, ...]]:
    """Blocks before the first heading, and the headings as nested sections."""
    first = next((i for i, b in enumerate(found) if isinstance(b, Heading)), len(found))
    blocks = tuple(b for b in found[:first] if not isinstance(b, Heading))
    return blocks, tuple(_subsections(composer, found[first:], 1, parent))


def _subsections(
    composer: _Composer, found: Sequence[Block | Heading], level: int, parent: Label
) -> list[Section]:
    if not found:
        return []
    sections: list[Section] = []
    starts = [i for i, b in enumerate(found) if isinstance(b, Heading) and b.level <= level]
    if not starts or starts[0] != 0:
        heading = found[0]
        if isinstance(heading, Heading):
            composer.problems.append(
                error(
                    "heading.levels-step",
                    f"a heading of level {heading.level} stands where level {level} is next",
                    f"begin it with {'#' * level}",
                    at=heading.at,
                )
            )
        return []
    for start, end in zip(starts, [*starts[1:], len(found)], strict=True):
        heading = found[start]
        if not isinstance(heading, Heading):
            continue
        words = "".join(
            getattr(inline, "text", getattr(inline, "short", "")) for inline in heading.title
        )
        label = Label(heading.label or f"{parent}-{slug(words)}")
        inside = found[start + 1 : end]
        first = next((i for i, b in enumerate(inside) if isinstance(b, Heading)), len(inside))
        blocks = tuple(b for b in inside[:first] if not isinstance(b, Heading))
        children = _subsections(composer, inside[first:], level + 1, label)
        sections.append(Section(label, None, heading.title, blocks, tuple(children), heading.at))
    return sections


# --- what the templates may call


def _table(composer: _Composer, directive: Directive, landscape: bool) -> Sequence[Block]:
    label = directive.argument
    if not label.startswith("tbl-"):
        raise ProblemsFound(
            [
                error(
                    "table.labelled",
                    f"the table's label '{label}' does not begin with tbl-",
                    "write :::{table} tbl-NAME",
                    at=directive.at,
                )
            ]
        )
    name = directive.options.get("shell", label.removeprefix("tbl-"))
    tried = [f"{folder}/tables/{name}.yaml" for folder in (composer.document_id, "shared")]
    if not _FILE.fullmatch(name):
        tried = []
    for root in composer.roots:
        for file in tried:
            if (root.path / file).is_file():
                composer.shells.add(file)
                return fill_shell(
                    root.path / file,
                    Label(label),
                    root=root.path,
                    shown=root.shown,
                    scope={key.replace("-", "_"): v for key, v in directive.options.items()},
                    at=directive.at,
                    landscape=landscape,
                    templates=composer.templates,
                    parentage=composer.parentage,
                    abbreviations=composer.abbreviations,
                )
    known = {
        Path(n).stem
        for folder in (composer.document_id, "shared")
        for n in composer.templates.names(f"{folder}/tables/")
    }
    near = nearest(name, known)
    raise ProblemsFound(
        [
            error(
                "shell.found",
                f"no table shell is called '{name}'",
                f"did you mean '{near}'?" if near else f"add {[*tried, 'a shell'][0]}",
                at=directive.at,
            )
        ]
    )


def _author_text(
    composer: _Composer, records: Records, texts: TemplateRoot | None
) -> Callable[[str, str], str]:
    """`author_text("2.5.6.4", "discuss ...")`: the study's own prose, or a to-do."""

    def author_text(section: str, discuss: str = "discuss this section") -> str:
        if not _FILE.fullmatch(section):
            raise ValueError(f"'{section}' is no name of an author's text")
        name = f"{section}.md"
        if texts is not None and (texts.path / name).is_file():
            return composer.templates.included(name)
        slot = Slot("to-do", f"[Author: {discuss}]", (f"text/{name}",), ("",), TO_DO)
        return records.slots.mark(slot)

    return author_text
