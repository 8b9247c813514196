"""Every rule about the structure tree is broken once."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Pdf

from assembler.inspect.inspect import inspect
from assembler.inspect.pdf.structure import RULES
from assembler.inspect.profile import EMA
from tests.inspect.broken_pdf import WITH_OTHERS, broken
from tests.write.pdf.made import built

_NAME = "sample.pdf"


def _elements(pdf: Pdf, role: str) -> list[Any]:
    found: list[Any] = []
    for thing in pdf.objects:
        is_element = isinstance(thing, Dictionary) and thing.get("/Type") == Name.StructElem
        if is_element and thing.get("/S") == Name(f"/{role}"):
            found.append(thing)
    assert found, role
    return found


def _untagged(pdf: Pdf) -> None:
    del pdf.Root.StructTreeRoot


def _unmarked(pdf: Pdf) -> None:
    del pdf.Root.MarkInfo


def _unknown_role(pdf: Pdf) -> None:
    _elements(pdf, "P")[0].S = Name.Paragraph


def _skipped_level(pdf: Pdf) -> None:
    for heading in _elements(pdf, "H2"):
        heading.S = Name.H4


def _undescribed(pdf: Pdf) -> None:
    _elements(pdf, "P")[-1].S = Name.Figure


def _headless(pdf: Pdf) -> None:
    for cell in _elements(pdf, "TH"):
        cell.S = Name.TD


def _heads_of_nothing(pdf: Pdf) -> None:
    for cell in _elements(pdf, "TH"):
        del cell["/A"]


def _links(pdf: Pdf, key: str) -> None:
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", ()):
            del annotation[key]


def _untagged_line(pdf: Pdf) -> None:
    pdf.pages[0].contents_add(b"q 100 100 m 200 100 l S Q")


def _artifact(pdf: Pdf) -> None:
    pdf.pages[0].contents_add(b"/Artifact BMC q 100 100 m 200 100 l S Q EMC")


def _no_tabs(pdf: Pdf) -> None:
    for page in pdf.pages:
        del page.obj["/Tabs"]


BREAKS: list[tuple[str, Callable[[Pdf], object]]] = [
    ("pdf.tagged", _untagged),
    ("pdf.tagged", _unmarked),
    ("pdf.content-tagged", WITH_OTHERS["pdf.no-leftovers"]),
    ("pdf.content-tagged", _untagged_line),
    ("pdf.roles-standard", _unknown_role),
    ("pdf.headings-in-order", _skipped_level),
    ("pdf.figures-described", _undescribed),
    ("pdf.tables-headed", _headless),
    ("pdf.tables-headed", _heads_of_nothing),
    ("pdf.links-tagged", lambda pdf: _links(pdf, "/StructParent")),
    ("pdf.links-tagged", lambda pdf: _links(pdf, "/Contents")),
    ("pdf.tab-order", _no_tabs),
]


def _found(data: bytes) -> set[str]:
    rules = {rule.id for rule in RULES}
    return {finding.rule for finding in inspect(_NAME, data, EMA) if finding.rule in rules}


def test_what_we_write_breaks_none() -> None:
    assert _found(built().data) == set()


@pytest.mark.parametrize(("rule", "change"), BREAKS)
def test_a_broken_tree_breaks_its_one_rule(rule: str, change: Callable[[Pdf], object]) -> None:
    assert _found(broken(built().data, change)) == {rule}


def test_what_is_no_part_of_the_text_may_say_so() -> None:
    assert _found(broken(built().data, _artifact)) == set()


def test_every_rule_is_broken_here() -> None:
    assert {rule.id for rule in RULES} == {rule for rule, _ in BREAKS}


def test_a_tree_in_a_circle_ends() -> None:
    def circle(pdf: Pdf) -> None:
        section = _elements(pdf, "Sect")[0]
        section.K = pikepdf.Array([section])

    with pikepdf.open(BytesIO(built().data)):
        assert isinstance(_found(broken(built().data, circle)), set)
