"""What the inlines of a resolved document say in print: one home for every writer and reader."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal, NamedTuple, assert_never

from assembler.document.figures import words_of
from assembler.document.listings import Listing
from assembler.document.nodes import (
    Abbreviation,
    AbbreviationList,
    Blocks,
    BulletList,
    Cite,
    Comment,
    Contents,
    CrossRef,
    Emphasis,
    Figure,
    Footnote,
    Gap,
    Inline,
    Inlines,
    Label,
    LineBreak,
    Link,
    Note,
    NoteMark,
    OrderedList,
    PageBreak,
    Paragraph,
    ReferenceKey,
    ReferenceList,
    Section,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    Value,
    ValueId,
)
from assembler.document.walk import below, footnotes_in, leaves
from assembler.resolve.resolve import ANNEX, Resolved, fold

_BULLETS = ("•", "–")
"""By depth of the list; the last one for all deeper lists."""

FOOTNOTE, FOOTNOTE_MARK = "footnote:", "footnote-mark:"
"""How the labels of footnotes and of their marks begin."""

_SHORT_CLUSTER = 4
"""A citation cluster of so many numbers or ranges, `[1, 2, 4]`, stays on one line."""

Kind = Literal[
    "title",
    "subject",
    "heading",
    "paragraph",
    "item",
    "caption",
    "head",
    "cell",
    "note",
    "footnote",
    "reference",
    "abbreviation",
    "figure",
    "listed-head",
    "listed",
]
"""`listed` is a row of a listing, or the heading of a group of rows."""


class Line(NamedTuple):
    """A piece of the document as it is read: a heading, a paragraph, a cell ..."""

    kind: Kind
    text: str
    values: tuple[tuple[ValueId, str], ...] = ()
    """The anchored values and gaps printed in it, in order, with their texts; of a line inside a
    figure all values."""
    label: Label | None = None
    """Of a heading, caption or reference."""


def bullet(depth: int) -> str:
    """What stands before an item of a bullet list; `depth` counts the lists around it."""
    return _BULLETS[min(depth, len(_BULLETS) - 1)]


def reference_label(key: ReferenceKey) -> Label:
    """Where an entry of the reference list stands: `ref-chan-2023`. Its prefix keeps it apart from
    the labels of sections, tables and figures, whatever the reference's id is."""
    return Label(f"ref-{key}")


def footnote_label(note: Footnote) -> Label:
    """Where the words of a footnote stand: `footnote:sec-2.5.4/crossover`; a colon keeps it apart
    from what templates give labels to."""
    return Label(f"{FOOTNOTE}{note.key}")


def mark_label(note: Footnote) -> Label:
    """Where a footnote is marked."""
    return Label(f"{FOOTNOTE_MARK}{note.key}")


def crossref_text(resolved: Resolved, label: Label) -> str:
    """`Table 1`, `Figure 1`, `Section 2.5.4.1`, `Annex A`; the space is a no-break space.

    In another document: `Table 1 of the Summary of Clinical Safety`.
    """
    if label in resolved.elsewhere:
        return resolved.elsewhere[label]
    if resolved.numbers[label].startswith(ANNEX):
        return resolved.numbers[label]
    kind = {"tbl": "Table", "fig": "Figure", "lst": "Listing"}.get(
        label.partition("-")[0], "Section"
    )
    return f"{kind}\u00a0{resolved.numbers[label]}"


def caption_prefix(resolved: Resolved, captioned: Table | Listing | Figure) -> str:
    """`Table 1`, `Figure 1`, `Listing 16.2.7.1`: what stands before the caption's words."""
    return f"{type(captioned).__name__}\u00a0{resolved.numbers[captioned.label]}"


def cite_parts(resolved: Resolved, cite: Cite) -> list[tuple[str, ReferenceKey | None]]:
    """The printed cluster in parts: literal text, or a number with the reference that it names.

    `[6–9, 11]` -> `[`, 6, `–`, 9, `, `, 11, `]`; the spaces of a short cluster break no line.
    """
    folded = fold([resolved.citations[key] for key in cite.keys])
    between = between_citations(len(folded))
    parts: list[tuple[str, ReferenceKey | None]] = []
    for first, last in folded:
        parts.append((between if parts else "[", None))
        parts.append((str(first), resolved.bibliography[first - 1]))
        if last != first:
            parts.append(("–", None))
            parts.append((str(last), resolved.bibliography[last - 1]))
    parts.append(("]", None))
    return parts


def between_citations(count: int) -> str:
    """What stands between the numbers of a cluster that has `count` of them, ranges as one."""
    return ",\u00a0" if count <= _SHORT_CLUSTER else ", "


def mark_text(resolved: Resolved, mark: NoteMark) -> str:
    """`a`, or `a,b` in the order of the alphabet: what is printed raised where a note is marked."""
    letters = {resolved.letters[key] for key in mark.notes}
    return ",".join(sorted(letters, key=lambda one: (len(one), one)))


def abbreviation_text(resolved: Resolved, abbreviation: Abbreviation) -> str:
    """`progression-free survival (PFS)` at the first use in running text, then `PFS`."""
    if abbreviation.use in resolved.spelt_out:
        long = abbreviation.long
        if abbreviation.begins:
            long = long[:1].upper() + long[1:]
        return f"{long} ({abbreviation.short})"
    return abbreviation.short


def inline_text(resolved: Resolved, inline: Inline) -> str:
    """The words of one inline, its children's included; a line break is a newline. Of a footnote
    its number: its words are a line of their own."""
    match inline:
        case Text() | Value() | Gap():
            return inline.text
        case Abbreviation():
            return abbreviation_text(resolved, inline)
        case Emphasis() | Strong() | Superscript() | Subscript() | Link():
            return text_of(resolved, inline.children)
        case CrossRef():
            return crossref_text(resolved, inline.label)
        case Cite():
            return "".join(part for part, _ in cite_parts(resolved, inline))
        case NoteMark():
            return mark_text(resolved, inline)
        case Footnote():
            return resolved.footnotes[inline.key]
        case LineBreak():
            return "\n"
        case Comment():
            return ""
        case _:
            assert_never(inline)


def text_of(resolved: Resolved, content: Inlines) -> str:
    """The words of a run of inlines."""
    if len(content) == 1:  # as of most cells
        return inline_text(resolved, content[0])
    return "".join([inline_text(resolved, inline) for inline in content])


def with_marks(resolved: Resolved, mark: str) -> Resolved:
    """The same with `mark` wherever a footnote is marked, in place of its number."""
    return replace(resolved, footnotes=dict.fromkeys(resolved.footnotes, mark))


def values_of(content: Inlines) -> Iterator[tuple[ValueId, str]]:
    """The anchored values and gaps in a run of inlines, in order, with their texts."""
    for inline in content:
        match inline:
            case Value(anchored=True) | Gap():
                yield inline.id, inline.text
            case Emphasis() | Strong() | Superscript() | Subscript() | Link():
                yield from values_of(inline.children)
            case _:
                pass


def lines(resolved: Resolved) -> Iterator[Line]:
    """The whole document as read: front, headings, paragraphs, captions, cells, notes, references,
    the words inside figures. The words of a footnote come behind the paragraph that marks it.

    Derived text (contents, lists of tables, running heads, page numbers) and list markers are
    not in it. An empty cell is left out.
    """
    document = resolved.document
    yield Line("title", document.heading)
    if document.subject:
        yield _line(resolved, "subject", document.subject)
    yield from _lines_of_blocks(resolved, document.front, "paragraph")
    for section in document.sections:
        yield from _lines_of_section(resolved, section)


def _line(
    resolved: Resolved, kind: Kind, content: Inlines, label: Label | None = None, prefix: str = ""
) -> Line:
    return Line(kind, prefix + text_of(resolved, content), tuple(values_of(content)), label)


def _lines_of_section(resolved: Resolved, section: Section) -> Iterator[Line]:
    number = resolved.numbers[section.label]
    yield _line(resolved, "heading", section.title, section.label, f"{number} ")
    yield from _lines_of_blocks(resolved, section.blocks, "paragraph")
    for child in section.sections:
        yield from _lines_of_section(resolved, child)


def _lines_of_blocks(resolved: Resolved, blocks: Blocks, kind: Kind) -> Iterator[Line]:
    for block in blocks:
        match block:
            case Paragraph():
                yield _line(resolved, kind, block.content)
                for note in footnotes_in(block.content):
                    before = f"{resolved.footnotes[note.key]}\u00a0"
                    yield _line(resolved, "footnote", note.content, prefix=before)
            case BulletList() | OrderedList():
                for item in block.items:
                    yield from _lines_of_blocks(resolved, item.blocks, "item")
            case Note():
                yield from _lines_of_blocks(resolved, block.blocks, kind)
            case Table():
                yield from _lines_of_table(resolved, block)
            case Listing():
                yield from _lines_of_listing(resolved, block)
            case Figure():
                yield from _lines_of_figure(resolved, block)
            case ReferenceList():
                for number, key in enumerate(resolved.bibliography, start=1):
                    content = resolved.document.references[key]
                    label = reference_label(key)
                    yield _line(resolved, "reference", content, label, f"{number}. ")
            case AbbreviationList():
                if block.title and resolved.abbreviations:
                    yield Line("paragraph", block.title)
                for short, long in resolved.abbreviations.items():
                    yield Line("abbreviation", f"{short} {long}")
            case Contents() | PageBreak():
                pass
            case _:
                assert_never(block)


def _lines_of_table(resolved: Resolved, table: Table) -> Iterator[Line]:
    prefix = caption_prefix(resolved, table)
    yield _line(resolved, "caption", table.caption, table.label, f"{prefix}. ")
    rows = [("head", row) for row in table.head] + [("cell", row) for row in table.rows]
    for kind, row in rows:
        for cell in row.cells:
            if cell.content:
                yield _line(resolved, "head" if kind == "head" else "cell", cell.content)
    for note in below(table):
        yield _line(resolved, "note", note)


def _lines_of_listing(resolved: Resolved, listing: Listing) -> Iterator[Line]:
    """Caption, heads, the rows with the headings of their groups, what stands below."""
    prefix = caption_prefix(resolved, listing)
    yield _line(resolved, "caption", listing.caption, listing.label, f"{prefix}. ")
    for column in listing.columns:
        if column.head:
            yield Line("listed-head", column.head)
    for words in listed_rows(listing):
        yield Line("listed", words)
    for note in below(listing):
        yield _line(resolved, "note", note)


def listed_rows(listing: Listing) -> Iterator[str]:
    """The words of each row, and before the first one of a group those of its heading."""
    headings = {group.first: group.words for group in listing.groups}
    for number, row in enumerate(listing.rows):
        if number in headings:
            yield headings[number]
        yield " ".join(cell for cell in row if cell)


def _lines_of_figure(resolved: Resolved, figure: Figure) -> Iterator[Line]:
    """The words of the drawing, then what stands below it."""
    for words in words_of(figure.drawing):
        values = tuple((v.id, v.text) for v in leaves(words) if isinstance(v, Value | Gap))
        yield Line("figure", text_of(resolved, words), values)
    prefix = caption_prefix(resolved, figure)
    yield _line(resolved, "caption", figure.caption, figure.label, f"{prefix}. ")
    for note in below(figure):
        yield _line(resolved, "note", note)


def shown_lines(resolved: Resolved, *, section: str | None = None) -> str:
    """The resolved document as stable text: the kind of each line, then its words.

    With `section`, a number (`2.5.4`) or a label (`annex-flags`), the lines of that section and its
    subsections only. Letters of notes and numbers of footnotes stand in brackets, for nothing is
    raised here: `93[a]`.
    """
    letters = {key: f"[{one}]" for key, one in resolved.letters.items()}
    footnotes = {key: f"[{number}]" for key, number in resolved.footnotes.items()}
    resolved = replace(resolved, letters=letters, footnotes=footnotes)
    shown: list[str] = []
    inside = section is None
    for line in lines(resolved):
        if section is not None and line.kind == "heading":
            number = resolved.numbers[line.label] if line.label else ""
            inside = section in (number, line.label) or number.startswith(f"{section}.")
        if inside:
            shown.append(f"{line.kind:<9} {line.text}")
    return "\n".join(shown) + "\n"
