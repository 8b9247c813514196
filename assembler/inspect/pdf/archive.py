"""What a file says of itself in its metadata, PDF/A and PDF/UA, and whether it has what that asks.

Nobody asks for PDF/A; FDA takes PDF/A-1 and PDF/A-2. Fonts, encryption, language, title and tags
have rules of their own.
"""

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Stream

from assembler.inspect.finding import Level, Rule, Seen
from assembler.inspect.pdf.opened import OpenedPdf
from assembler.inspect.pdf.values import array, dictionary, number, words

_PDFA = "{http://www.aiim.org/pdfa/ns/id/}part"
_PDFUA = "{http://www.aiim.org/pdfua/ns/id/}part"
_SCHEMAS = "{http://www.aiim.org/pdfa/ns/extension/}schemas"
_TAKEN = ("1", "2")
_SOLID = ("/Normal", "/Compatible")
"""Ways of blending that let nothing shine through."""


def _said(file: OpenedPdf, name: str) -> str:
    """A property of the metadata (XMP); empty where it is not there."""
    return str(file.metadata.get(name) or "").strip()


def _archival(file: OpenedPdf) -> Iterator[Seen]:
    part = _said(file, _PDFA)
    if not part:
        return
    if part not in _TAKEN:
        yield Seen(f"the file says it is PDF/A-{part}; PDF/A-1 and PDF/A-2 are taken")
    if not _has_intent(file.root.get("/OutputIntents")):
        yield Seen("no output intent says what the colours mean", thing="OutputIntents")
    if "/ID" not in file.pdf.trailer:
        yield Seen("the file has no identity", thing="trailer, ID")
    if part == "1" and _said(file, _PDFUA) and _SCHEMAS not in file.metadata:
        yield Seen("the metadata name PDF/UA and do not describe it", thing="Metadata")
    yield from _of_objects(file, forbids_shine=part == "1")


def _has_intent(intents: Any) -> bool:
    each = [dictionary(one) for one in array(intents)]
    return any(
        one.get("/S") == Name.GTS_PDFA1 and isinstance(one.get("/DestOutputProfile"), Stream)
        for one in each
    )


def _of_objects(file: OpenedPdf, *, forbids_shine: bool) -> Iterator[Seen]:
    for thing in file.pdf.objects:
        if not isinstance(thing, Dictionary | Stream):
            continue
        place = f"object {thing.objgen[0]}"
        if isinstance(thing, Stream) and _is_lzw(thing.get("/Filter")):
            yield Seen("a stream is compressed by LZW", thing=place)
        if forbids_shine and _shines(thing):
            yield Seen("what is below shines through, which PDF/A-1 forbids", thing=place)


def _is_lzw(filters: Any) -> bool:
    each = list(filters) if isinstance(filters, Array) else [filters]
    return Name.LZWDecode in each


def _shines(thing: Any) -> bool:
    """Whether a graphics state, a picture or a group of a page or form is transparent."""
    if thing.get("/SMask", Name("/None")) != Name("/None"):
        return True
    if dictionary(thing.get("/Group")).get("/S") == Name.Transparency:
        return True
    if thing.get("/Type") != Name.ExtGState:
        return False
    solid = all(number(thing.get(key, 1)) == 1 for key in ("/ca", "/CA"))
    return not solid or words(thing.get("/BM", "/Normal")) not in _SOLID


def _accessible(file: OpenedPdf) -> Iterator[Seen]:
    if file.structure.is_there and _said(file, _PDFUA) != "1":
        yield Seen("the metadata of a tagged file do not say that it is PDF/UA-1", thing="Metadata")


RULES: tuple[Rule[OpenedPdf], ...] = (
    Rule(
        "pdf.archival", "A file that says it is PDF/A has what PDF/A asks.",
        "PDF/A-1 and PDF/A-2; FDA PDF Specifications 4.1",
        "make the file as PDF/A again, or take the claim out of its metadata", _archival,
        Level.ADVICE,
    ),
    Rule(
        "pdf.accessible-stated", "A tagged file says that it is PDF/UA-1.", "PDF/UA-1 5",
        "make the file as PDF/UA where it is meant to be one", _accessible, Level.ADVICE,
    ),
)  # fmt: skip
