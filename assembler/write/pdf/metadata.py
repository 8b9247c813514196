"""What a PDF says of itself: properties and metadata (XMP), which say the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import escape

from pikepdf import Dictionary, Name, Pdf, String

from assembler import __version__

PRODUCER = f"assembler {__version__}"
_UA = "http://www.aiim.org/pdfua/ns/id/"
_A = "http://www.aiim.org/pdfa/ns"
_STANDARDS = (
    f'<rdf:Description rdf:about="" xmlns:pdfaid="{_A}/id/">',
    "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>",
    "</rdf:Description>",
    f'<rdf:Description rdf:about="" xmlns:pdfuaid="{_UA}">',
    "<pdfuaid:part>1</pdfuaid:part>",
    "</rdf:Description>",
    # PDF/A knows no PDF/UA: its identifier has to be described (PDF/A-2, 6.6.2.3.2)
    f'<rdf:Description rdf:about="" xmlns:pdfaExtension="{_A}/extension/"'
    f' xmlns:pdfaSchema="{_A}/schema#" xmlns:pdfaProperty="{_A}/property#">',
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">',
    "<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>",
    f"<pdfaSchema:namespaceURI>{_UA}</pdfaSchema:namespaceURI>",
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>",
    '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">',
    "<pdfaProperty:name>part</pdfaProperty:name>",
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>",
    "<pdfaProperty:category>internal</pdfaProperty:category>",
    "<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>",
    "</rdf:li></rdf:Seq></pdfaSchema:property>",
    "</rdf:li></rdf:Bag></pdfaExtension:schemas>",
    "</rdf:Description>",
)
"""That the file is PDF/A-2a and PDF/UA-1."""


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says of itself."""

    title: str
    subject: str
    author: str
    language: str
    dated: date


def write_properties(pdf: Pdf, properties: Properties) -> None:
    """Info and XMP, which say the same; XMP as bytes of our own, pikepdf's has the clock in it."""
    stamp = f"D:{properties.dated:%Y%m%d}000000Z"
    info = {
        "/Title": properties.title,
        "/Subject": properties.subject,
        "/Author": properties.author,
        "/Creator": PRODUCER,
        "/Producer": PRODUCER,
        "/CreationDate": stamp,
        "/ModDate": stamp,
    }
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary({key: String(text) for key, text in info.items() if text})
    )
    pdf.Root.Metadata = pdf.make_stream(_xmp(properties), Type=Name.Metadata, Subtype=Name.XML)


def _xmp(properties: Properties) -> bytes:
    moment = f"{properties.dated:%Y-%m-%d}T00:00:00Z"
    lines = [
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">',
        "<dc:format>application/pdf</dc:format>",
        *_alternatives("dc:title", properties.title),
        *_alternatives("dc:description", properties.subject),
        *_listed("dc:creator", "Seq", properties.author),
        *_listed("dc:language", "Bag", properties.language),
        "</rdf:Description>",
        '<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">',
        f"<pdf:Producer>{escape(PRODUCER)}</pdf:Producer>",
        "</rdf:Description>",
        '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">',
        f"<xmp:CreatorTool>{escape(PRODUCER)}</xmp:CreatorTool>",
        f"<xmp:CreateDate>{moment}</xmp:CreateDate>",
        f"<xmp:ModifyDate>{moment}</xmp:ModifyDate>",
        "</rdf:Description>",
        *_STANDARDS,
        "</rdf:RDF>",
        "</x:xmpmeta>",
        '<?xpacket end="w"?>',
    ]
    return "\n".join(lines).encode()


def _alternatives(tag: str, text: str) -> Iterable[str]:
    if text:
        item = f'<rdf:li xml:lang="x-default">{escape(text, quote=False)}</rdf:li>'
        yield f"<{tag}><rdf:Alt>{item}</rdf:Alt></{tag}>"


def _listed(tag: str, kind: str, text: str) -> Iterable[str]:
    if text:
        item = f"<rdf:li>{escape(text, quote=False)}</rdf:li>"
        yield f"<{tag}><rdf:{kind}>{item}</rdf:{kind}></{tag}>"
