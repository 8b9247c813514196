"""Runs of inlines as phrasing content: values, citations, links, marks of notes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from assembler.document.nodes import (
    Abbreviation,
    Cite,
    Comment,
    CrossRef,
    Emphasis,
    Footnote,
    Gap,
    Inline,
    Inlines,
    Label,
    LineBreak,
    Link,
    NoteKey,
    NoteMark,
    Strong,
    Subscript,
    Superscript,
    Text,
    Value,
)
from assembler.document.walk import leaves, parts_of_label
from assembler.problems import Position
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import (
    abbreviation_text,
    cite_parts,
    crossref_text,
    footnote_label,
    mark_label,
    mark_text,
    reference_label,
)
from assembler.write.html.elements import Element, say, sub


@dataclass(frozen=True, slots=True)
class Frame:
    """What is the same for the whole document."""

    resolved: Resolved
    lists_references: bool
    """Whether the reference list is in this document; else citations lead nowhere."""
    drafting: bool = False
    """Whether drafting notes are shown."""
    remarks: bool = False
    """Whether all other comments are shown."""
    places: bool = False
    """Whether blocks say which line of which template made them (`data-at`)."""
    svgs: Mapping[Label, bytes] = field(default_factory=dict)
    """The figures of the document, drawn."""
    most_rows: int | None = None
    """How many rows of a listing are put; None for all."""
    is_copy: bool = False
    """Whether what is put repeats what stands elsewhere: nothing in it has an id."""

    def at(self, position: Position) -> str:
        """What `data-at` says; empty where nothing is said."""
        return str(position) if self.places and position.file else ""


def note_id(note: NoteKey) -> str:
    """Where a lettered note stands; the colon keeps it apart from labels of templates."""
    return f"note:{note}"


def put_inlines(parent: Element, content: Inlines, frame: Frame) -> None:
    """Append `content` to an element."""
    for inline in content:
        _put(parent, inline, frame)


def put_copy(parent: Element, content: Inlines, frame: Frame) -> None:
    """Append `content` as derived text: words without ids and without links."""
    put_inlines(parent, content, replace(frame, is_copy=True))


def _put(parent: Element, inline: Inline, frame: Frame) -> None:
    match inline:
        case Text():
            say(parent, inline.text)
        case Value() | Gap():
            _put_value(parent, inline, frame)
        case Abbreviation():
            _put_abbreviation(parent, inline, frame)
        case Emphasis():
            put_inlines(sub(parent, "em"), inline.children, frame)
        case Strong():
            put_inlines(sub(parent, "strong"), inline.children, frame)
        case Superscript():
            put_inlines(sub(parent, "sup"), inline.children, frame)
        case Subscript():
            put_inlines(sub(parent, "sub"), inline.children, frame)
        case Link():
            link = parent if frame.is_copy else sub(parent, "a", href=inline.url, rel="noreferrer")
            put_inlines(link, inline.children, frame)
        case CrossRef():
            _put_crossref(parent, inline, frame)
        case Cite():
            _put_cite(parent, inline, frame)
        case NoteMark():
            _put_mark(parent, inline, frame)
        case Footnote():
            _put_footnote_mark(parent, inline, frame)
        case LineBreak():
            sub(parent, "br")
        case Comment():
            pass  # stands behind the block: `put_remarks`
        case _:
            assert_never(inline)


def _put_value(parent: Element, value: Value | Gap, frame: Frame) -> None:
    if frame.is_copy:
        say(parent, value.text)
        return
    if isinstance(value, Value):
        kind = "value" if value.anchored else "name"
    else:
        kind = "gap owed" if value.is_owed else "gap"
    data = sub(parent, "data", class_=kind, data_id=value.id)
    data.set("value", value.text)
    data.text = value.text


def _put_abbreviation(parent: Element, inline: Abbreviation, frame: Frame) -> None:
    words = abbreviation_text(frame.resolved, inline)
    if frame.is_copy or words != inline.short:
        say(parent, words)
    else:
        sub(parent, "abbr", title=inline.long).text = words


def _put_crossref(parent: Element, crossref: CrossRef, frame: Frame) -> None:
    words = crossref_text(frame.resolved, crossref.label)
    if frame.is_copy:
        say(parent, words)
        return
    document, label = parts_of_label(crossref.label)
    file = f"{document}.html" if document else ""
    sub(parent, "a", href=f"{file}#{label}").text = words


def _put_cite(parent: Element, cite: Cite, frame: Frame) -> None:
    cluster = parent if frame.is_copy else sub(parent, "span", class_="cite", data_id=cite.id)
    for text, key in cite_parts(frame.resolved, cite):
        if key is None or frame.is_copy or not frame.lists_references:
            say(cluster, text)
        else:
            sub(cluster, "a", href=f"#{reference_label(key)}").text = text


def _put_mark(parent: Element, mark: NoteMark, frame: Frame) -> None:
    raised = sub(parent, "sup", class_="note-mark")
    if frame.is_copy or len(mark.notes) != 1:
        raised.text = mark_text(frame.resolved, mark)
    else:
        link = sub(raised, "a", href=f"#{note_id(mark.notes[0])}")
        link.text = mark_text(frame.resolved, mark)


def _put_footnote_mark(parent: Element, note: Footnote, frame: Frame) -> None:
    raised = sub(parent, "sup", class_="footnote-mark")
    number = frame.resolved.footnotes[note.key]
    if frame.is_copy:
        raised.text = number
        return
    raised.set("id", mark_label(note))
    sub(raised, "a", href=f"#{footnote_label(note)}", role="doc-noteref").text = number


def put_remarks(parent: Element, content: Inlines, frame: Frame) -> None:
    """The comments in a run of inlines, as asides at the end of `parent`."""
    for inline in leaves(content):
        if isinstance(inline, Footnote):
            put_remarks(parent, inline.content, frame)
        elif isinstance(inline, Comment) and (
            frame.drafting if inline.is_drafting else frame.remarks
        ):
            kind = "drafting" if inline.is_drafting else "flag"
            aside = sub(parent, "aside", class_=f"remark {kind}")
            for line in inline.text.splitlines():
                sub(aside, "p").text = line
