"""The output set: whole after anything, merged, and never over a person's work."""

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest

from assembler.package import EnvironmentProblem, publish, read_manifest, recover
from assembler.package.lock import LOCK, locked
from assembler.package.publish import planned
from assembler.package.swap import WORK, mend, steps

OLD = {"overview.docx": b"old docx", "overview.pdf": b"old pdf", "gaps.json": b"[]"}
NEW = {"overview.docx": b"new docx", "overview.pdf": b"new pdf", "gaps.json": b"[1]"}


def manifest(build: str, *documents: str) -> dict[str, object]:
    return {
        "program": build,
        "documents": {d: {"build": build} for d in documents or ("overview",)},
    }


def content(folder: Path) -> dict[str, bytes]:
    """Everything in the folder but the manifest."""
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.name != "manifest.json"}


def is_sealed(folder: Path) -> bool:
    """Whether each file of the manifest is there with its hash."""
    entries = read_manifest(folder)["outputs"]
    return all(
        sha256((folder / name).read_bytes()).hexdigest() == e["sha256"]
        for name, e in entries.items()
    )


def test_a_set_is_published_with_its_manifest(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "study"
    published = publish(folder, OLD, manifest("1"))
    assert content(folder) == OLD
    assert published.written == tuple(sorted(OLD)) and published.kept == ()
    sealed = read_manifest(folder)
    assert sealed["program"] == "1"
    assert sealed["outputs"]["overview.docx"] == {
        "bytes": 8,
        "current": True,
        "document": "overview",
        "sha256": sha256(b"old docx").hexdigest(),
    }
    assert sealed["outputs"]["gaps.json"]["document"] is None


def test_the_same_build_writes_the_same_manifest(tmp_path: Path) -> None:
    publish(tmp_path, OLD, manifest("1"))
    first = (tmp_path / "manifest.json").read_bytes()
    publish(tmp_path, OLD, manifest("1"))
    assert (tmp_path / "manifest.json").read_bytes() == first
    assert first.endswith(b"}\n")


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


def test_building_one_document_leaves_the_others(tmp_path: Path) -> None:
    publish(tmp_path, OLD, manifest("1"))
    published = publish(
        tmp_path, {"summary.pdf": b"s", "gaps.json": b"[]"}, manifest("2", "summary")
    )
    assert content(tmp_path) == {**OLD, "summary.pdf": b"s"}
    sealed = read_manifest(tmp_path)
    assert sealed["documents"] == {"overview": {"build": "1"}, "summary": {"build": "2"}}
    assert sealed["outputs"]["overview.pdf"]["current"] is True
    assert published.earlier == ()


def test_a_format_that_was_not_built_is_from_an_earlier_build(tmp_path: Path) -> None:
    publish(tmp_path, OLD, manifest("1"))
    published = publish(tmp_path, {"overview.docx": b"new docx"}, manifest("2"))
    assert published.earlier == ("overview.pdf",)
    assert read_manifest(tmp_path)["outputs"]["overview.pdf"]["current"] is False
    assert is_sealed(tmp_path)


def test_a_document_whose_files_are_gone_leaves_the_manifest(tmp_path: Path) -> None:
    publish(tmp_path, {"summary.pdf": b"s"}, manifest("1", "summary"))
    (tmp_path / "summary.pdf").unlink()
    publish(tmp_path, OLD, manifest("2"))
    assert set(read_manifest(tmp_path)["documents"]) == {"overview"}
    assert is_sealed(tmp_path)


@pytest.mark.parametrize("name", ["overview.docx", "overview.pdf"])
def test_an_edited_document_is_kept(tmp_path: Path, name: str) -> None:
    stem, _, suffix = name.partition(".")
    publish(tmp_path, OLD, manifest("1"))
    (tmp_path / name).write_bytes(b"a person's work")
    published = publish(tmp_path, NEW, manifest("2"))
    assert published.kept == (name,)
    assert (tmp_path / name).read_bytes() == b"a person's work"
    assert (tmp_path / f"{stem}-new.{suffix}").read_bytes() == NEW[name]
    assert name not in read_manifest(tmp_path)["outputs"] and is_sealed(tmp_path)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_qc_sheet_with_checks_in_it_is_kept(tmp_path: Path, suffix: str) -> None:
    name = f"overview-qc.{suffix}"
    publish(tmp_path, {**OLD, name: b"sheet"}, manifest("1"))
    assert read_manifest(tmp_path)["outputs"][name]["document"] == "overview"
    (tmp_path / name).write_bytes(b"checked by hand")
    published = publish(tmp_path, {**NEW, name: b"new sheet"}, manifest("2"))
    assert published.kept == (name,)
    assert (tmp_path / name).read_bytes() == b"checked by hand"
    assert (tmp_path / f"overview-qc-new.{suffix}").read_bytes() == b"new sheet"
    (tmp_path / name).unlink()
    publish(tmp_path, {**NEW, name: b"new sheet"}, manifest("3"))
    assert content(tmp_path) == {**NEW, name: b"new sheet"} and is_sealed(tmp_path)


def test_a_trace_copy_is_a_file_of_its_document_beside_the_pdf(tmp_path: Path) -> None:
    name = "overview-trace.pdf"
    publish(tmp_path, {**OLD, name: b"copy"}, manifest("1"))
    assert read_manifest(tmp_path)["outputs"][name]["document"] == "overview"
    assert publish(tmp_path, NEW, manifest("2")).earlier == (name,)
    assert content(tmp_path) == {**NEW, name: b"copy"} and is_sealed(tmp_path)
    (tmp_path / name).write_bytes(b"a person's remarks")
    assert publish(tmp_path, {**NEW, name: b"new copy"}, manifest("3")).kept == (name,)
    assert (tmp_path / "overview-trace-new.pdf").read_bytes() == b"new copy"
    (tmp_path / name).unlink()
    publish(tmp_path, {**NEW, name: b"new copy"}, manifest("4"))
    assert content(tmp_path) == {**NEW, name: b"new copy"} and is_sealed(tmp_path)


@pytest.mark.parametrize("name", ["overview.xlsx", "-qc.csv", "overview-qc.txt", "Overview-qc.csv"])
def test_only_the_names_of_outputs_are_published(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="no name of an output"):
        publish(tmp_path, {name: b""}, manifest("1"))


def test_an_edited_new_document_is_kept_too(tmp_path: Path) -> None:
    publish(tmp_path, OLD, manifest("1"))
    (tmp_path / "overview.docx").write_bytes(b"edited")
    publish(tmp_path, NEW, manifest("2"))
    (tmp_path / "overview-new.docx").write_bytes(b"edited again")
    published = publish(tmp_path, OLD, manifest("3"))
    assert published.kept == ("overview-new.docx", "overview.docx")
    assert (tmp_path / "overview.docx").read_bytes() == b"edited"
    assert (tmp_path / "overview-new.docx").read_bytes() == b"edited again"
    assert (tmp_path / "overview-new-2.docx").read_bytes() == b"old docx"
    publish(tmp_path, NEW, manifest("4"))
    assert (tmp_path / "overview-new-2.docx").read_bytes() == b"new docx"


def test_an_accepted_new_document_is_ours_again(tmp_path: Path) -> None:
    publish(tmp_path, OLD, manifest("1"))
    (tmp_path / "overview.docx").write_bytes(b"edited")
    publish(tmp_path, NEW, manifest("2"))
    (tmp_path / "overview-new.docx").replace(tmp_path / "overview.docx")
    assert publish(tmp_path, OLD, manifest("3")).kept == ()
    assert content(tmp_path) == OLD


def test_the_copy_beside_goes_when_the_edited_one_is_removed(tmp_path: Path) -> None:
    publish(tmp_path, OLD, manifest("1"))
    (tmp_path / "overview.docx").write_bytes(b"edited")
    publish(tmp_path, NEW, manifest("2"))
    (tmp_path / "overview.docx").unlink()
    publish(tmp_path, OLD, manifest("3"))
    assert content(tmp_path) == OLD and is_sealed(tmp_path)


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b'{"outputs": 1}', b"[" * 100_000])
def test_without_a_readable_manifest_nothing_is_overwritten(tmp_path: Path, broken: bytes) -> None:
    publish(tmp_path, OLD, manifest("1"))
    (tmp_path / "manifest.json").write_bytes(broken)
    assert publish(tmp_path, NEW, manifest("2")).kept == ("overview.docx", "overview.pdf")
    assert (tmp_path / "overview.docx").read_bytes() == b"old docx"


def _link(link: Path, target: Path) -> None:
    try:
        link.symlink_to(target)
    except OSError:
        pytest.skip("this account may not make symbolic links")


def test_a_link_at_the_target_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"precious")
    folder = tmp_path / "set"
    folder.mkdir()
    _link(folder / "overview.docx", outside)
    assert publish(folder, OLD, manifest("1")).kept == ("overview.docx",)
    assert outside.read_bytes() == b"precious"
    assert (folder / "overview-new.docx").read_bytes() == b"old docx"


@pytest.mark.parametrize("name", ["manifest.json", "gaps.json"])
def test_a_link_in_the_place_of_a_file_of_the_set_is_refused(tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"{}")
    folder = tmp_path / "set"
    folder.mkdir()
    _link(folder / name, outside)
    with pytest.raises(EnvironmentProblem) as raised:
        publish(folder, OLD, manifest("1"))
    assert raised.value.problem.rule == "output.regular"
    assert outside.read_bytes() == b"{}"


def test_a_link_in_the_place_of_the_work_folder_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious").write_bytes(b"x")
    folder = tmp_path / "set"
    folder.mkdir()
    _link(folder / WORK, outside)
    publish(folder, OLD, manifest("1"))
    assert (outside / "precious").exists() and content(folder) == OLD


def test_a_file_in_the_place_of_the_work_folder_is_cleared(tmp_path: Path) -> None:
    (tmp_path / WORK).write_bytes(b"")
    publish(tmp_path, OLD, manifest("1"))
    assert content(tmp_path) == OLD


def test_a_damaged_intent_throws_nothing_away(tmp_path: Path) -> None:
    publish(tmp_path, OLD, manifest("1"))
    for step in steps(tmp_path, planned(tmp_path, NEW, manifest("2"))[1]):
        if step == "swapped overview.docx":
            break
    (tmp_path / WORK / "intent.json").write_bytes(b"{")
    with pytest.raises(EnvironmentProblem):
        recover(tmp_path)
    assert (tmp_path / WORK / "old" / "overview.docx").read_bytes() == b"old docx"


def test_a_second_build_into_the_folder_is_refused(tmp_path: Path) -> None:
    publish(tmp_path, OLD, manifest("1"))
    with locked(tmp_path), pytest.raises(EnvironmentProblem) as raised:
        publish(tmp_path, NEW, manifest("2"))
    assert raised.value.problem.rule == "output.one-build"
    assert content(tmp_path) == OLD


def test_the_lock_of_a_dead_build_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / LOCK).write_bytes(b"")
    publish(tmp_path, OLD, manifest("1"))
    assert content(tmp_path) == OLD


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


def test_a_file_in_the_place_of_the_folder_is_a_problem_of_the_environment(tmp_path: Path) -> None:
    (tmp_path / "set").write_bytes(b"")
    with pytest.raises(EnvironmentProblem):
        publish(tmp_path / "set", OLD, manifest("1"))


@pytest.mark.parametrize(
    "name", ["../x.docx", "manifest.json", "X.docx", ".lock", "a.exe", "a/b.pdf"]
)
def test_a_name_that_is_no_output_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="no name of an output"):
        publish(tmp_path, {name: b""}, manifest("1"))


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
