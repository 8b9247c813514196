"""Ways to break a good DOCX, each against one rule."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from assembler.write.docx.xml import Element, qn, sub
from assembler.write.zipped import unzipped

Parts = dict[str, bytes]
Break = Callable[[Parts], object]
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A file of these members."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def broken(data: bytes, change: Break) -> bytes:
    """A copy of a file with one thing changed."""
    parts = unzipped(data)
    change(parts)
    return zipped(parts)


def body(change: Callable[[Element], object], name: str = "word/document.xml") -> Break:
    """A change of one part as XML."""

    def apply(parts: Parts) -> None:
        root = etree.fromstring(parts[name])
        change(root)
        parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    return apply


def _first(root: Element, style: str) -> Element:
    for paragraph in root.iter(qn("p")):
        named = paragraph.find(f"{qn('pPr')}/{qn('pStyle')}")
        if named is not None and named.get(qn("val")) == style:
            return paragraph
    raise LookupError(style)


def _paragraph(text: str, *, style: str = "BodyText", bold: bool = False) -> Element:
    paragraph = etree.Element(qn("p"))
    sub(sub(paragraph, "pPr"), "pStyle", val=style)
    run = sub(paragraph, "r")
    if bold:
        sub(sub(run, "rPr"), "b")
    sub(run, "t").text = text
    return paragraph


def _unnumbered(paragraph: Element) -> Element:
    sub(sub(paragraph[0], "numPr"), "numId", val=0)
    return paragraph


def _after_first(*added: Element, style: str = "BodyText") -> Break:
    def change(root: Element) -> None:
        place = _first(root, style)
        for element in reversed(added):
            place.addnext(element)

    return body(change)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _result(code: Element) -> Element:
    """The words of the field whose instruction this is: two runs on."""
    run = code.getparent()
    for _ in range(2):
        run = run.getnext() if run is not None else None
    text = run.find(qn("t")) if run is not None else None
    if text is None:
        raise LookupError("the field has no result")
    return text


def _astray(parts: Parts) -> None:
    name = "word/_rels/document.xml.rels"
    parts[name] = parts[name].replace(b'"fontTable.xml"', b'"gone.xml"')


def _restyled(style: str, new: str) -> Break:
    def change(root: Element) -> None:
        _first(root, style)[0][0].set(qn("val"), new)

    return body(change)


def _lost_end(root: Element) -> None:
    sub(sub(_first(root, "BodyText"), "r"), "fldChar", fldCharType="begin")


def _lost_bookmark_end(root: Element) -> None:
    end = next(root.iter(qn("bookmarkEnd")))
    _remove(end)


def _twice(root: Element) -> None:
    first, second = list(root.iter(qn("bookmarkStart")))[:2]
    second.set(qn("name"), first.get(qn("name"), ""))


def _no_target(root: Element) -> None:
    for code in root.iter(qn("instrText")):
        if " REF _l_" in (code.text or ""):
            code.text = " REF _l_gone \\h "
            return


def _no_words(root: Element) -> None:
    codes = [e for e in root.iter(qn("instrText")) if " REF _l_" in (e.text or "")]
    _result(codes[0]).text = " "


def _gone_link(root: Element) -> None:
    next(root.iter(qn("hyperlink"))).set(qn("anchor"), "_gone")


def _no_head(root: Element) -> None:
    for head in list(root.iter(qn("tblHeader"))):
        _remove(head)


def _torn_rows(root: Element) -> None:
    for row in list(root.iter(qn("cantSplit"))):
        _remove(row)


def _no_table_style(root: Element) -> None:
    for style in list(root.iter(qn("tblStyle"))):
        _remove(style)


def _no_description(root: Element) -> None:
    for properties in root.iter(f"{_DRAWING}docPr"):
        properties.set("descr", "")


def _drawn_twice(root: Element) -> None:
    drawing = next(root.iter(qn("drawing")))
    paragraph = next(drawing.iterancestors(qn("p")))
    paragraph.addprevious(deepcopy(paragraph))


def _typed_caption(root: Element) -> None:
    caption = _first(root, "Caption")
    code = next(caption.iter(qn("instrText")))
    code.text = " QUOTE 1 "


def _unstyled_caption(root: Element) -> None:
    _first(root, "Caption")[0][0].set(qn("val"), "BodyText")


def _no_entries(root: Element) -> None:
    """The contents lose their entries: what is left is the field, as pandoc writes it."""
    for entry in [p for p in root.iter(qn("p")) if _is_entry(p)]:
        for link in list(entry.iter(qn("hyperlink"))):
            _remove(link)


def _dead_entry(root: Element) -> None:
    entry = next(p for p in root.iter(qn("p")) if _is_entry(p))
    link = next(entry.iter(qn("hyperlink")))
    for run in list(link):
        link.addprevious(run)
    _remove(link)


def _is_entry(paragraph: Element) -> bool:
    named = paragraph.find(f"{qn('pPr')}/{qn('pStyle')}")
    is_contents = named is not None and named.get(qn("val"), "").startswith("TOC")
    return is_contents and next(paragraph.iter(qn("hyperlink")), None) is not None


def _of_contents(attribute: str) -> Break:
    def change(root: Element) -> None:
        code = next(e for e in root.iter(qn("instrText")) if "TOC " in (e.text or ""))
        run = code.getparent()
        begin = run.getprevious() if run is not None else None
        if begin is None:
            raise LookupError("the contents do not begin")
        begin[-1].set(qn(attribute), "1")

    return body(change)


def _linked_to(address: str) -> Break:
    def change(parts: Parts) -> None:
        name = "word/_rels/document.xml.rels"
        added = (
            '<Relationship Id="rIdFar" TargetMode="External" Type="http://schemas.openxmlformats.'
            f'org/officeDocument/2006/relationships/hyperlink" Target="{address}"/></Relationships>'
        )
        parts[name] = parts[name].replace(b"</Relationships>", added.encode())

    return change


def _miscounted(root: Element) -> None:
    caption = _first(root, "Caption")
    _result(next(caption.iter(qn("instrText")))).text = "7"


def _small_page(root: Element) -> None:
    for size in root.iter(qn("pgSz")):
        size.set(qn("w"), "9000")


def _narrow(root: Element) -> None:
    for margins in root.iter(qn("pgMar")):
        margins.set(qn("left"), "1cm")


def _formatted(root: Element) -> None:
    for run in root.iter(qn("r")):
        properties = run.find(qn("rPr"))
        if properties is None:
            properties = etree.Element(qn("rPr"))
            run.insert(0, properties)
        if properties.find(qn("sz")) is None:
            sub(properties, "sz", val=20)


def _macro(parts: Parts) -> None:
    parts["word/vbaProject.bin"] = b"\x00"
    types = parts["[Content_Types].xml"].replace(
        b"<Default ", b'<Default Extension="bin" ContentType="application/x-bin"/><Default ', 1
    )
    parts["[Content_Types].xml"] = types


def _old_mode(root: Element) -> None:
    for setting in root.iter(qn("compatSetting")):
        if setting.get(qn("name")) == "compatibilityMode":
            setting.set(qn("val"), "14")


def _no_language(root: Element) -> None:
    for language in list(root.iter(qn("lang"))):
        _remove(language)


def _no_title(root: Element) -> None:
    for child in list(root):
        if child.tag.endswith("}title"):
            root.remove(child)


def _by_a_library(root: Element) -> None:
    for child in list(root):
        if child.tag.endswith("}creator"):
            child.text = "python-docx"


def _no_mode(root: Element) -> None:
    for setting in list(root.iter(qn("compatSetting"))):
        _remove(setting)


def _near_the_edge(root: Element) -> None:
    for margins in root.iter(qn("pgMar")):
        margins.set(qn("footer"), "100")


def _no_numbers(parts: Parts) -> None:
    for name in parts:
        if name.startswith(("word/footer", "word/header")):
            parts[name] = parts[name].replace(b" PAGE ", b" DATE ")


_SETTINGS, _STYLES, _CORE = "word/settings.xml", "word/styles.xml", "docProps/core.xml"

BREAKS: dict[str, list[Break]] = {
    "docx.content-types": [lambda parts: parts.update({"word/extra.zzz": b"x"})],
    "docx.relationships": [_astray],
    "docx.no-active-content": [_macro, _linked_to("javascript:alert(1)")],
    "docx.link-paths": [_linked_to("file:///C:/study/report.pdf"), _linked_to("C:\\report.pdf")],
    "docx.properties": [body(_no_title, _CORE), body(_by_a_library, _CORE)],
    "docx.language": [body(_no_language, _STYLES)],
    "docx.compatibility": [body(_old_mode, _SETTINGS), body(_no_mode, _SETTINGS)],
    "docx.styles-defined": [_restyled("BodyText", "Gone")],
    "docx.fields-balanced": [body(_lost_end)],
    "docx.bookmarks": [body(_lost_bookmark_end), body(_twice)],
    "docx.xref-targets": [body(_no_target), body(_no_words), body(_gone_link)],
    "docx.xref-live": [_after_first(_paragraph("As Table 1 shows."))],
    "docx.direct-format": [body(_formatted)],
    "docx.headings": [
        _restyled("Heading1", "Heading3"),
        _after_first(_paragraph("", style="Heading1")),
    ],
    "docx.no-fake-headings": [_after_first(_paragraph("Efficacy in short", bold=True))],
    "docx.heading-numbers": [
        _after_first(_paragraph("2.5.9 Results", style="Heading1")),
        _after_first(*(_unnumbered(_paragraph(f"{n} Results", style="Heading1")) for n in (1, 2))),
    ],
    "docx.contents": [
        _after_first(_paragraph("Another heading", style="Heading1")),
        body(_no_entries),
        body(_dead_entry),
    ],
    "docx.contents-updates": [
        _of_contents("fldLock"),
        _of_contents("dirty"),
        body(lambda root: root.insert(0, etree.Element(qn("updateFields"))), _SETTINGS),
    ],
    "docx.no-empty-paragraphs": [_after_first(_paragraph(""))],
    "docx.no-space-layout": [_after_first(_paragraph("median    11.4    3.0"))],
    "docx.real-lists": [_after_first(_paragraph("- one"), _paragraph("- two"))],
    "docx.no-leftovers": [_after_first(_paragraph("for {{ arm.n }} patients"))],
    "docx.page-setup": [body(_small_page)],
    "docx.margins": [body(_narrow), body(_near_the_edge)],
    "docx.page-numbers": [_no_numbers],
    "docx.table-headers": [body(_no_head)],
    "docx.table-rows-whole": [body(_torn_rows)],
    "docx.table-styles": [body(_no_table_style)],
    "docx.captions": [body(_typed_caption), body(_miscounted), body(_unstyled_caption)],
    "docx.alt-text": [body(_no_description)],
    "docx.drawing-ids": [body(_drawn_twice)],
}  # fmt: skip
"""Rule -> changes that break it and no other rule."""
