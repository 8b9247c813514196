"""Rules about fonts and searchable text."""

from collections.abc import Iterator
from typing import Any

from pikepdf import Dictionary, Name, Stream

from assembler.inspect.finding import Rule, Seen
from assembler.inspect.pdf.opened import OpenedPdf
from assembler.inspect.pdf.values import array, words

_STANDARD = frozenset(
    {
        "Courier", "Courier-Bold", "Courier-Oblique", "Courier-BoldOblique", "Helvetica",
        "Helvetica-Bold", "Helvetica-Oblique", "Helvetica-BoldOblique", "Times-Roman",
        "Times-Bold", "Times-Italic", "Times-BoldItalic", "Symbol", "ZapfDingbats",
    }
)  # fmt: skip
_KNOWN_ENCODINGS = (Name.WinAnsiEncoding, Name.MacRomanEncoding, Name.StandardEncoding)
_DEEPEST = 8
_PICTURE = 0.5
"""A page whose pictures cover this share of it, without text, is a scan."""


def fonts(file: OpenedPdf) -> Iterator[tuple[int, str, Dictionary]]:
    """First page, name and dictionary of every font that the pages name, each once."""
    met: set[Any] = set()

    def within(resources: Any, page: int, depth: int) -> Iterator[tuple[int, str, Dictionary]]:
        if not isinstance(resources, Dictionary) or depth > _DEEPEST:
            return
        if resources.is_indirect:
            if resources.objgen in met:
                return
            met.add(resources.objgen)
        for font in _values(resources.get("/Font")):
            if isinstance(font, Dictionary) and (font.objgen not in met or not font.is_indirect):
                met.add(font.objgen)
                yield page, words(font.get("/BaseFont", "a Type 3 font")).lstrip("/"), font
                if font.get("/Subtype") == Name.Type3:
                    yield from within(font.get("/Resources"), page, depth + 1)
        for form in (*_values(resources.get("/XObject")), *_values(resources.get("/Pattern"))):
            if isinstance(form, Dictionary | Stream) and form.objgen not in met:
                met.add(form.objgen)
                yield from within(form.get("/Resources"), page, depth + 1)

    for number, page in enumerate(file.pdf.pages, start=1):
        yield from within(page.obj.get("/Resources", _inherited(page.obj)), number, 0)


def _inherited(page: Dictionary) -> Any:
    """The resources that the page tree gives a page."""
    for _ in range(_DEEPEST * 4):
        parent = page.get("/Parent")
        if not isinstance(parent, Dictionary):
            return None
        if "/Resources" in parent:
            return parent["/Resources"]
        page = parent
    return None


def _values(dictionary: Any) -> Iterator[Any]:
    if isinstance(dictionary, Dictionary):
        for key in dictionary.keys():  # noqa: SIM118 - so does pikepdf iterate
            yield dictionary[key]


def _is_embedded(font: Dictionary) -> bool:
    if font.get("/Subtype") == Name.Type3:
        return True
    for holder in (font, *_descendants(font)):
        descriptor = holder.get("/FontDescriptor")
        if isinstance(descriptor, Dictionary) and any(
            key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")
        ):
            return True
    return False


def _descendants(font: Dictionary) -> Iterator[Dictionary]:
    yield from (kid for kid in array(font.get("/DescendantFonts")) if isinstance(kid, Dictionary))


def _plain(name: str) -> str:
    """The font's name without the tag of its subset."""
    tag, plus, rest = name.partition("+")
    return rest if plus and len(tag) == 6 else name


def _embedded(file: OpenedPdf) -> Iterator[Seen]:
    for page, name, font in fonts(file):
        if not _is_embedded(font) and _plain(name) not in _STANDARD:
            yield Seen(f"the font {_plain(name)} is not embedded", page, f"font {name}")


def _standard_embedded(file: OpenedPdf) -> Iterator[Seen]:
    for page, name, font in fonts(file):
        if not _is_embedded(font) and _plain(name) in _STANDARD:
            yield Seen(f"the font {_plain(name)} is not embedded", page, f"font {name}")


def _unicode(file: OpenedPdf) -> Iterator[Seen]:
    for page, name, font in fonts(file):
        if "/ToUnicode" in font or _has_known_letters(font):
            continue
        yield Seen(f"the letters of {_plain(name)} cannot be searched", page, f"font {name}")


def _has_known_letters(font: Dictionary) -> bool:
    encoding = font.get("/Encoding")
    if isinstance(encoding, Dictionary):  # names of glyphs, which stand for letters
        encoding = encoding.get("/BaseEncoding", Name.StandardEncoding)
    if font.get("/Subtype") == Name.Type0:
        return False
    plain = _plain(words(font.get("/BaseFont")).lstrip("/"))
    return encoding in _KNOWN_ENCODINGS or plain in _STANDARD


def _searchable(file: OpenedPdf) -> Iterator[Seen]:
    for page in file.pages:
        if not page.text.strip() and page.pictured >= _PICTURE:
            yield Seen("the page is a picture without text", page.number)


RULES: tuple[Rule[OpenedPdf], ...] = (
    Rule(
        "pdf.fonts-embedded", "Every font is embedded.", "FDA PDF Specifications; ICH M8 2.4",
        "embed all fonts when the file is made", _embedded,
    ),
    Rule(
        "pdf.standard-fonts-embedded", "The standard 14 fonts are embedded as well.",
        "PDF/A; stricter than FDA asks", "embed all fonts when the file is made",
        _standard_embedded,
    ),
    Rule(
        "pdf.fonts-unicode", "Each font says which letters its glyphs are.",
        "FDA PDF Specifications; ICH M8; PDF/UA-1 7.21", "make the file with ToUnicode tables",
        _unicode,
    ),
    Rule(
        "pdf.text-searchable", "No page is only a picture.", "FDA PDF Specifications; ICH M8",
        "run text recognition over the page, or make it from its source", _searchable,
    ),
)  # fmt: skip
