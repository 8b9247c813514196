"""The HTML writer's self-check finds what is planted, and nothing in a file as it was written."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest
from lxml import etree

from assembler.document.figures import ForestGroup
from assembler.resolve.resolve import resolve
from assembler.write.html.elements import Element
from assembler.write.html.write import differences, write
from assembler.write.written import Written
from tests.write.figures.drawn import figure, forest, row
from tests.write.pdf.made import of
from tests.write.sample import sample
from tests.write.short import options, value_id
from tests.write.test_annexes import with_annexes


@cache
def written() -> Written:
    return write(sample(), options())


def found(edit: Callable[[Element], object]) -> str:
    """The differences after an edit, as one text."""
    tree = etree.fromstring(written().data, etree.HTMLParser(encoding="utf-8"))
    edit(tree)
    data = etree.tostring(tree, method="html", encoding="utf-8")
    return "\n".join(differences(replace(written(), data=data), sample(), options()))


def one(root: Element, path: str) -> Element:
    found = root.xpath(path)
    assert isinstance(found, list) and isinstance(found[0], etree._Element)
    return found[0]


def drop(element: Element) -> None:
    above = element.getparent()
    assert above is not None
    above.remove(element)


HR = f"//data[@data-id='{value_id('hr')}']"
PLANTED: dict[str, tuple[str, Callable[[Element], object]]] = {
    "a figure": ("0.72", lambda r: setattr(one(r, HR), "text", "0.72")),
    "a value's id": ("marks", lambda r: one(r, HR).set("data-id", "0" * 16)),
    "a lost cell": ("2:1", lambda r: drop(one(r, "//td[data]"))),
    "a lost entry": ("contents:", lambda r: drop(one(r, "//nav//li"))),
    "a link to nowhere": ("leads to 'x'", lambda r: one(r, "//p/a[@href]").set("href", "#x")),
    "a place that is twice there": ("2 times", lambda r: one(r, "//p").set("id", "tbl-pfs")),
    "a place that is gone": ("is not there", lambda r: one(r, "//*[@id='tbl-ae']").set("id", "")),
    "a script": ("<script>", lambda r: etree.SubElement(one(r, "//main"), "script")),
    "a word more": ("besides", lambda r: setattr(etree.SubElement(r[1][0], "p"), "text", "ours")),
    "a handler": ("could run", lambda r: one(r, "//p").set("onclick", "x()")),
}  # fmt: skip


@pytest.mark.parametrize("what", PLANTED)
def test_what_is_planted_is_found(what: str) -> None:
    words, edit = PLANTED[what]
    assert words in found(edit)


def test_a_file_as_it_was_written_says_what_the_model_says() -> None:
    assert differences(written(), sample(), options()) == []
    assert found(lambda root: None) == ""


def test_annexes_and_abbreviations_are_said_too() -> None:
    resolved = resolve(with_annexes())
    assert differences(write(resolved, options()), resolved, options()) == []


def test_a_word_of_a_figure_that_is_broken_over_lines_is_read_as_one() -> None:
    long = "treatment-naive/" + "pretreated-" * 12 + "patients"
    group = ForestGroup((), (row(long, "0.5", "0.2", "0.8", words="W" * 90),))
    resolved = of(figure(forest(group)))
    assert differences(write(resolved, options()), resolved, options()) == []
