"""Footnotes: the part `footnotes.xml` with the words, and what the settings say of it.

The marks stand in the body (`inlines.py`); Word and LibreOffice count them. The part holds two more
notes, which are printed as rules: above footnotes, and above what goes on from another page.
"""

from dataclasses import replace

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT

from assembler.write.docx.anchors import Ledger
from assembler.write.docx.inlines import PLAIN, Format, Frame, put_inlines
from assembler.write.docx.package import DocxPart, add_part
from assembler.write.docx.paragraphs import Properties, put_paragraph
from assembler.write.docx.styles import FOOTNOTE_REFERENCE, style_id
from assembler.write.docx.xml import Element, put_text, qn, root, serialised, sub

_RULES = {"separator": -1, "continuationSeparator": 0}
"""Kind of note -> the id that Word gives it."""
_NUMBER = Format(style=FOOTNOTE_REFERENCE)


def add_footnotes(main: DocxPart, frame: Frame, ledger: Ledger) -> None:
    """Add the part with the footnotes that the body has marked; nothing where there are none."""
    if not ledger.footnotes:
        return
    ledger.links = {}  # a part has relationships of its own
    frame = replace(frame, options=replace(frame.options, comments=False))  # they stand at the mark
    notes = root("footnotes")
    style = style_id(frame.options.look, "footnote")
    for kind, identity in _RULES.items():
        note = sub(notes, "footnote", type=kind, id=identity)
        sub(PLAIN.run(put_paragraph(note, style, Properties(after=0))), kind)
    for identity, marked in enumerate(ledger.footnotes, start=1):
        paragraph = put_paragraph(sub(notes, "footnote", id=identity), style)
        sub(_NUMBER.run(paragraph), "footnoteRef")
        put_text(PLAIN.run(paragraph), "\u00a0")
        put_inlines(paragraph, marked.content, PLAIN, frame, ledger)
    part = add_part(
        main,
        "/word/footnotes.xml",
        serialised(notes),
        content_type=CT.WML_FOOTNOTES,
        reltype=RT.FOOTNOTES,
    )
    for url, rid in ledger.links.items():
        part.load_rel(RT.HYPERLINK, url, rid, is_external=True)
    _declare(main.part_related_by(RT.SETTINGS).element)


def _declare(settings: Element) -> None:
    """Say which notes are rules. The schema wants it before `w:compat`."""
    properties = sub(settings, "footnotePr")
    for identity in _RULES.values():
        sub(properties, "footnote", id=identity)
    compat = settings.find(qn("compat"))
    if compat is not None:
        compat.addprevious(properties)
