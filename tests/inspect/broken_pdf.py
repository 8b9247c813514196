"""Ways to break a good PDF, each against one rule."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

Break = Callable[[Pdf], object]


def saved(pdf: Pdf, **options: Any) -> bytes:
    """The bytes of a changed file, linearised unless told otherwise."""
    out = BytesIO()
    pdf.save(out, **({"linearize": True} | options))
    return out.getvalue()


def broken(data: bytes, change: Break, **options: Any) -> bytes:
    """A copy of a file with one thing changed."""
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf)
        return saved(pdf, **options)


def _note(kind: str) -> Break:
    def add(pdf: Pdf) -> None:
        annotation = Dictionary(
            Type=Name.Annot, Subtype=Name(kind), Rect=Array([100, 100, 120, 120])
        )
        _annotations(pdf).append(pdf.make_indirect(annotation))

    return add


def _annotations(pdf: Pdf, page: int = 0) -> Any:
    leaf = pdf.pages[page].obj
    if "/Annots" not in leaf:
        leaf.Annots = Array([])
    return leaf.Annots


def link_to(target: Dictionary, rectangle: tuple[int, ...] = (0, 0, 1, 1)) -> Break:
    """A change that adds a link annotation with these entries."""

    def add(pdf: Pdf) -> None:
        annotation = Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=Array(rectangle), Border=Array([0, 0, 0])
        )
        for key, value in target.items():
            annotation[key] = value
        _annotations(pdf).append(pdf.make_indirect(annotation))

    return add


def _drawn(content: bytes) -> Break:
    """Draw more on the first page, in the page's own fonts."""

    def add(pdf: Pdf) -> None:
        pdf.pages[0].contents_add(b"q " + content + b" Q")

    return add


def _set(name: str, value: object) -> Break:
    return lambda pdf: pdf.Root.__setitem__(name, value)


def _drop(name: str) -> Break:
    return lambda pdf: pdf.Root.__delitem__(name)


def _attached(pdf: Pdf) -> None:
    pdf.attachments["data.csv"] = b"1,2\n"


def _script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def _named_script(pdf: Pdf) -> None:
    script = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))
    pdf.Root.Names.JavaScript = Dictionary(Names=Array([String("hello"), script]))


def _when_shown(kind: str) -> Break:
    def add(pdf: Pdf) -> None:
        pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name(kind), JS=String("app.alert(1)")))

    return add


def _form(pdf: Pdf) -> None:
    field = Dictionary(FT=Name.Tx, T=String("name"))
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(field)]))


def _unembedded(name: str) -> Break:
    def add(pdf: Pdf) -> None:
        font = Dictionary(
            Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name(name),
            Encoding=Name.WinAnsiEncoding,
        )  # fmt: skip
        pdf.pages[0].obj.Resources.Font["/Fx"] = pdf.make_indirect(font)

    return add


def _unembedded_in_pattern(pdf: Pdf) -> None:
    font = Dictionary(
        Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name.Frutiger,
        Encoding=Name.WinAnsiEncoding,
    )  # fmt: skip
    fonts = Dictionary(Font=Dictionary(Fx=pdf.make_indirect(font)))
    pattern = pdf.make_stream(
        b"", PatternType=1, PaintType=1, TilingType=1, BBox=Array([0, 0, 9, 9]), XStep=9, YStep=9,
        Resources=fonts,
    )  # fmt: skip
    pdf.pages[0].obj.Resources.Pattern = Dictionary(P1=pattern)


def _no_letters(pdf: Pdf) -> None:
    fonts: Any = pdf.pages[0].obj.Resources.Font
    for key in fonts.keys():  # noqa: SIM118 - so does pikepdf iterate
        font = fonts[key]
        del font["/ToUnicode"]
        font["/Encoding"] = Name.Unknown


def _scan(pdf: Pdf) -> None:
    page = pdf.add_blank_page(page_size=(595.28, 841.89)).obj
    image = pdf.make_stream(
        bytes(3), Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1,
        ColorSpace=Name.DeviceRGB, BitsPerComponent=8,
    )  # fmt: skip
    page.Resources = Dictionary(XObject=Dictionary(Im=image))
    page.Contents = pdf.make_stream(b"q 480 0 0 780 80 30 cm /Im Do Q")


def _resized(pdf: Pdf) -> None:
    pdf.pages[0].mediabox = Array([0, 0, 700, 900])


def _turned(pdf: Pdf) -> None:
    pdf.pages[0].obj.Rotate = 180


def _renumbered(pdf: Pdf) -> None:
    label = Dictionary(S=Name.r)
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, label]))


def _shuffled(pdf: Pdf) -> None:
    pdf.pages.append(pdf.pages[0])


def _plain_outline(pdf: Pdf, **entry: object) -> None:
    with pdf.open_outline() as outline:
        first = outline.root[0]
        item = pikepdf.OutlineItem(first.title, 0)
        outline.root.append(item)
    last = pdf.Root.Outlines.Last
    del last["/Dest"]
    for key, value in entry.items():
        last[f"/{key}"] = value


def _deep_outline(pdf: Pdf) -> None:
    with pdf.open_outline() as outline:
        place: list[Any] = outline.root
        title = outline.root[0].title
        for _ in range(5):
            place.append(pikepdf.OutlineItem(title, 0, "XYZ", left=0, top=800, zoom=0))
            place = place[-1].children


def _fit(pdf: Pdf) -> None:
    _plain_outline(pdf, Dest=Array([pdf.pages[0].obj, Name.Fit]))


def _nowhere(pdf: Pdf) -> None:
    _plain_outline(pdf, Dest=String("no such place"))


def _retitled(pdf: Pdf) -> None:
    place = Array([pdf.pages[0].obj, Name.XYZ, 0, 800, 0])
    _plain_outline(pdf, Dest=place, Title=String("Words that stand nowhere"))


def _untitled(pdf: Pdf) -> None:
    place = Array([pdf.pages[0].obj, Name.XYZ, 0, 800, 0])
    _plain_outline(pdf, Dest=place, Title=String(" "))


def _second_page_first(pdf: Pdf) -> None:
    place = Array([pdf.pages[1].obj, Name.XYZ, 0, 800, 0])
    pdf.Root.OpenAction = Dictionary(S=Name.GoTo, D=place)


def _no_outline(pdf: Pdf) -> None:
    del pdf.Root.Outlines
    pdf.Root.PageMode = Name.UseNone


def _no_links(pdf: Pdf) -> None:
    for page in pdf.pages:
        if "/Annots" in page.obj:
            del page.obj["/Annots"]


def _no_title(pdf: Pdf) -> None:
    del pdf.docinfo["/Title"]


def _other_title(pdf: Pdf) -> None:
    pdf.docinfo["/Title"] = "Another title"


_BLACK_WORDS = b"BT /Fb 10 Tf 0 g 1 0 0 1 200 400 Tm (word) Tj ET"


def _black_link(pdf: Pdf) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    pdf.pages[-1].obj.Resources.Font["/Fb"] = pdf.make_indirect(font)
    pdf.pages[-1].contents_add(b"q " + _BLACK_WORDS + b" Q")
    place = Array([pdf.pages[0].obj, Name.XYZ, 0, 800, 0])
    annotation = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=Array([200, 396, 222, 410]),
        Border=Array([0, 0, 0]), Dest=place,
    )  # fmt: skip
    _annotations(pdf, len(pdf.pages) - 1).append(pdf.make_indirect(annotation))


def _leftover(pdf: Pdf) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    pdf.pages[0].obj.Resources.Font["/Fb"] = pdf.make_indirect(font)
    pdf.pages[0].contents_add(b"q BT /Fb 10 Tf 1 0 0 1 200 400 Tm ({{ arm.n }}) Tj ET Q")


def _small(pdf: Pdf) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    for page in pdf.pages:
        page.obj.Resources.Font["/Fb"] = pdf.make_indirect(font)
        words = b"(" + b"small words " * 8 + b") Tj 0 -6 Td "
        page.contents_add(b"q BT /Fb 5 Tf 1 0 0 1 200 400 Tm " + words * 40 + b"ET Q")


_A_PLACE = Dictionary(A=Dictionary(S=Name.GoToR, F=String("C:\\study\\report.pdf")))

BREAKS: dict[str, list[Break]] = {
    "pdf.no-javascript": [_script, _named_script, _when_shown("/JavaScript")],
    "pdf.no-attachments": [_attached, _note("/FileAttachment")],
    "pdf.no-multimedia": [_note("/Movie"), _note("/RichMedia")],
    "pdf.no-actions": [
        _form,
        _when_shown("/ImportData"),
        _set("/AcroForm", Dictionary(XFA=String("<form/>"))),
        link_to(Dictionary(A=Dictionary(S=Name.Launch, F=String("setup.exe")))),
        link_to(Dictionary(A=Dictionary(S=Name.URI, URI=String("https://example.org"),
                                      Next=Dictionary(S=Name.SubmitForm)))),
        link_to(Dictionary(A=Dictionary(S=Name.URI, URI=String("https://example.org"),
                                      Next=Array([Dictionary(S=Name.URI, URI=String("x:")),
                                                  Dictionary(S=Name.ResetForm)])))),
    ],
    "pdf.no-annotations": [_note("/Text"), _note("/Highlight"), _note("/Stamp")],
    "pdf.title": [_other_title, _no_title],
    "pdf.title-shown": [_drop("/ViewerPreferences")],
    "pdf.language": [_drop("/Lang"), _set("/Lang", String("English, mostly"))],
    "pdf.initial-view": [
        _set("/PageMode", Name.UseNone),
        _set("/PageLayout", Name.TwoColumnLeft),
        _second_page_first,
        lambda pdf: _set("/OpenAction", Array([pdf.pages[0].obj, Name.Fit]))(pdf),
    ],
    "pdf.fonts-embedded": [_unembedded("/Frutiger"), _unembedded_in_pattern],
    "pdf.standard-fonts-embedded": [_unembedded("/Helvetica")],
    "pdf.fonts-unicode": [_no_letters],
    "pdf.text-searchable": [_scan],
    "pdf.page-size": [_resized],
    "pdf.margins": [_drawn(b"1 0 0 rg 3 300 200 200 re f"), _drawn(b"1 0 0 rg 300 2 9 9 re f")],
    "pdf.page-labels": [_renumbered],
    "pdf.no-blank-pages": [lambda pdf: pdf.add_blank_page(page_size=(595.28, 841.89))],
    "pdf.bookmarks": [_no_outline],
    "pdf.contents-linked": [_no_links],
    "pdf.bookmark-depth": [_deep_outline],
    "pdf.bookmark-targets": [_nowhere],
    "pdf.bookmark-text": [_retitled, _untitled],
    "pdf.link-targets": [link_to(Dictionary(Dest=String("gone"))), link_to(Dictionary())],
    "pdf.inherit-zoom": [_fit],
    "pdf.link-paths": [
        link_to(_A_PLACE),
        link_to(Dictionary(A=Dictionary(S=Name.URI, URI=String("file:///home/report.pdf")))),
    ],
}  # fmt: skip
"""Rule -> changes that break it and no other rule that forbids something."""

WITH_OTHERS: dict[str, Break] = {
    "pdf.link-look": _black_link,
    "pdf.no-leftovers": _leftover,
    "pdf.font-size": _small,
    "pdf.page-numbers": _shuffled,
    "pdf.page-orientation": _turned,
}
"""Changes that bring another finding with them: words in an unembedded font, a page twice."""
