"""Pages: size and margins of a run of pages, header and footer."""

from dataclasses import dataclass
from typing import Any

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement
from docx.parts.hdrftr import FooterPart, HeaderPart

from assembler.document.nodes import Document
from assembler.write.docx.fields import put_field
from assembler.write.docx.styles import style_id
from assembler.write.docx.xml import Element, R, put_text, sub, twips
from assembler.write.look import Look
from assembler.write.written import Options


@dataclass(frozen=True, slots=True)
class Stories:
    """Relationship ids of the headers and the footer."""

    header: str
    landscape_header: str
    footer: str


def text_width(look: Look, *, landscape: bool = False) -> float:
    """Points between the side margins, which a landscape page has too."""
    page = look.page
    return (page.height if landscape else page.width) - page.left - page.right


def define_stories(main: Any, document: Document, options: Options) -> Stories:
    """Headers and footer. A landscape page has a header of its own: its right tab lies further."""
    look = options.look
    headers = [
        _header(main, number, document, options, text_width(look, landscape=landscape))
        for number, landscape in ((1, False), (2, True))
    ]
    footer = OxmlElement("w:ftr")
    paragraph = sub(footer, "p")
    properties = sub(paragraph, "pPr")
    sub(properties, "pStyle", val=style_id(look, "footer"))
    put_text(sub(paragraph, "r"), "Page ")
    put_field(paragraph, "PAGE", "1")
    put_text(sub(paragraph, "r"), " of ")
    put_field(paragraph, "NUMPAGES", str(max(options.pages.values(), default=1)))
    part = FooterPart(PackURI("/word/footer1.xml"), CT.WML_FOOTER, footer, main.package)
    return Stories(headers[0], headers[1], main.relate_to(part, RT.FOOTER))


def _header(main: Any, number: int, document: Document, options: Options, width: float) -> str:
    header = OxmlElement("w:hdr")
    paragraph = sub(header, "p")
    properties = sub(paragraph, "pPr")
    sub(properties, "pStyle", val=style_id(options.look, "header"))
    sub(sub(properties, "tabs"), "tab", val="right", pos=twips(width))
    put_text(sub(paragraph, "r"), f"{document.number} {document.title}")
    if options.draft:
        run = sub(paragraph, "r")
        sub(run, "tab")
        put_text(run, "Draft")
    uri = PackURI(f"/word/header{number}.xml")
    part = HeaderPart(uri, CT.WML_HEADER, header, main.package)
    rid: str = main.relate_to(part, RT.HEADER)
    return rid


def put_page(parent: Element, look: Look, stories: Stories, *, landscape: bool) -> None:
    """The `w:sectPr` of the pages that end here. Page numbers go on from section to section."""
    section = sub(parent, "sectPr")
    header = stories.landscape_header if landscape else stories.header
    for name, rid in (("headerReference", header), ("footerReference", stories.footer)):
        sub(section, name, type="default").set(f"{{{R}}}id", rid)
    sub(section, "type", val="nextPage")
    page = look.page
    if landscape:
        sub(section, "pgSz", w=twips(page.height), h=twips(page.width), orient="landscape")
    else:
        sub(section, "pgSz", w=twips(page.width), h=twips(page.height))
    sub(
        section,
        "pgMar",
        top=twips(page.top_of(landscape=landscape)),
        right=twips(page.right),
        bottom=twips(page.bottom),
        left=twips(page.left),
        header=twips(page.header_of(landscape=landscape) - look.roles["header"].size),
        footer=twips(page.footer - look.roles["footer"].size / 2),
        gutter=0,
    )
    sub(section, "cols", space=720)
