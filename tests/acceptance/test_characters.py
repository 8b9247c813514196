"""Greek, accents, mathematical signs, raised and lowered letters are right in both formats; a
character that no font has is refused with its record, file and line."""

import shutil
import unicodedata
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from tests.acceptance.command import InProcess, of
from tests.acceptance.pages import docx_lines, docx_parts, folded, pdf_pages
from tests.acceptance.study import Copy
from tests.write.docx.test_office import converted

SECTION = "templates/mini-report/sections/safety.md"
LETTERS = {
    "greek": "αβγδεζηθικλμνξοπρςστυφχψω ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ άέήίόύώ",
    "accents": "àáâãäåæçèéêëìíîïñòóôõöøœßùúûüýÿ ÀÉÎÕÜŠŽŁŐ čřęůțđıİğşžśźżąćłńő",
    "signs": "≥ ≤ ± × ÷ − ≠ ≈ ≡ ∞ √ ∑ ∏ ∫ ∂ ∆ ∈ ∩ ∪ ← → ↑ ↓ ⇒ ‰ µ ° † ‡ § ¶ … – — ½ ⅓",
}
RAISED, LOWERED = "xz^xz^", "vw~vw~"
"""The same letters on the line and off it, without ascenders or descenders."""
_VERTICAL = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}vertAlign"


def _with_letters(copy: Copy) -> None:
    lines = [f"{name} {letters}" for name, letters in LETTERS.items()]
    for line in (*lines, f"See {RAISED} and {LOWERED}."):
        copy.append(SECTION, f"\n{line}\n")


def _file(copy: Copy, ending: str) -> bytes:
    return next(copy.output.rglob(f"mini-report.{ending}")).read_bytes()


def _missing(text: str) -> list[str]:
    said = folded(unicodedata.normalize("NFC", text))
    return [name for name, letters in LETTERS.items() if f"{name} {letters}" not in said]


def _boxes(data: bytes, letters: str) -> list[tuple[float, float]]:
    """Lower edge and height of each of the letters where they first stand, points."""
    with pdfium.PdfDocument(data) as pdf:
        for page in pdf:
            text = page.get_textpage()
            found = text.search(letters, match_case=True).get_next()
            if found is not None:
                boxes = [text.get_charbox(found[0] + n) for n in range(len(letters))]
                return [(bottom, top - bottom) for _, bottom, _, top in boxes]
    raise AssertionError(f"{letters} is on no page")


def _is_off_the_line(data: bytes) -> None:
    for letters, side in (("xzxz", 1), ("vwvw", -1)):
        *base, (third, height), _ = _boxes(data, letters)
        assert all(bottom == pytest.approx(base[0][0], abs=0.3) for bottom, _ in base)
        assert side * (third - base[0][0]) > 0.08 * base[0][1]
        assert height < 0.85 * base[0][1]


def test_every_letter_is_in_both_formats(mini: Copy) -> None:
    _with_letters(mini)
    mini.build()
    assert _missing(" ".join(pdf_pages(_file(mini, "pdf")))) == []
    assert _missing(" ".join(docx_lines(_file(mini, "docx")))) == []


def test_raised_and_lowered_letters_are_small_and_off_the_line(mini: Copy) -> None:
    _with_letters(mini)
    mini.build()
    _is_off_the_line(_file(mini, "pdf"))
    body = docx_parts(_file(mini, "docx"))["word/document.xml"]
    said = {}
    for vertical in body.iter(_VERTICAL):
        run = next(one for one in vertical.iterancestors() if one.tag.endswith("}r"))
        said["".join(str(text) for text in run.itertext())] = next(iter(vertical.attrib.values()))
    assert (said["xz"], said["vw"]) == ("superscript", "subscript")


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_draws_them_too(mini: Copy, tmp_path: Path) -> None:
    _with_letters(mini)
    mini.build()
    drawn = converted(_file(mini, "docx"), "pdf", tmp_path)
    said = unicodedata.normalize("NFC", " ".join(pdf_pages(drawn)))
    assert set("".join(LETTERS.values())) <= set(said)  # lent letters are read after the line
    _is_off_the_line(drawn)


@pytest.mark.parametrize("formats", ["docx", "pdf"])
def test_a_character_that_no_font_has_is_refused_with_its_record(
    mini: Copy, command: InProcess, formats: str
) -> None:
    mini.edit("study/safety.yaml", "No new signal was seen.", "No new 水 was seen.")
    ended = command(*of(mini), "--format", formats)
    assert ended.code == 1
    assert "study/safety.yaml:1:35: error [font.has-character]" in ended.err
    assert "no shipped font has U+6C34 (CJK UNIFIED IDEOGRAPH-6C34)" in ended.err
    assert "  at   safety.statements.none-new.text\n" in ended.err
    assert "nothing was written" in ended.err
    assert not mini.output.exists()


def test_a_typed_character_that_no_font_has_is_refused_with_its_line(
    mini: Copy, command: InProcess
) -> None:
    mini.append(SECTION, "\nWords with \U0001f9a0 in them.\n")
    line = (mini.root / SECTION).read_text(encoding="utf-8").count("\n")
    ended = command(*of(mini))
    assert ended.code == 1
    assert f"sections/safety.md:{line}:1: error [font.has-character]" in ended.err
    assert "U+1F9A0 (MICROBE), in 'Words with \U0001f9a0 in them.'" in ended.err
    assert not mini.output.exists()
