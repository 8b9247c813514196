"""A Word file that LibreOffice does not open, or does not show whole."""

import shutil
from pathlib import Path

import pytest
from lxml import etree

from assembler.inspect.inspect import inspect
from assembler.inspect.profile import EMA
from assembler.write.docx.write import write
from assembler.write.docx.xml import Element, qn, sub
from tests.acceptance.command import InProcess
from tests.inspect.broken_docx import body, broken
from tests.write.sample import sample
from tests.write.short import options

OFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")


def _found(data: bytes) -> list[tuple[str, str]]:
    found = inspect("sample.docx", data, EMA, office=Path(str(OFFICE)))
    return [
        (f.message, ", ".join(map(str, f.places))) for f in found if f.rule == "docx.office-opens"
    ]


def _hidden(root: Element) -> None:
    """Hides the words of the first heading and the first table's first cell."""
    heading = next(
        paragraph
        for paragraph in root.iter(qn("p"))
        if (style := paragraph.find(f"{qn('pPr')}/{qn('pStyle')}")) is not None
        and style.get(qn("val")) == "Heading1"
    )
    cell = next(next(root.iter(qn("tbl"))).iter(qn("tc")))
    next(cell.iter(qn("t"))).text = "a word that stands here alone"
    for run in (*heading.iter(qn("r")), *cell.iter(qn("r"))):
        properties = run.find(qn("rPr"))
        if properties is None:
            properties = etree.Element(qn("rPr"))
            run.insert(0, properties)
        sub(properties, "vanish")


@pytest.mark.office
@needs_office
def test_what_we_write_is_shown_whole() -> None:
    assert _found(write(sample(), options()).data) == []


@pytest.mark.office
@needs_office
def test_a_heading_and_a_cell_that_are_not_shown_are_told() -> None:
    found = _found(broken(write(sample(), options()).data, body(_hidden)))
    assert [message for message, _ in found] == [
        "LibreOffice does not show a heading",
        "LibreOffice does not show a cell at the head of a table",
    ]


def test_a_program_that_makes_nothing_is_told(tmp_path: Path) -> None:
    found = inspect("a.docx", write(sample(), options()).data, EMA, office=tmp_path / "soffice")
    assert "LibreOffice makes no PDF of it" in [one.message for one in found]


def test_without_libreoffice_the_option_is_refused(
    command: InProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    ended = command("inspect", tmp_path / "a.docx", "--office")
    assert ended.code == 4
    assert "LibreOffice" in ended.err
