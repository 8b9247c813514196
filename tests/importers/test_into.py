"""What stands in the study: kept to the byte, known again, never changed."""

from pathlib import Path

import pytest

from assembler.importers.bib import import_bib
from assembler.problems import ProblemsFound
from tests.importers.files import (
    BIBTEX,
    CSL,
    FORMATS,
    RIS,
    imported,
    kept,
    literature,
    refused,
    rules,
)

BLOCK = """# ours
sources:
  - id: report   # the report
    kind: study-report
    title: Study report

literature:
- id: doe-1999
  type: book
  title: 'A book'
# the end
"""
FLOW = """sources: [{id: report, kind: study-report, title: Study report}]
literature: [{id: doe-1999, type: book, title: A book}]
"""


def _write(folder: Path, data: bytes) -> Path:
    path = folder / "references.yaml"
    path.write_bytes(data)
    return path


def test_an_absent_file_is_begun(tmp_path: Path) -> None:
    done = kept(tmp_path, "a.bib", BIBTEX)
    assert done.changes[0].before is None
    assert [one.id for one in literature(tmp_path)] == ["smith-2020"]


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "\ufeff", "sources: []\n"])
def test_an_empty_file_is_begun(tmp_path: Path, text: str) -> None:
    _write(tmp_path, text.encode("utf-8"))
    assert kept(tmp_path, "a.bib", BIBTEX).changes[0].after.startswith(text.rstrip("]\n").encode())
    assert [one.id for one in literature(tmp_path)] == ["smith-2020"]


@pytest.mark.parametrize("text", [BLOCK, FLOW, BLOCK.rstrip("\n"), BLOCK.replace("\n#", "\n\n#")])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("break_", ["\n", "\r\n"])
def test_what_stands_there_stays_to_the_byte(
    tmp_path: Path, text: str, mark: str, break_: str
) -> None:
    before = (mark + text.replace("\n", break_)).encode("utf-8")
    _write(tmp_path, before)
    after = kept(tmp_path, "a.bib", BIBTEX).changes[0].after
    assert [one.id for one in literature(tmp_path)] == ["doe-1999", "smith-2020"]
    left = iter(after.split(b"\n"))  # each line once more, in this order
    lines = [line.rstrip(b"]\r") for line in before.split(b"\n") if line.strip()]
    assert all(any(now.startswith(line) for now in left) for line in lines)
    assert after.count(b"\n") == after.count(break_.encode())
    assert after.startswith(mark.encode("utf-8"))


@pytest.mark.parametrize("text", [BLOCK + "...\n", "{sources: [], literature: []}\n"])
def test_an_end_mark_and_braces_take_entries(tmp_path: Path, text: str) -> None:
    _write(tmp_path, text.encode("utf-8"))
    kept(tmp_path, "a.ris", RIS)
    assert literature(tmp_path)[-1].id == "smith-1948"


def test_a_file_that_cannot_be_added_to_is_refused_and_stays(tmp_path: Path) -> None:
    text = "sources: &none []\nliterature: *none\n"
    path = _write(tmp_path, text.encode("utf-8"))
    assert rules(refused(tmp_path, "a.ris", RIS)) == {"import.can-append"}
    assert path.read_bytes() == text.encode("utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_file_twice_changes_nothing(tmp_path: Path, name: str) -> None:
    kept(tmp_path, name, FORMATS[name])
    again = imported(tmp_path, name, FORMATS[name])
    assert not again.writes and not again.added and len(again.known) == 1


def test_one_publication_of_two_files_is_one_reference(tmp_path: Path) -> None:
    kept(tmp_path, "a.bib", BIBTEX)
    assert not imported(tmp_path, "a.json", CSL).added


def test_another_value_is_a_warning_with_both_and_the_record_stays(tmp_path: Path) -> None:
    kept(tmp_path, "a.json", CSL)
    done = imported(tmp_path, "a.json", CSL.replace('"volume": 7', '"volume": 8'))
    (found,) = (p for p in done.problems if p.rule == "import.as-recorded")
    assert "'8'" in found.message and "'7'" in found.message
    assert not done.writes


def test_a_key_that_the_record_lacks_is_a_note(tmp_path: Path) -> None:
    kept(tmp_path, "a.json", CSL)
    done = imported(tmp_path, "a.json", CSL.replace('"volume"', '"issue": 4, "volume"'))
    assert rules(done.problems) == {"import.nothing-left-out"}


def test_the_same_title_with_another_doi_is_added_with_a_warning(tmp_path: Path) -> None:
    kept(tmp_path, "a.json", CSL)
    done = kept(tmp_path, "b.json", CSL.replace("10.1000/abc", "10.1000/other"))
    assert [one.id for one in done.added] == ["smith-2020-b"]
    assert "import.once" in rules(done.problems)


def test_utf_8_needs_no_mark_and_may_have_one(tmp_path: Path) -> None:
    text = RIS.replace("Smith", "Müller-Łoś")
    plain = imported(tmp_path, "a.ris", text)
    marked = imported(tmp_path, "a.ris", "\ufeff" + text)
    assert plain.changes[0].after == marked.changes[0].after
    assert "Müller-Łoś" in plain.changes[0].after.decode("utf-8")
    assert "import.utf-8" not in rules(plain.problems)


def test_windows_1252_is_read_with_a_warning(tmp_path: Path) -> None:
    done = imported(tmp_path, "a.ris", RIS.replace("Smith", "Müller–Ü").encode("cp1252"))
    (warning,) = (p for p in done.problems if p.rule == "import.utf-8")
    assert warning.at and warning.at.line == 2 and "Müller–Ü" in warning.message
    assert "Müller–Ü" in done.changes[0].after.decode("utf-8")


def test_other_encodings_are_refused(tmp_path: Path) -> None:
    assert rules(refused(tmp_path, "a.ris", RIS.encode("utf-16"))) == {"file.utf-8"}
    assert rules(refused(tmp_path, "a.ris", RIS.encode() + b"\x81")) == {"file.utf-8"}
    assert rules(refused(tmp_path, "a.ris", RIS.encode() + b"\0")) == {"file.text"}


def test_a_character_that_no_record_may_hold_is_refused(tmp_path: Path) -> None:
    text = RIS.replace("A trial", "A \u202etrial")
    assert "text.allowed-characters" in rules(refused(tmp_path, "a.ris", text))
    half = CSL.replace("A <i>", "A \\ud800 <i>")
    assert "text.allowed-characters" in rules(refused(tmp_path, "a.json", half))


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as found:
        import_bib([tmp_path / "none.bib"], tmp_path / "nowhere")
    assert {p.at.file for p in found.value.problems if p.at} == {
        (tmp_path / "none.bib").as_posix(),
        (tmp_path / "nowhere").as_posix(),
    }
