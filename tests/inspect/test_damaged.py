"""Files with damage inside: told as far as they can be read, and never with a traceback."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from assembler.inspect.inspect import inspect, inspect_files
from assembler.inspect.profile import EMA
from assembler.write.docx.write import write
from tests.inspect.broken_docx import broken as broken_docx
from tests.inspect.broken_pdf import broken, link_to, saved
from tests.write.pdf.made import built
from tests.write.sample import sample
from tests.write.short import options

_UNREADABLE = String(b"\xef\xbb\xbf\xff\xfe\x83")
"""Says that it is UTF-8, and is not."""


def _of_page(key: str, value: object) -> Callable[[Pdf], object]:
    return lambda pdf: pdf.pages[0].obj.__setitem__(key, value)


def _of_root(key: str, value: object) -> Callable[[Pdf], object]:
    return lambda pdf: pdf.Root.__setitem__(key, value)


def _of_link(**entries: Any) -> Callable[[Pdf], object]:
    return link_to(Dictionary(**entries))


def _title(pdf: Pdf) -> None:
    pdf.Root.Outlines.First.Title = _UNREADABLE


DAMAGE: dict[str, Callable[[Pdf], object]] = {
    "a link without a place": _of_link(Rect=Array([0, None, 1])),
    "a place that is no array": _of_link(Rect=Name.None_),
    "a border of names": _of_link(Border=Array([0, Name.A, Name.B])),
    "an address in no encoding": _of_link(A=Dictionary(S=Name.URI, URI=_UNREADABLE)),
    "a destination in no encoding": _of_link(Dest=_UNREADABLE),
    "a destination of nothing": _of_link(Dest=Array([None, None])),
    "an action that is none": _of_link(A=Array([1, 2])),
    "a bookmark in no encoding": _title,
    "annotations that are none": _of_page("/Annots", Dictionary(A=1)),
    "resources that are none": _of_page("/Resources", Array([])),
    "a cut of names": _of_page("/CropBox", Array([Name.A, Name.B, Name.C, Name.D])),
    "roles that are none": lambda pdf: pdf.Root.StructTreeRoot.__setitem__("/RoleMap", Name.A),
    "an element without a name": lambda pdf: pdf.Root.StructTreeRoot.K.__setitem__("/S", 7),
    "a language in no encoding": _of_root("/Lang", _UNREADABLE),
    "labels that begin nowhere": _of_root(
        "/PageLabels", Dictionary(Nums=Array([0, Dictionary(S=Name.D, St=Name.A)]))
    ),
    "an opening of nothing": _of_root("/OpenAction", Array([None])),
    "fields that are a number": _of_root("/AcroForm", Dictionary(Fields=3)),
    "intents that are none": _of_root("/OutputIntents", Array([None, 1])),
    "names that are none": _of_root("/Names", Dictionary(JavaScript=Dictionary(Names=1))),
    "a title that is a number": lambda pdf: pdf.trailer.Info.__setitem__("/Title", 7),
    "a font of words": _of_page("/Resources", Dictionary(Font=Dictionary(F=String("x")))),
    "a form that is none": _of_page("/Resources", Dictionary(XObject=Dictionary(F=1))),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_what_cannot_be_read_stops_nothing(name: str) -> None:
    found = inspect("a.pdf", broken(built().data, DAMAGE[name]), EMA)
    assert "pdf.opens" not in {finding.rule for finding in found}


def test_a_page_tree_without_pages_is_one_finding() -> None:
    data = broken(built().data, lambda pdf: pdf.Root.Pages.__delitem__("/Kids"))
    (found,) = inspect("a.pdf", data, EMA)
    assert found.rule == "pdf.opens"
    assert "<_io" not in found.message


def test_a_sealed_file_has_no_links_to_follow(tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(built().data)) as pdf:
        sealed = saved(pdf, encryption=pikepdf.Encryption(owner="owner", user="user"))
    (tmp_path / "a.pdf").write_bytes(sealed)
    (found,) = inspect_files([tmp_path / "a.pdf"], EMA, root=tmp_path)
    assert found.rule == "pdf.no-security"


def test_metadata_that_are_no_xmp_are_a_finding(capfd: pytest.CaptureFixture[str]) -> None:
    def garbled(pdf: Pdf) -> None:
        pdf.Root.Metadata = pdf.make_stream(b"<x:xmpmeta><broken")

    data = broken(built().data, garbled, fix_metadata_version=False)
    capfd.readouterr()
    found = {one.rule: one.message for one in inspect("a.pdf", data, EMA)}
    assert "XMP" in found["pdf.intact"]
    assert "XMP" in found["pdf.title"]
    assert capfd.readouterr().err == ""


def test_a_bug_of_ours_is_no_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    def mistaken(pdf: Pdf) -> None:
        raise TypeError("ours")

    monkeypatch.setattr("assembler.inspect.pdf.opened.structure_of", mistaken)
    with pytest.raises(TypeError, match="ours"):
        inspect("a.pdf", built().data, EMA)


@pytest.mark.parametrize("part", ["docProps/core.xml", "word/settings.xml"])
def test_a_part_that_is_not_xml_is_told(part: str) -> None:
    data = broken_docx(
        write(sample(), options()).data, lambda parts: parts.update({part: b"<a><b></a>"})
    )
    (found,) = inspect("a.docx", data, EMA)
    assert found.rule == "docx.well-formed"
    assert part in found.message


@pytest.mark.parametrize("data", [b"", b"words", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"])
def test_what_is_called_a_word_file_is_judged_as_one(data: bytes) -> None:
    assert [one.rule for one in inspect("a.docx", data, EMA)] == ["docx.opens"]
    assert [one.rule for one in inspect("a.pdf", data, EMA)] == ["pdf.opens"]


def test_a_number_that_pages_do_not_print_is_one_finding() -> None:
    def shuffled(pdf: Pdf) -> None:
        pdf.pages.extend(list(pdf.pages)[:2])

    found = inspect("a.pdf", broken(built().data, shuffled), EMA)
    (one,) = (finding for finding in found if finding.rule == "pdf.page-numbers")
    assert len(one.places) >= 2
