"""`assembler import bib`: what it says, writes and ends with."""

import json
from pathlib import Path

from tests.acceptance.command import InProcess
from tests.acceptance.study import Copy
from tests.importers.files import CSL, RIS, literature


def _file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def test_a_dry_run_says_all_and_writes_nothing(tmp_path: Path, command: InProcess) -> None:
    source = _file(tmp_path, "a.json", CSL)
    ended = command("import", "bib", source, "--into", tmp_path, "--dry-run")
    assert ended.code == 0
    assert "would write" in ended.out and "smith-2020" in ended.out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json"]


def test_what_is_imported_stands_beside_what_was_there(mini: Copy, command: InProcess) -> None:
    source = _file(mini.root, "a.json", CSL)
    assert command("import", "bib", source, "--into", mini.study).code == 0
    assert [one.id for one in literature(mini.study)] == ["doe-2020", "roe-2021", "smith-2020"]
    again = command("import", "bib", source, "--into", mini.study)
    assert again.code == 0 and "0 added, 1 there already" in again.out


def test_another_value_ends_with_3(tmp_path: Path, command: InProcess) -> None:
    source = _file(tmp_path, "a.json", CSL)
    command("import", "bib", source, "--into", tmp_path)
    _file(tmp_path, "a.json", CSL.replace(": 7,", ": 8,"))
    ended = command("import", "bib", source, "--into", tmp_path)
    assert ended.code == 3 and "which is kept" in ended.err


def test_the_report_for_programs_holds_every_lost_text(tmp_path: Path, command: InProcess) -> None:
    source = _file(tmp_path, "a.ris", RIS.replace("ER  -", "KW  - one\nKW  - two\nER  -"))
    ended = command("import", "bib", source, "--into", tmp_path, "--format", "json")
    said = json.loads(ended.out)
    assert said["written"] is True and [one["id"] for one in said["added"]] == ["smith-1948"]
    assert [(one["tag"], one["text"]) for one in said["lost"]] == [("KW", "one"), ("KW", "two")]


def test_one_bad_file_of_two_writes_nothing(tmp_path: Path, command: InProcess) -> None:
    good, bad = _file(tmp_path, "a.json", CSL), _file(tmp_path, "b.ris", "TY  - JOUR\n")
    ended = command("import", "bib", good, bad, "--into", tmp_path)
    assert ended.code == 1 and "ris.well-formed" in ended.err
    assert "nothing was written" in ended.err
    assert not (tmp_path / "references.yaml").exists()
    ended = command("import", "bib", bad, "--into", tmp_path, "--format", "json")
    assert ended.code == 1 and json.loads(ended.out)


def test_two_files_of_one_name_are_refused(tmp_path: Path, command: InProcess) -> None:
    (tmp_path / "x").mkdir()
    files = [_file(tmp_path, "a.json", CSL), _file(tmp_path / "x", "a.json", CSL)]
    ended = command("import", "bib", *files, "--into", tmp_path)
    assert ended.code == 1 and "import.files-named-once" in ended.err
