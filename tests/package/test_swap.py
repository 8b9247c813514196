"""The swap of an output set: whole after anything."""

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from assembler.package import EnvironmentProblem, publish, read_manifest, recover
from assembler.package.publish import planned
from assembler.package.swap import WORK, mend, steps
from tests.package.sets import NEW, OLD, content, is_sealed, manifest


def _swapped(folder: Path, first: Mapping[str, bytes], second: Mapping[str, bytes]) -> int:
    publish(folder, first, manifest("1"))
    return sum(1 for _ in steps(folder, planned(folder, second, manifest("2"))[1]))


@pytest.mark.parametrize("first", [OLD, {"overview.docx": b"old docx"}])
def test_a_kill_after_any_step_leaves_a_whole_set(tmp_path: Path, first: dict[str, bytes]) -> None:
    total = _swapped(tmp_path / "all", first, NEW)
    outcomes = []
    for k in range(total + 1):
        folder = tmp_path / str(k)
        publish(folder, first, manifest("1"))
        swap = steps(folder, planned(folder, NEW, manifest("2"))[1])
        for _ in range(k):
            next(swap)
        del swap
        recover(folder)
        assert content(folder) in (first, NEW)
        assert is_sealed(folder)
        assert read_manifest(folder)["program"] == ("1" if content(folder) == first else "2")
        outcomes.append(content(folder) == NEW)
    assert outcomes == sorted(outcomes) and outcomes[0] is False and outcomes[-1] is True


def test_a_torn_set_shows_in_the_manifest_before_it_is_mended(tmp_path: Path) -> None:
    publish(tmp_path, OLD, manifest("1"))
    for step in steps(tmp_path, planned(tmp_path, NEW, manifest("2"))[1]):
        if step == "swapped overview.docx":
            break
    assert not is_sealed(tmp_path)
    recover(tmp_path)
    assert is_sealed(tmp_path) and content(tmp_path) == NEW


def test_a_swap_that_cannot_be_finished_is_taken_back(tmp_path: Path) -> None:
    publish(tmp_path, OLD, manifest("1"))
    for step in steps(tmp_path, planned(tmp_path, NEW, manifest("2"))[1]):
        if step == "swapped overview.docx":
            break
    (tmp_path / WORK / "new" / "overview.pdf").unlink()
    recover(tmp_path)
    assert content(tmp_path) == OLD and is_sealed(tmp_path)


@pytest.mark.parametrize("forward", [True, False])
def test_a_kill_while_mending_is_mended_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forward: bool
) -> None:
    replace, left = Path.replace, 0

    def counted(self: Path, target: Path) -> Path:
        nonlocal left
        left -= 1
        if left < 0:
            raise KeyboardInterrupt
        return replace(self, target)

    for allowed in range(4):
        folder = tmp_path / str(allowed)
        publish(folder, OLD, manifest("1"))
        for step in steps(folder, planned(folder, NEW, manifest("2"))[1]):
            if step == "swapped overview.docx":
                break
        if not forward:
            (folder / WORK / "new" / "overview.pdf").unlink()
        with monkeypatch.context() as patched:
            left = allowed
            patched.setattr(Path, "replace", counted)
            with suppress(KeyboardInterrupt):
                mend(folder)
        mend(folder)
        assert content(folder) == (NEW if forward else OLD) and is_sealed(folder)


def test_an_edit_after_a_kill_is_not_lost(tmp_path: Path) -> None:
    publish(tmp_path, OLD, manifest("1"))
    for step in steps(tmp_path, planned(tmp_path, NEW, manifest("2"))[1]):
        if step == "announced":
            break
    (tmp_path / "overview.docx").write_bytes(b"a person's work")
    recover(tmp_path)
    assert content(tmp_path) == {**OLD, "overview.docx": b"a person's work"}


def test_leftovers_are_cleared_by_the_next_build(tmp_path: Path) -> None:
    publish(tmp_path, OLD, manifest("1"))
    swap = steps(tmp_path, planned(tmp_path, NEW, manifest("2"))[1])
    next(swap)
    del swap
    assert (tmp_path / WORK).exists()
    publish(tmp_path, OLD, manifest("1"))
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([*OLD, "manifest.json"])


def test_a_damaged_intent_throws_nothing_away(tmp_path: Path) -> None:
    publish(tmp_path, OLD, manifest("1"))
    for step in steps(tmp_path, planned(tmp_path, NEW, manifest("2"))[1]):
        if step == "swapped overview.docx":
            break
    (tmp_path / WORK / "intent.json").write_bytes(b"{")
    with pytest.raises(EnvironmentProblem):
        recover(tmp_path)
    assert (tmp_path / WORK / "old" / "overview.docx").read_bytes() == b"old docx"


def test_a_full_disk_leaves_the_last_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(tmp_path, OLD, manifest("1"))
    left = 0
    sync = os.fsync

    def fsync(handle: int) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    for allowed in range(20):
        left = allowed
        try:
            publish(tmp_path, NEW, manifest("2"))
        except EnvironmentProblem as failure:
            assert "full" in failure.problem.message or failure.problem.rule == "output.mended"
            left = 100
            recover(tmp_path)
            assert content(tmp_path) in (OLD, NEW) and is_sealed(tmp_path)
        else:
            break
        publish(tmp_path, OLD, manifest("1"))
    assert allowed > 3
    assert content(tmp_path) == NEW


def test_a_file_that_is_open_elsewhere_leaves_the_last_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, OLD, manifest("1"))
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if self.parent.name == "new" and self.name == "overview.pdf":
            raise PermissionError(errno.EACCES, "Permission denied", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(EnvironmentProblem) as raised:
        publish(tmp_path, NEW, manifest("2"))
    assert "overview.pdf" in raised.value.problem.message
    assert "close the file" in raised.value.problem.remedy
    assert content(tmp_path) == OLD and is_sealed(tmp_path)


_LOOP = """
import sys
from itertools import count
from pathlib import Path
from assembler.package import publish
folder = Path(sys.argv[1])
print("ready", flush=True)
for n in count():
    data = (b"%d " % n) * 50_000
    files = {"a.docx": data, "a.pdf": data, "gaps.json": data}
    publish(folder, files, {"build": n, "documents": {"a": {}}})
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_a_real_kill_at_any_moment_leaves_a_whole_set(tmp_path: Path) -> None:
    publish(tmp_path, {"a.docx": b"-", "a.pdf": b"-", "gaps.json": b"-"}, manifest("0", "a"))
    for k in range(6):
        with subprocess.Popen(
            [sys.executable, "-c", _LOOP, str(tmp_path)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        ) as build:
            assert build.stdout is not None and build.stdout.readline() == b"ready\n"
            time.sleep(0.01 + 0.013 * k)
            build.send_signal(signal.SIGKILL)
        recover(tmp_path)
        assert is_sealed(tmp_path)
        files = content(tmp_path)
        assert set(files) == {"a.docx", "a.pdf", "gaps.json"}
        assert len(set(files.values())) == 1
