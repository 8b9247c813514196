"""Runs of inlines as runs, controls, fields and hyperlinks."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NewType, assert_never

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
    NoteMark,
    Strong,
    Subscript,
    Superscript,
    Text,
    Value,
)
from assembler.document.walk import leaves, parts_of_label
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import (
    abbreviation_text,
    cite_parts,
    crossref_text,
    mark_text,
    reference_label,
)
from assembler.write.docx.anchors import Ledger, control, label_bookmark, label_of
from assembler.write.docx.comments import is_shown, put_comment
from assembler.write.docx.fields import put_field
from assembler.write.docx.styles import CROSS_REFERENCE, FOOTNOTE_REFERENCE, LINK, OWED
from assembler.write.docx.xml import Element, R, put_text, sub
from assembler.write.figures import Drawn
from assembler.write.text.rooms import Rooms
from assembler.write.text.typeset import Typesetter
from assembler.write.written import Options

Anchoring = NewType("Anchoring", str)
"""Which values get a control: EACH, NONE, or the one whose id it is."""
CAPTIONED = ("tbl-", "fig-", "lst-")
"""Labels of what is numbered in its caption."""
EACH = Anchoring("each")
NONE = Anchoring("none")


@dataclass(frozen=True, slots=True)
class Frame:
    """What is the same for the whole body."""

    resolved: Resolved
    options: Options
    lists_references: bool
    """Whether the reference list is in this document; else citations are words, not fields."""
    rooms: Rooms
    setter: Typesetter
    """Measures words as pages do: Word's fonts have the same widths."""
    figures: Mapping[Label, Drawn] = field(default_factory=dict)
    """The figures of the document, drawn."""


@dataclass(frozen=True, slots=True)
class Format:
    """What a run inherits from the inlines round it."""

    bold: bool = False
    italic: bool = False
    raised: Literal["superscript", "subscript"] | None = None
    style: str | None = None
    anchoring: Anchoring = EACH

    def run(self, parent: Element) -> Element:
        """A new run of this format."""
        run = sub(parent, "r")
        if self.bold or self.italic or self.raised or self.style:
            properties = sub(run, "rPr")
            if self.style:
                sub(properties, "rStyle", val=self.style)
            for name, wanted in (("b", self.bold), ("i", self.italic)):
                if wanted:
                    sub(properties, name)
                    sub(properties, f"{name}Cs")
            if self.raised:
                sub(properties, "vertAlign", val=self.raised)
        return run


PLAIN = Format()
UNANCHORED = Format(anchoring=NONE)
"""For derived text: repeated heads, contents."""


def put_inlines(
    parent: Element, content: Inlines, form: Format, frame: Frame, ledger: Ledger
) -> None:
    """Append `content` to a paragraph or hyperlink."""
    for inline in content:
        _put(parent, inline, form, frame, ledger)


def _put(parent: Element, inline: Inline, form: Format, frame: Frame, ledger: Ledger) -> None:
    match inline:
        case Text():
            put_text(form.run(parent), inline.text)
        case Value() | Gap():
            _put_value(parent, inline, form, frame, ledger)
        case Abbreviation():
            put_text(form.run(parent), abbreviation_text(frame.resolved, inline))
        case Emphasis():
            put_inlines(parent, inline.children, replace(form, italic=True), frame, ledger)
        case Strong():
            put_inlines(parent, inline.children, replace(form, bold=True), frame, ledger)
        case Superscript():
            put_inlines(parent, inline.children, replace(form, raised="superscript"), frame, ledger)
        case Subscript():
            put_inlines(parent, inline.children, replace(form, raised="subscript"), frame, ledger)
        case Link():
            link = sub(parent, "hyperlink", history=1)
            link.set(f"{{{R}}}id", _relation(inline.url, ledger))
            put_inlines(link, inline.children, replace(form, style=LINK), frame, ledger)
        case CrossRef():
            _put_crossref(parent, inline, form, frame, ledger)
        case Cite():
            _put_cite(parent, inline, form, frame, ledger)
        case NoteMark():
            raised = replace(form, raised="superscript")
            put_text(raised.run(parent), mark_text(frame.resolved, inline))
        case Footnote():
            _put_mark(parent, inline, form, frame, ledger)
        case LineBreak():
            sub(form.run(parent), "br")
        case Comment():
            if is_shown(inline, frame.options) and form.anchoring != NONE:
                put_comment(parent, inline, ledger)
        case _:
            assert_never(inline)


def _put_mark(parent: Element, note: Footnote, form: Format, frame: Frame, ledger: Ledger) -> None:
    """The mark of a footnote; the words come later. Remarks on them stand here: not everywhere can
    a footnote have comments."""
    ledger.footnotes.append(note)
    mark = replace(form, style=FOOTNOTE_REFERENCE, raised=None)
    sub(mark.run(parent), "footnoteReference", id=len(ledger.footnotes))
    for remark in leaves(note.content):
        if isinstance(remark, Comment):
            _put(parent, remark, form, frame, ledger)


def _relation(address: str, ledger: Ledger) -> str:
    """The relationship that leads to a web address or to another file."""
    return ledger.links.setdefault(address, f"rIdLink{len(ledger.links) + 1}")


def is_anchored(value: Value | Gap, form: Format, frame: Frame) -> bool:
    """Whether it stands in a control."""
    if frame.options.flatten or (isinstance(value, Value) and not value.anchored):
        return False
    return form.anchoring in (EACH, value.id)


def named(value: Value | Gap, frame: Frame) -> str:
    """What the title of its control says to people."""
    return "gap" if isinstance(value, Gap) else label_of(value.id, frame.resolved.document.trace)


def _put_value(
    parent: Element, value: Value | Gap, form: Format, frame: Frame, ledger: Ledger
) -> None:
    if isinstance(value, Gap) and value.is_owed:
        form = replace(form, style=OWED)
    if not is_anchored(value, form, frame):
        put_text(form.run(parent), value.text)
        return
    # LibreOffice sets a plain text control without raised figures (10⁹ becomes 109) and without
    # colour, and saves a rich one without its title. Bold it drops too, but that changes no figure.
    rich = form.raised is not None or form.style == OWED
    with control(parent, value.id, named(value, frame), ledger, rich=rich) as content:
        put_text(form.run(content), value.text)


def _put_crossref(
    parent: Element, crossref: CrossRef, form: Format, frame: Frame, ledger: Ledger
) -> None:
    """A table's or figure's REF repeats the bookmarked `Table 1`; a section's gives its paragraph
    number. To another document a hyperlink leads: to a file in the same folder, and its bookmark.
    """
    words = crossref_text(frame.resolved, crossref.label)
    document, label = parts_of_label(crossref.label)
    name = label_bookmark(label)
    linked = replace(form, style=CROSS_REFERENCE)
    if document:
        link = sub(parent, "hyperlink", anchor=name, history=1)
        link.set(f"{{{R}}}id", _relation(f"{document}.docx", ledger))
        put_text(linked.run(link), words)
        return
    if crossref.label.startswith(CAPTIONED):
        put_field(parent, f"REF {name} \\h", words, linked.run)
        return
    number = frame.resolved.numbers[crossref.label]
    put_text(linked.run(parent), words.removesuffix(number))
    put_field(parent, f"REF {name} \\r \\h", number, linked.run)


def _put_cite(parent: Element, cite: Cite, form: Format, frame: Frame, ledger: Ledger) -> None:
    if frame.options.flatten or form.anchoring == NONE:
        _put_cluster(parent, cite, form, frame)
        return
    with control(parent, cite.id, "citation", ledger, rich=True) as content:
        _put_cluster(content, cite, form, frame)


def _put_cluster(parent: Element, cite: Cite, form: Format, frame: Frame) -> None:
    linked = replace(form, style=CROSS_REFERENCE)
    for text, key in cite_parts(frame.resolved, cite):
        if key is None or not frame.lists_references:
            put_text(form.run(parent), text)
        else:
            put_field(
                parent, f"REF {label_bookmark(reference_label(key))} \\r \\h", text, linked.run
            )


def put_link_to(parent: Element, bookmark: str) -> Element:
    """A hyperlink to a bookmark of the same file; append its runs to it."""
    return sub(parent, "hyperlink", anchor=bookmark, history=1)
