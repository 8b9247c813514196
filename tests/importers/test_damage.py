"""Damaged and long files: a refusal with a place or a result, never anything else."""

import random
import sys
from pathlib import Path
from types import FrameType
from unicodedata import category

import pytest

from assembler.importers.report import import_json, report_lines
from assembler.problems import ProblemsFound
from assembler.read.text import REFUSED
from tests.importers.files import BIBTEX, FORMATS, imported, kept, literature, refused

_MARKS = '{}[]()"\\,=#@$^_~-:<> \n\r\t\0é\u202e\x85' + "\ufeff\x0b\x1b0Ax"


def _tried(folder: Path, name: str, data: bytes) -> None:
    try:
        done = imported(folder, name, data)
    except ProblemsFound as found:
        assert found.problems and all(p.message and p.at for p in found.problems)
        return
    said = "".join(report_lines(done, dry_run=True))
    assert not REFUSED.search(said) and not any(category(c) == "Cc" for c in said)
    assert import_json(done, dry_run=True)


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_cut_off_anywhere_is_read_or_refused(tmp_path: Path, name: str) -> None:
    data = FORMATS[name].encode("utf-8")
    for end in range(len(data)):
        _tried(tmp_path, name, data[:end])


@pytest.mark.parametrize("name", FORMATS)
def test_a_damaged_file_is_read_or_refused(tmp_path: Path, name: str) -> None:
    dice = random.Random(f"{name} 1")  # noqa: S311
    for _ in range(250):
        text = FORMATS[name] * dice.randint(1, 2)
        for _ in range(dice.randint(1, 6)):
            at, length = dice.randrange(len(text)), dice.choice((0, 0, 1, 1, 5, 40))
            text = text[:at] + dice.choice(_MARKS) * dice.choice((0, 1, 1, 3)) + text[at + length :]
        _tried(tmp_path, name, text.encode("utf-8"))


@pytest.mark.parametrize("name", FORMATS)
def test_damaged_bytes_are_read_or_refused(tmp_path: Path, name: str) -> None:
    dice = random.Random(f"{name} 2")  # noqa: S311
    for _ in range(100):
        data = bytearray(FORMATS[name].encode("utf-8"))
        for _ in range(dice.randint(1, 4)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        _tried(tmp_path, name, bytes(data))


def test_every_damaged_file_of_a_set_is_named_at_once(tmp_path: Path) -> None:
    text = "@book{a, title={x\n@book{b, title={y}}\n@book{c, title=}\n"
    assert [p.at.line for p in refused(tmp_path, "a.bib", text) if p.at] == [1, 3]


def _calls(folder: Path, name: str, text: str) -> int:
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        imported(folder, name, text)
    finally:
        sys.setprofile(before)
    return calls


def _many(name: str, number: int) -> str:
    texts = []
    for index in range(number):
        text = (
            FORMATS[name].replace("10.1000/", f"10.1000/{index}-").replace("A trial", f"T{index}")
        )
        texts.append(text.replace("01234567", f"{index}").replace("smith-2020", f"smith-{index}"))
    if name.endswith(".json"):
        return "[" + ",".join(text.strip()[1:-1] for text in texts) + "]"
    return "\n".join(texts)


@pytest.mark.parametrize("name", FORMATS)
def test_twice_the_entries_are_twice_the_steps(tmp_path: Path, name: str) -> None:
    imported(tmp_path, name, _many(name, 2))
    few, many = (_calls(tmp_path, name, _many(name, number)) for number in (50, 100))
    assert many < 2.1 * few


def test_ten_thousand_entries_are_taken(tmp_path: Path) -> None:
    text = "\n".join(f"@book{{b{number}, title={{T{number}}}}}" for number in range(10_000))
    done = imported(tmp_path, "a.bib", text)
    assert len(done.added) == 10_000
    assert done.added[-1].id == "b9999"


def test_blanks_without_end_cost_no_more_than_one(tmp_path: Path) -> None:
    blanks = " " * 200_000
    kept(tmp_path, "a.bib", BIBTEX.replace("Smith, Jane and", f"Smith, Jane{blanks}and{blanks}"))
    assert literature(tmp_path)[0].author[0].given == "Jane"
