"""The self-check: the written file, read back, says what the model says."""

from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest

from assembler.document.figures import words_of
from assembler.document.nodes import Cite, Comment, CrossRef, Gap, Value, ValueId
from assembler.document.walk import figures, leaves, listings, parts_of_label, runs, tables
from assembler.resolve.contents import TITLES, Entry, contents_lists
from assembler.resolve.plain import folded
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import (
    Line,
    cite_parts,
    crossref_text,
    lines,
    reference_label,
    text_of,
    with_marks,
)
from assembler.write.docx.anchors import label_bookmark, value_bookmark
from assembler.write.docx.comments import author_of, is_shown
from assembler.write.docx.contents import entry_style, lists_references
from assembler.write.docx.evidence import Evidence, contents_of, evidence_of
from assembler.write.docx.inlines import CAPTIONED
from assembler.write.docx.listing import sequence
from assembler.write.docx.listing_check import ListingCheck
from assembler.write.docx.read import ReadDocx, ReadParagraph, open_docx
from assembler.write.docx.styles import (
    LIST_OF_TABLES,
    TABLE_CONTINUED,
    TABLE_END,
    heading_styles,
    style_id,
)
from assembler.write.docx.table import parts_of
from assembler.write.look import CONTENTS_ROLES, RoleName
from assembler.write.text.fonts import printable
from assembler.write.written import Beside, Options, Written

AT_MOST = 30
"""Differences reported; one lost line displaces all that follow."""

_MARK = "[^]"
"""Stands where a footnote is marked."""

_Texts = tuple[tuple[str, str], ...]
_CONTENTS_ROLES: tuple[RoleName, ...] = ("contents-title", *CONTENTS_ROLES)


def differences(
    written: Written, resolved: Resolved, options: Options, beside: Beside | None = None
) -> list[str]:
    """Where the file says other than the model; empty when it says the same.

    Compared after NFC with white space folded: every line with its computed numbers, every
    value by tag, title and bookmark, contents, fields and what they point to, evidence.
    `beside` is given the opened file.
    """
    listed = ListingCheck(resolved)
    read = _read(written.data, listed, beside)
    evidence = evidence_of(resolved, options)
    found = [
        *listed.found,
        *_lines_differ(read, resolved, evidence, options),
        *_contents_differ(read, resolved, options),
        *_pictures_differ(read, resolved),
        *_fields_differ(read, resolved, options),
        *_anchors_differ(read, resolved, evidence, written, options),
        *_comments_differ(read, resolved, options),
    ]
    if len(found) > AT_MOST:
        found[AT_MOST:] = [f"and {len(found) - AT_MOST} more"]
    return found


def _read(data: bytes, listed: ListingCheck, beside: Beside | None) -> ReadDocx:
    """What the file says; its trees are gone when `beside` has seen them."""
    opened = open_docx(data, listed)
    if beside is not None:
        beside(opened)
    return opened.read


def _lines_differ(
    read: ReadDocx, resolved: Resolved, evidence: Evidence, options: Options
) -> Iterator[str]:
    """Words and values, line by line in reading order."""
    silent = {value for row in evidence.rows.values() for value in row} - set(evidence.rows)
    if options.flatten:
        silent |= set(evidence.values)
    expected = (
        (folded(line.text), tuple((v, text) for v, text in line.values if v not in silent))
        for line in _expected(with_marks(resolved, _MARK))
        if folded(line.text)
    )
    # the computed number of a heading or reference belongs to the words, a list item's does not
    numbered = heading_styles(options.look) | {style_id(options.look, "reference")}
    seen = (
        (
            folded(f"{p.number} {_marked(p)}" if p.style in numbered else _marked(p)),
            _values(p, evidence),
        )
        for p in _body(read, options)
        if p.text.strip()
    )
    for number, (wanted, stands) in enumerate(zip_longest(expected, seen), start=1):
        if wanted == stands:
            continue
        if wanted is None or stands is None:
            text = (wanted or stands or ("", ()))[0]
            where = "the file lacks" if stands is None else "the file has besides"
            yield f"line {number}: {where} {text!r}"
        elif wanted[0] != stands[0]:
            yield f"line {number}: the file says {stands[0]!r}, the model {wanted[0]!r}"
        else:
            yield f"line {number}: the file anchors {stands[1]!r}, the model {wanted[1]!r}"


def _expected(resolved: Resolved) -> Iterator[Line]:
    """The model's lines without those inside pictures and the rows of listings, which are looked
    into by themselves."""
    for line in lines(resolved):
        if line.kind == "footnote":  # the number in front of it is a mark that Word counts
            yield line._replace(text=line.text.removeprefix(_MARK))
        elif line.kind not in ("figure", "listed-head", "listed"):
            yield line


def _marked(paragraph: ReadParagraph) -> str:
    """The words with something where footnotes are marked: Word counts them."""
    text = paragraph.text
    for at in reversed(paragraph.marks):
        text = f"{text[:at]}{_MARK}{text[at:]}"
    return text


def _body(read: ReadDocx, options: Options) -> Iterator[ReadParagraph]:
    """The paragraphs without derived text: contents, repeated heads."""
    look = options.look
    derived = {TABLE_CONTINUED, TABLE_END, LIST_OF_TABLES}
    derived |= {style_id(look, role) for role in _CONTENTS_ROLES}
    repeated = False
    for paragraph in read.paragraphs:
        if paragraph.style == TABLE_CONTINUED:
            repeated = True
        elif paragraph.place != "head":
            repeated = False
        if (paragraph.style not in derived or _is_own_title(paragraph, options)) and not repeated:
            yield paragraph


def _is_own_title(paragraph: ReadParagraph, options: Options) -> bool:
    """Whether it looks like the title of the contents, and is one of the document's own words."""
    title = style_id(options.look, "contents-title")
    return paragraph.style == title and paragraph.text not in TITLES.values()


def _values(paragraph: ReadParagraph, evidence: Evidence) -> _Texts:
    return tuple(
        (control.tag, control.text)
        for control in paragraph.controls
        if control.tag not in evidence.citations
    )


def _contents_differ(read: ReadDocx, resolved: Resolved, options: Options) -> Iterator[str]:
    def line(entry: Entry) -> tuple[str, str]:
        page = options.pages.get(entry.label, 1)
        words = f"{entry.number} {text_of(resolved, entry.title)} {page}"
        return entry_style(options.look, entry), folded(words)

    title = style_id(options.look, "contents-title")
    expected: list[tuple[str, str]] = []
    for listed in contents_lists(resolved):
        expected += [(title, listed.title), *map(line, listed.entries)]
    styles = {style_id(options.look, role) for role in _CONTENTS_ROLES} | {LIST_OF_TABLES}
    seen = [
        (p.style, folded(p.text))
        for p in read.paragraphs
        if p.style in styles and not _is_own_title(p, options)
    ]
    for wanted, stands in zip_longest(expected, seen):
        if wanted != stands:
            yield f"contents: the file says {stands!r}, the model {wanted!r}"


def _pictures_differ(read: ReadDocx, resolved: Resolved) -> Iterator[str]:
    """Every figure: its name, its alternative text, the words in its SVG, a PNG beside it."""
    for figure, picture in zip_longest(figures(resolved.document), read.pictures):
        if figure is None or picture is None:
            here, name = ("lacks", figure.label) if figure else ("has besides", picture.name)
            yield f"picture: the file {here} {name!r}"
            continue
        words = [folded(printable(text_of(resolved, c))) for c in words_of(figure.drawing)]
        said = None if picture.words is None else [folded(text) for text in picture.words]
        for what, wanted, stands in (
            ("the name", figure.label, picture.name),
            ("the alternative text", figure.alternative, picture.alternative),
            ("the SVG", words, said),
            ("a PNG", True, picture.is_png),
        ):
            if wanted != stands:
                yield f"picture {figure.label!r}: {what} is {stands!r}, in the model {wanted!r}"


def _fields_differ(read: ReadDocx, resolved: Resolved, options: Options) -> Iterator[str]:
    """Every cross-reference, citation, caption number and contents page: a field, its result."""
    expected = Counter(_expected_fields(resolved, options))
    seen = Counter(
        (field.instruction, field.result)
        for paragraph in read.paragraphs
        for field in paragraph.fields
        if field.instruction.partition(" ")[0] in ("REF", "PAGEREF", "SEQ")
    )
    yield from _counts_differ("field", expected, seen)
    for instruction, _ in seen:
        kind, _, rest = instruction.partition(" ")
        name = rest.partition(" ")[0]
        if kind != "SEQ" and name not in read.bookmarks:
            yield f"field: {instruction!r} points to no bookmark"


def _expected_fields(resolved: Resolved, options: Options) -> Iterator[tuple[str, str]]:
    listed = lists_references(resolved.document)
    for _, content in contents_of(resolved):
        for inline in leaves(content):
            if isinstance(inline, CrossRef):
                if parts_of_label(inline.label)[0]:
                    continue  # a hyperlink to another file
                name = label_bookmark(inline.label)
                if inline.label.startswith(CAPTIONED):
                    yield f"REF {name} \\h", crossref_text(resolved, inline.label)
                else:
                    yield f"REF {name} \\r \\h", resolved.numbers[inline.label]
            elif isinstance(inline, Cite) and listed:
                for text, key in cite_parts(resolved, inline):
                    if key is not None:
                        yield f"REF {label_bookmark(reference_label(key))} \\r \\h", text
    for table in tables(resolved.document):
        yield "SEQ Table \\* ARABIC", resolved.numbers[table.label]
        for _ in parts_of(table)[1:]:
            yield f"REF {label_bookmark(table.label)} \\h", crossref_text(resolved, table.label)
    for _, listing in listings(resolved.document):
        yield sequence(resolved.numbers[listing.label])[1:]
    for figure in figures(resolved.document):
        yield "SEQ Figure \\* ARABIC", resolved.numbers[figure.label]
    for entry in (entry for listed in contents_lists(resolved) for entry in listed.entries):
        page = str(options.pages.get(entry.label, 1))
        yield f"PAGEREF {label_bookmark(entry.label)} \\h", page


def _anchors_differ(
    read: ReadDocx,
    resolved: Resolved,
    evidence: Evidence,
    written: Written,
    options: Options,
) -> Iterator[str]:
    """Every anchored value and citation by tag, title and bookmark; evidence; `places`."""
    expected: Counter[tuple[str, str]] = Counter()
    if not options.flatten:
        silent = {value for row in evidence.rows.values() for value in row} - set(evidence.rows)
        expected.update(
            (value, e.text) for value, e in evidence.values.items() if value not in silent
        )
        expected.update(_clusters(resolved))
    for how, seen in (
        ("tag", read.by_tag()), ("title", read.by_title()), ("bookmark", read.by_bookmark())
    ):  # fmt: skip
        pairs: Counter[tuple[str, str]] = Counter(
            (value, text) for value, texts in seen.items() for text in texts
        )
        yield from _counts_differ(how, expected, pairs)
    if read.evidence != (None if options.flatten else evidence):
        yield "evidence: the part does not say what the model says"
    anchors = {value: value_bookmark(ValueId(value)) for value, _ in expected}
    for anchor, row in evidence.rows.items() if not options.flatten else ():
        anchors.update((value, value_bookmark(anchor)) for value in row)
    for figure in figures(resolved.document):
        for content in words_of(figure.drawing):
            anchors.update(
                (leaf.id, figure.label) for leaf in leaves(content) if isinstance(leaf, Value | Gap)
            )
    if dict(written.places) != anchors:
        yield "places: the values handed back are not those of the model"


def _comments_differ(read: ReadDocx, resolved: Resolved, options: Options) -> Iterator[str]:
    """Who says what in the margin."""
    expected = Counter(
        (author_of(inline), "\n".join(inline.text.splitlines()))
        for run in (runs(resolved.document) if options.comments else ())
        for inline in leaves(run.content)
        if isinstance(inline, Comment) and is_shown(inline, options)
    )
    seen = Counter((comment.author, comment.text) for comment in read.comments)
    yield from _counts_differ("comment", expected, seen)


def _clusters(resolved: Resolved) -> Iterator[tuple[ValueId, str]]:
    for _, content in contents_of(resolved):
        for inline in leaves(content):
            if isinstance(inline, Cite):
                yield inline.id, "".join(text for text, _ in cite_parts(resolved, inline))


def _counts_differ(
    what: str, expected: Counter[tuple[str, str]], seen: Counter[tuple[str, str]]
) -> Iterator[str]:
    if dict(expected) == dict(seen):  # counters subtract pair by pair in Python
        return
    for pair in expected - seen:
        yield f"{what}: the file lacks {pair!r}"
    for pair in seen - expected:
        yield f"{what}: the file has besides {pair!r}"
