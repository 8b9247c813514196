"""A resolved document -> a DOCX file."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT

from assembler.resolve.resolve import Resolved
from assembler.write.docx.anchors import Ledger
from assembler.write.docx.blocks import put_section
from assembler.write.docx.body import whole, with_rows
from assembler.write.docx.comments import comments_part
from assembler.write.docx.contents import lists_references
from assembler.write.docx.evidence import evidence_of, item_properties, to_xml
from assembler.write.docx.figure import add_pictures
from assembler.write.docx.footnotes import add_footnotes
from assembler.write.docx.front import put_front
from assembler.write.docx.inlines import Frame
from assembler.write.docx.numbering import (
    HEADINGS,
    REFERENCES,
    Lists,
    define_lists,
    plan_headings,
)
from assembler.write.docx.package import add_part, new_package, packed
from assembler.write.docx.page import define_stories
from assembler.write.docx.paragraphs import end_body
from assembler.write.docx.reference import read_reference
from assembler.write.docx.selfcheck import differences
from assembler.write.docx.styles import define_styles, number_style
from assembler.write.docx.xml import root, sub
from assembler.write.figures import drawn_figures
from assembler.write.look import RoleName
from assembler.write.text.fonts import Fonts
from assembler.write.text.rooms import rooms
from assembler.write.text.typeset import Typesetter
from assembler.write.written import Options, Written

__all__ = ["differences", "write"]

_EVIDENCE = "/customXml/item1.xml"


def write(resolved: Resolved, options: Options) -> Written:
    """The document as DOCX; `Written.places` names the bookmark of every value, or the figure in
    which it stands.

    The same bytes from the same arguments, in any process.
    """
    document = resolved.document
    reference = None
    if options.reference:
        reference = read_reference(options.reference, options.look)
        options = replace(options, look=reference.look)
    package, main = new_package(document, options, reference)
    setter = Typesetter(resolved, options.look, Fonts(options.look))
    room = rooms(setter)
    _number_styles(define_styles(main.styles, options.look, document.language, room, reference))
    ledger = Ledger(Lists(plan_headings(resolved)), define_stories(main, setter, options))
    drawn = drawn_figures(setter)
    frame = Frame(resolved, options, lists_references(document), room, setter, drawn)
    body = sub(root("document"), "body")
    put_front(body, frame, ledger)
    ledger.page_break = True  # the sections begin on a page of their own, as in the PDF
    first_annex = next((one for one in document.sections if one.is_annex), None)
    for section in document.sections:
        ledger.page_break |= section is first_annex
        put_section(body, section, 1, frame, ledger)
    end_body(body, options.look, ledger)
    define_lists(main.numbering_part.element, ledger.lists, options.look, room)
    for url, rid in ledger.links.items():
        main.load_rel(RT.HYPERLINK, url, rid, is_external=True)
    add_footnotes(main, frame, ledger)
    add_pictures(main, frame)
    if ledger.comments:
        add_part(
            main,
            "/word/comments.xml",
            comments_part(ledger.comments, options.dated),
            content_type=CT.WML_COMMENTS,
            reltype=RT.COMMENTS,
        )
    large = {"/word/document.xml": with_rows(whole(body, ledger.body), ledger.rows)}
    if not options.flatten:
        _add_evidence(main, resolved)
        large[_EVIDENCE] = to_xml(evidence_of(resolved, options))
    # not in parts: python-docx's hold each other, and stay as no build looks for circles
    data = packed(package, large)
    notes = reference.problems if reference else ()
    return Written(data, places=dict(ledger.places), problems=notes)


def _number_styles(by_role: Mapping[RoleName, Any]) -> None:
    for role, style in by_role.items():
        if role.startswith("heading-"):
            number_style(style, HEADINGS, int(role[-1]) - 1)
    number_style(by_role["reference"], REFERENCES, 0)


def _add_evidence(main: Any, resolved: Resolved) -> None:
    """The part of the evidence, still empty, and its properties."""
    item = add_part(main, _EVIDENCE, b"", content_type=CT.XML, reltype=RT.CUSTOM_XML)
    add_part(
        item,
        "/customXml/itemProps1.xml",
        item_properties(resolved.document.id),
        content_type=CT.OFC_CUSTOM_XML_PROPERTIES,
        reltype=RT.CUSTOM_XML_PROPS,
    )
