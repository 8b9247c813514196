"""`--reference-docx FILE`: a company's styles in the DOCX, its file refused where it is none."""

import json
from hashlib import sha256
from pathlib import Path

from assembler.problems import Severity
from tests.acceptance.command import InProcess, of
from tests.acceptance.pages import docx_parts
from tests.acceptance.study import DOCUMENT, Copy
from tests.write.docx.company import BODY, company


def fonts(copy: Copy) -> set[str]:
    """The fonts that the DOCX names."""
    table = docx_parts(copy.files()[f"{DOCUMENT}.docx"])["word/fontTable.xml"]
    names = ((str(key), str(value)) for font in table for key, value in font.attrib.items())
    return {value for key, value in names if key.endswith("name")}


def given(copy: Copy, data: bytes | None = None, name: str = "acme.docx") -> Path:
    """The company's file in the copy's folder."""
    path = copy.root / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(company().data if data is None else data)
    return path


def test_a_build_takes_the_companys_styles_and_says_what_it_lacks(
    mini: Copy, command: InProcess
) -> None:
    file = given(mini)
    ended = command(*of(mini), "--reference-docx", file)
    assert ended.code == 0
    assert f"{file}:1:1: note [reference-docx.every-style]" in ended.err
    assert BODY in fonts(mini)
    inputs = json.loads(mini.files()["manifest.json"])["documents"][DOCUMENT]["inputs"]
    assert inputs["reference-docx"] == sha256(company().data).hexdigest()


def test_the_pdf_is_the_same_with_it(mini: Copy, tmp_path: Path) -> None:
    mini.build()
    plain = mini.files()[f"{DOCUMENT}.pdf"]
    mini.build(output=tmp_path / "styled", reference_docx=given(mini))
    assert (tmp_path / "styled" / "mini" / f"{DOCUMENT}.pdf").read_bytes() == plain


def test_it_does_not_matter_where_the_file_lies(mini: Copy) -> None:
    mini.build(reference_docx=given(mini))
    first = mini.files()
    mini.build(reference_docx=given(mini, name="elsewhere/other.docx"))
    assert mini.files() == first


def test_its_notes_do_not_stop_a_build(mini: Copy) -> None:
    built = mini.build(reference_docx=given(mini))
    notes = [p for p in built.problems if p.rule.startswith("reference-docx.")]
    assert notes and all(note.severity is Severity.NOTE for note in notes)


def test_a_file_that_is_not_there_is_said_before_anything_is_written(
    mini: Copy, command: InProcess
) -> None:
    given(mini)
    ended = command(*of(mini), "--reference-docx", mini.root / "acne.docx")
    assert ended.code == 1 and "[file.exists]" in ended.err and "'acme.docx'" in ended.err
    assert mini.files() == {}


def test_a_file_that_is_no_word_file_is_refused_by_name(mini: Copy, command: InProcess) -> None:
    file = given(mini, b"%PDF-1.7")
    ended = command(*of(mini), "--reference-docx", file)
    assert ended.code == 1 and f"{file}:1:1: error [docx.opens]" in ended.err
    assert "Traceback" not in ended.err and mini.files() == {}


def test_a_folder_is_no_file(mini: Copy, command: InProcess) -> None:
    ended = command(*of(mini), "--reference-docx", mini.root)
    assert ended.code == 1 and "[file.regular]" in ended.err


def test_without_a_docx_it_is_a_wrong_command_line(mini: Copy, command: InProcess) -> None:
    ended = command(*of(mini), "--format", "pdf", "--reference-docx", given(mini))
    assert ended.code == 2 and "--format" in ended.err
