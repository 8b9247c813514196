"""The last hand on the file: destinations, how it opens, properties, linearised."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, Pdf, String

from assembler import __version__
from assembler.write.pdf.page import Ledger

PRODUCER = f"assembler {__version__}"
_BEYOND = re.compile(rb"<([0-9A-F]{2})> <(1?[0-9A-F]{5})>\n")


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says of itself."""

    title: str
    subject: str
    author: str
    language: str
    dated: date


def finish(data: bytes, ledger: Ledger, properties: Properties) -> bytes:
    """The file with named destinations and properties, for fast view over the web."""
    with pikepdf.open(BytesIO(data)) as pdf:
        _destinations(pdf, ledger)
        root = pdf.Root
        root.Lang = String(properties.language)
        root.PageMode = Name.UseOutlines if ledger.outline else Name.UseNone
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        _properties(pdf, properties)
        if "/ID" in pdf.trailer:  # reportlab's, which follows SOURCE_DATE_EPOCH
            del pdf.trailer["/ID"]
        _characters_beyond_the_plane(pdf)
        out = BytesIO()
        pdf.save(
            out,
            linearize=True,
            deterministic_id=True,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            min_version="1.7",
        )
    return out.getvalue()


def _destinations(pdf: Pdf, ledger: Ledger) -> None:
    """The name tree of destinations: place on the page, the reader's zoom kept."""
    pages = [page.obj for page in pdf.pages]
    tree = NameTree.new(pdf)
    for name, (number, y) in sorted(ledger.destinations.items()):
        place = [pages[number - 1], Name.XYZ, 0, round(y + 4, 2), 0]
        tree[name] = pdf.make_indirect(Array(place))
    pdf.Root.Names = Dictionary(Dests=tree.obj)


def _properties(pdf: Pdf, properties: Properties) -> None:
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
        "</rdf:RDF>",
        "</x:xmpmeta>",
        '<?xpacket end="w"?>',
    ]
    return "\n".join(lines).encode()


def _alternatives(tag: str, text: str) -> Iterable[str]:
    if text:
        item = f'<rdf:li xml:lang="x-default">{escape(text)}</rdf:li>'
        yield f"<{tag}><rdf:Alt>{item}</rdf:Alt></{tag}>"


def _listed(tag: str, kind: str, text: str) -> Iterable[str]:
    if text:
        yield f"<{tag}><rdf:{kind}><rdf:li>{escape(text)}</rdf:li></rdf:{kind}></{tag}>"


def _characters_beyond_the_plane(pdf: Pdf) -> None:
    """Write characters above U+FFFF as surrogate pairs: reportlab writes five digits."""

    def pair(match: re.Match[bytes]) -> bytes:
        char = chr(int(match[2], 16)).encode("utf-16-be").hex().upper()
        return b"<" + match[1] + b"> <" + char.encode() + b">\n"

    for font in pdf.objects:
        if isinstance(font, Dictionary) and font.get("/Type") == Name.Font and "/ToUnicode" in font:
            stream = font.ToUnicode
            before = stream.read_bytes()
            after = _BEYOND.sub(pair, before)
            if after != before:
                stream.write(after)
