"""The package around the body: our own base document, and a zip that is the same every time.

python-docx's default template is not used: its settings are not valid (`w:zoom` without percent),
it opens in compatibility mode, and brings another program's name, dates, thumbnail and styles.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.opc.parts.coreprops import CorePropertiesPart
from docx.oxml import OxmlElement
from docx.oxml.coreprops import CT_CoreProperties
from docx.package import Package
from docx.parts.document import DocumentPart
from docx.parts.numbering import NumberingPart
from docx.parts.settings import SettingsPart
from docx.parts.styles import StylesPart
from lxml import etree

from assembler.document.nodes import Document
from assembler.write.docx.reference import Reference
from assembler.write.docx.theme import font_table, theme
from assembler.write.docx.xml import Element, plain_root, serialised, sub
from assembler.write.written import Options
from assembler.write.zipped import CONTENT_TYPES, zipped

DocxPart = Any
"""python-docx is not typed for mypy: a `docx.opc.part.Part`."""

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"


def new_package(
    document: Document, options: Options, reference: Reference | None = None
) -> tuple[Any, DocxPart]:
    """A package with empty styles, numbering and body, and its document part.

    Properties come from the options alone: the same file on any day.
    """
    package = Package()
    main = DocumentPart(
        PackURI("/word/document.xml"), CT.WML_DOCUMENT_MAIN, OxmlElement("w:document"), package
    )
    package.relate_to(main, RT.OFFICE_DOCUMENT)
    core = CorePropertiesPart(
        PackURI("/docProps/core.xml"), CT.OPC_CORE_PROPERTIES, CT_CoreProperties.new(), package
    )
    package.relate_to(core, RT.CORE_PROPERTIES)
    _describe(core.core_properties, document, options)
    app = Part(PackURI("/docProps/app.xml"), CT.OFC_EXTENDED_PROPERTIES, _app(options), package)
    package.relate_to(app, RT.EXTENDED_PROPERTIES)
    for part, kind, name, content_type, reltype in (
        (StylesPart, "w:styles", "styles", CT.WML_STYLES, RT.STYLES),
        (NumberingPart, "w:numbering", "numbering", CT.WML_NUMBERING, RT.NUMBERING),
        (SettingsPart, "w:settings", "settings", CT.WML_SETTINGS, RT.SETTINGS),
    ):
        element = OxmlElement(kind)
        if name == "settings":
            _settings(element, document.language)
        uri = PackURI(f"/word/{name}.xml")
        main.relate_to(part(uri, content_type, element, package), reltype)
    fonts, palette = font_table(options.look), theme(options.look)
    if reference:
        fonts = font_table(options.look, sorted(reference.named_fonts))
        palette = theme(options.look, reference.fonts, reference.colours)
    for name, data, content_type, reltype in (
        ("/word/fontTable.xml", fonts, CT.WML_FONT_TABLE, RT.FONT_TABLE),
        ("/word/theme/theme1.xml", palette, CT.OFC_THEME, RT.THEME),
    ):
        add_part(main, name, data, content_type=content_type, reltype=reltype)
    return package, main


def add_part(
    main: DocxPart, name: str, data: bytes, *, content_type: str, reltype: str
) -> DocxPart:
    """A new part of bytes, related to the part `main`."""
    part = Part(PackURI(name), content_type, data, main.package)
    main.relate_to(part, reltype)
    return part


def packed(package: Any, replaced: Mapping[str, bytes]) -> bytes:
    """The package as a zip file; `replaced` maps part names to bytes written in their stead."""
    members = {"_rels/.rels": _blob(package.rels.xml)}
    types = plain_root(_TYPES, "Types")
    for extension, kind in (("rels", CT.OPC_RELATIONSHIPS), ("xml", CT.XML)):
        etree.SubElement(types, f"{{{_TYPES}}}Default", Extension=extension, ContentType=kind)
    for part in sorted(package.iter_parts(), key=lambda part: str(part.partname)):
        name = str(part.partname)
        etree.SubElement(
            types, f"{{{_TYPES}}}Override", PartName=name, ContentType=part.content_type
        )
        members[name[1:]] = replaced.get(name, part.blob)
        if len(part.rels):
            members[part.partname.rels_uri[1:]] = _blob(part.rels.xml)
    members[CONTENT_TYPES] = _blob(types)
    return zipped(members)


def _blob(xml: bytes | Element) -> bytes:
    if isinstance(xml, bytes):
        return xml
    return serialised(xml)


def _describe(properties: Any, document: Document, options: Options) -> None:
    dated = datetime(options.dated.year, options.dated.month, options.dated.day)  # noqa: DTZ001 - python-docx writes it as UTC
    properties.title = document.heading[:255]
    properties.author = options.author[:255]
    properties.last_modified_by = options.author[:255]
    properties.language = document.language
    properties.content_status = "Draft" if options.draft else "Final"
    properties.created = dated
    properties.modified = dated
    properties.revision = 1


def _app(options: Options) -> bytes:
    properties = plain_root(_EXTENDED, "Properties")
    for name, text in (("Application", "Dossier Assembler"), ("Company", options.author)):
        etree.SubElement(properties, f"{{{_EXTENDED}}}{name}").text = text
    return _blob(properties)


def _settings(settings: Element, language: str) -> None:
    """Settings in schema order. No `updateFields`: Word would ask at every opening."""
    sub(settings, "zoom", percent=100)
    sub(settings, "defaultTabStop", val=720)
    sub(settings, "characterSpacingControl", val="doNotCompress")
    compat = sub(settings, "compat")
    sub(compat, "doNotExpandShiftReturn")  # a company's text may be justified
    uri = "http://schemas.microsoft.com/office/word"
    for name, setting in (
        ("compatibilityMode", 15),
        ("overrideTableStyleFontSizeAndJustification", 1),
        ("enableOpenTypeFeatures", 1),
        ("doNotFlipMirrorIndents", 1),
        ("differentiateMultirowTableHeaders", 1),
    ):
        sub(compat, "compatSetting", name=name, uri=uri, val=setting)
    sub(settings, "themeFontLang", val=language)
    sub(settings, "decimalSymbol", val=".")
    sub(settings, "listSeparator", val=",")
