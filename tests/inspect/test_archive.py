"""What a file says of itself, PDF/A and PDF/UA, is broken once."""

from collections.abc import Callable
from typing import Any

import pytest
from pikepdf import Dictionary, Name, ObjectStreamMode, Pdf, StreamDecodeLevel

from assembler.inspect.inspect import inspect
from assembler.inspect.pdf.archive import RULES
from assembler.inspect.profile import EMA
from tests.inspect.broken_pdf import broken
from tests.write.pdf.made import built

Break = Callable[[Pdf], object]
_AS_IT_IS, _PLAIN = StreamDecodeLevel.none, ObjectStreamMode.disable
_LZW = b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01"


def _says(*changes: tuple[str, str]) -> Break:
    """Words of the metadata are changed; each stands there."""

    def change(pdf: Pdf) -> None:
        metadata: Any = pdf.Root.Metadata
        words = metadata.read_bytes().decode("utf-8")
        for old, new in changes:
            assert old in words
            words = words.replace(old, new)
        metadata.write(words.encode("utf-8"))

    return change


_A1 = ("<pdfaid:part>2</pdfaid:part>", "<pdfaid:part>1</pdfaid:part>")
_NO_CLAIM = ("<pdfaid:part>2</pdfaid:part>", "")


def _both(*changes: Break) -> Break:
    def change(pdf: Pdf) -> None:
        for one in changes:
            one(pdf)

    return change


def _no_intent(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents


def _no_profile(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents[0]["/DestOutputProfile"]


def _lzw(pdf: Pdf) -> None:
    pdf.Root.Extra = pdf.make_stream(_LZW, Filter=Name.LZWDecode)


def _glass(pdf: Pdf) -> None:
    state = Dictionary(Type=Name.ExtGState, ca=0.5)
    pdf.pages[0].obj.Resources.ExtGState = Dictionary(G0=pdf.make_indirect(state))


def _group(pdf: Pdf) -> None:
    pdf.pages[0].obj.Group = Dictionary(S=Name.Transparency)


BREAKS: list[tuple[str, str, Break]] = [
    ("pdf.archival", "PDF/A-3", _says((_A1[0], "<pdfaid:part>3</pdfaid:part>"))),
    ("pdf.archival", "output intent", _no_intent),
    ("pdf.archival", "output intent", _no_profile),
    ("pdf.archival", "LZW", _lzw),
    ("pdf.archival", "shines through", _both(_says(_A1), _glass)),
    ("pdf.archival", "shines through", _both(_says(_A1), _group)),
    ("pdf.archival", "do not describe it", _says(_A1, ("pdfaExtension:schemas", "dc:schemas"))),
    ("pdf.accessible-stated", "PDF/UA-1", _says(("<pdfuaid:part>1</pdfuaid:part>", ""))),
]
HARMLESS: dict[str, Break] = {
    "PDF/A-2 may shine": _glass,
    "PDF/A-1 that is one": _says(_A1),
    "no claim, no proof": _both(_says(_NO_CLAIM), _no_intent, _lzw),
}


def _found(data: bytes) -> set[tuple[str, str]]:
    rules = {rule.id for rule in RULES}
    return {(f.rule, f.message) for f in inspect("a.pdf", data, EMA) if f.rule in rules}


def _changed(change: Break) -> bytes:
    # pikepdf would write LZW anew as Flate
    return broken(built().data, change, compress_streams=False, stream_decode_level=_AS_IT_IS)


def test_what_we_write_breaks_none() -> None:
    assert _found(built().data) == set()


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_not_asked_is_not_told(name: str) -> None:
    assert _found(_changed(HARMLESS[name])) == set()


@pytest.mark.parametrize(("rule", "said", "change"), BREAKS)
def test_a_claim_that_is_not_true_is_told(rule: str, said: str, change: Break) -> None:
    ((broken_rule, message),) = _found(_changed(change))
    assert broken_rule == rule
    assert said in message


def test_a_file_without_identity_is_told() -> None:
    data = broken(built().data, lambda pdf: None, object_stream_mode=_PLAIN, linearize=False)
    assert data.count(b"/ID [") == 1
    assert _found(data) == set()
    assert _found(data.replace(b"/ID [", b"/IX [")) == {
        ("pdf.archival", "the file has no identity")
    }


def test_every_rule_is_broken_here() -> None:
    assert {rule.id for rule in RULES} == {rule for rule, _, _ in BREAKS}
