"""Same input, same bytes: whatever the machine's zone, locale, hash seed, folder, clock, umask."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.acceptance.command import of, surroundings
from tests.acceptance.study import DOCUMENT, Copy, files_of
from tests.places import CABINET

CLOCK = '''
"""Found by Python at its start: the clock of another day."""

import datetime
import time

_LATER = 4102444800.0
time.time = lambda: _LATER
time.time_ns = lambda: int(_LATER * 10**9)
_gmtime, _localtime = time.gmtime, time.localtime
time.gmtime = lambda seconds=None: _gmtime(_LATER if seconds is None else seconds)
time.localtime = lambda seconds=None: _localtime(_LATER if seconds is None else seconds)


class _Day(datetime.date):
    @classmethod
    def today(cls):
        return cls(2100, 1, 1)


class _Moment(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2100, 1, 1, tzinfo=tz)

    @classmethod
    def utcnow(cls):
        return cls(2100, 1, 1)


datetime.date, datetime.datetime = _Day, _Moment
'''


def built(copy: Copy, cwd: Path, **environment: str) -> dict[str, bytes]:
    """What a process of its own builds."""
    subprocess.run(
        [sys.executable, "-m", "assembler", *map(str, of(copy))],
        cwd=cwd,
        env=surroundings(**environment),
        check=True,
        capture_output=True,
        timeout=300,
    )
    files = copy.files()
    assert sorted(files) == [
        "gaps.json",
        "manifest.json",
        f"{DOCUMENT}-qc.csv",
        f"{DOCUMENT}-qc.xlsx",
        f"{DOCUMENT}.docx",
        f"{DOCUMENT}.pdf",
    ]
    return files


@pytest.mark.slow
def test_the_machine_changes_no_byte(tmp_path: Path) -> None:
    here = Copy.of_mini(tmp_path / "here")
    first = built(here, tmp_path, TZ="UTC", LC_ALL="C", LANG="C", PYTHONHASHSEED="0")
    there = Copy.of_mini(tmp_path / "Ordner mit Leerzeichen und Ä" / "x")
    (tmp_path / "clock").mkdir()
    (tmp_path / "clock" / "sitecustomize.py").write_text(CLOCK, encoding="utf-8")
    path = os.pathsep.join([str(tmp_path / "clock"), surroundings()["PYTHONPATH"]])
    before = os.umask(0o077) if hasattr(os, "umask") else 0
    try:
        second = built(
            there,
            there.study,
            PYTHONPATH=path,
            TZ="Asia/Kathmandu",
            LC_ALL="tr_TR.UTF-8",
            LANG="tr_TR.UTF-8",
            PYTHONHASHSEED="4711",
            PYTHONOPTIMIZE="2",
            SOURCE_DATE_EPOCH="1",
            COLUMNS="20",
            NO_COLOR="1",
            HOME=str(tmp_path),
        )
    finally:
        os.umask(before)
    for name in first:
        assert first[name] == second[name], name


@pytest.mark.slow
def test_a_relative_path_changes_no_byte(tmp_path: Path) -> None:
    copies = [Copy.of_mini(tmp_path / name) for name in ("a", "b")]
    first = built(copies[0], tmp_path)
    relative = Copy(Path())
    subprocess.run(
        [sys.executable, "-m", "assembler", *map(str, of(relative))],
        cwd=copies[1].root,
        env=surroundings(),
        check=True,
        capture_output=True,
        timeout=300,
    )
    assert copies[1].files() == first


def test_the_way_to_the_study_changes_no_byte(built: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    first = built.files()
    shutil.rmtree(built.output)
    monkeypatch.chdir(built.templates)
    built.build(study=Path("../study"), output=Path("../output"))
    assert built.files() == first


def test_what_stood_there_before_changes_no_byte(built: Copy) -> None:
    first = built.files()
    built.edit("study/efficacy.yaml", "hazard_ratio: 0.40", "hazard_ratio: 0.41")
    built.build()
    assert built.files() != first
    built.edit("study/efficacy.yaml", "hazard_ratio: 0.41", "hazard_ratio: 0.40")
    built.build()
    assert built.files() == first


def test_a_second_build_writes_nothing(built: Copy) -> None:
    stamps = {path.name: path.stat().st_mtime_ns for path in built.built.iterdir()}
    built.build()
    assert {path.name: path.stat().st_mtime_ns for path in built.built.iterdir()} == stamps


def test_the_order_of_keys_changes_no_word(built: Copy) -> None:
    first = built.files()
    lines = (built.study / "dossier.yaml").read_text(encoding="utf-8").splitlines()
    built.write("study/dossier.yaml", "\n".join([*reversed(lines), ""]))
    built.build()
    assert built.files()[f"{DOCUMENT}.pdf"] == first[f"{DOCUMENT}.pdf"]


@pytest.mark.slow
def test_cabinet_has_the_same_bytes_twice(tmp_path: Path) -> None:
    seen: list[dict[str, bytes]] = []
    for seed, zone in (("1", "UTC"), ("2", "Pacific/Apia")):
        subprocess.run(
            [sys.executable, "-m", "assembler", "build", str(CABINET), "--output", seed],
            cwd=tmp_path,
            env=surroundings(PYTHONHASHSEED=seed, TZ=zone),
            check=True,
            capture_output=True,
            timeout=300,
        )
        seen.append(files_of(tmp_path / seed / "cabinet"))
    assert len(seen[0]) == 14 and seen[0] == seen[1]
