"""Pages: size and margins of a run of pages, header and footer."""

from dataclasses import dataclass
from typing import Any

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement
from docx.parts.hdrftr import FooterPart, HeaderPart

from assembler.write.docx.fields import put_field
from assembler.write.docx.styles import style_id
from assembler.write.docx.xml import Element, R, put_text, sub, twips
from assembler.write.look import Look
from assembler.write.text.running import Running, running
from assembler.write.text.typeset import Typesetter
from assembler.write.written import Options


@dataclass(frozen=True, slots=True)
class Stories:
    """Relationship ids of headers and footers: of upright pages, of landscape pages."""

    header: tuple[str, str]
    footer: tuple[str, str]


def define_stories(main: Any, setter: Typesetter, options: Options) -> Stories:
    """Headers and footers. A landscape page has its own: their right tab lies further."""
    look = options.look
    widths = (look.page.width_of_text(), look.page.width_of_text(landscape=True))
    said = [running(setter, width, draft=options.draft) for width in widths]
    headers = [
        _header(main, number, one, look, width)
        for number, (one, width) in enumerate(zip(said, widths, strict=True), start=1)
    ]
    pages = str(max(options.pages.values(), default=1))
    footers = [
        _footer(main, number, one, look, width, pages)
        for number, (one, width) in enumerate(zip(said, widths, strict=True), start=1)
    ]
    return Stories((headers[0], headers[1]), (footers[0], footers[1]))


def _header(main: Any, number: int, said: Running, look: Look, width: float) -> str:
    """Number and title, at the right margin what the document is about."""
    header = OxmlElement("w:hdr")
    paragraph = _line(header, style_id(look, "header"), width)
    put_text(sub(paragraph, "r"), said.title)
    if said.subject:
        run = sub(paragraph, "r")
        sub(run, "tab")
        put_text(run, said.subject)
    uri = PackURI(f"/word/header{number}.xml")
    part = HeaderPart(uri, CT.WML_HEADER, header, main.package)
    rid: str = main.relate_to(part, RT.HEADER)
    return rid


def _footer(main: Any, number: int, said: Running, look: Look, width: float, pages: str) -> str:
    """`Draft`, at the right margin the page's number."""
    footer = OxmlElement("w:ftr")
    paragraph = _line(footer, style_id(look, "footer"), width)
    if said.status:
        put_text(sub(paragraph, "r"), said.status)
    run = sub(paragraph, "r")
    sub(run, "tab")
    put_text(run, "Page ")
    put_field(paragraph, "PAGE", "1")
    put_text(sub(paragraph, "r"), " of ")
    put_field(paragraph, "NUMPAGES", pages)
    uri = PackURI(f"/word/footer{number}.xml")
    part = FooterPart(uri, CT.WML_FOOTER, footer, main.package)
    rid: str = main.relate_to(part, RT.FOOTER)
    return rid


def _line(story: Element, style: str, width: float) -> Element:
    """A paragraph with one tab stop: at the right margin."""
    paragraph = sub(story, "p")
    properties = sub(paragraph, "pPr")
    sub(properties, "pStyle", val=style)
    sub(sub(properties, "tabs"), "tab", val="right", pos=twips(width))
    sub(properties, "jc", val="left")  # whatever a company's style says
    return paragraph


def put_page(parent: Element, look: Look, stories: Stories, *, landscape: bool) -> None:
    """The `w:sectPr` of the pages that end here. Page numbers go on from section to section."""
    section = sub(parent, "sectPr")
    headers, footers = stories.header[landscape], stories.footer[landscape]
    for name, rid in (("headerReference", headers), ("footerReference", footers)):
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
