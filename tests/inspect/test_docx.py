"""Every rule for DOCX files is broken once, and holds for the files that we make."""

import shutil
from pathlib import Path

import pytest

from assembler.inspect.docx.rules import RULES
from assembler.inspect.finding import Finding
from assembler.inspect.inspect import inspect
from assembler.inspect.profile import EMA, PROFILES, Profile
from assembler.write.docx.xml import W
from assembler.write.zipped import unzipped
from tests.acceptance.study import Copy
from tests.inspect.broken_docx import BREAKS, Break, broken, zipped
from tests.places import ROOT

_NAME = "mini-report.docx"
_ALONGSIDE = {
    "docx.headings": {"docx.contents", "docx.styles-defined"},
    "docx.contents": {"docx.headings", "docx.xref-targets"},
    "docx.heading-numbers": {"docx.contents"},
}
"""Findings that the change brings with it."""


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The mini report with contents, five headings and a figure."""
    copy = Copy.of_mini(tmp_path_factory.mktemp("docx") / "mini")
    copy.append("templates/mini-report/front.md", ":::{contents}\n:::\n")
    figures = copy.templates / "mini-report" / "figures"
    figures.mkdir()
    shipped = ROOT / "templates" / "shared" / "figures" / "study-schema.yaml"
    shutil.copyfile(shipped, figures / "study-schema.yaml")
    more = "\n".join(f"\n# Part {n}\n\nWords.\n" for n in range(4))
    figure = "\n[](#fig-study-schema) shows it.\n\n:::{figure} fig-study-schema\n:::\n"
    copy.append("templates/mini-report/sections/safety.md", more + figure)
    copy.build()
    return next(copy.output.rglob("*.docx")).read_bytes()


def _rules(findings: list[Finding]) -> set[str]:
    return {finding.rule for finding in findings}


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_what_we_build_breaks_no_rule(good: bytes, profile: Profile) -> None:
    assert not inspect(_NAME, good, profile)


@pytest.mark.parametrize(
    ("rule", "change"), [(rule, change) for rule, changes in BREAKS.items() for change in changes]
)
def test_a_broken_file_breaks_its_one_rule(good: bytes, rule: str, change: Break) -> None:
    found = _rules(inspect(_NAME, broken(good, change), EMA))
    assert rule in found
    assert found <= {rule} | _ALONGSIDE.get(rule, set())


@pytest.mark.parametrize("name", ["Mini Report.docx", "mini_report.docx", "mini.docm"])
def test_a_name_that_an_agency_refuses_is_found(good: bytes, name: str) -> None:
    assert _rules(inspect(name, good, EMA)) == {"docx.file-name"}


def test_a_damaged_file_is_one_finding(good: bytes) -> None:
    assert [f.rule for f in inspect(_NAME, good[:500], EMA)] == ["docx.opens"]


def test_every_rule_is_broken_by_a_test() -> None:
    assert {rule.id for rule in RULES} == BREAKS.keys() | {"docx.file-name"}


_A_SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="{w}"
  targetNamespace="{w}" elementFormDefault="qualified">
  <xs:import namespace="http://www.w3.org/XML/1998/namespace"/>
  <xs:element name="{root}"><xs:complexType><xs:sequence>
    <xs:any processContents="skip" maxOccurs="{most}"/>
  </xs:sequence><xs:attribute ref="xml:space"/></xs:complexType></xs:element>
</xs:schema>"""


@pytest.mark.parametrize(("most", "rules"), [("unbounded", set()), ("1", {"docx.schema"})])
def test_parts_are_valid_against_the_schemas_of_a_folder(
    good: bytes, tmp_path: Path, most: str, rules: set[str]
) -> None:
    parts = {name: data for name, data in unzipped(good).items() if "customXml" not in name}
    del parts["docProps/app.xml"], parts["word/theme/theme1.xml"]
    roots = "document", "styles", "settings", "numbering", "fonts", "hdr", "ftr"
    one = _A_SCHEMA.replace("{w}", W).replace("{most}", most)
    body = one[one.index("<xs:element") : one.index("</xs:schema>")]
    head = one[: one.index("<xs:element")]
    elements = "".join(body.replace("{root}", root) for root in roots)
    (tmp_path / "wml.xsd").write_text(f"{head}{elements}</xs:schema>", encoding="utf-8")
    found = {f.rule for f in inspect(_NAME, zipped(parts), EMA, schemas=tmp_path)}
    assert found & {"docx.schema"} == rules
