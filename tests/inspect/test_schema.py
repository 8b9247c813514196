"""Parts of the package are valid, where their schemas are in the folder."""

from pathlib import Path

import pytest

from assembler.inspect.inspect import inspect
from assembler.inspect.profile import EMA
from assembler.write.docx.write import write
from tests.inspect.broken_docx import Break, Parts, broken
from tests.write.sample import sample
from tests.write.short import options

_XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONSHIPS = f"""<xs:schema {_XS} targetNamespace="{_PACKAGE}/relationships">
  <xs:element name="Relationships"><xs:complexType><xs:sequence>
    <xs:element name="Relationship" maxOccurs="unbounded"><xs:complexType>
      <xs:attribute name="Id" type="xs:ID" use="required"/><xs:anyAttribute processContents="skip"/>
    </xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>"""
_CORE = f"""<xs:schema {_XS} targetNamespace="{_PACKAGE}/metadata/core-properties"
    xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">
  <xs:import namespace="http://purl.org/dc/elements/1.1/"
    schemaLocation="http://dublincore.org/schemas/xmls/qdc/2003/04/02/dc.xsd"/>
  <xs:import namespace="http://purl.org/dc/terms/"
    schemaLocation="http://dublincore.org/schemas/xmls/qdc/2003/04/02/dcterms.xsd"/>
  <xs:element name="coreProperties"><xs:complexType><xs:all>
    <xs:element ref="dc:title"/><xs:element ref="dc:creator"/><xs:element ref="dc:language"/>
    <xs:element ref="dcterms:created"/><xs:element ref="dcterms:modified"/>
    <xs:element name="contentStatus" type="xs:string"/>
    <xs:element name="lastModifiedBy" type="xs:string"/>
    <xs:element name="revision" type="xs:string"/>
  </xs:all></xs:complexType></xs:element>
</xs:schema>"""


def _replaced(part: str, old: bytes, new: bytes) -> Break:
    def change(parts: Parts) -> None:
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new)

    return change


@pytest.fixture
def schemas(tmp_path: Path) -> Path:
    """A folder with two schemas of the package; what has none is not judged."""
    (tmp_path / "opc").mkdir()
    for name, text in (("relationships", _RELATIONSHIPS), ("coreProperties", _CORE)):
        (tmp_path / "opc" / f"opc-{name}.xsd").write_text(text, encoding="utf-8")
    return tmp_path


def _found(data: bytes, schemas: Path) -> set[str]:
    found = inspect("a.docx", data, EMA, schemas=schemas)
    places = (at.thing for one in found if one.rule == "docx.schema" for at in one.places)
    return {place.partition(",")[0] for place in places}


def test_relationships_and_properties_of_ours_are_valid(schemas: Path) -> None:
    assert _found(write(sample(), options()).data, schemas) == set()


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("_rels/.rels", b" Id=", b" Ident="),
        ("docProps/core.xml", b"dc:title>", b"dc:titel>"),
        ("docProps/core.xml", b"-02T", b"-42T"),
    ],
)
def test_a_part_that_is_not_valid_is_told(part: str, old: bytes, new: bytes, schemas: Path) -> None:
    data = broken(write(sample(), options()).data, _replaced(part, old, new))
    assert _found(data, schemas) == {part}
