"""Validity against the schemas of ECMA-376 (transitional), from a folder of the published files."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from assembler.inspect.docx.opened import OpenedDocx
from assembler.inspect.finding import Rule, Seen
from assembler.write.docx.archive import Archive
from assembler.write.docx.xml import Element

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SCHEMAS: Mapping[str, str] = {
    _W: "wml.xsd",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "dml-main.xsd",
    "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties":
        "shared-documentPropertiesExtended.xsd",
    "http://schemas.openxmlformats.org/officeDocument/2006/customXml":
        "shared-customXmlDataProperties.xsd",
    "http://schemas.openxmlformats.org/package/2006/relationships": "opc/opc-relationships.xsd",
    "http://schemas.openxmlformats.org/package/2006/content-types": "opc/opc-contentTypes.xsd",
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties":
        "opc/opc-coreProperties.xsd",
}  # fmt: skip
"""Namespace of a part's root -> the schema that declares it."""
_MOST = 5
_XML = "http://www.w3.org/XML/1998/namespace"
_XML_SCHEMA = "attributes-of-xml.xsd"
_XS = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace'
_DUBLIN_CORE = "http://dublincore.org/schemas/xmls/qdc/2003/04/02/"
_IMPORTED: Mapping[str, str] = {
    _XML_SCHEMA:
        f'{_XS}="{_XML}"><xs:attribute name="space" type="xs:NCName"/>'
        '<xs:attribute name="lang" type="xs:string"/></xs:schema>',
    f"{_DUBLIN_CORE}dc.xsd":
        f'{_XS}="http://purl.org/dc/elements/1.1/">'
        + "".join(
            f'<xs:element name="{name}" type="xs:string"/>'
            for name in ("creator", "description", "identifier", "language", "subject", "title")
        )
        + "</xs:schema>",
    f"{_DUBLIN_CORE}dcterms.xsd":
        f'{_XS}="http://purl.org/dc/terms/"><xs:element name="created"/>'
        '<xs:element name="modified"/><xs:complexType name="W3CDTF"><xs:simpleContent>'
        '<xs:extension base="xs:dateTime"/></xs:simpleContent></xs:complexType></xs:schema>',
}  # fmt: skip
"""What the published schemas import and do not bring with them: as much of it as they use."""


def schema_rule(folder: Path) -> Rule[OpenedDocx]:
    """The rule that every part is valid against the schemas in a folder."""

    @cache
    def schema(namespace: str) -> etree.XMLSchema:
        return _schema(namespace, (folder / _SCHEMAS[namespace]).resolve().as_uri())

    def judge(file: OpenedDocx) -> Iterator[Seen]:
        for name, root in _parts(file.archive):
            namespace = etree.QName(root).namespace or ""
            if not (folder / _SCHEMAS.get(namespace, "none")).is_file():
                continue
            wanted = schema(namespace)
            if not wanted.validate(_plain(root)):
                faults: list[Any] = [*wanted.error_log]  # type: ignore[misc]  # it is iterable
                for fault in faults[:_MOST]:
                    yield Seen(_short(fault.message), thing=f"{name}, line {fault.line}")

    return Rule(
        "docx.schema", "With `--schemas`: every part is valid.", "ECMA-376 Part 4, transitional",
        "save the file again in Word", judge,
    )  # fmt: skip


class _Imported(etree.Resolver):
    """Gives what the published schemas import, without a network."""

    def resolve(self, url: str, public_id: str, context: Any) -> Any:  # type: ignore[override]
        text = _IMPORTED.get(url)
        return self.resolve_string(text, context, base_url=None) if text is not None else None


def _schema(namespace: str, place: str) -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Imported())
    driver = (
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
        f'<xs:import namespace="{_XML}" schemaLocation="{_XML_SCHEMA}"/>'
        f'<xs:import namespace="{namespace}" schemaLocation="{place}"/></xs:schema>'
    )
    return etree.XMLSchema(etree.fromstring(driver, parser))


def _parts(archive: Archive) -> Iterator[tuple[str, Element]]:
    for name in archive.names():
        if name.endswith((".xml", ".rels")):
            root = archive.xml(name)
            if root is not None:
                yield name, root


def _plain(root: Element) -> Element:
    """The part as a reader that knows only the standard sees it: what may be ignored is gone, of
    alternatives the fallback stands."""
    ignorable: set[str | None] = {
        root.nsmap.get(prefix) for prefix in root.get(f"{_MC}Ignorable", "").split()
    }
    if f"{_MC}Ignorable" in root.attrib:
        del root.attrib[f"{_MC}Ignorable"]
    for element in list(root.iter(etree.Element)):
        if etree.QName(element).namespace in ignorable:
            _drop(element)
        elif element.tag == f"{_MC}AlternateContent":
            fallback = element.find(f"{_MC}Fallback")
            for child in list(fallback) if fallback is not None else ():
                element.addprevious(child)
            _drop(element)
        else:
            for name in list(element.attrib):
                if etree.QName(name).namespace in ignorable:
                    del element.attrib[name]
    return root


def _drop(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _short(message: str) -> str:
    return message.replace(f"{{{_W}}}", "w:")
